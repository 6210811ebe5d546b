"""Scores: hand-computed cases, and what must hold of any stocks."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from permil.science import skill

stocks = st.floats(1.0, 300.0)
series = st.lists(stocks, min_size=2, max_size=12)


def pairs(draw_size=12):
    return st.lists(st.tuples(stocks, stocks), min_size=3, max_size=draw_size)


def test_a_case_by_hand():
    modelled, measured = [41.0, 44.0, 46.0], [40.0, 42.0, 50.0]
    assert skill.bias(modelled, measured) == pytest.approx(-1 / 3)
    assert skill.root_mean_square_error(modelled, measured) == pytest.approx(np.sqrt(21 / 3))
    # Mean 44: squares 16 + 4 + 36.
    assert skill.modelling_efficiency(modelled, measured) == pytest.approx(1 - 21 / 56)
    assert skill.trend([2000, 2010, 2030], [40, 42, 50]) == pytest.approx(0.342857, abs=1e-6)
    assert skill.coverage([40, 42, 50], [39, 43, 49], [41, 44, 50]) == pytest.approx(2 / 3)
    assert skill.error_interval(range(101)) == pytest.approx((5.0, 95.0))
    assert skill.skill_weights([1.0, 2.0]) == pytest.approx([0.8, 0.2])


def test_what_the_error_of_the_measurements_explains():
    assert skill.bias_limit([3.0]) == pytest.approx(5.88)
    assert skill.root_mean_square_limit([3.0]) == pytest.approx(5.88)
    assert skill.bias_limit([3.0, 4.0]) == pytest.approx(1.96 * 2.5)
    assert skill.root_mean_square_limit([3.0, 4.0]) == pytest.approx(1.96 * np.sqrt(12.5))


def test_nineteen_of_twenty_perfect_models_stay_below_the_limits():
    sd = np.array([2.0, 3.0, 5.0, 4.0])
    errors = np.random.default_rng(1).normal(0.0, sd, (100_000, 4))
    within = np.mean(np.abs(errors.mean(axis=1)) < skill.bias_limit(sd))
    assert within == pytest.approx(0.95, abs=0.003)


@given(series)
def test_a_perfect_model(measured):
    assume(np.ptp(measured) > 1e-6)
    assert skill.bias(measured, measured) == 0
    assert skill.root_mean_square_error(measured, measured) == 0
    assert skill.modelling_efficiency(measured, measured) == 1


@given(pairs())
def test_the_error_holds_bias_and_scatter(rows):
    modelled, measured = np.array(rows).T
    error = skill.root_mean_square_error(modelled, measured)
    scatter = np.std(modelled - measured)
    assert error**2 == pytest.approx(skill.bias(modelled, measured) ** 2 + scatter**2, abs=1e-6)


@given(series)
def test_the_mean_of_the_measurements_has_efficiency_zero(measured):
    assume(np.ptp(measured) > 1e-3)
    mean = np.full(len(measured), np.mean(measured))
    assert skill.modelling_efficiency(mean, measured) == pytest.approx(0, abs=1e-9)


@given(pairs(), st.floats(-50, 50))
def test_shifting_both_changes_no_score_but_a_shifted_model_gains_bias(rows, shift):
    modelled, measured = np.array(rows).T
    assume(np.ptp(measured) > 1e-3)
    moved = skill.root_mean_square_error(modelled + shift, measured + shift)
    assert moved == pytest.approx(skill.root_mean_square_error(modelled, measured), abs=1e-9)
    change = skill.bias(modelled + shift, measured) - skill.bias(modelled, measured)
    assert change == pytest.approx(shift, abs=1e-9)


@given(pairs())
def test_efficiency_is_at_most_one(rows):
    modelled, measured = np.array(rows).T
    assume(np.ptp(measured) > 1e-3)
    assert skill.modelling_efficiency(modelled, measured) <= 1


def test_what_cannot_be_scored_is_none():
    assert skill.modelling_efficiency([1.0, 2.0], [3.0, 3.0]) is None
    assert skill.modelling_efficiency([1.0], [3.0]) is None
    assert skill.trend([2000], [40.0]) is None
    assert skill.trend([2000, 2000], [40.0, 41.0]) is None
    assert skill.trend([], []) is None
    assert skill.trend_error([2000, 2001], [40.0, 41.0]) is None
    assert skill.trend_sign_right([2000, 2001], [40.0, 41.0], [40.0, 41.0]) is None


@given(st.floats(-3, 3), st.floats(10, 100), st.integers(3, 10))
def test_a_straight_line_has_its_slope_and_no_error(slope, start, count):
    years = 1900.0 + 5 * np.arange(count)
    line = start + slope * (years - 1900)
    assert skill.trend(years, line) == pytest.approx(slope, abs=1e-9)
    assert skill.trend_error(years, line) == pytest.approx(0, abs=1e-9)


def test_the_sign_of_a_trend():
    years, fall = [1950, 1960, 1970, 1980], [60.0, 52.0, 45.0, 37.0]
    assert skill.trend_sign_right(years, [60, 59, 58, 57], fall) is True
    assert skill.trend_sign_right(years, [60, 61, 62, 63], fall) is False
    assert skill.trend_sign_right(years, [60, 60, 60, 60], fall) is False
    # Up and down without a trend: no sign was measured.
    assert skill.trend_sign_right(years, [60, 61, 62, 63], [50, 60, 49, 61]) is None


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=60))
def test_an_interval_from_errors_covers_about_its_share_of_them(errors):
    low, high = skill.error_interval(errors)
    assert min(errors) - 1e-9 <= low <= high <= max(errors) + 1e-9
    # Rounding must not push the ends inside: the interval is opened by as much.
    share = skill.coverage(errors, low - 1e-9, high + 1e-9)
    assert share >= 0.9 - 2 / len(errors)


@given(st.lists(st.floats(0.1, 40), min_size=1, max_size=10))
def test_weights_add_up_and_follow_the_errors(errors):
    weights = skill.skill_weights(errors)
    assert weights.sum() == pytest.approx(1)
    assert np.all(weights > 0)
    assert weights[int(np.argmin(errors))] == pytest.approx(weights.max())
