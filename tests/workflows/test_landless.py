"""A project of organic soils alone: no soil model runs, and nothing pretends that one did."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from permil.errors import UnknownName
from permil.report.html import render_html
from permil.workflows.assess import assess
from permil.workflows.export import write_outputs
from permil.workflows.model_choice import NO_MODEL
from workflows.peatlands import YEARS, change, fen, peatland, plan

WET = plan("wet", change(rewet={0: 50.0}))


@pytest.fixture(scope="module")
def found():
    return assess(peatland(plan("baseline"), WET, run=replace(peatland().run, draws=200)))


@pytest.fixture(scope="module")
def document(found):
    return found.document()


def test_there_is_no_stock_which_is_not_a_stock_of_zero(document):
    summary = document["summary"]["wet"][NO_MODEL]
    for name in ("initial_stock", "final_stock", "additional_stock", "equilibrium_stock"):
        assert summary[name]["q50"] is None, name
    period = summary["periods"][-1]
    assert period["rate_additional"]["q50"] is None
    assert period["probability_4_per_mille_additional"] is None
    for name in ("n2o_share", "reversal", "time_to_equilibrium", "input_scale"):
        assert summary[name] is None, name
    assert document["land_units"] == {"baseline": {NO_MODEL: []}, "wet": {NO_MODEL: []}}
    assert document["limits"]["wet"][NO_MODEL] == []
    assert document["horizon"]["practice_stops"] is None


def test_rates_per_hectare_are_per_hectare_of_organic_soil(document):
    summary = document["summary"]["wet"][NO_MODEL]
    rate = summary["periods"][-1]["net_benefit_rate"]["mean"]
    assert rate == pytest.approx(summary["net_benefit"]["mean"] / YEARS / 100.0)
    assert summary["organic_soils"]["net_benefit_rate"]["mean"] == pytest.approx(rate)
    assert document["project"]["area_ha"] == 0.0
    assert document["project"]["organic_area_ha"] == 100.0


def test_no_model_is_named_and_nothing_of_fields_is_drawn(document):
    assert [(m["name"], m["depth_cm"], m["apart"]) for m in document["models"]] == [
        (NO_MODEL, None, False)
    ]
    names = {drawn["name"] for drawn in document["uncertainty"]["drawn"]}
    assert names
    assert all(name.startswith("organic_soil.") for name in names)
    covers = {entry["code"] for entry in document["uncertainty"]["covers"]}
    assert covers == {"organic_soil_factors"}
    codes = {note["code"] for note in document["assumptions"]}
    assert not codes & {"models_default", "weights_equal", "reversal_year", "start_measured_stock"}


def test_the_answer_speaks_of_peat_and_of_no_field(document):
    text = document["headline"]["wet"]["text"]
    assert "Peat comes first: drained organic soil of this project emits" in text
    assert "On this land the soil" not in text
    assert document["headline"]["wet"]["models"] == ""


def test_the_report_says_that_no_model_runs(document):
    page = render_html(document)
    assert "no soil model runs, and there is no stock to follow" in page
    assert 'id="organic-soils"' in page
    assert "Carbon inputs" not in page
    assert "gases_wet.csv" in page
    assert "stock_wet.csv" not in page
    assert 'id="method-rewetted_organic_soil_ipcc2013"' in page


def test_all_outputs_are_written_and_hold_no_stock(found, document, tmp_path):
    import xarray as xr

    write_outputs(found, tmp_path / "out", document=document)
    with (tmp_path / "out" / "assessment.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {row["variable"] for row in rows}
    assert {"organic_soil_co2", "net_co2e", "warming_equivalent_ch4"} <= names
    assert "soil_organic_carbon_stock" not in names
    ledger = xr.open_dataset(tmp_path / "out" / "ledger.nc", engine="h5netcdf")
    assert "land_unit" not in ledger.dims
    assert np.all(ledger["project_soil_organic_carbon_mean"].values == 0.0)
    assert json.loads((tmp_path / "out" / "assessment.json").read_text("utf-8"))


def test_charts_that_need_a_stock_are_refused_by_name(found):
    assert "<svg" in found.chart("balance")
    with pytest.raises(UnknownName, match=r"stock.*balance"):
        found.chart("stock")


def test_a_baseline_alone_is_shown(tmp_path):
    document = assess(peatland(plan("baseline"))).document()
    assert document["headline"] == {}
    assert "holds the baseline alone" in render_html(document)


def test_the_terminal_shows_the_net_benefit_alone(document):
    from rich.console import Console

    from permil.report.terminal import render_terminal

    console = Console(width=100, record=True, force_terminal=False)
    render_terminal(document, console)
    shown = console.export_text()
    assert "net, t CO2e" in shown
    assert "stock, t C/ha" not in shown


def test_a_parcel_that_is_left_alone_emits_nothing_and_is_told_to_stay_so():
    document = assess(peatland(plan("baseline"), soils=(fen(drained=0.0),))).document()
    codes = [warning["code"] for warning in document["warnings"]]
    assert codes[0] == "peat_wet"
    assert document["peat_first"]["emission"] is None
    assert document["summary"]["baseline"][NO_MODEL]["net_benefit"]["mean"] == 0.0
