import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.permanence import (
    combined_hazard,
    creditable,
    expected_stored_carbon,
    hazard_of_probability,
    loss_probability,
    survival,
)

rates = st.floats(0.0, 0.5)


def test_a_hazard_from_its_probability_and_back():
    assert hazard_of_probability(0.01) == pytest.approx(-math.log(0.99))
    assert loss_probability(hazard_of_probability(0.3), 1.0) == pytest.approx(0.3, rel=1e-15)


def test_small_hazards_stay_exact():
    assert loss_probability(1e-18, 10.0) == pytest.approx(1e-17, rel=1e-12)
    assert hazard_of_probability(1e-18) == pytest.approx(1e-18, rel=1e-12)


@given(st.lists(st.floats(0.0, 0.9), min_size=1, max_size=5))
def test_independent_causes(probabilities):
    hazard = combined_hazard([hazard_of_probability(q) for q in probabilities])
    none = math.prod(1.0 - q for q in probabilities)
    assert survival(hazard, 1.0) == pytest.approx(none, rel=1e-12)
    assert loss_probability(hazard, 1.0) == pytest.approx(1.0 - none, abs=1e-12)


def test_twenty_years_at_two_per_cent():
    assert survival(0.02, 20.0) == pytest.approx(0.67032, abs=1e-5)
    assert loss_probability(0.02, np.array([0.0, 20.0])) == pytest.approx([0.0, 0.32968], abs=1e-5)


def test_expected_carbon_of_even_gains():
    found = expected_stored_carbon(np.full(30, 0.5), 0.03)
    t = np.arange(1, 31)
    assert found == pytest.approx(0.5 * (1 - np.exp(-0.03 * t)) / (1 - math.exp(-0.03)))


@given(st.lists(st.floats(-2.0, 2.0), min_size=1, max_size=40), rates)
def test_expected_carbon_is_the_sum_of_what_survives(gains, hazard):
    found = expected_stored_carbon(gains, hazard)
    last = len(gains) - 1
    expected = sum(g * math.exp(-hazard * (last - i)) for i, g in enumerate(gains))
    assert found[-1] == pytest.approx(expected, abs=1e-9)


def test_no_hazard_no_loss():
    gains = np.array([1.0, 0.5, -0.2])
    assert expected_stored_carbon(gains, 0.0) == pytest.approx(np.cumsum(gains))


def test_expected_carbon_is_what_many_futures_have_on_average():
    """Ten thousand futures with events at random, after each of which storing goes on."""
    rng = np.random.default_rng(7)
    happens = rng.random((25, 10_000)) < -np.expm1(-0.08)
    stock = np.zeros(10_000)
    for year in range(25):
        stock = np.where(happens[year], 0.0, stock) + 1.0
    assert expected_stored_carbon(np.ones(25), 0.08)[-1] == pytest.approx(stock.mean(), rel=0.02)


def test_credit():
    assert creditable(100.0, buffer_share=0.2, deduction=0.1) == pytest.approx(72.0)
    assert creditable(-100.0, buffer_share=0.2, deduction=0.1) == -100.0


def test_trailing_axes_equal_the_scalar_loop():
    gains = np.linspace(-1.0, 1.0, 24).reshape(6, 4, 1)
    hazard = np.array([0.0, 0.02, 0.3])
    together = expected_stored_carbon(gains, hazard)
    for i, j in np.ndindex(4, 3):
        one = expected_stored_carbon(gains[:, i, 0], hazard[j])
        assert together[:, i, j] == pytest.approx(one, rel=1e-14)
