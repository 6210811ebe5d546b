"""Rules that say where N2O or CH4 is likely to be high, as versioned data: one file a rule.

A rule names quantities and the values for which it holds; it is compared, never executed. What is
not known leaves a rule undecided: it neither holds nor fails in silence. Rules overlap: the effects
of several that hold are never added up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from permil.errors import NotANumber, TableError, UnknownName, nearest_names
from permil.units import UNITS
from permil.vocabulary import Confidence, Gas

#: Quantities that rules compare as numbers, with their units.
NUMBERS: dict[str, str] = {
    "ph": "-",
    "clay": "%",
    "organic_carbon": "% by mass",
    "fertiliser_nitrogen": "kg N/ha/yr",
    "nitrogen_surplus": "kg N/ha/yr",
    "nitrogen_before_drainage": "kg N/ha/yr",
    "drainage": "mm/yr",
    "waterlogged_months": "month",
    "flooded_months": "month",
    "straw_before_flooding": "t DM/ha",
}
#: Quantities that rules compare as words, with the words there are.
WORDS: dict[str, tuple[str, ...]] = {
    "drainage_class": ("good", "medium", "poor"),
    "moisture_regime": ("wet", "dry"),
    "tillage": ("full_tillage", "reduced_tillage", "no_till"),
    "fertiliser": ("synthetic", "urea", "ammonium", "nitrate", "ammonium_nitrate"),
    "water_regime": ("upland", "continuously_flooded", "single_drainage", "multiple_drainage"),
}

_KEYS = {"id", "gas", "direction", "name", "why", "when", "magnitude", "helps"}
_BOUNDS = {"from", "below"}
_EFFECT = {"unit", "basis", "source", "confidence"}


class Direction(StrEnum):
    """Whether a gas is higher or lower where a rule holds."""

    HIGHER = "higher"
    LOWER = "lower"


class Verdict(StrEnum):
    """What a rule says of a place."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Condition:
    """One comparison of a rule.

    Parameters
    ----------
    quantity : str
        One of ``NUMBERS`` or ``WORDS``.
    low, high : float or None
        It holds from ``low`` on and below ``high``, in the quantity's unit.
    words : tuple of str
        It holds for these words.
    """

    quantity: str
    low: float | None
    high: float | None
    words: tuple[str, ...]

    def verdict(self, value: float | str | None) -> Verdict:
        """Return whether it holds for a value; undecided where there is none."""
        if value is None:
            return Verdict.UNDECIDED
        if isinstance(value, str):
            return Verdict.HOLDS if value in self.words else Verdict.FAILS
        above = self.low is None or value >= self.low
        return (
            Verdict.HOLDS if above and (self.high is None or value < self.high) else Verdict.FAILS
        )


@dataclass(frozen=True)
class Effect:
    """A measured change of the gas.

    Parameters
    ----------
    low, mid, high : float or None
        Change and its published range.
    unit : str
        Unit of them: % of the emission, or an absolute change.
    basis : str
        What it rests on.
    source : str
        Key of ``references.bib``.
    confidence : Confidence
        How far it was checked.
    """

    low: float | None
    mid: float | None
    high: float | None
    unit: str
    basis: str
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Measure:
    """What helps where a rule holds.

    Parameters
    ----------
    id : str
        Name of the measure, by which a caller computes it.
    text : str
        What to do, and what it brings besides.
    effect : Effect
        Measured change of the rule's gas.
    """

    id: str
    text: str
    effect: Effect


@dataclass(frozen=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id : str
        Stable id.
    gas : Gas
        Gas of which it speaks.
    direction : Direction
        Whether the gas is higher or lower where it holds.
    name, why : str
        What it is called, and why it is so.
    when : tuple of Condition
        It holds where all of them do.
    magnitude : Effect
        By how much.
    helps : tuple of Measure
        What helps.
    """

    id: str
    gas: Gas
    direction: Direction
    name: str
    why: str
    when: tuple[Condition, ...]
    magnitude: Effect
    helps: tuple[Measure, ...]


@dataclass(frozen=True)
class Finding:
    """What a rule says of a place.

    Parameters
    ----------
    rule : Rule
        The rule.
    verdict : Verdict
        Whether it holds.
    missing : tuple of str
        Quantities that would have decided it.
    """

    rule: Rule
    verdict: Verdict
    missing: tuple[str, ...]


def judge_risks(
    facts: Mapping[str, float | str | None], rules: tuple[Rule, ...] | None = None
) -> tuple[Finding, ...]:
    """Return what every rule says of a place.

    Parameters
    ----------
    facts : mapping of str to float, str or None
        Quantities in the units of ``NUMBERS`` and words of ``WORDS``; what is not known is left
        out or ``None``.
    rules : tuple of Rule, optional
        The rules; by default all.

    Returns
    -------
    tuple of Finding
        One finding a rule, in the order of their ids. A rule fails as soon as one condition does;
        it is undecided where none fails and a quantity is missing.

    Raises
    ------
    UnknownName
        If a quantity or a word does not exist; the error names the nearest.
    NotANumber
        If a number was expected and is not finite or not a number.
    """
    for quantity, value in facts.items():
        _check_fact(quantity, value)
    return tuple(_finding(rule, facts) for rule in (all_rules() if rules is None else rules))


def _check_fact(quantity: str, value: float | str | None) -> None:
    if quantity not in NUMBERS and quantity not in WORDS:
        near = nearest_names(quantity, (*NUMBERS, *WORDS))
        raise UnknownName(where="", kind="quantity of a risk rule", value=quantity, nearest=near)
    if value is None:
        return
    if quantity in WORDS:
        if value not in WORDS[quantity]:
            near = nearest_names(str(value), WORDS[quantity]) or list(WORDS[quantity])
            raise UnknownName(where="", kind=quantity, value=str(value), nearest=near)
    elif isinstance(value, str | bool) or not abs(value) < float("inf"):
        raise NotANumber(where=quantity, value=value, expected=f"a number in {NUMBERS[quantity]}")


def _finding(rule: Rule, facts: Mapping[str, float | str | None]) -> Finding:
    verdicts = {c.quantity: c.verdict(facts.get(c.quantity)) for c in rule.when}
    if Verdict.FAILS in verdicts.values():
        return Finding(rule, Verdict.FAILS, ())
    missing = tuple(name for name, v in verdicts.items() if v is Verdict.UNDECIDED)
    return Finding(rule, Verdict.UNDECIDED if missing else Verdict.HOLDS, missing)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of their ids."""
    folder = files("permil.library").joinpath("risks")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(read_rule(f.read_text(encoding="utf-8"), f.name) for f in found)


def read_rule(text: str, where: str) -> Rule:
    """Read one rule strictly.

    Parameters
    ----------
    text : str
        Content of the file.
    where : str
        Its name, for messages.

    Returns
    -------
    Rule
        The rule.

    Raises
    ------
    TableError
        If the file is no TOML, or a key is missing, unknown or of the wrong kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(where=where, problem=str(error), expected="a TOML file") from None
    _only(data, _KEYS, _KEYS, where)
    if data["id"] != where.removesuffix(".toml"):
        raise TableError(where=where, problem=f"id '{data['id']}'", expected="the file's name")
    try:
        return Rule(
            id=data["id"],
            gas=Gas(data["gas"]),
            direction=Direction(data["direction"]),
            name=data["name"]["en"],
            why=data["why"]["en"],
            when=_conditions(data["when"], where),
            magnitude=_effect(data["magnitude"], where),
            helps=tuple(_measure(name, m, where) for name, m in data["helps"].items()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TableError(where=where, problem=str(error), expected="the keys of a rule") from None


def _only(data: dict[str, Any], needed: set[str], known: set[str], where: str) -> None:
    for key in sorted((needed - data.keys()) | (data.keys() - known)):
        problem = f"key '{key}' {'is missing' if key in needed else 'is unknown'}"
        raise TableError(where=where, problem=problem, expected=", ".join(sorted(known)))


def _conditions(data: dict[str, Any], where: str) -> tuple[Condition, ...]:
    if not data:
        raise TableError(where=where, problem="no condition", expected="one at least")
    return tuple(_condition(quantity, entry, where) for quantity, entry in data.items())


def _condition(quantity: str, entry: Any, where: str) -> Condition:
    if quantity in WORDS:
        words = tuple(entry)
        odd = [word for word in words if word not in WORDS[quantity]]
        if isinstance(entry, str) or not words or odd:
            expected = f"a list of {', '.join(WORDS[quantity])}"
            raise TableError(where=where, problem=f"{quantity} = {entry}", expected=expected)
        return Condition(quantity, None, None, words)
    if quantity not in NUMBERS:
        expected = ", ".join((*NUMBERS, *WORDS))
        raise TableError(where=where, problem=f"unknown quantity '{quantity}'", expected=expected)
    _only(entry, set(), _BOUNDS, where)
    low, high = entry.get("from"), entry.get("below")
    numbers = [b for b in (low, high) if isinstance(b, int | float) and not isinstance(b, bool)]
    if len(numbers) != len(entry) or not numbers or numbers != sorted(set(numbers)):
        expected = f"from, below or both, rising, in {NUMBERS[quantity]}"
        raise TableError(where=where, problem=f"{quantity} = {entry}", expected=expected)
    return Condition(quantity, low, high, ())


def _effect(data: dict[str, Any], where: str) -> Effect:
    _only(data, _EFFECT, _EFFECT | {"low", "mid", "high"}, where)
    if data["unit"] not in UNITS:
        expected = "a unit of the closed list"
        raise TableError(where=where, problem=f"unit '{data['unit']}'", expected=expected)
    low, mid, high = (data.get(name) for name in ("low", "mid", "high"))
    given = [number for number in (low, mid, high) if number is not None]
    if given != sorted(given) or (low is None) != (high is None):
        expected = "low <= mid <= high, the ends both or neither"
        raise TableError(where=where, problem=f"{low}, {mid}, {high}", expected=expected)
    confidence = Confidence(data["confidence"])
    return Effect(low, mid, high, data["unit"], data["basis"], data["source"], confidence)


def _measure(name: str, data: dict[str, Any], where: str) -> Measure:
    _only(data, {"text", "effect"}, {"text", "effect"}, where)
    return Measure(name, data["text"]["en"], _effect(data["effect"], where))
