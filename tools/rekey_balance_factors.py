"""Re-key the large factor tables of energy and biomass from the collected factors of the sources.

Usage::

    python tools/rekey_balance_factors.py FACTORS [--output FOLDER]

``FACTORS`` holds the factors as CSV files. Written are ``ifi/electricity.csv`` (IFI harmonised
grid factors), ``ipcc2019/woody_growth.csv`` and ``ipcc2019/woody_maximum.csv`` (2019 Refinement,
chapter 5, tables 5.1 to 5.3), all as FAO's EX-ACT encodes them; the cards are written by hand.

Method
------
* A zero that stands for "no data" or "not estimated" becomes an empty cell: no factor, ask.
* The rows "Agroforestry - default" are left out: they are EX-ACT's own means over systems as
  different as a parkland and a multistrata garden.
* Climate and moisture become the IPCC climate zones of permil; tropical montane has one zone.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "src/permil/tables"
DEFAULT_SYSTEM = "Agroforestry - default"
REGIONS = 16
RANGE = ("low", "high", "distribution")
SOURCE = ("source", "table_number", "confidence", "range_confidence", "note")
GROWTH = ("part", "system", "climate_zone", "regions", "value", *RANGE, "unit", "status", *SOURCE)
MAXIMUM = ("system", "climate_zone", "value", *RANGE, "unit", "status", *SOURCE)
ELECTRICITY = ("country", "margin", "value", *RANGE, "unit", *SOURCE)
ZONES = {
    "Tropical": ("tropical_wet", "tropical_moist", "tropical_dry"),
    "Tropical montane": ("tropical_montane",),
    "Warm Temperate": ("warm_temperate_moist", "warm_temperate_dry"),
    "Cool Temperate": ("cool_temperate_moist", "cool_temperate_dry"),
    "Boreal": ("boreal_moist", "boreal_dry"),
}
#: Values that are re-keyed as they are but out of line with their neighbours.
DOUBTFUL = {
    ("silvopasture", "tropical_wet"): "doubtful: a fiftieth of the value of the moist and dry zones"
}
NO_FACTOR = "the source holds a zero, which there means that nothing was estimated"


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("factors", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    write(given.output / "ifi/electricity.csv", ELECTRICITY, electricity(given.factors))
    write(given.output / "ipcc2019/woody_growth.csv", GROWTH, growth(given.factors))
    write(given.output / "ipcc2019/woody_maximum.csv", MAXIMUM, maximum(given.factors))


def electricity(factors: Path) -> Iterable[Sequence[str]]:
    """Return the rows of the grids, one a margin."""
    for cells in read(factors / "electricity_country.csv"):
        known = cells["status"] == "value"
        note = "" if known else "the source holds a zero for want of data"
        for margin in ("combined", "operating"):
            value = cells[f"{margin}_margin_t_co2_mwh"] if known else ""
            source = ("ifi_twg", "country table", cells["confidence"], "", note)
            yield (cells["country"], margin, value, "", "", "", "t CO2/MWh", *source)


def growth(factors: Path) -> Iterable[Sequence[str]]:
    """Return the rows of yearly growth, above and below ground."""
    parts = (("above_ground", "agb"), ("below_ground", "bgb"))
    for part, name in parts:
        for cells in read(factors / f"agroforestry_{name}_growth.csv"):
            if cells["system"] == DEFAULT_SYSTEM:
                continue
            names = [identifier(region) for region in cells["regions"].split("|")]
            regions = "all" if len(names) == REGIONS else " ".join(names)
            value = cells["value"] if float(cells["value"]) else ""
            place = (identifier(cells["system"]), zone(cells), regions)
            note = DOUBTFUL.get(place[:2], "")
            yield (part, *place, *number(value, "t C/ha/yr", "5.1 to 5.3", note))


def maximum(factors: Path) -> Iterable[Sequence[str]]:
    """Return the rows of the biomass at which growth ends."""
    for cells in read(factors / "agroforestry_max_agb.csv"):
        if cells["system"] == DEFAULT_SYSTEM:
            continue
        value = cells["value"] if float(cells["value"]) else ""
        for climate_zone in ZONES[cells["climate"]]:
            place = (identifier(cells["system"]), climate_zone)
            yield (*place, *number(value, "t C/ha", "5.1 to 5.3"))


def number(value: str, unit: str, table: str, note: str = "") -> tuple[str, ...]:
    """Return the cells of a number without a range, from its value to its note."""
    status = "published" if value else "no_data"
    source = ("ipcc2019_v4_ch5", table, "single_source", "")
    return (value, "", "", "", unit, status, *source, note if value else NO_FACTOR)


def zone(cells: dict[str, str]) -> str:
    """Return the climate zone of a row."""
    climate = identifier(cells["climate"])
    return climate if climate == "tropical_montane" else f"{climate}_{cells['moisture'].lower()}"


def identifier(name: str) -> str:
    """Return a name as an id: lower case, words joined by underscores."""
    return name.lower().replace(" ", "_").replace("-", "_")


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file with unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
