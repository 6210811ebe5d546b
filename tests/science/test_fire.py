import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.fire import (
    FireFactors,
    FireGases,
    burnt_dry_matter_ipcc2019,
    fire_gases_ipcc2019,
)
from permil.science.greenhouse_gases import MetricFactors, co2_equivalent
from permil.tables import table


def factors_of(fuel):
    one = table("fire_emission").one
    return FireFactors(*(one(fuel=fuel, gas=gas).value for gas in ("CH4", "N2O", "CO")))


def test_wheat_straw():
    share = table("combustion_factor").one(fuel="wheat_residues").value
    gases = fire_gases_ipcc2019(
        burnt_dry_matter_ipcc2019(5.0, share), factors_of("agricultural_residues")
    )
    assert gases.ch4 == pytest.approx(4.5 * 2.7e-3)
    assert gases.n2o == pytest.approx(4.5 * 0.07e-3)
    assert gases.co == pytest.approx(4.5 * 92.0e-3)


def test_no_co2_of_fire_and_no_warming_of_carbon_monoxide():
    assert FireGases._fields == ("ch4", "n2o", "co")
    gases = fire_gases_ipcc2019(4.5, factors_of("agricultural_residues"))
    co2e = co2_equivalent(0.0, gases.n2o, gases.ch4, MetricFactors(n2o=273.0, ch4=27.0))
    assert co2e == pytest.approx(4.5e-3 * (273.0 * 0.07 + 27.0 * 2.7))
    known_wrong = co2e + 2.0 * gases.co  # a tool gives CO a GWP of 2
    assert known_wrong > 2.0 * co2e


def test_the_product_of_fuel_and_share_takes_no_share_again():
    product = table("fuel_consumption").one(fuel="wheat_residue")
    assert "take 1" in product.note
    assert burnt_dry_matter_ipcc2019(product.value, 1.0) == 4.0


@given(st.floats(0.0, 200.0), st.floats(0.0, 1.0))
def test_no_more_burns_than_is_there(fuel, share):
    burnt = burnt_dry_matter_ipcc2019(fuel, share)
    assert 0.0 <= burnt <= fuel
    carbon_gases = fire_gases_ipcc2019(burnt, factors_of("tropical_forest"))
    carbon = 12.0 / 16.0 * carbon_gases.ch4 + 12.0 / 28.0 * carbon_gases.co
    assert carbon <= 0.47 * burnt  # gases hold less carbon than what burnt


def test_trailing_axes_equal_the_scalar_loop():
    fuel, factor = np.array([[0.0], [7.0]]), np.array([2.3, 6.8])
    gases = fire_gases_ipcc2019(fuel, FireFactors(factor, factor / 10, factor * 20))
    for i, j in np.ndindex(2, 2):
        f = factor[j]
        alone = fire_gases_ipcc2019(fuel[i, 0], FireFactors(f, f / 10, f * 20))
        assert tuple(gas[i, j] for gas in gases) == tuple(alone)
