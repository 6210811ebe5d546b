"""Driver tables for ``permil simulate``: one row a month, headed by glossary names."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from permil.errors import (
    Conflict,
    FileProblem,
    InputError,
    MissingKey,
    MissingUnit,
    NotANumber,
    UnknownName,
)
from permil.units import convert
from permil.variables import variable

#: Columns of a monthly driver table.
MONTHLY = (
    "year",
    "month",
    "air_temperature",
    "precipitation",
    "irrigation",
    "potential_evapotranspiration",
    "open_pan_evaporation",
    "soil_cover",
    "monthly_plant_carbon_input",
    "monthly_manure_carbon_input",
    "dpm_rpm_ratio",
    "modern_carbon",
)
#: Columns of an annual driver table (IPCC Tier 1).
ANNUAL = ("year", "soil_organic_carbon_stock")


@dataclass(frozen=True)
class DriverTable:
    """A driver table.

    Parameters
    ----------
    columns : dict of str to ndarray
        Values by glossary name, in the glossary's unit.
    years : ndarray
        Calendar years, one a year.
    """

    columns: dict[str, NDArray[np.float64]]
    years: NDArray[np.int64]


def read_drivers(path: Path, *, allowed: Sequence[str], required: Sequence[str]) -> DriverTable:
    """Read a driver table strictly.

    Parameters
    ----------
    path : Path
        CSV with a header of glossary names, each with or without "[unit]".
    allowed, required : sequence of str
        Columns that may, and that must be there.

    Returns
    -------
    DriverTable
        Complete years in order.

    Raises
    ------
    FileProblem
        If the file cannot be read or is empty.
    UnknownName, MissingKey
        If a column is unknown or missing.
    Conflict
        If a row has another number of cells, or years and months are not complete and in order.
    permil.errors.InputError
        If a value is no number or implausible; the message names file, line and column.
    """
    (_, header), *rows = _read(path)
    names, units = _header(path, header, allowed)
    for name in required:
        if name not in names:
            raise MissingKey(where=f"{path}, line 1", key=name, expected="a column of that name")
    table = np.empty((len(rows), len(names)))
    for r, (line, cells) in enumerate(rows):
        if len(cells) != len(names):
            raise Conflict(
                where=f"{path}, line {line}",
                problem=f"{len(cells)} cells for {len(names)} columns",
                remedy="give one cell a column",
            )
        for c, name in enumerate(names):
            table[r, c] = _cell(cells[c], name, units[c], f"{path}, line {line}, {name}")
    columns = {name: table[:, c] for c, name in enumerate(names)}
    _check_order(path, columns, [line for line, _ in rows])
    years = columns["year"][:: 12 if "month" in columns else 1]
    return DriverTable(columns, years.astype(np.int64))


def _read(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with its line in the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(
            where=str(path), problem=f"it cannot be read ({error})", remedy="give a CSV in UTF-8"
        ) from None
    if len(rows) < 2:
        raise FileProblem(
            where=str(path), problem="it has no rows", remedy="give a header and complete years"
        )
    return rows


def _header(path: Path, cells: list[str], allowed: Sequence[str]) -> tuple[list[str], list[str]]:
    names, units = [], []
    for cell in cells:
        name, _, unit = cell.strip().partition("[")
        name = name.strip()
        if name not in allowed:
            nearest = difflib.get_close_matches(name, allowed, n=3) or list(allowed)
            raise UnknownName(where=f"{path}, line 1", kind="column", value=name, nearest=nearest)
        if name in names:
            raise Conflict(
                where=f"{path}, line 1", problem=f"column {name} stands twice", remedy="keep one"
            )
        unit = unit.strip().removesuffix("]")
        if not unit and variable(name).requires_unit:
            expected = variable(name).unit
            raise MissingUnit(where=f"{path}, line 1", value=name, expected=f"[{expected}]")
        names.append(name)
        units.append(unit or variable(name).unit)
    return names, units


def _cell(text: str, name: str, unit: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise NotANumber(where=where, value=text, expected=f"a number in {unit}")
    number = convert(number, unit, variable(name).unit, where=where)
    if name == "soil_cover" and number not in (0.0, 1.0):
        raise InputError(where=where, value=text, expected="1 (covered) or 0 (bare)")
    if name in ("year", "month") and number != int(number):
        raise NotANumber(where=where, value=text, expected="a whole number")
    return variable(name).check(number, where=where)


def _check_order(path: Path, columns: dict[str, NDArray[np.float64]], lines: Sequence[int]) -> None:
    """Raise an error unless years and months are complete and consecutive."""
    year, month = columns["year"], columns.get("month")
    if month is not None and len(month) % 12:
        raise Conflict(
            where=str(path),
            problem=f"it has {len(month)} months",
            remedy="give complete years of twelve months",
        )
    per_year = 1 if month is None else 12
    for r, value in enumerate(year):
        expected = year[0] + r // per_year
        wrong = month is not None and month[r] != r % 12 + 1
        if value != expected or wrong:
            shown = f"{value:g}" if month is None else f"{value:g}-{month[r]:g}"
            wanted = f"{expected:g}" if month is None else f"{expected:g}-{r % 12 + 1}"
            raise Conflict(
                where=f"{path}, line {lines[r]}",
                problem=f"{shown} stands where {wanted} is expected",
                remedy="give all months of consecutive years in order",
            )
