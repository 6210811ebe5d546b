"""Organic soils of a project, what scenarios do to them, and projects that hold nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from permil.datasets.activities.organic_soils import (
    COASTAL,
    Burning,
    OrganicSoil,
    WaterTable,
    organic_soil,
)
from permil.datasets.project import Scenario
from permil.datasets.project_schema import ManagementSection, ProjectFile
from permil.datasets.resolve_context import Context
from permil.errors import Conflict, MissingKey, NoEffect, PermilError, UnknownName
from permil.science.wetland_mosaic import WetlandMosaic, wetland_mosaic
from permil.tables.wetland_categories import PeatFire, PeatUse
from permil.vocabulary import AdoptionTiming, OrganicSoilKind

#: Keys of a file that act on land units alone, by section.
_OF_LAND = {
    "run": ("models", "weights", "start", "posterior", "update", "plant_inputs"),
    "horizon": ("practice_stops", "history_until"),
}
_SECTIONS = (
    "history",
    "climate_change",
    "observation",
    "uncertainty",
    "nutrients",
    "permanence",
    "leakage",
)
_OF_SCENARIOS = (*ManagementSection.model_fields, "practice", "adoption", "land_units")


def organic_soils(file: ProjectFile, context: Context) -> tuple[OrganicSoil, ...]:
    """Return the organic soils of a project file.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    context : Context
        Places and notes of the file.

    Returns
    -------
    tuple of OrganicSoil
        In the order of the file.

    Raises
    ------
    permil.errors.InputError
        If there is neither a land unit nor an organic soil, or something acts on land units alone
        where there are none; and as organic_soil.
    """
    if not file.land_unit:
        _check_landless(file, context)
    return tuple(organic_soil(key, one, context) for key, one in file.organic_soil.items())


def _check_landless(file: ProjectFile, context: Context) -> None:
    """Raise an error for whatever acts on land units alone, of which there are none."""
    if not file.organic_soil:
        expected = "a section [land_unit.ID], or [organic_soil.ID] for peat and wetlands"
        raise MissingKey(where=context.where(), key="land_unit", expected=expected)
    found: list[tuple[Any, ...]] = []
    for key in _SECTIONS:
        if key in file.model_fields_set:
            found.append((key,))
    for section, keys in _OF_LAND.items():
        given = getattr(file, section).model_fields_set
        found += [(section, key) for key in keys if key in given]
    for name, scenario in file.scenario.items():
        given = scenario.model_fields_set
        found += [("scenario", name, key) for key in _OF_SCENARIOS if key in given]
    for where in found:
        raise NoEffect(
            where=context.where(*where),
            what=where[-1],
            when="in a project without land units, which holds organic soils alone",
            remedy="leave it out, or add the [land_unit.ID] that it is meant for",
        )


def check_organic_soils(
    file: ProjectFile, soils: Sequence[OrganicSoil], scenarios: Sequence[Scenario], context: Context
) -> None:
    """Raise an error if what the scenarios do to organic soils cannot be, or cannot be computed.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    soils : sequence of OrganicSoil
        Organic soils of the project.
    scenarios : sequence of Scenario
        Scenarios, the baseline first.
    context : Context
        Places and notes of the file.

    Raises
    ------
    permil.errors.InputError
        For an unknown soil, more area drained than is undisturbed or rewetted than is drained,
        more area burnt than there is, or a fact of the soil that is needed and not given.
    """
    known = {soil.id: soil for soil in soils}
    years = range(file.horizon.first_year, file.horizon.last_year + 1)
    for name, section in file.scenario.items():
        for key in ("water_table", "peat_fire"):
            for i, entry in enumerate(getattr(section, key) or ()):
                if entry.organic_soil not in known:
                    raise UnknownName(
                        where=context.where("scenario", name, key, i, "organic_soil"),
                        kind="organic soil",
                        value=entry.organic_soil,
                        nearest=list(known),
                    )
    for soil in soils:
        for scenario in scenarios:
            _check_scenario(soil, scenario, years, context)


def _check_scenario(soil: OrganicSoil, scenario: Scenario, years: range, context: Context) -> None:
    where = ("scenario", scenario.id, "water_table")
    changes = [w for w in scenario.activities.water_table if w.organic_soil == soil.id]
    if len({change.timing for change in changes}) > 1:
        raise Conflict(
            where=context.where(*where),
            problem=f"area of '{soil.id}' changes at the start of a year here, in its middle there",
            remedy="give all entries of one soil the same timing",
        )
    try:
        mosaic = mosaic_of(soil, changes, len(years))
    except PermilError as error:
        error.fields["where"] = context.where(*where)
        error.fields["problem"] = f"on '{soil.id}' {error.fields['problem']}"
        raise
    _check_kind(soil, changes, context, where)
    _check_facts(soil, mosaic, context)
    for fire in scenario.activities.peat_fire:
        if fire.organic_soil == soil.id:
            _check_fire(soil, fire, mosaic, years, context, scenario.id)


def mosaic_of(soil: OrganicSoil, changes: Sequence[WaterTable], years: int) -> WetlandMosaic:
    """Return how much of a soil is drained, rewetted and undisturbed by year.

    Parameters
    ----------
    soil : OrganicSoil
        The soil.
    changes : sequence of WaterTable
        What a scenario does to it.
    years : int
        Years of the horizon.

    Returns
    -------
    WetlandMosaic
        Mean areas of each year, shape (year,) [ha].

    Raises
    ------
    Conflict
        If the changes and the soil do not add up.
    """
    none = np.zeros(years)
    return wetland_mosaic(
        soil.area,
        soil.drained,
        soil.rewetted,
        newly_drained=sum((np.array(change.drained) for change in changes), none),
        newly_rewetted=sum((np.array(change.rewetted) for change in changes), none),
        timing=changes[0].timing if changes else AdoptionTiming.START_OF_YEAR,
    )


def _check_kind(
    soil: OrganicSoil, changes: Sequence[WaterTable], context: Context, where: tuple[Any, ...]
) -> None:
    """Raise an error for what no method tells of a soil of this kind."""
    if soil.kind is not OrganicSoilKind.INLAND_PEAT and any(c.overshoot for c in changes):
        raise NoEffect(
            where=context.where(*where),
            what="methane_overshoot",
            when=f"on '{soil.id}': the rule is one for inland peat",
            remedy="leave it out",
        )
    drains, rewets = (any(any(getattr(c, n)) for c in changes) for n in ("drained", "rewetted"))
    if soil.kind is OrganicSoilKind.INLAND_MINERAL and drains and rewets:
        raise Conflict(
            where=context.where(*where),
            problem=f"'{soil.id}' is drained and rewetted in one scenario, so that the stock of"
            " what is rewetted is not known",
            remedy="describe what is drained and what is rewetted as two organic soils",
        )


def _check_facts(soil: OrganicSoil, mosaic: WetlandMosaic, context: Context) -> None:
    """Raise an error for a fact that the areas need and the file does not give."""
    where, coastal = ("organic_soil", soil.id), soil.kind in COASTAL
    if mosaic.drained.any() and soil.land_use is None and not coastal:
        expected = 'the use of the drained soil, such as "cropland" or "grassland"'
        raise MissingKey(where=context.where(*where), key="land_use", expected=expected)
    mineral = soil.kind is OrganicSoilKind.INLAND_MINERAL
    if mineral and soil.land_use not in (None, PeatUse.CROPLAND):
        raise Conflict(
            where=context.where(*where, "land_use"),
            problem=f"the source has a factor for cropland on wetland mineral soil, not for"
            f" {soil.land_use}",
            remedy="leave the soil out and say so",
        )
    if soil.kind is OrganicSoilKind.SEAGRASS and mosaic.drained.any():
        raise Conflict(
            where=context.where(*where, "drained"),
            problem="the source has no factor for drained seagrass",
            remedy="leave that area out and say so",
        )
    methane = soil.kind in (OrganicSoilKind.MANGROVE, OrganicSoilKind.TIDAL_MARSH)
    if methane and mosaic.rewetted.any() and soil.salinity is None:
        expected = 'the mean salinity of the water, such as "25 g/kg", which decides on methane'
        raise MissingKey(where=context.where(*where), key="salinity", expected=expected)


def _check_fire(
    soil: OrganicSoil,
    fire: Burning,
    mosaic: WetlandMosaic,
    years: range,
    context: Context,
    scenario: str,
) -> None:
    """Raise an error for a fire on soil that is not there, or is not peat."""
    where = ("scenario", scenario, "peat_fire")
    if soil.kind is not OrganicSoilKind.INLAND_PEAT:
        raise NoEffect(
            where=context.where(*where),
            what="peat_fire",
            when=f"on '{soil.id}': the source has fires of inland peat alone",
            remedy="leave it out",
        )
    drained = fire.fire is not PeatFire.WILDFIRE_UNDRAINED
    there = mosaic.drained if drained else mosaic.rewetted + mosaic.undisturbed
    burnt = np.array([fire.area * fire.schedule.applies(year, years.start) for year in years])
    over = np.flatnonzero(burnt > there * (1.0 + 1e-9))
    if over.size:
        state = "drained" if drained else "wet"
        raise Conflict(
            where=context.where(*where),
            problem=f"{fire.area:g} ha burn in {years[over[0]]}, and {there[over[0]]:g} ha of"
            f" '{soil.id}' are {state} then",
            remedy="let burn no more than is there",
        )
