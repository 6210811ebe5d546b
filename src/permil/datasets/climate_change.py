"""Changes of climate, month by month: as written in a project file, or in a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from permil.datasets.climate_file import calendar_start, read_columns
from permil.errors import Ambiguous, InputError, MissingKey, WrongLength
from permil.units import convert, parse_quantity, read_quantity
from permil.variables import variable

#: Name of the climate that nothing changes, in results; no change may bear it.
UNCHANGED = "unchanged"

#: Columns of a file of changes, with their entry in the glossary.
_COLUMNS = {"temperature": "temperature_change", "precipitation": "precipitation_change"}
_CELSIUS = ("°C", "degC")


@dataclass(frozen=True)
class ClimateChange:
    """A changed climate beside the present one.

    Parameters
    ----------
    id, name : str
        Id and name for people.
    temperature : tuple of float
        Difference of temperature of every month at full change, January first [K].
    precipitation : tuple of float
        Change of rain of every month at full change [%].
    reached_in : int
        Calendar year by which the full change holds.
    source : str
        Where the changes come from.
    """

    id: str
    name: str
    temperature: tuple[float, ...]
    precipitation: tuple[float, ...]
    reached_in: int
    source: str = ""


def read_temperature_change(value: Any) -> tuple[float, ...]:
    """Return the twelve differences of temperature that a value of the project file means.

    Parameters
    ----------
    value : float, str or list
        A difference in K for all months, or twelve of them.

    Returns
    -------
    tuple of float
        January first [K].

    Raises
    ------
    Ambiguous
        If a difference is written in °C, which is a temperature.
    permil.errors.InputError
        If a value is no number, implausible, or there are not twelve.
    """
    return _months(value, _temperature_change)


def read_precipitation_change(value: Any) -> tuple[float, ...]:
    """Return the twelve changes of rain that a value of the project file means.

    Parameters
    ----------
    value : float, str or list
        A factor such as 0.9, or a change with its sign such as "-10 %", for all months; or twelve.

    Returns
    -------
    tuple of float
        January first [%].

    Raises
    ------
    Ambiguous
        If a share has no sign: it may be the change or what is left.
    permil.errors.InputError
        If a value is no number, implausible, or there are not twelve.
    """
    return _months(value, _precipitation_change)


def read_change_file(path: Path) -> dict[str, tuple[float, ...]]:
    """Read changes of climate from a CSV file.

    Parameters
    ----------
    path : pathlib.Path
        CSV file with a column ``month``, 1 to 12 in order, and ``temperature_change [K]``,
        ``precipitation_change [%]`` or both.

    Returns
    -------
    dict of str to tuple of float
        ``temperature`` [K] and ``precipitation`` [%], as far as the file holds them.

    Raises
    ------
    FileProblem
        If the file cannot be read or a line has another number of fields than the heading.
    Conflict
        If a column is in another unit: a difference in °C, or a factor, would be misread.
    permil.errors.InputError
        If columns are unknown, missing or double, months are not January to December, or a value
        is implausible.
    """
    fields = {"month": "month"} | {name: field for field, name in _COLUMNS.items()}
    columns, rows = read_columns(path, fields, _COLUMNS, own_units=True)
    calendar_start(rows, path)
    found = {
        column.field: tuple(row.values[column.field] for row in rows)
        for column in columns
        if column.field in _COLUMNS
    }
    if not found:
        expected = "a column temperature_change [K] or precipitation_change [%]"
        raise MissingKey(where=str(path), key="temperature_change", expected=expected)
    return found


def _months(value: Any, read: Callable[[Any], float]) -> tuple[float, ...]:
    if not isinstance(value, list | tuple):
        return (read(value),) * 12
    if len(value) != 12:
        raise WrongLength(where="", count=len(value), expected="12, January first, or one for all")
    return tuple(read(one) for one in value)


def _temperature_change(value: Any) -> float:
    if isinstance(value, str):
        number, unit = parse_quantity(value)
        if unit in _CELSIUS:
            raise Ambiguous(
                where="",
                problem=f"'{value}' is a temperature, and a difference is asked for",
                remedy=f'write "{number:g} K" if it is one',
            )
    return variable("temperature_change").read(value)


def _precipitation_change(value: Any) -> float:
    ruler = variable("precipitation_change")
    if isinstance(value, str):
        number, unit = parse_quantity(value)
        if unit not in ("", "-"):
            change = convert(number, unit, ruler.unit)
            if change > 0 and not value.lstrip().startswith("+"):
                raise Ambiguous(
                    where="",
                    problem=f"'{value}' may be that much more, or what is left",
                    remedy=f'write "+{value.strip()}", or a factor such as 0.9',
                )
            return ruler.check(change, given=value)
    factor = read_quantity(value, "-", requires_unit=False)
    low, high = (1.0 + bound / 100.0 for bound in ruler.bounds)
    if not low <= factor <= high:
        expected = f'a factor from {low:g} to {high:g}, or a change such as "-10 %"'
        raise InputError(where="", value=value, expected=expected)
    return round(100.0 * (factor - 1.0), 10)
