"""The answer document: plain, complete, reproducible."""

import json
import math
import shlex
from dataclasses import replace

import pytest

from permil.datasets.management import PracticeUse
from permil.datasets.project import Observation, Run
from permil.units import UNITS
from permil.vocabulary import AlternativeFate, Tillage
from permil.workflows.assess import assess
from workflows.projects import COVERED, MANURED, WHEAT, manure, project, scenario, unit


@pytest.fixture(scope="module")
def document():
    plan = project(
        scenario("covered", COVERED),
        scenario("manured", MANURED),
        run=Run(draws=80, models=("rothc", "ipcc_tier1")),
        observations=(
            Observation("baseline", None, 2030, 30.0, 40.0, 2.0, 6, "a notebook"),
            Observation("baseline", None, 2030, 20.0, 40.0),
        ),
    )
    return assess(plan).document()


def walk(node, path=""):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)
    else:
        yield path, node


def test_it_is_plain_json_without_odd_numbers(document):
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again == document
    for path, value in walk(document):
        assert value is None or isinstance(value, str | int | float | bool), path
        assert not isinstance(value, float) or math.isfinite(value), path


def test_every_quantity_has_a_unit_of_the_list_and_ordered_quantiles(document):
    def quantities(node):
        if isinstance(node, dict):
            if "q05" in node and not isinstance(node["mean"], list):
                yield node
            for value in node.values():
                yield from quantities(value)
        elif isinstance(node, list):
            for value in node:
                yield from quantities(value)

    found = list(quantities(document))
    assert len(found) > 50
    for quantity in found:
        assert quantity["unit"] in UNITS
        if quantity["q05"] is not None:
            assert quantity["q05"] <= quantity["q50"] <= quantity["q95"]


def test_the_command_that_reproduces_it_can_be_pasted_into_a_shell(tmp_path):
    file = tmp_path / "my farm's plan.toml"
    plan = replace(project(run=Run(draws=2, models=("rothc",))), path=file)
    command = assess(plan, draws=1).document()["command"]
    assert shlex.split(command) == ["permil", "assess", file.name, "--draws", "1"]


def test_a_model_at_another_depth_is_named_as_people_know_it():
    run = Run(draws=2, models=("ipcc_tier2",))
    shallow = assess(project(run=run, land_units=(unit(depth=20.0, sand=40.0),))).document()
    texts = [a["text"] for a in shallow["assumptions"] if a["code"] == "model_depth"]
    (found,) = texts
    assert found.startswith(
        "IPCC 2019 Tier 2 (steady-state method) is published for a layer of 30 cm;"
    )


def test_the_same_run_gives_the_same_document_outside_provenance(document):
    def run():
        found = assess(project()).document()
        found.pop("provenance")
        return json.dumps(found)

    assert run() == run()


def test_inputs_seed_and_draws_are_in_the_hash():
    base = assess(project(), draws=10).document()["input_hash"]
    assert assess(project(), draws=11).document()["input_hash"] != base
    assert assess(project(), draws=10, seed=5).document()["input_hash"] != base
    assert assess(project(raw={"name": "b"}), draws=10).document()["input_hash"] != base
    assert assess(project(), draws=10).document()["input_hash"] == base


def test_measurements_stand_beside_the_model_at_the_same_depth_only(document):
    same, other = document["observations"]
    assert same["modelled"]["rothc"] == pytest.approx(52.0, rel=0.05)
    assert same["error"]["rothc"] == pytest.approx(same["modelled"]["rothc"] - 40.0)
    assert other["modelled"] == {}
    fit = document["fit"]["baseline"]["rothc"]
    assert fit["n"] == 1
    assert fit["rmse"] == pytest.approx(abs(fit["bias"]))
    assert "model_misfit" in {w["code"] for w in document["warnings"]}


def test_probabilities_and_shares_are_between_zero_and_one(document):
    for models in document["summary"].values():
        for summary in models.values():
            assert 0 <= summary["probability_net_benefit"] <= 1
            assert sum(entry["share"] for entry in summary["spread"]) <= 1 + 1e-9
            for period in summary["periods"]:
                assert 0 <= period["probability_4_per_mille_additional"] <= 1


def test_nutrients_follow_the_published_ratio(document):
    rows = {r["nutrient"]: r for r in document["limits"]["manured"]["rothc"]}
    nitrogen, phosphorus = rows["nitrogen"]["need"]["mean"], rows["phosphorus"]["need"]["mean"]
    assert nitrogen / phosphorus == pytest.approx(83.3 / 20.0)  # Kirkby et al. 2011
    assert rows["nitrogen"]["supply"]["mean"] > 0


def test_the_best_scenario_comes_first_and_every_alternative_has_a_headline(document):
    assert set(document["headline"]) == {"covered", "manured"}
    best, other = document["headline"]
    benefit = {s: document["summary"][s]["rothc"]["net_benefit"]["mean"] for s in (best, other)}
    assert benefit[best] >= benefit[other]


def test_net_benefit_is_baseline_minus_scenario(document):
    years = range(1, len(document["years"]))
    base = document["fluxes"]["baseline"]["rothc"]["net_co2e"]["mean"]
    other = document["fluxes"]["covered"]["rothc"]["net_co2e"]["mean"]
    benefit = document["fluxes"]["covered"]["rothc"]["net_benefit"]["mean"]
    assert [base[i] - other[i] for i in years] == pytest.approx([benefit[i] for i in years])
    assert "net_benefit" not in document["fluxes"]["baseline"]["rothc"]


def test_a_bare_stock_without_sd_lists_what_the_interval_leaves_out():
    document = assess(project(land_units=(unit(stock_sd=None),))).document()
    left = {entry["code"] for entry in document["uncertainty"]["leaves_out"]}
    assert {"initial_stock", "model_structure", "model_parameters"} <= left


def test_a_baseline_at_rest_is_zero_and_no_rounding(document):
    summary = document["summary"]["baseline"]["ipcc_tier1"]
    names = ("mean", "q05", "q50", "q95")
    for quantity in (summary["stock_change"], summary["periods"][0]["rate_absolute"]):
        assert [quantity[name] for name in names] == [0.0] * 4
    for path, value in walk(document["summary"]):
        assert value in (None, 0) or not isinstance(value, float) or abs(value) > 1e-12, path


def test_a_baseline_at_rest_takes_no_time_and_only_the_endless_is_not_given(document):
    for models in (document["summary"]["baseline"], document["summary"]["covered"]):
        assert all(summary["time_to_equilibrium"] is not None for summary in models.values())
    assert document["summary"]["baseline"]["rothc"]["time_to_equilibrium"]["q95"] == 0.0
    assert document["summary"]["baseline"]["ipcc_tier1"]["time_to_equilibrium"]["q95"] == 0.0
    assert document["summary"]["manured"]["ipcc_tier1"]["time_to_equilibrium"]["q50"] == 18.0


def test_the_gain_of_a_single_land_unit_is_that_of_the_project(document):
    for name, models in document["land_units"].items():
        for model, rows in models.items():
            period = document["summary"][name][model]["periods"][0]
            (row,) = rows
            assert row["land_unit"] == "field"
            assert row["last_year"] == period["last_year"]
            for q in ("q05", "q50", "q95"):
                gain = period["stock_change_rate"][q]
                assert row["stock_change_rate"][q] == pytest.approx(gain, abs=1e-12)


def test_the_gains_of_land_units_add_up():
    fields = (unit(), unit("hill", 4.0, stock=38.0, clay=12.0))
    document = assess(project(land_units=fields)).document()
    rows = document["land_units"]["covered"]["rothc"]
    mean = sum(r["stock_change_rate"]["mean"] * f.area for r, f in zip(rows, fields, strict=True))
    period = document["summary"]["covered"]["rothc"]["periods"][0]
    assert mean / 14.0 == pytest.approx(period["stock_change_rate"]["mean"])
    assert rows[1]["initial_stock"]["mean"] == pytest.approx(38.0, rel=0.05)


def test_the_headline_says_the_net_rate_and_the_range_of_the_models(document):
    for answer in document["headline"].values():
        assert "t CO2e per hectare and year" in answer["text"]
        assert answer["models"].startswith("Medians of the 2 models over the first 20 years")
    alone = assess(project(), draws=20).document()["headline"]["covered"]
    assert alone["models"] == ""


def test_practices_bring_their_side_effects_and_the_answer_to_the_transfer_question():
    uses = (PracticeUse("compost", {"alternative_fate": AlternativeFate.LANDFILLED}),)
    plan = project(scenario("manured", MANURED, practices=uses))
    (practice,) = assess(plan, draws=10).document()["scenarios"][1]["practices"]
    assert practice["alternative_fate"] == "landfilled"
    assert {effect["on"] for effect in practice["side_effects"]} >= {"N2O"}
    assert practice["not_applies"]


MOVED = replace(WHEAT, amendments=(manure(AlternativeFate.SPREAD_ELSEWHERE),))
UNTILLED = replace(WHEAT, tillage=Tillage.NO_TILL)


def facts(*alternatives, **changes):
    found = assess(project(*alternatives, **changes), draws=10).document()["scenarios"]
    return {one["id"]: one for one in found}


def test_what_other_land_would_have_received_is_a_transfer_unless_the_baseline_has_it_too():
    plans = facts(scenario("moved", MOVED), scenario("burnt", MANURED))
    assert {name: one["transfer"] for name, one in plans.items()} == {
        "baseline": False,
        "moved": True,
        "burnt": False,
    }
    both = project(scenario("covered", replace(MOVED, cover_crops=COVERED.cover_crops)))
    both = replace(both, scenarios=(scenario("baseline", MOVED), both.scenarios[1]))
    document = assess(both, draws=10).document()
    assert not document["scenarios"][1]["transfer"]
    assert "transfer" not in {warning["code"] for warning in document["warnings"]}
    assert "other land" not in document["headline"]["covered"]["text"]


def test_a_transfer_with_a_benefit_depends_on_the_other_land():
    saved = replace(MOVED, fertilisers=())
    document = assess(project(scenario("moved", saved)), draws=100).document()
    assert document["summary"]["moved"]["rothc"]["probability_net_benefit"] == 1.0
    answer = document["headline"]["moved"]
    assert answer["answer"] == "depends_on_land"
    assert answer["likelihood"] == ""
    warning = next(w["text"] for w in document["warnings"] if w["code"] == "transfer")
    for part in ("fertiliser that the other land buys instead", "straw and roots"):
        assert part in warning
    assert "It depends on the other land." in answer["text"]


def test_tier_1_says_that_it_takes_no_carbon_from_the_other_land():
    def codes(*models):
        run = Run(draws=10, models=models)
        document = assess(project(scenario("moved", MOVED), run=run)).document()
        return {warning["code"] for warning in document["warnings"]}

    assert "transfer_tier1" in codes("rothc", "ipcc_tier1")
    assert "transfer_tier1" not in codes("rothc")


def test_less_tillage_is_known_and_whether_it_is_all_that_changes():
    plans = facts(
        scenario("untilled", UNTILLED),
        scenario("both", replace(COVERED, tillage=Tillage.REDUCED)),
        scenario("covered", COVERED),
    )
    found = {name: (one["less_tillage"], one["tillage_alone"]) for name, one in plans.items()}
    assert found == {
        "baseline": (False, False),
        "untilled": (True, True),
        "both": (True, False),
        "covered": (False, False),
    }
    more = project(scenario("ploughed", WHEAT))
    more = replace(more, scenarios=(scenario("baseline", UNTILLED), more.scenarios[1]))
    assert not assess(more, draws=10).document()["scenarios"][1]["less_tillage"]


def test_tillage_alone_depends_on_the_depth():
    document = assess(project(scenario("untilled", UNTILLED)), draws=100).document()
    answer = document["headline"]["untilled"]
    assert answer["answer"] == "depends_on_depth"
    assert "counts in 0–30 cm alone" in answer["text"]


def test_a_plan_for_a_part_of_the_land_says_so():
    fields = (unit("low", 5.0), unit("hill", 8.0))
    part = scenario("covered", COVERED, land_units=("low",))
    document = assess(project(part, land_units=fields), draws=100).document()
    assert document["scenarios"][1]["treated_area_ha"] == 5.0
    said = "averaged over all 13 ha; the practice is on 5 ha of them"
    assert said in document["headline"]["covered"]["text"]
    whole = assess(project(land_units=fields), draws=100).document()
    assert whole["scenarios"][1]["treated_area_ha"] == 13.0
    assert "averaged" not in whole["headline"]["covered"]["text"]


def test_a_single_draw_is_said_in_the_singular():
    document = assess(project(), draws=1).document()
    warning = next(w["text"] for w in document["warnings"] if w["code"] == "few_draws")
    assert warning.startswith("Only 1 draw:")
    assert "of 1 draws" in document["headline"]["covered"]["text"]
    assert document["headline"]["covered"]["likelihood"] == ""
