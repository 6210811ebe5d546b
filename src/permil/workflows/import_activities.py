"""From a list of activities before, without and with a project to a project file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from permil.datasets.activity_list import ActivityRow, plain, read_activity_list
from permil.datasets.activity_modules import ITEMS, MODULES, PLAN, Item
from permil.datasets.project_file import project_from_dict
from permil.datasets.toml_text import toml_text
from permil.errors import (
    Conflict,
    InputError,
    MissingKey,
    NoEffect,
    NotANumber,
    SeveralProblems,
    UnknownName,
    nearest_names,
)
from permil.locale import text
from permil.models import MODELS
from permil.tables import table
from permil.units import parse_quantity
from permil.variables import variable
from permil.vocabulary import AlternativeFate

#: Columns of the list and the part of the project file that each becomes.
PLANS = ("start", "without", "with")
#: Id of the land unit, for a list is about one piece of land.
UNIT = "land"

Sections = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class NotTaken:
    """A row that the project file cannot express.

    Parameters
    ----------
    where : str
        File and line.
    what : str
        Module, activity and values.
    """

    where: str
    what: str


@dataclass(frozen=True)
class ImportedProject:
    """A project file made from a list.

    Parameters
    ----------
    text : str
        The project file.
    not_taken : tuple of NotTaken
        Rows of modules that it does not hold, which the file's head lists too.
    """

    text: str
    not_taken: tuple[NotTaken, ...]


def import_activities(path: str | Path) -> ImportedProject:
    """Return the project file of a list of activities.

    Parameters
    ----------
    path : str or Path
        CSV or XLSX with a row an activity, and its values at the start, without and with the
        project.

    Returns
    -------
    ImportedProject
        Baseline ``without`` and scenario ``with``; a start that differs from what goes on without
        the project is the history.

    Raises
    ------
    permil.errors.InputError
        For an unknown activity of a known module, a value without or with a wrong unit, or whatever
        makes no usable project; the message names file and line. Rows of unknown modules are no
        error: they are in ``not_taken``.
    """
    path = Path(path)
    rows = read_activity_list(path)
    fixed: Sections = {name: {} for name in ("project", "place", "horizon", "land_unit")}
    plans: list[dict[str, Any]] = [{}, {}, {}]
    not_taken = []
    problems: list[InputError] = []
    for row in rows:
        if row.module not in MODULES:
            not_taken.append(_not_taken(row))
            continue
        try:
            _place(row, _item(row), fixed, plans)
        except InputError as error:
            problems.append(error)
    _raise(problems)
    _check_needed(path, rows)
    for plan in plans:
        _add_residues(plan)
    found = toml_text(_sections(path, fixed, plans), tuple(_head(path, not_taken)))
    _check(path, found)
    return ImportedProject(found, tuple(not_taken))


def _raise(problems: Sequence[InputError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        listed = "\n".join(f"- {one}" for one in problems)
        raise SeveralProblems(where="", count=len(problems), problems=listed)


def _not_taken(row: ActivityRow) -> NotTaken:
    values = " → ".join(value or "–" for value in row.values)
    near = nearest_names(row.module, MODULES)
    hint = text("results.import_nearest", {"nearest": near}) if near else ""
    what = f"{row.module}, {row.activity}: {values} {row.unit}".strip()
    return NotTaken(row.where, f"{what} {hint}".strip())


def _item(row: ActivityRow) -> Item:
    items = [item for item in ITEMS if item.module == row.module]
    for item in items:
        if row.activity in item.names:
            return item
    known = [name for item in items for name in item.names]
    near = nearest_names(row.activity, known) or known[:5]
    kind = f"activity of {row.module}"
    raise UnknownName(where=row.at("activity"), kind=kind, value=row.activity, nearest=near)


def _place(row: ActivityRow, item: Item, fixed: Sections, plans: list[dict[str, Any]]) -> None:
    """Put the values of a row where they belong."""
    key = item.key or row.activity
    values = [_value(row, item, column) for column in PLANS]
    if not any(row.values):
        raise MissingKey(where=row.where, key="without", expected="a value in one of the columns")
    if item.section != PLAN:
        if len({str(value) for value in values if value}) > 1:
            problem = f"{row.activity} changes, and a project file has one"
            raise Conflict(where=row.where, problem=problem, remedy="give one value")
        if key in fixed[item.section]:
            raise Conflict(where=row.where, problem=f"{key} is there twice", remedy="keep one")
        fixed[item.section][key] = next(value for value in values if value)
        return
    for plan, value in zip(plans, values, strict=True):
        if not value:
            continue
        if item.entry is not None:
            plan.setdefault(key, []).append(item.entry(row, value))
        elif key == "residues":
            plan.setdefault(key, {})[row.activity] = (value, row.where)
        else:
            plan[key] = value


def _value(row: ActivityRow, item: Item, column: str) -> Any:
    """Return a value of a row as the project file takes it; nothing for an empty cell or zero."""
    written = dict(zip(PLANS, row.values, strict=True))[column]
    where = row.at(column)
    if not written:
        return None
    if item.module == "crop" and not _has_yield(row.activity):
        return _grown(written, where)
    if item.quantity:
        return _quantity(row, item, written, where)
    if row.unit and row.unit != "-":
        raise NoEffect(
            where=where, what=f"the unit '{row.unit}'", when="here", remedy="leave it out"
        )
    if item.whole:
        return _whole(written, where)
    return written if item.words is None else _word(written, item.words, where)


def _has_yield(crop: str) -> bool:
    row: Any = table("crops").one(crop=crop)
    return bool(row.residue_crop)


def _grown(written: str, where: str) -> str | None:
    """Return whether what has no yield is there."""
    if plain(written) not in ("yes", "no", "0", "1"):
        raise InputError(where=where, value=written, expected="yes or no")
    return "yes" if plain(written) in ("yes", "1") else None


def _quantity(row: ActivityRow, item: Item, written: str, where: str) -> Any:
    if "," in written:
        raise NotANumber(where=where, value=written, expected="a number with a decimal point")
    quantity = f"{written} {row.unit}".strip() if row.unit not in ("", "-") else written
    name = item.quantity
    if name == "crop_yield" and row.unit == "t DM/ha":
        name = "dry_yield"
    entry = variable(name)
    given: Any = quantity
    if not entry.requires_unit and not parse_quantity(quantity, where=where)[1]:
        given = float(quantity)
    number = entry.read(given, where=where)
    if item.entry is not None and number == 0:
        return None
    if item.key == "amendment":
        _check_material(row)
    return given or str(given)  # nought is a value here, such as that of a place on the equator


def _check_material(row: ActivityRow) -> None:
    month = _whole(row.month, row.at("month")) if row.month else None
    if month is None or not 1 <= month <= 12:
        raise MissingKey(where=row.where, key="month", expected="the month of application, 1 to 12")
    if row.fate:
        _word(row.fate, AlternativeFate, row.at("fate"))


def _whole(written: str, where: str) -> int:
    try:
        number = float(written)
    except ValueError:
        number = 0.5
    if number != int(number):
        raise InputError(where=where, value=written, expected="a whole number")
    return int(number)


def _word(written: str, words: type[StrEnum], where: str) -> str:
    known = [str(word) for word in words]
    for word in known:
        if plain(written) == plain(word):
            return word
    near = nearest_names(written, known) or known
    raise UnknownName(where=where, kind=words.__name__, value=written, nearest=near)


def _check_needed(path: Path, rows: Sequence[ActivityRow]) -> None:
    given = {(row.module, row.activity) for row in rows}
    for item in ITEMS:
        if item.needed and (item.module, item.names[0]) not in given:
            wanted = f"a row of the module '{item.module}' for it"
            raise MissingKey(where=str(path), key=item.names[0], expected=wanted)


def _add_residues(plan: dict[str, Any]) -> None:
    """Put what becomes of residues into the crops of a plan."""
    for crop, (word, where) in plan.pop("residues", {}).items():
        grown = [entry for entry in plan.get("rotation", []) if entry["crop"] == crop]
        if not grown:
            remedy = "add the crop, or leave its residues out"
            raise NoEffect(
                where=where, what=f"residues of {crop}", when="where it is not grown", remedy=remedy
            )
        for entry in grown:
            entry["residues"] = word


def _sections(path: Path, fixed: Sections, plans: Sequence[dict[str, Any]]) -> Sections:
    start, without, later = plans
    fixed["project"].setdefault("name", path.stem.replace("_", " "))
    fixed["project"].setdefault("description", text("results.import_from", {"file": path.name}))
    changed = {key: value for key, value in later.items() if value != without.get(key)}
    lists = [key for key, value in without.items() if isinstance(value, list)]
    gone: dict[str, Any] = {key: [] for key in lists if key not in later}
    moved = bool(start) and start != without
    return {
        "": {"format": 1},
        "project": fixed["project"],
        "run": {"start": "history"} if moved else {},
        "place": fixed["place"],
        "horizon": fixed["horizon"],
        f"land_unit.{UNIT}": fixed["land_unit"],
        "history": start if moved else {},
        "scenario.without": {"name": text("results.import_without"), "baseline": True} | without,
        "scenario.with": {"name": text("results.import_with")} | changed | gone,
    }


def _head(path: Path, not_taken: Sequence[NotTaken]) -> Iterator[str]:
    yield text("results.import_head", {"file": path.name})
    if not_taken:
        yield text("results.import_not_taken")
    for one in not_taken:
        yield f"  {one.where.partition(', ')[2]}: {one.what}"


def _check(path: Path, found: str) -> None:
    """Read the file as an assessment will, so that nothing unusable is written."""
    try:
        project_from_dict(tomllib.loads(found), text=found, models=tuple(MODELS))
    except InputError as error:
        # The lines are those of a file that nobody has seen: its sections say where.
        place = re.sub(r"^project(, line \d+)?(, )?", "", str(error.fields.get("where", "")))
        error.fields["where"] = f"{path}, as a project file, {place}".removesuffix(", ")
        raise
