import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.residue_nitrogen import (
    above_ground_residues_ipcc2019,
    below_ground_residues_ipcc2019,
    residue_nitrogen_ipcc2019,
)

# Winter wheat: IPCC 2019, volume 4, chapter 11, tables 11.1A and 11.2.
WHEAT = {
    "slope": 1.61,
    "intercept": 0.4,
    "root_shoot_ratio": 0.23,
    "nitrogen_above_ground": 0.006,
    "nitrogen_below_ground": 0.009,
}
shares = st.floats(0.0, 1.0)


def wheat(dry_yield=5.0, **fate):
    return residue_nitrogen_ipcc2019(dry_yield, **WHEAT, **fate)


def test_dry_matter():
    assert above_ground_residues_ipcc2019(5.0, 1.61, 0.4) == pytest.approx(8.45)
    assert below_ground_residues_ipcc2019(5.0, 8.45, 0.23) == pytest.approx(3.0935)


def test_shoots_and_roots_add_up():
    assert wheat() == pytest.approx((50.7, 27.8415))
    assert wheat().total == pytest.approx(50.7 + 27.8415)


def test_removal_and_burning_touch_the_shoots_only():
    assert wheat(removed=0.5) == pytest.approx((25.35, 27.8415))
    assert wheat(consumed_by_fire=0.9) == pytest.approx((5.07, 27.8415))


def test_a_ley_of_five_years_counts_a_fifth():
    assert wheat(renewed=0.2).total == pytest.approx(wheat().total / 5.0)


@given(st.floats(0.0, 30.0), shares)
def test_never_negative_and_never_more_than_all(dry_yield, removed):
    part = wheat(dry_yield, removed=removed, consumed_by_fire=1.0 - removed).total
    assert -1e-9 <= part <= wheat(dry_yield).total + 1e-9


def test_trailing_axes_equal_the_scalar_loop():
    yields, removed = np.linspace(0.0, 9.0, 6).reshape(2, 3), np.array([0.0, 0.4, 1.0])
    together = wheat(yields, removed=removed).total
    for i, j in np.ndindex(yields.shape):
        assert together[i, j] == wheat(yields[i, j], removed=removed[j]).total
