"""Re-key the bundled long-term experiments from the data sets of the Rothamsted archive (e-RA).

Usage::

    python tools/make_experiments.py OBSERVATIONS [--output FOLDER]

``OBSERVATIONS`` holds ``rothamsted_era`` with the data sets as the archive gives them (CC BY 4.0;
the card of every site names their DOIs). Written are ``climate.csv``, ``drivers.csv`` and
``stocks.csv`` of every site; the cards (``site.toml``) are written by hand and say what is
assumed.

Method
------
* Climate of Rothamsted from 1878: monthly rain as measured; monthly temperature is the mean of
  1961-1990 plus the departure of the year's mean from that of 1961-1990; evaporation is the mean
  of 1961-1990. Hoosfield has the mean year of the RothC description, whose worked example it is.
* Yields are grain at 85 % dry matter. Straw is taken away.
* Manure holds 3.0 t C in 35 t, as the RothC description has it for Hoosfield.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spreadsheet import sheets

OUTPUT = Path(__file__).resolve().parent.parent / "src/permil/datasets/experiments"
CLIMATE = ("year", "month", "air_temperature", "precipitation", "open_pan_evaporation")
YEARLY = (
    "treatment",
    "first_year",
    "last_year",
    "crop",
    "dry_yield [t DM/ha]",
    "removed_share",
    "amendment",
    "amendment_carbon [t C/ha]",
    "amendment_month",
)
MONTHLY = (
    "treatment",
    "first_year",
    "last_year",
    "month",
    "crop",
    "monthly_plant_carbon_input [t C/ha/month]",
    "monthly_manure_carbon_input [t C/ha/month]",
    "soil_cover",
)
STOCKS = (
    "treatment",
    "year",
    "soil_depth [cm]",
    "soil_organic_carbon_stock [t C/ha]",
    "sd [t C/ha]",
    "n",
    "use",
)

#: Carbon of farmyard manure [t C/t]: 3.0 t in the 35 t of the RothC description.
MANURE = 3.0 / 35.0
DRY = 0.85

#: Climate of the RothC description, table 2.
HOOSFIELD = {
    "air_temperature": (3.4, 3.6, 5.1, 7.3, 11.0, 13.9, 16.0, 16.0, 13.5, 10.2, 6.1, 4.6),
    "precipitation": (74, 59, 62, 51, 52, 57, 34, 55, 58, 56, 75, 71),
    "open_pan_evaporation": (8, 10, 27, 49, 83, 99, 103, 91, 69, 34, 16, 8),
}
#: Shares of the year's plant carbon from January on, and the years in which the field lay fallow.
BARLEY = (0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0, 0)
FALLOW = (1912, 1933, 1943, 1967)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    """Return a cell as a number, None where it holds none."""
    try:
        return float(text)
    except ValueError:
        return None


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write a CSV file; None is an empty cell, numbers have at most six digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(
                "" if cell is None else f"{cell:.6g}" if isinstance(cell, float) else cell
                for cell in row
            )


def rothamsted_climate(era: Path, first: int, last: int) -> list[list[Any]]:
    """Return year, month, temperature, rain and open-pan evaporation of Rothamsted."""
    means = table_after(era / "rms/R30YrMeans6190", "January", 12)
    temperature, pan = [row[6] for row in means], [row[10] for row in means]
    annual = _by_year(sheets(era / "rms/RMAAtemp/04-data_1878-2023.xlsx"), shift=1)
    base = statistics.fmean(annual[year][0] for year in range(1961, 1991))
    rain = _by_year(sheets(era / "rms/rmsMthRain18532022/RMSTotalMonthyRain18532022.xlsx"), shift=0)
    return [
        [
            year,
            month + 1,
            round(temperature[month] + annual[year][0] - base, 2),
            round(rain[year][month], 1),
            pan[month],
        ]
        for year in range(first, last + 1)
        for month in range(12)
    ]


def table_after(folder: Path, word: str, count: int) -> list[list[float]]:
    """Return the numbers of the lines from the one that starts with a word."""
    path = next(folder.glob("*CSV.csv"))
    lines = path.read_text(encoding="latin-1").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(word))
    return [[number(c) or 0.0 for c in line.split(",")] for line in lines[start : start + count]]


def _by_year(book: dict[str, list[list[str]]], *, shift: int) -> dict[int, list[float]]:
    found = {}
    for rows in book.values():
        for row in rows:
            year = number(row[shift]) if len(row) > shift else None
            values = [number(cell) for cell in row[shift + 1 :]]
            if year and 1800 < year < 2100 and values and None not in values[:1]:
                found[int(year)] = [v for v in values if v is not None]
    return found


def broadbalk(era: Path, folder: Path) -> None:
    """Re-key Broadbalk: yields by period, stocks of five plots."""
    write(folder / "climate.csv", CLIMATE, rothamsted_climate(era, 1878, 2015))
    yields = sheets(era / "rbk1/OAWWYields/03-Yields-2022.xlsx")["Data table for 2022 Figure"]
    periods = []
    for row in yields:
        match = re.fullmatch(r"(1\d{3}|20\d\d)-(\d+)", row[2]) if len(row) > 7 else None
        if match:
            first = int(match[1])
            last = int(str(first)[: 4 - len(match[2])] + match[2])
            last += 100 if last < first else 0  # 1892-01
            periods.append((first, last, *(number(row[i]) for i in (5, 6, 7))))
    periods[0] = (1844, *periods[0][1:])
    rows = []
    for name, column, manure in (("nil", 2, 0.0), ("fym", 3, 3.0), ("n3pk", 4, 0.0)):
        for period in periods:
            for first, last, share in _fallowed(period[0], min(period[1], 2015)):
                if first > last:
                    continue
                grain = round(float(period[column]) * DRY * share, 4)
                amendment = ("farmyard_manure", manure * share, 10) if manure else (None,) * 3
                rows.append([name, first, last, "winter_wheat", grain, 1, *amendment])
    write(folder / "drivers.csv", YEARLY, rows)
    cells = sheets(era / "rbk1/BKSOC1843/02-BKSOC1843-data.xlsx")["Data"]
    start = next(i for i, row in enumerate(cells) if row and row[0].startswith("Calculated SOC"))
    stocks = []
    for name, column in (("nil", 1), ("pk", 2), ("n3pk", 3), ("fym", 4), ("fym_1885", 5)):
        for row in cells[start:]:
            year = re.match(r"(\d{4})(\(\d\))?\Z", row[0]) if row else None
            value = number(row[column]) if year and len(row) > column else None
            if year and value is not None:
                use = "start" if year[1] == "1843" else "score"
                stocks.append([name, int(year[1]), 23, round(value, 2), None, None, use])
    write(folder / "stocks.csv", STOCKS, stocks)


def _fallowed(first: int, last: int) -> list[tuple[int, int, float]]:
    """Cut a period where a fifth of the sections began or ceased to lie fallow; cropped share."""
    return [
        (first, min(last, 1925), 1.0),
        (max(first, 1926), min(last, 1967), 0.8),
        (max(first, 1968), last, 1.0),
    ]


def hoosfield(era: Path, folder: Path) -> None:
    """Re-key Hoosfield: inputs of the RothC description, stocks of the archive."""
    write(
        folder / "climate.csv",
        CLIMATE[1:],
        [[m + 1, *(HOOSFIELD[name][m] for name in CLIMATE[2:])] for m in range(12)],
    )
    rows = []
    for name in ("unmanured", "fym", "fym_1852_1871"):
        spans: list[list[Any]] = []
        for year in range(1852, 2001):
            plant, manure = _hoosfield_year(name, year)
            if spans and spans[-1][2:] == [plant, manure]:
                spans[-1][1] = year
            else:
                spans.append([year, year, plant, manure])
        for first, last, plant, manure in spans:
            for month in range(12):
                share = BARLEY[month]
                cover = int(share > 0 and plant > 0)
                crop = "barley" if plant else "bare_fallow"
                added = float(manure.get(month + 1, 0.0))
                rows.append([name, first, last, month + 1, crop, plant * share, added, cover])
    write(folder / "drivers.csv", MONTHLY, rows)
    stocks = []
    for cells in csv.reader(
        (era / "rhb2/HBSOC1852/01-HBSOC1852-data.csv").read_text("latin-1").splitlines()
    ):
        if len(cells) > 4 and re.fullmatch(r"\d{4}", cells[1]):
            for name, cell in zip(("unmanured", "fym", "fym_1852_1871"), cells[2:5], strict=True):
                use = "shown" if cells[1] == "1852" else "score"
                stocks.append([name, int(cells[1]), 23, float(cell), None, None, use])
    write(folder / "stocks.csv", STOCKS, sorted(stocks, key=lambda row: row[0]))


def _hoosfield_year(name: str, year: int) -> tuple[float, dict[int, float]]:
    """Return plant carbon and manure carbon by month of a year, as the RothC description has it."""
    manured = name == "fym" or (name == "fym_1852_1871" and year <= 1871)
    rich = name == "fym" or (name == "fym_1852_1871" and year <= 1876)
    plant = 0.0 if year in FALLOW else 2.8 if rich else 1.6
    manure: dict[int, float] = {}
    if manured and year <= 1931 and year != 1912:
        manure[2] = 3.0
    if manured and year >= 1931:
        manure[11] = 3.0
    return plant, manure


def highfield_bare_fallow(era: Path, folder: Path) -> None:
    """Re-key the bare fallow: no carbon enters; means of four sub-plots."""
    write(folder / "climate.csv", CLIMATE, rothamsted_climate(era, 1960, 2014))
    write(
        folder / "drivers.csv",
        YEARLY,
        [["bare_fallow", 1960, 2014, "bare_fallow", None, None, None, None, None]],
    )
    years: dict[int, list[float]] = defaultdict(list)
    for row in table(era / "rrs1/SOILCN5914/01-SOILCN5914/soil_data.csv"):
        years[int(row["sample_year"])].append(float(row["SOC_stock"]))
    write(folder / "stocks.csv", STOCKS, _means("bare_fallow", years, 23, 1959))


def _means(name: str, years: dict[int, list[float]], depth: int, start: int) -> list[list[Any]]:
    return [
        [
            name,
            year,
            depth,
            round(statistics.fmean(values), 2),
            round(statistics.stdev(values), 2) if len(values) > 1 else None,
            len(values),
            "start" if year == start else "score",
        ]
        for year, values in sorted(years.items())
    ]


def rothamsted_ley_arable(era: Path, folder: Path) -> None:
    """Re-key the ley-arable trials: old and new grass, old and new arable land."""
    write(folder / "climate.csv", CLIMATE, rothamsted_climate(era, 1949, 2008))
    names = {
        "Highfield long-term grass": "highfield_grass",
        "Highfield Arable": "highfield_arable",
        "Fosters Grass": "fosters_grass",
        "Fosters long-term arable": "fosters_arable",
    }
    cells = sheets(era / "rrn1/HSOC4808/Rothamsted_ley_arable_SOC_Highfield_data.xlsx")
    rows = cells["Data and charts"]
    years = next(row for row in rows if len(row) > 2 and row[2] == "1948")
    stocks = []
    for row in rows:
        name = names.get(row[1]) if len(row) > 1 else None
        for year, cell in zip(years[2:], row[2:], strict=False):
            value = number(cell)
            if name and value is not None:
                use = "start" if year == "1948" else "score"
                stocks.append([name, int(year), 23, value, None, 2, use])
    write(folder / "stocks.csv", STOCKS, stocks)


def woburn_barley(era: Path, folder: Path) -> None:
    """Re-key the continuous barley at Woburn: yields by year, stocks from carbon and soil mass."""
    write(folder / "climate.csv", CLIMATE, rothamsted_climate(era, 1878, 1926))
    plots = {"unmanured": (("1", "*"), ("7", "*")), "npk": (("6", "*"),), "fym": (("11", "b"),)}
    crops = table(era / "wxb6/BYIELD7726/01-BYIELD7726/crop_data.csv")
    soils = table(era / "wxb6/BSOIL7632/01-bsoil7632/soil_data.csv")
    mass = 3770.0 * 23.0 / 25.0  # t/ha, from the soil weight of the ley-arable trial beside it
    rows, stocks = [], []
    for name, wanted in plots.items():
        for year in range(1877, 1927):
            found = [r for r in crops if _plot(r) in wanted and r["harvest_year"] == str(year)]
            grain = round(statistics.fmean(float(r["grain"]) for r in found) * DRY, 4)
            manure = float(found[0]["fym_amount"]) * MANURE
            month = 2 if year < 1907 else 3
            amendment = ("farmyard_manure", manure, month) if manure else (None,) * 3
            rows.append([name, year, year, "barley", grain, 1, *amendment])
        years: dict[int, list[float]] = defaultdict(list)
        for r in soils:
            carbon, year = number(r["percent_c"]), int(r["harvest_year"])
            if _plot(r) in wanted and carbon is not None and year <= 1927:
                years[min(year, 1926)].append(carbon / 100.0 * mass)
        years[1876] = years[1876][:1]  # one composite sample, written down for every plot
        stocks += _means(name, years, 23, 1876)
    write(folder / "drivers.csv", YEARLY, rows)
    write(folder / "stocks.csv", STOCKS, stocks)


def _plot(row: dict[str, str]) -> tuple[str, str]:
    return row["plot"], row["sub_plot"]


def woburn_ley_arable(era: Path, folder: Path) -> None:
    """Re-key the ley-arable trial at Woburn: stocks of the plots without manure.

    A block is sampled each year; the mean of all five stands at the middle of their five years.
    """
    rows = table(era / "wrn3/SOC3809/01-wrn3-soc3809v2/soil_data.csv")
    stocks = []
    for name, code in (("ab", "AB"), ("af", "AF"), ("ln3", "LN3"), ("lc3", "LC3")):
        years: dict[int, list[float]] = defaultdict(list)
        for row in rows:
            carbon = number(row["percent_soc"])
            same = row["johnston_rotation_code"].upper() == code
            if same and row["fym_factor_level"].lower() == "none" and carbon is not None:
                density = float(row["bulk_density"])
                year = int(row["year"])
                year = year if year == 1938 else year - year % 5 + 2
                years[year].append(carbon / 100.0 * density * 2500.0)
        stocks += _means(name, years, 25, 1938)
    write(folder / "stocks.csv", STOCKS, stocks)


def wildernesses(era: Path, folder: Path, path: str, name: str) -> None:
    """Re-key a wilderness: stocks to 69 cm."""
    rows = [row for sheet in sheets(era / path).values() for row in sheet]
    years = next(row for row in rows if "t C /ha" in row)
    soil = next(row for row in rows if row[1:2] == ["Soil"])
    stocks = [
        [name, int(year), 69, float(value), None, None, "score" if i else "start"]
        for i, (year, value) in enumerate(zip(years[2:], soil[2:], strict=False))
    ]
    write(folder / "stocks.csv", STOCKS, stocks)


def main() -> None:
    """Write the series of all sites."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("observations", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    era, output = options.observations / "rothamsted_era", options.output
    for site in (
        broadbalk,
        hoosfield,
        highfield_bare_fallow,
        rothamsted_ley_arable,
        woburn_barley,
        woburn_ley_arable,
    ):
        site(era, output / site.__name__)
    for name, path in (
        ("broadbalk_wilderness", "rbk1w/BKWoc/01-Broadbalk-Wilderness-Open-Access.xlsx"),
        ("geescroft_wilderness", "rge9/GEWoc/Geescroft Wilderness Open Access.xlsx"),
    ):
        wildernesses(era, output / name, path, "woodland")


if __name__ == "__main__":
    main()
