"""Official input files of RothC, written from the re-keyed drivers."""

from __future__ import annotations

import csv
from pathlib import Path

RUNS = Path(__file__).parent / "reference_runs" / "rothc"
POOLS = (
    "decomposable_plant_material",
    "resistant_plant_material",
    "microbial_biomass",
    "humified_organic_matter",
)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a re-keyed table."""
    with (RUNS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def official_input(drivers: str, soil: str, options: str = "") -> str:
    """Return the text of an official input file."""
    rows = read(drivers)
    lines = ["re-keyed drivers", "soil once, then monthly rows"]
    if options:
        lines += ["(-) (-)", "opt_RMmoist opt_SMDbare", options]
    lines += [soil.split("\n")[0], soil.split("\n")[1].format(n=len(rows)), "year month ..."]
    lines += ["\t".join(row.values()) for row in rows]
    return "\n".join(lines) + "\n"


PYTHON_EXAMPLE = "clay depth iom nsteps\n13.0 25.0 3.0041 {n}"
VERSION_2 = (
    "clay depth iom nsteps siltper BD OC minRM_Moist\n23.4 23.0 3.0041 {n} 58.6 1.27 0.94 0.2"
)
