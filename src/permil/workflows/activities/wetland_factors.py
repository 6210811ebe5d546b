"""What the methods of organic and wetland soils share: lines, areas by year, factors of a table."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.organic_soils import OrganicSoil, WaterTable
from permil.datasets.project import Scenario
from permil.datasets.resolve_organic_soils import mosaic_of
from permil.science.wetland_mosaic import WetlandMosaic
from permil.tables import table
from permil.vocabulary import AdoptionTiming
from permil.workflows.factors import DrawnFactors, one_if_exact

Float = NDArray[np.float64]

CO2, CH4, N2O = "organic_soil_co2", "organic_soil_ch4", "organic_soil_n2o"


class Plan(NamedTuple):
    """An organic soil under a scenario.

    Parameters
    ----------
    soil : OrganicSoil
        The soil.
    changes : list of WaterTable
        What the scenario does to it.
    mosaic : WetlandMosaic
        Area by state and year [ha].
    """

    soil: OrganicSoil
    changes: list[WaterTable]
    mosaic: WetlandMosaic

    @property
    def timing(self) -> AdoptionTiming:
        """Return when in its year area changes; it is one for all changes of a soil."""
        return self.changes[0].timing if self.changes else AdoptionTiming.START_OF_YEAR

    def newly(self, state: str) -> Float:
        """Return the area that is drained or rewetted in each year, shape (year,) [ha]."""
        none = np.zeros(len(self.mosaic.drained))
        return sum((np.array(getattr(change, state)) for change in self.changes), none)


def plan_of(soil: OrganicSoil, scenario: Scenario, years: int) -> Plan:
    """Return what a scenario makes of an organic soil.

    Parameters
    ----------
    soil : OrganicSoil
        The soil.
    scenario : Scenario
        The scenario.
    years : int
        Years of the horizon.

    Returns
    -------
    Plan
        Changes, and areas that add up to the soil's in every year.
    """
    changes = [c for c in scenario.activities.water_table if c.organic_soil == soil.id]
    return Plan(soil, changes, mosaic_of(soil, changes, years))


def published(drawn: DrawnFactors, name: str, row: Any, lines: tuple[str, ...]) -> Float:
    """Return draws of a row of a table of wetlands; soils that share a row share its draws.

    Parameters
    ----------
    drawn : DrawnFactors
        Draws by name.
    name : str
        Name of the table.
    row : table row
        The row.
    lines : tuple of str
        Lines of the ledger in which it stands.

    Returns
    -------
    ndarray, shape (draw,) or (1,)
        Draws in the row's unit; one where it is exact.
    """
    keys = {key: getattr(row, key) for key in table(name).card.keys}
    told = [str(value) for value in keys.values() if value not in ("all", "first")]
    return one_if_exact(drawn.factor(".".join(("organic_soil", name, *told)), name, lines, **keys))
