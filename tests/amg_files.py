"""Input folders of the official AMG program, written by us, and their plain recomputation."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

RUNS = Path(__file__).parent / "reference_runs" / "amg"

MANAGEMENT = """\
Trial;Treatment;Year;Crop_type;Crop_name;Yield;Hum;Residues;EOM_name_1;EOM_dose_1;EOM_name_2;\
EOM_dose_2;EOM_name_3;EOM_dose_3;Tillage_depth;Irrigation
FARM;bare;2011;MC;Bare soil;0;0;Returned;;;;;;;0;0
FARM;bare;2012;MC;Bare soil;0;0;;;;;;;;NA;
FARM;bare;2013;MC;Bare soil;0;0;NA;;;;;;;;
FARM;manured;2011;MC;Winter wheat;8.2;15;Exported;Bovine manure;30;;;;;25;0
FARM;manured;2012;MC;Grain maize;11.5;14;Returned;;;;;;;25;60
FARM;manured;2012;CC;White mustard;2.4;0;Returned;;;Pig slurry;25;Green waste compost;10.5;5;15.5
FARM;manured;2013;CCH;Rye (whole-plant);6.1;0;Exported;;;;;;;5;0
FARM;manured;2013;MC;Silage maize;14;0;Returned;Bovine slurry;20;;;;;25;0
"""
METEO = """\
Trial;Year;T_mean;Rainfall;PET;Comments
FARM;2011;10.85;690;702.5;
FARM;2012;0.04;455.3;811;dry
FARM;2013;-0.5;810;650;frozen
"""
SOIL = """\
Trial;Treatment;Clay;CaCO3;pH;CN_ratio;Considered_depth;Initial_SOC_stock;Comments
FARM;bare;210;0;6.2;9.6;25;48.12345;
FARM;manured;195;22;7.1;10.4;25;51.5;
"""
PLANT = """\
Crop_type;Crop_name;Crop_name_FR;Beta;HI;SR;PSS;h_AG;h_BG;C_conc_AG;C_conc_BG;Source
MC;Bare soil;Sol nu;1;0.5;1;1;1;0.4;0.44;0.4;
MC;Winter wheat;Blé d'hiver;0.96;0.479;7.517;0.5;0.217;0.4;0.44;0.4;
MC;Grain maize;Maïs grain;0.952;0.49;6.207;0.5;0.233;0.4;0.44;0.4;
MC;Silage maize;Maïs fourrage;0.952;0.963;4.04;1;0.233;0.4;0.44;0.4;
CC;White mustard;Moutarde blanche;0.75;0;12.1;1;0.356;0.4;0.44;0.4;
CCH;Rye (whole-plant);Seigle (plante entière);0.75;0.917;2.692;1;0.413;0.4;0.44;0.4;
"""
EOM = """\
EOM_name;EOM_name_FR;C_conc_EOM;h_EOM;Source
Bovine manure;Fumier de bovin;83;0.64;
Bovine slurry;Lisier de bovin;30;0.45;
Pig slurry;Lisier de porc;17;0.55;
Green waste compost;Compost de déchets verts;120;0.82;
"""
MINERALIZATION = """\
Parameter;Value;Function;Source
Ps;0.65;;
k0;0.29;k;
aT;25;Temperature;
cT;0.12;Temperature;
Tref;15;Temperature;
aH;0.03;Moisture;
bH;5.247;Moisture;
am;0.002519;Clay;
cm;0.0015;CaCO3;
apH;0.112;pH;
bpH;8.5;pH;
aCN;0.06;C:N;
bCN;11;C:N;
"""
#: Parameter files; a folder may go without them.
PARAMETERS = {"PLANT": PLANT, "EOM": EOM, "MINERALIZATION": MINERALIZATION}
FILES = {
    "inputs_MANAGEMENT.csv": MANAGEMENT,
    "inputs_METEO.csv": METEO,
    "inputs_SOIL.csv": SOIL,
}


def write_folder(folder: Path, **changed: str) -> Path:
    """Write the small example; ``changed`` replaces files by the word in their name."""
    folder.mkdir(exist_ok=True)
    words = {name.partition("_")[2].removesuffix(".csv"): name for name in FILES}
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="latin-1")
    for word, text in changed.items():
        name = words.get(word, f"parameters_{word}.csv")
        (folder / name).write_text(text, encoding="latin-1")
    return folder


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a re-keyed table."""
    with (RUNS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_con(folder: Path) -> Path:
    """Write the official example's treatment CON from the re-keyed tables, without parameters."""
    head = MANAGEMENT.splitlines()[0]
    crops = [
        f"TRIAL_1;CON;{r['year']};{r['crop_type']};{r['crop']};{r['dry_yield']};0;"
        f"{r['residues'].title()};;;;;;;28;0"
        for r in read("con_crops.csv")
    ]
    climate = ("annual_temperature", "annual_precipitation", "annual_potential_evapotranspiration")
    years = [
        ";".join(["TRIAL_1", row["year"], *(row[name] for name in climate), ""])
        for row in read("con_years.csv")
    ]
    return write_folder(
        folder,
        MANAGEMENT="\n".join([head, *crops]) + "\n",
        METEO="\n".join([METEO.splitlines()[0], *years]) + "\n",
        SOIL=SOIL.splitlines()[0] + "\nTRIAL_1;CON;178;115;8.39;10.35;28;50.95;\n",
    )


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of an official file."""
    with path.open(encoding="latin-1", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def recompute(folder: Path, tables: Path, treatment: str) -> list[dict[str, float]]:
    """Compute AMGv2 year by year in plain numbers, unrounded: what the engine must find.

    ``tables`` holds the parameter files. Written from the equations, with no code of permil.
    """
    plants = {(p["Crop_type"], p["Crop_name"]): p for p in rows(tables / "parameters_PLANT.csv")}
    kinds = {e["EOM_name"]: e for e in rows(tables / "parameters_EOM.csv")}
    soil = next(s for s in rows(folder / "inputs_SOIL.csv") if s["Treatment"] == treatment)
    weather = {w["Year"]: w for w in rows(folder / "inputs_METEO.csv")}
    p = {r["Parameter"]: float(r["Value"]) for r in rows(tables / "parameters_MINERALIZATION.csv")}
    by_year: dict[str, list[dict[str, str]]] = {}
    for crop in rows(folder / "inputs_MANAGEMENT.csv"):
        if crop["Treatment"] == treatment:
            by_year.setdefault(crop["Year"], []).append(crop)
    stock = float(soil["Initial_SOC_stock"])
    stable = p["Ps"] * stock
    active, waiting, found = stock - stable, 0.0, []
    for year, crops in sorted(by_year.items()):
        water = sum(float(c["Irrigation"].replace("NA", "") or 0) for c in crops)
        k = _rate(p, soil, weather[year], water)
        if found:
            active = active * math.exp(-k) + waiting / k * -math.expm1(-k)
        depth = float(soil["Considered_depth"])
        waiting = sum(_humified(c, plants[c["Crop_type"], c["Crop_name"]], depth) for c in crops)
        waiting += sum(
            float(c[f"EOM_dose_{i}"])
            * float(kinds[c[f"EOM_name_{i}"]]["C_conc_EOM"])
            / 1000.0
            * float(kinds[c[f"EOM_name_{i}"]]["h_EOM"])
            for c in crops
            for i in (1, 2, 3)
            if c[f"EOM_name_{i}"]
        )
        found.append({"stock": active + stable, "humified": waiting, "rate": k})
    return found


def _rate(p: dict[str, float], soil: Any, weather: Any, water: float) -> float:
    t = float(weather["T_mean"])
    balance = float(weather["Rainfall"]) + water - float(weather["PET"])
    warm = p["aT"] / (1 + (p["aT"] - 1) * math.exp(p["cT"] * p["Tref"]) * math.exp(-p["cT"] * t))
    return (
        p["k0"]
        * (warm if t > 0 else 1e-6)
        / (1 + p["aH"] * math.exp(-p["bH"] * balance / 1000))
        * math.exp(-p["am"] * float(soil["Clay"]))
        / (1 + p["cm"] * float(soil["CaCO3"]))
        * math.exp(-p["apH"] * (float(soil["pH"]) - p["bpH"]) ** 2)
        * (0.8 * math.exp(-p["aCN"] * (float(soil["CN_ratio"]) - p["bCN"]) ** 2) + 0.2)
    )


def _humified(crop: Any, plant: Any, depth: float) -> float:
    dry = float(crop["Yield"]) * (1 - float(crop["Hum"]) / 100)
    hi, cover = float(plant["HI"]), crop["Crop_type"] == "CC"
    straw = dry if cover else dry * (1 - hi) / hi
    root = dry / float(plant["SR"]) / (1 if cover else hi)
    share = float(plant["PSS"]) if crop["Residues"] == "Exported" else 1.0
    above = share * straw * float(plant["C_conc_AG"])
    below = root * float(plant["C_conc_BG"]) * 1.65 * (1 - float(plant["Beta"]) ** depth)
    return above * float(plant["h_AG"]) + below * float(plant["h_BG"])
