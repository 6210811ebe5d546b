"""The ensemble: a draw is one model's, and the mixture has the weights that were asked for."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.project import Run
from permil.errors import MissingKey
from permil.models import DEFAULT_SET
from permil.workflows.assess import assess
from permil.workflows.ensemble import ENSEMBLE, EnsembleView, ensemble_weights
from permil.workflows.model_view import ModelView
from workflows.projects import COVERED, MANURED, project, scenario, unit

MODELS = ("rothc", "century", "ipcc_tier2", "ipcc_tier1")
SOIL = {
    "sand": 40.0,
    "ph": 6.8,
    "calcium_carbonate": 0.0,
    "carbon_nitrogen_ratio": 10.0,
    "organic_carbon": 13.0,
}


def run(models=MODELS, draws=200, **weights):
    return assess(
        project(
            scenario("covered", COVERED),
            scenario("manured", MANURED),
            land_units=(unit(**SOIL),),
            run=Run(draws=draws, models=models, weights=weights),
        )
    )


@pytest.fixture(scope="module")
def result():
    return run()


def test_every_draw_is_that_of_its_model_in_all_scenarios(result):
    view = EnsembleView(result, result.weights)
    single = [ModelView(result, name) for name in MODELS]
    for draw in range(0, 200, 17):
        own = single[view.pick[draw]]
        assert np.array_equal(view.soc[:, :, draw], own.soc[:, :, draw])
        assert np.array_equal(view.benefit[:, :, draw], own.benefit[:, :, draw])
        assert np.array_equal(
            view.mean_of("equilibrium")[:, draw], own.mean_of("equilibrium")[:, draw]
        )


def test_the_document_leads_with_the_ensemble_and_keeps_its_models(result):
    document = result.document()
    first, *others = document["models"]
    assert first["name"] == ENSEMBLE
    assert [m["name"] for m in others] == list(MODELS)
    assert sum(m["weight"] for m in others) == pytest.approx(1.0)
    for key in ("trajectories", "summary", "limits", "land_units", "fluxes"):
        assert list(document[key]["covered"]) == [ENSEMBLE, *MODELS]
    medians = [
        document["summary"]["covered"][m]["additional_stock"]["q50"] for m in (ENSEMBLE, *MODELS)
    ]
    assert min(medians[1:]) <= medians[0] <= max(medians[1:])
    covers = {row["code"] for row in document["uncertainty"]["covers"]}
    assert {"model_choice", "model_parameters"} <= covers


def test_the_choice_of_the_model_carries_spread_where_models_differ(result):
    spread = result.document()["summary"]["manured"][ENSEMBLE]["spread"]
    assert spread[0]["parameter"] == "model"
    assert sum(row["share"] for row in spread) <= 1.0 + 1e-12
    alone = result.document()["summary"]["manured"]["rothc"]["spread"]
    assert all(not row["parameter"].startswith(("ipcc_tier2.", "model")) for row in alone)


def test_weights_decide_how_often_a_model_is_taken():
    heavy = run(models=("rothc", "century"), draws=2000, rothc=3.0, century=1.0)
    view = EnsembleView(heavy, heavy.weights)
    assert heavy.weights == {"rothc": 0.75, "century": 0.25}
    assert (view.pick == 0).mean() == pytest.approx(0.75, abs=0.03)


def test_a_model_without_a_weight_is_never_taken():
    assert ensemble_weights(["rothc", "century"], {"rothc": 2.0}) == {"rothc": 1.0, "century": 0.0}
    one = run(models=("rothc", "century"), draws=50, rothc=1.0)
    assert np.array_equal(EnsembleView(one, one.weights).soc, ModelView(one, "rothc").soc)


def test_a_line_that_one_member_does_not_know_is_not_known(result):
    view = EnsembleView(result, result.weights)
    assert np.isnan(view.line("project_carbon_input")).all()
    within = EnsembleView(result, {"rothc": 0.5, "century": 0.5})
    assert np.isfinite(within.line("project_carbon_input")[:, 1:]).all()


def test_the_default_set_takes_the_models_whose_soil_is_known():
    bare = assess(project(land_units=(unit(),), run=Run(draws=20)))
    known = assess(project(land_units=(unit(**SOIL),), run=Run(draws=20)))
    assert list(known.weights) == list(DEFAULT_SET)
    assert not known.left_out
    assert set(bare.left_out) == {"amg", "icbm", "century", "ipcc_tier2"} & set(bare.left_out)
    assert "amg" in bare.left_out
    assert "rothc" in bare.weights
    texts = [w["text"] for w in bare.document()["warnings"] if w["code"] == "model_left_out"]
    assert any("AMG" in text for text in texts)


def test_a_named_model_asks_for_the_soil_that_it_needs():
    with pytest.raises(MissingKey, match=r"land_unit\.field, model amg"):
        assess(project(land_units=(unit(),), run=Run(draws=5, models=("amg",))))


def test_models_made_for_another_depth_stand_apart():
    deep = assess(
        project(land_units=(unit(**SOIL),), run=Run(draws=10, models=("rothc", "yasso15")))
    )
    assert list(deep.weights) == ["rothc"]
    assert "100" in deep.left_out["yasso15"]
    (row,) = [m for m in deep.document()["models"] if m["name"] == "yasso15"]
    assert row["apart"]


@pytest.mark.parametrize("name", ["icbm", "icbm_discrete", "amg", "century", "ctool", "ipcc_tier2"])
def test_every_model_holds_the_measured_stock_and_gains_by_manure(name):
    one = run(models=(name,), draws=20)
    view = ModelView(one, name)
    # Models of a year take the mean of its months: the stock swings with the rotation of two.
    period = view.soc[0, ::2]
    assert period == pytest.approx(np.broadcast_to(period[0], period.shape), rel=1e-8)
    assert np.all(view.soc[2, -1] > view.soc[0, -1])
    assert np.all(view.mean_of("equilibrium")[2] > view.soc[2, -1] - 2.0)


def test_tillage_acts_once_in_a_model_that_knows_it():
    from permil.vocabulary import Tillage

    till = replace(COVERED, cover_crops=(), tillage=Tillage.NO_TILL)
    base = project(
        scenario("no_till", till),
        land_units=(unit(**SOIL),),
        run=Run(draws=30, models=("ipcc_tier2", "rothc")),
    )
    found = assess(base)
    own, factor = (ModelView(found, name) for name in ("ipcc_tier2", "rothc"))
    assert np.all(own.soc[1, -1] > own.soc[0, -1])
    drawn = [name for name in own.drawn() if name.startswith("ipcc.f_mg")]
    assert factor.soc[1, -1].mean() > factor.soc[0, -1].mean()
    assert drawn  # shared draws exist, but Tier 2 does not answer to them
    rank = np.corrcoef(own.soc[1, -1] / own.soc[0, -1], own.drawn()[drawn[0]])[0, 1]
    assert abs(rank) < 0.6


def test_defaults_of_the_ensemble_are_listed(result):
    codes = {note.code for note in result.assumptions}
    assert "weights_equal" in codes
    assert "models_default" not in codes  # they were named
    default = assess(project(land_units=(unit(),), run=Run(draws=5)))
    (note,) = [note for note in default.assumptions if note.code == "models_default"]
    assert "rothc" in note.fields["models"]
    heavy = run(models=("rothc", "century"), draws=5, rothc=1.0)
    (without,) = [note for note in heavy.assumptions if note.code == "weights_none"]
    assert without.fields["models"] == "century"
