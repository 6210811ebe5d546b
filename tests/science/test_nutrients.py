import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.nutrients import nutrient_need, nutrient_ratios_kirkby2011

RATIOS = nutrient_ratios_kirkby2011(10000.0, 833.0, 200.0, 143.0)


def test_ratios_per_tonne_of_carbon():
    assert pytest.approx((83.3, 20.0, 14.3)) == RATIOS


@given(st.floats(-100.0, 100.0))
def test_a_loss_releases_what_a_gain_binds(change):
    bound, released = nutrient_need(change, RATIOS), nutrient_need(-change, RATIOS)
    assert bound == pytest.approx(tuple(-amount for amount in released))


def test_trailing_axes_equal_the_scalar_loop():
    change = np.linspace(-2.0, 2.0, 6).reshape(2, 3)
    together = nutrient_need(change, RATIOS)
    for index in np.ndindex(change.shape):
        assert tuple(part[index] for part in together) == nutrient_need(change[index], RATIOS)
