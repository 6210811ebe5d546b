"""Every cell of the tables against the shared factor files, read in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from permil.tables import table

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FACTORS = SHARED / "factors"

pytestmark = pytest.mark.skipif(not FACTORS.is_dir(), reason="no shared factors here")

CONDITIONS = {
    "aggregated": "aggregated",
    "wet climates, synthetic": "wet_synthetic",
    "wet climates, other": "wet_other",
    "wet climates": "wet",
    "dry climates": "dry",
    "flooded rice, aggregated": "aggregated",
    "flooded rice, continuous": "continuous_flooding",
    "flooded rice, single": "drained",
    "cattle": "aggregated",
    "sheep": "aggregated",
    "volatilised": "aggregated",
    "leached": "aggregated",
    "synthetic": "aggregated",
    "organic": "aggregated",
    "urea": "urea",
    "ammonium-based": "ammonium",
    "nitrate-based": "nitrate",
    "ammonium-nitrate-based": "ammonium_nitrate",
    "C:N of SOM lost, forest": "land_use_change",
    "C:N of SOM lost, management": "management",
    "all": "aggregated",
    "flooded rice": "aggregated",
    "where rain": "wet",
}
PARAMETERS = {"EF3PRP,CPP": "EF3PRP_CPP", "EF3PRP,SO": "EF3PRP_SO", "FracLEACH-(H)": "FracLEACH"}
LEVELS = {
    "nondegraded": "nominal",
    "medium (improved only)": "medium",
    "high (improved only)": "high",
}


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _same(row: Any, cells: dict[str, str], columns: dict[str, str]) -> None:
    for ours, theirs in columns.items():
        assert getattr(row, ours) == _number(cells[theirs]), (row, ours)


RANGE = {"value": "value", "low": "low", "high": "high"}


def test_reference_stocks() -> None:
    cells = _rows("soc_reference_stocks_2019.csv")
    ours = table("ipcc2019_soc_reference")
    assert len(cells) == len(ours.select())
    for c in cells:
        row = ours.one(soil_type=c["soil_ipcc"], climate_zone=c["climate_zone"])
        _same(row, c, {**RANGE, "error": "ci95_pct", "n": "n"})
        assert row.confidence == c["confidence"]
        assert (row.status == "nominal_range") == c["status"].startswith("ci is the nominal")


def test_cropland_factors() -> None:
    cells = _rows("stock_change_factors_cropland_2019.csv")
    ours = table("ipcc2019_stock_change_cropland")
    assert len(cells) == len(ours.select())
    for c in cells:
        row = ours.one(factor=c["factor"], level=c["level"], climate_zone=c["climate_zone"])
        _same(row, c, {**RANGE, "error": "error_pct"})
        assert row.confidence == c["confidence"]
        assert row.must_ask == c["note"].startswith("Not in the 2019 table")


def test_grassland_factors() -> None:
    cells = _rows("stock_change_factors_grassland_2019.csv")
    ours = table("ipcc2019_stock_change_grassland")
    assert len(cells) == len(ours.select())
    for c in cells:
        climate = c["climate"].replace("/", "_").replace(" ", "_")
        level = LEVELS.get(c["level"], c["level"])
        row = ours.one(factor=c["factor"], level=level, climate=climate)
        _same(row, c, {**RANGE, "error": "error_pct"})
        assert row.confidence == c["confidence"]


ZONES_2006 = {
    "boreal": ("boreal",),
    "temperate-cool": ("cool_temperate",),
    "temperate-warm": ("warm_temperate",),
    "temperate/boreal": ("boreal", "cool_temperate", "warm_temperate"),
    "temperate/boreal and tropical": ("boreal", "cool_temperate", "warm_temperate", "tropical"),
}


def _of_2006(climate: str, moisture: str, row: Any) -> bool:
    """Whether a row of ours is one of those for which a line of the shared file stands."""
    zone, _, wet = row.climate_zone.rpartition("_")
    if climate == "all":
        return True
    if climate.replace("-", " ") == "tropical montane" or wet == "montane":
        return climate.replace("-", " ") == "tropical montane" and wet == "montane"
    right = moisture in ("undefined", "all") or wet in moisture.split("/")
    return zone in ZONES_2006.get(climate, (climate,)) and right


def test_reference_stocks_of_2006() -> None:
    ours = list(table("ipcc2019_soc_reference").select(edition="2006"))
    for c in _rows("soc_reference_stocks_2006.csv"):
        climate = c["climate_zone"]
        if (climate, c["moisture"]) == ("temperate-warm", "wet"):
            continue  # no zone of permil's; its stocks are those of the moist one
        mine = [
            row
            for row in ours
            if row.soil_type == c["soil_ipcc"] and _of_2006(climate, c["moisture"], row)
        ]
        assert mine, c
        for row in mine:
            _same(row, c, RANGE)
            assert row.confidence == c["confidence"]
            ours.remove(row)
    assert ours == []


def test_cropland_factors_of_2006() -> None:
    ours = list(table("ipcc2019_stock_change_cropland").select(edition="2006"))
    for c in _rows("stock_change_factors_cropland_2006.csv"):
        mine = [
            row
            for row in ours
            if (row.factor, row.level) == (c["factor"], c["level"])
            and _of_2006(c["climate"], c["moisture"], row)
        ]
        assert mine, c
        for row in mine:
            _same(row, c, {"value": "value", "error": "error_pct"})
            assert row.confidence == c["confidence"]
            ours.remove(row)
    assert {row.status for row in ours} == {"reference_level"}


def test_nitrous_oxide_lime_and_urea() -> None:
    cells = _rows("n2o_soil_factors.csv")
    assert len(cells) == len(table("ipcc2019_n2o").rows) + len(table("lime_urea").rows)
    for c in cells:
        if c["parameter"].startswith("EF_"):
            row = table("lime_urea").one(product=c["parameter"].removeprefix("EF_"))
        else:
            longest = max((k for k in CONDITIONS if c["condition"].startswith(k)), key=len)
            parameter = PARAMETERS.get(c["parameter"], c["parameter"])
            row = table("ipcc2019_n2o").one(
                edition=c["edition"], parameter=parameter, condition=CONDITIONS[longest]
            )
        _same(row, c, RANGE)
        assert row.confidence == c["confidence"]
        assert (row.range_confidence or "") == c["range_confidence"]


def test_residues() -> None:
    columns = {
        "slope": "slope",
        "intercept": "intercept_t_dm_ha",
        "nitrogen_above": "n_ag_kg_n_per_kg_dm",
        "root_shoot_ratio": "rs_ratio",
        "nitrogen_below": "n_bg_kg_n_per_kg_dm",
    }
    more = {
        "residue_ratio": "r_ag_ratio",
        "root_shoot_low": "rs_low",
        "root_shoot_high": "rs_high",
        "dry_matter": "dry_matter_fraction",
    }
    ours = table("ipcc2019_residues")
    own = [row for row in ours.rows if row.source == "ipcc2019_v4_ch11"]
    cells = _rows("crop_residue_n_parameters.csv")
    assert len(own) == len(cells)
    for row, c in zip(own, cells, strict=True):
        assert row.name[:5] == c["crop_ipcc"][:5] or row.crop == "generic"
        _same(row, c, columns | more)
        assert row.confidence == c["confidence"]
        assert row.renewed_yearly == (c["renewed_every_x_years"] == "no")
    extended = {c["crop_ipcc"].lower(): c for c in _rows("crop_residue_extended_whep.csv")}
    for row in ours.rows:
        if row.source == "whep":
            _same(row, extended[row.crop], columns)


def test_residues_of_silage_maize_are_those_of_the_allocation_table() -> None:
    (c,) = (c for c in _rows("c_allocation_bolinder.csv") if c["crop"] == "Corn Silage")
    row = table("ipcc2019_residues").one(crop="silage_maize")
    share = float(c["r_r"]) / float(c["r_p"])
    assert row.root_shoot_ratio == pytest.approx(share, rel=1e-3)
    assert (row.slope, row.intercept) == (0.0, float(c["r_s"]))
    assert 1000 * row.nitrogen_below == pytest.approx(float(c["n_root_g_per_kg"]))
    assert 100 * (1 - row.dry_matter) == pytest.approx(float(c["moisture_pct"]))


def test_carbon_allocation() -> None:
    columns = {
        "product": "r_p",
        "straw": "r_s",
        "roots": "r_r",
        "exudates": "r_e",
        "moisture": "moisture_pct",
        "nitrogen_product": "n_product_g_per_kg",
        "nitrogen_straw": "n_straw_g_per_kg",
        "nitrogen_roots": "n_root_g_per_kg",
        "lignin": "lignin_fraction",
    }
    rows = table("bolinder2007_allocation").rows
    for row, c in zip(rows, _rows("c_allocation_bolinder.csv"), strict=True):
        assert row.group.split("_")[0] == c["group"].lower().replace("-", " ").split(" ")[
            0
        ].replace("pulse", "pulses")
        _same(row, c, columns)


def test_fixed_inputs_below_ground() -> None:
    columns = {
        "product_returned": "sp",
        "straw_returned": "ss",
        "roots_returned": "sr",
        "exudates_returned": "se",
        "reference_yield": "crop_product",
        "harvest_index_intercept": "hi_intercept",
        "harvest_index_slope": "hi_slope",
        "exudates_per_root": "root_exudation_factor",
        "root_input": "c_input_root",
        "harvest_index": "harvest_index",
        "shoot_root_ratio": "shoot_root_ratio",
    }
    rows = table("soilmanager_allocation").rows
    for row, c in zip(rows, _rows("c_allocation_soilmanager.csv"), strict=True):
        words = {word.rstrip("s") for word in row.crop.split("_")}
        assert words == set(c["crop"].replace(",", "").split())
        assert (row.root_input is not None) == (c["fixed_belowground_input"] == "true")
        assert (row.harvest_index_slope is not None) == (c["variable_harvest_index"] == "true")
        for ours, theirs in columns.items():
            if (row.crop, ours) == ("temporary_ley", "shoot_root_ratio"):
                assert (getattr(row, ours), c[theirs]) == (None, "0.0")
                continue
            expected = _number(c[theirs])
            assert getattr(row, ours) == (
                None if expected is None else pytest.approx(expected, rel=1e-9)
            ), (row.crop, ours)
        assert row.confidence == c["confidence"]


def test_metrics() -> None:
    cells = _rows("gwp_metrics.csv")
    assert len(cells) == len(table("gwp").rows)
    for c in cells:
        report, _, kind = c["report"].partition(" ")
        name = f"{report} {c['metric']}" + (" with feedback" if "with feed" in kind else "")
        row = table("gwp").one(metric=name)
        _same(row, c, {gas: gas for gas in ("co2", "ch4_biogenic", "ch4_fossil", "n2o")})
        assert row.confidence == c["confidence"]


def test_amendments() -> None:
    columns = {
        "dry_matter": "dry_matter_g_per_kg_fm",
        "organic_matter": "organic_matter_g_per_kg_fm",
        "carbon_of_dry_matter": "c_g_per_kg_dm",
        "nitrogen_of_dry_matter": "n_g_per_kg_dm",
        "carbon": "c_kg_per_t_fm",
        "nitrogen": "n_g_per_kg_fm",
    }
    rows = table("organic_amendments").rows
    for row, c in zip(rows, _rows("organic_amendments_cn.csv"), strict=True):
        _same(row, c, columns)
        assert row.animal_origin == (c["animal_origin"] == "true")


def test_stoichiometry() -> None:
    cells = [c for c in _rows("som_stoichiometry.csv") if c["element"] != "C"]
    for row, c in zip(table("som_stoichiometry").rows, cells, strict=True):
        assert row.element == c["element"][0]
        _same(row, c, {"value": "kg_per_t_c"})
        assert row.confidence == c["confidence"]


def test_combustion_of_residues() -> None:
    shared = {c["category"]: c["value"] for c in _rows("biomass_burning.csv")}
    ours = {row.parameter: row.value for row in table("crop_residue_parameters").rows}
    for crop in ("wheat", "maize", "rice"):
        assert ours[f"combustion_{crop}"] == float(shared[f"{crop} residues"])
    assert ours["combustion_other"] == float(shared["other crop residues"])
