"""Forward runs: carbon closes, no pool is negative, a gap is an error."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.errors import CarbonBalanceError, NotApplicable
from permil.models import MODELS, model
from permil.models.compartments import run
from permil.models.protocol import Drivers, Soil
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

seeds = st.integers(0, 2**32 - 1)


DRIVEN = [name for name in MODELS if model(name).inputs]
PATHS = [(n, b) for n in DRIVEN for b in ("numpy", "compiled") if b == "numpy" or model(n).kernel]


@pytest.mark.parametrize(("name", "backend"), PATHS)
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_random_climates_keep_carbon_and_never_go_negative(name, backend, seed):
    chosen, site, state, forcing = set_up(name, seed, 120, (7,))
    result = run(chosen, site, state, forcing, 120, every=12, backend=backend)
    before = sum(getattr(state, pool) for pool in chosen.pools)
    after = sum(values[-1] for values in result.pools.values())
    available = before + result.inputs.sum(0)
    assert np.all(np.abs(available - result.respired.sum(0) - after) <= 1e-9 * available)
    for values in result.pools.values():
        assert np.isfinite(values).all()
        assert values.min() >= 0


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
    assert np.all(np.abs(before + gained - after) <= 1e-5 * (before + single.inputs.sum(0)))
    assert min(values.min() for values in single.pools.values()) >= 0


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_a_stream_may_be_scaled_by_cell_and_added_to(backend):
    chosen, site, state, shared = set_up("rothc", 5, 24, (3, 4), columns=(1, 1))
    base = run(chosen, site, state, shared, 24, backend=backend).soc
    halves = {
        n: s._replace(scale=np.full((3, 4), 0.25), plus=Stream(0.75 * s.values))
        if n in chosen.inputs
        else s
        for n, s in shared.items()
    }
    found = run(chosen, site, state, halves, 24, backend=backend).soc
    assert found == pytest.approx(base, rel=1e-13)


def test_a_drawn_parameter_may_differ_by_cell():
    chosen, site, state, forcing = set_up("rothc", 4, 24, columns=(1,))
    slow = np.array([0.01, 0.02, 0.03])
    parameters = chosen.parameters()._replace(k_hum=slow)
    batch = run(chosen, site, state, forcing, 24, parameters=parameters, backend="compiled").soc
    for i, rate in enumerate(slow):
        alone = chosen.parameters()._replace(k_hum=rate)
        found = run(chosen, site, state, forcing, 24, parameters=alone).soc
        assert batch[:, i] == pytest.approx(found[:, 0], rel=1e-12)


def euler(k, x, u):
    return x + u - k * x


def runge_kutta(k, x, u):
    first = u - k * x
    second = u - k * (x + first / 2)
    third = u - k * (x + second / 2)
    fourth = u - k * (x + third)
    return x + (first + 2 * second + 2 * third + fourth) / 6


@pytest.mark.parametrize("explicit", [euler, runge_kutta])
def test_explicit_schemes_blow_up_where_the_engine_does_not(explicit):
    """Wet, bare and 28 °C all year: DPM decays by 3.7 a month, beyond their stability."""
    climate = (Stream(np.full((1, 1), value)) for value in (28.0, 200.0, 100.0, 0.0))
    carbon = {Material(Part.PLANT, dpm_rpm_ratio=1.44): np.full((1, 1), 0.3)}
    warm = Drivers(*climate, (CarbonInputs(carbon),))
    share = 1.44 / 2.44
    for name in ("rothc", "rothc_continuous"):
        chosen = model(name)
        forcing = chosen.drive(chosen.parameters(), warm)
        decay = float(chosen.parameters().k_dpm * forcing["temperature_factor"].values[0, 0] / 12)
        assert decay == pytest.approx(3.66, abs=0.02)
        dpm = 0.2
        for _ in range(600):
            dpm = explicit(decay, dpm, 0.3 * share)
        assert not abs(dpm) < 1e6
        site = chosen.site(chosen.parameters(), Soil(23.4, 23.0, 2.7))
        result = run(chosen, site, chosen.start(decomposable_plant_material=0.2), forcing, 600)
        # A map adds the month's input at its end; the equation lets it decay within the month.
        rest = 0.3 * share / (-np.expm1(-decay) if name == "rothc" else decay)
        assert result.pools["decomposable_plant_material"][-1] == pytest.approx(rest, rel=1e-12)


def test_carbon_that_does_not_close_is_an_error():
    chosen, site, state, forcing = set_up("rothc", 1, 12)

    def leaking(p, s, x, f):
        after, fluxes = chosen.step(p, s, x, f)
        return after, fluxes._replace(respired=0.9 * fluxes.respired)

    with pytest.raises(CarbonBalanceError, match="model rothc"):
        run(replace(chosen, step=leaking), site, state, forcing, 12, backend="numpy")


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
@pytest.mark.parametrize(
    "field", ["temperature_factor", "water_balance", "dpm_input", "rpm_input", "humus_input"]
)
def test_a_gap_in_the_forcing_is_an_error(field, backend):
    chosen, site, state, forcing = set_up("rothc", 1, 12, (5,))
    values = forcing[field].values.copy()
    values[3, 2] = np.nan
    with pytest.raises(CarbonBalanceError):
        run(chosen, site, state, forcing | {field: Stream(values)}, 12, backend=backend)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
@pytest.mark.parametrize("field", ["deficit_wilting", "moisture_slope", "humus_share"])
def test_a_soil_that_is_no_number_is_an_error(field, backend):
    chosen, site, state, forcing = set_up("rothc", 1, 12, (5,))
    broken = site._replace(**{field: np.where(np.arange(5) == 3, np.nan, getattr(site, field))})
    with pytest.raises(CarbonBalanceError):
        run(chosen, broken, state, forcing, 12, backend=backend)


def test_incomplete_intervals_and_matrix_kernels_are_refused():
    chosen, site, state, forcing = set_up("rothc", 1, 18)
    with pytest.raises(NotApplicable, match="18 steps"):
        run(chosen, site, state, forcing, 18)
    yasso, *job = set_up("yasso15", 1, 12)
    with pytest.raises(NotApplicable, match="matrix exponential"):
        run(replace(yasso, compiled_step=None), *job, 12, backend="compiled")
