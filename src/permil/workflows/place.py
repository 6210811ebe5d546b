"""What a place brings to an assessment: climate over the horizon, zone and moisture regime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.climate import MonthlyClimate, resolve_climate
from permil.datasets.project import Project
from permil.science.climate_zone import (
    climate_zone_ipcc2019,
    frost_days_proxy,
    moisture_regime_ipcc2019,
)
from permil.tables import parameter_set
from permil.vocabulary import ClimateZone, MoistureRegime
from permil.workflows.field import Climate

Float = NDArray[np.float64]


@dataclass(frozen=True)
class PlaceFacts:
    """Climate of the place as the run uses it.

    Parameters
    ----------
    climate : Climate
        Monthly series over the horizon and the mean year.
    monthly : MonthlyClimate
        The climate as it was resolved.
    zone : ClimateZone
        IPCC climate zone.
    regime : MoistureRegime
        Wet or dry.
    southern : bool
        Whether the place lies south of the equator.
    annual : dict of str to float
        Annual mean temperature, precipitation and evaporation.
    assumptions : tuple of Assumption
        Defaults taken.
    """

    climate: Climate
    monthly: MonthlyClimate
    zone: ClimateZone
    regime: MoistureRegime
    southern: bool
    annual: dict[str, float]
    assumptions: tuple[Assumption, ...]


def place_facts(project: Project) -> PlaceFacts:
    """Return the climate, zone and moisture regime of a project's place.

    Parameters
    ----------
    project : Project
        With place, climate and horizon.

    Returns
    -------
    PlaceFacts
        Everything that depends on the place alone.
    """
    place = project.place
    monthly, assumptions = resolve_climate(
        project.climate,
        latitude=place.latitude,
        longitude=place.longitude,
        elevation=place.elevation,
        confirm=project.confirm.get("climate"),
        where=f"{project.path}: climate" if project.path else "climate",
    )
    factor = parameter_set("rothc_26_3")["open_pan_factor"] if monthly.open_pan else 1.0
    series = {
        "temperature": np.asarray(monthly.temperature),
        "water": np.asarray(monthly.precipitation) + _fit(monthly.irrigation, monthly.temperature),
        "evaporation": np.asarray(monthly.potential_evapotranspiration) * factor,
    }
    horizon = project.horizon
    years = horizon.last_year - horizon.first_year + 1
    over, mean, beyond = {}, {}, False
    for name, values in series.items():
        mean[f"mean_{name}"] = values.reshape(-1, 12).mean(axis=0)
        over[name], beyond = over_horizon(values, monthly.first_year, horizon.first_year, years)
    notes = list(assumptions)
    if beyond:
        notes.append(Assumption("climate_mean_year", {"source": monthly.source}, "climate"))
    climate = Climate(**over, **mean)
    zone, regime, annual, zone_notes = _zone(climate, place.elevation)
    return PlaceFacts(
        climate=climate,
        monthly=monthly,
        zone=zone,
        regime=regime,
        southern=(place.latitude or 0.0) < 0,
        annual=annual,
        assumptions=(*notes, *zone_notes),
    )


def _fit(values: tuple[float, ...], like: tuple[float, ...]) -> Float:
    return np.tile(np.asarray(values), len(like) // len(values))


def over_horizon(values: Float, first: int | None, start: int, years: int) -> tuple[Float, bool]:
    """Return a monthly series over the horizon; years outside the record take the mean year.

    Parameters
    ----------
    values : ndarray, shape (month,)
        A mean year, or a record of complete years.
    first : int or None
        Calendar year of the first value; None for a mean year.
    start, years : int
        First year and length of the horizon.

    Returns
    -------
    tuple
        The series, and whether it repeats a mean year.
    """
    record = values.reshape(-1, 12)
    mean = record.mean(axis=0)
    if first is None:
        return np.tile(mean, years), years > 1
    rows = [
        record[year - first] if 0 <= year - first < len(record) else mean
        for year in range(start, start + years)
    ]
    outside = not (first <= start and start + years <= first + len(record))
    return np.concatenate(rows), outside


def _zone(
    climate: Climate, elevation: float | None
) -> tuple[ClimateZone, MoistureRegime, dict[str, float], tuple[Assumption, ...]]:
    temperature = climate.mean_temperature
    annual = {
        "annual_temperature": float(temperature.mean()),
        "annual_precipitation": float(climate.mean_water.sum()),
        "annual_pet": float(climate.mean_evaporation.sum()),
    }
    zone: Any = climate_zone_ipcc2019(
        annual["annual_temperature"],
        annual["annual_precipitation"],
        annual["annual_pet"],
        temperature,
        elevation=0.0 if elevation is None else elevation,
        frost_days=frost_days_proxy(temperature),
    )
    regime = moisture_regime_ipcc2019(zone, annual["annual_precipitation"], annual["annual_pet"])
    notes = [
        Assumption("frost_days_proxy", {"zone": str(zone).replace("_", " ")}, "climate", "ipcc2019")
    ]
    if elevation is None:
        notes.append(Assumption("elevation_below_1000", {}, "place.elevation", "ipcc2019"))
    return ClimateZone(zone), MoistureRegime(regime), annual, tuple(notes)
