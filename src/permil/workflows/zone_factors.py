"""Whether the IPCC tables hold what a project needs in its climate zone, asked before the run."""

from __future__ import annotations

from collections.abc import Sequence

from permil.datasets.project import Project, Scenario
from permil.errors import NoFactorForZone
from permil.vocabulary import ClimateZone, LandUse
from permil.workflows.factor_use import FactorBook
from permil.workflows.place import PlaceFacts
from permil.workflows.tier1 import STOCK_CHANGE, input_level


def check_zone_factors(
    project: Project, place: PlaceFacts, models: Sequence[str], book: FactorBook
) -> None:
    """Raise an error if a stock-change factor that will be needed is not in the tables.

    Parameters
    ----------
    project : Project
        The project.
    place : PlaceFacts
        With the climate zone.
    models : sequence of str
        Models that will be run.
    book : FactorBook
        The published factors and those that the project gives.

    Raises
    ------
    NoFactorForZone
        If ipcc_tier1, or a change of tillage beside another model, finds no factor for the zone
        (polar, and for some levels tropical montane).
    """
    if "ipcc_tier1" in models:
        for scenario in project.scenarios:
            for factor, level in _tier1_levels(scenario):
                if not _there(factor, level, place.zone, book):
                    remedy = "take ipcc_tier1 out of run.models; another model runs there"
                    raise _missing(project, place, "run.models", "ipcc_tier1", level, remedy)
    if set(models) <= {"ipcc_tier1"}:
        return
    today = project.scenarios[0].management.tillage
    for scenario in project.scenarios[1:]:
        tillage = scenario.management.tillage
        for needed in (tillage, today):
            if tillage is not today and not _there("F_MG", str(needed), place.zone, book):
                method = "the stock factor by which a change of tillage acts"
                remedy = f"leave that change, or its practice, out of scenario '{scenario.name}'"
                where = f"scenario.{scenario.id}"
                raise _missing(project, place, where, method, str(needed), remedy)


def _tier1_levels(scenario: Scenario) -> list[tuple[str, str]]:
    """Return the cropland factors that IPCC Tier 1 takes for a scenario."""
    management = scenario.management
    if management.land_use is LandUse.GRASSLAND:
        return []
    levels = [("F_LU", str(management.land_use))]
    if management.land_use is LandUse.LONG_TERM_CULTIVATED:
        level, _ = input_level(management)
        levels += [("F_MG", str(management.tillage)), ("F_I", str(level))]
    return levels


def _there(factor: str, level: str, zone: ClimateZone, book: FactorBook) -> bool:
    return book.has(STOCK_CHANGE, factor=factor, level=level, climate_zone=zone)


def _missing(
    project: Project, place: PlaceFacts, where: str, method: str, what: str, remedy: str
) -> NoFactorForZone:
    spot = project.place
    named = "the place"
    if spot.latitude is not None and spot.longitude is not None:
        named = f"the place at {spot.latitude:g} °N, {spot.longitude:g} °E"
    return NoFactorForZone(
        where=where,
        method=method,
        place=named,
        zone=str(place.zone).replace("_", " "),
        what=what.replace("_", " "),
        remedy=remedy,
    )
