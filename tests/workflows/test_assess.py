"""Invariants of an assessment, on a small farm."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import CarbonInput, CropYear, Management, Schedule, YearOverride
from permil.datasets.project import Horizon, Run, Uncertainty
from permil.errors import InputError, NotApplicable, UnknownName
from permil.vocabulary import AlternativeFate, InputLevel, Residues, Start, Tillage
from permil.workflows import trajectories
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from permil.workflows.summary import summarise_scenario
from workflows.projects import (
    COVERED,
    MANURED,
    WHEAT,
    manure,
    project,
    scenario,
    unit,
)

REMOVED = tuple(
    replace(crop, residues=Residues.REMOVED, removed_share=1.0) for crop in WHEAT.rotation
)
LINES = ("project_soil_organic_carbon", "net_co2e", "direct_n2o", "indirect_n2o")


def values(assessment, name, **chosen):
    return assessment.ledger[name].sel(model="rothc", **chosen).values


def test_the_default_start_holds_the_measured_stock_under_the_baseline():
    result = assess(project())
    stock = values(result, "project_soil_organic_carbon", scenario="baseline") / 10.0
    period = stock[::2]  # the stock swings within the rotation of two years
    assert period == pytest.approx(np.broadcast_to(stock[0], period.shape), rel=1e-9)
    assert stock[0].std() == pytest.approx(3.0, rel=0.3)
    codes = {note.code for note in result.assumptions}
    assert "start_measured_stock" in codes


def test_cover_crops_and_manure_of_the_baseline_are_held_as_they_are():
    rich = replace(COVERED, amendments=(manure(every=2),))
    one = project(land_units=(unit(stock=120.0),))
    one = replace(one, scenarios=(scenario("baseline", rich), *one.scenarios[1:]))
    stock = values(assess(one), "project_soil_organic_carbon", scenario="baseline")[::2]
    assert stock == pytest.approx(np.broadcast_to(stock[0], stock.shape), rel=1e-9)


def test_no_practice_gains_from_carbon_that_nobody_recorded():
    """The gain of returned straw is that of its own carbon, however much the stock needs beside."""
    returned = scenario("returned", WHEAT)
    bare = replace(WHEAT, rotation=REMOVED)

    def gain(stock, stock_sd=1.0):
        one = project(returned, land_units=(unit(stock=stock, stock_sd=stock_sd),))
        one = replace(one, scenarios=(scenario("baseline", bare), returned))
        soc = assess(one).ledger["project_soil_organic_carbon"].sel(model="rothc")
        by_name = {name: soc.sel(scenario=name).values for name in ("baseline", "returned")}
        return by_name["returned"] - by_name["baseline"]

    assert gain(90.0)[-1].mean() > 50.0  # t C on ten hectares
    assert gain(90.0) == pytest.approx(gain(120.0), rel=1e-9, abs=1e-9)
    # Where the yields suggest too much, the straw counts in proportion to the active stock.
    active = [stock - 0.049 * stock**1.139 for stock in (8.0, 12.0)]
    ratio = gain(8.0, 1e-9)[-1] / gain(12.0, 1e-9)[-1]
    assert ratio == pytest.approx(active[0] / active[1], rel=1e-6)


def test_everything_done_every_few_years_counts_in_the_period():
    every_five = replace(COVERED.cover_crops[0], schedule=Schedule(every=5))
    assert replace(WHEAT, cover_crops=(every_five,)).period == 10


def test_a_single_year_at_either_end_changes_no_steady_state():
    fallow = CropYear("bare_fallow")

    def run(*years):
        overrides = tuple(YearOverride((year,), crop=fallow) for year in years)
        base = scenario("baseline", replace(WHEAT, overrides=overrides))
        covered = scenario("covered", replace(COVERED, overrides=overrides))
        return ModelView(assess(replace(project(covered), scenarios=(base, covered))), "rothc")

    plain, odd = run(), run(2026, 2065)
    for name in ("scale", "equilibrium", "time_to_equilibrium"):
        assert odd.mean_of(name) == pytest.approx(plain.mean_of(name), rel=1e-12)
    assert odd.soc[0, 0] == pytest.approx(plain.soc[0, 0], rel=1e-12)
    assert np.all(odd.soc[0, 1] < plain.soc[0, 1])
    assert np.all(odd.soc[0, -2] < plain.soc[0, -2])


def test_a_long_interval_of_one_scenario_moves_no_other():
    rare = replace(WHEAT, amendments=(manure(every=33),))
    alone = ModelView(assess(project()), "rothc")
    beside = project(scenario("covered", COVERED), scenario("rare", rare))
    both = ModelView(assess(beside), "rothc")
    assert both.benefit[:2] == pytest.approx(alone.benefit, rel=1e-12)
    assert both.mean_of("equilibrium")[:2] == pytest.approx(alone.mean_of("equilibrium"), rel=1e-12)


def test_a_history_start_below_the_inert_carbon_is_refused():
    held = unit(stock=40.0, inert_organic_matter=41.0)
    one = project(
        land_units=(held,),
        history=WHEAT,
        run=Run(models=("rothc",), start=Start.HISTORY, seed=1, draws=20),
    )
    with pytest.raises(NotApplicable, match="inert"):
        assess(one)


def test_a_rotation_of_four_years_makes_no_turn_into_cost():
    """Its last, unbalanced ten years would: the year of the cover crop is early in the cycle."""
    four = (*WHEAT.rotation, *WHEAT.rotation)
    covered = replace(
        COVERED,
        rotation=four,
        cover_crops=(replace(COVERED.cover_crops[0], schedule=Schedule(every=4)),),
    )
    base = scenario("baseline", replace(WHEAT, rotation=four))
    one = replace(project(scenario("covered", covered)), horizon=Horizon(2026, 2056, None))
    result = assess(replace(one, scenarios=(base, one.scenarios[1])))
    annual = ModelView(result, "rothc").benefit[1].mean(axis=-1)
    assert np.convolve(annual, np.ones(8) / 8.0, mode="valid").min() > 0.0
    summary = summarise_scenario(ModelView(result, "rothc"), 1)
    assert summary["crossover_year"] is None


def test_shared_draws_a_longer_run_begins_with_the_shorter():
    short, long = assess(project(), draws=40), assess(project(), draws=90)
    for name in LINES:
        assert long.ledger[name].values[..., :40] == pytest.approx(
            short.ledger[name].values, rel=1e-12, nan_ok=True
        )


def test_another_scenario_changes_no_other_result():
    one = assess(project(scenario("covered", COVERED)))
    two = assess(project(scenario("manured", MANURED), scenario("covered", COVERED)))
    for name in LINES:
        for kept in ("baseline", "covered"):
            assert values(one, name, scenario=kept) == pytest.approx(
                values(two, name, scenario=kept), rel=1e-12, nan_ok=True
            )


def test_chunks_of_draws_change_nothing(monkeypatch):
    whole = assess(project())
    monkeypatch.setattr(trajectories, "CHUNK_VALUES", 1)
    parts = assess(project(), draws=150)
    for name in LINES:
        assert parts.ledger[name].values[..., :60] == pytest.approx(
            whole.ledger[name].values, rel=1e-12, nan_ok=True
        )


def test_same_seed_same_bytes_and_another_seed_other_draws():
    first, again = assess(project()), assess(project())
    other = assess(project(), seed=2)
    for name in LINES:
        assert np.array_equal(first.ledger[name].values, again.ledger[name].values, equal_nan=True)
    assert not np.array_equal(
        values(first, "project_soil_organic_carbon"), values(other, "project_soil_organic_carbon")
    )


def test_land_units_add_up():
    parts = (unit("north", 4.0, stock_sd=None), unit("south", 6.0, stock_sd=None))
    split = assess(project(land_units=parts))
    whole = assess(project(land_units=(unit("whole", 10.0, stock_sd=None),)))
    for name in LINES:
        assert split.ledger[name].values == pytest.approx(
            whole.ledger[name].values, rel=1e-10, nan_ok=True
        )


def test_a_scenario_of_one_unit_leaves_the_other_at_the_baseline():
    units = (unit("north"), unit("south"))
    result = assess(project(scenario("covered", COVERED, land_units=("north",)), land_units=units))
    stock = result.ledger["soil_organic_carbon_stock_mean"].sel(model="rothc")
    south = stock.sel(land_unit="south")
    assert south.sel(scenario="covered").values == pytest.approx(
        south.sel(scenario="baseline").values
    )
    north = stock.sel(land_unit="north")
    assert north.sel(scenario="covered")[-1] > north.sel(scenario="baseline")[-1] + 1


def test_more_carbon_more_stock_and_more_n2o():
    result = assess(project(scenario("manured", MANURED)))
    soc = values(result, "project_soil_organic_carbon")
    assert np.all(soc[1, 1:] > soc[0, 1:])
    n2o = values(result, "direct_n2o")[:, 1:]
    assert np.all(n2o[1] > n2o[0])


def test_a_transfer_gains_nothing_for_the_climate():
    moved = replace(WHEAT, amendments=(manure(AlternativeFate.SPREAD_ELSEWHERE),))
    gained = assess(project(scenario("manured", MANURED)))
    transferred = assess(project(scenario("manured", moved)))
    view = ModelView(transferred, "rothc")
    here = view.soc[1, -1] - view.soc[0, -1]
    assert np.all(here > 1.0)
    assert ModelView(gained, "rothc").benefit[1].sum(0).min() > 0
    # The same carbon and N2O are missing elsewhere; only the manure draws are shared, so that
    # what remains is rounding.
    total = view.benefit[1].sum(axis=0)
    scale = here * 10 * 44 / 12
    assert np.abs(total / scale).max() < 1e-9
    assert "amendment_transfer" in {note.code for note in transferred.assumptions}


def test_manure_that_only_moves_makes_no_difference_at_any_metric():
    moved = replace(WHEAT, amendments=(manure(AlternativeFate.SPREAD_ELSEWHERE),))
    one = project(scenario("moved", moved), uncertainty=Uncertainty(0.1, 0.0))
    document = assess(one).document()
    summary = document["summary"]["moved"]["rothc"]
    stock = summary["initial_stock"]["mean"] * 10.0
    rows = [summary["net_benefit"], *(row["net_benefit"] for row in summary["metrics"])]
    assert [row["mean"] for row in rows] == pytest.approx([0.0] * 4, abs=1e-9 * stock)
    assert summary["probability_net_benefit"] == 0.0
    assert document["headline"]["moved"]["text"].startswith("No difference.")


def test_a_rotation_that_holds_its_stock_mineralises_nothing():
    one = assess(project(scenario("moved", MANURED), horizon=Horizon(2026, 2065, None)))
    direct = values(one, "direct_n2o", scenario="baseline")[1:]
    assert direct[::2] == pytest.approx(np.broadcast_to(direct[0], direct[::2].shape), rel=1e-9)
    assert direct[1::2] == pytest.approx(np.broadcast_to(direct[1], direct[1::2].shape), rel=1e-9)


def test_few_draws_and_models_that_disagree_are_said():
    run = Run(models=("rothc", "ipcc_tier1"), seed=1)
    apart = replace(COVERED, input_level="high_with_manure")
    document = assess(project(scenario("apart", apart), run=run), draws=50).document()
    codes = {warning["code"] for warning in document["warnings"]}
    assert {"few_draws", "models_disagree"} <= codes


def test_a_change_that_tier_1_does_not_see_is_said():
    level = InputLevel.MEDIUM
    base = scenario("baseline", replace(WHEAT, input_level=level))
    covered = scenario("covered", replace(COVERED, input_level=level))
    spread = scenario("spread", replace(WHEAT, input_level=level, fertilisers=()))
    one = project(covered, spread, run=Run(models=("rothc", "ipcc_tier1"), seed=1))
    one = replace(one, scenarios=(base, covered, spread))
    document = assess(one, draws=100).document()
    found = [w["text"] for w in document["warnings"] if w["code"] == "unseen_change"]
    assert len(found) == 1
    assert "Covered" in found[0]


def test_another_tillage_closes_the_flows_and_its_pools_make_the_stock():
    tilled = scenario("tilled", replace(WHEAT, tillage=Tillage.NO_TILL))
    result = assess(project(tilled))
    soc = values(result, "project_soil_organic_carbon", scenario="tilled")
    flow = values(result, "project_carbon_input", scenario="tilled") - values(
        result, "project_respiration", scenario="tilled"
    )
    assert np.diff(soc, axis=0) == pytest.approx(flow[1:], rel=1e-9, abs=1e-9)
    assert np.all(ModelView(result, "rothc").mean_of("time_to_equilibrium")[1] == 18.0)


def test_practices_that_stop_fall_back_to_the_baseline():
    result = assess(project())
    outcome = result.outcomes["rothc"]["field"]
    stop = 2046 - 2026
    reversal, soc = outcome.reversal.mean(-1), ModelView(result, "rothc").soc.mean(-1)
    assert reversal.shape[1] == soc.shape[1] - stop
    assert reversal[1, 0] == pytest.approx(soc[1, stop], rel=1e-9)
    gain = reversal[1] - soc[0, stop:]
    assert gain[-1] < 0.8 * gain[0]
    assert gain[-1] > 0


def test_the_input_for_4_per_mille_reaches_it():
    monthly = (0.0, 0.0, 0.0, 0.2, 0.4, 0.6, 0.8, 0.5, 0.0, 0.0, 0.0, 0.0)
    given = CarbonInput(plant=monthly, cover=(1.0,) * 12)
    plain = {
        "land_units": (unit(stock_sd=None),),
        "run": Run(models=("rothc",), draws=1, start=Start.STEADY_STATE),
        "uncertainty": Uncertainty(),
    }
    baseline = scenario("baseline", Management(carbon_input=given))
    view = ModelView(assess(project(scenarios=(baseline,), **plain)), "rothc")
    extra = summarise_scenario(view, 0)["input_for_4_per_mille"]["mean"]
    factor = 1.0 + extra / sum(monthly)
    more = CarbonInput(plant=tuple(m * factor for m in monthly), cover=(1.0,) * 12)
    richer = scenario("richer", Management(carbon_input=more))
    result = ModelView(assess(project(scenarios=(baseline, richer), **plain)), "rothc")
    period = summarise_scenario(result, 1)["periods"][0]
    assert period["rate_additional"]["mean"] == pytest.approx(4.0, rel=1e-9)
    assert extra > 0.1


def test_tillage_acts_through_the_stock_factor_and_says_so():
    tilled = replace(WHEAT, tillage=Tillage.NO_TILL)
    result = assess(project(scenario("no_till", tilled)))
    soc = ModelView(result, "rothc").soc
    gain = soc[1] / soc[0] - 1
    assert gain[1:21].mean() > 0
    # 2019 Refinement, table 5.5, cool temperate moist: 1.09 over full tillage, in 20 years.
    assert np.median(gain[20] * soc[0, 20] / soc[0, 0]) == pytest.approx(0.09, abs=0.01)
    assert gain[40] == pytest.approx(gain[20] * soc[0, 20] / soc[0, 40], rel=1e-6)
    assert "tillage_stock_factor" in {note.code for note in result.assumptions}


def test_tier1_runs_beside_the_compartments():
    result = assess(
        project(scenario("manured", MANURED), run=Run(draws=60, models=("rothc", "ipcc_tier1")))
    )
    view = ModelView(result, "ipcc_tier1")
    assert view.soc[0] == pytest.approx(np.broadcast_to(view.soc[0, 0], view.soc[0].shape))
    ratio = np.median(view.soc[1, -1] / view.soc[0, -1])
    assert ratio == pytest.approx(1.44, rel=0.02)  # high input with manure over medium
    steps = np.diff(view.soc[1], axis=0)
    assert steps[:20] == pytest.approx(np.broadcast_to(steps[0], (20, 60)))
    assert np.abs(steps[20:]).max() < 1e-9


def test_a_model_of_another_depth_is_left_out_and_said():
    result = assess(
        project(land_units=(unit(depth=23.0),), run=Run(draws=20, models=("rothc", "ipcc_tier1")))
    )
    assert list(result.ledger["model"].values) == ["rothc"]
    assert "30" in result.left_out["ipcc_tier1"]


def test_losses_mineralise_nitrogen_and_gains_give_no_credit():
    removed = replace(
        WHEAT,
        rotation=tuple(replace(c, crop_yield=c.crop_yield * 0.3) for c in WHEAT.rotation),
        fertilisers=(),
    )
    bare = assess(project(scenario("poor", removed)))
    soc = ModelView(bare, "rothc").soc
    assert np.all(soc[1, -1] < soc[1, 0])
    supply = values(bare, "nitrogen_supply", scenario="poor")[1:]
    direct = values(bare, "direct_n2o", scenario="poor")[1:]
    # What is emitted is more than the residues' nitrogen alone would give.
    ef1 = bare.drawn.values["n2o.ef1_other"]
    assert np.all(direct[5] > supply[5] * ef1 * 44 / 28 / 1000)


def test_quasi_random_draws_agree_with_random_ones_and_are_reproducible():
    chosen = Run(models=("rothc",), draws=256, sequence="sobol")
    first, again = assess(project(run=chosen)), assess(project(run=chosen))
    random = assess(project(run=Run(models=("rothc",), draws=2000)))
    for name in LINES:
        assert np.array_equal(first.ledger[name].values, again.ledger[name].values, equal_nan=True)
    sobol = ModelView(first, "rothc").benefit[1].sum(0)
    plain = ModelView(random, "rothc").benefit[1].sum(0)
    assert np.median(sobol) == pytest.approx(np.median(plain), rel=0.05)


def test_every_drawn_factor_has_a_quasi_random_dimension():
    from permil.draws import QUASI_RANDOM_DIMENSIONS

    result = assess(
        project(scenario("manured", MANURED), run=Run(draws=5, models=("rothc", "ipcc_tier1")))
    )
    names = {name for name in result.drawn.record if not name.startswith("soil.stock.")}
    assert names <= set(QUASI_RANDOM_DIMENSIONS)


def test_a_run_that_no_machine_could_hold_is_refused_at_once():
    with pytest.raises(InputError, match=r"run\.draws.*at most"):
        assess(project(), draws=100_000_000)


def test_an_assessment_draws_the_charts_of_its_report():
    result = assess(project(), draws=20)
    pictures = {kind: result.chart(kind) for kind in ("stock", "balance", "limits", "spread")}
    assert len(set(pictures.values())) == 4
    for picture in pictures.values():
        assert picture.startswith("<svg")
        assert picture._repr_svg_() == picture
    assert result.chart("stock", "baseline", "rothc") != pictures["stock"]
    assert result.chart("fit") == ""  # nothing was measured


@pytest.mark.parametrize(
    "asked", [("pie",), ("stock", "nowhere"), ("stock", "covered", "none"), ("spread", "baseline")]
)
def test_a_chart_that_there_is_not_is_refused(asked):
    with pytest.raises(UnknownName):
        assess(project(), draws=10).chart(*asked)
