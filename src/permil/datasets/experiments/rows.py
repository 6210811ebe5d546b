"""CSV files of a site, read strictly: every mistake has file and line."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from permil.errors import Conflict, FileProblem, MissingKey, MissingUnit, NotANumber, UnknownName
from permil.units import convert
from permil.variables import variable


@dataclass(frozen=True)
class Column:
    """A column that a file may have.

    Parameters
    ----------
    quantity : str
        The glossary's name; empty for text.
    required : bool
        Whether every row must fill it.
    whole : bool
        Whether only whole numbers are meant.
    """

    quantity: str = ""
    required: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the file.

    Parameters
    ----------
    place : str
        File and line.
    cells : dict of str to str
        Text of the cells that are filled, by column.
    units : dict of str to str
        Units of the numbers.
    columns : mapping of str to Column
        What the columns mean.
    """

    place: str
    cells: dict[str, str]
    units: dict[str, str]
    columns: Mapping[str, Column]

    def where(self, column: str) -> str:
        """Return file, line and column."""
        return f"{self.place}, {column}"

    def text(self, column: str) -> str:
        """Return the text of a cell, empty where there is none."""
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        """Return the number of a cell in the glossary's unit, None where there is none."""
        if column not in self.cells:
            return None
        text, spec = self.cells[column], self.columns[column]
        entry, unit = variable(spec.quantity), self.units[column]
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if number != number or (spec.whole and number != int(number)):
            kind = "a whole number" if spec.whole else f"a number in {unit}"
            raise NotANumber(where=self.where(column), value=text, expected=kind)
        number = convert(number, unit, entry.unit, where=self.where(column))
        return entry.check(number, where=self.where(column))

    def given(self, column: str) -> float:
        """Return the number of a cell that must be filled."""
        number = self.number(column)
        if number is None:
            raise MissingKey(where=self.place, key=column, expected="a number in that column")
        return number

    def whole(self, column: str) -> int:
        """Return the whole number of a cell that must be filled."""
        return int(self.given(column))


def read_rows(path: Path, columns: Mapping[str, Column]) -> list[Row]:
    """Read a CSV file.

    Parameters
    ----------
    path : Path
        The file; its first line names the columns, each ``name`` or ``name [unit]``.
    columns : mapping of str to Column
        Columns that it may have.

    Returns
    -------
    list of Row
        The lines that are not blank.

    Raises
    ------
    FileProblem
        If it cannot be read or has no rows.
    UnknownName, MissingKey, MissingUnit, Conflict
        If columns are unknown, missing, without their unit or double, or a line has another
        number of cells; the message names file and line.
    """
    (_, header), *lines = _lines(path)
    names, units = _header(path, header, columns)
    rows = []
    for number, cells in lines:
        place = f"{path}, line {number}"
        if len(cells) != len(names):
            raise Conflict(
                where=place,
                problem=f"{len(cells)} cells for {len(names)} columns",
                remedy="give one cell a column",
            )
        filled = {n: c.strip() for n, c in zip(names, cells, strict=True) if c.strip()}
        for name, spec in columns.items():
            if spec.required and name not in filled:
                raise MissingKey(where=place, key=name, expected="a value in that column")
        rows.append(Row(place, filled, units, columns))
    return rows


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileProblem(
            where=str(path), problem=f"it cannot be read ({reason})", remedy="give a CSV in UTF-8"
        ) from None
    if len(rows) < 2:
        raise FileProblem(
            where=str(path), problem="it has no rows", remedy="give a heading and at least one row"
        )
    return rows


def _header(
    path: Path, cells: list[str], columns: Mapping[str, Column]
) -> tuple[list[str], dict[str, str]]:
    names: list[str] = []
    units: dict[str, str] = {}
    where = f"{path}, line 1"
    for cell in cells:
        name, _, unit = (part.strip() for part in cell.partition("["))
        if name not in columns:
            nearest = difflib.get_close_matches(name, columns, n=3) or list(columns)
            raise UnknownName(where=where, kind="column", value=name, nearest=nearest)
        if name in names:
            raise Conflict(where=where, problem=f"column {name} stands twice", remedy="keep one")
        names.append(name)
        if columns[name].quantity:
            entry = variable(columns[name].quantity)
            unit = unit.removesuffix("]").strip()
            if not unit and entry.requires_unit:
                raise MissingUnit(where=where, value=name, expected=f"[{entry.unit}]")
            units[name] = unit or entry.unit
            convert(0.0, units[name], entry.unit, where=where)
    for name, spec in columns.items():
        if spec.required and name not in names:
            raise MissingKey(where=where, key=name, expected="a column of that name")
    return names, units
