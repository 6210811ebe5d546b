"""Rice crops: water before and during the season, its length, straw and green manure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from permil.datasets.management import Schedule
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import Identifier, quantity
from permil.datasets.schema_section import ScheduleKeys
from permil.errors import NoEffect, UnknownName
from permil.tables.rice_categories import PreSeason, RiceRegion, StrawTiming, WaterRegime


class RiceEntry(ScheduleKeys):
    """A rice crop of the rotation, with its water."""

    water_regime: WaterRegime
    pre_season: PreSeason | None = None
    region: RiceRegion | None = None
    season_length: quantity("rice_season_length") | None = None  # type: ignore[valid-type]
    straw: quantity("rice_straw") | None = None  # type: ignore[valid-type]
    straw_incorporated: StrawTiming | None = None
    green_manure: quantity("rice_green_manure") | None = None  # type: ignore[valid-type]
    land_units: tuple[Identifier, ...] = ()


@dataclass(frozen=True)
class Rice:
    """A rice crop with its water; one entry a season.

    Parameters
    ----------
    water_regime : WaterRegime
        Water during the season.
    pre_season : PreSeason
        Water before it.
    region : RiceRegion
        Region of the baseline emission and of the season's usual length.
    season_length : float or None
        Length [day]; None for the region's.
    straw : float or None
        Straw incorporated before the season [t DM/ha]; None for what the harvest before left.
    straw_incorporated : StrawTiming or None
        How long before the season.
    green_manure : float
        Green manure [t FM/ha].
    land_units : tuple of str
        Land units on which it grows; empty for all.
    schedule : Schedule
        Years in which it grows, as far as the rotation has rice in them.
    where : str
        Place in the file, for messages.
    """

    water_regime: WaterRegime
    pre_season: PreSeason = PreSeason.AGGREGATED
    region: RiceRegion = RiceRegion.WORLD
    season_length: float | None = None
    straw: float | None = None
    straw_incorporated: StrawTiming | None = None
    green_manure: float = 0.0
    land_units: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    where: str = field(default="", compare=False)


def resolve_rice(
    entry: RiceEntry, resolver: ScheduleResolver, where: tuple[Any, ...], acts: Acts
) -> Rice:
    """Return a rice crop of the project file, its defaults noted.

    Parameters
    ----------
    entry : RiceEntry
        As written.
    resolver : ScheduleResolver
        Places, notes and schedules of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    Rice
        In the glossary's units.

    Raises
    ------
    UnknownName
        For a land unit that is not there.
    NoEffect
        For water or straw of upland rice, which is not flooded.
    """
    context = resolver.context
    for i, unit in enumerate(entry.land_units):
        if unit not in context.land_units:
            raise UnknownName(
                where=context.where(*where, "land_units", i),
                kind="land unit",
                value=unit,
                nearest=list(context.land_units),
            )
    if entry.water_regime is WaterRegime.UPLAND:
        _check_upland(entry, resolver, where)
    elif entry.pre_season is None:
        context.note("rice_pre_season", "rice.pre_season")
    if entry.region is None and entry.water_regime is not WaterRegime.UPLAND:
        context.note("rice_region", "rice.region")
    return Rice(
        water_regime=entry.water_regime,
        pre_season=entry.pre_season or PreSeason.AGGREGATED,
        region=entry.region or RiceRegion.WORLD,
        season_length=entry.season_length,
        straw=entry.straw,
        straw_incorporated=entry.straw_incorporated,
        green_manure=entry.green_manure or 0.0,
        land_units=entry.land_units,
        schedule=resolver.effective(entry, where, acts),
        where=context.where(*where),
    )


def _check_upland(entry: RiceEntry, resolver: ScheduleResolver, where: tuple[Any, ...]) -> None:
    """Raise an error for what scales a methane that is zero."""
    keys = ("pre_season", "season_length", "straw", "straw_incorporated", "green_manure")
    for key in keys:
        if getattr(entry, key) is not None:
            raise NoEffect(
                where=resolver.context.where(*where, key),
                what=key,
                when="on upland rice, which is never flooded and gives no methane",
                remedy="leave it out, or name the water regime that floods it",
            )
