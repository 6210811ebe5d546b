"""The same project under changed climates: what the climate does to baseline and scenarios."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from permil.datasets.climate import ClimateInput
from permil.datasets.climate_change import ClimateChange
from permil.datasets.project import Horizon, Run
from permil.errors import InputError
from permil.models import DEFAULT_SET
from permil.workflows.assess import assess
from permil.workflows.export import write_outputs
from permil.workflows.phases import grown
from workflows.projects import COVERED, MANURED, ROTHAMSTED, project, scenario, unit

#: So much rain that water limits nothing, with or without two kelvins more.
WET = ClimateInput(temperature=ROTHAMSTED.temperature, precipitation=(180.0,) * 12)
SOIL = {"silt": 40.0, "sand": 38.0, "calcium_carbonate": 0.0, "ph": 6.8}
FIELD = unit(carbon_nitrogen_ratio=10.0, bulk_density=1.3, organic_carbon=13.3, **SOIL)


def change(temperature=2.0, precipitation=0.0, name="warmer", reached_in=2045):
    return ClimateChange(
        name, name.title(), (temperature,) * 12, (precipitation,) * 12, reached_in, "a test"
    )


def plan(*changes, models=("rothc",), draws=40, **more):
    parts = {"land_units": (FIELD,), "horizon": Horizon(2026, 2065, None)} | more
    alternatives = (scenario("covered", COVERED), scenario("manured", MANURED))
    return project(
        *alternatives,
        run=Run(seed=1, draws=draws, models=models),
        climate_changes=changes,
        **parts,
    )


@pytest.fixture(scope="module")
def warmer():
    """Three models, one of them without a term for climate, under two changed climates."""
    models = ("rothc", "icbm", "ipcc_tier1")
    return assess(plan(change(), change(2.0, -20.0, "drier"), models=models))


@pytest.fixture(scope="module")
def document(warmer):
    return warmer.document()


@pytest.fixture(scope="module", params=DEFAULT_SET)
def alone(request):
    """Each default model alone, where water does not limit: 2 K warmer, and no change."""
    changes = (change(), change(0.0, 0.0, "none"))
    return request.param, assess(plan(*changes, models=(request.param,), climate=WET, draws=20))


def test_warming_lowers_the_baseline_where_water_does_not_limit(alone):
    model, result = alone
    baseline = result.climate_change[0].results["baseline"][model]
    assert baseline["against_unchanged"]["q95"] < 0
    assert baseline["final_stock"]["q50"] > 0
    stock = baseline["series"]["soil_organic_carbon_stock"]["q50"]
    assert stock[0] == pytest.approx(52.0, rel=0.02)


def test_no_change_gives_the_very_numbers(alone):
    model, result = alone
    document = result.document()
    entry = document["climate_change"]["none"]
    assert entry["unseen_by"] == []
    for name in ("baseline", "covered", "manured"):
        found, summary = entry["results"][name][model], document["summary"][name][model]
        for key in ("final_stock", "stock_change", "additional_stock", "net_benefit"):
            assert json.dumps(found[key]) == json.dumps(summary[key]), (name, key)
        assert found["against_unchanged"]["q05"] == found["against_unchanged"]["q95"] == 0.0
        trajectory = document["trajectories"][name][model]["soil_organic_carbon_stock"]
        assert json.dumps(found["series"]["soil_organic_carbon_stock"]) == json.dumps(trajectory)
        assert found["probability_net_benefit"] == summary["probability_net_benefit"]


def test_a_changed_climate_moves_nothing_of_the_present_one(document):
    alone = assess(plan(models=("rothc", "icbm", "ipcc_tier1"))).document()
    same = ("summary", "trajectories", "fluxes", "limits", "uncertainty", "warnings", "headline")
    for key in same:
        assert json.dumps(document[key]) == json.dumps(alone[key]), key
    assert alone["climate_change"] == {}
    more = {a["code"] for a in document["assumptions"]} - {a["code"] for a in alone["assumptions"]}
    assert more == {"climate_change_kept", "climate_change_evaporation"}


def test_the_start_is_that_of_the_present_climate(document):
    for entry in document["climate_change"].values():
        for name, models in entry["results"].items():
            for model, result in models.items():
                mine = result["series"]["soil_organic_carbon_stock"]
                present = document["trajectories"][name][model]["soil_organic_carbon_stock"]
                for key in ("mean", "q05", "q95"):
                    assert mine[key][0] == present[key][0]


def test_more_of_a_change_does_more():
    found = assess(plan(change(1.0, name="one"), change(3.0, name="three"), climate=WET))
    one, three = (c.results["baseline"]["rothc"]["against_unchanged"] for c in found.climate_change)
    assert three["q50"] < one["q50"] < 0


def test_a_later_change_does_less_by_the_same_year():
    found = assess(plan(change(reached_in=2026), change(name="late", reached_in=2065), climate=WET))
    soon, late = (c.results["baseline"]["rothc"]["against_unchanged"] for c in found.climate_change)
    assert soon["q50"] < late["q50"] < 0


def test_gains_are_against_the_baseline_under_the_same_climate(warmer):
    found = warmer.climate_change[0].results
    for model in ("rothc", "icbm"):
        covered, baseline = found["covered"][model], found["baseline"][model]
        difference = covered["final_stock"]["mean"] - baseline["final_stock"]["mean"]
        assert covered["additional_stock"]["mean"] == pytest.approx(difference)
        assert baseline["additional_stock"]["mean"] == 0.0
        assert covered["against_unchanged"]["mean"] != baseline["against_unchanged"]["mean"]


def test_the_benefit_is_that_of_a_run_in_that_climate(warmer):
    """Soil carbon alone differs between the runs; the net benefit follows it and N2O."""
    found = warmer.climate_change[0].results["manured"]["rothc"]
    series = found["series"]["net_benefit"]
    assert series["mean"][0] is None
    so_far = np.cumsum([0.0, *series["mean"][1:]])
    assert grown(so_far, 40, 2) == pytest.approx(found["net_benefit"]["mean"])
    rate = found["net_benefit"]["mean"] / 40 / 10.0
    assert found["net_benefit_rate"]["mean"] == pytest.approx(rate)
    present = warmer.document()["summary"]["manured"]["rothc"]["net_benefit"]["mean"]
    assert found["net_benefit"]["mean"] < present


def test_a_model_without_a_term_for_climate_is_named_and_stays(document):
    for entry in document["climate_change"].values():
        assert entry["unseen_by"] == ["ipcc_tier1"]
        found = entry["results"]["covered"]["ipcc_tier1"]
        assert found["against_unchanged"]["mean"] == 0.0


def test_the_ensemble_takes_the_same_model_in_both_climates(document):
    """A third of its draws are of the model that stays: none of them may move."""
    entry = document["climate_change"]["warmer"]["results"]["baseline"]
    assert list(entry) == ["ensemble", "rothc", "icbm", "ipcc_tier1"]
    moved = entry["ensemble"]["against_unchanged"]
    assert moved["q95"] == 0.0
    assert min(e["against_unchanged"]["q05"] for e in entry.values()) <= moved["q05"] < 0


def test_the_entry_says_what_changes(document):
    entry = document["climate_change"]["drier"]
    present = document["project"]["climate"]
    assert entry["name"] == "Drier"
    assert entry["precipitation_change"] == {"unit": "%", "months": [-20.0] * 12}
    assert entry["climate"]["annual_temperature"] == pytest.approx(
        present["annual_temperature"] + 2.0
    )
    assert entry["climate"]["annual_precipitation"] == pytest.approx(
        0.8 * present["annual_precipitation"]
    )
    assert entry["climate"]["annual_pet"] > present["annual_pet"]
    assert entry["share_at_end"] == 1.0


def test_the_name_of_each_climate_is_told_when_its_run_begins():
    told = []
    assess(plan(change(), change(1.0, name="mild"), draws=3), progress=told.append)
    assert told == ["Warmer", "Mild"]


def test_a_second_climate_needs_room():
    few = plan(draws=3)
    rows = 3 * 1 * 41
    assert assess(few).climate_change == ()
    with pytest.raises(InputError, match=f"at most {100_000_000 // rows} draws"):
        assess(few, draws=10**8)
    with pytest.raises(InputError, match=f"at most {100_000_000 // (2 * rows)} draws"):
        assess(replace(few, climate_changes=(change(),)), draws=10**8)


@pytest.fixture(scope="module")
def folder(warmer, tmp_path_factory):
    target = tmp_path_factory.mktemp("out") / "results"
    write_outputs(warmer, target)
    return target


def test_the_csv_names_the_climate_of_every_row(folder, document):
    with (folder / "assessment.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["climate"] for row in rows} == {"unchanged", "warmer", "drier"}
    mine = [
        float(row["q50"])
        for row in rows
        if (row["scenario"], row["model"], row["climate"]) == ("covered", "icbm", "drier")
        and row["variable"] == "soil_organic_carbon_stock"
    ]
    series = document["climate_change"]["drier"]["results"]["covered"]["icbm"]["series"]
    assert mine == series["soil_organic_carbon_stock"]["q50"]


def test_the_netcdf_ledger_has_a_climate_beside_the_present_one(folder, document):
    with xr.open_dataset(folder / "ledger.nc", engine="h5netcdf") as ledger:
        stock = ledger["changed_climate_stock"]
        assert stock.dims == ("climate", "scenario", "model", "year", "quantile")
        assert stock.attrs["units"] == "t C/ha"
        chosen = {"climate": "drier", "scenario": "covered", "model": "icbm"}
        mine = stock.sel(**chosen, quantile="q95").values
        benefit = ledger["changed_climate_net_benefit_mean"].sel(**chosen).values
        assert "climate" not in ledger["net_co2e"].dims
    series = document["climate_change"]["drier"]["results"]["covered"]["icbm"]["series"]
    assert mine == pytest.approx(series["soil_organic_carbon_stock"]["q95"])
    assert np.isnan(benefit[0])
    assert benefit[1:] == pytest.approx(series["net_benefit"]["mean"][1:])


def test_all_draws_may_be_written_too(warmer, tmp_path):
    write_outputs(warmer, tmp_path / "all", draws=True)
    with xr.open_dataset(tmp_path / "all" / "ledger.nc", engine="h5netcdf") as ledger:
        assert ledger["changed_climate_stock"].sizes["climate"] == 2
        assert ledger.sizes["draw"] == 40


def test_the_chart_of_a_changed_climate_can_be_drawn(warmer):
    first = warmer.chart("climate", "covered", "rothc")
    assert first.startswith("<svg")
    assert warmer.chart("climate", "covered", "rothc", climate="drier") != first
    with pytest.raises(InputError, match="unknown changed climate 'hot'"):
        warmer.chart("climate", climate="hot")


def test_without_a_changed_climate_its_chart_is_refused():
    with pytest.raises(InputError, match="changed climate"):
        assess(plan(draws=3)).chart("climate")
