"""Every cell of the tables of the Wetlands Supplement against the shared file, read in place."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest

from permil.tables import table

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FILE = SHARED / "factors" / "organic_soils_wetlands_2013.csv"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="no shared factors here")

#: Table and name of each parameter of the shared file.
PARAMETERS = {
    "ef_co2_onsite": ("drained_organic_soils", "onsite_co2"),
    "ef_doc": ("drained_organic_soils", "dissolved_carbon"),
    "ef_ch4_land": ("drained_organic_soils", "land_ch4"),
    "ef_ch4_ditch": ("drained_organic_soils", "ditch_ch4"),
    "ef_n2o": ("drained_organic_soils", "n2o_nitrogen"),
    "ef_co2_rewetted": ("rewetted_organic_soils", "co2_carbon"),
    "ef_doc_rewetted": ("rewetted_organic_soils", "dissolved_carbon"),
    "ef_ch4c_rewetted": ("rewetted_organic_soils", "ch4_carbon"),
    "ef_n2o_rewetted": ("rewetted_organic_soils", "n2o_nitrogen"),
    "fire_fuel_consumed": ("peat_fire", "fuel"),
    "fire_gef_co2c": ("peat_fire", "co2_carbon"),
    "fire_gef_co": ("peat_fire", "co"),
    "fire_gef_ch4": ("peat_fire", "ch4"),
    "ef_ch4_rewetted_iwms": ("mineral_wetlands", "ch4"),
    "ef_rewetting_coastal": ("coastal_wetlands", "rewetting"),
    "soil_c_stock_1m": ("coastal_wetlands", "soil_carbon_stock_1m"),
    "ef_drainage_coastal": ("coastal_wetlands", "drainage"),
    "ef_ch4_rewetted_coastal": ("coastal_wetlands", "ch4"),
}
STATES = {
    "cultivated": "F_LU_cultivated",
    "rewetted 1-20 y": "F_LU_rewetted_20",
    "rewetted 21-40 y": "F_LU_rewetted_40",
}
FIRES = {
    "wildfire drained": "wildfire_drained",
    "wildfire undrained": "wildfire_undrained",
    "prescribed (agricultural) drained": "prescribed_drained",
    "all": "all",
}
USES = {
    "plantation unknown/long rotation": "plantation",
    "plantation short rotation acacia": "plantation_acacia",
    "plantation sago": "plantation_sago_palm",
}
#: The one ditch row that the source prints for two uses.
DEEP_DITCH = {"grassland deep / cropland (ditch)": (("grassland", "deep"), ("cropland", "all"))}


def shared_rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["parameter"] != "soc_ref"]


def keys(c: dict[str, str]) -> tuple[str, list[dict[str, str]]]:
    """Our table, and the keys of our rows for one row of the shared file."""
    if c["parameter"] == "f_lu":
        places = [{"climate": climate} for climate in c["climate"].split("/")]
        return "mineral_wetlands", [{"parameter": STATES[c["drainage"]], **p} for p in places]
    name, parameter = PARAMETERS[c["parameter"]]
    if name == "coastal_wetlands":
        return name, [{"parameter": parameter, **key} for key in coastal(c)]
    places = [{"climate": climate} for climate in c["climate"].split("/")]
    if name == "drained_organic_soils":
        places = [place | key for place in places for key in drained(c)]
    elif name == "rewetted_organic_soils":
        places = [place | {"nutrients": c["nutrient"]} for place in places]
    elif name == "peat_fire":
        places = [place | {"fire": FIRES[c["drainage"]]} for place in places]
    return name, [{"parameter": parameter, **place} for place in places]


def drained(c: dict[str, str]) -> list[dict[str, str]]:
    use = re.sub(r"( shallow)? \(.*", "", c["land_use"])
    use = USES.get(use, use.replace(" ", "_"))
    drainage = c["drainage"].replace("drained", "all")
    nutrients = c["nutrient"].removesuffix(" (second row)")
    return [
        {
            "land_use": use,
            "drainage": drainage,
            "nutrients": nutrients,
            "printed_row": "second" if nutrients != c["nutrient"] else "first",
        }
        for use, drainage in DEEP_DITCH.get(c["land_use"], ((use, drainage),))
    ]


def coastal(c: dict[str, str]) -> list[dict[str, str]]:
    words = c["land_use"].replace("tidal marsh", "tidal_marsh")
    wetlands = [w for w in ("mangrove", "tidal_marsh", "seagrass") if w in words]
    condition = c["nutrient"].replace("aggregated", "all").replace(" ", "_")
    if "salinity" in words:
        condition = "below_18_ppt" if "<18" in words else "above_18_ppt"
    return [{"wetland": wetland, "condition": condition} for wetland in wetlands]


def bounds(c: dict[str, str]) -> tuple[float | None, float | None]:
    """The range, also where the shared file only has a percentage in words."""
    percent = re.fullmatch(r"\+/-(\d+)%", c["note"])
    if percent:
        value, part = float(c["value"]), float(percent[1]) / 100.0
        return pytest.approx(value * (1 - part)), pytest.approx(value * (1 + part))
    if not c["low"]:
        return None, None
    return float(c["low"]), float(c["high"])


def unit(text: str) -> str:
    for theirs, ours in (("/yr of ditch area", "/yr"), (" (1 m)", ""), ("dm", "DM")):
        text = text.replace(theirs, ours)
    return text


def check(row: Any, c: dict[str, str]) -> None:
    low, high = bounds(c)
    assert (row.value, row.low, row.high) == (float(c["value"]), low, high), row
    assert row.unit == unit(c["unit"])
    assert row.confidence == c["confidence"]
    assert (row.range_confidence or "") == (c["range_confidence"] if low is not None else "")
    assert c["ws_table"].removeprefix("Ch") in row.table_number
    if hasattr(row, "n"):
        assert row.n == (int(c["n_sites"]) if c["n_sites"] else None)


def test_every_row_of_the_shared_file_is_ours_and_none_besides() -> None:
    met: dict[str, set[int]] = {}
    for c in shared_rows():
        name, wanted = keys(c)
        for key in wanted:
            row = table(name).one(**key)
            check(row, c)
            met.setdefault(name, set()).add(id(row))
            if c["frac_ditch"]:
                share = table(name).one(**{**key, "parameter": "ditch_share"})
                assert (share.value, share.confidence) == (float(c["frac_ditch"]), c["confidence"])
                met[name].add(id(share))
    assert len(met) == 5
    assert {name: len(rows) for name, rows in met.items()} == {
        name: len(table(name).rows) for name in met
    }


def test_reference_stocks_of_wetlands_are_those_of_the_refinement() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        stocks = [row for row in csv.DictReader(file) if row["parameter"] == "soc_ref"]
    assert len(stocks) == 9
    ours = table("ipcc2019_soc_reference").select(soil_type="WET")
    for c in stocks:
        zone = c["climate"].replace(" ", "_")
        found = [row.value for row in ours if row.climate_zone.startswith(zone)]
        assert set(found) == {float(c["value"])}, zone
