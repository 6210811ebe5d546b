"""What a model declares, it does: the same checks for every model that declares it."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.batches import living, living_run, set_up
from permil.errors import NotApplicable, UnknownName
from permil.locale import text
from permil.models import MODELS, model
from permil.models.ages import _LATE, mean_ages
from permil.models.batch import lay_out
from permil.models.compartments import run
from permil.models.inverse import input_for_rate, input_for_stock
from permil.models.priming import priming_response
from permil.models.radiocarbon import RadiocarbonConstants, activity_step, periodic_activity
from permil.models.sensitivity import parameter_sensitivity, trajectory_sensitivity
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream, over_period
from permil.vocabulary import Capability

seeds = st.integers(0, 2**32 - 1)
#: Capabilities with a check in this file.
CHECKED = set()


def declaring(capability, *others):
    """Return the names of the models that declare capabilities, as a parameter of a test."""
    CHECKED.add(capability)
    wanted = {capability, *others}
    return pytest.mark.parametrize(
        "name", [name for name in MODELS if wanted <= set(model(name).capabilities)]
    )


def not_declaring(capability):
    """Return the names of the models that do not, as a parameter of a test."""
    return pytest.mark.parametrize(
        "name", [name for name in MODELS if capability not in model(name).capabilities]
    )


def some(examples):
    return settings(max_examples=examples, deadline=None)


def active(chosen, site, state):
    """Return the carbon that changes."""
    return np.sum([getattr(state, pool) for pool in chosen.pools], axis=0) + 0.0 * site[0]


def scaled(chosen, forcing, factor):
    """Return the forcing with its inputs times a factor."""
    return {n: s._replace(scale=factor) if n in chosen.inputs else s for n, s in forcing.items()}


def test_capabilities_follow_from_what_a_model_is():
    everything = set(Capability)
    assert set(model("rothc").capabilities) == everything - {Capability.PRIMING}
    assert set(model("ipcc_tier1").capabilities) == {Capability.COMPILED}
    for name in ("mimics", "millennial"):
        lacking = everything - set(model(name).capabilities)
        assert lacking == {
            Capability.LINEAR,
            Capability.INPUT_FOR_RATE,
            Capability.AGES,
            Capability.RADIOCARBON,
            Capability.PEDOTRANSFER,
        }
    assert all(text(f"methods.capability_{one}") for one in Capability)


@declaring(Capability.INPUTS)
@given(seed=seeds)
@some(4)
def test_n_years_and_m_years_are_n_and_m_years(name, seed):
    years, first = 3, 1 + seed % 2
    per_year = model(name).steps_per_year
    chosen, site, state, forcing = set_up(name, seed, years * per_year, (3,))
    whole = run(chosen, site, state, forcing, years * per_year)
    start = run(chosen, site, state, forcing, first * per_year)
    later = {
        n: s._replace(values=np.roll(s.values, -first * len(s.values) // years, axis=0))
        for n, s in forcing.items()
    }
    rest = run(chosen, site, start.state, later, (years - first) * per_year)
    for pool in chosen.pools:
        parts = np.concatenate([start.pools[pool], rest.pools[pool]])
        assert parts == pytest.approx(whole.pools[pool], rel=1e-10, abs=1e-14)


@declaring(Capability.INPUTS)
@given(seed=seeds)
@some(4)
def test_single_precision_stays_within_its_bound(name, seed):
    """1e-4 of the carbon after ten years, or two of daily steps."""
    per_year = model(name).steps_per_year
    steps = per_year * (2 if per_year > 12 else 10)
    chosen, *job = set_up(name, seed, steps, (5,))
    exact = run(chosen, *job, steps, backend="numpy" if per_year <= 12 else "compiled")
    single = run(chosen, *job, steps, backend="compiled", dtype=np.float32)
    assert single.soc.dtype == np.float32
    assert single.soc == pytest.approx(exact.soc, rel=1e-4, abs=1e-5)


@declaring(Capability.STEADY_STATE)
@given(seed=seeds)
@some(8)
def test_the_steady_state_is_a_fixed_point(name, seed):
    chosen, site, forcing = living_run(name, seed)
    period = chosen.steps_per_year
    steady = periodic_steady_state(chosen, site, forcing, period)
    after = run(chosen, site, steady.state, forcing, period)
    assert after.soc[0] == pytest.approx(steady.soc, rel=1e-10)
    carbon = np.max(active(chosen, site, steady.state))
    for pool in chosen.pools:
        # A microbe that has died out still dies.
        before = np.broadcast_to(getattr(steady.state, pool), after.pools[pool][0].shape)
        assert after.pools[pool][0] == pytest.approx(before, rel=2e-10, abs=1e-9 * carbon)
        assert np.min(before) >= 0.0


@declaring(Capability.STEADY_STATE, Capability.INPUTS)
@pytest.mark.parametrize("cells", [(), (1,), (2, 3)])
def test_the_steady_state_has_the_shape_of_the_cells(name, cells):
    chosen, site, forcing = living_run(name, 7, cells)
    steady = periodic_steady_state(chosen, site, forcing, chosen.steps_per_year)
    flat = living_run(name, 7, (int(np.prod(cells)),))[1:]
    assert np.shape(steady.soc) in (cells, (1,))
    if cells == (2, 3):
        again = periodic_steady_state(chosen, *flat, chosen.steps_per_year)
        assert np.ravel(steady.soc) == pytest.approx(again.soc, rel=1e-9)


@declaring(Capability.INVERSE_INPUT)
@given(seed=seeds, factor=st.floats(0.3, 3.0))
@some(8)
def test_the_inverse_of_the_steady_state_is_the_input(name, seed, factor):
    chosen, site, forcing = living_run(name, seed)
    period = chosen.steps_per_year
    given_inputs = scaled(chosen, forcing, np.full(3, factor))
    stock = periodic_steady_state(chosen, site, given_inputs, period).soc
    held = input_for_stock(chosen, site, forcing, period, stock)
    assert held.steady.soc == pytest.approx(stock, rel=1e-9)
    exact = 1e-10 if chosen.linear else 1e-8
    assert held.scale == pytest.approx(np.full(3, factor), rel=exact)


@declaring(Capability.LINEAR, Capability.INPUTS)
@given(seed=seeds)
@some(8)
def test_doubled_input_doubles_active_carbon(name, seed):
    chosen, site, forcing = living_run(name, seed, years=3)
    steps = 3 * chosen.steps_per_year
    twice = scaled(chosen, forcing, np.full(3, 2.0))
    once, double = (run(chosen, site, chosen.start(), f, steps) for f in (forcing, twice))
    for pool in chosen.pools:
        assert double.pools[pool] == pytest.approx(2.0 * once.pools[pool], rel=1e-10, abs=1e-14)
    found = [periodic_steady_state(chosen, site, f, steps).state for f in (forcing, twice)]
    first, second = (active(chosen, site, state) for state in found)
    assert second == pytest.approx(2.0 * first, rel=1e-10)


@declaring(Capability.INPUT_FOR_RATE)
@given(seed=seeds, rate=st.floats(0.2, 1.0))
@some(5)
def test_the_input_for_a_rate_gives_that_rate(name, seed, rate):
    chosen, site, forcing = living_run(name, seed)
    steps = 20 * chosen.steps_per_year
    state = chosen.start(**dict.fromkeys(chosen.pools, 4.0))
    unit = Stream(np.full((1, 1), 1.0 / chosen.steps_per_year))
    into = chosen.inputs[0]
    extra = input_for_rate(chosen, site, state, forcing, {into: unit}, steps, rate)
    assert np.all(extra > 0.0)
    more = forcing | {into: forcing[into]._replace(plus=unit._replace(scale=extra))}
    initial = chosen.soc(site, state._asdict())
    end = run(chosen, site, state, more, steps).soc[-1]
    assert end == pytest.approx(initial * (1.0 + 20.0 * rate), rel=1e-10)


MODERN = RadiocarbonConstants(half_life=5568.0, reporting_mean_life=8035.0, inert_age=50_000.0)
STABLE = MODERN._replace(half_life=np.inf)


def one_cell(name, seed):
    """Return a steady cell, its layout and the streams that drive it."""
    chosen, site, forcing = living_run(name, seed, ())
    steady = periodic_steady_state(chosen, site, forcing, chosen.steps_per_year).state
    return (
        chosen,
        site,
        forcing,
        steady,
        lay_out(chosen, chosen.parameters(), site, steady, forcing, np.float64),
    )


@declaring(Capability.RADIOCARBON)
@given(seed=seeds)
@some(5)
def test_without_decay_modern_carbon_is_the_carbon_itself(name, seed):
    chosen, site, forcing, _, _ = one_cell(name, seed)
    steps = chosen.steps_per_year
    start = chosen.start(**dict.fromkeys(chosen.pools, 3.0))
    batch = lay_out(chosen, chosen.parameters(), site, start, forcing, np.float64)
    state = activity = batch.state
    pools = run(chosen, site, start, forcing, steps, every=1).pools
    for time in range(steps):
        activity = activity_step(batch, time, state, activity, 1.0, STABLE)
        moved = {pool: pools[pool][time] for pool in chosen.pools}
        state = activity._replace(**moved)
    for pool in chosen.pools:
        assert getattr(activity, pool) == pytest.approx(pools[pool][-1], rel=1e-10, abs=1e-14)


@declaring(Capability.RADIOCARBON)
@given(seed=seeds, level=st.floats(0.9, 1.8))
@some(5)
def test_the_periodic_activity_comes_back_to_itself(name, seed, level):
    chosen, _, _, steady, batch = one_cell(name, seed)
    steps = chosen.steps_per_year
    modern = level + 0.01 * np.arange(steps)
    periodic = periodic_activity(batch, steady, modern, steps, MODERN)
    state, activity = batch.state, periodic
    for time in range(steps):
        activity = activity_step(batch, time, state, activity, modern[time], MODERN)
        state = activity_step(batch, time, state, state, 1.0, STABLE)
    for pool in chosen.pools:
        assert getattr(activity, pool) == pytest.approx(getattr(periodic, pool), rel=1e-10)
        assert np.all(getattr(periodic, pool) <= (level + 0.11) * getattr(steady, pool))


@declaring(Capability.AGES, Capability.RADIOCARBON)
@given(seed=seeds)
@some(5)
def test_the_mean_age_is_that_of_a_tracer_that_hardly_decays(name, seed):
    """Carbon of mean age a has lost the share a / T of a tracer of a very long mean life T."""
    chosen, site, forcing, steady, batch = one_cell(name, seed)
    steps = chosen.steps_per_year
    found = mean_ages(chosen, site, forcing, steps)
    assume(found.carbon_age < 1e5)  # else the tracer's loss is lost in the digits
    life = 1e6 * float(np.squeeze(found.carbon_age))
    slow = MODERN._replace(half_life=life * np.log(2.0))
    left = periodic_activity(batch, steady, np.ones(steps), steps, slow)
    carbon, kept = (float(np.squeeze(active(chosen, site, s))) for s in (steady, left))
    late = _LATE[chosen.arrival or "end"] / steps
    age = life * (1.0 - kept / carbon) + late
    assert found.carbon_age == pytest.approx(age, rel=1e-4)
    assert found.transit_time > 0.0


@declaring(Capability.AGES)
@given(seed=seeds)
@some(5)
def test_the_transit_time_is_the_mean_stock_over_the_input(name, seed):
    chosen, site, forcing = living_run(name, seed)
    steps = chosen.steps_per_year
    steady = periodic_steady_state(chosen, site, forcing, steps)
    year = run(chosen, site, steady.state, forcing, steps, every=1)
    inert = getattr(site, chosen.inert) if chosen.inert else 0.0
    stocks = np.concatenate([steady.soc[None], year.soc[:-1]]) - inert
    if chosen.arrival == "start":
        stocks = stocks + year.inputs
    found = mean_ages(chosen, site, forcing, steps).transit_time
    assert found == pytest.approx(stocks.mean(axis=0) / year.inputs.sum(axis=0), rel=1e-10)


@declaring(Capability.SENSITIVITIES)
@given(seed=seeds, which=st.integers(0, 100))
@some(6)
def test_a_sensitivity_says_what_a_change_of_a_parameter_does(name, seed, which):
    chosen, soil, drivers = living(name, seed, (2,))
    names = chosen.parameters()._fields
    parameter = names[which % len(names)]
    period = chosen.steps_per_year

    def stock(p):
        forcing = chosen.drive(p, drivers)
        return periodic_steady_state(
            chosen, chosen.site(p, soil), forcing, period, parameters=p
        ).soc

    p = chosen.parameters()
    value = getattr(p, parameter)
    change = 1e-4 * abs(value) or 1e-6
    found = parameter_sensitivity(chosen, soil, drivers, period, names=(parameter,))[parameter]
    less, usual, more = (stock(p._replace(**{parameter: value + k * change})) for k in (-1, 0, 1))
    expected = found.derivative * 2.0 * change
    assert more - less == pytest.approx(expected, abs=1e-8 * np.max(usual), rel=1e-3)
    assert found.elasticity == pytest.approx(found.derivative * value / usual, rel=1e-12)


@declaring(Capability.SENSITIVITIES, Capability.CALIBRATION)
def test_sensitivities_of_a_run_end_at_those_of_the_steady_state(name):
    """And faster rates leave less carbon, at every time."""
    chosen, soil, drivers = living(name, 5, (2,), hottest=30.0)
    period, p = chosen.steps_per_year, chosen.parameters()
    rate = chosen.rates[:1]
    forcing = chosen.drive(p, drivers)
    steady = periodic_steady_state(chosen, chosen.site(p, soil), forcing, period)
    years = 4 if period > 12 else 40
    found = trajectory_sensitivity(chosen, soil, drivers, steady.state, years * period, names=rate)[
        rate[0]
    ]
    final = parameter_sensitivity(chosen, soil, drivers, period, names=rate)[rate[0]]
    assert found.derivative.shape == (years, 2)
    assert np.all(np.abs(found.elasticity[0]) > 0.0)
    gap = np.abs(found.derivative - final.derivative)
    assert np.all(gap[-1] <= gap[0])


def test_a_parameter_that_there_is_not_is_refused():
    chosen, soil, drivers = living("rothc", 1)
    with pytest.raises(UnknownName, match="k_hum"):
        parameter_sensitivity(chosen, soil, drivers, 12, names=("k_humus",))


@declaring(Capability.CALIBRATION)
def test_what_is_calibrated_are_parameters_with_a_value(name):
    """Faster rates leave less carbon: see the contract of all models."""
    chosen = model(name)
    assert all(getattr(chosen.parameters(), rate) > 0.0 for rate in chosen.rates)


@declaring(Capability.PRIMING)
@given(seed=seeds)
@some(4)
def test_added_carbon_is_primed_or_stays(name, seed):
    chosen, site, forcing = living_run(name, seed, (2,), hottest=25.0)
    period = chosen.steps_per_year
    mean = chosen.forcing(*(over_period(forcing[n], period) for n in chosen.forcing._fields))
    more = {n: 0.25 * getattr(mean, n) for n in chosen.inputs}
    found = priming_response(chosen, site, mean, more, 1)
    for change in (found.with_priming, found.without_priming):
        assert np.all(change <= found.added * (1.0 + 1e-9))
    assert np.all(found.without_priming > 0.0)


@declaring(Capability.PEDOTRANSFER)
@given(seed=seeds, stock=st.floats(30.0, 150.0))
@some(10)
def test_pools_of_a_stock_are_that_stock(name, seed, stock):
    chosen, soil, _ = living(name, seed)
    site = chosen.site(chosen.parameters(), soil)
    pools = chosen.pedotransfer(soil._replace(organic_carbon_stock=stock))
    assert set(pools) == set(chosen.pools)
    assert chosen.soc(site, pools) == pytest.approx(np.full(3, stock), rel=1e-10)


@declaring(Capability.COMPILED)
@given(seed=seeds)
@some(4)
def test_the_kernel_is_the_same_model_in_any_climate(name, seed):
    steps = 30 if model(name).steps_per_year > 12 else 24
    chosen, *job = set_up(name, seed, steps, (5,))
    plain = run(chosen, *job, steps, every=1, backend="numpy")
    fast = run(chosen, *job, steps, every=1, backend="compiled")
    for pool in chosen.pools:
        assert fast.pools[pool] == pytest.approx(plain.pools[pool], rel=1e-11, abs=1e-12)
    assert fast.respired == pytest.approx(plain.respired, rel=1e-10, abs=1e-12)


@not_declaring(Capability.AGES)
def test_what_a_model_does_not_declare_is_refused_in_words(name):
    chosen, site, state, forcing = set_up(name, 1, model(name).steps_per_year)
    batch = lay_out(chosen, chosen.parameters(), site, state, forcing, np.float64)
    with pytest.raises(NotApplicable, match="age of the carbon"):
        mean_ages(chosen, site, forcing, chosen.steps_per_year)
    with pytest.raises(NotApplicable, match="radiocarbon"):
        activity_step(batch, 0, batch.state, batch.state, 1.0, MODERN)
    with pytest.raises(NotApplicable, match="input for a rate"):
        input_for_rate(chosen, site, state, forcing, {}, chosen.steps_per_year, 0.004)


def test_every_capability_has_a_check():
    """A capability added tomorrow needs one here."""
    assert set(Capability) == CHECKED
