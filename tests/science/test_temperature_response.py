"""RothC's rate factor for temperature, against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.temperature_response import TemperatureResponse, temperature_factor_rothc
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
