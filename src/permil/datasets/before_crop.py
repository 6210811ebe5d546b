"""Years of a cover crop that is to grow before a certain crop of the rotation."""

from __future__ import annotations

from permil.datasets.crop_calendar import month_of, season, sown_months
from permil.datasets.management import CropYear, Management, Schedule
from permil.errors import Conflict, NotApplicable, UnknownName


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

    A cover crop is over when the crop begins, and outlasts the one before it, under which it may
    be sown. If its months allow that in the crop's own year, it is sown in that, else in the year
    before. Places of the rotation in which it finds no room are left out.

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
        If the cover crop finds room before none of them.
    """
    rotation = management.rotation
    if not rotation:
        raise NotApplicable(
            where="",
            method=f'before = "{crop}"',
            problem="the management has no rotation",
            remedy="give a rotation, or the years of the cover crop",
        )
    places = [position for position, wanted in enumerate(rotation) if wanted.crop == crop]
    if not places:
        grown = list(dict.fromkeys(entry.crop for entry in rotation))
        raise UnknownName(where="", kind="crop of the rotation", value=crop, nearest=grown)
    size, found = len(rotation), []
    for position in places:
        gap = _gap(rotation[position - 1], rotation[position], southern)
        sown = _year_of_sowing(sown_months(months), gap)
        if sown is not None:
            found.append(_schedule((position + sown) % size, size, limits, start))
    if not found:
        raise _nothing_fits(crop, months, gap)
    return tuple(found)


def _gap(before: CropYear, wanted: CropYear, southern: bool) -> range:
    """Return the months between a crop and the one before it, January of its own year being 1."""
    ends = max(season(before, southern=southern).months, default=-12) - 12
    begins = min(season(wanted, southern=southern).months, default=1)
    return range(ends + 1, begins)


def _year_of_sowing(months: tuple[int, ...], gap: range) -> int | None:
    """Return the year of sowing beside the crop's own, the latest that fits; None if none does.

    It must be over when the crop begins, and outlast the crop before, under which it may be sown.
    """
    for year in (0, -1, -2):
        if months[-1] + 12 * year in gap:
            return year
    return None


def _nothing_fits(crop: str, months: tuple[int, ...], gap: range) -> Conflict:
    free = ", ".join(str(month_of(month)) for month in gap)
    return Conflict(
        where="",
        problem=f"in the months {', '.join(map(str, months))} nothing can stand before {crop}",
        remedy="give months between the crop before it and its own first month"
        + (f" ({free})" if free else ", of which there are none"),
    )


def _schedule(position: int, size: int, limits: Schedule, start: int) -> Schedule:
    """Return the schedule of a position; without a first year it began a rotation earlier."""
    first = start + position - size
    if limits.first_year is not None:
        first = limits.first_year + (start + position - limits.first_year) % size
    return Schedule(first_year=first, last_year=limits.last_year, every=size)
