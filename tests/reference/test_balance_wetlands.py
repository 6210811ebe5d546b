"""Organic soils against the reference cases of the shared folder, in place."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reference_runs.balance.evaluate_wetlands import EVALUATE, METRICS

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))

DRAINED = {
    "co2": "onsite_co2",
    "doc": "dissolved_carbon",
    "ch4_land": "land_ch4",
    "ch4_ditch": "ditch_ch4",
    "frac_ditch": "ditch_share",
    "n2o": "n2o_nitrogen",
}
REWETTED = {"co2": "co2_carbon", "doc": "dissolved_carbon", "ch4c": "ch4_carbon"}

#: What the shared file says of the two runs of EX-ACT in words.
EXACT = {
    "drained": [7.9, 0.31, 0.0, 1165.0, 0.05, 13.0],
    "rewetted": [-0.23, 0.24, 92.0],
    "adoption_years": 1,
    "years": 20,
}


def rows(start: str) -> list[dict[str, str]]:
    file = SHARED / "reference" / "balance" / "reference_cases.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["id"].startswith(start)]


def factors(drained: dict[str, float], rewetted: dict[str, float]) -> dict[str, Any]:
    return {
        "drained": {DRAINED[name]: value for name, value in drained.items()},
        "rewetted": {REWETTED[name]: value for name, value in rewetted.items()}
        | {"n2o_nitrogen": 0.0},
    }


def test_the_shared_folder_is_there() -> None:
    assert (len(rows("peat_")), len(rows("exact_peat_"))) == (8, 2)


@pytest.mark.parametrize("row", rows("peat_"), ids=lambda row: row["id"])
def test_class(row: dict[str, str]) -> None:
    given, expected = json.loads(row["inputs"]), json.loads(row["expected"])
    results = EVALUATE["peat_class"](factors(given["drained"], given["rewetted"]))
    assert expected.keys() == METRICS.keys()
    for metric, parts in expected.items():
        for part, value in parts.items():
            found = results[f"{metric}_{part}"]
            assert found == pytest.approx(value, rel=float(row["rel_tol"]), abs=0.0), metric


@pytest.mark.parametrize("row", rows("exact_peat_"), ids=lambda row: row["id"])
def test_exact(row: dict[str, str]) -> None:
    given, expected = json.loads(row["inputs"]), json.loads(row["expected"])
    assert "(7.9,.31,0,1165x5%,13) -> rewetted poor (-.23,.24,92), AR5 28/265" in row["topic"]
    case = EXACT | {"area": given["A_param"], **given}
    case |= factors(
        dict(zip(DRAINED, EXACT["drained"], strict=True)),
        dict(zip(REWETTED, EXACT["rewetted"], strict=True)),
    )
    results = EVALUATE["peat_rewetting"](case)
    for ours, theirs in (("drained", "DRAINAGE"), ("rewetted", "REWETTING")):
        assert results[ours] == pytest.approx(expected[theirs], rel=float(row["rel_tol"]), abs=0.0)
