"""The card of a table: what it is, where it comes from, what its columns mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from permil.errors import TableError
from permil.vocabulary import Distribution

_TEXTS = ("title", "citation", "source", "edition", "licence")
_OPTIONAL = ("range", "drawn_as", "defaults", "aggregates")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    description : str
        What the column holds.
    unit : str
        Unit of the closed list, ``row`` where the row names it, empty for what is no quantity.
    """

    description: str
    unit: str = ""


@dataclass(frozen=True)
class Card:
    """Card of a table.

    Parameters
    ----------
    title, citation, source, edition, licence : str
        What the table is, how to cite it, its key in ``references.bib``, its edition and on what
        terms it is here.
    keys : tuple of str
        Columns that together name a row.
    defaults : mapping of str to str
        Value of a key column that :meth:`Table.one` takes where none is asked for.
    aggregates : mapping of str to str
        By key column, the value whose row stands for all others in an edition that tells fewer
        cases apart.
    columns : mapping of str to Column
        Every column of the file.
    range : str
        What ``low`` and ``high`` are in the source.
    drawn_as : Distribution or None
        How permil draws a range whose shape was not published; that choice is permil's own.
    """

    title: str
    citation: str
    source: str
    edition: str
    licence: str
    keys: tuple[str, ...]
    defaults: Mapping[str, str]
    aggregates: Mapping[str, str]
    columns: Mapping[str, Column]
    range: str
    drawn_as: Distribution | None


def read_card(file: Traversable, where: str) -> Card:
    """Read a card.

    Parameters
    ----------
    file : Traversable
        The TOML file.
    where : str
        Its name in messages.

    Returns
    -------
    Card
        The card.

    Raises
    ------
    TableError
        If it is missing, broken, incomplete or has an unknown key.
    """
    text = _text(file, where)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(where=where, problem=str(error), expected="a valid TOML card") from error
    known = {*_TEXTS, *_OPTIONAL, "keys", "columns"}
    for key in data.keys() - known:
        here = place(where, text, f"{key} =")
        raise _error(here, f"unknown key '{key}'", ", ".join(sorted(known)))
    for key in _TEXTS:
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise _error(place(where, text, f"{key} ="), f"'{key}' is missing", "a text")
    columns = {n: _column(n, v, where, text) for n, v in data.get("columns", {}).items()}
    keys = tuple(data.get("keys", ()))
    if not keys or not set(keys) <= set(columns):
        raise _error(place(where, text, "keys ="), "'keys' is missing or wrong", "column names")
    for column in data.get("aggregates", {}).keys() - set(keys):
        here = place(where, text, f"{column} =")
        raise _error(here, f"'{column}' of aggregates is no key", ", ".join(keys))
    return Card(
        **{key: data[key] for key in _TEXTS},
        keys=keys,
        defaults=data.get("defaults", {}),
        aggregates=data.get("aggregates", {}),
        columns=columns,
        range=data.get("range", ""),
        drawn_as=_drawn_as(data, where, text),
    )


def place(where: str, text: str, start: str) -> str:
    """Return the file and the first line that starts so; the file alone when none does."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith(start):
            return f"{where}, line {number}"
    return where


def _text(file: Traversable, where: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        expected = "a TOML card beside the CSV file"
        raise TableError(where=where, problem="the card is missing", expected=expected) from None


def _column(name: str, entry: Any, where: str, text: str) -> Column:
    here = place(where, text, f"{name} =")
    if not isinstance(entry, dict) or not entry.keys() <= {"description", "unit"}:
        raise _error(here, f"column '{name}' is malformed", "description and unit")
    if not entry.get("description"):
        raise _error(here, f"column '{name}' has no description", "a sentence")
    return Column(entry["description"], entry.get("unit", ""))


def _drawn_as(data: dict[str, Any], where: str, text: str) -> Distribution | None:
    name = data.get("drawn_as")
    if name is None:
        return None
    try:
        return Distribution(name)
    except ValueError:
        known = ", ".join(Distribution)
        here = place(where, text, "drawn_as =")
        raise _error(here, f"unknown distribution '{name}'", known) from None


def _error(where: str, problem: str, expected: str) -> TableError:
    return TableError(where=where, problem=problem, expected=expected)
