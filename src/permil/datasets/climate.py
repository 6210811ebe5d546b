"""Monthly climate of a place: from the project file, from a CSV file, or by coordinates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from permil.assumptions import Assumption
from permil.datasets.climate_file import SERIES, read_climate_file
from permil.datasets.climate_series import Series, check_agreement, check_series, common_length
from permil.datasets.climatology import PERIOD, climatology_at
from permil.errors import Conflict, MissingKey, NotApplicable
from permil.variables import variable

#: Difference of annual mean temperatures from which a given climate must be confirmed [K].
SUSPICIOUS_DIFFERENCE = 15.0

#: Fall of air temperature with height that a given elevation is granted [K/km].
LAPSE_RATE = 6.5

#: Name of the bundled climatology as a source.
BUNDLED = f"ERA5 {PERIOD[0]}-{PERIOD[1]}"


@dataclass(frozen=True)
class ClimateInput:
    """Climate section of a project file, parsed but not yet completed.

    Each series has 12 values (a mean year, January first) or 12 values for each of several
    complete calendar years; ``None`` means not given.

    Parameters
    ----------
    temperature : tuple of float, optional
        Monthly mean of air temperature [°C].
    precipitation : tuple of float, optional
        Monthly rain and melted snow [mm/month].
    potential_evapotranspiration : tuple of float, optional
        Monthly potential evapotranspiration [mm/month].
    open_pan_evaporation : tuple of float, optional
        Monthly evaporation from an open pan [mm/month]; excludes the one above.
    minimum_temperature, maximum_temperature : tuple of float, optional
        Monthly means of the daily extremes of air temperature [°C].
    irrigation : tuple of float, optional
        Monthly irrigation water [mm/month].
    file : pathlib.Path, optional
        CSV file with the series instead; excludes all series above.
    first_year : int, optional
        Calendar year of the first value where the series cover several years.
    source : str
        Where the values come from, in the user's words.
    """

    temperature: tuple[float, ...] | None = None
    precipitation: tuple[float, ...] | None = None
    potential_evapotranspiration: tuple[float, ...] | None = None
    open_pan_evaporation: tuple[float, ...] | None = None
    minimum_temperature: tuple[float, ...] | None = None
    maximum_temperature: tuple[float, ...] | None = None
    irrigation: tuple[float, ...] | None = None
    file: Path | None = None
    first_year: int | None = None
    source: str = ""


@dataclass(frozen=True)
class MonthlyClimate:
    """Complete monthly climate: a mean year (12 values) or several calendar years (12 n values).

    Parameters
    ----------
    temperature : tuple of float
        Monthly mean of air temperature [°C].
    precipitation : tuple of float
        Monthly rain and melted snow [mm/month].
    potential_evapotranspiration : tuple of float
        Potential evapotranspiration, or evaporation from an open pan where ``open_pan`` says so
        [mm/month].
    pet_method : str
        ``given``, ``open_pan``, ``hargreaves1985`` or ``thornthwaite1948``.
    first_year : int or None
        Calendar year of the first value; None for a mean year.
    source : str
        Where temperature and precipitation come from.
    open_pan : bool
        Whether ``potential_evapotranspiration`` holds open-pan evaporation, as given.
    irrigation : tuple of float
        Irrigation water [mm/month], zeros where none was given.
    minimum_temperature, maximum_temperature : tuple of float or None
        Monthly means of the daily extremes of air temperature, where they were given [°C].
    """

    temperature: tuple[float, ...]
    precipitation: tuple[float, ...]
    potential_evapotranspiration: tuple[float, ...]
    pet_method: str
    first_year: int | None
    source: str
    open_pan: bool
    irrigation: tuple[float, ...] = (0.0,) * 12
    minimum_temperature: tuple[float, ...] | None = None
    maximum_temperature: tuple[float, ...] | None = None


def resolve_climate(
    given: ClimateInput,
    *,
    latitude: float | None,
    longitude: float | None,
    elevation: float | None = None,
    confirm: str | None = None,
    where: str = "climate",
) -> tuple[MonthlyClimate, tuple[Assumption, ...]]:
    """Complete the climate of a place from what was given.

    Temperature and precipitation that were not given come from the bundled climatology.
    Evaporation is taken as given, else by Hargreaves from the extremes of temperature, else by
    Thornthwaite from its mean. Whatever was filled in is an assumption.

    Parameters
    ----------
    given : ClimateInput
        Series of the project file, or the name of a file with them.
    latitude, longitude : float or None
        Place [° N], [° E].
    elevation : float, optional
        Height of the place above sea level [m].
    confirm : str, optional
        Reason why a climate far from the bundled one is right.
    where : str
        What errors name as the origin of the values.

    Returns
    -------
    climate : MonthlyClimate
        Temperature, precipitation, evaporation and irrigation.
    assumptions : tuple of Assumption
        Defaults taken.

    Raises
    ------
    InputError
        If values are missing, implausible or contradictory; the subclasses tell which.

    Notes
    -----
    A given annual mean temperature is compared with the bundled one where the place has
    coordinates. The elevation of a bundled cell is not known, only that land rarely lies below
    the sea. A given elevation is therefore granted in full towards the cold: the mean may lie
    15 K and 6.5 K per km of elevation below the bundled one, and 15 K above it.

    References
    ----------
    hersbach2020, thornthwaite1948, hargreaves1985
    """
    series, first_year, source = _given(given, where)
    notes: list[Assumption] = []
    length = common_length(series, where)
    check_agreement(series, where)
    if length > 12 and first_year is None:
        expected = "the calendar year of the first value"
        raise MissingKey(where=where, key="first_year", expected=expected)
    notes.extend(_mean_of_extremes(series))
    missing = [name for name in ("temperature", "precipitation") if name not in series]
    if missing:
        notes.extend(_fill(series, missing, length, (latitude, longitude), where))
    if "temperature" not in missing:
        place = (latitude, longitude, elevation)
        notes.extend(_compare(series["temperature"], place, confirm, where))
    evaporation, method, note = _evaporation(series, latitude, where)
    notes.extend(note)
    if "irrigation" not in series:
        notes.append(Assumption("irrigation_none", {}, "climate.irrigation"))
    origins = ([source] if len(missing) < 2 else []) + ([BUNDLED] if missing else [])
    climate = MonthlyClimate(
        temperature=series["temperature"],
        precipitation=series["precipitation"],
        potential_evapotranspiration=evaporation,
        pet_method=method,
        first_year=first_year,
        source="; ".join(origins),
        open_pan=method == "open_pan",
        irrigation=series.get("irrigation", (0.0,) * 12),
        minimum_temperature=series.get("minimum_temperature"),
        maximum_temperature=series.get("maximum_temperature"),
    )
    return climate, tuple(notes)


def _given(given: ClimateInput, where: str) -> tuple[dict[str, Series], int | None, str]:
    """Return the series that were given, their first year and where they come from."""
    lists = {name: getattr(given, name) for name in SERIES}
    series = {name: values for name, values in lists.items() if values is not None}
    if given.file is None:
        checked = {name: check_series(name, values, where) for name, values in series.items()}
        return checked, given.first_year, given.source or "project file"
    if series:
        raise Conflict(
            where=where,
            problem=f"file and {next(iter(series))} are both given",
            remedy="keep all series in the file, or none",
        )
    content = read_climate_file(given.file)
    return dict(content.series), content.first_year, given.source or given.file.name


def _mean_of_extremes(series: dict[str, Series]) -> tuple[Assumption, ...]:
    """Fill a missing mean temperature from its extremes."""
    if "temperature" in series or "minimum_temperature" not in series:
        return ()
    pairs = zip(series["minimum_temperature"], series["maximum_temperature"], strict=True)
    series["temperature"] = tuple((low + high) / 2 for low, high in pairs)
    return (Assumption("temperature_from_extremes", {}, "climate.temperature"),)


def _fill(
    series: dict[str, Series],
    missing: list[str],
    length: int,
    place: tuple[float | None, float | None],
    where: str,
) -> list[Assumption]:
    """Fill missing temperature or precipitation from the bundled climatology."""
    latitude, longitude = place
    if latitude is None or longitude is None:
        expected = "monthly values, or latitude and longitude of the place"
        raise MissingKey(where=where, key=missing[0], expected=expected)
    cell = climatology_at(latitude, longitude)
    notes = []
    centre = {"latitude": cell.latitude, "longitude": cell.longitude}
    for name in missing:
        series[name] = getattr(cell, name) * (length // 12)
        label = variable(SERIES[name]).label
        period = {"first": PERIOD[0], "last": PERIOD[1]}
        fields = {"quantity": label, **centre, **period}
        notes.append(Assumption("climatology_bundled", fields, f"climate.{name}", "hersbach2020"))
    if cell.distance_km > 0:
        fields = {**centre, "distance": round(cell.distance_km, 1)}
        key = f"climate.{missing[0]}"
        notes.append(Assumption("climatology_nearest_cell", fields, key, "hersbach2020"))
    return notes


def _compare(
    temperature: Series,
    place: tuple[float | None, float | None, float | None],
    confirm: str | None,
    where: str,
) -> tuple[Assumption, ...]:
    """Refuse a mean temperature far from the bundled one unless a reason confirms it."""
    latitude, longitude, elevation = place
    if latitude is None or longitude is None:
        return ()
    try:
        cell = climatology_at(latitude, longitude)
    except NotApplicable:
        return ()
    given = math.fsum(temperature) / len(temperature)
    bundled = math.fsum(cell.temperature) / 12
    granted = LAPSE_RATE * max(elevation or 0.0, 0.0) / 1000
    if bundled - granted - SUSPICIOUS_DIFFERENCE <= given <= bundled + SUSPICIOUS_DIFFERENCE:
        return ()
    if not (confirm or "").strip():
        raise Conflict(
            where=f"{where}.temperature",
            problem=f"the annual mean of {given:.1f} °C differs from the {bundled:.1f} °C of the "
            f"bundled climatology at this place by more than {SUSPICIOUS_DIFFERENCE:g} K",
            remedy="check units, hemisphere and coordinates, or give the reason as confirm.climate",
        )
    fields = {
        "given": round(given, 1),
        "bundled": round(bundled, 1),
        "limit": SUSPICIOUS_DIFFERENCE,
        "reason": confirm,
    }
    return (Assumption("climate_confirmed", fields, "confirm.climate", "hersbach2020"),)


def _evaporation(
    series: dict[str, Series], latitude: float | None, where: str
) -> tuple[Series, str, tuple[Assumption, ...]]:
    """Return evaporation, the method that gave it and what that took for granted."""
    if "potential_evapotranspiration" in series:
        return series["potential_evapotranspiration"], "given", ()
    if "open_pan_evaporation" in series:
        return series["open_pan_evaporation"], "open_pan", ()
    if latitude is None:
        expected = "monthly values, or the latitude of the place to estimate them"
        raise MissingKey(where=where, key="potential_evapotranspiration", expected=expected)
    method = "hargreaves1985" if "minimum_temperature" in series else "thornthwaite1948"
    key = "climate.potential_evapotranspiration"
    note = Assumption(f"pet_{method}", {}, key, method)
    return _estimate(series, latitude, method), method, (note,)


def _estimate(series: dict[str, Series], latitude: float, method: str) -> Series:
    """Estimate evaporation of all years; Thornthwaite's heat index is that of the mean year."""
    import numpy as np

    from permil.science.potential_evapotranspiration import (
        hargreaves1985,
        heat_index_thornthwaite1948,
        thornthwaite1948,
    )

    def by_month(name: str) -> Any:
        return np.asarray(series[name]).reshape(-1, 12).T

    if method == "hargreaves1985":
        extremes = by_month("minimum_temperature"), by_month("maximum_temperature")
        values = hargreaves1985(*extremes, latitude)
    else:
        temperature = by_month("temperature")
        index = heat_index_thornthwaite1948(temperature.mean(axis=1))
        values = thornthwaite1948(temperature, latitude, heat_index=index)
    return tuple(values.T.ravel().tolist())
