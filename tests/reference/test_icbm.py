"""ICBM against every time of the shared runs of table 1, read in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from models.icbm_cases import Case, half_years

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
with (SHARED / "reference" / "icbm_century" / "ICBM_AndrenKatterer1997.csv").open(
    encoding="utf-8"
) as file:
    ROWS = list(csv.DictReader(file))
CASES = {
    "Bare": Case(1.32, 0.3, 3.96, 0.0, 0.13),
    "pNpS": Case(1.0, 0.3, 4.11, 0.285, 0.125),
    "mNpS": Case(1.22, 0.3, 4.05, 0.248, 0.125),
    "mNmS": Case(1.17, 0.3, 3.99, 0.057, 0.125),
    "pNmS": Case(1.07, 0.3, 4.02, 0.091, 0.125),
    "FM": Case(1.10, 0.3, 3.99, 0.272, 0.25),
    "SwS": Case(0.97, 0.3, 4.14, 0.296, 0.34),
    "SS": Case(1.0, 0.25, 4.16, 0.2, 0.125),
}


@pytest.mark.parametrize("name", CASES)
def test_twenty_years_by_half_years(name):
    assert [float(row["t"]) for row in ROWS] == list(np.arange(41) / 2)
    young, old = half_years(CASES[name], 40)
    assert np.abs(young - [float(row[f"{name}_Y"]) for row in ROWS]).max() < 1e-5
    assert np.abs(old - [float(row[f"{name}_O"]) for row in ROWS]).max() < 1e-5
