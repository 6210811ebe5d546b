"""The shipped examples: against the official program, and against their own claims."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from permil.datasets.project import Uncertainty
from permil.models import DEFAULT_SET
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from permil.workflows.projects import read_project
from permil.workflows.simulate_amg import simulate_amg
from rothc_files import read

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def hoosfield():
    project = read_project(EXAMPLES / "hoosfield.toml")
    return replace(project, uncertainty=Uncertainty(), run=replace(project.run, draws=1))


def test_hoosfield_reproduces_the_official_program_in_every_year(hoosfield):
    result = assess(hoosfield)
    stock = result.ledger["project_soil_organic_carbon"].sel(model="rothc")
    for scenario in ("unmanured", "fym_annual", "fym_1852_1871"):
        rows = [row for row in read("hoosfield_expected.csv") if row["scenario"] == scenario]
        official = [float(row["soil_organic_carbon_stock"]) for row in rows]
        found = stock.sel(scenario=scenario, year=[int(row["year"]) for row in rows]).values[:, 0]
        assert np.abs(found - official).max() < 3e-4


def test_hoosfield_shows_the_known_misfit_of_the_model(hoosfield):
    document = assess(hoosfield).document()
    rows = [
        r for r in document["observations"] if r["scenario"] == "unmanured" and r["year"] > 1852
    ]
    modelled = [row["modelled"]["rothc"] for row in rows]
    measured = [row["stock"] for row in rows]
    assert 28.5 < min(modelled) < max(modelled) < 32.5
    assert 23 < min(measured) < max(measured) < 28
    warnings = {w["code"] for w in document["warnings"]}
    assert {"hindcast", "model_misfit", "transfer"} <= warnings
    assert document["project"]["hindcast"]
    assert document["fit"]["unmanured"]["rothc"]["bias"] > 3


def test_manure_that_would_have_fed_other_fields_of_hoosfield_is_no_yes():
    answers = assess(EXAMPLES / "hoosfield.toml", draws=100).document()["headline"]
    assert answers["fym_annual"]["answer"] == "depends_on_land"
    assert answers["fym_1852_1871"]["answer"] in ("no", "probably_no")


def test_the_arable_plan_plans_forward_and_says_it_is_illustrative():
    result = assess(EXAMPLES / "arable_plan.toml", draws=100)
    document = result.document()
    assert (document["horizon"]["first_year"], document["horizon"]["last_year"]) == (2026, 2056)
    assert len(document["scenarios"]) == 4
    assert document["project"]["illustrative"]
    assert not document["project"]["hindcast"]
    assert "ERA5" in document["project"]["climate"]["source"]
    assert len(document["models"]) == 6  # the ensemble and the default set
    for model in DEFAULT_SET:
        view = ModelView(result, model)
        assert np.all(view.soc[1:, -1].mean(-1) > view.soc[0, -1].mean())


def test_the_fen_is_told_first_and_rewetting_outweighs_the_cover_crop():
    document = assess(EXAMPLES / "peat_rewetting.toml", draws=200).document()
    assert document["project"]["illustrative"]
    assert document["warnings"][0]["code"] == "peat_first"
    answers = {s: entry["answer"] for s, entry in document["headline"].items()}
    assert answers["rewetting"] in ("yes", "probably_yes")
    assert answers["draining"] == "no"
    benefit = {
        s: document["summary"][s]["ensemble"]["net_benefit"]["q50"]
        for s in ("rewetting", "cover_crop", "draining")
    }
    assert benefit["rewetting"] > 20 * benefit["cover_crop"] > 0 > benefit["draining"]
    (fen,) = document["organic_soils"]
    areas = fen["areas_ha"]["rewetting"]
    assert areas["rewetted"][:6] == [8.0, 16.0, 24.0, 32.0, 40.0, 40.0]
    for states in fen["areas_ha"].values():
        parts = zip(*(states[n] for n in ("drained", "rewetted", "undisturbed")), strict=True)
        assert {round(sum(state), 9) for state in parts} == {68.0}
    (practice,) = next(s for s in document["scenarios"] if s["id"] == "rewetting")["practices"]
    assert practice["id"] == "rewetting"


def test_the_example_of_amg_runs_and_its_straw_makes_a_difference():
    runs = simulate_amg(EXAMPLES / "amg_input").runs
    assert [run.treatment for run in runs] == ["straw_sold", "straw_kept", "straw_and_compost"]
    last = [run.years["soil_organic_carbon_stock"][-1] for run in runs]
    assert last[0] < last[1] < last[2] < 60.0
