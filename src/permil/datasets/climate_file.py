"""Monthly climate from a CSV file.

The first line names the columns, each ``name`` or ``name [unit]``: ``month``, ``year`` where the
file holds calendar years, and the series by their names in the glossary. Lines follow the
calendar; years are complete. A file without ``year`` holds the twelve months of a mean year.
"""

from __future__ import annotations

import csv
import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from permil.errors import (
    Conflict,
    FileProblem,
    MissingKey,
    NotANumber,
    UnknownName,
    WrongLength,
)
from permil.units import convert
from permil.variables import Variable, variable

#: Series that a climate can have, by field of ``ClimateInput``: the glossary's name of each.
SERIES: dict[str, str] = {
    "temperature": "air_temperature",
    "precipitation": "precipitation",
    "potential_evapotranspiration": "potential_evapotranspiration",
    "open_pan_evaporation": "open_pan_evaporation",
    "minimum_temperature": "minimum_temperature",
    "maximum_temperature": "maximum_temperature",
    "irrigation": "irrigation",
}

#: Field by column name: the glossary's names and those of the project file.
_FIELDS: dict[str, str] = (
    {"year": "year", "month": "month"}
    | {field: field for field in SERIES}
    | {name: field for field, name in SERIES.items()}
)

_HEADING = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<unit>[^\[\]]*)\])?\Z")


@dataclass(frozen=True)
class ClimateFile:
    """What a climate file holds.

    Parameters
    ----------
    series : dict of str to tuple of float
        Values by field of ``ClimateInput``, in the glossary's units.
    first_year : int or None
        Calendar year of the first value; None for a mean year.
    """

    series: dict[str, tuple[float, ...]]
    first_year: int | None


@dataclass(frozen=True)
class Column:
    """A column of a monthly file.

    Parameters
    ----------
    field : str
        The field that it fills.
    variable : Variable
        Its entry in the glossary.
    unit : str
        The unit of its heading, the glossary's where none is written.
    """

    field: str
    variable: Variable
    unit: str

    def read(self, text: str, where: str) -> float:
        """Return a cell's value in the glossary's unit."""
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            expected = f"{self.variable.label} in {self.unit}"
            raise NotANumber(where=where, value=text, expected=expected)
        return self.variable.check(convert(number, self.unit, self.variable.unit), where=where)


@dataclass(frozen=True)
class Row:
    """A line of a monthly file.

    Parameters
    ----------
    where : str
        File and line.
    values : dict of str to float
        Values by field, in the glossary's units.
    """

    where: str
    values: dict[str, float]


def read_climate_file(path: Path) -> ClimateFile:
    """Read a monthly climate file.

    Parameters
    ----------
    path : pathlib.Path
        CSV file, comma-separated, UTF-8.

    Returns
    -------
    ClimateFile
        Its series and first year.

    Raises
    ------
    FileProblem
        If the file cannot be read or a line has another number of fields than the heading.
    UnknownName, MissingKey, Conflict
        If columns are unknown, missing or double, or months do not follow the calendar.
    NotANumber, OutOfBounds, UnknownUnit, WrongUnit
        If a value or unit cannot be used; the error names the line.
    WrongLength
        If the last year is not complete.
    """
    columns, rows = read_columns(path, _FIELDS, SERIES)
    first_year = calendar_start(rows, path)
    series = {
        column.field: tuple(row.values[column.field] for row in rows)
        for column in columns
        if column.field in SERIES
    }
    return ClimateFile(series, first_year)


def read_columns(
    path: Path, fields: Mapping[str, str], names: Mapping[str, str], *, own_units: bool = False
) -> tuple[list[Column], list[Row]]:
    """Read a CSV file of monthly values whose first line names the columns.

    Parameters
    ----------
    path : pathlib.Path
        CSV file, comma-separated, UTF-8.
    fields : mapping of str to str
        Field that each column fills, by the names that it may have.
    names : mapping of str to str
        The glossary's name of a field, where it is another.
    own_units : bool
        Whether a heading may name the glossary's unit alone: a difference in °C, or a factor for
        a change in per cent, would be converted to what nobody meant.

    Returns
    -------
    tuple
        Columns and lines in their order.

    Raises
    ------
    FileProblem
        If the file cannot be read or a line has another number of fields than the heading.
    UnknownName, MissingKey, Conflict
        If columns are unknown, missing, double or in a unit that may not be.
    NotANumber, OutOfBounds, UnknownUnit, WrongUnit
        If a value or unit cannot be used; the error names the line.
    """
    lines = _lines(path)
    if not lines:
        remedy = "start it with a heading such as year,month,temperature,precipitation"
        raise FileProblem(where=str(path), problem="the file is empty", remedy=remedy)
    where, heading = lines[0]
    columns = [_column(cell, where, fields, names) for cell in heading]
    for column in columns if own_units else ():
        unit = column.variable.unit
        if column.unit != unit:
            raise Conflict(
                where=where,
                problem=f"the {column.variable.label} is headed [{column.unit}]",
                remedy=f"give it in {unit} and write [{unit}]",
            )
    _check_heading([column.field for column in columns], where)
    return columns, [_row(columns, cells, where) for where, cells in lines[1:]]


def _lines(path: Path) -> list[tuple[str, list[str]]]:
    """Return the cells of every line that is not blank, with the line's place."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            return [
                (f"{path}, line {reader.line_num}", [cell.strip() for cell in cells])
                for cells in reader
                if any(cell.strip() for cell in cells)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileProblem(
            where=str(path),
            problem=f"the climate file cannot be read ({reason})",
            remedy="name a readable CSV file in UTF-8",
        ) from error


def _column(cell: str, where: str, fields: Mapping[str, str], names: Mapping[str, str]) -> Column:
    match = _HEADING.match(cell)
    name = match["name"] if match else cell
    field = fields.get(name)
    if field is None:
        nearest = difflib.get_close_matches(name, fields, n=3, cutoff=0.5)
        raise UnknownName(where=where, kind="column", value=cell, nearest=nearest)
    entry = variable(names.get(field, field))
    unit = (match["unit"] if match else None) or entry.unit
    convert(0.0, unit, entry.unit, where=where)
    return Column(field, entry, unit)


def _check_heading(fields: list[str], where: str) -> None:
    for field in fields:
        if fields.count(field) > 1:
            raise Conflict(
                where=where,
                problem=f"two columns hold the {field.replace('_', ' ')}",
                remedy="keep one",
            )
    if "month" not in fields:
        raise MissingKey(where=where, key="month", expected="a column with the month, 1 to 12")


def _row(columns: list[Column], cells: list[str], where: str) -> Row:
    if len(cells) != len(columns):
        raise FileProblem(
            where=where,
            problem=f"the line has {len(cells)} fields, the heading {len(columns)}",
            remedy="give one field for each column, with a decimal point",
        )
    values = {
        column.field: column.read(cell, f"{where}, {column.field}")
        for column, cell in zip(columns, cells, strict=True)
    }
    return Row(where, values)


def calendar_start(rows: list[Row], path: Path) -> int | None:
    """Check that the lines are complete calendar years in order; return the first year.

    Parameters
    ----------
    rows : list of Row
        Lines of the file.
    path : pathlib.Path
        The file, for messages.

    Returns
    -------
    int or None
        None where the file has no years, and so holds a mean year of twelve lines.

    Raises
    ------
    Conflict
        If months do not follow the calendar.
    WrongLength
        If the last year is not complete.
    """
    start = rows[0].values.get("year") if rows else None
    for position, row in enumerate(rows):
        month = position % 12 + 1
        year = None if start is None else start + position // 12
        if row.values["month"] != month or row.values.get("year") != year:
            wanted = f"month {month}" + ("" if year is None else f" of {year:g}")
            raise Conflict(
                where=row.where,
                problem=f"{wanted} should stand here",
                remedy="list complete calendar years in order, January to December",
            )
    if not rows or len(rows) % 12 or (start is None and len(rows) > 12):
        expected = "twelve" if start is None else "twelve for each year"
        raise WrongLength(where=str(path), count=f"{len(rows)} months", expected=expected)
    return None if start is None else int(start)
