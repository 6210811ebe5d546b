"""RothC's rate factor for temperature, against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.temperature_response import (
    ParabolicResponse,
    PoissonResponse,
    TemperatureResponse,
    soil_temperature_damped,
    temperature_factor_burke2003,
    temperature_factor_kirschbaum1995,
    temperature_factor_rothc,
)
from permil.tables import parameter_set


def response(name):
    values = parameter_set(name)
    return TemperatureResponse(*(values[f"temperature_{n}"] for n in TemperatureResponse._fields))


#: fT.RothC of the R package SoilR 1.2.110, doi:10.5194/gmd-5-1045-2012.
SOILR = {
    -10.0: 0.000136120276818755,
    -5.0: 0.0165535457921191,
    0.0: 0.145689099497375,
    5.0: 0.501195409806431,
    10.0: 1.10537571607855,
    15.0: 1.9065875030144,
    20.0: 2.83084183934977,
}


def test_the_published_values_of_the_continuous_form():
    found = temperature_factor_rothc(list(SOILR), response("rothc_continuous"))
    assert found == pytest.approx(list(SOILR.values()), rel=1e-13)


def test_one_at_the_mean_temperature_of_rothamsted():
    # Coleman and Jenkinson (1996): the rate constants were set at Rothamsted, 9.3 °C.
    assert temperature_factor_rothc(9.25, response("rothc_26_3")) == pytest.approx(1.0, abs=0.01)


def test_nothing_decomposes_below_minus_five_degrees():
    official = response("rothc_26_3")
    assert temperature_factor_rothc(-5.01, official) == 0
    assert temperature_factor_rothc(-5.0, official) == pytest.approx(0.0162, abs=1e-4)


def test_the_pole_of_the_function_is_frost_too():
    free = response("rothc_continuous")
    cold = np.array([-18.3, -18.27, -18.0, -40.0, -273.15])
    assert np.array_equal(temperature_factor_rothc(cold, free), np.zeros(5))


def test_a_gap_stays_a_gap():
    found = temperature_factor_rothc([np.nan, 10.0], response("rothc_26_3"))
    assert np.array_equal(np.isnan(found), [True, False])


@pytest.mark.parametrize("name", ["rothc_26_3", "rothc_continuous"])
@given(low=st.floats(-60, 60), high=st.floats(-60, 60))
def test_warmer_is_never_slower(name, low, high):
    low, high = sorted((low, high))
    slow, fast = temperature_factor_rothc([low, high], response(name))
    assert 0 <= slow <= fast < response(name).maximum


#: fT.Century1 and fT.KB of the R package SoilR 1.2.110, doi:10.5194/gmd-5-1045-2012.
CENTURY1 = {
    -20.0: 4.55057807322924e-05,
    -10.0: 0.00180660268031917,
    0.0: 0.0274533743125941,
    10.0: 0.178273319433636,
    20.0: 0.555851702476908,
    30.0: 0.938229575690276,
    35.0: 1.0,
    40.0: 0.927865463427859,
    45.0: 0.0,
}
KB = {
    -20.0: 0.000129777247636866,
    0.0: 0.0231907914352087,
    10.0: 0.135278080412628,
    20.0: 0.45398502915656,
    35.0: 0.989872767500748,
    40.0: 0.973590760255191,
}


def poisson(name):
    values = parameter_set(name)
    return PoissonResponse(*(values[f"temperature_{n}"] for n in PoissonResponse._fields))


def test_the_published_values_of_century():
    found = temperature_factor_burke2003(list(CENTURY1), poisson("century"))
    assert found == pytest.approx(list(CENTURY1.values()), rel=1e-13)


def test_tier2_has_another_optimum_and_the_same_end():
    response = poisson("ipcc_tier2")
    found = temperature_factor_burke2003([33.69, 45.0, 60.0], response)
    assert found == pytest.approx([1.0, 0.0, 0.0], abs=1e-15)
    # The worked case of the Guidelines: 20.7 and 16.6 °C.
    found = temperature_factor_burke2003([20.7, 16.6], response)
    assert found == pytest.approx([0.712, 0.551], abs=2.4e-3)


def test_kirschbaum_with_the_constants_of_soilr():
    response = ParabolicResponse(scale=1.0, intercept=-3.764, slope=0.204, optimum=36.9)
    found = temperature_factor_kirschbaum1995(list(KB), response)
    assert found == pytest.approx(list(KB.values()), rel=1e-13)


def test_c_tool_decomposes_at_rate_one_at_ten_degrees():
    values = parameter_set("ctool")
    names = ParabolicResponse._fields
    response = ParabolicResponse(*(values[f"temperature_{name}"] for name in names))
    assert temperature_factor_kirschbaum1995(10.0, response) == pytest.approx(1.0, abs=1e-3)


def test_soil_follows_the_air_with_less_swing():
    air = np.array([-5.0, 5.0, 15.0, 5.0])
    soil = soil_temperature_damped(air, air.mean(), 12.5, 187.4)
    assert soil.mean() == pytest.approx(air.mean())
    assert np.ptp(soil) == pytest.approx(np.ptp(air) * np.exp(-12.5 / 187.4))
    assert soil_temperature_damped(air, air.mean(), 0.0, 187.4) == pytest.approx(air)


@pytest.mark.parametrize(
    "factor",
    [
        lambda t: temperature_factor_burke2003(t, poisson("century")),
        lambda t: temperature_factor_kirschbaum1995(t, ParabolicResponse(7.24, -3.4, 0.17, 36.9)),
    ],
)
def test_a_gap_stays_a_gap_in_every_function(factor):
    assert np.array_equal(np.isnan(factor([np.nan, 10.0])), [True, False])
