"""Run a case of biochar, fire, energy, manufacture or biomass; see ``evaluate``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from permil.science.biochar import (
    biochar_carbon_ipcc2019,
    biochar_co2_ipcc2019,
    biochar_permanence_woolf2021,
)
from permil.science.energy import FuelFactors, fuel_gases_ipcc2006
from permil.science.fire import FireFactors, burnt_dry_matter_ipcc2019, fire_gases_ipcc2019
from permil.science.manufacture import manufacture_co2e, product_from_nutrient

Case = dict[str, Any]


def biochar(case: Case) -> Case:
    left = biochar_carbon_ipcc2019(case["amount"], case["carbon_fraction"], case["permanence"])
    return {"carbon": left, "stored_co2": -biochar_co2_ipcc2019(left)}


def biochar_hydrogen(case: Case) -> Case:
    share = biochar_permanence_woolf2021(case["ratio"], case["intercept"], case["slope"])
    return {"permanence": share}


def fire(case: Case) -> Case:
    burnt = burnt_dry_matter_ipcc2019(case["fuel"], case["combustion_factor"])
    factors = FireFactors(case["ef_ch4"], case["ef_n2o"], case["ef_co"])
    return {"burnt": burnt} | fire_gases_ipcc2019(burnt, factors)._asdict()


def fuel(case: Case) -> Case:
    factors = FuelFactors(case["ef_co2"], case["ef_ch4"], case["ef_n2o"])
    return fuel_gases_ipcc2006(case["amount"], factors)._asdict()


def manufacture(case: Case) -> Case:
    product = product_from_nutrient(case["nitrogen"], case["content"])
    return {"product": product, "co2e": manufacture_co2e(product, case["factor"])}


EVALUATE: dict[str, Callable[[Case], Case]] = {
    function.__name__: function for function in (biochar, biochar_hydrogen, fire, fuel, manufacture)
}
