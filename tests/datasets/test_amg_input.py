"""The input folder of the official AMG program."""

import numpy as np
import pytest

from amg_files import MANAGEMENT, PARAMETERS, PLANT, write_con, write_folder
from permil.datasets.amg_input import read_amg_input
from permil.errors import FileProblem
from permil.variables import glossary


def test_a_folder_is_read_as_it_is(tmp_path):
    given = read_amg_input(write_folder(tmp_path / "inputs", **PARAMETERS))
    bare, manured = given.treatments
    assert (bare.trial, bare.treatment, manured.treatment) == ("FARM", "bare", "manured")
    assert manured.years.tolist() == [2011, 2012, 2013]
    assert manured.soil == {
        "clay": 19.5,
        "calcium_carbonate": 22.0,
        "ph": 7.1,
        "carbon_nitrogen_ratio": 10.4,
        "soil_depth": 25.0,
        "soil_organic_carbon_stock": 51.5,
    }
    assert manured.weather["annual_temperature"].tolist() == [10.85, 0.04, -0.5]
    assert set(manured.weather) | set(manured.soil) <= set(glossary())
    wheat, maize, mustard, rye, silage = manured.crops
    assert wheat.dry_yield == pytest.approx(8.2 * 0.85, rel=1e-15)
    assert wheat.exported
    assert not maize.exported
    assert (maize.irrigation, rye.crop_type) == (60.0, "CCH")
    doses = [(kind.carbon, kind.humified, dose) for kind, dose in mustard.amendments]
    assert doses == [(17.0, 0.55, 25.0), (120.0, 0.82, 10.5)]
    assert mustard.plant.coefficients.harvest_index is None
    assert silage.plant.coefficients.harvest_index == 0.963
    assert given.bundled == {}
    assert given.parameters["k0"] == 0.29
    assert len(given.parameters) == 13


def test_an_empty_cell_and_na_are_what_the_official_program_takes_them_for(tmp_path):
    bare, _ = read_amg_input(write_folder(tmp_path / "inputs")).treatments
    assert [crop.irrigation for crop in bare.crops] == [0.0, 0.0, 0.0]
    assert not any(crop.exported for crop in bare.crops)


def test_tables_stand_in_for_parameter_files_that_are_not_there(tmp_path):
    given = read_amg_input(write_folder(tmp_path / "a"))
    full = read_amg_input(write_folder(tmp_path / "b", **PARAMETERS))
    assert given.bundled == {
        "parameters_PLANT.csv": "amg_plants",
        "parameters_EOM.csv": "amg_amendments",
        "parameters_MINERALIZATION.csv": "amg_parameters",
    }
    assert given.parameters == {}
    for one, other in zip(given.treatments, full.treatments, strict=True):
        assert one.crops == other.crops


def test_a_plant_of_the_folders_own_is_taken(tmp_path):
    plants = PLANT + "MC;Teff;Teff;0.95;0.3;5;1;0.2;0.4;0.44;0.4;\n"
    rows = MANAGEMENT.replace("Silage maize", "Teff")
    given = read_amg_input(write_folder(tmp_path / "inputs", MANAGEMENT=rows, PLANT=plants))
    assert given.treatments[1].crops[-1].plant.coefficients.shoot_root_ratio == 5.0


def test_the_order_of_rows_and_columns_and_further_columns_do_not_matter(tmp_path):
    plain = read_amg_input(write_folder(tmp_path / "a"))
    head, *rows = MANAGEMENT.splitlines()
    cells = [line.split(";")[::-1] for line in [head, *rows[::-1]]]
    turned = "\r\n".join(";".join([str(i), *line]) for i, line in enumerate(cells)) + "\r\n\r\n"
    other = read_amg_input(write_folder(tmp_path / "b", MANAGEMENT=turned))
    years = {t.treatment: t.years.tolist() for t in plain.treatments}
    assert {t.treatment: t.years.tolist() for t in other.treatments} == years
    assert other.treatments[0].crops == plain.treatments[1].crops[::-1]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_encodings(tmp_path, encoding):
    folder = write_folder(tmp_path / "inputs")
    (folder / "parameters_PLANT.csv").write_bytes(PLANT.encode(encoding))
    assert read_amg_input(folder).treatments[0].crops[0].name == "Bare soil"


def test_the_official_example(tmp_path):
    (con,) = read_amg_input(write_con(tmp_path / "inputs")).treatments
    assert len(con.crops) == 21
    assert np.array_equal(con.years, np.arange(2000, 2019))


@pytest.mark.parametrize("name", ["inputs_MANAGEMENT.csv", "inputs_METEO.csv", "inputs_SOIL.csv"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = write_folder(tmp_path / "inputs")
    (folder / name).unlink()
    with pytest.raises(FileProblem, match=name):
        read_amg_input(folder)


def test_a_file_is_no_folder(tmp_path):
    with pytest.raises(FileProblem, match="inputs_MANAGEMENT"):
        read_amg_input(tmp_path / "inputs.csv")
