import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.stock_change import (
    adopted_area_years,
    annual_stock_change_ipcc2019,
    equilibrium_stock_ipcc2019,
    inventory_stock_change_ipcc2019,
    stock_change_with_adoption,
)

stocks = st.floats(0.0, 200.0)


def test_reference_levels_leave_the_reference_stock():
    assert equilibrium_stock_ipcc2019(88.0, 1.0, 1.0, 1.0) == 88.0


def test_a_long_inventory_period_takes_the_place_of_the_transition():
    assert inventory_stock_change_ipcc2019(40.0, 50.0, 5, 20) == pytest.approx(0.5)
    assert inventory_stock_change_ipcc2019(40.0, 50.0, 25, 20) == pytest.approx(0.4)


def test_nothing_changes_before_and_after_the_transition():
    years = np.array([-3, 0, 1, 20, 21, 500])
    change = annual_stock_change_ipcc2019(40.0, 50.0, years, 20)
    assert change.tolist() == [0.0, 0.0, 0.5, 0.5, 0.0, 0.0]


@given(stocks, stocks, st.floats(1.0, 100.0))
def test_the_years_sum_to_the_whole_change(initial, final, transition):
    change = annual_stock_change_ipcc2019(initial, final, np.arange(1, 200), transition)
    assert change.sum() == pytest.approx(final - initial, abs=1e-9)


def test_half_a_year_at_both_ends():
    area = adopted_area_years(10.0, adoption_years=1, years=30, transition=20)
    assert area.tolist() == [5.0] + [10.0] * 19 + [5.0] + [0.0] * 9


@given(st.floats(0.0, 1e6), st.integers(1, 30), st.integers(1, 40))
def test_all_of_the_change_arrives(area, adoption_years, transition):
    years = adoption_years + transition
    area_years = adopted_area_years(area, adoption_years, years, transition)
    assert area_years.sum() == pytest.approx(area * transition)
    assert np.all(area_years <= area * (1.0 + 1e-12))


def test_a_horizon_that_ends_early_counts_what_happened():
    whole = adopted_area_years(100.0, 10, 30, 20)
    early = adopted_area_years(100.0, 10, 4, 20)
    assert early.tolist() == whole[:4].tolist()


def test_trailing_axes_equal_the_scalar_loop():
    initial, final = np.array([[40.0], [50.0]]), np.array([45.0, 50.0, 30.0])
    area = np.array([10.0, 20.0, 30.0])
    time = {"adoption_years": 3, "years": 25, "transition": 20}
    together = stock_change_with_adoption(initial, final, area, **time)
    cohort = annual_stock_change_ipcc2019(
        initial, final, np.arange(1, 26).reshape(25, 1, 1), transition=20
    )
    assert together.shape == cohort.shape == (25, 2, 3)
    for i, j in np.ndindex(2, 3):
        one = stock_change_with_adoption(initial[i, 0], final[j], area[j], **time)
        assert together[:, i, j].tolist() == one.tolist()
        rate = [annual_stock_change_ipcc2019(initial[i, 0], final[j], t, 20) for t in range(1, 26)]
        assert cohort[:, i, j].tolist() == rate
