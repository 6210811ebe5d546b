import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.organic_soils_drained import (
    DrainedFactors,
    drained_ch4_ipcc2013,
    drained_co2_ipcc2013,
    drained_organic_soil_ipcc2013,
    loss_until_exhausted,
)

CROPLAND = DrainedFactors(7.9, 0.31, 0.0, 1165.0, 0.05, 13.0)


def test_temperate_cropland():
    gases = drained_organic_soil_ipcc2013(CROPLAND)
    assert gases.co2 == pytest.approx(8.21 * 44.0 / 12.0)
    assert gases.ch4 == pytest.approx(58.25)
    assert gases.n2o == pytest.approx(13.0 * 44.0 / 28.0)


def test_drained_cropland_outweighs_any_mineral_soil_practice():
    gases = drained_organic_soil_ipcc2013(CROPLAND)
    assert gases.co2 + 0.027 * gases.ch4 + 0.273 * gases.n2o == pytest.approx(37.253, abs=1e-3)


def test_ditches_take_their_area_from_the_land():
    assert drained_ch4_ipcc2013(10.0, 1000.0, 0.0) == 10.0
    assert drained_ch4_ipcc2013(10.0, 1000.0, 1.0) == 1000.0
    assert drained_ch4_ipcc2013(10.0, 1000.0, 0.05) == pytest.approx(59.5)


def test_dissolved_carbon_is_on_top_of_what_is_lost_on_site():
    assert drained_co2_ipcc2013(0.0, 0.31) == pytest.approx(0.31 * 44.0 / 12.0)


@given(st.floats(0.0, 20.0), st.floats(0.0, 1000.0))
def test_no_more_is_lost_than_there_was(rate, stock):
    losses = loss_until_exhausted(rate, stock, np.arange(1, 200))
    assert losses.sum() == pytest.approx(min(199 * rate, stock), rel=1e-9, abs=1e-9)
    assert np.all((losses >= 0.0) & (losses <= rate))


def test_the_first_metre_under_a_mangrove_lasts_less_than_50_years():
    losses = loss_until_exhausted(7.9, 386.0, np.arange(1, 51))
    assert losses[47] == 7.9
    assert losses[48:] == pytest.approx([386.0 - 48 * 7.9, 0.0])


def test_trailing_axes_equal_the_scalar_loop():
    factors = DrainedFactors(
        np.array([[2.6], [7.9]]),
        np.array([0.2, 0.31, 0.4]),
        2.5,
        217.0,
        0.025,
        np.array([[1.0], [13.0]]),
    )
    together = drained_organic_soil_ipcc2013(factors)
    years = np.arange(1, 61).reshape(60, 1, 1)
    losses = loss_until_exhausted(factors.onsite_co2, np.array([90.0, 300.0, 400.0]), years)
    for i, j in np.ndindex(2, 3):
        onsite, nitrogen = factors.onsite_co2[i, 0], factors.n2o_nitrogen[i, 0]
        alone = drained_organic_soil_ipcc2013(
            DrainedFactors(onsite, factors.dissolved_carbon[j], 2.5, 217.0, 0.025, nitrogen)
        )
        assert together.co2[i, j] == alone.co2
        assert together.ch4 == alone.ch4
        assert together.n2o[i, 0] == alone.n2o
        one = [loss_until_exhausted(onsite, (90.0, 300.0, 400.0)[j], t) for t in range(1, 61)]
        assert losses[:, i, j].tolist() == one
