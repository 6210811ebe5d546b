import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.plant_inputs import (
    carbon_inputs_bolinder2007,
    root_share_above_depth,
    straw_share_returned,
)

# Relative allocation of small-grain cereals: Little et al. (2008), after Bolinder et al. (2007).
CEREAL = {"product": 0.32, "straw": 0.511, "roots": 0.102, "exudates": 0.067}
shares = st.floats(0.0, 1.0)


def cereal(dry_yield, straw_returned=1.0):
    return carbon_inputs_bolinder2007(
        dry_yield, **CEREAL, straw_returned=straw_returned, carbon_content=0.45
    )


def test_parts_of_a_cereal():
    assert cereal(3.2) == pytest.approx((1.44, 2.2995, 0.459, 0.3015))


def test_the_product_leaves_the_field():
    assert cereal(3.2).soil_input == pytest.approx(2.2995 + 0.459 + 0.3015)


def test_straw_taken_away_leaves_the_stubble():
    kept, baled = cereal(3.2), cereal(3.2, straw_share_returned(0.15, removed=1.0))
    assert baled.straw == pytest.approx(0.15 * kept.straw)
    assert (baled.product, baled.roots, baled.exudates) == (kept.product, kept.roots, kept.exudates)


@pytest.mark.parametrize(
    ("removed", "consumed", "expected"),
    [(0.0, 0.0, 1.0), (1.0, 0.0, 0.15), (0.0, 0.9, 0.1), (0.5, 0.45, 0.125)],
)
def test_share_of_straw_returned(removed, consumed, expected):
    share = straw_share_returned(0.15, removed=removed, consumed_by_fire=consumed)
    assert share == pytest.approx(expected)


@given(shares, shares, shares)
def test_the_share_stays_between_none_and_all(stubble, removed, combustion):
    share = straw_share_returned(
        stubble, removed=removed, consumed_by_fire=(1.0 - removed) * combustion
    )
    assert -1e-12 <= share <= 1.0


@given(st.floats(0.0, 20.0), st.floats(0.0, 5.0))
def test_inputs_are_proportional_to_the_yield(dry_yield, factor):
    many, one = cereal(factor * dry_yield), cereal(dry_yield)
    assert many.soil_input == pytest.approx(factor * one.soil_input, abs=1e-12)


def test_root_share_above_depth():
    assert root_share_above_depth(0.0, 0.96) == 0.0
    assert root_share_above_depth(30.0, 0.96) == pytest.approx(1.0 - 0.96**30)
    assert np.all(np.diff(root_share_above_depth(np.arange(0.0, 100.0), 0.96)) > 0.0)


def test_trailing_axes_equal_the_scalar_loop():
    yields, returned = np.linspace(0.0, 9.0, 6).reshape(2, 3), np.array([0.0, 0.15, 1.0])
    together = cereal(yields, returned)
    for i, j in np.ndindex(yields.shape):
        assert together.soil_input[i, j] == cereal(yields[i, j], returned[j]).soil_input
