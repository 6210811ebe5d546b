"""Inland wetlands on mineral soil and coastal wetlands: carbon by their path, methane while wet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.science.adoption import area_in_window
from permil.science.coastal_wetlands import (
    SALINE,
    coastal_ch4_ipcc2013,
    coastal_soil_co2_ipcc2013,
)
from permil.science.greenhouse_gases import carbon_to_co2, soil_carbon_change_co2
from permil.science.nitrous_oxide import (
    direct_n2o_ipcc2019,
    leaching_n2o_ipcc2019,
    mineralised_nitrogen_ipcc2019,
    n2o_from_n2o_n,
)
from permil.science.organic_soils_drained import loss_until_exhausted
from permil.science.wetland_mineral_soils import (
    rewetted_mineral_ch4_ipcc2013,
    rewetted_mineral_stock_change_ipcc2013,
)
from permil.science.wetland_mosaic import drained_cohorts
from permil.tables import parameter_set
from permil.tables.organic_soils import wetland_row
from permil.tables.wetland_categories import WetlandClimate
from permil.vocabulary import AdoptionTiming, MoistureRegime, SoilType
from permil.workflows.activities.wetland_factors import CH4, CO2, N2O, Plan, published
from permil.workflows.factors import DrawnFactors

if TYPE_CHECKING:
    from permil.workflows.activities import ActivityRun, Lines

Float = NDArray[np.float64]

MINERAL, COASTAL = "mineral_wetlands", "coastal_wetlands"


def mineral_gases(run: ActivityRun, plan: Plan, climate: WetlandClimate) -> Lines:
    """Return the gases of an inland wetland on mineral soil under a scenario.

    What is rewetted gains carbon in two phases of 20 years and emits methane while it is wet; what
    is drained loses carbon over 20 years, and the nitrogen in it becomes N2O.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    plan : Plan
        The soil and its areas.
    climate : WetlandClimate
        Climate of the place.

    Returns
    -------
    dict of str to ndarray, shape (year, draw) or (year, 1)
        [t gas/yr].
    """
    soil = plan.soil
    for code, area in (
        ("wetland_mineral_drained", soil.drained),
        ("wetland_mineral_rewetted", soil.rewetted),
    ):
        if area:
            run.note([Assumption(code, {"soil": soil.name}, f"organic_soil.{soil.id}")])
    lines: Lines = {}
    wet, out = plan.mosaic.rewetted, plan.newly("rewetted")
    if wet.any():
        factor = _factor(run, plan, MINERAL, (CH4,), parameter="ch4", climate=climate)
        lines[CH4] = np.asarray(rewetted_mineral_ch4_ipcc2013(wet[:, None], factor))
    if out.any():
        gain = _regained(run, plan, climate, out)
        lines[CO2] = np.asarray(soil_carbon_change_co2(gain))
    into = plan.newly("drained")
    if into.any():
        loss = _lost(run, plan, climate, into)
        lines[CO2] = np.asarray(carbon_to_co2(loss))
        lines[N2O] = _mineralised(run, loss)
    return lines


def _regained(run: ActivityRun, plan: Plan, climate: WetlandClimate, out: Float) -> Float:
    """Return the carbon that rewetted area gains [t C/yr], (year, draw)."""
    phase = _phase()
    windows = [
        area_in_window(out, since, since + phase, plan.timing)[:, None] for since in (0.0, phase)
    ]
    gain = rewetted_mineral_stock_change_ipcc2013(
        _reference(run),
        *windows,
        before=_state(run, plan, "F_LU_cultivated", climate),
        after_first=_state(run, plan, "F_LU_rewetted_20", WetlandClimate.ALL),
        after_second=_state(run, plan, "F_LU_rewetted_40", WetlandClimate.ALL),
        phase=phase,
    )
    return np.asarray(gain)


def _lost(run: ActivityRun, plan: Plan, climate: WetlandClimate, into: Float) -> Float:
    """Return the carbon that drained area loses [t C/yr], (year, draw)."""
    phase = _phase()
    area = area_in_window(into, 0.0, phase, plan.timing)[:, None]
    share = 1.0 - _state(run, plan, "F_LU_cultivated", climate)
    return np.asarray(area * _reference(run) * share / phase)


def _phase() -> float:
    return parameter_set("ipcc_tier1")["transition"]


def _state(run: ActivityRun, plan: Plan, parameter: str, climate: WetlandClimate) -> Float:
    return _factor(run, plan, MINERAL, (CO2,), parameter=parameter, climate=climate)


def _reference(run: ActivityRun) -> Float:
    """Return the reference stock of wetland soil [t C/ha]."""
    keys = {"soil_type": SoilType.WET, "climate_zone": run.place.zone}
    return run.drawn.factor("ipcc.soc_reference.wet", "ipcc2019_soc_reference", (CO2,), **keys)


def _mineralised(run: ActivityRun, loss: Float) -> Float:
    """Return the N2O of the nitrogen that lost carbon releases [t N2O/yr], (year, draw)."""
    wet, drawn = run.place.regime is MoistureRegime.WET, run.drawn
    ratio = _nitrogen(drawn, "carbon_to_nitrogen.wetland", "R_CN_SOM", "land_use_change")
    ef1 = _nitrogen(
        drawn, *(("ef1_other", "EF1", "wet_other") if wet else ("ef1_dry", "EF1", "dry"))
    )
    leached = _nitrogen(drawn, "frac_leach", "FracLEACH", str(run.place.regime))
    nitrogen = mineralised_nitrogen_ipcc2019(loss, ratio)
    direct = direct_n2o_ipcc2019(0.0, nitrogen, ef1_synthetic=0.0, ef1_other=ef1)
    ef5 = _nitrogen(drawn, "ef5", "EF5", "aggregated")
    indirect = leaching_n2o_ipcc2019(nitrogen, frac_leach=leached, ef5=ef5)
    return np.asarray(n2o_from_n2o_n(direct + indirect) / 1000.0)


def _nitrogen(drawn: DrawnFactors, name: str, parameter: str, condition: str) -> Float:
    keys = {"parameter": parameter, "condition": condition}
    return drawn.factor(f"n2o.{name}", "ipcc2019_n2o", (N2O,), **keys)


def coastal_gases(run: ActivityRun, plan: Plan, climate: WetlandClimate) -> Lines:
    """Return the gases of a mangrove, tidal marsh or seagrass meadow under a scenario.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    plan : Plan
        The soil and its areas.
    climate : WetlandClimate
        Climate of the place, by which the source tells nothing apart here.

    Returns
    -------
    dict of str to ndarray, shape (year, draw) or (year, 1)
        [t gas/yr].
    """
    soil, wet = plan.soil, plan.mosaic.rewetted
    lines: Lines = {}
    if plan.mosaic.drained.any():
        lines[CO2] = _drained_coast(run, plan)
    if wet.any():
        gain = _factor(run, plan, COASTAL, (CO2,), parameter="rewetting", wetland=soil.kind)
        lines[CO2] = lines.get(CO2, 0.0) + coastal_soil_co2_ipcc2013(wet[:, None], gain)
        if plan.newly("rewetted").any():
            run.note([Assumption("coastal_vegetation", {"soil": soil.name}, "water_table")])
    if wet.any() and soil.salinity is not None:
        condition = "above_18_ppt" if soil.salinity > SALINE else "below_18_ppt"
        keys = {"parameter": "ch4", "wetland": soil.kind, "condition": condition}
        factor = _factor(run, plan, COASTAL, (CH4,), **keys)
        lines[CH4] = np.asarray(
            coastal_ch4_ipcc2013(wet[:, None], soil.salinity, fresh=factor, saline=factor)
        )
    return lines


def _drained_coast(run: ActivityRun, plan: Plan) -> Float:
    """Return the CO2 of drained coastal soil until its first metre is gone, (year, draw)."""
    soil, first = plan.soil, run.years.start
    if soil.drained and soil.drained_since is None:
        key = f"organic_soil.{soil.id}.drained_since"
        run.note([Assumption("coastal_drained_since", {"soil": soil.name}, key)])
    rate = _factor(run, plan, COASTAL, (CO2,), parameter="drainage", wetland=soil.kind)
    stock = _factor(run, plan, COASTAL, (CO2,), parameter="soil_carbon_stock_1m", wetland=soil.kind)
    areas = drained_cohorts(
        soil.drained, plan.newly("drained"), plan.newly("rewetted"), plan.timing
    )
    # By the timing an area has been drained for half a year less when its second year begins.
    offset = 1.0 if plan.timing is AdoptionTiming.START_OF_YEAR else 0.5
    years = np.arange(len(run.years))
    since = first if soil.drained_since is None else soil.drained_since
    total = np.zeros((len(years), 1))
    for cohort in np.flatnonzero(areas.any(axis=1)):
        age = years + first - since + 1.0 if cohort == 0 else years - (cohort - 1) + offset
        loss = loss_until_exhausted(rate, stock, np.maximum(age, 1.0)[:, None])
        total = total + coastal_soil_co2_ipcc2013(areas[cohort][:, None], loss)
    return total


def _factor(run: ActivityRun, plan: Plan, name: str, lines: tuple[str, ...], **keys: str) -> Float:
    row = wetland_row(name, where=f"organic_soil.{plan.soil.id}", **keys)
    return published(run.drawn, name, row, lines)
