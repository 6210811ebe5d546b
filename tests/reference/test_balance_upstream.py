"""Biochar and the tables of energy, manufacture, fire and biomass against the shared folder."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from permil.science.woody_biomass import conversion_change_ipcc2019
from permil.tables import table
from permil.tables.biomass_categories import BiomassPart
from permil.tables.biomass_lookup import woody_growth

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FACTORS = SHARED / "factors"

pytestmark = pytest.mark.skipif(not FACTORS.is_dir(), reason="no shared factors here")

USES = {"Stationary": "stationary", "Mobile": "road", "Off-Road": "off_road"}
FUELS = {
    "Motor Gasoline": "gasoline",
    "Gasoil/Diesel Oil": "diesel",
    "Waste Oil/Lubricants": "waste_oil",
    "LPG": "lpg",
    "Natural Gas": "natural_gas",
    "Ethanol (Cars)": "ethanol_cars",
    "Ethanol (Trucks)": "ethanol_trucks",
    "Diesel": "diesel",
    "Gasoline (2-stroke)": "gasoline_2_stroke",
    "Gasoline (4-stroke)": "gasoline_4_stroke",
    "Wood": "wood",
    "Peat": "peat",
    "Charcoal": "charcoal",
}
STUDIES = {"Lal": "lal2004", "Brentrup": "brentrup2018", "GOBLIN": "goblin"}
BURNT = {
    "savanna and grassland": "savanna_and_grassland",
    "agricultural residues": "agricultural_residues",
    "tropical forest": "tropical_forest",
    "extra-tropical forest": "extra_tropical_forest",
    "biofuel burning": "biofuel",
}
DEFAULT_SYSTEM = "Agroforestry - default"
ZONES = {
    "Tropical": ("tropical_wet", "tropical_moist", "tropical_dry"),
    "Tropical montane": ("tropical_montane",),
    "Warm Temperate": ("warm_temperate_moist", "warm_temperate_dry"),
    "Cool Temperate": ("cool_temperate_moist", "cool_temperate_dry"),
    "Boreal": ("boreal_moist", "boreal_dry"),
}


def rows(name: str) -> list[dict[str, str]]:
    with (FACTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text else None


def key(name: str) -> str:
    return name.lower().replace(" ", "_").replace("-", "_")


def zone(c: dict[str, str]) -> str:
    climate = key(c["climate"])
    return climate if climate == "tropical_montane" else f"{climate}_{c['moisture'].lower()}"


def test_fuels() -> None:
    cells = rows("fuel_emission_factors.csv")
    assert 3 * len(cells) == len(table("fuels").rows)
    for c in cells:
        fuel = FUELS[c["fuel"]]
        for gas in ("CO2", "CH4", "N2O"):
            row = table("fuels").one(use=USES[c["use"]], fuel=fuel, gas=gas)
            value = float(c[f"kg_{gas.lower()}_per_unit"])
            assert row.confidence == c["confidence"]
            if fuel.startswith("ethanol") and gas == "CO2":
                assert row.value is None
                continue
            scale = 1000.0 if c["unit"].startswith("kg gas per litre of fuel gas") else 1.0
            assert row.value == pytest.approx(scale * value, rel=1e-12, abs=0.0), (c, gas)
            assert row.unit.endswith({1000.0: "/m3"}.get(scale, row.unit[-2:]))
            assert row.unit.endswith("/kg") == (c["unit"] == "kg gas per kg fuel")
            assert row.biogenic == (fuel in {"wood", "charcoal", "ethanol_cars", "ethanol_trucks"})


def test_electricity_holds_no_zero_for_want_of_data() -> None:
    cells = rows("electricity_country.csv")
    assert 2 * len(cells) == len(table("electricity").rows)
    for c in cells:
        margins = {
            m: table("electricity").one(country=c["country"], margin=m).value
            for m in ("combined", "operating")
        }
        if c["status"] != "value":
            assert set(margins.values()) == {None}
            continue
        for name, value in margins.items():
            assert value == float(c[f"{name}_margin_t_co2_mwh"])
        assert sum(margins.values()) > 0.0


def test_manufacture() -> None:
    cells = [c for c in rows("fertiliser_pesticide_manufacture.csv")]
    cells = [c for c in cells if c["product"] != "diesel direct"]
    ours = [row for row in table("manufacture").rows if row.value is not None]
    for row, c in zip(ours, cells, strict=True):
        assert row.study == STUDIES[c["set"].split(" ")[0]]
        assert (row.value, row.unit) == (number(c["value"]), c["unit"])
        contents = (row.nitrogen, row.phosphate, row.potash, row.sulphur)
        assert contents == tuple(number(c[n]) for n in ("n_pct", "p2o5_pct", "k2o_pct", "s_pct"))
        assert row.confidence == c["confidence"]
        if c["value_per_kg_n"]:
            per_nitrogen = 100.0 * row.value / row.nitrogen
            assert per_nitrogen == pytest.approx(float(c["value_per_kg_n"]), rel=1e-3)


def test_fire() -> None:
    cells = rows("biomass_burning.csv")
    emission = [c for c in cells if c["parameter"] == "Gef"]
    assert len(emission) == len(table("fire_emission").rows)
    for c in emission:
        row = table("fire_emission").one(fuel=BURNT[c["category"]], gas=c["gas"])
        assert (row.value, row.sd) == (float(c["value"]), number(c["sd"]))
        assert row.confidence == c["confidence"]
        assert (row.range_confidence or "") == c["sd_confidence"]
        assert (row.low is None) == (not c["sd"])
        if row.sd:
            assert row.high == pytest.approx(row.value + 1.96 * row.sd, rel=1e-5)
    for name, parameter in (("combustion_factor", "Cf"), ("fuel_consumption", "MB*Cf")):
        there = [c for c in cells if c["parameter"] == parameter]
        for row, c in zip(table(name).rows, there, strict=True):
            assert row.name in c["category"]
            assert row.value == float(c["value"])
            assert row.confidence == c["confidence"]


def test_labels_of_slash_and_clearing_fires_are_the_corrected_ones() -> None:
    one = table("combustion_factor").one
    assert one(fuel="other_temperate_forest_post_logging_slash_burn").value == 0.62
    assert one(fuel="other_temperate_forest_felled_and_burned").value == 0.51
    assert one(fuel="boreal_forest_post_logging_slash_burn").value == 0.33
    assert one(fuel="boreal_forest_land_clearing_fire").value == 0.59


def test_biochar() -> None:
    cells = rows("biochar_2019_ap4.csv")
    shares = [c for c in cells if c["parameter"].startswith("F_perm")]
    for c in shares:
        pyrolysis = c["category"].split(" ")[0]
        row = table("biochar_permanence").one(method="ipcc2019", pyrolysis=pyrolysis, horizon=100)
        half = float(c["unc_pct"]) / 100.0
        assert (row.value, row.confidence) == (float(c["value"]), c["confidence"])
        assert row.low == pytest.approx(row.value * (1.0 - half))
        assert row.high == pytest.approx(min(1.0, row.value * (1.0 + half)))
    contents = [c for c in cells if c["parameter"].startswith("F_C")]
    for row, c in zip(table("biochar_carbon").rows, contents, strict=True):
        feedstock, process = c["category"].rsplit("; ", 1)
        assert row.feedstock.split("_")[0] in feedstock
        assert (row.process, row.value) == (process, float(c["value"]))
        assert row.confidence == c["confidence"] == "memory"
        assert (row.low is None) == (not c["unc_pct"])


@pytest.mark.parametrize("part", [BiomassPart.ABOVE_GROUND, BiomassPart.BELOW_GROUND])
def test_growth_of_woody_systems_in_every_region(part: BiomassPart) -> None:
    name = {"above_ground": "agb", "below_ground": "bgb"}[part]
    cells = [c for c in rows(f"agroforestry_{name}_growth.csv") if c["system"] != DEFAULT_SYSTEM]
    assert len(cells) == len(table("woody_growth").select(part=part))
    for c in cells:
        for region in c["regions"].split("|"):
            row = woody_growth(part, key(c["system"]), zone(c), key(region))
            value = float(c["value"]) or None
            assert row.value == value
            assert row.must_ask == (value is None)
            assert row.must_ask or c.get("status", "value") == "value"
            assert row.confidence == c["confidence"]


def test_maximum_of_woody_systems() -> None:
    cells = [c for c in rows("agroforestry_max_agb.csv") if c["system"] != DEFAULT_SYSTEM]
    assert sum(len(ZONES[c["climate"]]) for c in cells) == len(table("woody_maximum").rows)
    for c in cells:
        for climate_zone in ZONES[c["climate"]]:
            row = table("woody_maximum").one(system=key(c["system"]), climate_zone=climate_zone)
            assert row.value == (float(c["value"]) or None)
            assert row.must_ask == bool(c["note"])


def test_the_total_of_grassland_is_not_taken_for_its_roots() -> None:
    cells = rows("grassland_biomass.csv")
    assert len(cells) == len(table("grassland_biomass").rows)
    for c in cells:
        row = table("grassland_biomass").one(climate_zone=zone(c))
        assert (row.above_ground, row.total) == (
            float(c["agb_t_dm_ha"]),
            float(c["total_t_dm_ha"]),
        )
        assert row.below_ground == pytest.approx(float(c["bgb_t_dm_ha"]))
        cleared = conversion_change_ipcc2019(row.above_ground + row.below_ground, 0.0)
        assert cleared == pytest.approx(-float(c["total_t_dm_ha"]))
        counted_twice: Any = row.above_ground + row.total
        assert counted_twice > 1.17 * row.total
