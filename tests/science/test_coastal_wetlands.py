import numpy as np
import pytest

from permil.science.coastal_wetlands import (
    coastal_ch4_ipcc2013,
    coastal_extraction_co2_ipcc2013,
    coastal_soil_co2_ipcc2013,
)
from permil.tables import table


def test_vegetation_that_comes_back_stores_and_drainage_loses():
    factors = {
        (row.parameter, row.wetland): row.value
        for row in table("coastal_wetlands").rows
        if row.parameter in ("rewetting", "drainage")
    }
    gain = {w: factors["rewetting", w] for w in ("mangrove", "tidal_marsh", "seagrass")}
    assert gain == {"mangrove": -1.62, "tidal_marsh": -0.91, "seagrass": -0.43}
    assert coastal_soil_co2_ipcc2013(10.0, gain["mangrove"]) == pytest.approx(-59.4)
    assert coastal_soil_co2_ipcc2013(1.0, factors["drainage", "mangrove"]) == pytest.approx(
        28.9666667
    )
    assert ("drainage", "seagrass") not in factors


def test_what_is_dug_out_is_lost_at_once():
    assert coastal_extraction_co2_ipcc2013(2.0, 386.0) == pytest.approx(2830.6666667)


def test_methane_by_salinity():
    salinity = np.array([0.0, 17.9, 18.0, 18.1, 35.0])
    methane = coastal_ch4_ipcc2013(1000.0, salinity, fresh=193.7, saline=0.0)
    assert methane.tolist() == [193.7, 193.7, 193.7, 0.0, 0.0]


def test_trailing_axes_equal_the_scalar_loop():
    area, other = np.array([[1.0], [2.0]]), np.array([5.0, 20.0, 30.0])
    methane = coastal_ch4_ipcc2013(area, other, fresh=193.7, saline=1.0)
    soil = coastal_soil_co2_ipcc2013(area, other)
    dug = coastal_extraction_co2_ipcc2013(area, other)
    for i, j in np.ndindex(2, 3):
        one = area[i, 0], other[j]
        assert methane[i, j] == coastal_ch4_ipcc2013(*one, fresh=193.7, saline=1.0)
        assert soil[i, j] == coastal_soil_co2_ipcc2013(*one)
        assert dug[i, j] == coastal_extraction_co2_ipcc2013(*one)
