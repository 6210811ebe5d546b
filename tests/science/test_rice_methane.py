import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.rice_methane import (
    RiceAmendments,
    rice_amendment_scaling_ipcc2019,
    rice_daily_emission_ipcc2019,
    rice_methane_ipcc2019,
)
from permil.tables import table
from permil.tables.rice_categories import PreSeason, RiceAmendment, RiceRegion, WaterRegime


def value(parameter, level):
    return table("ipcc2019_rice").one(parameter=parameter, level=level).value


CONVERSION = RiceAmendments(*(value("CFOA", kind) for kind in RiceAmendment))
EXPONENT = value("SFo_exponent", "all")
amounts = st.builds(RiceAmendments, *[st.floats(0.0, 30.0)] * 5)


def scaling(given_amounts):
    return rice_amendment_scaling_ipcc2019(given_amounts, CONVERSION, exponent=EXPONENT)


def test_the_amendments_are_those_of_the_table_in_its_order():
    assert RiceAmendments._fields == tuple(kind.name.lower() for kind in RiceAmendment)


def test_a_drained_season_of_table_factors():
    daily = rice_daily_emission_ipcc2019(
        value("EFc", RiceRegion.EAST_ASIA),
        water_regime=value("SFw", WaterRegime.MULTIPLE_DRAINAGE),
        pre_season=value("SFp", PreSeason.FLOODED),
        amendments=scaling(RiceAmendments(farmyard_manure=5.0)),
    )
    expected = 1.32 * 0.55 * 2.41 * (1.0 + 5.0 * 0.21) ** 0.59
    assert daily == pytest.approx(expected)
    assert rice_methane_ipcc2019(daily, 112.0) == pytest.approx(112.0 * expected)


def test_upland_rice_gives_no_methane():
    daily = rice_daily_emission_ipcc2019(
        1.19, water_regime=value("SFw", WaterRegime.UPLAND), pre_season=1.0, amendments=2.0
    )
    assert daily == 0.0


def test_an_amendment_is_weighed_by_its_own_factor():
    """EX-ACT takes the factor of one amendment for all; that is not reproduced."""
    each = [scaling(RiceAmendments(**{name: 6.0})) for name in RiceAmendments._fields]
    assert len(set(each)) == 5
    assert each[0] == pytest.approx(7.0**0.59)
    assert each[2] == pytest.approx(2.02**0.59)


def test_straw_is_dry_and_all_others_are_fresh():
    rows = table("ipcc2019_rice").select(parameter="CFOA")
    units = {row.level: row.unit for row in rows}
    straw = {RiceAmendment.STRAW_SHORTLY_BEFORE, RiceAmendment.STRAW_LONG_BEFORE}
    assert units == {kind: f"ha/t {'DM' if kind in straw else 'FM'}" for kind in RiceAmendment}


@given(amounts, amounts)
def test_more_amendments_never_give_less(one, other):
    both = RiceAmendments(*(a + b for a, b in zip(one, other, strict=True)))
    assert 1.0 <= scaling(one) <= scaling(both) * (1.0 + 1e-12)


def test_trailing_axes_equal_the_scalar_loop():
    straw = np.linspace(0.0, 8.0, 6).reshape(2, 3)
    days = np.array([90.0, 110.0, 130.0])
    regime = np.array([[1.0], [0.55]])
    factor = scaling(RiceAmendments(straw_long_before=straw, compost=2.0))
    daily = rice_daily_emission_ipcc2019(
        1.22, water_regime=regime, pre_season=0.89, amendments=factor
    )
    together = rice_methane_ipcc2019(daily, days)
    for i, j in np.ndindex(2, 3):
        one = scaling(RiceAmendments(straw_long_before=straw[i, j], compost=2.0))
        alone = rice_daily_emission_ipcc2019(
            1.22, water_regime=regime[i, 0], pre_season=0.89, amendments=one
        )
        assert together[i, j] == pytest.approx(rice_methane_ipcc2019(alone, days[j]), rel=1e-14)
