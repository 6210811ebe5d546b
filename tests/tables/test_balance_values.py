"""What must hold among the rows of energy, manufacture, biomass, fire, biochar and erosion."""

from __future__ import annotations

from itertools import pairwise

import pytest

from permil.errors import UnknownName, WrongUnit
from permil.tables import parameter_rows, parameter_set, table
from permil.tables.biomass_categories import BiomassPart, WoodySystem, WorldRegion
from permil.tables.biomass_lookup import woody_growth
from permil.units import UNITS, convert
from permil.vocabulary import ClimateZone, Confidence


def test_co2_of_biomass_is_in_no_total() -> None:
    one = table("fuels").one
    assert not one(use="stationary", fuel="wood", gas="CO2").counts
    assert one(use="stationary", fuel="wood", gas="CH4").counts
    assert one(use="stationary", fuel="peat", gas="CO2").counts
    assert one(use="off_road", fuel="diesel", gas="CO2").counts


def test_ethanol_has_no_co2_to_take() -> None:
    row = table("fuels").one(use="road", fuel="ethanol_cars", gas="CO2")
    assert row.value is None
    assert not row.counts


def test_nine_grids_must_be_asked_for() -> None:
    rows = table("electricity").rows
    asked = {row.country for row in rows if row.value is None}
    assert len(asked) == 9
    assert {"Albania", "Ethiopia", "Iceland", "Paraguay"} <= asked
    for row in rows:
        assert (row.value is None) == (row.country in asked)
        assert row.value is None or 0.0 <= row.value < 2.0


def test_units_of_manufacture_do_not_mix() -> None:
    one = table("manufacture").one
    nitrogen, urea = (
        one(study="goblin", product="urea").unit,
        one(study="brentrup2018", product="urea").unit,
    )
    assert UNITS[nitrogen].dimension != UNITS[urea].dimension
    with pytest.raises(WrongUnit, match="kg CO2e/kg"):
        convert(1.0, nitrogen, urea)
    for row in table("manufacture").rows:
        if row.value is not None:
            assert (row.nitrogen is None) == (row.study != "brentrup2018")


def test_what_a_study_of_manufacture_lacks_is_asked_for() -> None:
    missing = {(row.study, row.product) for row in table("manufacture").rows if row.value is None}
    assert {
        ("brentrup2018", "lime"),
        ("brentrup2018", "nitrogen"),
        ("goblin", "nitrogen"),
    } <= missing
    assert not any(study == "lal2004" for study, _ in missing)


def test_urea_says_what_its_gate_leaves_out() -> None:
    rows = [row for row in table("manufacture").rows if row.product == "urea"]
    assert len(rows) == 2
    assert all("field" in row.note for row in rows)


def test_the_shares_of_residues_that_burn_are_those_of_residue_nitrogen() -> None:
    ours = parameter_set("crop_residues")
    one = table("combustion_factor").one
    for crop in ("wheat", "maize", "rice"):
        assert one(fuel=f"{crop}_residues").value == ours[f"combustion_{crop}"]
    assert one(fuel="other_crop_residues").value == ours["combustion_other"]


def test_a_product_of_fuel_and_share_says_so() -> None:
    for row in table("fuel_consumption").rows:
        assert row.unit == "t DM/ha"
        assert "take 1 for the combustion factor" in row.note


def test_a_system_that_grows_has_a_maximum() -> None:
    for row in table("woody_growth").select(part=BiomassPart.ABOVE_GROUND):
        top = table("woody_maximum").one(system=row.system, climate_zone=row.climate_zone)
        if row.must_ask or top.must_ask or row.note.startswith("doubtful"):
            continue
        assert 3.0 < top.value / row.value < 100.0, (row.system, row.climate_zone)


def test_no_region_has_two_growth_rates_and_each_is_a_region() -> None:
    for part in (BiomassPart.ABOVE_GROUND, BiomassPart.BELOW_GROUND):
        for system in WoodySystem:
            for zone in ClimateZone:
                rows = table("woody_growth").select(part=part, system=system, climate_zone=zone)
                for region in WorldRegion:
                    assert sum(row.holds_in(region) for row in rows) <= 1
    for row in table("woody_growth").rows:
        assert row.regions == "all" or set(row.regions.split(" ")) <= set(WorldRegion)


def test_growth_is_found_by_region() -> None:
    europe = woody_growth("above_ground", "silvopasture", "cool_temperate_moist", "europe")
    america = woody_growth("above_ground", "silvopasture", "cool_temperate_moist", "north_america")
    assert (europe.value, america.value) == (2.17, 0.97)
    assert woody_growth("below_ground", "olive", "warm_temperate_dry", "europe").must_ask
    with pytest.raises(UnknownName) as caught:
        woody_growth("above_ground", "oil_palm", "boreal_moist", "europe")
    assert "hedgerow" in caught.value.fields["nearest"]


def test_grassland_closes_with_the_root_shoot_ratios_of_the_guidelines() -> None:
    ratios = {"cool_temperate_moist": 4.67}
    for row in table("grassland_biomass").rows:
        dry = row.climate_zone.endswith("dry") or row.climate_zone == "tropical_montane"
        tropical_wet = row.climate_zone in {"tropical_moist", "tropical_wet"}
        ratio = 1.6 if tropical_wet else 2.8 if dry else 4.0
        ratio = 4.0 if row.climate_zone == "boreal_dry" else ratio
        ratio = ratios.get(row.climate_zone, ratio)
        assert row.below_ground / row.above_ground == pytest.approx(ratio, rel=0.01)


def test_content_of_biochar_is_marked_as_from_memory() -> None:
    for row in table("biochar_carbon").rows:
        assert row.confidence is Confidence.MEMORY
        assert row.high is None or row.high <= 1.0


def test_lines_of_woolf_fall_with_temperature_and_horizon() -> None:
    for horizon in (100, 500, 1000):
        rows = table("woolf2021_permanence").select(horizon=horizon)
        shares = [row.intercept + 0.4 * row.slope for row in rows]
        assert [row.soil_temperature for row in rows] == sorted(r.soil_temperature for r in rows)
        rounding = 0.005  # constants are printed with two digits
        assert all(cooler >= warmer - rounding for cooler, warmer in pairwise(shares))


def test_support_factors_cover_slopes_without_a_gap() -> None:
    for practice in ("contouring", "contour_strip_cropping"):
        rows = table("support_factor").select(practice=practice)
        for row, following in pairwise(rows):
            assert row.slope_to == following.slope_from
    with pytest.raises(UnknownName):
        table("support_factor").one(practice="contouring", slope_to=30)


def test_management_without_effect_is_one() -> None:
    one = table("cover_factor").one
    for kind, cover in (
        ("tillage", "full_tillage"),
        ("residues", "removed"),
        ("cover_crop", "without"),
    ):
        assert one(kind=kind, cover=cover).value == 1.0


def test_the_open_fate_of_eroded_carbon_has_its_whole_range() -> None:
    rows = {row.parameter: row for row in parameter_rows("eroded_carbon")}
    share = rows["mineralised_share"]
    assert (share.low, share.high, share.confidence) == (0.0, 1.0, Confidence.MEMORY)
    assert rows["enrichment_ratio"].low < 1.0 < rows["enrichment_ratio"].high
