"""Years of a cover crop that is to grow before a certain crop of the rotation."""

from __future__ import annotations

from typing import Any

from permil.datasets.management import CropYear, Management, Schedule
from permil.errors import Conflict, NotApplicable, UnknownName
from permil.tables import table


def schedules_before(
    crop: str,
    management: Management,
    months: tuple[int, ...],
    limits: Schedule,
    start: int,
    *,
    southern: bool = False,
) -> tuple[Schedule, ...]:
    """Return the years in which a cover crop stands before a crop, one schedule a place in it.

    A cover crop whose months are over when the crop begins is sown in the crop's own year; any
    other in the year before, under or after the crop of that year.

    Parameters
    ----------
    crop : str
        Crop of the rotation.
    management : Management
        With the rotation, whose first crop is that of the first year of the horizon.
    months : tuple of int
        Months of the cover crop.
    limits : Schedule
        First and last year, where they are given.
    start : int
        First year of the horizon.
    southern : bool
        Whether default months of crops are those of the southern hemisphere.

    Returns
    -------
    tuple of Schedule
        Each once in a rotation; as lasting as the rotation itself where no first year is given.

    Raises
    ------
    NotApplicable
        If the management has no rotation.
    UnknownName
        If the crop is not in it.
    Conflict
        If the months are such that the cover crop never stands before it.
    """
    rotation = management.rotation
    if not rotation:
        raise NotApplicable(
            where="",
            method=f'before = "{crop}"',
            problem="the management has no rotation",
            remedy="give a rotation, or the years of the cover crop",
        )
    size, found = len(rotation), []
    for position, wanted in enumerate(rotation):
        if wanted.crop != crop:
            continue
        if _over_before(months, _stands(wanted, southern)):
            found.append(_schedule(position, size, limits, start))
        elif _lasts_beyond(months, _stands(rotation[position - 1], southern)):
            found.append(_schedule((position - 1) % size, size, limits, start))
    grown = list(dict.fromkeys(entry.crop for entry in rotation))
    if crop not in grown:
        raise UnknownName(where="", kind="crop of the rotation", value=crop, nearest=grown)
    if not found:
        raise Conflict(
            where="",
            problem=f"in the months {', '.join(map(str, months))} nothing can stand before {crop}",
            remedy="give months between the crop before it and its own first month",
        )
    return tuple(found)


def _stands(crop: CropYear, southern: bool) -> set[int]:
    """Return the months in which a crop stands."""
    row: Any = table("crops").one(crop=crop.crop)
    shifted = tuple((month + 5) % 12 + 1 for month in row.cover_months)
    return set(crop.cover or (shifted if southern else row.cover_months))


def _over_before(months: tuple[int, ...], stands: set[int]) -> bool:
    """Say whether a cover crop's months are over when the crop of the same year begins."""
    in_one_year = not {12, 1} <= set(months)
    return in_one_year and bool(stands) and 1 not in stands and max(months) < min(stands)


def _lasts_beyond(months: tuple[int, ...], stands: set[int]) -> bool:
    """Say whether a cover crop outlasts the crop of its own year, under which it may be sown."""
    harvest = max((month for month in stands if month % 12 + 1 not in stands), default=0)
    return {12, 1} <= set(months) or max(months) >= harvest


def _schedule(position: int, size: int, limits: Schedule, start: int) -> Schedule:
    """Return the schedule of a position; without a first year it began a rotation earlier."""
    first = start + position - size
    if limits.first_year is not None:
        first = limits.first_year + (start + position - limits.first_year) % size
    return Schedule(first_year=first, last_year=limits.last_year, every=size)
