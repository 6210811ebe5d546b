"""Factors that a project gives in place of the published ones: known ids, right units, a reason."""

from __future__ import annotations

from typing import Any

from permil.datasets.factor_override import FactorOverride
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


def leakage(file: ProjectFile, context: Context) -> FactorOverride | None:
    """Return what a tonne of product grown elsewhere emits, where the project says it.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    context : Context
        Places of the project file.

    Returns
    -------
    FactorOverride or None
        Value and range [t CO2e/t DM].

    Raises
    ------
    permil.errors.InputError
        For half a range, or a value outside it.
    """
    if (section := file.leakage) is None:
        return None
    low, high = _whole_range(section.low, section.high, context, "leakage")
    where = context.where("leakage", "emission")
    return _ordered(section.emission, low, high, "t CO2e/t DM", "", where)


def _whole_range(low: Any, high: Any, context: Context, *where: str) -> tuple[Any, Any]:
    """Return both ends of a range, or none; half a range is an error."""
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        raise MissingKey(
            where=context.where(*where), key=missing, expected="both ends of the range"
        )
    return low, high


def _ordered(
    value: float, low: float | None, high: float | None, unit: str, reason: str, where: str
) -> FactorOverride:
    """Return value and range in their order."""
    if low is not None and high is not None and not low <= value <= high:
        raise Conflict(
            where=where,
            problem=f"the value {value:g} lies outside its range {low:g} to {high:g} {unit}",
            remedy="low, value and high must stand in that order",
        )
    return FactorOverride(value, low, high, reason)


def _override(key: str, section: FactorSection, context: Context) -> FactorOverride:
    try:
        unit = factor_rows(key)[1][0].unit
    except PermilError as error:
        error.fields["where"] = context.where("factor", key)
        raise
    value = _number(section.value, unit, context, ("factor", key, "value"))
    ends = _whole_range(section.low, section.high, context, "factor", key)
    low, high = (
        None if end is None else _number(end, unit, context, ("factor", key, name))
        for name, end in zip(("low", "high"), ends, strict=True)
    )
    where = context.where("factor", key, "value")
    return _ordered(value, low, high, unit, section.reason, where)


def _number(value: Any, unit: str, context: Context, where: tuple[str, ...]) -> float:
    try:
        return read_quantity(value, unit, requires_unit=unit != "-")
    except PermilError as error:
        error.fields["where"] = context.where(*where)
        raise
