"""AMGv2 against the official example and its parameter files, read in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from amg_files import recompute
from permil.datasets.amg_parameters import CROP_TYPES
from permil.tables import parameter_set, table
from permil.workflows.simulate_amg import simulate_amg

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "amg"
INPUTS = FOLDER / "inputs"

YEARS = {
    "year": "Year",
    "active_soil_carbon": "QCA",
    "stable_soil_carbon": "QCS",
    "soil_organic_carbon_stock": "QC",
    "humified_carbon_input": "CTOT_hum_year",
    "temperature_factor": "fT",
    "moisture_factor": "fH",
    "clay_factor": "fA",
    "carbonate_factor": "fC",
    "ph_factor": "fpH",
    "carbon_nitrogen_factor": "fCN",
    "mineralisation_rate": "k",
}
CROPS = {
    "shoots": "CAG",
    "roots": "CBG",
    "amendments": "CEOM",
    "humified_shoots": "CAG_hum",
    "humified_roots": "CBG_hum",
    "humified_amendments": "CEOM_hum",
    "humified": "CTOT_hum",
}


def official(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="latin-1", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def con() -> Any:
    (found,) = simulate_amg(INPUTS, treatment="CON", rounding="official").runs
    return found


@pytest.mark.parametrize(("ours", "theirs"), YEARS.items())
def test_every_year_of_con(con: Any, ours: str, theirs: str) -> None:
    rows = official(FOLDER / "outputs_SOC_STOCKS_CON.csv")
    expected = np.array([float(row[theirs]) for row in rows])
    assert len(expected) == 19
    assert np.abs(con.years[ours] - expected).max() < 1e-12


@pytest.mark.parametrize(("ours", "theirs"), CROPS.items())
def test_every_crop_of_con(con: Any, ours: str, theirs: str) -> None:
    rows = official(FOLDER / "outputs_C_SUPPLY_CON.csv")
    assert [c.crop.name for c in con.crops] == [row["Crop_name"] for row in rows]
    found = [getattr(c, ours) for c in con.crops]
    assert found == pytest.approx([float(row[theirs]) for row in rows], rel=1e-14)


@pytest.mark.parametrize("treatment", ["CON", "FYM"])
def test_an_independent_computation_without_rounding(treatment: str) -> None:
    (found,) = simulate_amg(INPUTS, treatment=treatment).runs
    expected = recompute(INPUTS, INPUTS, treatment)
    for ours, theirs in (
        ("soil_organic_carbon_stock", "stock"),
        ("humified_carbon_input", "humified"),
        ("mineralisation_rate", "rate"),
    ):
        assert found.years[ours] == pytest.approx([row[theirs] for row in expected], rel=1e-13)


def test_the_unrounded_model_lies_within_what_rounding_does() -> None:
    (found,) = simulate_amg(INPUTS, treatment="CON").runs
    rows = official(FOLDER / "outputs_SOC_STOCKS_CON.csv")
    expected = [float(row["QC"]) for row in rows]
    assert np.abs(found.years["soil_organic_carbon_stock"] - expected).max() < 0.022


def test_the_tables_hold_every_number_of_the_parameter_files() -> None:
    plants = {
        "harvest_index": "HI",
        "shoot_root_ratio": "SR",
        "beta": "Beta",
        "returned_if_exported": "PSS",
        "residue_share": "RS",
        "root_share": "RR",
        "exudate_share": "RE",
        "humified_shoots": "h_AG",
        "humified_roots": "h_BG",
        "carbon_shoots": "C_conc_AG",
        "carbon_roots": "C_conc_BG",
    }
    rows = official(INPUTS / "parameters_PLANT.csv")
    assert len(rows) == len(table("amg_plants").rows) == 139
    for row in rows:
        ours = table("amg_plants").one(
            crop_type=CROP_TYPES[row["Crop_type"]], name=row["Crop_name"].strip()
        )
        for name, theirs in plants.items():
            assert (getattr(ours, name) or 0.0) == float(row[theirs]), (row, name)
        assert (ours.harvest_index is None) == (row["Crop_type"] == "CC")
    amendments = official(INPUTS / "parameters_EOM.csv")
    assert len(amendments) == len(table("amg_amendments").rows) == 29
    for row in amendments:
        kind = table("amg_amendments").one(name=row["EOM_name"])
        assert (kind.carbon, kind.humified) == (float(row["C_conc_EOM"]), float(row["h_EOM"]))


def test_the_folder_without_parameter_files_gives_the_same(tmp_path: Path) -> None:
    for name in ("MANAGEMENT", "METEO", "SOIL"):
        file = f"inputs_{name}.csv"
        (tmp_path / file).write_bytes((INPUTS / file).read_bytes())
    for ours, full in zip(simulate_amg(tmp_path).runs, simulate_amg(INPUTS).runs, strict=True):
        for name, values in full.years.items():
            assert np.array_equal(ours.years[name], values, equal_nan=True)


def test_parameters_are_those_of_the_official_file() -> None:
    from permil.datasets.amg_parameters import read_parameters

    ours = parameter_set("amg_v2")
    official_values = read_parameters(INPUTS, {})
    assert len(official_values) == 13
    assert {name: ours[name] for name in official_values} == dict(official_values)
