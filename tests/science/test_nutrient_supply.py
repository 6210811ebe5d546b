import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.nutrient_supply import (
    fixed_nitrogen_anglade2015,
    nutrient_budget,
    removed_nutrient,
    retained_nitrogen_share,
    supported_carbon_gain,
)
from permil.science.nutrients import nutrient_need, nutrient_ratios_kirkby2011

RATIOS = nutrient_ratios_kirkby2011(10000.0, 833.0, 200.0, 143.0)
amounts = st.floats(0.0, 500.0)
PEA = {"fixed_share": 0.71, "harvest_index": 0.75, "below_ground_ratio": 1.3}


def test_fixation_of_a_pea():
    """4 t of dry grain with 38.2 g N/kg: 265 kg in the whole plant, 71 % of it from the air."""
    assert fixed_nitrogen_anglade2015(4.0, 38.2, **PEA) == pytest.approx(188.05, abs=0.01)


def test_fixation_of_a_mixture_and_of_a_paddy():
    pure = fixed_nitrogen_anglade2015(8.0, 25.0, **PEA)
    mixed = fixed_nitrogen_anglade2015(8.0, 25.0, **PEA, legume_share=0.25, nonsymbiotic=5.0)
    assert mixed == pytest.approx(0.25 * pure + 5.0)
    none = {"fixed_share": 0.0, "harvest_index": 1.0, "below_ground_ratio": 1.0}
    assert fixed_nitrogen_anglade2015(6.0, 13.0, **none, nonsymbiotic=33.0) == 33.0


def test_what_a_wheat_harvest_takes_away():
    assert removed_nutrient(7.0, 23.4) == pytest.approx(163.8)


def test_what_is_retained():
    kept = retained_nitrogen_share(volatilised=0.11, leached=0.24, emitted=0.016)
    assert kept == pytest.approx(0.634)
    assert retained_nitrogen_share(volatilised=0.0, leached=0.0, emitted=0.005) == 0.995


@given(amounts, amounts, amounts, st.floats(-200.0, 200.0))
def test_a_budget_closes_and_has_a_deficit_or_a_surplus(supply, lost, removed, need):
    found = nutrient_budget(supply, lost=lost, removed=removed, need=need)
    parts = found.lost + found.removed + found.need + found.rest
    assert parts == pytest.approx(supply, abs=1e-9)
    assert found.surplus - found.deficit == pytest.approx(found.rest)
    assert min(found.surplus, found.deficit) == 0.0
    assert found.available - need == pytest.approx(found.rest, abs=1e-9)


def test_a_loss_of_carbon_gives_nutrients_and_a_gain_takes_them():
    gain, loss = (
        nutrient_budget(150.0, lost=30.0, removed=120.0, need=nutrient_need(change, RATIOS)[0])
        for change in (0.4, -0.4)
    )
    assert gain.deficit == pytest.approx(33.32)
    assert loss.surplus == pytest.approx(33.32)


def test_the_scarcest_nutrient_limits():
    found = supported_carbon_gain(83.3, 10.0, np.inf, RATIOS)
    assert found.by_nitrogen == pytest.approx(1.0)
    assert found.least == pytest.approx(0.5)
    assert supported_carbon_gain(-20.0, 10.0, 10.0, RATIOS).least == 0.0


@given(amounts, amounts, amounts)
def test_the_supported_gain_needs_no_more_than_there_is(nitrogen, phosphorus, sulphur):
    gain = supported_carbon_gain(nitrogen, phosphorus, sulphur, RATIOS).least
    for need, there in zip(
        nutrient_need(gain, RATIOS), (nitrogen, phosphorus, sulphur), strict=True
    ):
        assert need <= there * (1 + 1e-12) + 1e-12


def test_trailing_axes_equal_the_scalar_loop():
    supply, removed = np.array([[50.0], [150.0]]), np.array([0.0, 80.0, 200.0])
    budget = nutrient_budget(supply, lost=10.0, removed=removed, need=20.0)
    gain = supported_carbon_gain(budget.available, np.inf, np.inf, RATIOS).least
    for i, j in np.ndindex(2, 3):
        one = nutrient_budget(supply[i, 0], lost=10.0, removed=removed[j], need=20.0)
        assert budget.deficit[i, j] == one.deficit
        assert gain[i, j] == supported_carbon_gain(one.available, np.inf, np.inf, RATIOS).least
