"""Every cell of the rice, livestock and irrigation tables against the shared factor files."""

from __future__ import annotations

import csv
import importlib.util
import os
from importlib.resources import files
from pathlib import Path

import pytest

from permil.tables import table

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FACTORS = SHARED / "factors"
TOOL = Path(__file__).parents[2] / "tools" / "make_livestock_tables.py"

pytestmark = pytest.mark.skipif(not FACTORS.is_dir(), reason="no shared factors here")

#: Start of a shared animal to ours: the longest fits.
ANIMALS = {
    "cattle-dairy": "dairy_cattle",
    "cattle-other": "other_cattle",
    "buffalo": "buffalo",
    "swine": "swine",
    "swine-mature_breeding": "swine_breeding",
    "poultry-chicken": "chicken",
    "poultry-chicken_hen": "hen",
    "poultry-chicken_pullet": "pullet",
    "poultry-chicken_broiler": "broiler",
    "poultry-turkey": "turkey",
    "poultry-duck": "duck",
    "sheep": "sheep",
    "goat": "goat",
    "horse": "horse",
    "mule": "mule_ass",
    "camel": "camel",
    "ostrich": "ostrich",
    "deer": "deer",
    "reindeer": "reindeer",
    "llama": "llama",
}
LEVELS = {"default": "mean", "high-productivity": "high", "low-productivity": "low"}


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _animal(name: str) -> str:
    return ANIMALS[max((k for k in ANIMALS if name.startswith(k)), key=len)]


def _same(row, cells) -> None:
    low, high = _number(cells["low"]), _number(cells["high"])
    if low == high:
        low = high = None
    assert (row.value, row.low, row.high) == (float(cells["value"]), low, high), cells


def test_the_tool_writes_what_is_shipped(tmp_path):
    spec = importlib.util.spec_from_file_location("make_livestock_tables", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for name, rows in tool.tables(FACTORS).items():
        tool.write(rows, tmp_path / "table.csv")
        shipped = files("permil.tables").joinpath(f"ipcc2019/{name}.csv").read_bytes()
        assert (tmp_path / "table.csv").read_bytes() == shipped, name


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ipcc2019_enteric", "livestock_enteric_cattle_buffalo.csv"),
        ("ipcc2019_volatile_solids", "livestock_vs_excretion.csv"),
        ("ipcc2019_nitrogen_excretion", "livestock_n_excretion.csv"),
    ],
)
def test_regional_tables(name, file):
    cells = _rows(file)
    seen = set()
    for c in cells:
        row = table(name).one(
            region=c["region"].lower().replace(" ", "_"),
            animal=_animal(c["animal"]),
            productivity=LEVELS[c["productivity"]],
        )
        _same(row, c)
        assert row.confidence == c["confidence"]
        seen.add(row)
    for row in set(table(name).rows) - seen:
        assert row.animal == "swine_finishing" or row.table_number == "10.10"


def test_finishing_swine_are_those_of_the_other_encoding():
    """Of two encodings of "growing swine" one has all swine, the other finishing swine."""
    numbers = {"ipcc2019_volatile_solids": "10.13A", "ipcc2019_nitrogen_excretion": "10.19"}
    for name, number in numbers.items():
        ours = [row for row in table(name).rows if row.animal == "swine_finishing"]
        cells = [c for c in _rows("DISCREPANCIES.csv") if c["table"] == number]
        swine = [c for c in cells if "swine-growing" in c["item"]]
        assert [row.value for row in ours] == [float(c["value_b"]) for c in swine]
        for row in ours:
            keys = {"region": row.region, "productivity": row.productivity}
            assert row.value > table(name).one(animal="swine", **keys).value
            assert row.value > table(name).one(animal="swine_breeding", **keys).value


def test_other_animals():
    for c in _rows("livestock_enteric_other.csv"):
        animal = {"mules and asses": "mule_ass", "llamas/alpacas": "llama"}.get(c["animal"])
        keys = {"region": "world", "animal": animal or _animal(c["animal"])}
        found = table("ipcc2019_enteric").select(**keys)
        values = {row.productivity: row.value for row in found}
        high, low = float(c["high_productivity"]), float(c["low_productivity"])
        assert values == ({"mean": high} if high == low else {"high": high, "low": low})


def test_methane_capacity():
    for c in _rows("livestock_b0.csv"):
        level = "high" if "_hp" in c["product"] else "low" if "_lp" in c["product"] else "mean"
        product = c["product"].replace("_hp", "").replace("_lp", "")
        birds = {"poultry-chicken": "broiler", "poultry-chicken_layer": "hen"}
        row = table("ipcc2019_methane_capacity").one(
            region=c["region"].lower().replace(" ", "_"),
            animal=birds.get(product) or _animal(product),
            productivity=level,
        )
        _same(row, c)


def _zone(c: dict[str, str]) -> str:
    names = {
        "temperate-cool": "cool_temperate",
        "temperate-warm": "warm_temperate",
        "tropical-montane": "tropical_montane",
    }
    zone = names.get(c["climate_zone"], c["climate_zone"])
    return zone if "montane" in zone else f"{zone}_{c['moisture_regime']}"


def _tool_systems() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make_livestock_tables", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.SYSTEMS


def test_methane_conversion_and_methane_of_manure():
    systems = _tool_systems()
    assert len(set(systems.values())) == len(systems)
    for c in _rows("livestock_mcf.csv"):
        keys = {"system": systems[c["activity"]], "climate_zone": _zone(c)}
        _same(table("ipcc2019_methane_conversion").one(**keys), c)
    asked = 0
    rows = {
        (r.animal, r.productivity, r.system, r.climate_zone): r
        for r in table("ipcc2019_manure_methane").rows
    }
    for c in _rows("livestock_manure_ch4_ef.csv"):
        level = "high" if "_hp" in c["product"] else "low" if "_lp" in c["product"] else "mean"
        product = c["product"].replace("_hp", "").replace("_lp", "")
        animal = "poultry" if product == "poultry" else _animal(product)
        animal = {"swine_breeding": "swine"}.get(animal, animal)
        row = rows[animal, level, systems[c["activity"]], _zone(c)]
        if float(c["value"]) == 0.0:
            assert row.value is None
            asked += 1
        else:
            _same(row, c)
    assert asked == 4


def test_n2o_and_losses_of_manure():
    systems = _tool_systems()
    for c in _rows("livestock_manure_n2o_ef3.csv"):
        _same(table("ipcc2019_manure_n2o").one(system=systems[c["activity"]]), c)
    gas = _rows("livestock_fracgas_ms.csv")
    absent = {(c["product"], c["activity"]) for c in gas if "treat as no factor" in c["note"]}
    for loss, cells in (("FracGasMS", gas), ("FracLeachMS", _rows("livestock_fracleach_ms.csv"))):
        for c in cells:
            if c["activity"] == "pasture":
                continue
            known = c["product"].startswith(("swine", "cattle"))
            other = "poultry" if c["product"] == "poultry" else "other_animals"
            animal = _animal(c["product"]) if known else other
            row = table("ipcc2019_manure_nitrogen_losses").one(
                loss=loss, animal=animal, system=systems[c["activity"]]
            )
            if (c["product"], c["activity"]) in absent:
                assert row.value is None
            else:
                _same(row, c)


def test_methane_yields():
    ours = {row.value for row in table("ipcc2019_methane_yield").rows}
    assert {float(c["value"]) for c in _rows("livestock_ym.csv")} <= ours
    pairs = [
        ("cattle-dairy_hp", "undefined", "dairy_cattle", "high_yield"),
        ("cattle-dairy_lp", "undefined", "dairy_cattle", "low_yield"),
        ("buffalo-dairy_lp", "undefined", "buffalo", "low_yield"),
        ("cattle-other", "grain", "other_cattle", "feedlot_grain"),
        ("buffalo-nondairy", "forage-low", "buffalo", "low_quality_forage"),
        ("goat", "undefined", "goat", "any"),
    ]
    cells = {(c["product"], c["diet_type"]): c for c in _rows("livestock_ym.csv")}
    for product, diet, animal, feeding in pairs:
        row = table("ipcc2019_methane_yield").one(animal=animal, feeding=feeding)
        _same(row, cells[product, diet])


def test_rice():
    levels = {
        "irrigated_multiple_drainage_AWD": "irrigated_multiple_drainage",
        "non_flooded_preseason_lt180d": "not_flooded_under_180_days",
        "non_flooded_preseason_gt180d": "not_flooded_over_180_days",
        "flooded_preseason_gt30d": "flooded_over_30_days",
        "non_flooded_preseason_gt365d": "not_flooded_over_365_days",
        "straw_incorporated_lt30d": "straw_under_30_days",
        "straw_incorporated_gt30d": "straw_over_30_days",
        "farm_yard_manure": "farmyard_manure",
    }
    cells = _rows("rice_ch4_factors.csv")
    rows = table("ipcc2019_rice").rows
    seasons = [c for c in cells if c["cultivation_days"]]
    assert len(rows) == len(cells) + len(seasons)
    for c in cells:
        level = levels.get(c["level"], c["level"].lower().replace("-", "_").replace(" ", "_"))
        if (c["parameter"], level) == ("SFp", "aggregated"):
            level = "pre_season_aggregated"
        keys = {"edition": c["edition"], "parameter": c["parameter"], "level": level}
        row = table("ipcc2019_rice").one(**keys)
        _same(row, c)
        assert row.confidence == c["confidence"]
        assert (row.range_confidence or "") == (c["range_confidence"] if c["low"] else "")
        assert ("dry" in c["unit"], "fresh" in c["unit"]) == ("DM" in row.unit, "FM" in row.unit)
        if c["cultivation_days"]:
            season = table("ipcc2019_rice").one(parameter="season", level=level)
            days = [float(c[k]) for k in ("cultivation_days", "days_low", "days_high")]
            assert [season.value, season.low, season.high] == days


def test_mediterranean_factors():
    names = {"Med_average": "mean"}
    cells = _rows("n2o_ef1_mediterranean_tier2.csv")
    for c in cells:
        if c["climate"] == "MED":
            irrigation = names.get(c["irrig_type"], c["irrig_type"].lower())
            row = table("cayuela2017_ef1").one(irrigation=irrigation)
            assert row.value == float(c["value"])
    # What the file has outside the Mediterranean is no finding of the study: it is left out.
    other = {c["irrig_type"]: c["value"] for c in cells if c["climate"] == "ATL" and c["value"]}
    assert set(other) == {"Tier_1", "Flooded"}
