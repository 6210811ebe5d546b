"""Files of an assessment: the same result in every form, the same bytes every time."""

import csv
import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
import xarray as xr

from permil.datasets.project import Run
from permil.variables import glossary
from permil.workflows.assess import assess
from permil.workflows.export import write_netcdf, write_outputs
from workflows.projects import MANURED, project, scenario, unit


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
    files = ["assessment.csv", "assessment.json", "inventory.csv", "ledger.nc", "report.html"]
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


def test_csv_and_netcdf_hold_the_same_variables(folder):
    with (folder / "assessment.csv").open(encoding="utf-8") as file:
        table = {row["variable"] for row in csv.DictReader(file)}
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        lines = {str(n).removesuffix("_mean") for n in ledger.data_vars}
        pools = {n for n in lines if "land_unit" in ledger[n].dims} - {"soil_organic_carbon_stock"}
    assert table == lines - pools
    assert {"net_benefit", "cumulative_net_benefit", "sulphur_need"} < lines


def test_the_lines_that_follow_from_the_ledger_are_those_of_the_document(folder, result):
    document = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    fluxes = document["fluxes"]["manured"]["rothc"]
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        for name in ("phosphorus_need", "sulphur_need", "net_benefit", "cumulative_net_benefit"):
            chosen = ledger[f"{name}_mean"].sel(scenario="manured", model="rothc").values
            assert chosen[1:] == pytest.approx(np.array(fluxes[name]["mean"][1:], float), rel=1e-9)
            assert np.isnan(chosen[0])
        assert not ledger["net_benefit_mean"].sel(scenario="baseline")[:, 1:].values.any()
    assert "net_benefit" not in result.ledger


def test_every_variable_has_a_readable_name_and_every_stock_its_depth(folder, result, tmp_path):
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        names = {str(name): values.attrs for name, values in ledger.data_vars.items()}
    assert names["soil_carbon_change_co2"]["long_name"] == (
        "soil carbon change as CO2, quantiles of the draws"
    )
    assert names["direct_n2o_mean"]["long_name"] == "direct N2O, mean of the draws"
    for name, attributes in names.items():
        assert not re.search(r"co2|n2o|_", attributes["long_name"]), name
        deep = attributes["units"] in ("t C/ha", "t C")
        assert attributes.get("depth_cm") == (30.0 if deep else None), name
    assert "depth_cm" in names["soil_organic_carbon_stock"]
    assert "depth_cm" in names["humified_organic_matter_mean"]
    write_netcdf(result, tmp_path / "draws.nc", draws=True)
    with xr.open_dataset(tmp_path / "draws.nc", engine="h5netcdf") as ledger:
        assert ledger["net_co2e"].attrs["long_name"] == "net CO2e"
        assert ledger["net_benefit"].sizes["draw"] == 50


def test_the_csv_holds_the_stock_of_every_land_unit(tmp_path):
    plan = project(land_units=(unit("low", 5.0), unit("hill", 8.0, stock=40.0)))
    result = assess(plan, draws=10)
    write_outputs(result, tmp_path / "out")
    with (tmp_path / "out" / "assessment.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["scenario"] == "covered"]
    stocks = {unit: [r for r in rows if r["land_unit"] == unit] for unit in ("low", "hill", "")}
    assert {r["variable"] for r in stocks["hill"]} == {"soil_organic_carbon_stock"}
    assert len(stocks["hill"]) == len(stocks["low"]) == 41
    whole = [r for r in stocks[""] if r["variable"] == "project_soil_organic_carbon"]
    for low, hill, both in zip(stocks["low"], stocks["hill"], whole, strict=True):
        total = 5.0 * float(low["mean"]) + 8.0 * float(hill["mean"])
        assert float(both["mean"]) == pytest.approx(total, rel=1e-9)
    assert float(stocks["hill"][0]["q50"]) == pytest.approx(
        float(
            result.ledger["soil_organic_carbon_stock"].sel(
                scenario="covered", model="rothc", land_unit="hill", year=2025, quantile="q50"
            )
        )
    )


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
        "inventory.csv",
        "ledger.nc",
        "report.html",
    ]
    assert (target / "plan.toml").read_text() == "mine"
