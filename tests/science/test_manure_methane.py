import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.manure_methane import (
    manure_emission_factor_ipcc2019,
    manure_methane_ipcc2019,
    volatile_solids_ipcc2019,
    volatile_solids_of_feed_ipcc2019,
)
from permil.tables import table


def test_volatile_solids_of_a_cow_of_600_kg():
    assert volatile_solids_ipcc2019(8.4, 600.0) == pytest.approx(8.4 * 0.6 * 365.0)


def test_volatile_solids_of_the_feed_as_gleam_has_them():
    """Five kg of dry matter of 60 %: 5 (1.04 - 0.6) 0.92 a day."""
    solids = volatile_solids_of_feed_ipcc2019(
        5.0 * 18.45, 60.0, urinary_energy=0.04, ash=0.08, feed_energy=18.45
    )
    assert solids == pytest.approx(365.0 * 5.0 * 0.44 * 0.92)


def test_a_dairy_cow_in_a_cool_moist_climate_on_long_stored_slurry():
    solids = volatile_solids_ipcc2019(8.4, 600.0)
    row = table("ipcc2019_manure_methane").one(
        animal="dairy_cattle",
        productivity="high",
        system="pit_over_1_month",
        climate_zone="cool_temperate_moist",
    )
    assert row.value == pytest.approx(
        manure_emission_factor_ipcc2019(0.24, 0.21, density=0.67), abs=0.06
    )
    methane = manure_methane_ipcc2019(10.0 * solids, 0.5, row.value)
    assert methane == pytest.approx(10.0 * 8.4 * 0.6 * 365.0 * 0.5 * row.value / 1000.0)


def test_the_tables_of_tier_1_close_with_capacity_and_conversion():
    """Within the rounding of the table; pasture, slurry and poultry have rules of their own."""
    apart = {"pasture", "digester", "slurry_natural_crust", "slurry_uncovered", "slurry_covered"}
    capacity = {
        (row.animal, row.productivity): row.value
        for row in table("ipcc2019_methane_capacity").select(region="africa")
    }
    conversion = {
        (row.system, row.climate_zone): row.value
        for row in table("ipcc2019_methane_conversion").rows
    }
    checked = 0
    for row in table("ipcc2019_manure_methane").rows:
        b0 = capacity.get((row.animal, row.productivity))
        if row.system in apart or b0 is None or row.value is None:
            continue
        mcf = conversion[row.system, row.climate_zone]
        product = manure_emission_factor_ipcc2019(b0, mcf, density=0.67)
        assert row.value == pytest.approx(product, rel=0.05, abs=0.06), row
        checked += 1
    assert checked > 500


@given(st.floats(0.0, 1e6), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_methane_is_never_more_than_the_manure_can_give(solids, conversion, share):
    factor = manure_emission_factor_ipcc2019(0.24, conversion, density=0.67)
    assert 0.0 <= manure_methane_ipcc2019(solids, share, factor) <= solids * 0.24 * 0.67 + 1e-9


def test_trailing_axes_equal_the_scalar_loop():
    rate, share = np.array([[8.4], [13.9]]), np.array([0.2, 0.8])
    factor = manure_emission_factor_ipcc2019(rate / 100.0, 0.1, density=0.67)
    together = manure_methane_ipcc2019(volatile_solids_ipcc2019(rate, 500.0), share, factor)
    for i, j in np.ndindex(2, 2):
        solids = volatile_solids_ipcc2019(rate[i, 0], 500.0)
        assert together[i, j] == manure_methane_ipcc2019(solids, share[j], factor[i, 0])
