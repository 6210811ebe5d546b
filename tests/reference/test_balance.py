"""The balance against the reference cases of the shared folder, in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from reference_runs.balance.evaluate import EVALUATE, cases
from tools_module import tool

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FILE = SHARED / "reference" / "balance" / "reference_cases.csv"
runner = tool("run_reference_cases")
CASES = runner.read_cases(FILE) if FILE.is_file() else []


def test_the_shared_folder_is_there() -> None:
    assert len(CASES) == 26


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1]["id"])
def test_case(case: tuple[str, dict[str, str]]) -> None:
    compared = runner.evaluate(*case)
    assert compared
    assert [one for one in compared if not one.agrees] == []


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
