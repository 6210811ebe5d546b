"""Herds: animals, their weight and feed, and what becomes of their manure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from permil.datasets.activities.cattle_feed import Feed, FeedEntry, resolve_feed
from permil.datasets.management import Schedule
from permil.datasets.resolve_context import Context
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import Share, quantity
from permil.datasets.schema_section import ScheduleKeys
from permil.errors import Conflict, InputError, MissingKey
from permil.tables.livestock_categories import (
    SPLIT_REGIONS,
    Animal,
    ManureSystem,
    Productivity,
    Region,
)

#: By how much the shares of the manure may miss one: what writing them in per cent rounds.
ROUNDING = 1e-6


class LivestockEntry(ScheduleKeys):
    """A herd and its manure."""

    animal: Animal
    head: quantity("livestock_head")  # type: ignore[valid-type]
    body_weight: quantity("body_weight")  # type: ignore[valid-type]
    region: Region
    productivity: Productivity | None = None
    manure: dict[ManureSystem, Share]
    feed: FeedEntry | None = None


@dataclass(frozen=True)
class Livestock:
    """A herd.

    Parameters
    ----------
    animal : Animal
        Animal or group of animals.
    head : float
        Animals, the year's mean [head].
    body_weight : float
        Live weight of one animal [kg].
    region : Region
        Region of the factors.
    productivity : Productivity
        High or low.
    manure : tuple of (ManureSystem, float)
        Shares of the manure by system, which sum to one [-].
    feed : Feed or None
        Feed and performance of cattle, for Tier 2.
    schedule : Schedule
        Years in which the herd is kept.
    where : str
        Place in the file, for messages.
    """

    animal: Animal
    head: float
    body_weight: float
    region: Region
    productivity: Productivity
    manure: tuple[tuple[ManureSystem, float], ...]
    feed: Feed | None = None
    schedule: Schedule = field(default_factory=Schedule)
    where: str = field(default="", compare=False)


def resolve_livestock(
    entry: LivestockEntry, resolver: ScheduleResolver, where: tuple[Any, ...], acts: Acts
) -> Livestock:
    """Return a herd of the project file, its defaults noted.

    Parameters
    ----------
    entry : LivestockEntry
        As written.
    resolver : ScheduleResolver
        Places, notes and schedules of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    Livestock
        In the glossary's units.

    Raises
    ------
    Conflict
        If the shares of the manure do not sum to one, or feed does not fit the animal.
    MissingKey
        If the productivity is needed, or a key of the feed.
    InputError
        If the region is the world, for which no herd has factors.
    """
    context = resolver.context
    _check_shares(entry, context, where)
    feed = None
    if entry.feed is not None:
        feed = resolve_feed(entry.feed, entry.animal, context, (*where, "feed"))
    return Livestock(
        animal=entry.animal,
        head=entry.head,
        body_weight=entry.body_weight,
        region=_region(entry, context, where),
        productivity=_productivity(entry, context, where),
        manure=tuple((system, share) for system, share in entry.manure.items() if share > 0),
        feed=feed,
        schedule=resolver.effective(entry, where, acts),
        where=context.where(*where),
    )


def _check_shares(entry: LivestockEntry, context: Context, where: tuple[Any, ...]) -> None:
    total = sum(entry.manure.values())
    if abs(total - 1.0) > ROUNDING:
        raise Conflict(
            where=context.where(*where, "manure"),
            problem=f"the shares of the manure sum to {100 * total:g} %",
            remedy="give all of it, pasture included, so that they sum to 100 %",
        )


def _region(entry: LivestockEntry, context: Context, where: tuple[Any, ...]) -> Region:
    if entry.region is Region.WORLD:
        raise InputError(
            where=context.where(*where, "region"),
            value="world",
            expected="the region of the herd, for what animals weigh and eat differs",
        )
    return entry.region


def _productivity(entry: LivestockEntry, context: Context, where: tuple[Any, ...]) -> Productivity:
    """Return the productivity; regions without a split have the factors of a high one."""
    given = entry.productivity
    if given is Productivity.MEAN or (given is None and entry.region in SPLIT_REGIONS):
        raise MissingKey(
            where=context.where(*where),
            key="productivity",
            expected=f"high or low, for the factors of {entry.region} differ by it",
        )
    if given is None:
        region = str(entry.region).replace("_", " ")
        context.note("livestock_productivity", "livestock.productivity", region=region)
    return given or Productivity.HIGH
