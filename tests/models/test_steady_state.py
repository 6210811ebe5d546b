"""Steady states, inverse inputs and ages, against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import at, set_up
from permil.errors import NotApplicable
from permil.models.ages import mean_ages
from permil.models.compartments import run
from permil.models.inverse import input_for_rate, input_for_stock
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream

seeds = st.integers(0, 2**32 - 1)


def warm(name, seed, cells=(3,), months=12):
    """Return a set-up in which something decomposes and enters in every year."""
    chosen, site, state, forcing = set_up(name, seed, months, cells)
    forcing["temperature_factor"] = Stream(forcing["temperature_factor"].values + 0.3)
    forcing["rpm_input"] = Stream(forcing["rpm_input"].values + 0.05)
    return chosen, site, state, forcing


@pytest.mark.parametrize("name", ["rothc", "rothc_continuous"])
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_steady_state_is_a_fixed_point(name, seed):
    chosen, site, _, forcing = warm(name, seed)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    after = run(chosen, site, steady.state, forcing, 12)
    for pool in chosen.pools:
        assert after.pools[pool][0] == pytest.approx(getattr(steady.state, pool), rel=1e-12)
    assert after.state.moisture_deficit == pytest.approx(steady.state.moisture_deficit)


def test_a_long_run_ends_at_the_steady_state():
    chosen, site, state, forcing = warm("rothc", 11)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    long = run(chosen, site, state, forcing, 12 * 6000, every=12 * 6000)
    assert long.soc[0] == pytest.approx(steady.soc, rel=1e-9)


def test_the_period_may_be_a_rotation_of_several_years():
    chosen, site, _, forcing = warm("rothc", 12, months=36)
    steady = periodic_steady_state(chosen, site, forcing, 36)
    after = run(chosen, site, steady.state, forcing, 36)
    assert after.soc[-1] == pytest.approx(steady.soc, rel=1e-12)


@given(seed=seeds, stock=st.floats(20.0, 150.0))
@settings(max_examples=20, deadline=None)
def test_the_inverse_input_holds_the_stock(seed, stock):
    chosen, site, _, forcing = warm("rothc", seed)
    held = input_for_stock(chosen, site, forcing, 12, stock)
    scaled = {
        n: s._replace(scale=held.scale) if n in chosen.inputs else s for n, s in forcing.items()
    }
    after = run(chosen, site, held.steady.state, scaled, 120)
    assert after.soc == pytest.approx(np.broadcast_to(stock, after.soc.shape), rel=1e-10)


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_only_the_named_inputs_are_scaled(seed):
    chosen, site, _, forcing = warm("rothc", seed)
    fixed = periodic_steady_state(chosen, site, forcing, 12).soc
    stock = fixed + 10.0
    extra = {"dpm_input": Stream(np.full((12, 1), 0.1)), "rpm_input": Stream(np.full((1, 1), 0.2))}
    held = input_for_stock(chosen, site, forcing, 12, stock, scaled=extra)
    scaled = dict(forcing)
    for name, stream in extra.items():
        scaled[name] = stream._replace(scale=held.scale, plus=forcing[name])
    after = run(chosen, site, held.steady.state, scaled, 12)
    assert after.soc[0] == pytest.approx(stock, rel=1e-10)


def test_a_stock_below_the_inert_carbon_is_refused():
    chosen, site, _, forcing = warm("rothc", 2)
    with pytest.raises(NotApplicable, match="inert"):
        input_for_stock(chosen, site, forcing, 12, 0.5 * site.inert_organic_matter)


def test_nothing_decomposes_in_eternal_frost():
    chosen, site, _, forcing = warm("rothc", 2)
    frozen = dict(forcing) | {"temperature_factor": Stream(np.zeros((1, 1)))}
    with pytest.raises(NotApplicable, match="nothing decomposes"):
        periodic_steady_state(chosen, site, frozen, 12)


@given(seed=seeds, rate=st.floats(0.2, 1.0))
@settings(max_examples=20, deadline=None)
def test_the_input_for_a_rate_gives_that_rate(seed, rate):
    chosen, site, state, forcing = warm("rothc", seed, months=240)
    unit = {"rpm_input": Stream(np.full((1, 1), 1 / 12))}
    extra = input_for_rate(chosen, site, state, forcing, unit, 240, rate)
    more = dict(forcing)
    more["rpm_input"] = forcing["rpm_input"]._replace(
        plus=Stream(np.full((1, 1), 1 / 12), scale=extra)
    )
    initial = chosen.soc(site, state._asdict())
    assert np.all(extra > 0)
    end = run(chosen, site, state, more, 240).soc[-1]
    assert end == pytest.approx(initial * (1 + rate * 20), rel=1e-10)


@given(
    seed=seeds,
    drift=st.floats(-1.0, 1.0).map(lambda power: 10.0**power),
    sign=st.sampled_from([-1.0, 1.0]),
    swing=st.floats(0.0, 40.0),
)
@settings(max_examples=30, deadline=None)
def test_soil_that_dries_by_a_little_every_year_meets_its_limit(seed, drift, sign, swing):
    """What thousands of passes reach is reached, not given up."""
    chosen, site, _, forcing = warm("rothc", seed)
    balance = np.random.default_rng(seed).normal(0.0, swing, 12)
    balance += (sign * drift - balance.sum()) / 12.0
    forcing["water_balance"] = Stream(balance[:, None])
    steady = periodic_steady_state(chosen, site, forcing, 12)
    steps = 12 * 30_000  # bare soil dries in its covered months only
    long = run(chosen, site, chosen.start(), forcing, steps, every=steps, backend="compiled")
    reached = np.broadcast_to(long.state.moisture_deficit, (3,))
    assert steady.state.moisture_deficit == pytest.approx(reached, abs=1e-8)


def test_the_steady_state_of_a_cell_does_not_depend_on_its_neighbours():
    chosen, site, _, forcing = warm("rothc", 3, cells=(200,))
    forcing["water_balance"] = Stream(forcing["water_balance"].values * 0.02)
    batch = periodic_steady_state(chosen, site, forcing, 12)
    for cell in (0, 77, 199):
        series = {n: Stream(s.values[:, cell : cell + 1]) for n, s in forcing.items()}
        alone = periodic_steady_state(chosen, at(site, cell), series, 12)
        assert alone.soc[0] == pytest.approx(batch.soc[cell], rel=1e-13)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_both_paths_find_the_same_steady_state(backend):
    chosen, site, _, forcing = warm("rothc", 14, cells=(2, 20))
    found = periodic_steady_state(chosen, site, forcing, 12, backend=backend)
    assert found.soc == pytest.approx(periodic_steady_state(chosen, site, forcing, 12).soc, 1e-12)


@pytest.fixture(scope="module")
def pulses():
    """Follow what enters in each month of one year for four thousand years, a cell a month."""
    chosen, site, _, forcing = warm("rothc", 26, cells=())
    steady = periodic_steady_state(chosen, site, forcing, 12)
    empty = chosen.start()._replace(moisture_deficit=steady.state.moisture_deficit)
    years = 4000
    long = {n: Stream(np.tile(s.values, years)[:, None]) for n, s in forcing.items()}
    for name in chosen.inputs:
        once = np.zeros((12 * years, 12))
        once[:12] = np.diag(forcing[name].values)
        long[name] = Stream(once)
    result = run(chosen, site, empty, long, 12 * years, every=1, backend="compiled")
    assert np.all(result.soc[-1] - site.inert_organic_matter < 1e-12), "carbon is left"
    return chosen, site, forcing, steady, result


def test_the_steady_stock_is_the_sum_of_all_past_pulses(pulses):
    _, site, _, steady, result = pulses
    remaining = result.soc[11::12] - site.inert_organic_matter
    assert remaining.sum() == pytest.approx(steady.soc - site.inert_organic_matter, rel=1e-9)


def test_the_transit_time_is_the_age_at_which_a_pulse_is_respired(pulses):
    chosen, site, forcing, _, result = pulses
    months = np.arange(len(result.respired))[:, None] - np.arange(12)
    left = (result.respired * months).sum() / result.inputs.sum() / 12.0
    found = mean_ages(chosen, site, forcing, 12).transit_time
    assert found == pytest.approx(left, rel=1e-9)


def test_the_mean_age_is_that_of_all_past_pulses(pulses):
    chosen, site, forcing, _, result = pulses
    remaining = result.soc[11::12] - site.inert_organic_matter
    years = np.arange(len(remaining))[:, None] + (11.0 - np.arange(12)) / 12.0
    age = (remaining * years).sum() / remaining.sum()
    assert mean_ages(chosen, site, forcing, 12).carbon_age == pytest.approx(age, rel=1e-9)


def test_transit_time_is_stock_over_input_and_ages_need_inputs():
    chosen, site, _, forcing = warm("rothc", 22)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    year = run(chosen, site, steady.state, forcing, 12, every=1)
    starts = np.concatenate([steady.soc[None], year.soc[:-1]]) - site.inert_organic_matter
    found = mean_ages(chosen, site, forcing, 12).transit_time
    assert found == pytest.approx(starts.mean(0) / year.inputs.sum(0), rel=1e-12)
    nothing = {name: Stream(np.zeros((1, 1))) for name in chosen.inputs}
    with pytest.raises(NotApplicable, match="no carbon enters"):
        mean_ages(chosen, site, forcing | nothing, 12)
