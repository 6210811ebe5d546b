"""CSV with semicolons, as the official AMG program reads it: rows that know where they stand."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from permil.errors import Conflict, FileProblem, InputError, MissingKey, NotANumber, UnknownName
from permil.variables import variable


@dataclass(frozen=True)
class Line:
    """One row of a file.

    Parameters
    ----------
    where : str
        File and line.
    cells : dict of str to str
        Texts by column; an empty cell and ``NA`` are empty.
    """

    where: str
    cells: dict[str, str]

    def at(self, column: str) -> str:
        """Return file, line and column, for messages."""
        return f"{self.where}, {column}"

    def name(self, column: str) -> str:
        """Return a text that must be there.

        Raises
        ------
        MissingKey
            If the cell is empty.
        """
        if not self.cells[column]:
            raise MissingKey(where=self.at(column), key=column, expected="a name")
        return self.cells[column]

    def word(self, column: str, known: Sequence[str], kind: str) -> str:
        """Return a text that must be one of those known.

        Raises
        ------
        UnknownName
            If it is not; the error names the nearest.
        """
        text = self.cells[column]
        if text not in known:
            nearest = difflib.get_close_matches(text, known, n=3) or list(known)[:5]
            raise UnknownName(where=self.at(column), kind=kind, value=text, nearest=nearest)
        return text

    def number(self, column: str, low: float = -np.inf, high: float = np.inf) -> float:
        """Return a finite number within a range.

        Raises
        ------
        NotANumber
            If it is none.
        InputError
            If it lies outside the range.
        """
        text = self.cells[column]
        try:
            number = float(text)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            raise NotANumber(
                where=self.at(column), value=text, expected="a number with a decimal point"
            )
        if not low <= number <= high:
            expected = f"{low:g} to {high:g}"
            raise InputError(where=self.at(column), value=text, expected=expected)
        return number

    def whole(self, column: str) -> int:
        """Return a whole number.

        Raises
        ------
        NotANumber
            If it is none.
        """
        number = self.number(column)
        if number != int(number):
            text = self.cells[column]
            raise NotANumber(where=self.at(column), value=text, expected="a whole number")
        return int(number)

    def quantity(self, column: str, name: str) -> float:
        """Return a quantity in the glossary's unit, checked against its plausible range.

        Raises
        ------
        permil.errors.InputError
            If it is no number or implausible.
        """
        ruler = variable(name)
        return ruler.check(self.number(column), given=self.cells[column], where=self.at(column))


def read_semicolon_csv(path: Path, columns: Sequence[str]) -> list[Line]:
    """Read a file in Latin-1 or UTF-8; columns besides the named ones are left unread.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Columns that must be there, in any order.

    Returns
    -------
    list of Line
        Rows that are not blank.

    Raises
    ------
    FileProblem
        If the file cannot be read or has no rows.
    MissingKey
        If a column is missing.
    Conflict
        If a column stands twice, or a row has more or fewer cells than the header.
    """
    (_, header), *rows = _records(path)
    names = [cell.strip() for cell in header]
    for name in columns:
        if name not in names:
            raise MissingKey(
                where=f"{path}, line 1",
                key=name,
                expected="a column of that name; columns are separated by semicolons",
            )
        if names.count(name) > 1:
            raise Conflict(
                where=f"{path}, line 1", problem=f"column {name} stands twice", remedy="keep one"
            )
    lines = []
    for number, row in rows:
        where = f"{path}, line {number}"
        if len(row) != len(names):
            raise Conflict(
                where=where,
                problem=f"{len(row)} cells for {len(names)} columns",
                remedy="give one cell a column",
            )
        texts = {name: text.strip() for name, text in zip(names, row, strict=True)}
        lines.append(Line(where, {n: "" if texts[n] == "NA" else texts[n] for n in columns}))
    return lines


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """Return the records that are not blank, each with its line in the file."""
    try:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, csv.Error) as error:
        raise FileProblem(
            where=str(path),
            problem=f"it cannot be read ({error})",
            remedy="give the official file, with semicolons",
        ) from None
    if len(rows) < 2:
        raise FileProblem(
            where=str(path), problem="it has no rows", remedy="give the header and rows"
        )
    return rows
