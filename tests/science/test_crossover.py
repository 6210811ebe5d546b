import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.crossover import crossover_time, cumulative_crossover

rates = st.floats(-3.0, 3.0)


def benefit(gain, emission, years=4000):
    """The sum of a gain of 20 years and an emission that goes on."""
    year = np.arange(1, years + 1)
    return gain * np.minimum(year, 20) - emission * year


def test_seventy_eight_kilograms_of_extra_nitrogen():
    """0.92 t CO2/ha/yr for 20 years against 78 kg of extra N at 5.89 kg CO2e each (AR6)."""
    found = crossover_time(0.92, 78 * 0.00589, transition=20.0)
    assert found.starts_positive
    assert found.time == pytest.approx(40.0, abs=0.1)
    never = crossover_time(0.92, 157 * 0.00589, transition=20.0)
    assert not never.starts_positive
    assert never.time == np.inf


@pytest.mark.parametrize(
    ("gain", "emission", "positive", "time"),
    [
        (1.0, 0.5, True, 40.0),
        (1.0, 0.0, True, np.inf),
        (1.0, -0.5, True, np.inf),
        (0.5, 1.0, False, np.inf),
        (0.5, 0.5, False, np.inf),
        (0.0, 0.5, False, np.inf),
        (0.0, -0.5, True, np.inf),
        (-1.0, 0.5, False, np.inf),
        (-1.0, -0.5, False, 40.0),
        (-0.5, -1.0, True, np.inf),
        (-0.5, -0.5, True, np.inf),
    ],
)
def test_every_case(gain, emission, positive, time):
    found = crossover_time(gain, emission, transition=20.0)
    assert (bool(found.starts_positive), found.time) == (positive, time)


@given(rates, rates)
def test_the_closed_form_is_that_of_the_yearly_sums(gain, emission):
    found = crossover_time(gain, emission, transition=20.0)
    course = benefit(gain, emission)
    if np.isfinite(found.time) and 1 < found.time < 3998:
        before, after = course[int(np.ceil(found.time)) - 2], course[int(found.time) + 1]
        assert (before > 0) == bool(found.starts_positive)
        assert (after > 0) != bool(found.starts_positive)
    elif np.isinf(found.time):
        wrong = course < -1e-9 if found.starts_positive else course > 1e-9
        assert not wrong.any()


def test_the_year_in_which_a_sum_turns():
    net = np.array([[-2.0, 1.0, 0.0, 0.0], [1.0, 1.0, -1.0, 0.0], [1.5, 1.0, 2.0, 0.0]])
    found = cumulative_crossover(net, 2026)
    assert found.happens.tolist() == [True, False, True, False]
    assert found.year[[0, 2]].tolist() == [2028.0, 2028.0]
    assert np.isnan(found.year[[1, 3]]).all()


def test_a_sum_that_is_nought_has_not_turned_yet():
    found = cumulative_crossover(np.array([1.0, -1.0, 0.0, -0.5, 2.0]), 2000)
    assert found.year == 2003.0


def test_rounding_has_no_sign():
    found = cumulative_crossover(np.array([0.3, -0.1, -0.1, -0.1, 0.2]), 2000)
    assert np.cumsum([0.3, -0.1, -0.1, -0.1])[-1] < 0.0
    assert not found.happens


@given(st.lists(rates, min_size=1, max_size=30))
def test_the_sign_convention_does_not_matter(years):
    one, other = (cumulative_crossover(sign * np.array(years), 2000) for sign in (1.0, -1.0))
    assert one.happens == other.happens
    assert not one.happens or one.year == other.year


def test_the_series_agrees_with_the_closed_form():
    course = np.diff(np.concatenate([[0.0], benefit(0.92, 0.45942, 100)]))
    found = cumulative_crossover(course, 1)
    exact = crossover_time(0.92, 0.45942, transition=20.0).time
    assert found.year == np.ceil(exact)


def test_trailing_axes_equal_the_scalar_loop():
    net = np.random.default_rng(3).normal(size=(15, 2, 3))
    together = cumulative_crossover(net, 2026)
    gain, emission = np.array([[0.5], [-1.0]]), np.array([0.2, -0.3, 2.0])
    times = crossover_time(gain, emission, transition=20.0)
    for i, j in np.ndindex(2, 3):
        one = cumulative_crossover(net[:, i, j], 2026)
        assert np.array_equal(together.year[i, j], one.year, equal_nan=True)
        assert times.time[i, j] == crossover_time(gain[i, 0], emission[j], transition=20.0).time
