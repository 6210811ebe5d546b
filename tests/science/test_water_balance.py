import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permil.science.water_balance import (
    depletion_fraction_fao56,
    irrigated_water_balance_fao56,
    leaching_fraction_by_drainage,
    total_available_water_fao56,
    water_balance_fao56,
    water_difference,
    waterlogged_months,
)

#: Rain and crop evapotranspiration of a summer-dry place [mm/month].
RAIN = np.array([110.0, 90, 70, 50, 30, 10, 5, 10, 40, 70, 100, 120])
DEMAND = np.array([15.0, 25, 50, 80, 110, 150, 180, 160, 100, 55, 25, 15])
years = st.lists(st.floats(0.0, 400.0), min_size=12, max_size=12).map(np.array)


def closing(balance, rain):
    spent = balance.evapotranspiration + balance.drainage + balance.runoff
    return (rain + balance.irrigation).sum(0) - spent.sum(0) - balance.change


def test_available_water_of_a_loam():
    assert total_available_water_fao56(0.29, 0.14, 1.0) == pytest.approx(150.0)
    assert total_available_water_fao56(0.29, 0.14, 1.0, 0.2) == pytest.approx(120.0)


def test_the_depletion_fraction_falls_with_demand_within_its_limits():
    found = depletion_fraction_fao56(0.55, np.array([0.0, 5.0, 10.0, 30.0]), slope=0.04)
    assert found == pytest.approx([0.75, 0.55, 0.35, 0.1])


@given(years, years, st.floats(0.0, 300.0), st.floats(0.0, 1.0), st.floats(0.0, 0.5))
@settings(max_examples=40)
def test_the_balance_closes(rain, demand, capacity, fraction, runoff):
    found = water_balance_fao56(
        rain, demand, capacity, depletion_fraction=fraction, runoff_share=runoff
    )
    assert closing(found, rain) == pytest.approx(0.0, abs=1e-9)
    assert found.change == pytest.approx(0.0, abs=1e-7)
    assert np.all(found.evapotranspiration <= demand + 1e-9)
    assert np.all(found.evapotranspiration >= -1e-9)
    assert np.all((found.water >= 0.0) & (found.water <= capacity))


@given(years, years, st.floats(1.0, 300.0))
@settings(max_examples=40)
def test_irrigation_spares_all_stress_and_closes(rain, demand, capacity):
    found = irrigated_water_balance_fao56(rain, demand, capacity, depletion_fraction=0.5)
    assert closing(found, rain) == pytest.approx(0.0, abs=1e-9)
    assert found.evapotranspiration == pytest.approx(demand, abs=1e-9)
    rainfed = water_balance_fao56(rain, demand, capacity, depletion_fraction=0.5)
    lacking = (demand - rainfed.evapotranspiration).sum()
    assert found.irrigation.sum() >= lacking - 1e-6


@given(years, years, st.floats(1.0, 200.0), st.floats(0.0, 100.0))
@settings(max_examples=40)
def test_a_larger_bucket_evaporates_no_less_and_drains_no_more(rain, demand, capacity, more):
    small, large = (
        water_balance_fao56(rain, demand, size, depletion_fraction=0.5)
        for size in (capacity, capacity + more)
    )
    # At the same depletion a larger root zone is under less stress.
    assert large.drainage.sum() <= small.drainage.sum() + 1e-6
    assert large.evapotranspiration.sum() >= small.evapotranspiration.sum() - 1e-6


def test_a_wet_winter_and_a_dry_summer():
    found = water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5)
    assert found.start == pytest.approx(150.0)
    assert found.drainage[[0, 11]].min() > 80.0
    assert np.all(found.drainage[4:10] == 0.0)
    assert found.evapotranspiration[6] < 0.3 * DEMAND[6]
    assert found.evapotranspiration[:3] == pytest.approx(DEMAND[:3])


def test_a_given_start_is_kept_and_irrigation_is_added():
    dry = water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5, start=0.0)
    assert dry.start == 0.0
    assert dry.change > 0.0
    wet = water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5, irrigation=30.0)
    assert wet.irrigation == pytest.approx(30.0)
    assert closing(wet, RAIN) == pytest.approx(0.0, abs=1e-9)


def test_only_the_months_that_may_be_are_irrigated():
    summer = np.isin(np.arange(12), (5, 6, 7))
    found = irrigated_water_balance_fao56(
        RAIN, DEMAND, 150.0, depletion_fraction=0.5, irrigated=summer
    )
    assert np.all(found.irrigation[~summer] == 0.0)
    assert np.all(found.irrigation[summer][1:] > 0.0)
    assert found.evapotranspiration[summer] == pytest.approx(DEMAND[summer])
    assert closing(found, RAIN) == pytest.approx(0.0, abs=1e-9)


def test_two_years_start_together():
    twice = water_balance_fao56(np.tile(RAIN, 2), np.tile(DEMAND, 2), 150.0, depletion_fraction=0.5)
    once = water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5)
    assert twice.water[:12] == pytest.approx(once.water)
    assert twice.water[12:] == pytest.approx(once.water)


def test_a_cover_crop_takes_water_that_would_drain_and_the_difference_closes():
    spring = DEMAND + np.array([5.0, 10, 30, 40, 0, 0, 0, 0, 0, 10, 10, 5])
    with_crop, fallow = (
        water_balance_fao56(RAIN, d, 150.0, depletion_fraction=0.5) for d in (spring, DEMAND)
    )
    found = water_difference(with_crop, fallow)
    assert found.evapotranspiration.sum() > 0.0
    assert found.drainage.sum() < 0.0
    parts = (found.evapotranspiration + found.drainage + found.runoff).sum() + found.change
    assert parts == pytest.approx(found.irrigation.sum(), abs=1e-9)


def test_carbon_moves_the_balance_both_ways():
    better, worse = (
        water_difference(
            water_balance_fao56(RAIN, DEMAND, 150.0 + gain, depletion_fraction=0.5),
            water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5),
        ).evapotranspiration.sum()
        for gain in (3.5, -3.5)
    )
    assert 0.0 < better < 3.5
    assert -3.5 < worse < 0.0


def test_water_that_drains_leaches():
    drainage = np.array([0.0, 1e-9, 0.5, 200.0])
    found = leaching_fraction_by_drainage(drainage, where_wet=0.24, where_dry=0.0)
    assert found.tolist() == [0.0, 0.0, 0.24, 0.24]


def test_a_dry_climate_can_leach_and_a_wet_one_need_not():
    """The flag of the climate takes the year's sums alone; the bucket sees the seasons."""
    dry_year = water_balance_fao56(RAIN, DEMAND, 150.0, depletion_fraction=0.5)
    assert RAIN.sum() < DEMAND.sum()
    assert dry_year.drainage.sum() > 0.0
    deep = water_balance_fao56(np.full(12, 51.0), np.full(12, 50.0), 150.0, depletion_fraction=0.5)
    assert deep.drainage.sum() == pytest.approx(12.0)


def test_waterlogged_months():
    drainage = np.array([[10.0], [160.0], [150.0], [0.0]])
    assert waterlogged_months(drainage, 0.43, 0.29, 1.0).tolist() == [2]
    assert waterlogged_months(drainage, 0.43, 0.29, 2.0).tolist() == [0]


def test_trailing_axes_equal_the_scalar_loop():
    rain = RAIN[:, np.newaxis, np.newaxis] * np.array([[0.5], [1.0]])
    demand = DEMAND[:, np.newaxis, np.newaxis]
    capacity, fraction = np.array([60.0, 150.0, 300.0]), np.array([[0.3], [0.6]])
    for balance in (water_balance_fao56, irrigated_water_balance_fao56):
        together = balance(rain, demand, capacity, depletion_fraction=fraction)
        for i, j in np.ndindex(2, 3):
            one = balance(rain[:, i, 0], DEMAND, capacity[j], depletion_fraction=fraction[i, 0])
            for wide, narrow in zip(together, one, strict=True):
                assert wide[..., i, j] == pytest.approx(narrow, abs=1e-9)
