"""Checks on the monthly series of a climate: lengths, bounds and agreement with each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from permil.datasets.climate_file import SERIES
from permil.errors import Conflict, MissingKey, NotANumber, WrongLength
from permil.variables import variable

Series = tuple[float, ...]


def check_series(name: str, values: Series, where: str) -> Series:
    """Return a series as floats if every value is a plausible number.

    Parameters
    ----------
    name : str
        Field of ``ClimateInput``.
    values : tuple of float
        Monthly values in the glossary's unit.
    where : str
        Origin of the climate; the error adds name and month.

    Returns
    -------
    tuple of float
        The values.

    Raises
    ------
    NotANumber
        If a value is no finite number.
    OutOfBounds
        If a value is outside the glossary's range.
    """
    entry = variable(SERIES[name])
    for position, value in enumerate(values):
        place = f"{where}.{name}, value {position + 1}"
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise NotANumber(where=place, value=value, expected=f"{entry.label} in {entry.unit}")
        entry.check(float(value), where=place)
    return tuple(float(value) for value in values)


def common_length(series: Mapping[str, Series], where: str) -> int:
    """Return the number of months that all series have.

    Irrigation may also be one mean year beside several years of weather.

    Parameters
    ----------
    series : mapping of str to tuple of float
        Series by field of ``ClimateInput``.
    where : str
        Origin of the climate.

    Returns
    -------
    int
        12 or a multiple of it; 12 where no series was given.

    Raises
    ------
    WrongLength
        If a series has no complete years.
    Conflict
        If two series have different lengths.
    """
    for name, values in series.items():
        if not values or len(values) % 12:
            raise WrongLength(
                where=f"{where}.{name}",
                count=len(values),
                expected="12, January to December, or 12 for each of several years",
            )
    weather = {name: len(values) for name, values in series.items() if name != "irrigation"}
    length = max(weather.values(), default=12)
    for name, count in weather.items():
        if count != length:
            other = next(key for key, value in weather.items() if value == length)
            raise Conflict(
                where=where,
                problem=f"{name} has {count} values and {other} has {length}",
                remedy="give all series for the same months",
            )
    if len(series.get("irrigation", ())) not in (0, 12, length):
        raise WrongLength(
            where=f"{where}.irrigation",
            count=len(series["irrigation"]),
            expected="12" if length == 12 else f"12 or {length}",
        )
    return length


def check_agreement(series: Mapping[str, Series], where: str) -> None:
    """Refuse series that contradict each other.

    Parameters
    ----------
    series : mapping of str to tuple of float
        Series of one length by field of ``ClimateInput``.
    where : str
        Origin of the climate.

    Raises
    ------
    Conflict
        If evaporation is given twice, or the extremes of temperature do not enclose its mean.
    MissingKey
        If one extreme of temperature is given without the other.
    """
    if {"potential_evapotranspiration", "open_pan_evaporation"} <= series.keys():
        raise Conflict(
            where=where,
            problem="potential_evapotranspiration and open_pan_evaporation are both given",
            remedy="keep one",
        )
    extremes = ("minimum_temperature", "maximum_temperature")
    given = [name for name in extremes if name in series]
    if len(given) == 1:
        missing = next(name for name in extremes if name not in series)
        raise MissingKey(where=where, key=missing, expected=f"it beside {given[0]}")
    order = [name for name in (extremes[0], "temperature", extremes[1]) if name in series]
    if not given:
        return
    for lower, upper in pairwise(order):
        _check_order(series, lower, upper, where)


def _check_order(series: Mapping[str, Series], lower: str, upper: str, where: str) -> None:
    pairs = zip(series[lower], series[upper], strict=True)
    for position, (low, high) in enumerate(pairs):
        if low > high:
            raise Conflict(
                where=f"{where}, value {position + 1}",
                problem=f"{lower} = {low:g} °C is above {upper} = {high:g} °C",
                remedy="check both",
            )
