import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.grazing_nitrous_oxide import GrazingFactors, grazing_n2o_ipcc2019
from permil.tables import table
from permil.tables.livestock_categories import CATTLE_POULTRY_PIGS, LOSS_GROUP, Animal

WET = GrazingFactors(ef3=0.006, frac_gasm=0.21, ef4=0.014, frac_leach=0.24, ef5=0.011)


def test_100_kg_of_cattle_nitrogen_in_a_wet_climate():
    lost = grazing_n2o_ipcc2019(100.0, WET)
    assert lost.direct == pytest.approx(0.6)
    assert lost.volatilised == pytest.approx(100.0 * 0.21 * 0.014)
    assert lost.leached == pytest.approx(100.0 * 0.24 * 0.011)
    assert lost.total == pytest.approx(lost.direct + lost.indirect)


def test_the_factors_of_the_table():
    one = table("ipcc2019_n2o").one
    cattle = [one(parameter="EF3PRP_CPP", condition=c).value for c in ("wet", "dry", "aggregated")]
    assert cattle == [0.006, 0.002, 0.004]
    assert one(parameter="EF3PRP_SO", condition="aggregated").value == 0.003


def test_which_animals_have_the_factor_of_cattle():
    others = {Animal.SHEEP, Animal.GOAT, Animal.HORSE, Animal.CAMEL, Animal.DEER, Animal.LLAMA}
    assert not others & CATTLE_POULTRY_PIGS
    assert {Animal.BUFFALO, Animal.SWINE_BREEDING, Animal.HEN} <= CATTLE_POULTRY_PIGS
    assert set(LOSS_GROUP.values()) == {Animal.SWINE, Animal.POULTRY, Animal.OTHER}


@given(st.floats(0.0, 1000.0), st.floats(0.0, 1000.0))
def test_groups_of_animals_add_up_and_never_emit_less_than_nothing(one, other):
    both = grazing_n2o_ipcc2019(one + other, WET).total
    parts = grazing_n2o_ipcc2019(one, WET).total + grazing_n2o_ipcc2019(other, WET).total
    assert both == pytest.approx(parts)
    assert both >= 0.0


def test_trailing_axes_equal_the_scalar_loop():
    nitrogen, ef3 = np.array([[0.0], [80.0]]), np.array([0.002, 0.006])
    together = grazing_n2o_ipcc2019(nitrogen, WET._replace(ef3=ef3))
    for i, j in np.ndindex(2, 2):
        alone = grazing_n2o_ipcc2019(nitrogen[i, 0], WET._replace(ef3=ef3[j]))
        assert together.total[i, j] == alone.total
