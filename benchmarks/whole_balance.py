"""The whole balance: 10 000 draws, four scenarios, fifty years, eight land units, all lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Result

_HEAD = """
format = 1

[project]
name = "Benchmark of the whole balance"
illustrative = true

[run]
models = ["rothc"]
seed = 1

[place]
latitude = 52.2
longitude = 0.6
elevation = 60

[horizon]
first_year = 2026
last_year = 2075
practice_stops = 2046

[nutrients]
nitrogen_deposition = "15 kg N/ha/yr"

[permanence]
buffer = "20 %"

[permanence.hazard.drought]
rate = "1 %/yr"
share = "30 %"

[organic_soil.fen]
kind = "inland_peat"
area = "20 ha"
land_use = "grassland"
nutrients = "rich"
water_table_depth = "60 cm"
drained = "20 ha"

[scenario.today]
baseline = true
land_use = "long_term_cultivated"
tillage = "full_tillage"
rotation = [
    { crop = "winter_wheat", yield = "8.0 t FM/ha", residues = "burnt", removed_share = "20 %" },
    { crop = "barley", yield = "5.8 t FM/ha", residues = "returned" },
    { crop = "rapeseed", yield = "3.3 t FM/ha", residues = "returned" },
    { crop = "winter_wheat", yield = "7.8 t FM/ha", residues = "returned" },
]

[[scenario.today.fertiliser]]
type = "urea"
nitrogen = "150 kg N/ha/yr"

[[scenario.today.lime]]
product = "limestone"
amount = "2 t/ha"
every = 5

[[scenario.today.energy]]
fuel = "diesel"
use = "off_road"
amount = "12000 l/yr"

[[scenario.today.livestock]]
animal = "dairy_cattle"
head = 60
body_weight = "600 kg"
region = "western_europe"
manure = { solid_storage = 0.6, pasture = 0.4 }

[scenario.cover]
tillage = "reduced_tillage"

[[scenario.cover.practice]]
practice = "cover_crop"
before = "barley"

[scenario.manured]

[[scenario.manured.practice]]
practice = "compost"
amount = "12 t FM/ha"
month = 9
every = 2
alternative_fate = "spread_elsewhere"

[scenario.wet]

[[scenario.wet.water_table]]
organic_soil = "fen"
rewet = "12 ha"
curve = "linear"
years = 10

[[scenario.wet.trees]]
system = "hedgerow"
land_unit = "field_0"
length = "1000 m"
width = "3 m"
planted = 2026
land_taken = "0.3 ha"
"""

_UNIT = """
[land_unit.field_{i}]
area = "{area} ha"
depth = "30 cm"
clay = {clay}
sand = 40
organic_carbon_stock = "{stock} t C/ha"
organic_carbon_stock_sd = "4 t C/ha"
measured_year = 2025
"""

_ASSESS = """
import json, resource, sys, time
import permil
permil.assess(sys.argv[1], draws=200)  # imports and kernels
seconds = []
for _ in range(3):
    start = time.perf_counter()
    result = permil.assess(sys.argv[1], draws=10_000)
    seconds.append(time.perf_counter() - start)
    del result
print(json.dumps([sorted(seconds)[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))
"""


def whole_balance() -> list[Result]:
    """Time and weigh a run with every kind of line, on the cores at hand."""
    units = "".join(
        _UNIT.format(i=i, area=10 + i, clay=15 + 3 * i, stock=45 + 3 * i) for i in range(8)
    )
    threads = {k: v for k, v in os.environ.items() if k != "NUMBA_NUM_THREADS"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "project.toml"
        file.write_text(_HEAD + units, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _ASSESS, str(file)],
            check=True,
            capture_output=True,
            text=True,
            env=threads,
        )
    seconds, peak = json.loads(done.stdout)
    return [
        Result(
            "10 000 draws, 8 land units, all lines",
            f"{seconds:.2f} s",
            "under 10 s on 2 cores",
            seconds < 10.0,
        ),
        Result("memory of that run", f"{peak:.2f} GB at most", "under 2 GB", peak < 2.0),
    ]
