"""Which rows of the Wetlands Supplement hold for a place."""

from __future__ import annotations

import pytest

from permil.errors import Ambiguous, NotApplicable
from permil.tables import table
from permil.tables.organic_soils import (
    assumed_nutrients,
    drained_rows,
    rewetted_rows,
    wetland_climate,
)
from permil.tables.wetland_categories import (
    Drainage,
    DrainedParameter,
    Nutrients,
    PeatUse,
    PrintedRow,
    RewettedParameter,
    WetlandClimate,
)
from permil.vocabulary import ClimateZone


def onsite(**keys: str) -> float | None:
    row = table("drained_organic_soils").one(parameter="onsite_co2", **keys)
    value: float | None = row.value
    return value


def test_poor_and_rich_are_not_swapped() -> None:
    """Not as in the web version of EX-ACT, against its own workbook."""
    forest = {"land_use": "forest", "climate": "boreal", "drainage": "all"}
    assert (onsite(**forest, nutrients="poor"), onsite(**forest, nutrients="rich")) == (0.25, 0.93)
    grass = {"land_use": "grassland", "climate": "temperate"}
    assert onsite(**grass, nutrients="poor", drainage="all") == 5.3
    rich = [onsite(**grass, nutrients="rich", drainage=d) for d in ("deep", "shallow")]
    assert rich == [6.1, 3.6]


@pytest.mark.parametrize(
    ("use", "climate", "value"),
    [
        ("cropland", "boreal", 13.0),
        ("grassland", "boreal", 9.5),
        ("peat_extraction", "boreal", 0.3),
    ],
)
def test_n2o_is_that_of_table_2_5(use: str, climate: str, value: float) -> None:
    """Not about twice as much, as in WRI's carbon-budget."""
    (row,) = table("drained_organic_soils").select(
        parameter="n2o_nitrogen", land_use=use, climate=climate
    )
    assert (row.value, row.unit) == (value, "kg N2O-N/ha/yr")


def test_units_of_methane_differ_between_drained_and_rewetted() -> None:
    drained, rewetted = table("drained_organic_soils"), table("rewetted_organic_soils")
    land = {row.unit for p in ("land_ch4", "ditch_ch4") for row in drained.select(parameter=p)}
    assert land == {"kg CH4/ha/yr"}
    assert {row.unit for row in rewetted.select(parameter="ch4_carbon")} == {"kg CH4-C/ha/yr"}


def test_every_parameter_has_one_row() -> None:
    rows = drained_rows(
        land_use=PeatUse.GRASSLAND,
        climate=WetlandClimate.TEMPERATE,
        nutrients=Nutrients.RICH,
        drainage=Drainage.SHALLOW,
    )
    assert {parameter: row.value for parameter, row in rows.items()} == {
        DrainedParameter.ONSITE_CO2: 3.6,
        DrainedParameter.DISSOLVED_CARBON: 0.31,
        DrainedParameter.LAND_CH4: 39.0,
        DrainedParameter.DITCH_CH4: 527.0,
        DrainedParameter.DITCH_SHARE: 0.05,
        DrainedParameter.N2O_NITROGEN: 1.6,
    }
    wet = rewetted_rows(climate=WetlandClimate.BOREAL, nutrients=Nutrients.RICH)
    assert {parameter: row.value for parameter, row in wet.items()} == {
        RewettedParameter.CO2_CARBON: -0.55,
        RewettedParameter.DISSOLVED_CARBON: 0.08,
        RewettedParameter.CH4_CARBON: 137.0,
        RewettedParameter.N2O_NITROGEN: 0.0,
    }


def test_of_two_printed_rows_the_second_is_asked_for() -> None:
    forest = {"land_use": PeatUse.FOREST, "climate": WetlandClimate.BOREAL}
    first = drained_rows(**forest, nutrients=Nutrients.POOR)
    second = drained_rows(**forest, nutrients=Nutrients.POOR, printed_row=PrintedRow.SECOND)
    changed = {p for p in first if first[p] is not second[p]}
    assert changed == {DrainedParameter.ONSITE_CO2}
    assert second[DrainedParameter.ONSITE_CO2].value == 0.37


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"land_use": "forest", "climate": "boreal"}, "say which nutrients: poor or rich"),
        ({"land_use": "grassland", "climate": "temperate"}, "say which nutrients: poor or rich"),
        (
            {"land_use": "grassland", "climate": "temperate", "nutrients": "rich"},
            "say which drainage: deep or shallow",
        ),
        (
            {"land_use": "grassland", "climate": "boreal"},
            "say which drainage: deep or shallow",
        ),
    ],
)
def test_a_status_that_matters_is_asked_for(keys: dict[str, str], words: str) -> None:
    with pytest.raises(Ambiguous, match=words):
        drained_rows(**keys)  # type: ignore[arg-type]


def test_the_status_of_rewetted_soil_is_asked_for_outside_the_tropics() -> None:
    with pytest.raises(Ambiguous, match="poor or rich"):
        rewetted_rows(climate=WetlandClimate.TEMPERATE)
    assert rewetted_rows(climate=WetlandClimate.TROPICAL)


@pytest.mark.parametrize(
    ("use", "climate", "missing"),
    [
        ("rice", "temperate", "onsite co2 of rice, temperate"),
        ("plantation", "tropical", "land ch4 of plantation, tropical"),
        ("plantation_acacia", "tropical", "n2o nitrogen of plantation acacia, tropical"),
    ],
)
def test_no_factor_is_said_and_not_replaced(use: str, climate: str, missing: str) -> None:
    with pytest.raises(NotApplicable, match=f"no factor for the {missing}; describe it"):
        drained_rows(land_use=PeatUse(use), climate=WetlandClimate(climate))


def test_there_is_no_reference_stock_of_peat() -> None:
    soils = {row.soil_type for row in table("ipcc2019_soc_reference").rows}
    assert soils == {"HAC", "LAC", "SAN", "POD", "VOL", "WET"}


def test_zones_belong_to_three_climates_and_polar_ones_to_none() -> None:
    found = {z: wetland_climate(z) for z in ClimateZone if not z.startswith("polar")}
    assert found[ClimateZone.BOREAL_DRY] == "boreal"
    assert found[ClimateZone.COOL_TEMPERATE_DRY] == found[ClimateZone.WARM_TEMPERATE_MOIST]
    assert found[ClimateZone.TROPICAL_MONTANE] == "tropical"
    with pytest.raises(NotApplicable, match="polar_moist"):
        wetland_climate(ClimateZone.POLAR_MOIST)


def test_drained_soil_of_unknown_status() -> None:
    assert assumed_nutrients(WetlandClimate.BOREAL) == "poor"
    assert assumed_nutrients(WetlandClimate.TEMPERATE) == "rich"
    assert assumed_nutrients(WetlandClimate.TROPICAL) == "all"


def test_the_factor_of_cultivation_is_not_stretched_to_the_tropics() -> None:
    rows = table("mineral_wetlands").select(parameter="F_LU_cultivated")
    assert {row.climate for row in rows} == {"boreal", "temperate"}
