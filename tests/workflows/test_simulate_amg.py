"""AMG on the official program's input folder: its own stocks, and an independent computation."""

import csv

import numpy as np
import pytest

from amg_files import MANAGEMENT, METEO, PARAMETERS, SOIL, read, recompute, write_con, write_folder
from permil.errors import NotApplicable, UnknownName
from permil.variables import glossary, variable
from permil.workflows.simulate import simulate
from permil.workflows.simulate_amg import simulate_amg, write_amg


@pytest.fixture
def con(tmp_path):
    return write_con(tmp_path / "inputs")


def official(name):
    return np.array([float(row[name]) for row in read("con_years.csv")])


def test_every_year_of_the_official_program_with_its_rounding(con):
    (found,) = simulate_amg(con, treatment="CON", rounding="official").runs
    for name in ("soil_organic_carbon_stock", "active_soil_carbon"):
        assert np.abs(found.years[name] - official(name)).max() < 1e-9
    for name in ("temperature_factor", "moisture_factor", "mineralisation_rate"):
        assert np.abs(found.years[name] - official(name)).max() < 1e-12
    soil = ("clay_factor", "carbonate_factor", "ph_factor", "carbon_nitrogen_factor")
    factors = [found.years[name][0] for name in soil]
    assert factors == pytest.approx([0.638661, 0.852878, 0.998646, 0.979975], rel=1e-12)
    name = "humified_carbon_input"
    assert found.years[name] == pytest.approx(official(name), rel=1e-14)


def test_without_rounding_the_stocks_lie_within_what_rounding_does(con):
    (found,) = simulate_amg(con).runs
    gap = np.abs(found.years["soil_organic_carbon_stock"] - official("soil_organic_carbon_stock"))
    assert 0.01 < gap.max() < 0.022


@pytest.mark.parametrize("treatment", ["bare", "manured"])
def test_an_independent_computation(tmp_path, treatment):
    folder = write_folder(tmp_path / "inputs", **PARAMETERS)
    (found,) = simulate_amg(folder, treatment=treatment).runs
    expected = recompute(folder, folder, treatment)
    for ours, theirs in (
        ("soil_organic_carbon_stock", "stock"),
        ("humified_carbon_input", "humified"),
        ("mineralisation_rate", "rate"),
    ):
        assert found.years[ours] == pytest.approx([row[theirs] for row in expected], rel=1e-13)


def test_parameters_of_the_folder_rule(tmp_path):
    changed = PARAMETERS["MINERALIZATION"].replace("k0;0.29", "k0;0.165").replace("0.65", "0.4")
    folder = write_folder(tmp_path / "inputs", **PARAMETERS | {"MINERALIZATION": changed})
    (found,) = simulate_amg(folder, treatment="manured").runs
    assert found.years["stable_soil_carbon"][0] == pytest.approx(0.4 * 51.5, rel=1e-15)
    expected = [row["stock"] for row in recompute(folder, folder, "manured")]
    assert found.years["soil_organic_carbon_stock"] == pytest.approx(expected, rel=1e-13)


def test_a_year_just_above_the_frost_is_not_frozen_by_rounding(tmp_path):
    folder = write_folder(tmp_path / "inputs")
    (found,) = simulate_amg(folder, treatment="bare", rounding="official").runs
    # By hand at 10.8 °C and 0.0 °C; the frozen factor below. 10.85 in binary is less than 10.85.
    assert found.years["temperature_factor"].tolist() == [0.61383, 0.171009, 0.000001]
    assert found.years["soil_organic_carbon_stock"][0] == 48.1234


def test_carbon_closes(tmp_path):
    """What enters is in the active pool, waits for the next year, or is respired."""
    for run in simulate_amg(write_folder(tmp_path / "inputs")).runs:
        years = run.years
        stored = years["active_soil_carbon"] + years["humified_carbon_input"]
        entered = years["plant_carbon_input"] + years["manure_carbon_input"]
        gain = entered[1:] - years["heterotrophic_respiration"][1:]
        assert np.diff(stored) == pytest.approx(gain, abs=1e-12)


def test_all_treatments_run_unless_one_is_named(tmp_path):
    folder = write_folder(tmp_path / "inputs")
    found = simulate_amg(folder)
    assert [run.treatment for run in found.runs] == ["bare", "manured"]
    assert [note.code for note in found.assumptions] == ["amg_table_taken"] * 3
    with pytest.raises(UnknownName, match="manured"):
        simulate_amg(folder, treatment="manure")
    with pytest.raises(UnknownName, match="official"):
        simulate_amg(folder, rounding="oficial")
    assert simulate_amg(write_folder(folder, **PARAMETERS)).assumptions == ()


def test_files_have_glossary_headings_and_all_digits(tmp_path):
    folder = write_folder(tmp_path / "inputs")
    found = simulate_amg(folder)
    written = write_amg(found, tmp_path / "out")
    assert [path.name for path in written] == ["carbon_inputs.csv", "year_results.csv"]
    crops, years = (
        list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in written
    )
    names = list(found.runs[0].years)
    assert set(names) <= set(glossary())
    assert years[0] == ["trial", "treatment", *(variable(name).heading for name in names)]
    assert [row[1] for row in years[1:]] == ["bare"] * 3 + ["manured"] * 3
    column = years[0].index(variable("active_soil_carbon").heading)
    kept = [float(row[column]) for row in years[4:]]
    assert kept == found.runs[1].years["active_soil_carbon"].tolist()
    blank = years[0].index(variable("heterotrophic_respiration").heading)
    assert [bool(row[blank]) for row in years[1:]] == [False, True, True] * 2
    assert len(crops) == 1 + 3 + 5
    assert crops[-1][:5] == ["FARM", "manured", "2013", "MC", "Silage maize"]


def test_values_are_plausible(tmp_path):
    for run in simulate_amg(write_folder(tmp_path / "inputs")).runs:
        for name, values in run.years.items():
            for value in values[~np.isnan(values)]:
                variable(name).check(float(value))


def test_a_trial_may_share_the_name_of_a_treatment_with_another(tmp_path):
    text = {
        "MANAGEMENT": MANAGEMENT.replace("FARM;manured", "HILL;bare"),
        "SOIL": SOIL.replace("FARM;manured", "HILL;bare"),
        "METEO": METEO + METEO.partition("\n")[2].replace("FARM", "HILL"),
    }
    found = simulate_amg(write_folder(tmp_path / "inputs", **text), treatment="bare")
    assert [run.trial for run in found.runs] == ["FARM", "HILL"]


def test_a_table_of_drivers_is_not_for_amg(tmp_path):
    with pytest.raises(NotApplicable, match="permil simulate amg FOLDER"):
        simulate("amg", tmp_path / "drivers.csv")
