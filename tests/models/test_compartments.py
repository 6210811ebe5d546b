"""Forward runs: carbon closes, no pool is negative, every layout gives the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import MONTHLY, set_up
from permil.errors import CarbonBalanceError, NotApplicable
from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Stream

seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("name", MONTHLY)
@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_random_climates_keep_carbon_and_never_go_negative(name, seed):
    chosen, site, state, forcing = set_up(name, seed, 120, (7,))
    result = run(chosen, site, state, forcing, 120, backend="numpy")
    before = sum(getattr(state, pool) for pool in chosen.pools)
    after = sum(values[-1] for values in result.pools.values())
    balance = before + result.inputs.sum(0) - result.respired.sum(0) - after
    assert np.abs(balance).max() <= 1e-9 * (before + result.inputs.sum(0)).max()
    for values in result.pools.values():
        assert np.isfinite(values).all()
        assert values.min() >= -1e-12


@given(seed=seeds)
@settings(max_examples=8, deadline=None)
def test_the_compiled_path_is_the_same_model(seed):
    chosen, site, state, forcing = set_up("rothc", seed, 60, (40,))
    plain = run(chosen, site, state, forcing, 60, every=1, backend="numpy")
    fast = run(chosen, site, state, forcing, 60, every=1, backend="compiled")
    for pool in chosen.pools:
        assert fast.pools[pool] == pytest.approx(plain.pools[pool], rel=1e-12, abs=1e-13)
    assert fast.respired == pytest.approx(plain.respired, rel=1e-11, abs=1e-13)
    assert fast.inputs == pytest.approx(plain.inputs, rel=1e-13)
    assert fast.state.moisture_deficit == pytest.approx(plain.state.moisture_deficit)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_single_precision_closes_to_1e_5(backend, seed):
    chosen, site, state, forcing = set_up("rothc", seed, 240, (30,))
    exact = run(chosen, site, state, forcing, 240, backend="numpy")
    single = run(chosen, site, state, forcing, 240, backend=backend, dtype=np.float32)
    assert single.soc.dtype == np.float32
    assert single.soc == pytest.approx(exact.soc, rel=2e-4, abs=1e-4)
    before = sum(np.asarray(getattr(state, pool)) for pool in chosen.pools)
    after = sum(v[-1].astype(float) for v in single.pools.values())
    gained = single.inputs.astype(float).sum(0) - single.respired.astype(float).sum(0)
    assert np.abs(before + gained - after).max() <= 1e-5 * (before + 20).max()


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_layouts_of_the_forcing_give_the_same(backend):
    chosen, site, state, shared = set_up("rothc", 5, 24, (3, 4), columns=(1, 1))
    base = run(chosen, site, state, shared, 24, backend=backend).soc
    dense = {n: Stream(np.broadcast_to(s.values, (24, 3, 4))) for n, s in shared.items()}
    assert run(chosen, site, state, dense, 24, backend=backend).soc == pytest.approx(
        base, rel=1e-14
    )
    index = np.arange(12).reshape(3, 4) % 2
    columns = {n: Stream(np.repeat(s.values[:, 0], 2, axis=1), index) for n, s in shared.items()}
    found = run(chosen, site, state, columns, 24, backend=backend).soc
    assert found == pytest.approx(base, rel=1e-14)
    halves = {
        n: s._replace(scale=np.full((3, 4), 0.25), plus=Stream(0.75 * s.values))
        if n in chosen.inputs
        else s
        for n, s in shared.items()
    }
    assert run(chosen, site, state, halves, 24, backend=backend).soc == pytest.approx(
        base, rel=1e-13
    )


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_a_stream_shorter_than_the_run_repeats(backend):
    chosen, site, state, year = set_up("rothc", 9, 12)
    long = {name: Stream(np.tile(stream.values, 5)) for name, stream in year.items()}
    repeated = run(chosen, site, state, year, 60, backend=backend).soc
    assert np.array_equal(repeated, run(chosen, site, state, long, 60, backend=backend).soc)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_a_cell_gives_the_same_bits_alone_and_in_a_batch(backend):
    chosen, site, state, forcing = set_up("rothc", 3, 36, (3000,))
    batch = run(chosen, site, state, forcing, 36, backend=backend).soc
    for cell in (0, 17, 2999):
        one = slice(cell, cell + 1)
        alone = run(
            chosen,
            type(site)(*(v[one] if np.ndim(v) else v for v in site)),
            type(state)(*(v[one] if np.ndim(v) else v for v in state)),
            {n: Stream(s.values[:, one]) for n, s in forcing.items()},
            36,
            backend=backend,
        ).soc
        assert np.array_equal(alone[:, 0], batch[:, cell])


def test_a_drawn_parameter_may_differ_by_cell():
    chosen, site, state, forcing = set_up("rothc", 4, 24, columns=(1,))
    slow = np.array([0.01, 0.02, 0.03])
    parameters = chosen.parameters()._replace(k_hum=slow)
    batch = run(chosen, site, state, forcing, 24, parameters=parameters, backend="compiled").soc
    for i, rate in enumerate(slow):
        alone = chosen.parameters()._replace(k_hum=rate)
        found = run(chosen, site, state, forcing, 24, parameters=alone).soc
        assert batch[:, i] == pytest.approx(found[:, 0], rel=1e-12)


def test_explicit_euler_blows_up_where_the_engine_does_not():
    """Wet, bare and 28 °C all year: DPM decays faster than a monthly Euler step allows."""
    _, site, _, _ = set_up("rothc", 0, 12)
    hot = {
        "temperature_factor": Stream(np.full((1, 1), 4.6)),
        "water_balance": Stream(np.full((1, 1), 100.0)),
        "cover": Stream(np.zeros((1, 1))),
        "plant_input": Stream(np.full((1, 1), 0.3)),
        "manure_input": Stream(np.zeros((1, 1))),
        "dpm_share": Stream(np.full((1, 1), 0.59)),
    }
    dpm = 0.2
    for _ in range(240):
        dpm += 0.3 * 0.59 - 10.0 * 4.6 / 12.0 * dpm
    assert not abs(dpm) < 1e6
    for name in MONTHLY:
        chosen = model(name)
        soil_site = site if name == "rothc" else set_up(name, 0, 12)[1]
        result = run(chosen, soil_site, chosen.start(), hot, 240)
        assert 0 < result.pools["decomposable_plant_material"][-1].max() < 1


def test_carbon_that_does_not_close_is_an_error():
    from dataclasses import replace

    chosen, site, state, forcing = set_up("rothc", 1, 12)

    def leaking(p, s, x, f):
        after, fluxes = chosen.step(p, s, x, f)
        return after, fluxes._replace(respired=0.9 * fluxes.respired)

    with pytest.raises(CarbonBalanceError, match="model rothc"):
        run(replace(chosen, step=leaking), site, state, forcing, 12, backend="numpy")


def test_a_value_that_is_no_number_is_an_error():
    chosen, site, state, forcing = set_up("rothc", 1, 12)
    broken = forcing | {"plant_input": Stream(np.full((12,), np.nan))}
    with pytest.raises(CarbonBalanceError):
        run(chosen, site, state, broken, 12)


def test_incomplete_intervals_and_matrix_kernels_are_refused():
    chosen, site, state, forcing = set_up("rothc", 1, 18)
    with pytest.raises(NotApplicable, match="18 steps"):
        run(chosen, site, state, forcing, 18)
    other = set_up("rothc_continuous", 1, 12)
    with pytest.raises(NotApplicable, match="matrix exponential"):
        run(*other, 12, backend="compiled")
