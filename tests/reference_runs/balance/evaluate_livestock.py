"""Run a case of methane from animals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from permil.science.cattle_energy import (
    NetEnergies,
    gross_energy_ipcc2019,
    growth_energy_ratio_ipcc2019,
    maintenance_energy_ratio_ipcc2019,
    net_energy_activity_ipcc2019,
    net_energy_growth_ipcc2019,
    net_energy_lactation_ipcc2019,
    net_energy_maintenance_ipcc2019,
    net_energy_pregnancy_ipcc2019,
)
from permil.science.enteric_methane import (
    enteric_emission_factor_ipcc2019,
    enteric_methane_ipcc2019,
)
from permil.science.greenhouse_gases import MetricFactors, co2_equivalent

Case = dict[str, Any]


def enteric(case: Case) -> Case:
    methane = enteric_methane_ipcc2019(case["head"], case["emission_factor"])
    factors = MetricFactors(273.0, 27.0)
    return {"methane": methane, "co2e_ar6": co2_equivalent(0.0, 0.0, methane / 1000.0, factors)}


def cattle(case: Case) -> Case:
    maintenance = net_energy_maintenance_ipcc2019(case["weight"], case["cf"])
    need = NetEnergies(
        maintenance=maintenance,
        activity=net_energy_activity_ipcc2019(maintenance, case["ca"]),
        lactation=net_energy_lactation_ipcc2019(case["milk"], case["fat"]),
        pregnancy=net_energy_pregnancy_ipcc2019(maintenance, case["c_pregnancy"], case["pregnant"]),
        growth=net_energy_growth_ipcc2019(
            case["weight"], case["mature_weight"], case["gain"], case["sex"]
        ),
    )
    digestibility = case["digestibility"]
    gross = gross_energy_ipcc2019(need, digestibility)
    return {
        "maintenance": need.maintenance,
        "activity": need.activity,
        "lactation": need.lactation,
        "pregnancy": need.pregnancy,
        "growth": need.growth,
        "rem": maintenance_energy_ratio_ipcc2019(digestibility),
        "reg": growth_energy_ratio_ipcc2019(digestibility),
        "gross_energy": gross,
        "emission_factor": enteric_emission_factor_ipcc2019(gross, case["ym"], case["energy"]),
    }


EVALUATE: dict[str, Callable[[Case], Case]] = {"enteric": enteric, "cattle": cattle}
