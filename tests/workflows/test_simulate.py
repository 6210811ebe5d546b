"""RothC against the official programs, through the files that they read."""

import csv
from pathlib import Path

import numpy as np
import pytest

import permil
from permil.datasets.rothc_input import read_rothc_input
from permil.errors import InputError, NotApplicable
from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.workflows import simulate as simulation
from permil.workflows.simulate import simulate
from permil.workflows.simulation_files import write_simulation
from rothc_files import (
    POOLS,
    PYTHON_EXAMPLE,
    RUNS,
    VERSION_2,
    official_input,
    read,
    run_forward,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
OPTIONS = [(a, b) for a in (1, 2, 3) for b in (1, 2)]


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "RothC_input.dat"
    path.write_text(official_input("python_example_drivers.csv", PYTHON_EXAMPLE))
    return path


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_every_pool_within_1e_9_of_the_official_python_program(example, backend):
    expected = read("python_example_expected.csv")
    start = {pool: float(expected[0][pool]) for pool in POOLS}
    result = run_forward(read_rothc_input(example), start, backend)
    for pool in POOLS:
        official = [float(row[pool]) for row in expected[1:]]
        assert np.abs(np.ravel(result.pools[pool]) - official).max() < 1e-9


def test_the_exact_steady_state_is_just_above_the_official_spin_up(example):
    found = simulate("rothc", example)
    spin_up = read("python_example_expected.csv")[0]
    for pool in POOLS:
        assert abs(found.years[pool][0] - float(spin_up[pool])) < 2e-4
    assert abs(found.years["delta_radiocarbon"][0] - float(spin_up["delta_radiocarbon"])) < 1e-3


def test_radiocarbon_of_the_official_python_program(example):
    found = simulate("rothc", example)
    official = [float(r["delta_radiocarbon"]) for r in read("python_example_expected.csv")[1:]]
    # The start differs by the stop rule of the official spin-up; that difference stays.
    assert np.abs(found.months["delta_radiocarbon"] - official).max() < 1e-3
    age = -8035.0 * np.log1p(np.array(official) / 1000.0)
    assert np.abs(found.months["radiocarbon_age"] - age).max() < 0.02


@pytest.mark.parametrize("options", OPTIONS)
def test_version_2_options(tmp_path, options):
    path = tmp_path / "RothC_input.dat"
    path.write_text(
        official_input("version_2_drivers.csv", VERSION_2, f"{options[0]} {options[1]}")
    )
    rows = [
        row
        for row in read("version_2_expected.csv")
        if (int(row["moisture_option"]), int(row["bare_option"])) == options
    ]
    start = {pool: float(rows[0][pool]) for pool in POOLS}
    result = run_forward(read_rothc_input(path), start, "numpy")
    for pool in POOLS:
        december = np.ravel(result.pools[pool])[11::12]
        official = np.array([float(row[pool]) for row in rows[1:]])
        assert np.abs(december - official).max() < 1e-4
    found = simulate("rothc", path)
    carbon = np.array([float(row["delta_radiocarbon"]) for row in rows])
    assert np.abs(found.years["delta_radiocarbon"] - carbon).max() < 0.006


@pytest.mark.parametrize("options", OPTIONS)
def test_the_official_stop_rule_explains_the_distance_to_the_steady_state(tmp_path, options):
    """Spin up as the official program does; its state is that of the files to their digits."""
    path = tmp_path / "RothC_input.dat"
    path.write_text(
        official_input("version_2_drivers.csv", VERSION_2, f"{options[0]} {options[1]}")
    )
    spin_up = next(
        row
        for row in read("version_2_expected.csv")
        if (int(row["moisture_option"]), int(row["bare_option"])) == options
    )
    given = read_rothc_input(path)
    rothc = model("rothc")
    soil = Soil(23.4, 23.0, 3.0041, 58.6, 1.27, 0.94)
    site = rothc.site(
        rothc.parameters(),
        soil,
        moisture_option=given.moisture_option,
        bare_option=given.bare_option,
        minimum_moisture=0.2,
    )
    first = simulation._forcing(rothc, {n: v[:12] for n, v in given.rows.items()})
    soc = np.ravel(run(rothc, site, rothc.start(), first, 12 * 2200).soc)
    stopped = int(np.flatnonzero(np.abs(np.diff(soc)) < 1e-6)[0]) + 1
    official = sum(float(spin_up[pool]) for pool in POOLS) + 3.0041
    assert soc[stopped] == pytest.approx(official, abs=1e-4)
    exact = simulate("rothc", path).years["soil_organic_carbon_stock"][0]
    assert 0 < exact - soc[stopped] < 2e-4


def test_files_have_glossary_headings_and_all_digits(example, tmp_path):
    found = simulate("rothc", example)
    files = write_simulation(found, tmp_path / "out")
    assert [path.name for path in files] == ["month_results.csv", "year_results.csv"]
    with files[0].open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [permil.variable(name).heading for name in found.months]
    column = list(found.months).index("humified_organic_matter")
    written = [float(row[column]) for row in rows[1:]]
    assert written == found.months["humified_organic_matter"].tolist()
    assert len(rows) == 121


def csv_drivers(path, months=24, pan=True, **changes):
    """Write a driver CSV from the re-keyed example."""
    rows = read("python_example_drivers.csv")[12 : 12 + months]
    names = [
        "year",
        "month",
        "air_temperature",
        "precipitation",
        "open_pan_evaporation",
        "monthly_plant_carbon_input",
        "soil_cover",
    ]
    lines = [",".join(changes.get("header", names))]
    lines += [",".join(row[name] for name in names) for row in rows]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_file_of_years_holds_no_rate_factor_of_a_month(example, tmp_path):
    found = simulate("rothc", example)
    factors = {"temperature_factor", "moisture_factor", "cover_factor"}
    assert factors <= set(found.months)
    assert set(found.months) - set(found.years) == factors
    _, years = write_simulation(found, tmp_path / "out")
    head, start, first = years.read_text(encoding="utf-8").splitlines()[:3]
    assert "_factor" not in head
    assert (start.split(",")[0], first.split(",")[:2]) == ("1938", ["1939", "12"])
    column = head.split(",").index(permil.variable("moisture_deficit").heading)
    assert float(first.split(",")[column]) == found.months["moisture_deficit"][11]


def test_the_shipped_input_runs_and_is_of_version_2():
    given = read_rothc_input(EXAMPLES / "rothc_input.dat")
    assert (given.silt, given.organic_carbon, given.moisture_option) == (55.0, 1.25, 1)
    found = simulate("rothc", EXAMPLES / "rothc_input.dat")
    stock = found.years["soil_organic_carbon_stock"]
    assert len(stock) == 21
    # Its soil line says 1.25 % carbon, 1.38 g/cm3 and 30 cm: the start is near that stock.
    assert stock[0] == pytest.approx(1.25 * 1.38 * 30, rel=0.02)
    before, after = stock[8] - stock[0], stock[20] - stock[8]
    assert after > before  # from 2013 with manure and cover crops


@pytest.mark.parametrize("option", [(1, 1), (3, 2)])
def test_the_official_program_would_find_the_lines_where_it_looks(option, tmp_path):
    """It reads the options on line 5, the soil on line 8 and the months from line 11 on."""
    lines = (EXAMPLES / "rothc_input.dat").read_text(encoding="utf-8").splitlines()
    assert lines[4].split() == ["1", "1"]
    assert lines[6].split()[:4] == ["clay", "depth", "iom", "nsteps"]
    assert len(lines) - 10 == int(lines[7].split()[3])
    lines[4] = " ".join(map(str, option))
    path = tmp_path / "RothC_input.dat"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = read_rothc_input(path)
    assert (given.moisture_option, given.bare_option) == option


def test_a_stock_that_cannot_be_held_names_file_and_option(tmp_path):
    path = csv_drivers(tmp_path / "drivers.csv")
    with pytest.raises(NotApplicable, match=r"drivers.csv, --stock: .*inert carbon"):
        simulate("rothc", path, stock=2.0, **SITE)


SITE = {"clay": 23.4, "depth": 23.0, "inert_organic_matter": 2.7}


@pytest.mark.parametrize("name", ["rothc", "rothc_continuous"])
def test_a_csv_of_drivers_runs_every_monthly_model(tmp_path, name):
    found = simulate(name, csv_drivers(tmp_path / "drivers.csv", 120), **SITE)
    stock = found.years["soil_organic_carbon_stock"]
    assert len(stock) == 11
    assert np.all(stock > 20)
    codes = [note.code for note in found.assumptions]
    assert "simulate_first_year" in codes
    assert codes.count("default_taken") == 4


def test_a_given_stock_is_where_the_run_starts(tmp_path):
    found = simulate("rothc", csv_drivers(tmp_path / "drivers.csv"), stock=48.0, **SITE)
    assert found.years["soil_organic_carbon_stock"][0] == pytest.approx(48.0, rel=1e-12)


def test_the_radiocarbon_of_a_held_stock_is_that_of_its_inputs(tmp_path):
    """Twice the inputs hold twice the active carbon, of the same age."""
    path, bare = csv_drivers(tmp_path / "drivers.csv"), SITE | {"inert_organic_matter": 0.0}
    plain = simulate("rothc", path, **bare)
    stock = 2.0 * plain.years["soil_organic_carbon_stock"][0]
    held = simulate("rothc", path, stock=stock, **bare)
    start = plain.years["delta_radiocarbon"][0]
    assert -400 < start < 0
    assert held.years["delta_radiocarbon"][0] == pytest.approx(start, rel=1e-9)


def test_tier_1_on_a_table_of_stocks(tmp_path):
    path = tmp_path / "stocks.csv"
    rows = "\n".join(f"{2020 + i},{40 if i < 1 else 50}" for i in range(26))
    path.write_text(f"year,soil_organic_carbon_stock [t C/ha]\n{rows}\n")
    stock = simulate("ipcc_tier1", path).years["soil_organic_carbon_stock"]
    assert np.diff(stock)[1:21] == pytest.approx(np.full(20, 0.5))
    assert stock[-1] == pytest.approx(50.0)


def test_bad_drivers_name_file_and_line(tmp_path):
    path = csv_drivers(tmp_path / "drivers.csv", 23)
    with pytest.raises(InputError, match="complete years"):
        simulate("rothc", path, **SITE)
    text = csv_drivers(path).read_text().replace("13.55", "warm", 1)
    path.write_text(text)
    with pytest.raises(InputError, match=r"line \d+, air_temperature: 'warm'"):
        simulate("rothc", path, **SITE)
    path.write_text("year,mnth\n2000,1\n")
    with pytest.raises(InputError, match="month"):
        simulate("rothc", path, **SITE)
    with pytest.raises(InputError, match="--clay"):
        simulate("rothc", csv_drivers(path), depth=23.0, inert_organic_matter=2.7)


def test_bad_official_input_names_file_and_line(example):
    text = example.read_text()
    for wrong, right, message in (
        ("13.0 25.0", "130.0 25.0", "line 4, clay"),
        (" 132", " 131", "nsteps is 131"),
        ("clay depth iom nsteps", "soil", "clay depth iom"),
        ("\t3.73\t", "\tcold\t", "Tmp: 'cold'"),
    ):
        example.write_text(text.replace(wrong, right, 1))
        with pytest.raises(InputError, match=message):
            simulate("rothc", example)


def test_the_reference_runs_say_where_they_come_from():
    assert "Apache-2.0" in (RUNS / "README.md").read_text()
