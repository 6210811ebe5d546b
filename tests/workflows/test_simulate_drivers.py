"""Every model that takes carbon inputs runs on a table of monthly drivers."""

import csv

import numpy as np
import pytest

from permil.errors import InputError, MissingKey
from permil.models import MODELS, model
from permil.variables import variable
from permil.workflows.simulate import simulate
from permil.workflows.simulation_files import write_simulation

SOIL = {
    "clay": 20.0,
    "depth": 25.0,
    "inert_organic_matter": 3.0,
    "sand": 45.0,
    "silt": 35.0,
    "bulk_density": 1.3,
    "organic_carbon": 13.0,
    "ph": 6.5,
}
TEMPERATURE = (3, 4, 6, 8, 12, 15, 17, 17, 14, 10, 6, 4)
HEAD = "year,month,air_temperature,precipitation,potential_evapotranspiration,soil_cover"
#: AMG has an input of its own, and IPCC Tier 1 takes no carbon.
NAMES = [name for name in MODELS if name not in ("amg", "ipcc_tier1")]


@pytest.fixture
def drivers(tmp_path):
    rows = [
        f"{year},{month + 1},{warmth},60,45,1,0.25"
        for year in (2001, 2002, 2003)
        for month, warmth in enumerate(TEMPERATURE)
    ]
    path = tmp_path / "drivers.csv"
    path.write_text("\n".join([f"{HEAD},monthly_plant_carbon_input", *rows, ""]))
    return path


def asked(name, path, **start):
    """Run a model with the soil that it asks for, property by property."""
    soil = {}
    while True:
        try:
            return simulate(name, path, **soil, **start), soil
        except MissingKey as error:
            key = error.fields["key"].removeprefix("--").replace("-", "_")
            if key in soil:
                raise
            soil[key] = SOIL[key]


@pytest.mark.parametrize("name", NAMES)
def test_it_rests_at_the_steady_state_of_its_first_year(name, drivers):
    found, _ = asked(name, drivers)
    stocks = found.years["soil_organic_carbon_stock"]
    assert stocks == pytest.approx([stocks[0]] * 4, rel=1e-6)
    assert 10 < stocks[0] < 120
    respired = found.years["cumulative_heterotrophic_respiration"]
    assert respired == pytest.approx([0, 3, 6, 9], rel=1e-6)
    assert {note.code for note in found.assumptions} >= {"simulate_first_year"}


@pytest.mark.parametrize("name", NAMES)
def test_a_stock_is_held_by_the_first_years_plants(name, drivers):
    found, _ = asked(name, drivers, stock=40.0)
    (note,) = (note for note in found.assumptions if note.code == "simulate_held_stock")
    assert note.fields["factor"] > 0
    stocks = found.years["soil_organic_carbon_stock"]
    assert stocks[0] == pytest.approx(40.0, rel=1e-6)
    change, respired = stocks[-1] - stocks[0], found.years["cumulative_heterotrophic_respiration"]
    assert change == pytest.approx(9.0 - respired[-1], abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_its_files_have_the_headings_of_the_glossary(name, drivers, tmp_path):
    found, _ = asked(name, drivers)
    files = write_simulation(found, tmp_path / "out")
    monthly = model(name).steps_per_year == 12
    expected = ["month_results.csv", "year_results.csv"] if monthly else ["year_results.csv"]
    assert [path.name for path in files] == expected
    with files[-1].open(encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    assert heading == [variable(key).heading for key in found.years]
    assert [row[0] for row in rows] == ["2000", "2001", "2002", "2003"]
    pools = [found.years[pool] for pool in model(name).pools]
    inert = found.years[model(name).inert] if model(name).inert else 0.0
    assert np.sum(pools, axis=0) + inert == pytest.approx(found.years["soil_organic_carbon_stock"])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_model_does_not_ask_for_is_refused(name, drivers):
    _, soil = asked(name, drivers)
    idle = "ph" if "ph" not in soil else "organic_carbon"
    with pytest.raises(InputError, match=f"leave out --{idle.replace('_', '-')}"):
        simulate(name, drivers, **soil, **{idle: SOIL[idle]})


def test_what_only_rothc_knows_is_no_column_of_other_models(drivers):
    drivers.write_text(drivers.read_text().replace("soil_cover", "modern_carbon"))
    with pytest.raises(InputError, match="unknown column 'modern_carbon'"):
        simulate("ctool", drivers, clay=20.0)
