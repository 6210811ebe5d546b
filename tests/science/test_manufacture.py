import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.lime_urea import urea_co2_ipcc2019, urea_from_nitrogen
from permil.science.manufacture import manufacture_co2e, product_from_nutrient
from permil.tables import table


def test_nitrogen_of_lal_is_his_carbon_equivalent():
    row = table("manufacture").one(study="lal2004", product="nitrogen")
    assert manufacture_co2e(1000.0, row.value) == pytest.approx(1.3 * 44.0 / 12.0, rel=1e-4)


def test_urea_at_the_gate_and_in_the_field_are_two_lines():
    row = table("manufacture").one(study="brentrup2018", product="urea")
    urea = product_from_nutrient(100.0, row.nitrogen)
    gate = manufacture_co2e(urea, row.value)
    field = urea_co2_ipcc2019(urea_from_nitrogen(100.0), 0.2)
    assert gate == pytest.approx(0.2196, rel=1e-3)
    assert field == pytest.approx(0.15714286)
    assert gate / urea * 1000.0 == row.value  # nothing of the field has slipped in


def test_factors_per_product_and_per_nitrogen_agree():
    row = table("manufacture").one(study="brentrup2018", product="calcium_ammonium_nitrate")
    per_nitrogen = manufacture_co2e(product_from_nutrient(1000.0, row.nitrogen), row.value)
    assert per_nitrogen == pytest.approx(6.926, rel=1e-3)


@given(st.floats(0.0, 1e3), st.floats(1.0, 100.0))
def test_the_product_holds_its_nutrient(nutrient, content):
    product = product_from_nutrient(nutrient, content)
    assert product * content / 100.0 == pytest.approx(nutrient)


def test_trailing_axes_equal_the_scalar_loop():
    amount, factor = np.array([[0.0], [90.0]]), np.array([1.01, 2.25])
    co2e, product = manufacture_co2e(amount, factor), product_from_nutrient(amount, factor)
    for i, j in np.ndindex(2, 2):
        assert co2e[i, j] == manufacture_co2e(amount[i, 0], factor[j])
        assert product[i, j] == product_from_nutrient(amount[i, 0], factor[j])
