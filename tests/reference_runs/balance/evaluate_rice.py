"""Run a case of methane and N2O from rice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from permil.science.greenhouse_gases import MetricFactors, co2_equivalent
from permil.science.nitrous_oxide import n2o_from_n2o_n
from permil.science.rice_methane import (
    RiceAmendments,
    rice_amendment_scaling_ipcc2019,
    rice_daily_emission_ipcc2019,
    rice_methane_ipcc2019,
)
from permil.science.rice_nitrous_oxide import rice_direct_n2o_ipcc2019

Case = dict[str, Any]


def rice(case: Case) -> Case:
    scaling = rice_amendment_scaling_ipcc2019(
        RiceAmendments(*case["amounts"]),
        RiceAmendments(*case["conversion"]),
        exponent=case["exponent"],
    )
    daily = rice_daily_emission_ipcc2019(
        case["baseline"],
        water_regime=case["water_regime"],
        pre_season=case["pre_season"],
        amendments=scaling,
    )
    methane = rice_methane_ipcc2019(daily, case["days"])
    factors = MetricFactors(273.0, 27.0)
    return {
        "scaling": scaling,
        "daily_emission": daily,
        "methane": methane,
        "co2e_ar6": co2_equivalent(0.0, 0.0, methane / 1000.0, factors),
    }


def rice_n2o(case: Case) -> Case:
    direct = rice_direct_n2o_ipcc2019(case["nitrogen"], ef1_rice=case["ef1_rice"])
    gas = n2o_from_n2o_n(direct)
    factors = MetricFactors(273.0, 27.0)
    return {"direct": direct, "co2e_ar6": co2_equivalent(0.0, gas / 1000.0, 0.0, factors)}


EVALUATE: dict[str, Callable[[Case], Case]] = {"rice": rice, "rice_n2o": rice_n2o}
