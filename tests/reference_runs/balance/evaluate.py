"""Run a case of the balance: its inputs by name in, the results of permil.science out.

The re-keyed cases of this folder and the fuller comparison in ``tests/reference`` share this.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import reference_runs.balance.evaluate_livestock as livestock
import reference_runs.balance.evaluate_rice as rice
from permil.science.greenhouse_gases import (
    MetricFactors,
    carbon_to_co2,
    co2_equivalent,
    soil_carbon_change_co2,
)
from permil.science.lime_urea import lime_co2_ipcc2019, urea_co2_ipcc2019
from permil.science.nitrous_oxide import (
    NitrogenInputs,
    NitrousOxideFactors,
    direct_n2o_ipcc2019,
    mineralised_nitrogen_ipcc2019,
    n2o_from_n2o_n,
    soil_n2o_ipcc2019,
)
from permil.science.nutrients import nutrient_need, nutrient_ratios_kirkby2011
from permil.science.plant_inputs_fixed import (
    FixedCoefficients,
    carbon_inputs_soilmanager2024,
)
from permil.science.residue_nitrogen import (
    above_ground_residues_ipcc2019,
    below_ground_residues_ipcc2019,
    residue_nitrogen_ipcc2019,
)
from permil.science.stock_change import (
    adopted_area_years,
    annual_stock_change_ipcc2019,
    equilibrium_stock_ipcc2019,
    inventory_stock_change_ipcc2019,
    stock_change_with_adoption,
)
from permil.tables import table
from reference_runs.balance import evaluate_limits, evaluate_upstream, evaluate_wetlands

Case = dict[str, Any]
HERE = Path(__file__).parent


def cases() -> list[tuple[str, Case]]:
    """Return all re-keyed cases as (topic, case)."""
    found = []
    for file in sorted(HERE.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [(topic, case) for topic, listed in content.items() for case in listed]
    return found


def _region(case: Case, when: str) -> float:
    return sum(
        area
        * equilibrium_stock_ipcc2019(
            case["soil_reference_stock"], case["land_use"], management, carbon_input
        )
        for area, management, carbon_input in case[when]
    )


def inventory(case: Case) -> Case:
    start, end = _region(case, "start"), _region(case, "end")
    change = inventory_stock_change_ipcc2019(start, end, case["transition"], case["transition"])
    return {
        "initial_stock": start / 1e6,
        "final_stock": end / 1e6,
        "annual_change": change / 1e6,
    }


def adoption(case: Case) -> Case:
    initial = equilibrium_stock_ipcc2019(case["soil_reference_stock"], *case["before"])
    final = equilibrium_stock_ipcc2019(case["soil_reference_stock"], *case["after"])
    time = {
        "adoption_years": case["adoption_years"],
        "years": case["adoption_years"] + case["later_years"],
        "transition": 20,
    }
    change = stock_change_with_adoption(initial, final, case["area"], **time).sum()
    nitrogen = mineralised_nitrogen_ipcc2019(-change, case["carbon_nitrogen_ratio"])
    n2o_n = direct_n2o_ipcc2019(0.0, nitrogen, ef1_synthetic=0.0, ef1_other=case["ef1_other"])
    n2o = n2o_from_n2o_n(n2o_n) / 1000.0
    return {
        "initial_stock": initial,
        "final_stock": final,
        "area_years": adopted_area_years(case["area"], **time).sum(),
        "co2": soil_carbon_change_co2(change),
        "mineralisation_co2e": co2_equivalent(0.0, n2o, 0.0, MetricFactors(case["gwp_n2o"], 0.0)),
    }


def cohort(case: Case) -> Case:
    years = np.arange(1, case["years"] + 1)
    change = annual_stock_change_ipcc2019(
        case["initial_stock"], case["final_stock"], years, case["transition"]
    )
    changing = change[change != 0.0]
    return {
        "annual_change": changing.mean(),
        "years_of_change": len(changing),
        "cumulative_co2": carbon_to_co2(change[:20].sum()),
    }


def n2o(case: Case) -> Case:
    factors = NitrousOxideFactors(
        ef1_synthetic=case["ef1"],
        ef1_other=case["ef1"],
        frac_gasf=case["frac_gas"],
        frac_gasm=case["frac_gas"],
        ef4=case["ef4"],
        frac_leach=case["frac_leach"],
        ef5=case["ef5"],
    )
    lost = soil_n2o_ipcc2019(NitrogenInputs(case["synthetic"], case["organic"], 0, 0), factors)
    gas = n2o_from_n2o_n(lost.total)
    return {
        "direct": lost.direct,
        "volatilised": lost.volatilised,
        "leached": lost.leached,
        "n2o": gas,
        "co2e_ar6": co2_equivalent(0.0, gas / 1000.0, 0.0, MetricFactors(273.0, 27.0)),
        "co2e_ar5": co2_equivalent(0.0, gas / 1000.0, 0.0, MetricFactors(265.0, 28.0)),
    }


def residues(case: Case) -> Case:
    dry = case["crop_yield"] * case["dry_matter"]
    above = above_ground_residues_ipcc2019(dry, case["slope"], case["intercept"])
    below = below_ground_residues_ipcc2019(dry, above, case["root_shoot_ratio"])
    nitrogen = residue_nitrogen_ipcc2019(
        dry,
        slope=case["slope"],
        intercept=case["intercept"],
        root_shoot_ratio=case["root_shoot_ratio"],
        nitrogen_above_ground=case["nitrogen_above"],
        nitrogen_below_ground=case["nitrogen_below"],
    ).total
    direct = direct_n2o_ipcc2019(0.0, nitrogen, ef1_synthetic=0.0, ef1_other=case["ef1_other"])
    return {
        "above_ground_residues": above,
        "below_ground_residues": below,
        "nitrogen": nitrogen,
        "direct": direct,
    }


def nutrients(case: Case) -> Case:
    ratios = nutrient_ratios_kirkby2011(*case["parts"])
    return nutrient_need(case["stock_change"], ratios)._asdict()


def lime_urea(case: Case) -> Case:
    return {
        "limestone": lime_co2_ipcc2019(case["limestone"], case["ef_limestone"]),
        "dolomite": lime_co2_ipcc2019(case["dolomite"], case["ef_dolomite"]),
        "urea": urea_co2_ipcc2019(case["urea"], case["ef_urea"]),
    }


def fixed_inputs(case: Case) -> Case:
    row: Any = table("soilmanager_allocation").one(crop=case["crop"])
    found = carbon_inputs_soilmanager2024(
        case.get("dry_yield", row.reference_yield),
        FixedCoefficients(*(getattr(row, name) for name in FixedCoefficients._fields)),
        straw_returned=case.get("straw_returned", row.straw_returned),
        carbon_content=0.45,
        whole_kilograms=True,
    )
    parts = {name: 1000.0 * float(value) for name, value in found._asdict().items()}
    return parts | {"total": sum(parts.values())}


EVALUATE: dict[str, Callable[[Case], Case]] = {
    function.__name__: function
    for function in (
        inventory,
        adoption,
        cohort,
        n2o,
        residues,
        nutrients,
        lime_urea,
        fixed_inputs,
    )
}
EVALUATE |= evaluate_wetlands.EVALUATE
EVALUATE |= livestock.EVALUATE | rice.EVALUATE
EVALUATE |= evaluate_upstream.EVALUATE
EVALUATE |= evaluate_limits.EVALUATE
