"""When crops stand: months in the order of growth, and the calendar year that each belongs to.

A crop belongs to the calendar year of its harvest, in both hemispheres. Its months are counted from
January of that year as 1; those of the year before are 0 (December) and below.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from permil.datasets.management import CropYear
from permil.tables import table


class Season(NamedTuple):
    """When a crop stands.

    Parameters
    ----------
    months : tuple of int
        Months with cover in the order of growth, January of the year of harvest being 1; those of
        the year before are 0 (December) and below.
    harvest : int
        Month of the year in which the straw falls, 1 to 12.
    """

    months: tuple[int, ...]
    harvest: int


def month_of(month: int) -> int:
    """Return the month of the calendar, 1 to 12, of one counted from a January."""
    return (month - 1) % 12 + 1


def in_order_of_growth(months: tuple[int, ...]) -> tuple[int, ...]:
    """Return months in the order in which they are grown through.

    Parameters
    ----------
    months : tuple of int
        Months with cover, 1 to 12.

    Returns
    -------
    tuple of int
        The same months; those that lie before a New Year which is grown through come first.
    """
    ordered = tuple(sorted(set(months)))
    if not {12, 1} <= set(ordered) or len(ordered) == 12:
        return ordered
    first = max(month for month in ordered if month - 1 not in ordered and month > 1)
    return tuple(m for m in ordered if m >= first) + tuple(m for m in ordered if m < first)


def southern_months(months: tuple[int, ...]) -> tuple[int, ...]:
    """Return months shifted by half a year, in the same order.

    Parameters
    ----------
    months : tuple of int
        Months of the northern hemisphere.

    Returns
    -------
    tuple of int
        The same season of the southern hemisphere.
    """
    return tuple(month_of(month + 6) for month in months)


def season(crop: CropYear, *, southern: bool = False) -> Season:
    """Return when a crop stands, beside the year of its harvest.

    Parameters
    ----------
    crop : CropYear
        The crop; its own months of cover replace the table's, and end with the harvest.
    southern : bool
        Whether the table's months are shifted by half a year.

    Returns
    -------
    Season
        Months and harvest. A perennial, which has no harvest in the table, stands from January to
        December.
    """
    if crop.cover:
        months = in_order_of_growth(crop.cover)
        harvest = months[-1] if _default(crop.crop, False).annual else 12
        return Season(_counted(months, harvest), harvest)
    return _default(crop.crop, southern).season


def sown_months(months: tuple[int, ...]) -> tuple[int, ...]:
    """Return the months of a cover crop, January of the year of sowing being 1.

    Parameters
    ----------
    months : tuple of int
        Months with cover, 1 to 12; December where there are none.

    Returns
    -------
    tuple of int
        In the order of growth; those after a New Year are above 12.
    """
    ordered = in_order_of_growth(months) or (12,)
    return tuple(month + 12 * (month < ordered[0]) for month in ordered)


class _Default(NamedTuple):
    season: Season
    annual: bool


@cache
def _default(crop: str, southern: bool) -> _Default:
    """Return the table's season of a crop, and whether it has a harvest."""
    row: Any = table("crops").one(crop=crop)
    months, harvest = in_order_of_growth(row.cover_months), row.harvest
    if southern and len(months) < 12:
        months = southern_months(months)
    if southern and harvest is not None:
        harvest = month_of(harvest + 6)
    at = 12 if harvest is None else harvest
    return _Default(Season(_counted(months, at), at), harvest is not None)


def _counted(months: tuple[int, ...], harvest: int) -> tuple[int, ...]:
    """Count months, in the order of growth, from January of the year of harvest."""
    found: list[int] = []
    after, year = harvest, 0
    for month in reversed(months):
        if month > after:
            year -= 12
        after = month
        found.append(month + year)
    return tuple(reversed(found))
