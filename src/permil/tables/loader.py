"""The strict loader: a CSV file and its card in, typed frozen rows out."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Generic, TypeVar

from permil.errors import TableError, UnknownName, nearest_names
from permil.tables.bibliography import references
from permil.tables.card import Card, place, read_card
from permil.tables.cells import is_quantity, read_cell
from permil.tables.rows import FactorRow, Row
from permil.units import UNITS

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table of published factors.

    Parameters
    ----------
    name : str
        Name of the table.
    card : Card
        What it is and where it comes from.
    rows : tuple of Row
        Rows in the order of the file.
    """

    name: str
    card: Card
    rows: tuple[R, ...]

    def select(self, **keys: object) -> tuple[R, ...]:
        """Return the rows that have these values.

        Parameters
        ----------
        **keys
            Column names and values; key columns with a default of the card may be left out.

        Returns
        -------
        tuple of Row
            Matching rows, possibly none.
        """
        wanted = {**self.card.defaults, **keys}
        return self._index(tuple(wanted)).get(tuple(wanted.values()), ())

    def _index(self, columns: tuple[str, ...]) -> dict[tuple[object, ...], tuple[R, ...]]:
        """Return the rows by their values in some columns; a run asks thousands of times."""
        indices = self.__dict__.setdefault("_indices", {})
        if columns not in indices:
            found: dict[tuple[object, ...], tuple[R, ...]] = {}
            for row in self.rows:
                key = tuple(getattr(row, column) for column in columns)
                found[key] = (*found.get(key, ()), row)
            indices[columns] = found
        index: dict[tuple[object, ...], tuple[R, ...]] = indices[columns]
        return index

    def one(self, **keys: object) -> R:
        """Return the single row that has these values.

        Parameters
        ----------
        **keys
            Column names and values; key columns with a default of the card may be left out.

        Returns
        -------
        Row
            The row. Its ``value`` may be ``None``: then the source has no factor, and the caller
            must ask for one, never take a default.

        Raises
        ------
        UnknownName
            If no row has them; the error names the nearest.
        TableError
            If a column does not exist or several rows match.
        """
        for column in keys.keys() - self.card.columns.keys():
            raise TableError(
                where=self.name,
                problem=f"there is no column '{column}'",
                expected=", ".join(self.card.columns),
            )
        found = self.select(**keys)
        if len(found) > 1:
            raise TableError(
                where=self.name,
                problem=f"{len(found)} rows have {keys}",
                expected=f"values for {', '.join(self.card.keys)}",
            )
        if not found:
            raise self._unknown(keys)
        return found[0]

    def _unknown(self, keys: Mapping[str, object]) -> UnknownName:
        for column, value in keys.items():
            known = dict.fromkeys(str(getattr(row, column)) for row in self.rows)
            if str(value) not in known:
                near = nearest_names(str(value), known)
                kind = column.replace("_", " ")
                return UnknownName(where=self.name, kind=kind, value=str(value), nearest=near)
        rows = [" ".join(str(getattr(row, k)) for k in keys) for row in self.select()]
        value = " ".join(str(v) for v in keys.values())
        near = difflib.get_close_matches(value, rows, n=3)
        return UnknownName(where=self.name, kind="row", value=value, nearest=near)


def read_table(name: str, folder: Traversable, path: str, row_type: type[R]) -> Table[R]:
    """Read a table and check it against its card and its row type.

    Parameters
    ----------
    name : str
        Name of the table.
    folder : Traversable
        Folder that ``path`` starts from.
    path : str
        Path of the CSV file without its ending; the card is beside it.
    row_type : type of Row
        Class of the rows.

    Returns
    -------
    Table
        The table.

    Raises
    ------
    TableError
        For a wrong heading, an unknown category, a missing unit or source, what is not a number,
        a range that does not hold its value, or a key given twice; the error names file and line.
    """
    card_file = folder.joinpath(f"{path}.toml")
    card = read_card(card_file, f"{path}.toml")
    kinds = typing.get_type_hints(row_type)
    check_units(card, card_file.read_text(encoding="utf-8"), f"{path}.toml", kinds)
    where = f"{path}.csv"
    rows: list[R] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in _records(folder.joinpath(where), where, kinds):
        row = _row(cells, row_type, kinds, f"{where}, line {line}")
        key = tuple(getattr(row, column) for column in card.keys)
        if key in seen:
            shown = ", ".join(str(part) for part in key)
            expected = f"one row for {shown}, which line {seen[key]} has already"
            raise TableError(where=f"{where}, line {line}", problem="row twice", expected=expected)
        seen[key] = line
        rows.append(row)
    return Table(name, card, tuple(rows))


def check_units(card: Card, text: str, where: str, kinds: Mapping[str, Any]) -> None:
    """Check that the card describes each column and gives every quantity a known unit.

    Parameters
    ----------
    card : Card
        The card.
    text, where : str
        Its text and name, to name the line.
    kinds : mapping of str to type
        Types of the columns.

    Raises
    ------
    TableError
        If a column is missing or unknown, or lacks a unit of the closed list.
    """
    if card.source not in references():
        here = place(where, text, "source =")
        raise _problem(here, f"unknown source '{card.source}'", "a key of references.bib")
    for column in kinds.keys() - card.columns.keys():
        raise _problem(where, f"the card does not describe column '{column}'", "a description")
    for column in card.columns.keys() - kinds.keys():
        here = place(where, text, f"{column} =")
        raise _problem(here, f"the table has no column '{column}'", ", ".join(kinds))
    for column, kind in kinds.items():
        unit = card.columns[column].unit
        known = unit in UNITS or (unit == "row" and "unit" in kinds)
        if is_quantity(kind) != known or (unit and not known):
            here = place(where, text, f"{column} =")
            problem = f"column '{column}' has the unit '{unit}'"
            raise _problem(here, problem, "a unit of the closed list where it holds quantities")


def _records(
    file: Traversable, where: str, kinds: Mapping[str, Any]
) -> Iterator[tuple[int, dict[str, str]]]:
    if not file.is_file():
        raise _problem(where, "the file is missing", "a CSV file beside its card")
    text = file.read_text(encoding="utf-8")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    heading = next(_lines(reader, where), [])
    if len(heading) != len(kinds) or set(heading) != set(kinds):
        odd = ", ".join(sorted(set(heading) ^ set(kinds))) or "a column given twice"
        raise _problem(f"{where}, line 1", f"wrong heading ({odd})", ", ".join(kinds))
    for cells in _lines(reader, where):
        if len(cells) != len(heading):
            here = f"{where}, line {reader.line_num}"
            raise _problem(here, f"{len(cells)} cells", f"{len(heading)} cells")
        yield reader.line_num, dict(zip(heading, cells, strict=True))


def _lines(reader: Any, where: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        here = f"{where}, line {reader.line_num}"
        raise _problem(here, str(error), "comma-separated cells") from error


def _row(cells: dict[str, str], row_type: type[R], kinds: Mapping[str, Any], where: str) -> R:
    optional = {
        f.name for f in dataclasses.fields(row_type) if f.default is not dataclasses.MISSING
    }
    values = {
        column: read_cell(
            text, kinds[column], f"{where}, column {column}", may_be_empty=column in optional
        )
        for column, text in cells.items()
    }
    row = row_type(**values)
    _check_row(row, where)
    return row


def _check_row(row: Row, where: str) -> None:
    if row.source not in references():
        near = ", ".join(difflib.get_close_matches(row.source, references(), n=3))
        expected = f"a key of references.bib (nearest: {near or 'none'})"
        raise _problem(f"{where}, column source", f"unknown source '{row.source}'", expected)
    if not isinstance(row, FactorRow):
        return
    if row.unit not in UNITS:
        expected = "a unit of the closed list"
        raise _problem(f"{where}, column unit", f"unknown unit '{row.unit}'", expected)
    if (row.low is None) != (row.high is None):
        raise _problem(where, "half a range", "both low and high, or neither")
    if row.low is None or row.high is None:
        return
    if row.value is None or not row.low <= row.value <= row.high:
        problem = f"{row.value} is not within {row.low} to {row.high}"
        raise _problem(where, problem, "low <= value <= high")


def _problem(where: str, problem: str, expected: str) -> TableError:
    return TableError(where=where, problem=problem, expected=expected)
