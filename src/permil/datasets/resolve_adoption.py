"""How a scenario spreads over the land: from the keys of a project file to a share by year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from permil.datasets.project import Adoption
from permil.datasets.project_schema import AdoptionEntry, ScenarioSection
from permil.datasets.resolve_context import Context
from permil.errors import Conflict, MissingKey, NoEffect, PermilError, UnknownName
from permil.science.adoption import linear_adoption, logistic_adoption, tabled_adoption
from permil.vocabulary import AdoptionCurve

#: Keys that each curve takes; the others would be passed over.
_KEYS = {
    AdoptionCurve.LINEAR: {"years"},
    AdoptionCurve.LOGISTIC: {"years", "steepness"},
    AdoptionCurve.TABLE: {"table"},
}
#: Steepness of a logistic curve over the years of adoption where none is given [-].
STEEPNESS = 10.0


def adoptions(
    section: ScenarioSection,
    units: Iterable[str],
    years: range,
    context: Context,
    where: tuple[Any, ...],
) -> tuple[Adoption, ...]:
    """Return how a scenario spreads, each land unit in one way at most.

    Parameters
    ----------
    section : ScenarioSection
        The scenario as written.
    units : iterable of str
        Land units of the project.
    years : range
        Calendar years of the horizon.
    context : Context
        Places and notes of the project file.
    where : tuple
        Place of the scenario in the file.

    Returns
    -------
    tuple of Adoption
        Shares by year.

    Raises
    ------
    permil.errors.InputError
        For two curves of one land unit, a land unit that is not there, keys that the curve does not
        take, or a table that falls or leaves 0 to 1.
    """
    known, seen = list(units), dict[str, int]()
    found = []
    for i, entry in enumerate(section.adoption):
        here = (*where, "adoption", i)
        if section.baseline:
            raise NoEffect(
                where=context.where(*here),
                what="adoption",
                when="on the baseline, from which nothing spreads",
                remedy="leave it out",
            )
        for unit in entry.land_units or known:
            if unit not in known:
                raise UnknownName(
                    where=context.where(*here, "land_units"),
                    kind="land unit",
                    value=unit,
                    nearest=known,
                )
            if unit in seen:
                raise Conflict(
                    where=context.where(*here),
                    problem=f"land unit '{unit}' has two curves of adoption",
                    remedy="keep one; land_units says where a curve holds",
                )
            seen[unit] = i
        found.append(Adoption(_shares(entry, years, context, here), entry.land_units))
    return tuple(found)


def _shares(
    entry: AdoptionEntry, years: range, context: Context, where: tuple[Any, ...]
) -> tuple[float, ...]:
    """Return the share of the land that has adopted by each year of the horizon."""
    curve, needed = entry.curve, _KEYS[entry.curve]
    for key in entry.model_fields_set - {"curve", "land_units"} - needed:
        raise NoEffect(
            where=context.where(*where, key),
            what=key,
            when=f"on a curve '{curve}'",
            remedy=f"leave it out; that curve takes {' and '.join(sorted(needed))}",
        )
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
    else:
        if entry.years is None:
            expected = "the years until all of the land has adopted"
            raise MissingKey(where=context.where(*where), key="years", expected=expected)
        span = entry.years
        if curve is AdoptionCurve.LINEAR:
            shares = linear_adoption(span, len(years))
        else:
            if entry.steepness is None:
                steepness = STEEPNESS / span
                context.note("adoption_steepness", "adoption.steepness", rate=round(steepness, 3))
            else:
                steepness = entry.steepness
            shares = logistic_adoption(span, span / 2.0, steepness, len(years))
    context.note("adoption_cohorts", "adoption")
    return tuple(float(share) for share in shares)
