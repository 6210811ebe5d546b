"""Re-key the livestock factors of the 2019 Refinement from the shared factor files.

Usage::

    python tools/make_livestock_tables.py FACTORS [--output FOLDER]

``FACTORS`` holds ``livestock_*.csv`` and ``DISCREPANCIES.csv``: facts of volume 4, chapter 10, as
bonsai_ipcc and FAO's EX-ACT encode them. Written are the rows; the cards beside them are written
by hand.

Method
------
* Rows are named by what they are in the source. The encoding's "growing swine" is the row of all
  swine, its "hens" the row of hens and its "chicken" that of all chickens; finishing swine are
  re-keyed from EX-ACT, which uses that row.
* Rows that are equal under several names are written once, and it is checked that they are equal.
* A range without width is no range. A combination that is not in the source has a row without a
  value: ask, never take zero.
* What two encodings disagree on keeps its value and says so in its note.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "src/permil/tables/ipcc2019"
SOURCE = "ipcc2019_v4_ch10"
TAIL = (
    "value",
    "low",
    "high",
    "distribution",
    "unit",
    "source",
    "table_number",
    "confidence",
    "range_confidence",
    "note",
)
Row = dict[str, str]

ANIMALS = {
    "cattle-dairy": "dairy_cattle",
    "cattle-other": "other_cattle",
    "buffalo": "buffalo",
    "swine-growing": "swine",
    "swine-mature": "swine",
    "swine-mature_breeding": "swine_breeding",
    "swine": "swine",
    "poultry-chicken": "chicken",
    "poultry-chicken_hen": "hen",
    "poultry-chicken_pullet": "pullet",
    "poultry-chicken_broiler": "broiler",
    "poultry-turkey": "turkey",
    "poultry-duck": "duck",
    "poultry-duck_meat": "duck",
    "poultry-duck_breeding": "duck",
    "poultry": "poultry",
    "sheep-mature": "sheep",
    "sheep-growing": "sheep",
    "sheep": "sheep",
    "goat": "goat",
    "goats": "goat",
    "horse": "horse",
    "horses": "horse",
    "mule-ass": "mule_ass",
    "mules and asses": "mule_ass",
    "camel": "camel",
    "camels": "camel",
    "deer": "deer",
    "reindeer": "reindeer",
    "ostrich": "ostrich",
    "llamas/alpacas": "llama",
}
#: In the table of B0 the encoding's "chicken" are broilers and its "layer" hens.
B0_ANIMALS = ANIMALS | {"poultry-chicken": "broiler", "poultry-chicken_layer": "hen"}
#: Methane of manure has one row for all swine, and its breeding animals are that row again.
MANURE_ANIMALS = ANIMALS | {"swine-mature_breeding": "swine"}
LOSS_ANIMALS = ("swine", "cattle-dairy", "cattle-other", "poultry")
PRODUCTIVITY = {"default": "mean", "high-productivity": "high", "low-productivity": "low"}
SYSTEMS = {
    "lagoon": "lagoon",
    "liquid-slurry-naturalcover": "slurry_natural_crust",
    "liquid-slurry-nocover": "slurry_uncovered",
    "liquid-slurry-cover": "slurry_covered",
    "pit-short": "pit_up_to_1_month",
    "pit-long": "pit_over_1_month",
    "daily-spread": "daily_spread",
    "solid-storage": "solid_storage",
    "solid-storage-covered": "solid_storage_covered",
    "solid-storage-bulking": "solid_storage_bulking_agent",
    "solid-storage-additive": "solid_storage_additives",
    "drylot": "dry_lot",
    "bedding": "deep_bedding_unmixed",
    "bedding-mixing": "deep_bedding_mixed",
    "bedding-short": "deep_bedding_up_to_1_month",
    "bedding-long": "deep_bedding_over_1_month",
    "composting-vessel": "composting_in_vessel",
    "composting-pile": "composting_static_pile",
    "composting-intensive": "composting_intensive_windrow",
    "composting-passive": "composting_passive_windrow",
    "poultry-litter": "poultry_manure_with_litter",
    "poultry-nolitter": "poultry_manure_without_litter",
    "aerobic-natural": "aerobic_natural",
    "aerobic-forced": "aerobic_forced",
    "burned": "burned_for_fuel",
    "pasture": "pasture",
    "digester": "digester",
    "digester-lowleak-highgastight-besttech": "digester_low_leakage_tight_store_best",
    "digester-lowleak-lowgastight-hightech": "digester_low_leakage_leaky_store",
    "digester-lowleak-openstorage-hightech": "digester_low_leakage_open_store",
    "digester-highleak-highgastight-lowtech": "digester_high_leakage_tight_store",
    "digester-highleak-lowgastight-lowtech": "digester_high_leakage_leaky_store",
    "digester-highleak-openstorage-lowtech": "digester_high_leakage_open_store",
}
REGIONS = {"AUS": "oceania", "AFR": "africa", "ASI": "asia"}
#: Cells whose mean lies outside the values that it is the mean of.
EXCHANGED = {("Africa", "cattle-other", "0.45"), ("Africa", "cattle-other", "0.44")}
SLURRY = ("slurry_natural_crust", "slurry_uncovered", "slurry_covered")


def read(folder: Path, name: str) -> list[Row]:
    """Return the rows of a shared file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> str:
    """Return a number as short as it can be written."""
    return format(float(text), ".10g") if text else ""


def region_id(name: str) -> str:
    """Return our id of a region, or of the abbreviation of one."""
    return REGIONS.get(name) or name.lower().replace(" ", "_")


def split_product(product: str) -> tuple[str, str]:
    """Return animal and productivity of a name such as ``cattle-dairy_hp``."""
    for mark, level in (("_hp", "high"), ("_lp", "low")):
        if mark in product:
            return product.replace(mark, "", 1), level
    return product, "mean"


def zone(row: Row) -> str:
    """Return the id of the IPCC climate zone of a row."""
    place, _, kind = row["climate_zone"].partition("-")
    if kind == "montane":
        return "tropical_montane"
    return "_".join(part for part in (kind, place, row["moisture_regime"]) if part)


def factor(row: Row, unit: str, table: str, note: str = "") -> Row:
    """Return the columns that every factor has, without a range that has no width."""
    value, low, high = (number(row.get(part, "")) for part in ("value", "low", "high"))
    if low == high:
        low = high = ""
    return {
        "value": value,
        "low": low,
        "high": high,
        "distribution": "",
        "unit": unit,
        "source": SOURCE,
        "table_number": table,
        "confidence": row.get("confidence", "single_source"),
        "range_confidence": "single_source" if low else "",
        "note": note,
    }


def merged(rows: Iterable[Row], keys: tuple[str, ...]) -> list[Row]:
    """Return each row once; rows of one key must not disagree."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        kept = found.setdefault(tuple(row[key] for key in keys), row)
        if kept["value"] != row["value"]:
            raise ValueError(f"{kept} and {row} have one key and two values")
    return list(found.values())


def note_of(row: Row) -> str:
    """Return what another encoding has; a different row of the source is no disagreement."""
    text = row.get("note", "")
    if not text or row["animal"] in ("swine-growing", "poultry-chicken_hen"):
        return ""
    other, _, rest = text.removeprefix("EX-ACT has ").partition(";")
    note = f"another encoding has {other}; unresolved{'; ' if rest else ''}{rest.strip()}"
    if (row["region"], row["animal"], row["value"]) in EXCHANGED:
        note += "; mean and low look exchanged here, for the mean lies outside high and low"
    return note


LIVESTOCK = ("region", "animal", "productivity")


def enteric(folder: Path) -> list[Row]:
    """Return tables 10.10 and 10.11."""
    rows = regional(folder, "livestock_enteric_cattle_buffalo.csv", "kg CH4/head/yr", "10.11")
    wide = "the source says 30 to 50 %: the wider"
    for row in read(folder, "livestock_enteric_other.csv"):
        levels = {"high": row["high_productivity"], "low": row["low_productivity"]}
        if levels["high"] == levels["low"]:
            levels = {"mean": levels["high"]}
        for level, value in levels.items():
            half = 0.5 * float(value)
            cells = {"value": value, "low": str(half), "high": str(3 * half)}
            key = {"region": "world", "animal": ANIMALS[row["animal"]], "productivity": level}
            rows.append(key | factor(cells, "kg CH4/head/yr", "10.10", wide))
    return rows


def regional(folder: Path, name: str, unit: str, table: str) -> list[Row]:
    """Return a table by region, animal and productivity."""
    rows = []
    for row in read(folder, name):
        key = {
            "region": region_id(row["region"]),
            "animal": ANIMALS[row["animal"]],
            "productivity": PRODUCTIVITY[row["productivity"]],
        }
        rows.append(key | factor(row, unit, table, note_of(row)))
    return merged(rows, LIVESTOCK)


def finishing(folder: Path, unit: str, table: str) -> list[Row]:
    """Return finishing swine, which EX-ACT uses for growing swine, with the half-range of swine."""
    rows = []
    half = {"10.13A": 0.4, "10.19": 0.5}[table]  # of the whole table
    for row in read(folder, "DISCREPANCIES.csv"):
        if row["table"] != table or "swine-growing" not in row["item"]:
            continue
        place, _, product = row["item"].rpartition(" ")
        key = {
            "region": region_id(place),
            "animal": "swine_finishing",
            "productivity": split_product(product)[1],
        }
        value = float(row["value_b"])
        cells = {
            "value": str(value),
            "low": str(value * (1 - half)),
            "high": str(value * (1 + half)),
        }
        note = "re-keyed from another encoding than the other rows; range as that of all swine"
        rows.append(key | factor(cells, unit, table, note))
    return rows


def excretion(folder: Path, name: str, unit: str, table: str) -> list[Row]:
    """Return volatile solids or nitrogen, with finishing swine.

    EX-ACT takes layers from the row of all chickens: what it has there is compared with that row.
    """
    rows = regional(folder, name, unit, table)
    chicken = {(r["region"], r["productivity"]): r for r in rows if r["animal"] == "chicken"}
    for row in read(folder, "DISCREPANCIES.csv"):
        if row["table"] == table and row["item"].endswith("hen"):
            place, _, product = row["item"].rpartition(" ")
            ours = chicken[region_id(place), split_product(product)[1]]
            if float(row["value_b"]) != float(ours["value"]):
                ours["note"] = f"another encoding has {number(row['value_b'])}; unresolved"
    return rows + finishing(folder, unit, table)


def capacity(folder: Path) -> list[Row]:
    """Return table 10.16A."""
    rows = []
    for row in read(folder, "livestock_b0.csv"):
        name, level = split_product(row["product"])
        key = {
            "region": region_id(row["region"]),
            "animal": B0_ANIMALS[name],
            "productivity": level,
        }
        rows.append(key | factor(row, "m3 CH4/kg VS", "10.16A"))
    return merged(rows, LIVESTOCK)


def conversion(folder: Path) -> list[Row]:
    """Return table 10.17."""
    rows = []
    for row in read(folder, "livestock_mcf.csv"):
        system = SYSTEMS[row["activity"]]
        note = "retention of 4 months (from memory)" if system in SLURRY else ""
        key = {"system": system, "climate_zone": zone(row)}
        rows.append(key | factor(row, "-", "10.17", note))
    return rows


def manure_methane(folder: Path) -> list[Row]:
    """Return table 10.14."""
    rows = []
    for row in read(folder, "livestock_manure_ch4_ef.csv"):
        name, level = split_product(row["product"])
        animal, system = MANURE_ANIMALS[name], SYSTEMS[row["activity"]]
        note = "retention of 6 months" if system in SLURRY else ""
        if animal == "buffalo" and system not in ("pasture", "digester"):
            note = "; ".join(filter(None, [note, "implies a B0 of 0.13, table 10.16A has 0.10"]))
        if animal == "poultry" and level == "low" and system != "pasture":
            note = "one value for all systems and climates"
        if animal == "poultry" and system == "burned_for_fuel" and level == "high":
            note = "a tenth of B0 times the conversion factor; unresolved"
        if float(row["value"]) == 0.0:  # every other dry lot of the table emits
            row = row | {"value": "", "low": "", "high": ""}
            note = "zero in the encoding although other zones have a value: a slip; ask"
        key = {
            "animal": animal,
            "productivity": level,
            "system": system,
            "climate_zone": zone(row),
        }
        rows.append(key | factor(row, "g CH4/kg VS", "10.14", note))
    return merged(rows, ("animal", "productivity", "system", "climate_zone"))


def manure_n2o(folder: Path) -> list[Row]:
    """Return table 10.21, completed by what the encoding leaves out."""
    rows = []
    for row in read(folder, "livestock_manure_n2o_ef3.csv"):
        doubt = "0.005 is remembered; unresolved" if row["note"] else ""
        key = {"system": SYSTEMS[row["activity"]]}
        rows.append(key | factor(row, "kg N2O-N/kg N", "10.21", doubt))
    memory = {"confidence": "memory"}
    crust = {"value": "0.005", "low": "0", "high": "0.01"} | memory
    rows.append(
        {"system": "slurry_natural_crust"}
        | factor(crust, "kg N2O-N/kg N", "10.21")
        | {"range_confidence": "memory"}
    )
    spread = factor({"value": "0"} | memory, "kg N2O-N/kg N", "10.21", "a zero, not a gap")
    rows.append({"system": "daily_spread"} | spread)
    for system, why in (
        ("pasture", "grazing has EF3PRP of the table of soils"),
        ("burned_for_fuel", "counted with the fuel; the urine on the land as grazing"),
    ):
        rows.append({"system": system} | factor({}, "kg N2O-N/kg N", "10.21", why))
    return rows


def losses(folder: Path) -> list[Row]:
    """Return table 10.22; pasture is left out, its shares are those of chapter 11."""
    given: set[tuple[str, str]] = set()
    rows = []
    for name, loss in (
        ("livestock_fracgas_ms.csv", "FracGasMS"),
        ("livestock_fracleach_ms.csv", "FracLeachMS"),
    ):
        for row in read(folder, name):
            product = row["product"]
            animal = ANIMALS[product] if product in LOSS_ANIMALS else "other_animals"
            system = SYSTEMS[row["activity"]]
            if system == "pasture":
                continue
            if loss == "FracGasMS" and float(row["value"]) > 0.0:
                given.add((animal, system))
            key = {"loss": loss, "animal": animal, "system": system}
            rows.append(key | _loss(row, (animal, system) in given, loss, animal, system))
    return merged(rows, ("loss", "animal", "system"))


def _loss(row: Row, given: bool, loss: str, animal: str, system: str) -> Row:
    if not given:
        nothing = {"confidence": "single_source"}
        return factor(nothing, "kg N/kg N", "10.22", "not in the source: ask")
    note = ""
    if loss == "FracGasMS" and animal == "other_animals":
        if system == "aerobic_forced" or system in SLURRY:
            note = "equals the lower bound of cattle; in doubt, unresolved"
        elif system == "digester":
            note = "upper bound taken from cattle, swine and poultry"
    elif ".036" in row["note"]:
        note = "an encoding has 0.036, outside its own bounds"
    return factor(row, "kg N/kg N", "10.22", note)


#: Encoded product and diet to ours; variants of sheep and goats are all the same.
YIELDS = {
    ("cattle-dairy_hp", "undefined"): ("dairy_cattle", "high_yield"),
    ("cattle-dairy", "undefined"): ("dairy_cattle", "medium_yield"),
    ("cattle-dairy_lp", "undefined"): ("dairy_cattle", "low_yield"),
    ("buffalo-dairy_hp", "undefined"): ("buffalo", "high_yield"),
    ("buffalo-dairy", "undefined"): ("buffalo", "medium_yield"),
    ("buffalo-dairy_lp", "undefined"): ("buffalo", "low_yield"),
    ("cattle-other_calve-milk", "undefined"): ("other_cattle", "milk_only"),
    ("sheep-mature", "undefined"): ("sheep", "any"),
    ("goat", "undefined"): ("goat", "any"),
}
DIETS = {
    "forage-low": "low_quality_forage",
    "forage-mod": "moderate_quality_forage",
    "forage-high": "high_quality_forage_or_mixed",
    "grain": "feedlot_grain",
    "grain-steamflaked": "feedlot_steam_flaked_maize",
}
YIELDS |= {
    (product, diet): (animal, feeding)
    for product, animal in (("cattle-other", "other_cattle"), ("buffalo-nondairy", "buffalo"))
    for diet, feeding in DIETS.items()
}


def methane_yield(folder: Path) -> list[Row]:
    """Return table 10.12."""
    rows = []
    for row in read(folder, "livestock_ym.csv"):
        if (row["product"], row["diet_type"]) not in YIELDS:
            continue
        animal, feeding = YIELDS[row["product"], row["diet_type"]]
        note = "dairy cattle of low yield have 0.065; in doubt, unresolved" if row["note"] else ""
        key = {"animal": animal, "feeding": feeding}
        rows.append(key | factor(row, "-", "10.12", note))
    fibre = {"value": "0.06", "confidence": "memory"}
    note = "high yield with 35 % or more of neutral detergent fibre"
    rows.append(
        {"animal": "dairy_cattle", "feeding": "high_yield_high_fibre"}
        | factor(fibre, "-", "10.12", note)
    )
    return rows


def tables(folder: Path) -> dict[str, list[Row]]:
    """Return all tables by the name of their file."""
    solids, nitrogen = "kg VS/t LW/day", "kg N/t LW/day"
    return {
        "enteric": enteric(folder),
        "volatile_solids": excretion(folder, "livestock_vs_excretion.csv", solids, "10.13A"),
        "nitrogen_excretion": excretion(folder, "livestock_n_excretion.csv", nitrogen, "10.19"),
        "methane_capacity": capacity(folder),
        "methane_conversion": conversion(folder),
        "manure_methane": manure_methane(folder),
        "manure_n2o": manure_n2o(folder),
        "manure_nitrogen_losses": losses(folder),
        "methane_yield": methane_yield(folder),
    }


def write(rows: list[Row], path: Path) -> None:
    """Write rows with their keys first."""
    keys = [name for name in rows[0] if name not in TAIL]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*keys, *TAIL], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("factors", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    for name, rows in tables(arguments.factors).items():
        write(rows, arguments.output / f"{name}.csv")


if __name__ == "__main__":
    main()
