"""The sources: a strict reader of ``references.bib``.

The file keeps to a plain form of BibTeX: an entry starts with ``@kind{key,``, has one
``field = {text},`` a line, and ends with ``}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from permil.errors import TableError

_START = re.compile(r"@(?P<kind>[a-z]+)\{(?P<key>[a-z][a-z0-9_]*),\Z")
_FIELD = re.compile(r"  (?P<name>[a-z]+) = \{(?P<text>.+)\},\Z")
_REQUIRED = ("author", "title", "year")
_WHERE = ("journal", "booktitle", "volume", "number", "pages", "publisher", "howpublished", "url")


@dataclass(frozen=True)
class Reference:
    """One source.

    Parameters
    ----------
    key : str
        Key by which tables and docstrings name it.
    authors, title : str
        Authors and title.
    year : int
        Year of publication.
    where : str
        Journal, volume and pages, or publisher and address.
    doi : str
        DOI, empty where there is none or it was not checked.
    """

    key: str
    authors: str
    title: str
    year: int
    where: str
    doi: str

    @property
    def citation(self) -> str:
        """The reference in one line."""
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        where = f" {self.where}." if self.where else ""
        return f"{self.authors} ({self.year}). {self.title}.{where}{doi}"


@cache
def references() -> dict[str, Reference]:
    """Return all sources by key, in the order of the file."""
    text = files("permil").joinpath("references.bib").read_text(encoding="utf-8")
    return read_bibliography(text, "references.bib")


def read_bibliography(text: str, where: str) -> dict[str, Reference]:
    """Read BibTeX text.

    Parameters
    ----------
    text : str
        Entries, one field a line.
    where : str
        Name of the file in messages.

    Returns
    -------
    dict of str to Reference
        Sources by key.

    Raises
    ------
    TableError
        If a line is malformed, a key comes twice or an entry lacks author, title or year.
    """
    found: dict[str, Reference] = {}
    key, fields = "", dict[str, str]()
    for number, line in enumerate(text.splitlines(), start=1):
        here = f"{where}, line {number}"
        if key and line == "}":
            found[key] = _reference(key, fields, here)
            key = ""
        elif key and (field := _FIELD.match(line)):
            fields[field["name"]] = field["text"].replace("{", "").replace("}", "")
        elif not key and (start := _START.match(line)):
            key, fields = start["key"], {}
            if key in found:
                raise TableError(where=here, problem=f"'{key}' twice", expected="one entry a key")
        elif key or (line and not line.startswith("%")):
            expected = "'@kind{key,', '  field = {text},' or '}'"
            raise TableError(where=here, problem=f"cannot read '{line}'", expected=expected)
    if key:
        raise TableError(where=where, problem=f"'{key}' does not end", expected="'}'")
    return found


def _reference(key: str, fields: dict[str, str], where: str) -> Reference:
    for name in _REQUIRED:
        if name not in fields:
            raise TableError(where=where, problem=f"'{key}' has no {name}", expected=name)
    if not fields["year"].isdigit():
        raise TableError(where=where, problem=f"year '{fields['year']}'", expected="four digits")
    return Reference(
        key=key,
        authors=fields["author"],
        title=fields["title"],
        year=int(fields["year"]),
        where=", ".join(fields[name] for name in _WHERE if name in fields),
        doi=fields.get("doi", ""),
    )
