"""Rice and livestock against the reference cases of the shared folder, in place."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reference_runs.balance.evaluate import EVALUATE

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
NAMES = {
    "EFc": "baseline",
    "SFw": "water_regime",
    "SFp": "pre_season",
    "SFo": "scaling",
    "EF_kg_ha_d": "daily_emission",
    "kgCH4_ha": "methane",
    "EF": "emission_factor",
    "kgCH4": "methane",
    "tCO2e_AR6": "co2e_ar6",
}


def rows() -> list[dict[str, str]]:
    file = SHARED / "reference" / "balance" / "reference_cases.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return [r for r in csv.DictReader(stream) if r["id"].startswith(("rice_", "dairy_"))]


def renamed(text: str) -> dict[str, Any]:
    return {NAMES.get(name, name): value for name, value in json.loads(text).items()}


def test_the_shared_folder_is_there():
    assert len(rows()) == 3


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_case(row):
    case = renamed(row["inputs"])
    if row["id"].startswith("rice"):
        # The one amendment of these cases is straw incorporated shortly before cultivation.
        case["amounts"] = [*case.pop("ROA"), 0, 0, 0, 0]
        case["conversion"] = [*case.pop("CFOA"), 0, 0, 0, 0]
        case["exponent"] = 0.59
        results = EVALUATE["rice"](case)
    else:
        results = EVALUATE["enteric"](case)
    for name, value in renamed(row["expected"]).items():
        assert results[name] == pytest.approx(value, rel=float(row["rel_tol"]), abs=0.0), name
