"""Whether a cover crop finds the field free: the months that it shares with crops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from permil.datasets.crop_calendar import month_of, season, sown_months
from permil.datasets.management import CoverCrop, Management


class Room(NamedTuple):
    """What a cover crop finds in the years in which it is sown.

    Parameters
    ----------
    shared : tuple of int
        Its months, 1 to 12, in which a crop stands in some year.
    never : bool
        Whether a crop stands in all its months in all years.
    free : tuple of int
        Months, 1 to 12, in which no crop stands in some of the years of sowing.
    """

    shared: tuple[int, ...]
    never: bool
    free: tuple[int, ...]


def room_of(
    cover_crop: CoverCrop,
    management: Management,
    years: Iterable[int],
    start: int,
    *,
    southern: bool = False,
) -> Room:
    """Return what a cover crop finds on a field.

    Parameters
    ----------
    cover_crop : CoverCrop
        The cover crop.
    management : Management
        With the crops; years whose carbon is given without a crop count as free.
    years : iterable of int
        Calendar years to look at.
    start : int
        First year of the horizon, in which the rotation begins.
    southern : bool
        Whether default months of crops are those of the southern hemisphere.

    Returns
    -------
    Room
        Shared and free months; nothing is shared where it is sown in none of the years.
    """
    months = sown_months(cover_crop.months)
    shared: set[int] = set()
    free: set[int] = set()
    room = False
    sown = [year for year in years if cover_crop.schedule.applies(year, start)]
    for year in sown:
        taken = _taken(management, year, start, southern)
        shared |= taken & set(months)
        free |= {month for month in range(1, 13) if month not in taken}
        room = room or not taken >= set(months)
    named = tuple(month_of(month) for month in months if month in shared)
    return Room(named, bool(sown) and not room, tuple(sorted(free)))


def _taken(management: Management, year: int, start: int, southern: bool) -> set[int]:
    """Return the months from January of a year on in which a crop stands."""
    taken: set[int] = set()
    for after in (0, 1, 2):  # crops harvested in this year and the two that follow
        crop, _ = management.grown(year + after, start)
        if crop is not None:
            taken |= {month + 12 * after for month in season(crop, southern=southern).months}
    return taken
