"""The card of a site (``site.toml``), read strictly."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from permil.datasets.key_lines import key_lines, line_of
from permil.errors import (
    FileProblem,
    InputError,
    MissingKey,
    UnknownName,
    WrongLength,
)
from permil.tables import table
from permil.variables import variable

#: Version of the format.
FORMAT = 1
#: Soil properties of a card, and the name of each in the glossary.
SOIL: Mapping[str, str] = {
    "depth": "soil_depth",
    "clay": "clay",
    "silt": "silt",
    "sand": "sand",
    "bulk_density": "fine_earth_density",
    "organic_carbon": "soil_organic_carbon_concentration",
    "inert_organic_matter": "inert_organic_matter",
    "calcium_carbonate": "calcium_carbonate",
    "ph": "ph",
    "carbon_nitrogen_ratio": "carbon_nitrogen_ratio",
}
TEXTS = ("name", "place", "licence", "attribution", "about")
_TOP = (
    "format",
    *TEXTS,
    "latitude",
    "longitude",
    "left_out",
    "start",
    "assumptions",
    "soil",
    "history",
    "treatment",
    "source",
)
HISTORY = ("crop", "plant", "cover", "removed_share")
_TREATMENT = ("name", "initial_stock", "inputs_of", "left_out", "history")
_SOURCE = ("what", "title", "doi", "url")


class Section:
    """A table of the card that knows where it stands.

    Parameters
    ----------
    data : mapping
        Its keys.
    known : collection of str
        Keys that it may have.
    keys : tuple
        Path of the table in the file.
    path : Path
        The file.
    lines : dict
        Lines of all keys.
    """

    def __init__(
        self,
        data: Any,
        known: Collection[str],
        keys: tuple[str | int, ...],
        path: Path,
        lines: dict[Any, int],
    ) -> None:
        self.keys, self.path, self.lines = keys, path, lines
        if not isinstance(data, dict):
            raise InputError(where=self.where(), value=data, expected="a table with keys")
        self.data: dict[str, Any] = data
        for key in data:
            if known and key not in known:
                nearest = difflib.get_close_matches(key, known, n=3) or sorted(known)
                raise UnknownName(where=self.where(key), kind="key", value=key, nearest=nearest)

    def where(self, *key: str | int) -> str:
        """Return file, line and path of a key."""
        path = (*self.keys, *key)
        line = line_of(self.lines, path)
        dotted = ".".join(str(part) for part in path)
        place = f"{self.path}, line {line}" if line else str(self.path)
        return f"{place}, {dotted}" if dotted else place

    def section(self, key: str, known: Collection[str]) -> Section | None:
        """Return a table within, None where it is not given."""
        if key not in self.data:
            return None
        return Section(self.data[key], known, (*self.keys, key), self.path, self.lines)

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text, empty where it is neither given nor required."""
        value = self.data.get(key, None if required else "")
        if value is None:
            raise MissingKey(where=self.where(), key=key, expected="a text")
        if not isinstance(value, str) or (required and not value.strip()):
            raise InputError(where=self.where(key), value=value, expected="a text")
        return value

    def quantity(self, key: str, name: str, *, required: bool = True) -> float | None:
        """Return a quantity of the glossary."""
        if key not in self.data:
            if not required:
                return None
            entry = variable(name)
            expected = f"{entry.label} in {entry.unit}"
            raise MissingKey(where=self.where(), key=key, expected=expected)
        return variable(name).read(self.data[key], where=self.where(key))

    def months(self, key: str, name: str) -> tuple[float, ...] | None:
        """Return twelve monthly values, None where they are not given."""
        if key not in self.data:
            return None
        values = self.data[key]
        if not isinstance(values, list) or len(values) != 12:
            count = len(values) if isinstance(values, list) else 1
            raise WrongLength(where=self.where(key), count=count, expected="12, January first")
        return tuple(variable(name).read(value, where=self.where(key)) for value in values)

    def list_of_texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is not given."""
        values = self.data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise InputError(where=self.where(key), value=values, expected="a list of texts")
        return tuple(values)

    def crop(self) -> str:
        """Return the crop that is named."""
        name = self.text("crop")
        return known_crop(name, self.where("crop"))


def known_crop(name: str, where: str) -> str:
    """Return the name of a crop of the table ``crops``.

    Parameters
    ----------
    name : str
        What is written.
    where : str
        Place, for the message.

    Returns
    -------
    str
        The same name.

    Raises
    ------
    UnknownName
        If the table does not have it.
    """
    try:
        table("crops").one(crop=name)
    except UnknownName as error:
        error.fields["where"] = where
        raise
    return name


def read_card(path: Path) -> Section:
    """Read the card of a site.

    Parameters
    ----------
    path : Path
        The file ``site.toml``.

    Returns
    -------
    Section
        Its top table.

    Raises
    ------
    FileProblem
        If it cannot be read, is no TOML or has another format.
    UnknownName, MissingKey
        If a key is unknown or the format is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileProblem(
            where=str(path),
            problem=f"the card of the site cannot be read ({reason})",
            remedy="give a site.toml in UTF-8",
        ) from None
    top = Section(data, _TOP, (), path, key_lines(text))
    if "format" not in data:
        raise MissingKey(where=top.where(), key="format", expected=f"format = {FORMAT}")
    if data["format"] != FORMAT:
        raise FileProblem(
            where=top.where("format"),
            problem=f"it has format {data['format']!r}, this edition reads format {FORMAT}",
            remedy="use a newer permil, or write it anew",
        )
    return top


def treatments(top: Section) -> dict[str, Section]:
    """Return the treatments of a card by id.

    Parameters
    ----------
    top : Section
        The card.

    Returns
    -------
    dict of str to Section
        In the order of the card.

    Raises
    ------
    MissingKey
        If there is none.
    """
    found = top.section("treatment", ())
    if found is None or not found.data:
        raise MissingKey(where=top.where(), key="treatment", expected="[treatment.ID] tables")
    return {
        name: Section(data, _TREATMENT, ("treatment", name), top.path, top.lines)
        for name, data in found.data.items()
    }


def sources(top: Section) -> list[Section]:
    """Return the sources of a card.

    Parameters
    ----------
    top : Section
        The card.

    Returns
    -------
    list of Section
        At least one.

    Raises
    ------
    MissingKey
        If there is none: measured numbers without a source are not used.
    """
    found = top.data.get("source")
    if not isinstance(found, list) or not found:
        raise MissingKey(where=top.where(), key="source", expected="[[source]] with a doi or url")
    return [
        Section(data, _SOURCE, ("source", i), top.path, top.lines) for i, data in enumerate(found)
    ]
