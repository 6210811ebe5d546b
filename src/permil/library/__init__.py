"""Practices as versioned data: one file a practice, texts by language.

A practice says what it changes (drivers, a stock factor or a biomass pool), with which evidence
and range, and whether the transfer question must be answered. Adding one is adding a file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from permil.errors import TableError, UnknownName, nearest_names
from permil.vocabulary import Confidence, PracticeChange

_KEYS = {
    "id",
    "name",
    "definition",
    "applies",
    "not_applies",
    "changes",
    "parameters",
    "evidence",
    "side_effects",
    "transfer_question",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a practice.

    Parameters
    ----------
    name : str
        Key in the project file.
    variable : str
        Glossary variable that rules its unit and bounds; empty where it is one of some words.
    words : str
        What the words are, where it is one of some.
    default, low, high : float or None
        Published central value and range in the glossary's unit.
    source : str
        Key of ``references.bib``, empty where there is no default.
    confidence : Confidence or None
        How far the value was checked.
    """

    name: str
    variable: str
    default: float | None
    low: float | None
    high: float | None
    source: str
    confidence: Confidence | None
    words: str = ""


@dataclass(frozen=True)
class Evidence:
    """Measured effect on soil organic carbon.

    Parameters
    ----------
    low, mid, high : float
        Planning range over the period [t C/ha/yr].
    depth : str
        Depth [cm], or in words where it is no depth.
    years : int
        Period [yr].
    grade : str
        A three or more agreeing meta-analyses, B one or two, C sign disputed, D cases only.
    basis : str
        What the range rests on.
    sources : tuple of str
        Keys of ``references.bib``.
    """

    low: float
    mid: float
    high: float
    depth: str
    years: int
    grade: str
    basis: str
    sources: tuple[str, ...]

    @property
    def layer(self) -> str:
        """Layer for people, with its unit where it has one."""
        return f"{self.depth} cm" if self.depth[:1].isdigit() else self.depth


@dataclass(frozen=True)
class Practice:
    """One practice of the library.

    Parameters
    ----------
    id : str
        Stable id.
    names, definitions : dict of str to str
        Texts by language.
    changes : PracticeChange
        What kind of effect it is.
    parameters : tuple of Parameter
        What the project file may set.
    evidence : Evidence
        Measured effect.
    applies, not_applies : str
        Where it works and where not.
    side_effects : tuple of dict
        Effects on other things, each with text and source.
    transfer_question : bool
        Whether the project must say what would have happened to the material otherwise.
    """

    id: str
    names: dict[str, str]
    definitions: dict[str, str]
    changes: PracticeChange
    parameters: tuple[Parameter, ...]
    evidence: Evidence
    applies: str
    not_applies: str
    side_effects: tuple[dict[str, str], ...]
    transfer_question: bool

    @property
    def name(self) -> str:
        """Name in English."""
        return self.names["en"]

    @property
    def definition(self) -> str:
        """Definition in English."""
        return self.definitions["en"]

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name.

        Raises
        ------
        UnknownName
            If the practice does not have it.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = [parameter.name for parameter in self.parameters]
        raise UnknownName(where="", kind=f"parameter of {self.id}", value=name, nearest=known)

    def evidence_summary(self) -> dict[str, Any]:
        """Return the evidence as plain data."""
        e = self.evidence
        return {
            "low": e.low,
            "mid": e.mid,
            "high": e.high,
            "unit": "t C/ha/yr",
            "depth_cm": e.depth,
            "layer": e.layer,
            "years": e.years,
            "grade": e.grade,
            "basis": e.basis,
            "sources": list(e.sources),
        }


@cache
def all_practices() -> tuple[Practice, ...]:
    """Return all practices, in the order of their ids."""
    folder = files(__name__).joinpath("practices")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(read_practice(f.read_text(encoding="utf-8"), f.name) for f in found)


def practice(name: str) -> Practice:
    """Return a practice by id.

    Parameters
    ----------
    name : str
        Id of the practice.

    Returns
    -------
    Practice
        The practice.

    Raises
    ------
    UnknownName
        If there is none; the error names the nearest.
    """
    known = {entry.id: entry for entry in all_practices()}
    if name not in known:
        nearest = nearest_names(name, known) or list(known)
        raise UnknownName(where="", kind="practice", value=name, nearest=nearest)
    return known[name]


def read_practice(text: str, where: str) -> Practice:
    """Read one practice file strictly.

    Parameters
    ----------
    text : str
        Content of the file.
    where : str
        Its name, for messages.

    Returns
    -------
    Practice
        The practice.

    Raises
    ------
    TableError
        If the file is no TOML, or a key is missing, unknown or of the wrong kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(where=where, problem=str(error), expected="a TOML file") from None
    for key in sorted(data.keys() ^ _KEYS):
        problem = "is missing" if key in _KEYS else "is unknown"
        raise TableError(
            where=where, problem=f"key '{key}' {problem}", expected=", ".join(sorted(_KEYS))
        )
    if data["id"] != where.removesuffix(".toml"):
        raise TableError(where=where, problem=f"id '{data['id']}'", expected="the file's name")
    try:
        return Practice(
            id=data["id"],
            names=dict(data["name"]),
            definitions=dict(data["definition"]),
            changes=PracticeChange(data["changes"]),
            parameters=tuple(_parameter(name, p) for name, p in data["parameters"].items()),
            evidence=Evidence(**data["evidence"] | {"sources": tuple(data["evidence"]["sources"])}),
            applies=data["applies"],
            not_applies=data["not_applies"],
            side_effects=tuple(data["side_effects"]),
            transfer_question=data["transfer_question"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TableError(
            where=where, problem=str(error), expected="the keys of a practice"
        ) from None


def _parameter(name: str, data: dict[str, Any]) -> Parameter:
    confidence = data.get("confidence")
    return Parameter(
        name=name,
        variable=data.get("variable", ""),
        default=data.get("default"),
        low=data.get("low"),
        high=data.get("high"),
        source=data.get("source", ""),
        confidence=None if confidence is None else Confidence(confidence),
        words=data["words"] if "variable" not in data else "",
    )
