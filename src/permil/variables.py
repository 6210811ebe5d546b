"""The glossary: one name, symbol, unit, range and description for every quantity."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from permil.errors import OutOfBounds, UnknownName
from permil.units import read_quantity


@dataclass(frozen=True)
class Variable:
    """One entry of ``variables.toml``.

    Parameters
    ----------
    name, symbol, unit : str
        The field's standard term, its symbol and its unit of the closed list.
    label : str
        Heading for people; the name with spaces unless the glossary says otherwise.
    bounds : tuple of float
        Plausible range in ``unit``; readers refuse what lies outside.
    requires_unit : bool
        Whether readers refuse a plain number.
    description : str
        What it is, in one sentence.
    """

    name: str
    symbol: str
    unit: str
    label: str
    bounds: tuple[float, float]
    requires_unit: bool
    description: str

    @property
    def heading(self) -> str:
        """Column heading of exports: ``name [unit]``."""
        return f"{self.name} [{self.unit}]"

    def read(self, value: object, *, where: str = "") -> float:
        """Read a user's value into the glossary's unit and check it against the bounds.

        Raises
        ------
        OutOfBounds
            If the value lies outside the plausible range.
        permil.errors.InputError
            If it is no number, or lacks or misnames its unit.
        """
        number = read_quantity(value, self.unit, requires_unit=self.requires_unit, where=where)
        return self.check(number, given=value, where=where)

    def check(self, number: float, *, given: object = None, where: str = "") -> float:
        """Return ``number`` (in the glossary's unit) if it is plausible, else raise OutOfBounds."""
        low, high = self.bounds
        if not low <= number <= high:
            shown = number if given is None else given
            raise OutOfBounds(
                where=where, variable=self.label, value=shown, low=low, high=high, unit=self.unit
            )
        return number


@cache
def glossary() -> dict[str, Variable]:
    """Return all variables by name, in the order of the file."""
    data = tomllib.loads(files("permil").joinpath("variables.toml").read_text(encoding="utf-8"))
    return {
        name: Variable(
            name=name,
            symbol=entry["symbol"],
            unit=entry["unit"],
            label=entry.get("label", name.replace("_", " ")),
            bounds=(float(entry["bounds"][0]), float(entry["bounds"][1])),
            requires_unit=entry.get("requires_unit", False),
            description=entry["description"],
        )
        for name, entry in data.items()
    }


def variable(name: str) -> Variable:
    """Return the variable of that name.

    Raises
    ------
    UnknownName
        If the glossary does not have it; the error names the nearest.
    """
    try:
        return glossary()[name]
    except KeyError:
        nearest = difflib.get_close_matches(name, glossary(), n=3)
        raise UnknownName(kind="variable", value=name, nearest=nearest, where="") from None
