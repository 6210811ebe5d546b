import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.energy import FuelFactors, electricity_co2, fuel_gases_ipcc2006
from permil.tables import table

amounts = st.floats(0.0, 1e6)


def off_road_diesel():
    one = table("fuels").one
    return FuelFactors(
        *(one(use="off_road", fuel="diesel", gas=gas).value for gas in ("CO2", "CH4", "N2O"))
    )


def test_diesel_is_its_energy_times_the_default_of_the_guidelines():
    gases = fuel_gases_ipcc2006(1000.0, off_road_diesel())
    energy = 43.0e-3 * 0.837  # GJ/l
    assert gases.co2 == pytest.approx(74.1 * energy, rel=1e-4)
    assert gases.ch4 == pytest.approx(4.15e-3 * energy, rel=1e-4)
    assert gases.n2o == pytest.approx(28.6e-3 * energy, rel=1e-4)


def test_gas_is_per_cubic_metre():
    row = table("fuels").one(use="stationary", fuel="natural_gas", gas="CO2")
    assert row.unit == "kg CO2/m3"
    assert row.value == pytest.approx(56.1 * 48.0e-3 * 0.768, rel=1e-3)


@given(amounts, amounts)
def test_two_fills_are_one(first, second):
    factors = off_road_diesel()
    parts = [fuel_gases_ipcc2006(amount, factors) for amount in (first, second)]
    whole = fuel_gases_ipcc2006(first + second, factors)
    for one, other, both in zip(*parts, whole, strict=True):
        assert one + other == pytest.approx(both, rel=1e-12)


def test_electricity():
    assert electricity_co2(2.5, 0.4) == pytest.approx(1.0)


def test_trailing_axes_equal_the_scalar_loop():
    amount, factor = np.array([[0.0], [120.0]]), np.array([2.3, 2.7, 2.8])
    gases = fuel_gases_ipcc2006(amount, FuelFactors(factor, factor / 1e4, factor / 1e5))
    grid = electricity_co2(amount, factor)
    for i, j in np.ndindex(2, 3):
        f = factor[j]
        alone = fuel_gases_ipcc2006(amount[i, 0], FuelFactors(f, f / 1e4, f / 1e5))
        assert tuple(gas[i, j] for gas in gases) == tuple(alone)
        assert grid[i, j] == electricity_co2(amount[i, 0], f)
