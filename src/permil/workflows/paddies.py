"""Which land is a paddy in which year: rice entries joined with the rotation that has rice."""

from __future__ import annotations

from collections.abc import Iterator

from permil.datasets.activities.rice import Rice
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project, Scenario
from permil.tables.categories import NitrousOxideCondition
from permil.tables.rice_categories import WaterRegime
from permil.vocabulary import LandUse
from permil.workflows.carbon_inputs import managements_of

#: Crop of the rotation that rice entries describe.
CROP = "rice"
#: How the factor EF1FR knows a water regime; upland rice has the EF1 of other crops.
WATER_MANAGEMENT = {
    WaterRegime.CONTINUOUS: NitrousOxideCondition.CONTINUOUS_FLOODING,
    WaterRegime.SINGLE_DRAINAGE: NitrousOxideCondition.DRAINED,
    WaterRegime.MULTIPLE_DRAINAGE: NitrousOxideCondition.DRAINED,
    WaterRegime.IRRIGATED: NitrousOxideCondition.AGGREGATED,
    WaterRegime.RAINFED: NitrousOxideCondition.AGGREGATED,
    WaterRegime.DROUGHT_PRONE: NitrousOxideCondition.AGGREGATED,
    WaterRegime.DEEP_WATER: NitrousOxideCondition.AGGREGATED,
    WaterRegime.RAINFED_AGGREGATED: NitrousOxideCondition.AGGREGATED,
    WaterRegime.UPLAND: None,
}

#: Seasons of each year.
Seasons = list[tuple[Rice, ...]]


def entries_of(project: Project, unit: LandUnit, s: int) -> tuple[Rice, ...]:
    """Return the rice entries of a scenario on a land unit.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit; a scenario that leaves it out keeps the baseline's water there.
    s : int
        Position of the scenario.

    Returns
    -------
    tuple of Rice
        Possibly none.
    """
    scenario = project.scenarios[s]
    if scenario.land_units and unit.id not in scenario.land_units:
        scenario = project.scenarios[0]
    return tuple(
        entry
        for entry in scenario.activities.rice
        if not entry.land_units or unit.id in entry.land_units
    )


def seasons_of(project: Project, unit: LandUnit, s: int) -> Seasons:
    """Return the rice seasons of each year of the horizon.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    s : int
        Position of the scenario.

    Returns
    -------
    list of tuple of Rice
        By year; a season needs an entry whose schedule holds and rice in the rotation.
    """
    entries = entries_of(project, unit, s)
    start, last = project.horizon.first_year, project.horizon.last_year
    years = range(start, last + 1)
    if not entries:
        return [()] * len(years)
    management = managements_of(project, unit)[s]
    return [
        tuple(entry for entry in entries if entry.schedule.applies(year, start))
        if grows_rice(management, year, start)
        else ()
        for year in years
    ]


def grows_rice(management: Management, year: int, start: int) -> bool:
    """Say whether a management grows rice in a year.

    Parameters
    ----------
    management : Management
        The management.
    year : int
        Calendar year.
    start : int
        First year of the horizon.

    Returns
    -------
    bool
        Whether the crop of the year is rice; carbon inputs that name no crop may be of rice.
    """
    crop, given = management.grown(year, start)
    if crop is not None:
        return crop.crop == CROP
    return given is not None and given.crop in ("", CROP)


def flooded(project: Project) -> Iterator[tuple[Scenario, set[NitrousOxideCondition]]]:
    """Yield every scenario with a season under water, and its kinds of water management."""
    for s, scenario in enumerate(project.scenarios):
        entries = {
            entry
            for unit in project.land_units
            for year in seasons_of(project, unit, s)
            for entry in year
        }
        waters = {WATER_MANAGEMENT[entry.water_regime] for entry in entries}
        if found := {water for water in waters if water is not None}:
            yield scenario, found


def without_water(project: Project) -> Iterator[Scenario]:
    """Yield every scenario that grows rice in a year for which nothing is said of its water."""
    start, last = project.horizon.first_year, project.horizon.last_year
    for s, scenario in enumerate(project.scenarios):
        for unit in project.land_units:
            management = managements_of(project, unit)[s]
            crops = [management.grown(year, start)[0] for year in range(start, last + 1)]
            rice = [crop is not None and crop.crop == CROP for crop in crops]
            seasons = seasons_of(project, unit, s)
            if any(grown and not of for grown, of in zip(rice, seasons, strict=True)):
                yield scenario
                break


def is_paddy(project: Project, unit: LandUnit, s: int) -> bool:
    """Say whether a land unit stands under water for rice in some year of a scenario.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    s : int
        Position of the scenario.

    Returns
    -------
    bool
        Rice of which nobody says how it is watered is taken to be flooded.
    """
    start, last = project.horizon.first_year, project.horizon.last_year
    management = managements_of(project, unit)[s]
    if management.land_use is LandUse.PADDY_RICE:
        return True
    for year, seasons in zip(range(start, last + 1), seasons_of(project, unit, s), strict=True):
        crop, given = management.grown(year, start)
        named = crop is not None and crop.crop == CROP
        named = named or (given is not None and given.crop == CROP)
        waters = [WATER_MANAGEMENT[season.water_regime] for season in seasons]
        if any(water is not None for water in waters) or (named and not seasons):
            return True
    return False
