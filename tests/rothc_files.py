"""Official input files of RothC, written from the re-keyed drivers."""

from __future__ import annotations

import csv
from pathlib import Path

from permil.datasets.rothc_input import RothCInput
from permil.models import model
from permil.models.compartments import Backend, Run, run
from permil.models.protocol import Soil
from permil.workflows import simulate as simulation

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


def run_forward(given: RothCInput, start: dict[str, float], backend: Backend) -> Run:
    """Run the rows after the spin-up year from a given state."""
    rothc = model("rothc")
    soil = Soil(
        given.clay,
        given.depth,
        given.inert_organic_matter,
        given.silt,
        given.bulk_density,
        given.organic_carbon,
    )
    site = rothc.site(
        rothc.parameters(),
        soil,
        moisture_option=given.moisture_option,
        bare_option=given.bare_option,
        minimum_moisture=given.minimum_moisture,
    )
    forcing = simulation._forcing(rothc, {n: v[12:] for n, v in given.rows.items()})
    months = len(given.rows["year"]) - 12
    return run(rothc, site, rothc.start(**start), forcing, months, every=1, backend=backend)
