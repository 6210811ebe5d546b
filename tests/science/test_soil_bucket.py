import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permil.science.soil_bucket import Months, fill_bucket, periodic_water, water_after_month

CAPACITY = 120.0
depths = st.floats(0.0, CAPACITY)
rates = st.floats(0.0, 400.0)
thresholds = st.floats(1.0, CAPACITY)


def stepped(water, supply, demand, threshold, steps=5_000):
    """The same month by many small steps (midpoint rule)."""
    for _ in range(steps):
        half = water + (supply - demand * np.minimum(1.0, water / threshold)) / steps / 2.0
        water = water + (supply - demand * np.minimum(1.0, half / threshold)) / steps
    return water


def test_a_month_is_exact():
    rng = np.random.default_rng(4)
    water, threshold = rng.uniform(0.0, CAPACITY, (2, 400))
    supply, demand = rng.gamma(1.0, 60.0, (2, 400))
    exact = water_after_month(water, supply, demand, threshold)
    assert exact == pytest.approx(stepped(water, supply, demand, threshold), abs=1e-4)


@pytest.mark.parametrize(
    ("water", "supply", "demand", "expected"),
    [
        (100.0, 0.0, 40.0, 60.0),  # no stress: a straight line
        (60.0, 0.0, 60.0, 60.0 * np.exp(-1.0)),  # stress from the start: an exponential
        (80.0, 0.0, 60.0, 60.0 * np.exp(-1.0 + 20.0 / 60.0)),  # 20 mm free, then stress
        (60.0, 60.0, 60.0, 60.0),  # supply meets demand
        (30.0, 20.0, 0.0, 50.0),  # nothing is taken
        (30.0, 0.0, 0.0, 30.0),
        (100.0, 50.0, 50.0, 100.0),
    ],
)
def test_a_month_in_closed_form(water, supply, demand, expected):
    assert water_after_month(water, supply, demand, 60.0) == pytest.approx(expected)


@given(depths, depths, rates, rates, thresholds)
def test_a_month_keeps_order_and_never_pulls_apart(one, other, supply, demand, threshold):
    low, high = sorted((one, other))
    ends = water_after_month(np.array([low, high]), supply, demand, threshold)
    assert -1e-9 <= ends[1] - ends[0] <= high - low + 1e-9
    assert ends[0] >= 0.0


def test_a_root_zone_without_room_passes_everything_on():
    months = Months(*(np.array([[v]]) for v in (30.0, 10.0, 0.0)), np.array([[False]]))
    filled = fill_bucket(np.zeros(1), months, np.zeros(1))
    assert filled.water == pytest.approx(0.0)
    assert filled.overflow == pytest.approx(20.0)


def test_the_periodic_water_is_the_fullest_of_several():
    even = np.full((12, 1), 50.0)
    months = Months(even, even, np.full((12, 1), 40.0), np.zeros((12, 1), bool))
    assert periodic_water(months, np.array([100.0])) == 100.0


@settings(max_examples=40)
@given(st.lists(rates, min_size=12, max_size=12), st.lists(rates, min_size=12, max_size=12))
def test_the_periodic_water_comes_back(rain, demand):
    shape = (12, 1)
    months = Months(
        np.reshape(rain, shape),
        np.reshape(demand, shape),
        np.full(shape, 50.0),
        np.zeros(shape, bool),
    )
    start = periodic_water(months, np.array([CAPACITY]))
    end = fill_bucket(start, months, np.array([CAPACITY])).water[-1]
    assert end == pytest.approx(start, abs=1e-8)
