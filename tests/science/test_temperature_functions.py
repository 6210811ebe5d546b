"""The library of temperature functions, against the values of SoilR."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science import temperature_functions as library
from permil.tables import parameter_set
from science.rate_modifiers import FUNCTIONS, burke

FILE = Path(__file__).parents[1] / "reference_runs" / "rate_modifiers" / "temperature.csv"


with FILE.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
TEMPERATURES = np.array([float(row["temperature"]) for row in ROWS])


def test_the_file_holds_every_function():
    assert set(ROWS[0]) == {"temperature", *FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_values_of_the_package(name):
    expected = [float(row[name]) for row in ROWS]
    assert FUNCTIONS[name](TEMPERATURES) == pytest.approx(expected, rel=1e-13, abs=0.0)


def adair(t):
    return library.temperature_factor_adair2008(t, parameter_set("temperature_century_adair2008"))


def test_the_published_century_function_rises_to_its_optimum_and_ends_at_its_maximum():
    # Adair et al. (2008): 3.439423 at 35 °C, and nothing decomposes at 45 °C.
    assert adair(35.0) == pytest.approx(3.439423, rel=1e-15)
    assert np.array_equal(adair(np.array([45.0, 50.0])), [0.0, 0.0])
    assert adair(20.0) == pytest.approx(3.439423 * burke(20.0), rel=1e-15)


def test_the_misplaced_parenthesis_matters():
    coded = FUNCTIONS["temperature_factor_adair2008_as_coded"]
    assert coded(35.0) == pytest.approx(adair(35.0), rel=1e-15)
    assert coded(45.0) == pytest.approx(3.439423, rel=1e-15)
    assert coded(15.0) / adair(15.0) < 0.6
    assert np.isnan(coded(45.1))


def test_nothing_respires_at_the_pole_of_lloyd_and_taylor():
    found = FUNCTIONS["temperature_factor_lloyd1994"]([-45.9, -45.87, -60.0, 10.0])
    assert np.array_equal(found[:3], np.zeros(3))
    assert found[3] == pytest.approx(0.9853, abs=1e-4)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_gap_stays_a_gap(name):
    assert np.array_equal(np.isnan(FUNCTIONS[name](np.array([np.nan, 10.0]))), [True, False])


@pytest.mark.parametrize("name", FUNCTIONS)
@given(low=st.floats(-11, 34.9), high=st.floats(-11, 34.9))
def test_warmer_is_never_slower_below_the_optima(name, low, high):
    slow, fast = FUNCTIONS[name](np.array(sorted((low, high))))
    assert slow <= fast * (1 + 1e-12) + 1e-12
    assert fast > -1e-2
