"""Radiocarbon: a second tracer that takes the way of the carbon and decays on it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.models.batch import lay_out
from permil.models.compartments import run
from permil.models.radiocarbon import (
    RadiocarbonConstants,
    activity_step,
    delta_radiocarbon,
    periodic_activity,
)
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream

ROTHC = RadiocarbonConstants(half_life=5568.0, reporting_mean_life=8035.0, inert_age=50_000.0)
STABLE = ROTHC._replace(half_life=np.inf)
seeds = st.integers(0, 2**32 - 1)


def one_cell(seed, years=1, inert=0.0):
    """Return a steady cell without inert carbon, its forcing and its layout."""
    chosen, site, _, forcing = set_up("rothc", seed, 12 * years)
    site = site._replace(inert_organic_matter=inert)
    forcing["temperature_factor"] = Stream(forcing["temperature_factor"].values + 0.3)
    forcing["rpm_input"] = Stream(forcing["rpm_input"].values + 0.05)
    steady = periodic_steady_state(chosen, site, forcing, 12 * years).state
    batch = lay_out(chosen, chosen.parameters(), site, steady, forcing, np.float64)
    return chosen, site, steady, forcing, batch


@given(seed=seeds)
@settings(max_examples=10)
def test_without_decay_modern_carbon_is_the_carbon_itself(seed):
    chosen, site, _, forcing, _ = one_cell(seed, years=2)
    start = chosen.start(**dict.fromkeys(chosen.pools, 3.0))
    batch = lay_out(chosen, chosen.parameters(), site, start, forcing, np.float64)
    state = activity = start
    for time in range(24):
        after = activity_step(batch, time, state, activity, 1.0, STABLE)
        state = run(chosen, site, state, month(forcing, time), 1, every=1).state
        activity = after
    for pool in chosen.pools:
        assert getattr(activity, pool) == pytest.approx(getattr(state, pool), rel=1e-12)


def month(forcing, time):
    return {name: Stream(stream.values[time : time + 1]) for name, stream in forcing.items()}


@given(seed=seeds, level=st.floats(0.9, 1.8))
@settings(max_examples=10)
def test_the_periodic_activity_comes_back_to_itself(seed, level):
    chosen, site, steady, forcing, batch = one_cell(seed)
    modern = level + 0.01 * np.arange(12)
    periodic = periodic_activity(batch, steady, modern, 12, ROTHC)
    state, activity = steady, periodic
    for time in range(12):
        activity = activity_step(batch, time, state, activity, modern[time], ROTHC)
        state = run(chosen, site, state, month(forcing, time), 1, every=1).state
    for pool in chosen.pools:
        assert getattr(activity, pool) == pytest.approx(getattr(periodic, pool), rel=1e-12)
        # Carbon that entered at the level of the atmosphere and is older than it.
        ratio = getattr(periodic, pool) / getattr(steady, pool)
        assert 0.5 * level < ratio < level + 0.11


@pytest.mark.parametrize("age", [0.0, 100.0, 1500.0, 20_000.0])
def test_delta_is_that_of_the_age(age):
    chosen, site, steady, _, _ = one_cell(1)
    left = np.exp(-ROTHC.decay * age)
    activity = steady._replace(**{p: getattr(steady, p) * left for p in chosen.pools})
    found = delta_radiocarbon(chosen, site, steady, activity, ROTHC)
    assert found == pytest.approx(1000.0 * np.expm1(-age / 8035.0), rel=1e-9, abs=1e-9)


def test_inert_carbon_is_fifty_thousand_years_old():
    chosen, site, steady, _, _ = one_cell(1, inert=2.5)
    empty = steady._replace(**dict.fromkeys(chosen.pools, 0.0))
    found = delta_radiocarbon(chosen, site, empty, empty, ROTHC)
    assert found == pytest.approx(1000.0 * np.expm1(-50_000.0 / 8035.0), rel=1e-9)


def test_without_carbon_there_is_no_age():
    chosen, site, steady, _, _ = one_cell(1)
    empty = steady._replace(**dict.fromkeys(chosen.pools, 0.0))
    assert np.isnan(delta_radiocarbon(chosen, site, empty, empty, ROTHC))
