import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import Conflict
from permil.science.inorganic_carbon import (
    SoilCarbon,
    carbonate_dissolution_co2_zamanian2018,
    soil_carbon_by_kind,
)
from permil.tables import parameter_set

PARAMETERS = parameter_set("inorganic_carbon")
SHARE = PARAMETERS["carbon_of_carbonate"]


def test_a_calcareous_soil():
    carbon = soil_carbon_by_kind(40.0, 200.0, SHARE)
    assert carbon.inorganic == pytest.approx(24.0)
    assert carbon.organic == pytest.approx(16.0)


def test_there_is_no_sum_of_the_kinds():
    assert SoilCarbon._fields == ("organic", "inorganic")
    assert not hasattr(SoilCarbon, "total")


def test_carbonates_with_more_carbon_than_there_is():
    with pytest.raises(Conflict, match="more carbon than the total"):
        soil_carbon_by_kind(np.array([40.0, 20.0]), 200.0, SHARE)


@given(st.floats(0.0, 100.0), st.floats(0.0, 500.0))
def test_the_kinds_make_up_what_was_measured(organic, carbonate):
    total = organic + SHARE * carbonate
    found = soil_carbon_by_kind(total * (1 + 1e-12), carbonate, SHARE)
    assert found.organic + found.inorganic == pytest.approx(total)
    assert found.organic == pytest.approx(organic, abs=1e-9)


def test_acidifying_nitrogen_dissolves_carbonates():
    co2 = carbonate_dissolution_co2_zamanian2018(100.0, PARAMETERS["dissolution"])
    assert co2 == pytest.approx(0.1 * 0.21 * 44.0 / 12.0)
    assert PARAMETERS["dissolution"] < 12.0 / 14.0  # two protons a nitrogen, one carbonate


def test_trailing_axes_equal_the_scalar_loop():
    total, carbonate = np.array([[40.0], [50.0]]), np.array([0.0, 100.0, 300.0])
    carbon = soil_carbon_by_kind(total, carbonate, SHARE)
    for i, j in np.ndindex(2, 3):
        alone = soil_carbon_by_kind(total[i, 0], carbonate[j], SHARE)
        assert carbon.organic[i, j] == alone.organic
