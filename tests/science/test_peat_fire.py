import numpy as np
import pytest

from permil.science.peat_fire import (
    PeatFireFactors,
    peat_fire_emission_ipcc2013,
    peat_fire_ipcc2013,
)

TROPICAL = PeatFireFactors(co2_carbon=464.0, co=210.0, ch4=21.0)


def test_a_wildfire_on_drained_tropical_peat():
    gases = peat_fire_ipcc2013(353.0, TROPICAL)
    assert gases.co2 == pytest.approx(353.0 * 0.464 * 44.0 / 12.0)
    assert gases.co == pytest.approx(74.13)
    assert gases.ch4 == pytest.approx(7.413)


def test_no_more_carbon_is_emitted_than_peat_holds():
    gases = peat_fire_ipcc2013(1.0, TROPICAL)
    carbon = gases.co2 * 12.0 / 44.0 + gases.co * 12.0 / 28.0 + gases.ch4 * 12.0 / 16.0
    assert 0.5 < carbon < 0.6


def test_trailing_axes_equal_the_scalar_loop():
    fuel, factor = np.array([[66.0], [336.0]]), np.array([9.0, 207.0, 362.0])
    together = peat_fire_emission_ipcc2013(fuel, factor)
    gases = peat_fire_ipcc2013(fuel, PeatFireFactors(factor, factor, factor))
    for i, j in np.ndindex(2, 3):
        assert together[i, j] == peat_fire_emission_ipcc2013(fuel[i, 0], factor[j])
        assert gases.ch4[i, j] == gases.co[i, j] == together[i, j]
        alone = peat_fire_ipcc2013(fuel[i, 0], PeatFireFactors(factor[j], 0.0, 0.0))
        assert gases.co2[i, j] == alone.co2
