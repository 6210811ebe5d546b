import numpy as np
import pytest

from permil.science.mediterranean_nitrous_oxide import mediterranean_direct_n2o_cayuela2017
from permil.science.nitrous_oxide import direct_n2o_ipcc2019
from permil.tables import table


def factor(irrigation):
    return table("cayuela2017_ef1").one(irrigation=irrigation).value


def test_rainfed_land_emits_less_than_a_third_of_sprinkled_land():
    rainfed = mediterranean_direct_n2o_cayuela2017(100.0, ef1=factor("rainfed"))
    sprinkled = mediterranean_direct_n2o_cayuela2017(100.0, ef1=factor("sprinkler"))
    assert (rainfed, sprinkled) == (pytest.approx(0.27), pytest.approx(0.91))


def test_the_mean_is_the_dry_factor_of_the_guidelines():
    dry = table("ipcc2019_n2o").one(parameter="EF1", condition="dry").value
    assert factor("mean") == dry
    assert mediterranean_direct_n2o_cayuela2017(80.0, ef1=dry) == direct_n2o_ipcc2019(
        50.0, 30.0, ef1_synthetic=dry, ef1_other=dry
    )


def test_trailing_axes_equal_the_scalar_loop():
    nitrogen, ef1 = np.array([[0.0], [120.0]]), np.array([0.0027, 0.0091])
    together = mediterranean_direct_n2o_cayuela2017(nitrogen, ef1=ef1)
    for i, j in np.ndindex(2, 2):
        assert together[i, j] == mediterranean_direct_n2o_cayuela2017(nitrogen[i, 0], ef1=ef1[j])
