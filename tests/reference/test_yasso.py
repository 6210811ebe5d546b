"""Yasso parameters and tests against the shared files, read in place."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from permil.models.ages import steady_state
from permil.models.matrix_exponential import propagate
from permil.models.protocol import Soil
from permil.models.yasso15 import MODEL
from permil.models.yasso20 import parameters as parameters20
from permil.models.yasso_family import compartment_matrix
from permil.science.yasso_climate import temperature_factor_tuomi2009

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "yasso"
#: The official vector without its five unused numbers, in the names that the parameters have here.
ORDER = (
    *("rate_acid", "rate_water", "rate_ethanol", "rate_nonsoluble"),
    *("water_to_acid", "ethanol_to_acid", "nonsoluble_to_acid"),
    *("acid_to_water", "ethanol_to_water", "nonsoluble_to_water"),
    *("acid_to_ethanol", "water_to_ethanol", "nonsoluble_to_ethanol"),
    *("acid_to_nonsoluble", "water_to_nonsoluble", "ethanol_to_nonsoluble"),
    *("temperature", "temperature_squared"),
    *("temperature_nonsoluble", "temperature_squared_nonsoluble"),
    *("temperature_humus", "temperature_squared_humus"),
    *("precipitation", "precipitation_nonsoluble", "precipitation_humus"),
    *("to_humus", "rate_humus", "size", "size_squared", "size_power"),
)


def used(vector):
    assert len(vector) == 35
    return vector[:16] + vector[21:]


def test_the_parameters_of_yasso20_are_the_published_estimates():
    text = (FOLDER / "yasso20" / "parameters" / "ParY20.dat").read_text(encoding="utf-8")
    published = parameters20("yasso20_published")
    assert [getattr(published, name) for name in ORDER] == used([float(v) for v in text.split()])


def test_the_parameters_of_yasso15_round_to_the_sample_file():
    path = FOLDER / "yasso15" / "parameters" / "y15par.csv"
    with path.open(encoding="utf-8") as file:
        rounded = used([float(row["value"]) for row in csv.DictReader(file)])
    found = [getattr(MODEL.parameters(), name) for name in ORDER]
    assert found == pytest.approx(rounded, rel=2e-3)


def test_both_official_tests():
    path = FOLDER / "yasso15" / "ryassofortran_tests.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    p = MODEL.parameters()
    months = np.array(case["climate"]["T_month"])
    pairs = (
        (p.temperature, p.temperature_squared),
        (p.temperature_nonsoluble, p.temperature_squared_nonsoluble),
        (p.temperature_humus, p.temperature_squared_humus),
    )
    factors = [temperature_factor_tuomi2009(months, *pair).mean() for pair in pairs]
    force = MODEL.forcing(*factors, case["climate"]["P_mm"], 0.0, 0.0, 0.0, 0.0)
    matrix = compartment_matrix(p, MODEL.site(p, Soil(20.0, 100.0)), force)
    pools = np.array(case["transient"]["init_AWENH"])
    steps = zip(
        case["transient"]["step_years"], case["transient"]["expected_after_each_step"], strict=True
    )
    for years, expected in steps:
        pools, _ = propagate(matrix, np.array(case["transient"]["litter"], float), pools, years)
        assert pools == pytest.approx(expected, abs=1e-9)
    steady = case["steady_state"]
    for litter, expected in zip(steady["litter_AWENH_rows"], steady["expected"], strict=True):
        assert steady_state(matrix, litter) == pytest.approx(expected, abs=1e-9)
