"""Golden cells of the tables of water, fixation and nutrients, and what must hold among rows."""

from __future__ import annotations

import pytest

from permil.tables import parameter_set, table
from permil.tables.water_categories import TextureClass

CROPS = [row.crop for row in table("crops").rows]


def test_every_crop_has_water_use() -> None:
    rows = {row.crop: row for row in table("fao56_crop_water").rows}
    assert set(CROPS) < set(rows)
    for row in rows.values():
        assert 0.0 < row.rooting_depth_low <= row.rooting_depth_high
        assert 0.0 < row.depletion_fraction < 1.0
        stages = (row.stage_initial, row.stage_development, row.stage_mid, row.stage_late)
        assert len({stage is None for stage in stages}) == 1
        assert (row.kc_mid is None) == (row.crop == "bare_fallow")


def test_perennials_have_no_stages() -> None:
    rows = {row.crop: row for row in table("fao56_crop_water").rows}
    for crop in table("crops").rows:
        annual = not crop.perennial and crop.crop != "bare_fallow"
        assert (rows[crop.crop].stage_mid is not None) == annual


@pytest.mark.parametrize(
    ("crop", "kc", "roots", "fraction"),
    [
        ("barley", (0.3, 1.15, 0.25), (1.0, 1.5), 0.55),
        ("maize", (0.3, 1.2, 0.35), (1.0, 1.7), 0.55),
        ("potato", (0.5, 1.15, 0.75), (0.4, 0.6), 0.35),
        ("sugar_beet", (0.35, 1.2, 0.7), (0.7, 1.2), 0.55),
        ("alfalfa", (0.4, 0.95, 0.9), (1.0, 2.0), 0.55),
    ],
)
def test_water_use(
    crop: str, kc: tuple[float, ...], roots: tuple[float, ...], fraction: float
) -> None:
    row = table("fao56_crop_water").one(crop=crop)
    assert (row.kc_initial, row.kc_mid, row.kc_end) == kc
    assert (row.rooting_depth_low, row.rooting_depth_high) == roots
    assert row.depletion_fraction == fraction


def test_every_texture_has_water_contents() -> None:
    rows = table("soil_hydraulics").rows
    assert {row.texture for row in rows} == set(TextureClass)
    for row in rows:
        assert 0.0 < row.wilting_point < row.field_capacity < row.porosity < 1.0


def test_salt_tolerance_is_of_crops_that_exist() -> None:
    for row in table("fao56_salt_tolerance").rows:
        assert row.crop in CROPS
        assert row.threshold > 0.0 < row.slope
    assert table("fao56_salt_tolerance").one(crop="barley").threshold == 8.0


def test_water_per_carbon_asks_where_the_number_was_not_obtained() -> None:
    one = table("available_water").one
    mean = one(texture_group="all")
    assert (mean.value, mean.low, mean.high) == (1.16, 0.7, 2.0)
    for group in ("coarse", "medium", "fine"):
        assert one(texture_group=group).value is None


def test_fixation_of_legumes_and_others() -> None:
    rows = table("nitrogen_fixation").rows
    crops = [crop for row in rows for crop in row.crops.split()]
    assert len(crops) == len(set(crops))
    assert set(crops) <= set(CROPS)
    assert {"pea", "faba_bean", "soybean", "clover_ley", "alfalfa"} <= set(crops)
    for row in rows:
        assert row.fixed_share is not None or row.nonsymbiotic is not None
    pea = table("nitrogen_fixation").one(plant="pea")
    assert (pea.fixed_share, pea.harvest_index, pea.below_ground_ratio) == (0.71, 0.75, 1.3)


def test_every_harvest_has_nitrogen_and_says_where_others_lack() -> None:
    rows = table("crop_nutrients")
    for crop in CROPS:
        if crop == "bare_fallow":
            continue
        nitrogen, phosphorus, sulphur = (rows.one(crop=crop, element=e) for e in "NPS")
        assert 5.0 < nitrogen.value < 80.0
        if phosphorus.value is None:
            assert phosphorus.note == "no factor: ask"
        else:
            assert 3.0 < nitrogen.value / phosphorus.value < 13.0, crop
        if sulphur.value is None:
            assert sulphur.note.endswith(("no factor: ask", "left out"))
        else:
            assert 5.0 < nitrogen.value / sulphur.value < 18.0, crop


def test_nitrogen_of_a_harvest_is_what_a_grain_can_hold() -> None:
    """The allocation table prints 56 g N/kg for wheat and 69 for pea; neither is taken."""
    one = table("crop_nutrients").one
    assert one(crop="winter_wheat", element="N").value == 23.4
    assert one(crop="pea", element="N").value == 38.2
    published = table("bolinder2007_allocation").one(crop="wheat", condition="above_350_mm")
    assert published.nitrogen_product == 56.2


@pytest.mark.parametrize(
    ("crop", "oxide", "dry_matter"),
    [("wheat", 6.5, 0.85), ("rapeseed", 14.0, 0.91), ("potato", 1.0, 0.22), ("barley", 8.0, 0.85)],
)
def test_phosphorus_is_an_element_of_dry_matter(crop: str, oxide: float, dry_matter: float) -> None:
    row = table("crop_nutrients").one(crop=crop, element="P")
    assert row.value == pytest.approx(oxide * 61.948 / 141.944 / dry_matter, rel=2e-3)


def test_conventions_and_constants() -> None:
    assert parameter_set("nutrient_supply")["nitrogen_deposition"] == 10.0
    water = parameter_set("water_balance")
    assert (water["runoff_share"], water["total_evaporable_water"]) == (0.0, 10.0)
    star = parameter_set("gwp_star")
    assert (star["rate_term"], star["stock_term"], star["lag"]) == (4.53, 4.25, 20.0)
    assert star["gwp100"] == table("gwp").one(metric="AR5 GWP100").ch4_biogenic
    air = parameter_set("co2_response_ar5")
    assert sum(air[f"a{i}"] for i in range(4)) == pytest.approx(1.0)
