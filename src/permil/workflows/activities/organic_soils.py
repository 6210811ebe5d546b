"""Organic and wetland soils: what their states emit, and what scenarios make of these states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.activities.organic_soils import OrganicSoil
from permil.datasets.project import Scenario
from permil.science.adoption import area_in_window
from permil.science.organic_soils_drained import (
    DrainedFactors,
    SoilGases,
    drained_organic_soil_ipcc2013,
)
from permil.science.organic_soils_rewetted import (
    RewettedFactors,
    methane_overshoot,
    rewetted_organic_soil_ipcc2013,
)
from permil.science.peat_fire import PeatFireFactors, peat_fire_ipcc2013
from permil.science.wetland_mosaic import mosaic_gases
from permil.tables import parameter_set, table
from permil.tables.organic_soils import drained_rows, rewetted_rows, wetland_climate, wetland_row
from permil.tables.wetland_categories import WetlandClimate
from permil.vocabulary import Gas, Metric, OrganicSoilKind
from permil.workflows.activities.wetland_factors import CH4, CO2, N2O, Plan, plan_of, published
from permil.workflows.activities.wetlands import coastal_gases, mineral_gases
from permil.workflows.factors import DrawnFactors, metric_factors, one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities import ActivityRun, Lines

Float = NDArray[np.float64]

FIRE_CO2, FIRE_CH4 = "peat_fire_co2", "peat_fire_ch4"
DRAINED, REWETTED, FIRE = "drained_organic_soils", "rewetted_organic_soils", "peat_fire"
#: Lines in which each parameter of a table stands.
_LINES = {
    "onsite_co2": (CO2,),
    "co2_carbon": (CO2,),
    "dissolved_carbon": (CO2,),
    "land_ch4": (CH4,),
    "ditch_ch4": (CH4,),
    "ditch_share": (CH4,),
    "ch4_carbon": (CH4,),
    "n2o_nitrogen": (N2O,),
}
#: Metric by which the rule of the methane overshoot counts.
RULE_METRIC = Metric.AR5_GWP100
_NOTHING = SoilGases(np.zeros(1), np.zeros(1), np.zeros(1))


def organic_soils(run: ActivityRun) -> Lines:
    """Return the gases of organic and wetland soils and of their fires.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Project totals [t gas/yr].

    Raises
    ------
    NotApplicable
        If the source has no factor for a soil in the climate of the place.
    Ambiguous
        If the source tells statuses apart that the project does not give.
    """
    if not run.project.organic_soils:
        return {}
    climate = wetland_climate(run.place.zone)
    source = table(DRAINED).card.source
    run.note([Assumption("organic_soil_factors", {"climate": climate}, "factor", source)])

    def emitted(scenario: Scenario) -> Lines:
        total: Lines = {}
        for soil in run.project.organic_soils:
            plan = plan_of(soil, scenario, len(run.years))
            for part in (_soil(run, plan, climate), _fires(run, scenario, soil, climate)):
                for name, values in part.items():
                    total[name] = total[name] + values if name in total else values
        return total

    return run.lines_of(emitted)


def _soil(run: ActivityRun, plan: Plan, climate: WetlandClimate) -> Lines:
    """Return the gases of one soil under one scenario, (year, draw)."""
    by_kind: dict[OrganicSoilKind, Callable[[ActivityRun, Plan, WetlandClimate], Lines]] = {
        OrganicSoilKind.INLAND_PEAT: _peat,
        OrganicSoilKind.INLAND_MINERAL: mineral_gases,
    }
    return by_kind.get(plan.soil.kind, coastal_gases)(run, plan, climate)


def _peat(run: ActivityRun, plan: Plan, climate: WetlandClimate) -> Lines:
    mosaic = plan.mosaic
    dry = drained_gases(plan.soil, climate, run.drawn) if mosaic.drained.any() else _NOTHING
    wet = rewetted_gases(plan.soil, climate, run.drawn) if mosaic.rewetted.any() else _NOTHING
    gases = mosaic_gases(mosaic, dry, wet)
    lines = {CO2: gases.co2, CH4: gases.ch4, N2O: gases.n2o}
    if any(change.overshoot for change in plan.changes):
        lines[CH4] = lines[CH4] + _overshoot(run, plan)
    return lines


def drained_gases(soil: OrganicSoil, climate: WetlandClimate, drawn: DrawnFactors) -> SoilGases:
    """Return what a hectare of drained inland peat emits in a year.

    Parameters
    ----------
    soil : OrganicSoil
        Inland peat with a use of its drained part.
    climate : WetlandClimate
        Climate of the place.
    drawn : DrawnFactors
        Draws by name.

    Returns
    -------
    SoilGases
        CO2 [t CO2/ha/yr], CH4 [kg CH4/ha/yr] and N2O [kg N2O/ha/yr], each of shape (draw,).
    """
    assert soil.land_use is not None  # asked for while reading
    rows = drained_rows(
        land_use=soil.land_use,
        climate=climate,
        nutrients=soil.nutrients,
        drainage=soil.drainage,
        where=f"organic_soil.{soil.id}",
    )
    found = {str(name): published(drawn, DRAINED, row, _LINES[name]) for name, row in rows.items()}
    return drained_organic_soil_ipcc2013(DrainedFactors(**found))


def rewetted_gases(soil: OrganicSoil, climate: WetlandClimate, drawn: DrawnFactors) -> SoilGases:
    """Return what a hectare of rewetted inland peat emits in a year.

    Parameters
    ----------
    soil : OrganicSoil
        Inland peat.
    climate : WetlandClimate
        Climate of the place.
    drawn : DrawnFactors
        Draws by name.

    Returns
    -------
    SoilGases
        CO2 [t CO2/ha/yr], CH4 [kg CH4/ha/yr] and N2O [kg N2O/ha/yr], each of shape (draw,).
    """
    where = f"organic_soil.{soil.id}"
    rows = rewetted_rows(climate=climate, nutrients=soil.nutrients, where=where)
    found = {str(name): published(drawn, REWETTED, row, _LINES[name]) for name, row in rows.items()}
    return rewetted_organic_soil_ipcc2013(RewettedFactors(**found))


def _overshoot(run: ActivityRun, plan: Plan) -> Float:
    """Return the methane that the rule charges in the years after rewetting, (year, draw)."""
    rule = parameter_set("eu_methane_overshoot")
    keys = {"parameter_set": "eu_methane_overshoot", "parameter": "charge"}
    charge = run.drawn.factor("organic_soil.overshoot", "rewetting_rules", (CH4,), **keys)
    source = table("rewetting_rules").card.source
    fields = {"years": f"{rule['duration']:g}", "charge": f"{charge[0]:g}"}
    key = "water_table.methane_overshoot"
    run.note([Assumption("rewetting_overshoot", fields, key, source)])
    charged = [np.array(c.rewetted) for c in plan.changes if c.overshoot]
    area = area_in_window(sum(charged), 0.0, rule["duration"], plan.timing)
    metric = metric_factors(str(RULE_METRIC))[Gas.CH4]
    return np.asarray(methane_overshoot(area[:, None], one_if_exact(charge), metric))


def _fires(
    run: ActivityRun, scenario: Scenario, soil: OrganicSoil, climate: WetlandClimate
) -> Lines:
    """Return the gases of the fires of a scenario on a soil, (year, draw)."""
    total: Lines = {}
    for burning in scenario.activities.peat_fire:
        if burning.organic_soil != soil.id:
            continue

        def factor(parameter: str, fire: str, *lines: str) -> Float:
            keys = {"parameter": parameter, "climate": climate, "fire": fire}
            row = wetland_row(FIRE, where=f"organic_soil.{soil.id}", **keys)
            return published(run.drawn, FIRE, row, lines)

        factors = PeatFireFactors(
            co2_carbon=factor("co2_carbon", "all", FIRE_CO2),
            co=np.zeros(1),  # no metric weighs it
            ch4=factor("ch4", "all", FIRE_CH4),
        )
        fuel = factor("fuel", str(burning.fire), FIRE_CO2, FIRE_CH4)
        gases = peat_fire_ipcc2013(fuel, factors)
        area = (burning.area * run.applies(burning.schedule))[:, None]
        for name, values in ((FIRE_CO2, gases.co2), (FIRE_CH4, gases.ch4)):
            total[name] = total.get(name, 0.0) + area * values
    return total
