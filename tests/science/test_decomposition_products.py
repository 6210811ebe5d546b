"""Where decomposed carbon goes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.decomposition_products import PartitionConstants, partition_coleman1996
from permil.tables import parameter_set


def constants():
    values = parameter_set("rothc_26_3")
    return PartitionConstants(*(values[f"partition_{n}"] for n in PartitionConstants._fields))


def test_the_soil_of_rothamsted():
    # Coleman and Jenkinson (1996): x = 3.51 at 23.4 % clay, 46 % of what stays is BIO.
    shares = partition_coleman1996(23.4, constants())
    assert shares.respired / (shares.biomass + shares.humus) == pytest.approx(3.51, abs=0.005)
    assert shares.biomass / shares.humus == pytest.approx(0.46 / 0.54, rel=1e-14)


@pytest.mark.parametrize(("clay", "ratio"), [(0.0, 1.67 * 3.45), (1e4, 1.67 * 1.85)])
def test_sand_and_the_limit_of_clay(clay, ratio):
    shares = partition_coleman1996(clay, constants())
    assert shares.respired / (1 - shares.respired) == pytest.approx(ratio, rel=1e-12)


@given(st.floats(0, 100), st.floats(0, 100))
def test_shares_add_up_and_clay_keeps_more(less, more):
    less, more = sorted((less, more))
    shares = partition_coleman1996(np.array([less, more]), constants())
    assert sum(shares) == pytest.approx(np.ones(2), rel=1e-14)
    assert shares.respired[1] <= shares.respired[0]
    assert min(map(np.min, shares)) > 0
