"""Carbon in the biomass of trees, hedges and perennial crops, by land unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.trees import Trees
from permil.datasets.project import LandUnit, Scenario
from permil.errors import MissingKey
from permil.science.woody_biomass import (
    BiomassGrowth,
    BiomassStock,
    biomass_co2_ipcc2019,
    woody_stock_ipcc2019,
)
from permil.tables import table
from permil.tables.biomass_categories import BiomassPart, HedgeStudy, WorldRegion
from permil.tables.biomass_lookup import woody_growth
from permil.tables.biomass_rows import ALL_REGIONS
from permil.workflows.factors import one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities.run import ActivityRun, Lines

Float = NDArray[np.float64]

LINE = "biomass_carbon_change_co2"


def woody_lines(run: ActivityRun, unit: LandUnit) -> Lines:
    """Return the change of biomass carbon on a land unit by scenario.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    unit : LandUnit
        The land unit.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Line of biomass, growth negative [t CO2/yr].

    Raises
    ------
    permil.errors.InputError
        If the tables have no growth of a system in the climate zone, or growth differs by a region
        that is not said.
    """
    return run.lines_of(lambda scenario: _woody(run, unit, scenario))


def _woody(run: ActivityRun, unit: LandUnit, scenario: Scenario) -> Lines:
    """Return the line of one scenario, (year, draw) or (year, 1)."""
    total: Any = np.zeros((len(run.years), 1))
    for i, trees in enumerate(scenario.activities.trees):
        if trees.land_unit == unit.id:
            stock = trees.area * _stock(run, trees, f"scenario.{scenario.id}.trees, number {i + 1}")
            total = total + biomass_co2_ipcc2019(np.diff(stock, axis=0))
    return {LINE: total}


def _stock(run: ActivityRun, trees: Trees, where: str) -> Float:
    """Return the carbon at the end of each year, that of the year before the first in front.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    trees : Trees
        A stand.
    where : str
        Its place, for messages.

    Returns
    -------
    ndarray, shape (year + 1, draw) or (year + 1, 1)
        [t C/ha].
    """
    years = np.arange(run.years.start - 1, run.years.stop)
    age = np.maximum(years - trees.planted + 1.0, 0.0)[:, None]
    standing = np.array([float(trees.stands(int(year))) for year in years])[:, None]
    if trees.study is not None and trees.growing_years is not None:
        grown = _grown_hedge(run, trees.study)
        return np.asarray(standing * grown * np.minimum(age / trees.growing_years, 1.0))
    growth = BiomassGrowth(
        _growth(run, trees, BiomassPart.ABOVE_GROUND, where),
        _growth(run, trees, BiomassPart.BELOW_GROUND, where),
    )
    most = run.drawn.factor(
        f"woody.maximum.{trees.system}",
        "woody_maximum",
        (LINE,),
        system=trees.system,
        climate_zone=run.place.zone,
    )
    stock = woody_stock_ipcc2019(BiomassStock(0.0, 0.0), growth, one_if_exact(most), age)
    return np.asarray(standing * stock.total)


def _growth(run: ActivityRun, trees: Trees, part: BiomassPart, where: str) -> Float:
    """Return the yearly growth of a part [t C/ha/yr]."""
    zone, region = run.place.zone, trees.region
    rows = table("woody_growth").select(part=part, system=trees.system, climate_zone=zone)
    if region is None and any(row.regions != ALL_REGIONS for row in rows):
        raise MissingKey(
            where=where,
            key="region",
            expected=f"the region of the world, by which {trees.system} grows differently:"
            f" {', '.join(WorldRegion)}",
        )
    # A row for all regions holds in any.
    row = woody_growth(part, trees.system, zone, region or WorldRegion.EUROPE)
    keys = {"part": part, "system": trees.system, "climate_zone": zone, "regions": row.regions}
    name = f"woody.growth.{part}.{trees.system}.{row.regions}"
    return one_if_exact(run.drawn.factor(name, "woody_growth", (LINE,), **keys))


def _grown_hedge(run: ActivityRun, study: HedgeStudy) -> Any:
    """Return the carbon of a grown hedge, above and below ground [t C/ha]."""
    parts = [row.part for row in table("hedge_biomass").select(study=study)]
    return sum(
        one_if_exact(
            run.drawn.factor(
                f"hedge.{study}.{part}", "hedge_biomass", (LINE,), study=study, part=part
            )
        )
        for part in parts
    )
