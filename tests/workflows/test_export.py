"""Files of an assessment: the same result in every form, the same bytes every time."""

import csv
import json
import os
import subprocess
import sys

import numpy as np
import pytest
import xarray as xr

from permil.datasets.project import Run
from permil.variables import glossary
from permil.workflows.assess import assess
from permil.workflows.export import write_outputs
from workflows.projects import MANURED, project, scenario


@pytest.fixture(scope="module")
def result():
    return assess(project(scenario("manured", MANURED), run=Run(models=("rothc",), draws=50)))


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory, has_pdf):
    target = tmp_path_factory.mktemp("out") / "results"
    write_outputs(result, target, pdf=has_pdf)
    return target


def test_all_files_are_there(folder, has_pdf):
    names = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    files = ["assessment.csv", "assessment.json", "ledger.nc", "report.html"]
    assert names == files + ["report.pdf"] * has_pdf


def test_every_variable_of_csv_and_netcdf_is_the_glossarys(folder):
    with (folder / "assessment.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 500
    for row in rows:
        assert row["unit"] == glossary()[row["variable"]].unit
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        for name, values in ledger.data_vars.items():
            entry = glossary()[str(name).removesuffix("_mean")]
            assert values.attrs["units"] == entry.unit
            assert values.attrs["description"] == entry.description


def test_json_csv_and_netcdf_hold_the_same_numbers(folder):
    document = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    series = document["fluxes"]["manured"]["rothc"]["net_co2e"]
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        chosen = ledger["net_co2e"].sel(scenario="manured", model="rothc")
        stored = chosen.sel(quantile="q95").values[1:]
        assert stored == pytest.approx(np.array(series["q95"][1:], float), rel=1e-12)
    with (folder / "assessment.csv").open(encoding="utf-8") as file:
        rows = [
            r
            for r in csv.DictReader(file)
            if (r["scenario"], r["variable"]) == ("manured", "net_co2e")
        ]
    assert [float(r["q95"]) for r in rows] == series["q95"][1:]


def test_draws_are_written_when_asked(result, tmp_path):
    write_outputs(result, tmp_path / "all", draws=True)
    with xr.open_dataset(tmp_path / "all" / "ledger.nc", engine="h5netcdf") as ledger:
        assert ledger.sizes["draw"] == 50
        stored = ledger["net_co2e"].values
    assert np.array_equal(stored, result.ledger["net_co2e"].values, equal_nan=True)


CODE = """
import sys
from workflows.projects import MANURED, project, scenario
from permil.workflows.assess import assess
from permil.workflows.export import write_outputs
from pathlib import Path
result = assess(project(scenario("manured", MANURED)), draws=40)
write_outputs(result, Path(sys.argv[1]), pdf=sys.argv[2] == "True")
"""


def test_the_same_run_gives_the_same_bytes_in_another_process(tmp_path, has_pdf):
    tests = os.path.dirname(os.path.dirname(__file__))
    environment = os.environ | {"PYTHONPATH": tests, "SOURCE_DATE_EPOCH": "1700000000"}
    for name in ("one", "two"):
        environment["PYTHONHASHSEED"] = "1" if name == "one" else "2"
        subprocess.run(
            [sys.executable, "-c", CODE, str(tmp_path / name), str(has_pdf)],
            check=True,
            env=environment,
        )
    one, two = tmp_path / "one", tmp_path / "two"
    files = ["assessment.json", "assessment.csv", "report.html"]
    for file in files + ["report.pdf"] * has_pdf:
        assert (one / file).read_bytes() == (two / file).read_bytes(), file
    assert b"2023-11-14" in (one / "report.html").read_bytes()
    with (
        xr.open_dataset(one / "ledger.nc", engine="h5netcdf") as a,
        xr.open_dataset(two / "ledger.nc", engine="h5netcdf") as b,
    ):
        assert a.identical(b)


def test_the_folder_may_be_text_as_the_project_file_may(result, tmp_path):
    files = write_outputs(result, str(tmp_path / "text"))
    assert tmp_path / "text" / "report.html" in files


def test_only_what_was_written_is_listed(result, tmp_path):
    target = tmp_path / "mixed"
    target.mkdir()
    (target / "plan.toml").write_text("mine")
    files = write_outputs(result, target, force=True)
    assert sorted(f.name for f in files) == [
        "assessment.csv",
        "assessment.json",
        "ledger.nc",
        "report.html",
    ]
    assert (target / "plan.toml").read_text() == "mine"
