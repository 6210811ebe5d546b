"""Periodic steady states and inverse inputs of models that are not linear."""

import numpy as np
import pytest

from models.batches import drivers, living_run, soil
from permil.models import MODELS, model
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream

NONLINEAR = [name for name in MODELS if model(name).steady]


def mild(name, seed, cells=(4,)):
    """Return a set-up of a year in which something enters and decomposes."""
    generator = np.random.default_rng(seed)
    chosen = model(name)
    site = chosen.site(chosen.parameters(), soil(generator, cells, chosen.depths[0]))
    given = drivers(generator, 12, cells, hottest=25.0)
    warm = given.temperature._replace(values=np.clip(given.temperature.values, 2.0, 25.0))
    wet = given.precipitation._replace(values=given.precipitation.values + 60.0)
    forcing = dict(
        chosen.drive(chosen.parameters(), given._replace(temperature=warm, precipitation=wet))
    )
    return chosen, site, forcing


@pytest.mark.parametrize("name", NONLINEAR)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_brings_the_periodic_state_back(name, seed):
    chosen, site, forcing = mild(name, seed)
    steady = periodic_steady_state(chosen, site, forcing, 365)
    after = run(chosen, site, steady.state, forcing, 365)
    for pool in chosen.pools:
        assert after.pools[pool][0] == pytest.approx(getattr(steady.state, pool), rel=1e-9)


@pytest.mark.parametrize("name", NONLINEAR)
def test_the_inverse_input_holds_a_stock_that_is_no_multiple_of_it(name):
    chosen, site, forcing = mild(name, 3)
    steady = periodic_steady_state(chosen, site, forcing, 365)
    stock = 1.3 * steady.soc
    held = input_for_stock(chosen, site, forcing, 365, stock)
    scaled = {
        n: s._replace(scale=held.scale) if n in chosen.inputs else s for n, s in forcing.items()
    }
    after = run(chosen, site, held.steady.state, scaled, 730)
    assert after.soc[-1] == pytest.approx(stock, rel=1e-8)
    assert np.all(held.scale > 1.0)


@pytest.mark.parametrize("name", NONLINEAR)
def test_fixed_inputs_stay_beside_the_scaled_ones(name):
    chosen, site, forcing = mild(name, 4)
    half = {n: s._replace(values=0.5 * s.values) for n, s in forcing.items() if n in chosen.inputs}
    whole = periodic_steady_state(chosen, site, forcing, 365)
    held = input_for_stock(chosen, site, dict(forcing) | half, 365, whole.soc, scaled=half)
    assert held.scale == pytest.approx(np.ones_like(held.scale), rel=1e-6)


#: Climates in which a microbe dies whose growth hardly depends on its size, dies and comes back, or
#: Newton's method goes round in a ring.
HARD = (189, 281, 324, 3628799, 68236898)


@pytest.mark.parametrize("seed", HARD)
def test_rough_climates_lead_to_a_steady_state_to_1e_10(seed):
    chosen, site, forcing = living_run("mimics", seed)
    steady = periodic_steady_state(chosen, site, forcing, 365)
    after = run(chosen, site, steady.state, forcing, 365)
    assert after.soc[0] == pytest.approx(steady.soc, rel=1e-10)


def test_a_microbe_that_dies_out_ends_the_search():
    chosen, site, forcing = mild("mimics", 5)
    name = chosen.inputs[0]
    rich = dict(forcing) | {name: Stream(2.0 * forcing[name].values)}
    steady = periodic_steady_state(chosen, site, rich, 365)
    carbon = np.sum([getattr(steady.state, pool) for pool in chosen.pools], axis=0)
    assert np.min(steady.state.oligotrophic_microbes / carbon) < 1e-11
    after = run(chosen, site, steady.state, rich, 365)
    assert after.soc[0] == pytest.approx(steady.soc, rel=1e-8)


def test_streams_with_factors_of_their_own_may_be_scaled():
    chosen, site, forcing = mild("mimics", 5)
    double = np.full(4, 2.0)
    name = chosen.inputs[0]
    given = dict(forcing) | {name: Stream(forcing[name].values, scale=double)}
    plain = dict(forcing) | {name: Stream(2.0 * forcing[name].values)}
    one, other = (periodic_steady_state(chosen, site, f, 365).soc for f in (given, plain))
    assert one == pytest.approx(other, rel=1e-9)
