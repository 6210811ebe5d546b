"""Organic and wetland soils, the changes of their water table, and fires on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from permil.datasets.management import Schedule
from permil.datasets.resolve_curve import curve_shares
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_curve import CurveKeys
from permil.datasets.schema_fields import Identifier, Name, Year, quantity
from permil.datasets.schema_section import ScheduleKeys, Section
from permil.errors import Conflict, InputError, MissingKey, NoEffect
from permil.tables import parameter_set
from permil.tables.wetland_categories import Drainage, Nutrients, PeatFire, PeatUse
from permil.vocabulary import AdoptionCurve, AdoptionTiming, OrganicSoilKind

COASTAL = (OrganicSoilKind.MANGROVE, OrganicSoilKind.TIDAL_MARSH, OrganicSoilKind.SEAGRASS)


class OrganicSoilSection(Section):
    """A parcel of organic or wetland soil."""

    name: Name | None = None
    kind: OrganicSoilKind
    area: quantity("area")  # type: ignore[valid-type]
    drained: quantity("organic_soil_area")  # type: ignore[valid-type]
    rewetted: quantity("organic_soil_area") = 0.0  # type: ignore[valid-type]
    undisturbed: quantity("organic_soil_area") | None = None  # type: ignore[valid-type]
    land_use: (
        Literal[
            "forest",
            "cropland",
            "grassland",
            "rice",
            "plantation",
            "plantation_acacia",
            "plantation_oil_palm",
            "plantation_sago_palm",
            "peat_extraction",
        ]
        | None
    ) = None
    nutrients: Literal["poor", "rich"] | None = None
    water_table_depth: quantity("water_table_depth") | None = None  # type: ignore[valid-type]
    salinity: quantity("salinity") | None = None  # type: ignore[valid-type]
    drained_since: Year | None = None


class WaterTableEntry(CurveKeys):
    """Area of an organic soil that a scenario drains or rewets."""

    organic_soil: Identifier
    drain: quantity("organic_soil_area") | None = None  # type: ignore[valid-type]
    rewet: quantity("organic_soil_area") | None = None  # type: ignore[valid-type]
    first_year: Year | None = None
    timing: AdoptionTiming = AdoptionTiming.START_OF_YEAR
    methane_overshoot: Literal["none", "eu_default"] = "none"


class PeatFireEntry(ScheduleKeys):
    """Area of inland peat that burns in a year."""

    organic_soil: Identifier
    fire: Literal["wildfire_drained", "wildfire_undrained", "prescribed_drained"]
    area: quantity("organic_soil_area")  # type: ignore[valid-type]


@dataclass(frozen=True)
class OrganicSoil:
    """A parcel of organic or wetland soil as it is when the horizon begins.

    Parameters
    ----------
    id, name : str
        Id and name for people.
    kind : OrganicSoilKind
        Which method holds.
    area, drained, rewetted : float
        Area of the parcel, and of it drained and rewetted at the start; the rest is undisturbed
        [ha].
    land_use : PeatUse or None
        Use of the drained part.
    nutrients, drainage : Nutrients, Drainage
        Status; ``all`` where it is not known.
    salinity : float or None
        Of the water, coastal wetlands alone [g/kg].
    drained_since : int or None
        First year of the drainage of what is drained, coastal wetlands alone.
    """

    id: str
    name: str
    kind: OrganicSoilKind
    area: float
    drained: float
    rewetted: float = 0.0
    land_use: PeatUse | None = None
    nutrients: Nutrients = Nutrients.ALL
    drainage: Drainage = Drainage.ALL
    salinity: float | None = None
    drained_since: int | None = None


@dataclass(frozen=True)
class WaterTable:
    """What a scenario does to the water table of an organic soil.

    Parameters
    ----------
    organic_soil : str
        Id of the soil.
    drained, rewetted : tuple of float
        Undisturbed area that is drained, and drained area that is rewetted, in each year [ha].
    timing : AdoptionTiming
        When in its year an area changes.
    overshoot : bool
        Whether a rule charges methane in the first years after rewetting.
    """

    organic_soil: str
    drained: tuple[float, ...]
    rewetted: tuple[float, ...]
    timing: AdoptionTiming = AdoptionTiming.START_OF_YEAR
    overshoot: bool = False


@dataclass(frozen=True)
class Burning:
    """Fires on an organic soil.

    Parameters
    ----------
    organic_soil : str
        Id of the soil.
    fire : PeatFire
        Kind of fire.
    area : float
        Area that burns in each year of the schedule [ha].
    schedule : Schedule
        Years.
    """

    organic_soil: str
    fire: PeatFire
    area: float
    schedule: Schedule


def organic_soil(name: str, section: OrganicSoilSection, context: Any) -> OrganicSoil:
    """Return an organic soil.

    Parameters
    ----------
    name : str
        Its id.
    section : OrganicSoilSection
        As written.
    context : Context
        Places and notes of the project file.

    Returns
    -------
    OrganicSoil
        In the glossary's units.

    Raises
    ------
    permil.errors.InputError
        If the areas do not add up, or a key has no effect on soils of this kind.
    """
    where, kind = ("organic_soil", name), section.kind
    shown = section.name or name.replace("_", " ")
    _check_areas(section, context, where)
    rest = section.area - section.drained - section.rewetted
    if section.undisturbed is None and rest > 0.0:
        fields = {"soil": shown, "area": f"{rest:g}"}
        context.note("organic_soil_undisturbed", "organic_soil.undisturbed", **fields)
    peat = kind is OrganicSoilKind.INLAND_PEAT
    grass = peat and section.land_use == "grassland"
    for key, heeded, soils in (
        ("land_use", kind not in COASTAL, "inland soils"),
        ("nutrients", peat, "inland peat"),
        ("water_table_depth", grass, "inland peat under grassland"),
        ("salinity", kind in COASTAL[:2], "mangroves and tidal marshes"),
        ("drained_since", kind in COASTAL[:2], "mangroves and tidal marshes"),
    ):
        if getattr(section, key) is not None and not heeded:
            raise NoEffect(
                where=context.where(*where, key),
                what=key,
                when=f"on a soil of the kind {kind}: it tells {soils} apart alone",
                remedy="leave it out",
            )
    depth = section.water_table_depth
    return OrganicSoil(
        id=name,
        name=shown,
        kind=kind,
        area=section.area,
        drained=section.drained,
        rewetted=section.rewetted,
        land_use=None if section.land_use is None else PeatUse(section.land_use),
        nutrients=Nutrients.ALL if section.nutrients is None else Nutrients(section.nutrients),
        drainage=Drainage.ALL if depth is None else _drainage(depth),
        salinity=section.salinity,
        drained_since=section.drained_since,
    )


def _drainage(depth: float) -> Drainage:
    shallow = parameter_set("planning")["shallow_drainage"]
    return Drainage.SHALLOW if depth < shallow else Drainage.DEEP


def _check_areas(section: OrganicSoilSection, context: Any, where: tuple[str, ...]) -> None:
    """Raise an error if the areas of the states are not the parcel's."""
    parts = section.drained + section.rewetted + (section.undisturbed or 0.0)
    tolerance = 1e-6 * section.area
    if parts > section.area + tolerance:
        problem = f"drained, rewetted and undisturbed area add up to {parts:g} ha"
        raise Conflict(
            where=context.where(*where, "drained"),
            problem=f"{problem}, more than the {section.area:g} ha of the soil",
            remedy="every hectare is in one state",
        )
    if section.undisturbed is not None and parts < section.area - tolerance:
        raise Conflict(
            where=context.where(*where, "undisturbed"),
            problem=f"{section.area - parts:g} ha of the soil are in no state",
            remedy="drained, rewetted and undisturbed area must add up, or leave undisturbed out",
        )


def water_table(
    entry: WaterTableEntry, resolver: ScheduleResolver, where: tuple[Any, ...], acts: Acts
) -> WaterTable:
    """Return what an entry does to the water table, year by year.

    Parameters
    ----------
    entry : WaterTableEntry
        As written.
    resolver : ScheduleResolver
        Places and years of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its scenario is heeded for; the same for all.

    Returns
    -------
    WaterTable
        Areas by year.

    Raises
    ------
    permil.errors.InputError
        If nothing or two things are changed, or the curve or its first year cannot be used.
    """
    context, years = resolver.context, resolver.years
    if (entry.drain is None) == (entry.rewet is None):
        if entry.drain is None:
            expected = 'the area that changes, as rewet = "20 ha", or drain = "20 ha"'
            raise MissingKey(where=context.where(*where), key="rewet", expected=expected)
        raise Conflict(
            where=context.where(*where, "drain"),
            problem="one entry drains and rewets",
            remedy="write an entry for each",
        )
    area = entry.rewet if entry.drain is None else entry.drain
    if not area:
        key = "rewet" if entry.drain is None else "drain"
        expected = "an area above zero that changes"
        raise InputError(where=context.where(*where, key), value=area, expected=expected)
    overshoot = entry.methane_overshoot != "none"
    if overshoot and entry.rewet is None:
        raise NoEffect(
            where=context.where(*where, "methane_overshoot"),
            what="methane_overshoot",
            when="where soil is drained",
            remedy="leave it out",
        )
    new = _new_shares(entry, resolver, where)
    none = (0.0,) * len(years)
    changed = tuple(share * area for share in new)
    if "timing" not in entry.model_fields_set:
        context.note("water_table_timing", "water_table.timing")
    return WaterTable(
        organic_soil=entry.organic_soil,
        drained=none if entry.drain is None else changed,
        rewetted=none if entry.rewet is None else changed,
        timing=entry.timing,
        overshoot=overshoot,
    )


def _new_shares(
    entry: WaterTableEntry, resolver: ScheduleResolver, where: tuple[Any, ...]
) -> list[float]:
    """Return the share of the area that changes in each year of the horizon."""
    context, years = resolver.context, resolver.years
    first = years.start if entry.first_year is None else entry.first_year
    if entry.curve is AdoptionCurve.TABLE and entry.first_year is not None:
        raise NoEffect(
            where=context.where(*where, "first_year"),
            what="first_year",
            when="on a curve by table, which names its years",
            remedy="leave it out",
        )
    if first not in years:
        raise Conflict(
            where=context.where(*where, "first_year"),
            problem=f"it begins in {first}, outside the horizon, {years.start} to {years[-1]}",
            remedy="choose a year within it",
        )
    begun = curve_shares(entry, range(first, years.stop), context, where, "water_table")
    before = [0.0] * (first - years.start)
    shares = [*before, *begun]
    return [later - earlier for later, earlier in zip(shares, [0.0, *shares], strict=False)]


def peat_fire(
    entry: PeatFireEntry, resolver: ScheduleResolver, where: tuple[Any, ...], acts: Acts
) -> Burning:
    """Return the fires of an entry.

    Parameters
    ----------
    entry : PeatFireEntry
        As written.
    resolver : ScheduleResolver
        Places and years of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its scenario is heeded for.

    Returns
    -------
    Burning
        Area and years.

    Raises
    ------
    permil.errors.InputError
        If nothing says when it burns, or it never does within the horizon.
    """
    if not entry.model_fields_set & set(ScheduleKeys.model_fields):
        expected = "the years of the fires, or first_year, last_year and every"
        raise MissingKey(where=resolver.context.where(*where), key="years", expected=expected)
    schedule = resolver.effective(entry, where, Acts.SCENARIO)
    return Burning(entry.organic_soil, PeatFire(entry.fire), entry.area, schedule)
