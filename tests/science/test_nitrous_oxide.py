import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.nitrous_oxide import (
    NitrogenInputs,
    NitrousOxideFactors,
    mineralised_nitrogen_ipcc2019,
    n2o_from_n2o_n,
    soil_n2o_ipcc2019,
    volatilisation_n2o_ipcc2019,
    volatilised_nitrogen_ipcc2019,
)

WET = NitrousOxideFactors(
    ef1_synthetic=0.016,
    ef1_other=0.006,
    frac_gasf=0.11,
    frac_gasm=0.21,
    ef4=0.014,
    frac_leach=0.24,
    ef5=0.011,
)
amounts = st.floats(0.0, 1000.0)
inputs = st.builds(NitrogenInputs, amounts, amounts, amounts, amounts)


def test_each_input_meets_its_own_factor():
    lost = soil_n2o_ipcc2019(NitrogenInputs(100.0, 80.0, 60.0, 40.0), WET)
    assert lost.direct == pytest.approx(100.0 * 0.016 + 180.0 * 0.006)
    assert lost.volatilised == pytest.approx((100.0 * 0.11 + 80.0 * 0.21) * 0.014)
    assert lost.leached == pytest.approx(280.0 * 0.24 * 0.011)
    assert lost.indirect == pytest.approx(lost.volatilised + lost.leached)
    assert lost.total == pytest.approx(lost.direct + lost.indirect)


def test_fertiliser_types_add_up():
    urea = volatilised_nitrogen_ipcc2019(60.0, 0.0, frac_gasf=0.15, frac_gasm=0.21)
    nitrate = volatilised_nitrogen_ipcc2019(40.0, 10.0, frac_gasf=0.01, frac_gasm=0.21)
    expected = 60.0 * 0.15 + 40.0 * 0.01 + 10.0 * 0.21
    assert urea + nitrate == pytest.approx(expected)
    emitted = volatilisation_n2o_ipcc2019(urea + nitrate, ef4=0.014)
    assert emitted == pytest.approx(expected * 0.014)


def test_no_nitrogen_no_nitrous_oxide():
    assert soil_n2o_ipcc2019(NitrogenInputs(0.0, 0.0, 0.0, 0.0), WET).total == 0.0


@given(inputs, st.floats(0.0, 10.0))
def test_emission_is_proportional_and_never_negative(nitrogen, factor):
    one = soil_n2o_ipcc2019(nitrogen, WET).total
    scaled = NitrogenInputs(*(factor * amount for amount in nitrogen))
    assert one >= 0.0
    assert soil_n2o_ipcc2019(scaled, WET).total == pytest.approx(factor * one, abs=1e-9)


@given(inputs)
def test_a_dry_climate_leaches_nothing(nitrogen):
    assert soil_n2o_ipcc2019(nitrogen, WET._replace(frac_leach=0.0)).leached == 0.0


def test_only_losses_of_carbon_release_nitrogen():
    loss = np.array([0.5, 0.0, -0.5])
    assert mineralised_nitrogen_ipcc2019(loss, 10.0).tolist() == [50.0, 0.0, 0.0]
    assert mineralised_nitrogen_ipcc2019(1.5, 15.0) == pytest.approx(100.0)


def test_molar_mass():
    assert n2o_from_n2o_n(28.0) == pytest.approx(44.0, rel=1e-15)


def test_trailing_axes_equal_the_scalar_loop():
    amount = np.linspace(0.0, 200.0, 6).reshape(2, 3)
    ef5 = np.array([0.0, 0.011, 0.02])
    together = soil_n2o_ipcc2019(NitrogenInputs(amount, 1.0, 2.0, 3.0), WET._replace(ef5=ef5))
    for i, j in np.ndindex(amount.shape):
        one = NitrogenInputs(amount[i, j], 1.0, 2.0, 3.0)
        assert together.total[i, j] == soil_n2o_ipcc2019(one, WET._replace(ef5=ef5[j])).total
