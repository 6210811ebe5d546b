"""Rate factors of rain and evapotranspiration, against their printed equations."""

import numpy as np
import pytest

from permil.science.moisture_response import (
    QuadraticMoisture,
    moisture_factor_adair2008,
    moisture_factor_ipcc2019,
)
from permil.tables import parameter_set

CENTURY = parameter_set("century")
TIER2 = parameter_set("ipcc_tier2")


def century(rain, evaporation):
    constants = CENTURY["moisture_steepness"], CENTURY["moisture_shift"]
    return moisture_factor_adair2008(rain, evaporation, *constants)


def tier2(rain, evaporation, irrigated=0.0):
    constants = QuadraticMoisture(*(TIER2[f"moisture_{n}"] for n in QuadraticMoisture._fields))
    return moisture_factor_ipcc2019(rain, evaporation, irrigated, constants)


def test_century_from_no_rain_to_much():
    # 1 / (1 + 30 exp(-8.5 P/PET)): Adair et al. (2008) as fW.Century of the R package SoilR.
    expected = [1 / 31, 1 / (1 + 30 * np.exp(-4.25)), 1 / (1 + 30 * np.exp(-8.5))]
    assert century([0.0, 50.0, 100.0], 100.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("rain", "evaporation", "expected"),
    # Ratio and factor of the worked case of the Guidelines, January to April 1950.
    [(2.8, 253.8, 0.228), (34.4, 214.4, 0.42), (10.7, 176.6, 0.293), (12.9, 104.2, 0.374)],
)
def test_tier2_in_the_worked_case(rain, evaporation, expected):
    assert tier2(rain, evaporation) == pytest.approx(expected, abs=1e-3)


def test_tier2_stops_at_a_highest_ratio_and_knows_irrigation():
    wettest = 0.2129 + 1.331 * 1.25 - 0.2413 * 1.25**2
    assert tier2([125.0, 900.0], 100.0) == pytest.approx([wettest, wettest], rel=1e-14)
    assert tier2(0.0, 100.0, [0.0, 1.0]) == pytest.approx([0.2129, 0.775])


def test_a_month_without_evapotranspiration_is_wet():
    assert century([0.0, 10.0], 0.0) == pytest.approx([1.0, 1.0])
    assert tier2(0.0, [0.0, -1.0]) == pytest.approx([float(tier2(200.0, 100.0))] * 2)


@pytest.mark.parametrize("function", [century, tier2])
@pytest.mark.parametrize(("rain", "evaporation"), [(np.nan, 0.0), (np.nan, 9.0), (9.0, np.nan)])
def test_a_gap_stays_a_gap(function, rain, evaporation):
    assert np.isnan(function(rain, evaporation))
