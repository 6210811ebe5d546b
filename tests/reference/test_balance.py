"""The balance against the reference cases of the shared folder, in place."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reference_runs.balance.evaluate import EVALUATE, cases

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))

# Name in the shared file -> name of ours, by topic; a name left out is handled below.
RENAMED = {
    "inventory": {
        "SOCref": "soil_reference_stock",
        "FLU": "land_use",
        "D": "transition",
        "SOC0_Mt": "initial_stock",
        "SOC1_Mt": "final_stock",
        "dC_Mt_per_y": "annual_change",
    },
    "adoption": {
        "socref": "soil_reference_stock",
        "area_end": "area",
        "impl_yr": "adoption_years",
        "cap_yr": "later_years",
        "ef1": "ef1_other",
        "cn": "carbon_nitrogen_ratio",
        "soc0": "initial_stock",
        "soc1": "final_stock",
        "co2_t": "co2",
        "som_n2o_tco2e": "mineralisation_co2e",
    },
    "cohort": {
        "SOC0": "initial_stock",
        "SOC1": "final_stock",
        "D": "transition",
        "cum_tCO2_20": "cumulative_co2",
    },
    "n2o": {
        "EF1": "ef1",
        "Frac_gas": "frac_gas",
        "EF4": "ef4",
        "Frac_leach": "frac_leach",
        "EF5": "ef5",
        "direct_kgN2ON": "direct",
        "indirect_vol": "volatilised",
        "indirect_leach": "leached",
        "total_kgN2O": "n2o",
        "tCO2e_AR6": "co2e_ar6",
        "tCO2e_AR5": "co2e_ar5",
    },
    "residues": {
        "yield_t_fm": "crop_yield",
        "dry": "dry_matter",
        "N_AG": "nitrogen_above",
        "RS": "root_shoot_ratio",
        "N_BG": "nitrogen_below",
        "AG_DM_t": "above_ground_residues",
        "BG_DM_t": "below_ground_residues",
        "F_CR_kgN": "nitrogen",
        "direct_N2ON_wet": "direct",
    },
    "nutrients": {
        "dC_t": "stock_change",
        "N_kg": "nitrogen",
        "P_kg": "phosphorus",
        "S_kg": "sulphur",
    },
    "lime_urea": {
        "limestone_t": "limestone",
        "dolomite_t": "dolomite",
        "urea_t": "urea",
        "limestone_tCO2": "limestone",
        "dolomite_tCO2": "dolomite",
        "urea_tCO2": "urea",
    },
}
TOPICS = {
    "ipcc2006": "inventory",
    "exact_soc": "adoption",
    "tier1": "cohort",
    "n2o": "n2o",
    "residue": "residues",
    "nutrient": "nutrients",
    "lime": "lime_urea",
}


def topic_of(row: dict[str, str]) -> str | None:
    return next((ours for start, ours in TOPICS.items() if row["id"].startswith(start)), None)


def rows() -> list[dict[str, str]]:
    file = SHARED / "reference" / "balance" / "reference_cases.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if topic_of(row)]


def number(value: Any) -> Any:
    return float(value) if isinstance(value, str) else value


def renamed(topic: str, text: str) -> dict[str, Any]:
    names = RENAMED[topic]
    return {names.get(name, name): number(value) for name, value in json.loads(text).items()}


def completed(topic: str, row: dict[str, str]) -> dict[str, Any]:
    """The inputs with what the shared file says in words or in another form."""
    case = renamed(topic, row["inputs"])
    if topic == "adoption":
        assert case["area_start"] == 0.0
        case["before"] = [case["flu0"], case["fmg0"], case["fi0"]]
        case["after"] = [case["flu1"], case["fmg1"], case["fi1"]]
        case |= {name: int(case[name]) for name in ("adoption_years", "later_years")}
    elif topic == "cohort":
        case["years"] = 25
    elif topic == "n2o":
        organic = "organic" in row["id"]
        case["synthetic"], case["organic"] = (0.0, case["N_kg"]) if organic else (case["N_kg"], 0.0)
    elif topic == "residues":
        case["ef1_other"] = 0.006
    elif topic == "nutrients":
        case["parts"] = [10000.0, 833.0, 200.0, 143.0]
    elif topic == "lime_urea":
        case |= {"ef_limestone": 0.12, "ef_dolomite": 0.13, "ef_urea": 0.2}
    return case


def test_the_shared_folder_is_there():
    assert len(rows()) == 12


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_case(row):
    topic = topic_of(row)
    results = EVALUATE[topic](completed(topic, row))
    expected = renamed(topic, row["expected"])
    if topic == "cohort":
        annual = expected.pop("annual_tC")
        assert annual == [results["annual_change"]] * results["years_of_change"] + [0] * 5
    for name, value in expected.items():
        assert results[name] == pytest.approx(value, rel=float(row["rel_tol"]), abs=0.0), name


#: Calls of the shared file by the id of our case.
CALLS = {
    "winter_wheat": 'C_input_crops("wheat, winter")',
    "winter_wheat_of_6_t": 'C_input_crops("wheat, winter", crop_product=6)',
    "spring_barley_without_straw": 'C_input_crops("barley, spring", straw removed)',
    "temporary_ley": 'C_input_crops("ley, temporary") roots 1500 + exudates 750',
    "cover_crop_of_200_days": "cover crop 200 d",
    "cover_crop_of_2.5_t": "cover crop abvg_biomass=2.5",
}
COLUMNS = {
    "product": "C_product",
    "straw": "C_straw",
    "roots": "C_root",
    "exudates": "C_exudate",
    "total": "C_total_kg_ha",
}


def test_the_fixed_inputs_are_those_of_the_program():
    file = SHARED / "reference" / "balance" / "soilmanager_cases.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        shared = {row["call"]: row for row in csv.DictReader(stream)}
    ours = [case for topic, case in cases() if topic == "fixed_inputs"]
    assert {case["id"] for case in ours} == CALLS.keys()
    assert len(shared) == len(ours) + 1  # and the amendment
    for case in ours:
        row, found = shared[CALLS[case["id"]]], EVALUATE["fixed_inputs"](case)
        for name, column in COLUMNS.items():
            assert found[name] == pytest.approx(float(row[column]), rel=1e-12), (case["id"], name)
