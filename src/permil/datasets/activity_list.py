"""Lists of activities before, without and with a project: CSV or XLSX in, rows out."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from permil.errors import Conflict, FileProblem, MissingKey, UnknownName, nearest_names

#: Columns that a list must have, and those that it may have.
COLUMNS = ("module", "activity", "unit", "start", "without", "with")
OPTIONAL = ("month", "fate", "note")


@dataclass(frozen=True)
class ActivityRow:
    """A row of the list; an empty cell is an empty text.

    Parameters
    ----------
    where : str
        File and line.
    module, activity : str
        What it is about, in small letters with underscores.
    unit : str
        Unit of the three values.
    start, without, with_project : str
        Values before the project, later without it, and with it.
    month, fate : str
        Month of application, and what would have become of a material otherwise.
    """

    where: str
    module: str
    activity: str
    unit: str
    start: str
    without: str
    with_project: str
    month: str = ""
    fate: str = ""

    @property
    def values(self) -> tuple[str, str, str]:
        """Values before, without and with the project."""
        return self.start, self.without, self.with_project

    def at(self, column: str) -> str:
        """Return file, line and column, for messages."""
        return f"{self.where}, {column}"


def read_activity_list(path: Path) -> list[ActivityRow]:
    """Read a list of activities.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, or an XLSX workbook, of which the first sheet is read.

    Returns
    -------
    list of ActivityRow
        Rows in the order of the file; blank ones are passed over.

    Raises
    ------
    FileProblem
        If it cannot be read, holds no row, or a cell holds a formula without its value.
    MissingKey, UnknownName, Conflict
        If a column is missing, unknown or given twice.
    """
    read = _workbook if path.suffix.lower() in (".xlsx", ".xlsm") else _text
    rows = [(place, cells) for place, cells in read(path) if any(cells)]
    if len(rows) < 2:
        remedy = f"give a row with the headings {', '.join(COLUMNS)} and a row an activity"
        raise FileProblem(where=str(path), problem="it holds no activity", remedy=remedy)
    (place, heading), *body = rows
    names = _headings(place, heading)
    return [_row(where, names, cells) for where, cells in body]


def _headings(place: str, cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    known = (*COLUMNS, *OPTIONAL)
    for name in names:
        if name not in known:
            near = nearest_names(name, known) or known
            raise UnknownName(where=place, kind="column", value=name, nearest=near)
        if names.count(name) > 1:
            problem = f"the column '{name}' is there twice"
            raise Conflict(where=place, problem=problem, remedy="keep one")
    for name in COLUMNS:
        if name not in names:
            raise MissingKey(where=place, key=name, expected=f"the columns {', '.join(COLUMNS)}")
    return names


def _row(where: str, names: Sequence[str], cells: Sequence[str]) -> ActivityRow:
    if any(cells[len(names) :]):
        problem = f"it has more cells than the {len(names)} columns"
        raise FileProblem(where=where, problem=problem, remedy="quote cells that hold a comma")
    padded = [*cells, *[""] * (len(names) - len(cells))]
    cell = {name: text.strip() for name, text in zip(names, padded, strict=False)}
    for name in ("module", "activity"):
        if not cell[name]:
            raise MissingKey(where=where, key=name, expected="what the row is about")
    return ActivityRow(
        where=where,
        module=plain(cell["module"]),
        activity=plain(cell["activity"]),
        unit=cell["unit"],
        start=cell["start"],
        without=cell["without"],
        with_project=cell["with"],
        month=cell.get("month", ""),
        fate=plain(cell.get("fate", "")),
    )


def plain(text: str) -> str:
    """Return a name as ids are written: small letters, with underscores."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _text(path: Path) -> Iterator[tuple[str, list[str]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
        first = content.partition("\n")[0]
        mark = ";" if first.count(";") > first.count(",") else ","
        reader = csv.reader(content.splitlines(), delimiter=mark, strict=True)
        rows = [(reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error, "a CSV in UTF-8") from None
    for line, cells in rows:
        yield f"{path}, line {line}", [cell.strip() for cell in cells]


def _workbook(path: Path) -> Iterator[tuple[str, list[str]]]:
    from openpyxl import load_workbook

    books = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-down lists and styles, which are not read
            books = [
                load_workbook(path, read_only=True, data_only=shown) for shown in (True, False)
            ]
            sheets = [list(book.worksheets[0].iter_rows(values_only=True)) for book in books]
    except (OSError, BadZipFile, KeyError, ValueError, IndexError) as error:
        raise _unreadable(path, error, "an XLSX workbook") from None
    finally:
        for book in books:
            book.close()
    for line, (values, formulas) in enumerate(zip(*sheets, strict=True), start=1):
        where = f"{path}, row {line}"
        yield where, [_shown(v, f, where) for v, f in zip(values, formulas, strict=True)]


def _shown(value: Any, formula: Any, where: str) -> str:
    """Return a cell as text; a number without the digits that floats add."""
    if value is None and formula is not None:
        raise FileProblem(
            where=where,
            problem=f"the formula {formula} has no stored value",
            remedy="save the workbook in a spreadsheet program, or write the value",
        )
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value).strip()


def _unreadable(path: Path, error: Exception, wanted: str) -> FileProblem:
    problem = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return FileProblem(
        where=str(path), problem=f"it cannot be read ({problem})", remedy=f"give {wanted}"
    )
