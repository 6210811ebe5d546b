"""Factors that a project gives in place of the published ones: known ids, right units, a reason."""

from __future__ import annotations

from typing import Any

from permil.datasets.project import FactorOverride
from permil.datasets.project_schema import FactorSection, ProjectFile
from permil.datasets.resolve_context import Context
from permil.errors import Conflict, MissingKey, PermilError
from permil.tables import factor_rows
from permil.units import read_quantity


def factor_overrides(file: ProjectFile, context: Context) -> dict[str, FactorOverride]:
    """Return the factors of a project's own, in the unit of the row that each stands for.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    context : Context
        Places of the project file.

    Returns
    -------
    dict of str to FactorOverride
        By id.

    Raises
    ------
    permil.errors.InputError
        For an id that is not there, a value without its unit or below zero, half a range, or a
        value outside it.
    """
    return {key: _override(key, section, context) for key, section in file.factor.items()}


def _override(key: str, section: FactorSection, context: Context) -> FactorOverride:
    try:
        unit = factor_rows(key)[1][0].unit
    except PermilError as error:
        error.fields["where"] = context.where("factor", key)
        raise
    value = _number(section.value, unit, context, ("factor", key, "value"))
    if (section.low is None) != (section.high is None):
        missing = "low" if section.low is None else "high"
        raise MissingKey(
            where=context.where("factor", key), key=missing, expected="both ends of the range"
        )
    if section.low is None or section.high is None:
        return FactorOverride(value, None, None, section.reason)
    low = _number(section.low, unit, context, ("factor", key, "low"))
    high = _number(section.high, unit, context, ("factor", key, "high"))
    if not low <= value <= high:
        raise Conflict(
            where=context.where("factor", key, "value"),
            problem=f"the value {value:g} lies outside its range {low:g} to {high:g} {unit}",
            remedy="low, value and high must stand in that order",
        )
    return FactorOverride(value, low, high, section.reason)


def _number(value: Any, unit: str, context: Context, where: tuple[str, ...]) -> float:
    try:
        return read_quantity(value, unit, requires_unit=unit != "-")
    except PermilError as error:
        error.fields["where"] = context.where(*where)
        raise
