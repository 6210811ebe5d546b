"""All temperature functions against the whole shared file, read in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from science.rate_modifiers import FUNCTIONS

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
COLUMNS = {
    "RothC": "temperature_factor_rothc",
    "Century1": "temperature_factor_burke2003",
    "Century2": "temperature_factor_adair2008_as_coded",
    "Daycent1": "temperature_factor_kelly2000",
    "Daycent2": "temperature_factor_delgrosso2005",
    "LandT": "temperature_factor_lloyd1994",
    "KB": "temperature_factor_kirschbaum1995",
    "Demeter": "q10_foley1995",
    "Standcarb": "temperature_factor_harmon2001",
    "Arrhenius": "temperature_factor_arrhenius",
    "Q10": "q10_vanthoff",
}
with (SHARED / "reference" / "icbm_century" / "fT_functions.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def test_every_column_is_compared():
    assert set(ROWS[0]) == {"T", *COLUMNS}
    assert len(ROWS) == 14


@pytest.mark.parametrize("column", COLUMNS)
def test_every_temperature(column):
    known = [row for row in ROWS if row[column] != "NA"]
    assert len(known) == len(ROWS) - (column == "RothC")
    found = FUNCTIONS[COLUMNS[column]](np.array([float(row["T"]) for row in known]))
    expected = [float(row[column]) for row in known]
    assert found == pytest.approx(expected, rel=1e-13, abs=0.0)
