"""Steady states, inverse inputs and ages, against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import MONTHLY, set_up
from permil.errors import NotApplicable
from permil.models.ages import mean_ages
from permil.models.compartments import run
from permil.models.inverse import input_for_rate, input_for_stock
from permil.models.protocol import Stream
from permil.models.steady_state import periodic_steady_state

seeds = st.integers(0, 2**32 - 1)


def warm(name, seed, cells=(3,), months=12):
    """Return a set-up in which something decomposes and enters in every year."""
    chosen, site, state, forcing = set_up(name, seed, months, cells)
    forcing["temperature_factor"] = Stream(forcing["temperature_factor"].values + 0.3)
    forcing["plant_input"] = Stream(forcing["plant_input"].values + 0.05)
    return chosen, site, state, forcing


@pytest.mark.parametrize("name", MONTHLY)
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_steady_state_is_a_fixed_point(name, seed):
    chosen, site, _, forcing = warm(name, seed)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    after = run(chosen, site, steady.state, forcing, 12)
    for pool in chosen.pools:
        assert after.pools[pool][0] == pytest.approx(getattr(steady.state, pool), rel=1e-11)
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
    alone = dict(forcing) | {"plant_input": Stream(np.zeros((1, 1)))}
    fixed = periodic_steady_state(chosen, site, alone, 12).soc
    stock = fixed + 10.0
    held = input_for_stock(chosen, site, forcing, 12, stock, scaled=("plant_input",))
    scaled = dict(forcing)
    scaled["plant_input"] = forcing["plant_input"]._replace(scale=held.scale)
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
    unit = {"plant_input": Stream(np.full((1, 1), 1 / 12))}
    extra = input_for_rate(chosen, site, state, forcing, unit, 240, rate)
    more = dict(forcing)
    more["plant_input"] = forcing["plant_input"]._replace(
        plus=Stream(np.full((1, 1), 1 / 12), scale=extra)
    )
    initial = chosen.soc(site, state._asdict())
    assert np.all(extra > 0)
    end = run(chosen, site, state, more, 240).soc[-1]
    assert end == pytest.approx(initial * (1 + rate * 20), rel=1e-10)


def test_transit_time_and_age_against_a_pulse():
    """Follow one year's input through the years: its mean time in the soil is the transit time."""
    chosen, site, _, forcing = warm("rothc", 21, cells=(2,))
    ages = mean_ages(chosen, site, forcing, 12)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    years = 4000
    first = {n: Stream(np.asarray(s.values)) for n, s in forcing.items()}
    nothing = {name: Stream(np.zeros((1, 1))) for name in chosen.inputs}
    empty = steady.state._replace(**{pool: 0.0 for pool in chosen.pools})
    pulse = run(chosen, site, empty, first, 12, every=1)
    rest = run(chosen, site, pulse.state, first | nothing, 12 * years, every=1)
    inert = np.asarray(site.inert_organic_matter)
    stock_months = (pulse.soc - inert).sum(0) + (rest.soc - inert).sum(0)
    entered = pulse.inputs.sum(0)
    assert ages.transit_time == pytest.approx(stock_months / 12 / entered, rel=1e-6)
    remaining = np.concatenate([pulse.soc[-1:], rest.soc[11::12]]) - inert
    # The steady stock is the sum of all past pulses; its age is theirs, from the mid of the year.
    stock = remaining.sum(0)
    assert stock == pytest.approx(steady.soc - inert, rel=1e-6)
    assert np.all(ages.carbon_age > ages.transit_time)
