"""C-TOOL against an independent solution of topsoil and subsoil together, and its own rules."""

import numpy as np
import pytest
import scipy.integrate
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.models import model
from permil.models.ages import mean_age, mean_ages, steady_state
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def ctool():
    return model("ctool")


def profile(clay):
    """Return the matrix of C-TOOL for the whole profile, per year at 10 °C, from printed numbers.

    Fresh, humified and resilient matter of the topsoil, then of the subsoil; at last the CO2.
    """
    ratio = 1.67 * (1.85 + 1.6 * np.exp(-7.86 * clay / 100))
    kept, down, carbon_dioxide, romified = 1 / (ratio + 1), 0.03, 0.628, 0.012
    shares = np.zeros((7, 7))
    shares[[1, 3, 6], 0] = (1 - down) * kept, down, (1 - down) * (1 - kept)
    shares[[2, 4, 6], 1] = romified, 1 - carbon_dioxide - romified, carbon_dioxide
    shares[[5, 6], 2] = 1 - carbon_dioxide, carbon_dioxide
    shares[[4, 6], 3] = kept, 1 - kept
    shares[[5, 6], 4] = romified, 1 - romified
    shares[6, 5] = 1
    rates = np.array([1.44, 0.0336, 0.000463] * 2 + [0.0])
    return (shares - np.eye(7)) * rates


@given(
    clay=st.floats(0.0, 80.0),
    factor=st.floats(1e-4, 8.0),
    pools=st.tuples(*[st.floats(0.0, 80.0)] * 3),
)
@settings(max_examples=80, deadline=None)
def test_a_month_is_the_topsoil_of_the_exponential_of_the_profile(clay, factor, pools):
    chosen = model("ctool")
    site = chosen.site(chosen.parameters(), Soil(clay=clay, depth=25.0))
    force = chosen.forcing(factor, 0.3, 0.1)
    after, fluxes = chosen.step(chosen.parameters(), site, chosen.state(*pools), force)
    end = scipy.linalg.expm(profile(clay) * factor / 12) @ np.array([*pools, 0, 0, 0, 0])
    end[:2] += 0.3, 0.1
    assert np.array(after) == pytest.approx(end[:3], rel=1e-11, abs=1e-12)
    # All that goes down is in the subsoil or has become CO2 there.
    topsoil_only = profile(clay).copy()
    topsoil_only[:, 3:6] = 0
    end = scipy.linalg.expm(topsoil_only * factor / 12) @ np.array([*pools, 0, 0, 0, 0])
    assert fluxes.transported == pytest.approx(end[3:6].sum(), rel=1e-9, abs=1e-11)
    assert fluxes.respired - fluxes.transported == pytest.approx(end[6], rel=1e-9, abs=1e-11)
    assert sum(pools) + 0.4 == pytest.approx(sum(after) + fluxes.respired, rel=1e-12)


def test_five_years_against_an_integrator(ctool):
    _, site, _, forcing = set_up("ctool", 7, 60)
    p = ctool.parameters()
    pools = np.array([2.0, 30.0, 25.0])
    result = run(ctool, site, ctool.state(*pools), forcing, 60, every=60, backend="numpy")
    kept = float(site.humified_share) * 0.97
    for month in range(60):
        factor, fresh, humified = (forcing[name].values[month] for name in ctool.forcing._fields)

        def change(_, y, factor=factor):
            loss = np.array([1.44, 0.0336, 0.000463]) * factor * y
            return [-loss[0], kept * loss[0] - loss[1], 0.012 * loss[1] - loss[2]]

        end = scipy.integrate.solve_ivp(change, (0, 1 / 12), pools, rtol=1e-12, atol=1e-13)
        pools = end.y[:, -1] + [fresh, humified, 0.0]
    assert [result.pools[name][0] for name in ctool.pools] == pytest.approx(pools, rel=1e-9)
    assert p.k_resilient == 0.000463


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_steady_state_is_a_fixed_point_that_a_scaled_input_scales(seed):
    chosen, site, _, forcing = set_up("ctool", seed, 12, (3,))
    forcing["fresh_input"] = Stream(forcing["fresh_input"].values + 0.05)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    after = run(chosen, site, steady.state, forcing, 12)
    for pool in chosen.pools:
        assert after.pools[pool][0] == pytest.approx(getattr(steady.state, pool), rel=1e-10)
    held = input_for_stock(chosen, site, forcing, 12, 2.0 * steady.soc)
    assert held.scale == pytest.approx(2.0, rel=1e-10)


def test_ages_of_a_constant_climate_are_those_of_the_matrix(ctool):
    site = ctool.site(ctool.parameters(), Soil(clay=12.0, depth=25.0))
    forcing = {
        name: Stream(np.full((1, 1), value))
        for name, value in zip(ctool.forcing._fields, (1.0, 0.3, 0.0), strict=True)
    }
    matrix, inputs = profile(12.0)[:3, :3], np.array([3.6, 0.0, 0.0])
    ages = mean_ages(ctool, site, forcing, 12)
    # Inputs at the end of the month stay half a month longer than inputs all through it.
    assert ages.transit_time[0] == pytest.approx(mean_age(matrix, inputs) + 1 / 24, rel=1e-4)
    # At the end of a month the soil also holds what has just entered, which has no age yet.
    pools = steady_state(matrix, inputs)
    stock = periodic_steady_state(ctool, site, forcing, 12).soc[0]
    assert ages.carbon_age[0] * stock == pytest.approx(mean_age(matrix, pools) * pools.sum(), 1e-4)


def driven(ctool, carbon):
    """Return streams of three years: two alike, and a third that is 10 K warmer."""
    year = 8.0 - 10.0 * np.cos(np.arange(12) * np.pi / 6)
    climate = (np.concatenate([year, year, year + 10.0]), np.full(36, 60.0), np.full(36, 50.0))
    streams = (Stream(values[:, None]) for values in (*climate, np.ones(36)))
    return ctool.drive(ctool.parameters(), Drivers(*streams, (CarbonInputs(carbon),)))


def test_manure_enters_partly_humified_and_plants_fresh(ctool):
    carbon = {
        Material(Part.SHOOTS, "barley"): np.full((36, 1), 0.2),
        Material(Part.COVER_CROP): np.full((36, 1), 0.1),
        Material(Part.AMENDMENT, "cattle_manure"): np.full((36, 1), 0.5),
    }
    forcing = driven(ctool, carbon)
    # The share of manure that is humified already: 0.192, rCTOOL 3.1.0.
    assert forcing["humified_input"].values == pytest.approx(np.full((36, 1), 0.5 * 0.192))
    assert forcing["fresh_input"].values == pytest.approx(np.full((36, 1), 0.3 + 0.5 * 0.808))


def test_the_factor_is_that_of_a_damped_soil_temperature_year_by_year(ctool):
    factor = driven(ctool, {})["temperature_factor"].values[:, 0]
    damping = np.exp(-12.5 / np.sqrt(2 * 3.5e-7 / (2 * np.pi / (365 * 86400))) / 100)
    year = 8.0 - 10.0 * damping * np.cos(np.arange(12) * np.pi / 6)
    soil = np.concatenate([year, year, year + 10.0])
    expected = 7.24 * np.exp(-3.432 + 0.168 * soil * (1 - 0.5 * soil / 36.9))
    assert factor == pytest.approx(expected, rel=1e-4)
    assert np.array_equal(factor[:12], factor[12:24])
