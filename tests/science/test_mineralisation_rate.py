"""AMG's rate factors, against what the official program prints (AMG_base 1.0.0, CeCILL-C)."""

import numpy as np
import pytest

from permil.science.mineralisation_rate import (
    carbon_nitrogen_factor_clivot2019,
    carbonate_factor_clivot2019,
    clay_factor_clivot2019,
    moisture_factor_clivot2019,
    ph_factor_clivot2019,
    temperature_factor_clivot2019,
)
from permil.tables import parameter_set

P = parameter_set("amg_v2")
#: The official program prints six decimals.
SIX = 5.000001e-7


def temperature(t):
    names = ("amplitude", "slope", "reference")
    return temperature_factor_clivot2019(
        t, *(P[f"temperature_{name}"] for name in names), P["frozen_factor"]
    )


def moisture(balance):
    return moisture_factor_clivot2019(balance, P["moisture_amplitude"], P["moisture_slope"])


def carbon_nitrogen(ratio):
    return carbon_nitrogen_factor_clivot2019(ratio, P["cn_decay"], P["cn_optimum"], P["cn_floor"])


@pytest.mark.parametrize(("t", "factor"), [(11.7, 0.681926), (9.9, 0.552379), (12.3, 0.731346)])
def test_temperature(t, factor):
    assert temperature(t) == pytest.approx(factor, abs=SIX)


@pytest.mark.parametrize(("mm", "factor"), [(-120, 0.946694), (-526, 0.678445), (56, 0.978127)])
def test_moisture(mm, factor):
    assert moisture(mm) == pytest.approx(factor, abs=SIX)


def test_soil():
    assert clay_factor_clivot2019(178.0, P["clay_decay"]) == pytest.approx(0.638661, abs=SIX)
    assert carbonate_factor_clivot2019(115.0, P["carbonate_scale"]) == pytest.approx(
        0.852878, abs=SIX
    )
    assert ph_factor_clivot2019(8.39, P["ph_decay"], P["ph_optimum"]) == pytest.approx(
        0.998646, abs=SIX
    )
    assert carbon_nitrogen(10.35) == pytest.approx(0.979975, abs=SIX)


def test_one_where_the_definitions_say_so():
    assert temperature(15.0) == pytest.approx(1.0, rel=1e-15)
    assert clay_factor_clivot2019(0.0, P["clay_decay"]) == 1.0
    assert carbonate_factor_clivot2019(0.0, P["carbonate_scale"]) == 1.0
    assert ph_factor_clivot2019(8.5, P["ph_decay"], P["ph_optimum"]) == 1.0
    assert carbon_nitrogen(11.0) == pytest.approx(1.0, rel=1e-15)


def test_a_frozen_year_hardly_mineralises():
    assert temperature(np.array([-40.0, -0.1, 0.0])) == pytest.approx([1e-6] * 3, rel=1e-15)
    assert temperature(0.001) == pytest.approx(0.171, abs=1e-3)


def test_the_ends():
    assert temperature(200.0) == pytest.approx(25.0, rel=1e-6)
    assert moisture(5000.0) == pytest.approx(1.0, rel=1e-9)
    assert carbon_nitrogen(60.0) == pytest.approx(0.2, rel=1e-12)
