import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.adoption import area_in_window
from permil.science.greenhouse_gases import soil_carbon_change_co2
from permil.science.wetland_mineral_soils import (
    rewetted_mineral_ch4_ipcc2013,
    rewetted_mineral_stock_change_ipcc2013,
    rewetted_mineral_stock_ipcc2013,
)
from permil.tables import table

PATH = {"before": 0.71, "after_first": 0.8, "after_second": 1.0, "phase": 20.0}


def test_the_stock_rises_in_two_phases():
    years = [-5.0, 0.0, 10.0, 20.0, 30.0, 40.0, 100.0]
    stock = rewetted_mineral_stock_ipcc2013(100.0, years, **PATH)
    assert stock == pytest.approx([71.0, 71.0, 75.5, 80.0, 90.0, 100.0, 100.0])


@given(st.floats(10.0, 200.0), st.floats(0.3, 1.0), st.integers(1, 10))
def test_changes_of_cohorts_are_the_differences_of_the_stock(reference, before, cohort):
    path = {**PATH, "before": before}
    new = np.zeros(60)
    new[cohort - 1] = 3.0
    first, second = area_in_window(new, 0.0, 20.0), area_in_window(new, 20.0, 40.0)
    change = rewetted_mineral_stock_change_ipcc2013(reference, first, second, **path)
    since = np.arange(61.0) - (cohort - 0.5)  # mid-year
    stock = 3.0 * rewetted_mineral_stock_ipcc2013(reference, since, **path)
    assert change == pytest.approx(np.diff(stock), rel=1e-9, abs=1e-9)
    assert change.sum() == pytest.approx(3.0 * reference * (1.0 - before), rel=1e-9)


def balance(reference, climate, first, second):
    """Net t CO2e of a hectare in a year under AR6 GWP100."""
    change = rewetted_mineral_stock_change_ipcc2013(reference, first, second, **PATH)
    factor = table("mineral_wetlands").one(parameter="ch4", climate=climate).value
    ch4 = rewetted_mineral_ch4_ipcc2013(1.0, factor)
    return soil_carbon_change_co2(change) + 27.0 * ch4


@pytest.mark.parametrize(
    ("zone", "climate"),
    [
        ("boreal_moist", "boreal"),
        ("cool_temperate_dry", "temperate"),
        ("cool_temperate_moist", "temperate"),
        ("warm_temperate_dry", "temperate"),
        ("warm_temperate_moist", "temperate"),
        ("tropical_dry", "tropical"),
        ("tropical_moist", "tropical"),
        ("tropical_wet", "tropical"),
        ("tropical_montane", "tropical"),
    ],
)
def test_a_source_for_20_years_everywhere_and_then_a_sink_in_boreal_climate_alone(zone, climate):
    reference = table("ipcc2019_soc_reference").one(soil_type="WET", climate_zone=zone).value
    assert balance(reference, climate, 1.0, 0.0) > 0.0
    assert (balance(reference, climate, 0.0, 1.0) < 0.0) == (climate == "boreal")
    assert balance(reference, climate, 0.0, 0.0) > 0.0


def test_the_margin_in_boreal_climate_is_thin():
    gain = soil_carbon_change_co2(rewetted_mineral_stock_change_ipcc2013(116.0, 1.0, 0.0, **PATH))
    assert gain == pytest.approx(-1.91, abs=0.005)
    assert 27.0 * rewetted_mineral_ch4_ipcc2013(1.0, 76.0) == pytest.approx(2.05, abs=0.005)


def test_trailing_axes_equal_the_scalar_loop():
    reference, before = np.array([[100.0], [50.0]]), np.array([0.5, 0.71, 0.8])
    first, second = np.array([1.0, 2.0, 3.0]), np.array([[0.5], [1.5]])
    path = {**PATH, "before": before}
    change = rewetted_mineral_stock_change_ipcc2013(reference, first, second, **path)
    stock = rewetted_mineral_stock_ipcc2013(reference, 30.0, **path)
    methane = rewetted_mineral_ch4_ipcc2013(second, first)
    for i, j in np.ndindex(2, 3):
        alone = {**PATH, "before": before[j]}
        assert change[i, j] == rewetted_mineral_stock_change_ipcc2013(
            reference[i, 0], first[j], second[i, 0], **alone
        )
        assert stock[i, j] == rewetted_mineral_stock_ipcc2013(reference[i, 0], 30.0, **alone)
        assert methane[i, j] == rewetted_mineral_ch4_ipcc2013(second[i, 0], first[j])
