"""All official RothC files of the shared folder, read and compared in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from permil.datasets.rothc_input import RothCInput, read_rothc_input
from permil.models.compartments import Run
from permil.workflows.simulate import simulate
from permil.workflows.simulation import Simulation
from rothc_files import run_forward

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "rothc"
PYTHON = FOLDER / "official_example_1939_2007"
FORTRAN = sorted(path.parent for path in FOLDER.rglob("month_results.out"))
POOLS = {
    "decomposable_plant_material": "DPM_t_C_ha",
    "resistant_plant_material": "RPM_t_C_ha",
    "microbial_biomass": "BIO_t_C_ha",
    "humified_organic_matter": "HUM_t_C_ha",
}
#: Four printed decimals, and the rounding of the printed state from which we start.
FOUR_DECIMALS = 1e-4


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def identity(folder: Path) -> str:
    return str(folder.relative_to(FOLDER))


def from_printed_state(given: RothCInput, row: dict[str, str], backend: str = "numpy") -> Run:
    """Run the forward rows from the state at the end of the official spin-up."""
    start = {pool: float(row[name]) for pool, name in POOLS.items()}
    return run_forward(given, start, backend)


@pytest.fixture(scope="module", params=FORTRAN, ids=identity)
def official(request) -> tuple[Path, RothCInput, Simulation]:
    path = request.param / "RothC_input.dat"
    return request.param, read_rothc_input(path), simulate("rothc", path)


def test_there_are_ten_runs_of_the_fortran_program():
    assert len(FORTRAN) == 10


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_the_python_program_to_1e_9(backend):
    given = read_rothc_input(PYTHON / "RothC_input.dat")
    spin_up = table(PYTHON / "year_results.csv")[0]
    months = table(PYTHON / "month_results.csv")
    result = from_printed_state(given, spin_up, backend)
    assert len(months) == len(result.soc) == 828
    for pool, name in POOLS.items():
        assert np.abs(np.ravel(result.pools[pool]) - column(months, name)).max() < 1e-9
    assert np.abs(np.ravel(result.soc) - column(months, "SOC_t_C_ha")).max() < 1e-9


def test_radiocarbon_of_the_python_program():
    found = simulate("rothc", PYTHON / "RothC_input.dat")
    years = column(table(PYTHON / "year_results.csv"), "deltaC")
    months = column(table(PYTHON / "month_results.csv"), "deltaC")
    # Our start is the exact steady state, theirs is where the stop rule left it.
    assert np.abs(found.years["delta_radiocarbon"] - years).max() < 1e-3
    assert np.abs(found.months["delta_radiocarbon"] - months).max() < 1e-3


def test_the_new_carbon_of_the_example_is_that_of_the_curve():
    given = read_rothc_input(PYTHON / "RothC_input.dat")
    curve = table(FOLDER / "modern_carbon" / "src" / "rothc_py" / "data" / "modernc.csv")
    labels = [
        f"{year:04.0f}-{month:02.0f}"
        for year, month in zip(given.rows["year"][12:], given.rows["month"][12:], strict=True)
    ]
    assert labels == [row["date"] for row in curve]
    assert given.rows["modern_carbon"][12:].tolist() == column(curve, "modern").tolist()


def test_steady_state(official):
    folder, _, found = official
    spin_up = table(folder / "year_results.out")[1]
    for pool, name in POOLS.items():
        # Their stop rule leaves at most 1.5e-4 of humus to come; the print rounds by 0.5e-4.
        assert abs(found.years[pool][0] - float(spin_up[name])) < 2.1e-4
    assert abs(found.years["soil_organic_carbon_stock"][0] - float(spin_up["SOC_t_C_ha"])) < 2.1e-4


def test_every_month(official):
    folder, given, found = official
    rows = table(folder / "month_results.out")
    result, months = from_printed_state(given, rows[1]), rows[2:]
    for pool, name in POOLS.items():
        gap = np.abs(np.ravel(result.pools[pool]) - column(months, name))
        assert gap.max() < FOUR_DECIMALS
    assert np.abs(np.ravel(result.soc) - column(months, "SOC_t_C_ha")).max() < 3e-4
    emitted = np.cumsum(np.ravel(result.respired))
    assert np.abs(emitted - column(months, "CO2_t_C_ha")).max() < 3e-4
    for name, (theirs, digits) in {
        "temperature_factor": ("RM_TMP", 4),
        "moisture_factor": ("RM_Moist", 4),
        "cover_factor": ("RM_PC", 4),
        "moisture_deficit": ("SMD_mm", 2),
    }.items():
        rounding = 0.51 * 10.0**-digits  # a little more: their constants are single precision
        assert np.abs(found.months[name] - column(months, theirs)).max() <= rounding, name


def test_every_year(official):
    folder, _, found = official
    years = table(folder / "year_results.out")[1:]
    assert np.abs(found.years["delta_radiocarbon"] - column(years, "deltaC")).max() < 0.006
    for pool, name in POOLS.items():
        assert np.abs(found.years[pool] - column(years, name)).max() < 2.1e-4


@pytest.mark.parametrize("name", ["unmanured", "FYM_1852_1871", "FYM_annual"])
def test_the_model_column_beside_the_hoosfield_measurements(name):
    folder = FOLDER / "hoosfield_1852_2000" / name
    found = simulate("rothc", folder / "RothC_input.dat")
    stock = dict(zip(found.years["year"], found.years["soil_organic_carbon_stock"], strict=True))
    for row in table(folder / "observed_SOC.csv"):
        assert abs(stock[float(row["year"])] - float(row["SOC_RothC_Fortran_v2_Dec"])) < 2.1e-4
