"""How a scenario spreads over the land: from the keys of a project file to a share by year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from permil.datasets.project import Adoption
from permil.datasets.project_schema import ScenarioSection
from permil.datasets.resolve_context import Context
from permil.datasets.resolve_curve import curve_shares
from permil.errors import Conflict, NoEffect, UnknownName


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
        shares = curve_shares(entry, years, context, here, "adoption")
        context.note("adoption_cohorts", "adoption")
        found.append(Adoption(shares, entry.land_units))
    return tuple(found)
