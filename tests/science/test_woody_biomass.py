import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.woody_biomass import (
    BiomassGrowth,
    BiomassStock,
    biomass_co2_ipcc2019,
    carbon_from_dry_matter,
    conversion_change_ipcc2019,
    felled_stock_ipcc2019,
    hedge_area,
    woody_stock_ipcc2019,
    years_of_growth_ipcc2019,
)
from permil.tables import table
from permil.tables.biomass_lookup import woody_growth

stocks = st.floats(0.0, 100.0)
rates = st.floats(0.01, 10.0)
BARE = BiomassStock(0.0, 0.0)


def hedgerow(years):
    parts = ("above_ground", "below_ground")
    growth = BiomassGrowth(
        *(woody_growth(p, "hedgerow", "cool_temperate_moist", "europe").value for p in parts)
    )
    row = table("woody_maximum").one(system="hedgerow", climate_zone="cool_temperate_moist")
    return woody_stock_ipcc2019(BARE, growth, row.value, years), growth, row.value


def test_a_hedge_grows_for_thirty_years_and_then_stays():
    stock, growth, maximum = hedgerow(np.array([0.0, 1.0, 29.0, 30.0, 31.0, 80.0]))
    assert years_of_growth_ipcc2019(0.0, growth.above_ground, maximum) == pytest.approx(30.0)
    assert stock.above_ground.tolist() == pytest.approx([0, 0.87, 25.23, 26.1, 26.1, 26.1])
    assert stock.below_ground[-1] == pytest.approx(30.0 * growth.below_ground)
    assert stock.below_ground[-1] == pytest.approx(stock.below_ground[-3], rel=1e-12)


def test_a_stand_above_its_maximum_stays():
    stock = woody_stock_ipcc2019(BiomassStock(50.0, 9.0), BiomassGrowth(1.0, 0.2), 26.1, 10.0)
    assert stock == (50.0, 9.0)


def test_what_does_not_grow_never_gets_there():
    assert years_of_growth_ipcc2019(0.0, 0.0, 10.0) == np.inf
    assert years_of_growth_ipcc2019(10.0, 0.0, 10.0) == 0.0
    stock = woody_stock_ipcc2019(BARE, BiomassGrowth(0.0, 0.0), 10.0, 50.0)
    assert stock.total == 0.0


@given(stocks, rates, rates, stocks, st.integers(1, 120))
def test_yearly_changes_sum_to_the_stock_and_never_pass_the_maximum(start, up, down, most, years):
    time = np.arange(years + 1.0)
    stock = woody_stock_ipcc2019(BiomassStock(start, 0.0), BiomassGrowth(up, down), most, time)
    above, change = stock.above_ground, np.diff(stock.total)
    assert np.all(change >= 0.0)
    assert np.all(above <= max(start, most) * (1.0 + 1e-12) + 1e-12)
    assert change.sum() == pytest.approx(stock.total[-1] - start, abs=1e-9)


@given(stocks, stocks, st.floats(0.0, 1.0))
def test_felling_takes_a_share_and_leaves_the_rest(above, below, share):
    stock = BiomassStock(above, below)
    lost = felled_stock_ipcc2019(stock, share)
    change = conversion_change_ipcc2019(stock.total, stock.total - lost.total)
    assert change == pytest.approx(-lost.total, abs=1e-9)
    assert biomass_co2_ipcc2019(change) >= 0.0
    assert felled_stock_ipcc2019(stock, 1.0) == stock


def test_the_total_of_grassland_is_not_its_roots():
    row = table("grassland_biomass").one(climate_zone="cool_temperate_dry")
    total = carbon_from_dry_matter(row.total, 0.47)
    parts = [carbon_from_dry_matter(part, 0.47) for part in (row.above_ground, row.below_ground)]
    assert sum(parts) == pytest.approx(total)
    cleared = conversion_change_ipcc2019(total, 0.0)
    assert biomass_co2_ipcc2019(cleared) == pytest.approx(6.5 * 0.47 * 44 / 12)
    known_wrong = carbon_from_dry_matter(row.above_ground + row.total, 0.47)
    assert known_wrong / total == pytest.approx(8.2 / 6.5)


def test_a_hedge_by_its_length():
    assert hedge_area(1000.0, 3.0) == pytest.approx(0.3)
    row = table("hedge_biomass").one(study="axe2017", part="above_ground")
    per_kilometre = hedge_area(1000.0, 14.0 / 42.0 * 10.0) * row.value
    assert per_kilometre == pytest.approx(14.0)  # t C/km as printed, at 3.3 m width


def test_trailing_axes_equal_the_scalar_loop():
    growth, years = np.array([[0.0], [0.5], [3.0]]), np.array([0.0, 7.0, 90.0])
    stock = woody_stock_ipcc2019(
        BiomassStock(1.0, 0.5), BiomassGrowth(growth, growth / 4), 20.0, years
    )
    for i, j in np.ndindex(3, 3):
        g = growth[i, 0]
        alone = woody_stock_ipcc2019(
            BiomassStock(1.0, 0.5), BiomassGrowth(g, g / 4), 20.0, years[j]
        )
        assert (stock.above_ground[i, j], stock.below_ground[i, j]) == tuple(alone)
