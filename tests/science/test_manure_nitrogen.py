import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.manure_nitrogen import (
    ManureFactors,
    manure_n2o_ipcc2019,
    manure_nitrogen_budget_ipcc2019,
    nitrogen_excretion_ipcc2019,
)
from permil.tables import table

#: Solid storage of dairy cattle in a wet climate.
SOLID = ManureFactors(ef3=0.01, frac_gas=0.3, frac_leach=0.02, ef4=0.014, ef5=0.011, n2_ratio=3.0)
shares = st.floats(0.0, 0.2)
factors = st.builds(ManureFactors, shares, shares, shares, shares, shares, st.floats(0.0, 1.0))


def test_the_factors_are_those_of_the_tables():
    one = table("ipcc2019_manure_nitrogen_losses").one
    keys = {"animal": "dairy_cattle", "system": "solid_storage"}
    assert one(loss="FracGasMS", **keys).value == SOLID.frac_gas
    assert one(loss="FracLeachMS", **keys).value == SOLID.frac_leach
    assert table("ipcc2019_manure_n2o").one(system="solid_storage").value == SOLID.ef3
    ratio = table("ipcc2019_cattle_energy").one(coefficient="R_N2", condition="all")
    assert (ratio.value, ratio.confidence) == (SOLID.n2_ratio, "memory")


def test_excretion_of_a_cow_of_600_kg():
    assert nitrogen_excretion_ipcc2019(0.54, 600.0) == pytest.approx(118.26)


def test_n2o_by_pathway():
    lost = manure_n2o_ipcc2019(1000.0, SOLID)
    assert lost.direct == pytest.approx(10.0)
    assert lost.volatilised == pytest.approx(300.0 * 0.014)
    assert lost.leached == pytest.approx(20.0 * 0.011)


def test_indirect_n2o_of_a_lagoon_is_there_although_nothing_is_emitted_directly():
    """EX-ACT has no indirect N2O of fertiliser and amendments; that is not reproduced."""
    lagoon = SOLID._replace(ef3=0.0, frac_gas=0.35, frac_leach=0.0)
    lost = manure_n2o_ipcc2019(1000.0, lagoon)
    assert lost.direct == 0.0
    assert lost.indirect == pytest.approx(4.9)


def test_the_field_gets_what_the_store_has_left():
    left = manure_nitrogen_budget_ipcc2019(1000.0, SOLID).left
    assert left == pytest.approx(1000.0 - 300.0 - 20.0 - 10.0 - 30.0)


@given(st.floats(0.0, 1e6), factors)
def test_nitrogen_closes(nitrogen, given_factors):
    budget = manure_nitrogen_budget_ipcc2019(nitrogen, given_factors)
    assert sum(budget) == pytest.approx(nitrogen, rel=1e-9, abs=1e-9)
    assert min(budget) >= -1e-9 * nitrogen


def test_trailing_axes_equal_the_scalar_loop():
    nitrogen, gas = np.array([[100.0], [5000.0]]), np.array([0.1, 0.3, 0.5])
    together = manure_n2o_ipcc2019(nitrogen, SOLID._replace(frac_gas=gas))
    for i, j in np.ndindex(2, 3):
        alone = manure_n2o_ipcc2019(nitrogen[i, 0], SOLID._replace(frac_gas=gas[j]))
        assert together.total[i, j] == alone.total
