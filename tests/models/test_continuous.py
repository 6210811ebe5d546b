"""The continuous form: matrix exponential, ages and transit times."""

import csv
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from permil.models import model
from permil.models.ages import age_quantile, mean_age, mean_ages, steady_state
from permil.models.compartments import run
from permil.models.matrix_exponential import expm, propagate
from permil.models.protocol import Soil
from permil.models.rothc_continuous import compartment_matrix
from permil.models.streams import Stream


def published():
    """RothC at rate factor one, clay 23.4 %, DPM/RPM 1.44, 1.7 t C/ha/yr (SoilR 1.2.110)."""
    chosen = model("rothc_continuous")
    site = chosen.site(chosen.parameters(), Soil(23.4, 23.0, 2.7))
    matrix = compartment_matrix(chosen.parameters(), site)
    share = 1.44 / 2.44
    return chosen, site, matrix, np.array([1.7 * share, 1.7 * (1 - share), 0.0, 0.0])


#: Sierra et al. (2012), doi:10.5194/gmd-5-1045-2012: RothCModel, systemAge and transitTime of the R
#: package SoilR 1.2.110 at its defaults. The means are exact; the quantiles (5, 50 and 95 %) come
#: from a numerical inversion and are good to about 1e-4.
MEAN_AGE, AGES = 49.681595754186, (0.85058958878478, 30.8101127814747, 163.691589469138)
MEAN_TRANSIT, TRANSITS = (
    9.30661896003615,
    (
        0.0112548885867988,
        0.419075643002296,
        58.3868647870734,
    ),
)


def test_transit_time_and_age_of_the_published_run():
    _, _, matrix, inputs = published()
    pools = steady_state(matrix, inputs)
    assert mean_age(matrix, inputs) == pytest.approx(MEAN_TRANSIT, rel=1e-12)
    assert mean_age(matrix, pools) == pytest.approx(MEAN_AGE, rel=1e-12)
    for probability, age, transit in zip((0.05, 0.5, 0.95), AGES, TRANSITS, strict=True):
        assert age_quantile(matrix, pools, probability) == pytest.approx(age, rel=1e-4)
        assert age_quantile(matrix, inputs, probability) == pytest.approx(transit, rel=1e-4)


def test_the_periodic_ages_are_those_of_the_matrix():
    chosen, site, matrix, inputs = published()
    ages = mean_ages(chosen, site, at_rate_one(), 12)
    assert ages.transit_time[0] == pytest.approx(mean_age(matrix, inputs), rel=1e-12)
    # The months' ends stand for the months: DPM, which decays in weeks, is slightly off.
    exact = mean_age(matrix, steady_state(matrix, inputs))
    assert ages.carbon_age[0] == pytest.approx(exact, rel=1e-5)


def test_quantiles_invert_the_distribution():
    _, _, matrix, inputs = published()
    for probability in (0.05, 0.5, 0.95):
        age = age_quantile(matrix, inputs, probability)
        left = (expm(matrix * age) @ inputs).sum() / inputs.sum()
        assert left == pytest.approx(1 - probability, rel=1e-9)


RAIN = Path(__file__).parents[1] / "reference_runs" / "rate_modifiers" / "rothc_moisture.csv"


@pytest.mark.parametrize("soil", ["covered", "bare"])
def test_the_published_moisture_factor_month_by_month(soil):
    chosen, site, _, _ = published()
    state, forcing = chosen.start(), at_rate_one()
    with RAIN.open(encoding="utf-8") as file:
        months = list(csv.DictReader(file))
    assert len(months) == 9
    for row in months:
        balance = float(row["precipitation"]) - 0.75 * float(row["open_pan_evaporation"])
        weather = {name: stream.values[0, 0] for name, stream in forcing.items()}
        weather |= {"water_balance": balance, "cover": float(soil == "covered")}
        force = chosen.forcing(**weather)
        state, fluxes = chosen.step(chosen.parameters(), site, state, force)
        assert state.moisture_deficit == pytest.approx(float(row[f"{soil}_deficit"]), abs=1e-12)
        assert fluxes.moisture_factor == pytest.approx(float(row[f"{soil}_factor"]), rel=1e-13)


def at_rate_one():
    return {
        "temperature_factor": Stream(np.ones((1, 1))),
        "water_balance": Stream(np.full((1, 1), 50.0)),
        "cover": Stream(np.zeros((1, 1))),
        "dpm_input": Stream(np.full((1, 1), 1.7 / 12 * 1.44 / 2.44)),
        "rpm_input": Stream(np.full((1, 1), 1.7 / 12 / 2.44)),
        "humus_input": Stream(np.zeros((1, 1))),
    }


def test_a_run_at_rate_one_is_the_exact_solution():
    chosen, site, matrix, inputs = published()
    result = run(chosen, site, chosen.start(), at_rate_one(), 6000)
    found = np.array([result.pools[pool][-1, 0] for pool in chosen.pools])
    long = steady_state(matrix, inputs)
    exact = long - scipy.linalg.expm(matrix * 500) @ long
    assert found == pytest.approx(exact, rel=1e-9)


#: Numbers of any ordinary size: for triangular matrices with subnormal differences on the diagonal
#: scipy itself divides by zero (it returns 0 for exp([[5e-268, 1], [0, 0]])[0, 1], which is 1).
ordinary = st.floats(-30, 30).map(lambda x: round(x, 3))


@given(arrays(float, (3, 4, 4), elements=ordinary))
def test_the_exponential_is_scipys(matrices):
    expected = np.stack([scipy.linalg.expm(m) for m in matrices])
    scale = np.abs(expected).max(axis=(1, 2), keepdims=True)
    assert np.abs((expm(matrices) - expected) / scale).max() < 1e-10


def test_the_exponential_of_a_nearly_defective_matrix():
    nearly = np.array([[5.1e-268, 1.0], [0.0, 0.0]])
    assert expm(nearly) == pytest.approx(np.array([[1.0, 1.0], [0.0, 1.0]]), rel=1e-15)


def test_a_matrix_gives_the_same_bits_alone_and_in_a_stack():
    _, _, matrix, _ = published()
    stack = matrix * np.geomspace(1e-3, 1e3, 40)[:, None, None]
    together = expm(stack)
    assert all(np.array_equal(expm(one), found) for one, found in zip(stack, together, strict=True))
    # Squaring on with the largest of the stack would take the small growing one out of range.
    assert expm(np.array([[[5.0]], [[-1e5]]])).ravel() == pytest.approx([np.exp(5.0), 0.0])


def against_the_exponential(site, parameters, pools, carbon, rates):
    """Compare steps at some rate factors with the exponential of the matrix."""
    chosen = model("rothc_continuous")
    state = chosen.start(**dict(zip(chosen.pools, pools, strict=True)))
    force = chosen.forcing(rates, 50.0, 0.0, *carbon)
    found, fluxes = chosen.step(parameters, site, state, force)
    inputs = 12.0 * np.array([carbon[0], carbon[1], 0.0, carbon[2]])
    matrix = compartment_matrix(parameters, site) * rates[:, None, None]
    end, respired = propagate(matrix, inputs, np.array(pools), 1.0 / 12.0)
    for i, pool in enumerate(chosen.pools):
        assert getattr(found, pool) == pytest.approx(end[:, i], rel=1e-12, abs=1e-13)
        assert np.min(getattr(found, pool)) >= 0.0
    assert fluxes.respired == pytest.approx(respired, rel=1e-11, abs=1e-13)


amounts = st.floats(0.0, 50.0)


@given(
    clay=st.floats(0.0, 100.0),
    pools=st.tuples(amounts, amounts, amounts, amounts),
    carbon=st.tuples(amounts, amounts, amounts),
)
@settings(max_examples=40, deadline=None)
def test_the_written_out_month_is_the_exponential_of_the_matrix(clay, pools, carbon):
    chosen = model("rothc_continuous")
    site = chosen.site(chosen.parameters(), Soil(clay, 23.0))
    rates = np.array([0.0, 1e-12, 1e-3, 0.5, 1.0, 4.0, 10.0, 60.0])
    against_the_exponential(site, chosen.parameters(), pools, carbon, rates)


@pytest.mark.parametrize("beside", [0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3])
@pytest.mark.parametrize("name", ["k_dpm", "k_rpm"])
@pytest.mark.parametrize("mode", [0, 1])
def test_a_rate_that_meets_a_mode_loses_no_digits(name, mode, beside):
    """There the sum of two exponentials is a product of time and one."""
    chosen = model("rothc_continuous")
    site = chosen.site(chosen.parameters(), Soil(23.4, 23.0))
    modes = -np.sort(np.linalg.eigvals(compartment_matrix(chosen.parameters(), site)[2:, 2:]))
    parameters = chosen.parameters()._replace(**{name: modes[mode] * (1.0 + beside)})
    rates = np.array([0.0, 0.3, 1.0, 5.0])
    against_the_exponential(site, parameters, (1.0, 5.0, 1.0, 30.0), (0.2, 0.1, 0.02), rates)


@given(st.floats(0.001, 400.0))
def test_a_step_keeps_carbon_at_any_rate(rate):
    _, _, matrix, inputs = published()
    start = np.array([1.0, 5.0, 1.0, 30.0])
    end, respired = propagate(matrix * rate, inputs, start, 1 / 12)
    assert start.sum() + inputs.sum() / 12 == pytest.approx(end.sum() + respired, rel=1e-11)
    assert end.min() >= 0
