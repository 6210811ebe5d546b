import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.greenhouse_gases import (
    MetricFactors,
    carbon_to_co2,
    co2_equivalent,
    soil_carbon_change_co2,
)

AR6_GWP100 = MetricFactors(n2o=273.0, ch4=27.0)
amounts = st.floats(-1e6, 1e6)


def test_molar_mass_is_not_rounded():
    assert carbon_to_co2(12.0) == pytest.approx(44.0, rel=1e-15)


def test_a_gain_of_carbon_is_taken_from_the_atmosphere():
    assert soil_carbon_change_co2(12.0) == pytest.approx(-44.0)


def test_each_gas_has_its_factor():
    assert co2_equivalent(1.0, 0.0, 0.0, AR6_GWP100) == 1.0
    assert co2_equivalent(0.0, 1.0, 0.0, AR6_GWP100) == 273.0
    assert co2_equivalent(0.0, 0.0, 1.0, AR6_GWP100) == 27.0


def test_the_multiplier_of_n2o_follows_the_metric():
    """Another tool keeps that of AR5 whatever metric is chosen."""
    ar5 = MetricFactors(n2o=265.0, ch4=28.0)
    assert co2_equivalent(0.0, 1.0, 0.0, ar5) == 265.0
    assert co2_equivalent(0.0, 1.0, 0.0, AR6_GWP100) != 265.0


@given(amounts, amounts, amounts)
def test_the_sum_is_linear(co2, n2o, ch4):
    apart = (
        co2_equivalent(co2, 0.0, 0.0, AR6_GWP100)
        + co2_equivalent(0.0, n2o, 0.0, AR6_GWP100)
        + co2_equivalent(0.0, 0.0, ch4, AR6_GWP100)
    )
    together = co2_equivalent(co2, n2o, ch4, AR6_GWP100)
    assert together == pytest.approx(apart, rel=1e-9, abs=1e-6)


def test_trailing_axes_equal_the_scalar_loop():
    co2, n2o = np.array([[-1.0], [2.0]]), np.array([0.0, 0.01, 0.2])
    together = co2_equivalent(co2, n2o, 0.0, AR6_GWP100)
    for i, j in np.ndindex(2, 3):
        assert together[i, j] == co2_equivalent(co2[i, 0], n2o[j], 0.0, AR6_GWP100)
