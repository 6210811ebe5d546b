"""Trees, hedges and perennial crops of a scenario: from the project file to stands of one age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import Identifier, Year, quantity
from permil.datasets.schema_section import Section
from permil.errors import Conflict, InputError, MissingKey, NoEffect, UnknownName, nearest_names
from permil.science.woody_biomass import hedge_area
from permil.tables.biomass_categories import HedgeStudy, WoodySystem, WorldRegion

Where = tuple[Any, ...]

#: Systems that stand in place of the crop on all of their area; between the trees of the others
#: the crop goes on, and how much of it is lost is asked.
_WITHOUT_CROP = frozenset(
    {
        WoodySystem.HEDGEROW,
        WoodySystem.OIL_PALM,
        WoodySystem.OLIVE,
        WoodySystem.ORCHARD,
        WoodySystem.RUBBER,
        WoodySystem.SHORT_ROTATION_COPPICE,
        WoodySystem.TEA,
        WoodySystem.VINE,
    }
)
#: Areas that add up to the land unit's within rounding fit on it.
_ROUNDING = 1.0 + 1e-9


class TreesEntry(Section):
    """A stand of trees, a hedge or a perennial crop, planted in one year."""

    system: WoodySystem
    land_unit: Identifier | None = None
    area: quantity("area") | None = None  # type: ignore[valid-type]
    length: quantity("hedge_length") | None = None  # type: ignore[valid-type]
    width: quantity("hedge_width") | None = None  # type: ignore[valid-type]
    planted: Year
    felled: Year | None = None
    land_taken: quantity("area") | None = None  # type: ignore[valid-type]
    region: WorldRegion | None = None
    study: HedgeStudy | None = None
    growing_years: Annotated[int, Field(ge=1, le=200, strict=True)] | None = None


@dataclass(frozen=True)
class Trees:
    """A stand of trees, a hedge or a perennial crop.

    Parameters
    ----------
    system : WoodySystem
        What it is.
    land_unit : str
        Land unit on which it stands.
    area : float
        Area of the system, crop between the trees included; of a hedge its own [ha].
    planted : int
        Calendar year of planting; it grows in that year already.
    felled : int or None
        Calendar year in which all of it is lost.
    land_taken : float
        Area on which no crop grows any more [ha].
    region : WorldRegion or None
        Region of the world, where growth differs by it.
    study : HedgeStudy or None
        Study of grown hedges in place of the IPCC tables.
    growing_years : int or None
        Years until a hedge of that study is grown.
    """

    system: WoodySystem
    land_unit: str
    area: float
    planted: int
    felled: int | None
    land_taken: float
    region: WorldRegion | None = None
    study: HedgeStudy | None = None
    growing_years: int | None = None

    def stands(self, year: int) -> bool:
        """Say whether it stands at the end of a year."""
        return self.planted <= year and (self.felled is None or year < self.felled)


def land_taken_by_year(trees: Sequence[Trees], unit: str, years: range) -> list[float]:
    """Return the area on which trees leave no room for a crop, in each year.

    Parameters
    ----------
    trees : sequence of Trees
        Stands of a scenario.
    unit : str
        Land unit.
    years : range
        Calendar years.

    Returns
    -------
    list of float
        Area [ha].
    """
    mine = [one for one in trees if one.land_unit == unit]
    return [sum(t.land_taken for t in mine if t.stands(year)) for year in years]


def land_taken(trees: Sequence[Trees], unit: str, years: range) -> float:
    """Return the area that trees take in the year with the most of it [ha]."""
    return max(land_taken_by_year(trees, unit, years), default=0.0)


def resolve_trees(entry: TreesEntry, resolver: ScheduleResolver, where: Where, acts: Acts) -> Trees:
    """Return the stand of one entry.

    Parameters
    ----------
    entry : TreesEntry
        The entry.
    resolver : ScheduleResolver
        Places, notes, years and areas of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    Trees
        The stand.

    Raises
    ------
    permil.errors.InputError
        For a land unit that is not there, an area above the land unit's, years that contradict each
        other or lie outside the horizon, or land taken that is not said or more than there is.
    """
    unit = _unit(entry, resolver, where)
    area = _area(entry, resolver, where)
    whole = resolver.areas[unit]
    if area > whole * _ROUNDING:
        raise InputError(
            where=resolver.context.where(*where, "area" if entry.area is not None else "length"),
            value=f"{area:g} ha",
            expected=f"at most the area of land unit {unit}, {whole:g} ha",
        )
    _check_years(entry, resolver, where)
    _check_study(entry, resolver, where)
    taken = _taken(entry, area, resolver, where)
    resolver.context.note("trees_growth", "trees")
    if taken:
        resolver.context.note("trees_land_taken", "trees.land_taken", area=f"{taken:g}", unit=unit)
    return Trees(
        system=entry.system,
        land_unit=unit,
        area=area,
        planted=entry.planted,
        felled=entry.felled,
        land_taken=taken,
        region=entry.region,
        study=entry.study,
        growing_years=entry.growing_years,
    )


def _unit(entry: TreesEntry, resolver: ScheduleResolver, where: Where) -> str:
    if entry.land_unit is None:
        if len(resolver.areas) > 1:
            raise MissingKey(
                where=resolver.context.where(*where),
                key="land_unit",
                expected="the land unit on which they stand, for there are several",
            )
        return next(iter(resolver.areas))
    if entry.land_unit not in resolver.areas:
        raise UnknownName(
            where=resolver.context.where(*where, "land_unit"),
            kind="land unit",
            value=entry.land_unit,
            nearest=nearest_names(entry.land_unit, resolver.areas) or list(resolver.areas),
        )
    return entry.land_unit


def _area(entry: TreesEntry, resolver: ScheduleResolver, where: Where) -> float:
    """Return the area, of a hedge by its length and width."""
    sides = (entry.length, entry.width)
    if entry.system is not WoodySystem.HEDGEROW and sides != (None, None):
        raise NoEffect(
            where=resolver.context.where(*where, "length" if entry.length is not None else "width"),
            what="length and width",
            when=f"on {entry.system}, which has an area",
            remedy="give the area",
        )
    if entry.area is not None and sides == (None, None):
        return float(entry.area)
    if entry.area is None and entry.length is not None and entry.width is not None:
        return float(hedge_area(entry.length, entry.width))
    if entry.area is not None:
        raise Conflict(
            where=resolver.context.where(*where, "area"),
            problem="the area of the hedge is given as such and by length or width",
            remedy="give one of the two",
        )
    hedge = entry.system is WoodySystem.HEDGEROW
    raise MissingKey(
        where=resolver.context.where(*where),
        key="area",
        expected="the area, or length and width" if hedge else 'the area, such as "2 ha"',
    )


def _check_years(entry: TreesEntry, resolver: ScheduleResolver, where: Where) -> None:
    years = resolver.years
    if entry.felled is not None and entry.felled <= entry.planted:
        raise Conflict(
            where=resolver.context.where(*where, "felled"),
            problem=f"they are felled in {entry.felled}, but planted in {entry.planted}",
            remedy="a stand is felled in a later year than it is planted",
        )
    if entry.planted > years[-1] or (entry.felled is not None and entry.felled < years.start):
        raise Conflict(
            where=resolver.context.where(*where),
            problem=f"they stand in no year from {years.start} to {years[-1]}",
            remedy="choose years within the horizon, or leave them out",
        )
    if entry.felled is not None and entry.felled > years[-1]:
        raise NoEffect(
            where=resolver.context.where(*where, "felled"),
            what="felled",
            when=f"after the last year, {years[-1]}",
            remedy="leave it out",
        )


def _check_study(entry: TreesEntry, resolver: ScheduleResolver, where: Where) -> None:
    """Raise an error for half of what a study of grown hedges needs, or on what is no hedge."""
    given = {key for key in ("study", "growing_years") if getattr(entry, key) is not None}
    if not given:
        return
    if entry.system is not WoodySystem.HEDGEROW:
        key = min(given)
        raise NoEffect(
            where=resolver.context.where(*where, key),
            what=key,
            when=f"on {entry.system}: the studies are of hedges",
            remedy="leave it out",
        )
    if len(given) == 1:
        (missing,) = {"study", "growing_years"} - given
        raise MissingKey(
            where=resolver.context.where(*where),
            key=missing,
            expected="study and growing_years together: the studies have grown hedges alone",
        )


def _taken(entry: TreesEntry, area: float, resolver: ScheduleResolver, where: Where) -> float:
    """Return the area without a crop; where the crop goes on between the trees it is asked."""
    if entry.land_taken is None:
        if entry.system in _WITHOUT_CROP:
            return area
        raise MissingKey(
            where=resolver.context.where(*where),
            key="land_taken",
            expected='the area on which no crop grows any more, such as "0.1 ha"',
        )
    if entry.land_taken > area * _ROUNDING:
        raise InputError(
            where=resolver.context.where(*where, "land_taken"),
            value=f"{entry.land_taken:g} ha",
            expected=f"at most the area of the trees, {area:g} ha",
        )
    return float(entry.land_taken)


def check_trees(
    trees: Sequence[Trees],
    baseline: Sequence[Trees] | None,
    resolver: ScheduleResolver,
    where: Where,
) -> None:
    """Raise an error for stands that do not fit on their land, or that appear from nowhere.

    Parameters
    ----------
    trees : sequence of Trees
        Stands of a scenario.
    baseline : sequence of Trees or None
        Those of the baseline; None for the baseline itself.
    resolver : ScheduleResolver
        Places, years and areas of the project file.
    where : tuple
        Place of the scenario in the file.

    Raises
    ------
    Conflict
        If stands of one year have together more area than their land unit, or if what stands before
        the first year is not the same in the scenario and the baseline.
    """
    for unit, whole in resolver.areas.items():
        mine = [one for one in trees if one.land_unit == unit]
        for year in resolver.years if mine else ():
            area = sum(one.area for one in mine if one.stands(year))
            if area > whole * _ROUNDING:
                raise Conflict(
                    where=resolver.context.where(*where, "trees"),
                    problem=f"the trees on land unit {unit} have {area:g} ha in {year}, the land"
                    f" unit {whole:g} ha",
                    remedy="fell the one before the other, or give them less area",
                )
    if baseline is None:
        return
    start = resolver.years.start
    before, mine_before = (
        sorted(repr(replace(one, felled=None)) for one in rows if one.planted < start)
        for rows in (baseline, trees)
    )
    if before != mine_before:
        raise Conflict(
            where=resolver.context.where(*where, "trees"),
            problem=f"the trees that stand before {start} are not those of the baseline",
            remedy="repeat them as they are; felled says when a scenario takes them away",
        )


def planted(parameters: dict[str, Any], resolver: ScheduleResolver, where: Where) -> Trees:
    """Return the stand that a practice of the library plants.

    Parameters
    ----------
    parameters : dict
        Keys of the practice; without a system it is a hedge.
    resolver : ScheduleResolver
        Places, notes, years and areas of the project file.
    where : tuple
        Place of the practice in the file.

    Returns
    -------
    Trees
        The stand.

    Raises
    ------
    permil.errors.InputError
        As :func:`resolve_trees`, and for a practice without the year of planting.
    """
    given = {"system": WoodySystem.HEDGEROW} | {
        key: value for key, value in parameters.items() if key in TreesEntry.model_fields
    }
    if given.get("planted") is None:
        raise MissingKey(
            where=resolver.context.where(*where), key="planted", expected="the year of planting"
        )
    # The values were read already, in the glossary's units.
    return resolve_trees(TreesEntry.model_construct(**given), resolver, where, Acts.SCENARIO)
