"""From a curve of a project file to the share that has changed by the end of each year."""

from __future__ import annotations

from typing import Any

from permil.datasets.resolve_context import Context
from permil.datasets.schema_curve import CurveKeys
from permil.errors import MissingKey, NoEffect, PermilError
from permil.science.adoption import (
    immediate_adoption,
    linear_adoption,
    logistic_adoption,
    tabled_adoption,
)
from permil.tables import parameter_set
from permil.vocabulary import AdoptionCurve

#: Keys that each curve takes; the others would be passed over.
_KEYS: dict[AdoptionCurve | None, set[str]] = {
    None: set(),
    AdoptionCurve.LINEAR: {"years"},
    AdoptionCurve.LOGISTIC: {"years", "steepness"},
    AdoptionCurve.TABLE: {"table"},
}


def curve_shares(
    entry: CurveKeys, years: range, context: Context, where: tuple[Any, ...], key: str
) -> tuple[float, ...]:
    """Return the share that has changed by the end of each year.

    Parameters
    ----------
    entry : CurveKeys
        The curve as written.
    years : range
        Calendar years from that in which it begins to the last of the horizon.
    context : Context
        Places and notes of the project file.
    where : tuple
        Place of the entry in the file.
    key : str
        Name of its section, under which an assumption names what changes it.

    Returns
    -------
    tuple of float
        Shares, never falling [-].

    Raises
    ------
    permil.errors.InputError
        For keys that the curve does not take, or a table that falls or leaves 0 to 1.
    """
    curve = entry.curve
    _check_keys(entry, context, where)
    if curve is None:
        return tuple(map(float, immediate_adoption(len(years))))
    if curve is AdoptionCurve.TABLE:
        if not entry.table:
            expected = "years and shares such as [[2028, 0.2], [2035, 1.0]]"
            raise MissingKey(where=context.where(*where), key="table", expected=expected)
        times = [year - years.start + 1 for year, _ in entry.table]
        try:
            shares = tabled_adoption(times, [share for _, share in entry.table], len(years))
        except PermilError as error:
            error.fields["where"] = context.where(*where, "table")
            raise
        return tuple(map(float, shares))
    if entry.years is None:
        expected = "the years until all of the land has adopted"
        raise MissingKey(where=context.where(*where), key="years", expected=expected)
    span = entry.years
    if curve is AdoptionCurve.LINEAR:
        return tuple(map(float, linear_adoption(span, len(years))))
    steepness = entry.steepness
    if steepness is None:
        steepness = parameter_set("planning")["adoption_steepness"] / span
        context.note("adoption_steepness", f"{key}.steepness", rate=round(steepness, 3))
    return tuple(map(float, logistic_adoption(span, span / 2.0, steepness, len(years))))


def _check_keys(entry: CurveKeys, context: Context, where: tuple[Any, ...]) -> None:
    """Raise an error for keys of another curve."""
    curve, needed = entry.curve, _KEYS[entry.curve]
    for name in sorted((entry.model_fields_set & set(CurveKeys.model_fields)) - {"curve"} - needed):
        if curve is None:
            when, remedy = "without a curve", "name the curve that it belongs to"
        else:
            when = f"on a curve '{curve}'"
            remedy = f"leave it out; that curve takes {' and '.join(sorted(needed))}"
        raise NoEffect(where=context.where(*where, name), what=name, when=when, remedy=remedy)
