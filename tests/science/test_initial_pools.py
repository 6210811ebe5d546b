import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.initial_pools import (
    PoolRegression,
    PoolRegressions,
    inert_organic_matter_falloon1998,
    pools_weihermueller2013,
)

# Falloon et al. (1998), Biology and Fertility of Soils.
FALLOON = {"coefficient": 0.049, "exponent": 1.139}
# Constants of Weihermüller et al. (2013), Soil Biology and Biochemistry.
REGRESSIONS = PoolRegressions(
    resistant_plant_material=PoolRegression(0.1847, 0.1555, 1.2750, -0.1158),
    humified_organic_matter=PoolRegression(0.7148, 0.5069, 0.3421, 0.0184),
    microbial_biomass=PoolRegression(0.0140, 0.0075, 8.8473, 0.0567),
)


def pools(stock, clay):
    inert = inert_organic_matter_falloon1998(stock, **FALLOON)
    return pools_weihermueller2013(stock, clay, REGRESSIONS, inert)


def test_pools_of_one_soil():
    result = pools(37.211, 13.0)
    expected = (-0.02758, 5.16600, 0.62944, 28.42881, 3.01433)
    assert result == pytest.approx(expected, abs=5e-6)


def test_what_is_left_may_be_negative_and_is_not_cut():
    assert pools(80.0, 20.0).decomposable_plant_material == pytest.approx(-0.03, abs=0.005)


@given(st.floats(1.0, 200.0), st.floats(0.0, 80.0))
def test_the_pools_add_up_to_the_stock(stock, clay):
    assert sum(pools(stock, clay)) == pytest.approx(stock, rel=1e-12)


@given(st.floats(1.0, 200.0), st.floats(1.01, 2.0))
def test_inert_matter_grows_faster_than_the_stock(stock, factor):
    one = inert_organic_matter_falloon1998(stock, **FALLOON)
    assert inert_organic_matter_falloon1998(factor * stock, **FALLOON) > factor * one


def test_trailing_axes_equal_the_scalar_loop():
    stock, clay = np.array([[20.0], [60.0]]), np.array([5.0, 20.0, 45.0])
    together = pools(stock, clay)
    for i, j in np.ndindex(2, 3):
        one = pools(stock[i, 0], clay[j])
        for pool, value in zip(together, one, strict=True):
            assert np.broadcast_to(pool, (2, 3))[i, j] == pytest.approx(value, rel=1e-15)
