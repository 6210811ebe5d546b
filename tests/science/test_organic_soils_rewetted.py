import numpy as np
import pytest

from permil.errors import WrongUnit
from permil.science.adoption import area_in_window
from permil.science.greenhouse_gases import MetricFactors, co2_equivalent
from permil.science.organic_soils_drained import DrainedFactors, drained_organic_soil_ipcc2013
from permil.science.organic_soils_rewetted import (
    RewettedFactors,
    methane_overshoot,
    rewetted_ch4_ipcc2013,
    rewetted_organic_soil_ipcc2013,
)
from permil.tables import parameter_set, table
from permil.tables.organic_soils import drained_rows, rewetted_rows
from permil.units import convert

#: Use, climate, nutrient status and drainage of the drained soil, and status once rewetted. Poor
#: and boreal grassland, whose CO2 the source does not split by drainage, has deep ditches.
CLASSES = {
    "forest boreal poor": ("forest", "boreal", "poor", "all", "poor"),
    "forest boreal rich": ("forest", "boreal", "rich", "all", "rich"),
    "forest temperate poor": ("forest", "temperate", "poor", "all", "poor"),
    "forest temperate rich": ("forest", "temperate", "rich", "all", "rich"),
    "forest tropical": ("forest", "tropical", "all", "all", "all"),
    "cropland temperate": ("cropland", "temperate", "rich", "all", "rich"),
    "cropland tropical": ("cropland", "tropical", "all", "all", "all"),
    "grassland boreal": ("grassland", "boreal", "rich", "deep", "rich"),
    "grassland temperate poor": ("grassland", "temperate", "poor", "deep", "poor"),
    "grassland temperate rich deep": ("grassland", "temperate", "rich", "deep", "rich"),
    "grassland temperate rich shallow": ("grassland", "temperate", "rich", "shallow", "rich"),
    "grassland tropical": ("grassland", "tropical", "all", "all", "all"),
    "peat extraction temperate": ("peat_extraction", "temperate", "rich", "all", "rich"),
}
COSTS_UNDER_GWP20 = {
    "forest boreal poor",
    "forest boreal rich",
    "forest temperate rich",
    "grassland temperate rich shallow",
    "peat extraction temperate",
}


def values(rows):
    return {parameter: row.value for parameter, row in rows.items()}


def weighed(gases, metric):
    row = table("gwp").one(metric=metric)
    factors = MetricFactors(row.n2o, row.ch4_biogenic)
    return co2_equivalent(gases.co2, gases.n2o / 1000.0, gases.ch4 / 1000.0, factors)


def benefit(use, climate, nutrients, drainage, becomes, metric):
    drained = drained_rows(land_use=use, climate=climate, nutrients=nutrients, drainage=drainage)
    rewetted = rewetted_rows(climate=climate, nutrients=becomes)
    before = drained_organic_soil_ipcc2013(DrainedFactors(**values(drained)))
    after = rewetted_organic_soil_ipcc2013(RewettedFactors(**values(rewetted)))
    return weighed(before, metric) - weighed(after, metric)


@pytest.mark.parametrize("name", CLASSES)
def test_rewetting_is_a_benefit_in_all_13_classes_under_gwp100_and_in_8_under_gwp20(name):
    assert benefit(*CLASSES[name], "AR6 GWP100") > 0.0
    assert benefit(*CLASSES[name], "AR5 GWP100") > 0.0
    assert (benefit(*CLASSES[name], "AR6 GWP20") < 0.0) == (name in COSTS_UNDER_GWP20)


def test_peat_extraction_depends_on_what_it_becomes():
    rich, poor = (
        ("peat_extraction", "temperate", "rich", "all", status) for status in ("rich", "poor")
    )
    assert benefit(*rich, "AR6 GWP20") == pytest.approx(-11.5, abs=0.05)
    assert benefit(*poor, "AR6 GWP20") == pytest.approx(4.3, abs=0.05)


def test_table_3_3_is_carbon_and_not_methane():
    """Not as in GOBLIN, which takes the 92 of rewetted forest for kg CH4."""
    row = rewetted_rows(climate="temperate", nutrients="poor")["ch4_carbon"]
    assert (row.value, row.unit) == (92.0, "kg CH4-C/ha/yr")
    assert rewetted_ch4_ipcc2013(row.value) == pytest.approx(122.6666667)
    assert rewetted_ch4_ipcc2013(216.0) == pytest.approx(288.0)
    with pytest.raises(WrongUnit):
        convert(row.value, row.unit, "kg CH4/ha/yr")


def test_the_overshoot_of_the_eu_rule_ends_after_five_years():
    rule = parameter_set("eu_methane_overshoot")
    metric = table("gwp").one(metric="AR5 GWP100").ch4_biogenic
    recent = area_in_window([100.0, *[0.0] * 9], 0.0, rule["duration"])
    methane = methane_overshoot(recent, rule["charge"], metric)
    assert methane * metric == pytest.approx([500.0, *[1000.0] * 4, 500.0, *[0.0] * 4])


def test_trailing_axes_equal_the_scalar_loop():
    factors = RewettedFactors(
        np.array([[-0.23], [0.5]]), 0.24, np.array([41.0, 92.0, 216.0]), np.zeros((2, 3))
    )
    together = rewetted_organic_soil_ipcc2013(factors)
    overshoot = methane_overshoot(np.array([[1.0], [2.0]]), np.array([5.0, 10.0, 15.0]), 28.0)
    for i, j in np.ndindex(2, 3):
        alone = rewetted_organic_soil_ipcc2013(
            RewettedFactors(factors.co2_carbon[i, 0], 0.24, factors.ch4_carbon[j], 0.0)
        )
        assert together.co2[i, 0] == alone.co2
        assert together.ch4[j] == alone.ch4
        assert together.n2o[i, j] == alone.n2o == 0.0
        assert overshoot[i, j] == methane_overshoot((1.0, 2.0)[i], (5.0, 10.0, 15.0)[j], 28.0)
