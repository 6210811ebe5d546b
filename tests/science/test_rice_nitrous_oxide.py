import numpy as np
import pytest

from permil.science.nitrous_oxide import n2o_from_n2o_n
from permil.science.rice_nitrous_oxide import rice_direct_n2o_ipcc2019
from permil.tables import table


def factor(condition):
    return table("ipcc2019_n2o").one(parameter="EF1FR", condition=condition).value


def test_factors_by_water_management():
    """Bonsai's rows are shifted: 0.004, 0.005, 0.006; that is not reproduced."""
    conditions = ("continuous_flooding", "drained", "aggregated")
    assert [factor(c) for c in conditions] == [0.003, 0.005, 0.004]


def test_what_a_public_calculator_prints_per_tonne_of_nitrogen():
    n2o = n2o_from_n2o_n(rice_direct_n2o_ipcc2019(1000.0, ef1_rice=factor("aggregated")))
    assert 273.0 * n2o == pytest.approx(1716.0)


def test_drainage_costs_a_part_of_its_methane_in_n2o():
    """100 kg N: drainage adds 86 kg CO2e of N2O to a season whose methane it halves."""
    extra = factor("drained") - factor("continuous_flooding")
    n2o = n2o_from_n2o_n(rice_direct_n2o_ipcc2019(100.0, ef1_rice=extra))
    methane = 1.19 * 113.0 * (1.0 - 0.55)
    assert 273.0 * n2o == pytest.approx(85.8)
    assert 273.0 * n2o < 27.0 * methane


def test_trailing_axes_equal_the_scalar_loop():
    nitrogen, ef1 = np.array([[0.0], [120.0]]), np.array([0.003, 0.005])
    together = rice_direct_n2o_ipcc2019(nitrogen, ef1_rice=ef1)
    for i, j in np.ndindex(2, 2):
        assert together[i, j] == rice_direct_n2o_ipcc2019(nitrogen[i, 0], ef1_rice=ef1[j])
