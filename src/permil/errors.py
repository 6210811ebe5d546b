"""Named errors under one root, each with a stable code.

An error carries what a person needs to mend the input: where it is, what was given, what was
expected. The sentence itself comes from the ``locale`` catalogue by the error's ``code``, so that
``str(error)`` reads as prose; the catalogue is found when the first sentence is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar

#: Longest value, problem and place that a message repeats.
LONGEST = {"value": 80, "problem": 400, "where": 500}


class PermilError(Exception):
    """Root of all errors that permil raises on purpose.

    Parameters
    ----------
    **fields
        What the message of this code names: ``where`` (file, line or key), ``value``,
        ``expected`` and whatever else its catalogue entry asks for.
    """

    code: ClassVar[str] = "error"

    def __init__(self, **fields: Any) -> None:
        super().__init__(self.code)
        self.fields = fields

    def __str__(self) -> str:
        """Return the sentence for a person; values that fill a page are cut."""
        catalogue = import_module("permil.locale")  # above this layer, and slow to load
        fields = {name: _cut(name, value) for name, value in self.fields.items()}
        return str(catalogue.text(f"errors.{self.code}", fields))

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error cross process borders with its fields."""
        return (_rebuild, (type(self), self.fields))


def _cut(name: str, value: Any) -> Any:
    return shortened(value, LONGEST[name]) if name in LONGEST else value


def shortened(value: Any, most: int = 80) -> Any:
    """Return a value as a message repeats it: text of a certain length at most.

    Parameters
    ----------
    value : object
        What was given.
    most : int
        Number of characters at most.

    Returns
    -------
    object
        The value itself, or the begin of its text.
    """
    return value if len(str(value)) <= most else f"{str(value)[: most - 1]}…"


def _rebuild(kind: type[PermilError], fields: dict[str, Any]) -> PermilError:
    return kind(**fields)


class InputError(PermilError):
    """Something a person gave cannot be used (exit code 2)."""

    code = "input"


class UnknownUnit(InputError):
    """A unit that is not in the closed list."""

    code = "unknown_unit"


class WrongUnit(InputError):
    """A known unit of another dimension or substance."""

    code = "wrong_unit"


class UnqualifiedUnit(WrongUnit):
    """A unit that leaves open what another of the list says: "%" for "% by mass"."""

    code = "unqualified_unit"


class MissingUnit(InputError):
    """A plain number where the glossary demands a unit."""

    code = "missing_unit"


class OutOfBounds(InputError):
    """A value outside the glossary's plausible range."""

    code = "out_of_bounds"


class NotHay(OutOfBounds):
    """A yield of forage that is too high for hay: fresh grass, most likely."""

    code = "not_hay"


class OrganicSoil(OutOfBounds):
    """Carbon of an organic soil where a mineral one is described: peat, most likely."""

    code = "organic_soil"


class NotANumber(InputError):
    """Text, NaN or infinity where a number is needed."""

    code = "not_a_number"


class UnknownName(InputError):
    """A crop, model, practice, key or method that does not exist; ``nearest`` helps."""

    code = "unknown_name"


class MissingKey(InputError):
    """A value that has no default and was not given."""

    code = "missing_key"


class NoEffect(InputError):
    """An option or key that changes nothing where it stands."""

    code = "no_effect"


class Conflict(InputError):
    """Two inputs that cannot both be true."""

    code = "conflict"


class Ambiguous(InputError):
    """An input that could mean two things; permil does not guess."""

    code = "ambiguous"


class WrongLength(InputError):
    """A series with too few or too many values, such as eleven months."""

    code = "wrong_length"


class FileProblem(InputError):
    """A file that is missing, unreadable, unwritable or of another format."""

    code = "file_problem"


class TableError(PermilError):
    """A factor table or its card breaks the rules of the loader."""

    code = "table"


class NotApplicable(InputError):
    """A method was asked for something outside its validity."""

    code = "not_applicable"


class NoFactorForZone(NotApplicable):
    """The IPCC tables hold no factor for the climate zone of the place."""

    code = "no_factor_for_zone"


class NoFactor(NotApplicable):
    """No factor is published for what was asked: give one, or leave it out."""

    code = "no_factor"


class BudgetError(PermilError):
    """A budget does not close: the name, the amount and the place are in the fields."""

    code = "budget"


class CarbonBalanceError(BudgetError):
    """Carbon in is not carbon stored plus carbon respired."""

    code = "carbon_balance"


class NoConvergence(PermilError):
    """An iteration did not reach its tolerance."""

    code = "no_convergence"


class AmbiguousBulkDensity(Ambiguous):
    """A bulk density that may be that of the whole soil or that of the fine earth."""

    code = "ambiguous_bulk_density"


class AmbiguousCoarseFragments(Ambiguous):
    """A share of coarse fragments that may be by mass or by volume."""

    code = "ambiguous_coarse_fragments"


class ImpossibleCoarseFragments(Conflict):
    """Coarse fragments that weigh more than the whole soil they lie in."""

    code = "impossible_coarse_fragments"


class SameName(Conflict):
    """Two scenarios or land units that nobody could tell apart in a report."""

    code = "same_name"


class SetTwice(Conflict):
    """Two entries of a scenario that set the same thing, of which only one could hold."""

    code = "set_twice"


class SeveralProblems(InputError):
    """Several independent problems of one file, each with its own sentence."""

    code = "several_problems"


class MissingExtra(InputError):
    """A feature whose optional packages are not installed."""

    code = "missing_extra"


def nearest_names(value: str, known: Iterable[str], *, most: int = 4) -> list[str]:
    """Return the known names that a person may have meant.

    Parameters
    ----------
    value : str
        What was written.
    known : iterable of str
        Names that exist.
    most : int
        Number of names at most.

    Returns
    -------
    list of str
        Names that hold what was written or are held by it, and names spelt alike; possibly none.
    """
    import difflib

    names, wanted = list(known), value.strip().lower().replace(" ", "_").replace("-", "_")
    alike = difflib.get_close_matches(wanted, names, n=most, cutoff=0.6)
    parts = [name for name in names if len(wanted) > 1 and wanted in name.lower()]
    whole = [name for name in names if len(name) > 2 and name.lower() in wanted]
    return list(dict.fromkeys([*alike[:1], *parts, *alike, *whole]))[:most]
