"""Run a case of time and limits: crossover, tonne-years, GWP*, fixation, the bucket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from permil.science.crossover import crossover_time
from permil.science.methane_metrics import GwpStar, warming_equivalent_smith2021
from permil.science.nutrient_supply import fixed_nitrogen_anglade2015
from permil.science.tonne_years import (
    CarbonDioxideResponse,
    airborne_tonne_years_joos2013,
    tonne_year_credit_lashof,
    tonne_year_credit_mouracosta2000,
)
from permil.science.water_balance import water_balance_fao56
from permil.tables import parameter_set

Case = dict[str, Any]


def crossover(case: Case) -> Case:
    emission = case["nitrogen"] * case["emission_per_nitrogen"]
    found = crossover_time(case["gain"], emission, transition=case["transition"])
    return {"time": float(found.time), "starts_positive": bool(found.starts_positive)}


def tonne_years(case: Case) -> Case:
    air = parameter_set("co2_response_ar5")
    response = CarbonDioxideResponse(
        air["a0"],
        (air["a1"], air["a2"], air["a3"]),
        (air["tau1"], air["tau2"], air["tau3"]),
    )
    years, horizon = np.array(case["years"]), case["horizon"]
    return {
        "integral": airborne_tonne_years_joos2013(horizon, response),
        "moura_costa": list(tonne_year_credit_mouracosta2000(years, response, horizon=horizon)),
        "lashof": list(tonne_year_credit_lashof(years, response, horizon=horizon)),
    }


def gwp_star(case: Case) -> Case:
    star = parameter_set("gwp_star")
    lag = int(star["lag"])
    constants = GwpStar(star["rate_term"], star["stock_term"], lag, star["gwp100"])
    found = warming_equivalent_smith2021(
        np.full(lag + 1, case["after"]), np.full(lag, case["before"]), constants
    )
    return {"first_year": found[0], "year_21": found[lag]}


def fixation(case: Case) -> Case:
    names = ("fixed_share", "harvest_index", "below_ground_ratio")
    factors = {name: case[name] for name in names}
    nitrogen = fixed_nitrogen_anglade2015(case["dry_yield"], case["nitrogen_content"], **factors)
    return {"nitrogen": nitrogen}


def bucket(case: Case) -> Case:
    found = water_balance_fao56(
        np.repeat([case["wet_rain"], 0.0], 6),
        np.repeat([case["wet_demand"], case["dry_demand"]], 6),
        case["available_water"],
        depletion_fraction=case["depletion_fraction"],
    )
    return {
        "evapotranspiration": found.evapotranspiration.sum(),
        "drainage": found.drainage.sum(),
        "driest": found.water.min(),
    }


EVALUATE: dict[str, Callable[[Case], Case]] = {
    function.__name__: function for function in (crossover, tonne_years, gwp_star, fixation, bucket)
}
