"""Nutrients as a limit: the budget closes, what is not known is said, options carry their gases."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import CropYear, FertiliserUse, MineralUse
from permil.datasets.project import Adoption, Run
from permil.tables.upstream_categories import ManufactureStudy
from permil.vocabulary import Fertiliser, Residues
from permil.workflows.assess import assess
from permil.workflows.harvest import fixed_nitrogen, harvested
from permil.workflows.model_view import ModelView
from permil.workflows.nutrient_limits import limits
from workflows.projects import COVERED, WHEAT, project, scenario

RUN = Run(models=("rothc",), draws=40)


def rows_of(baseline=WHEAT, other=COVERED, **more):
    scenarios = (scenario("baseline", baseline), scenario("other", other))
    result = assess(project(scenarios=scenarios, run=RUN, **more))
    view = ModelView(result, "rothc")
    return [{r["nutrient"]: r for r in limits(view, s)} for s in (0, 1)], result


def test_what_a_harvest_takes():
    # 7 t of fresh wheat at 88 % dry matter (table crops), 23.4 g N and 3.34 g P per kg.
    grain = harvested(CropYear("winter_wheat", 7.0))
    dry = 7.0 * 0.88
    assert grain["N"] == pytest.approx(dry * 23.4, rel=0.02)
    assert grain["P"] == pytest.approx(dry * 3.34, rel=0.02)
    straw = harvested(CropYear("winter_wheat", 7.0, Residues.REMOVED, 1.0))
    above = 1.61 * dry + 0.4  # IPCC 2019 table 11.1A
    assert straw["N"] - grain["N"] == pytest.approx(1000 * above * 0.006, rel=0.05)
    assert harvested(CropYear("clover_ley", 8.0))["P"] is None
    assert harvested(CropYear("bare_fallow")) == {"N": 0.0, "P": 0.0, "S": 0.0}


def test_a_legume_fixes_and_a_cereal_does_not():
    assert fixed_nitrogen(CropYear("winter_wheat", 7.0)) == 0.0
    pea = fixed_nitrogen(CropYear("pea", 4.0))
    assert 60 < pea < 250
    assert fixed_nitrogen(CropYear("pea", 8.0)) == pytest.approx(2 * pea)


def test_the_budget_of_nitrogen_closes_in_the_mean():
    (_, rows), result = rows_of()
    row = rows["nitrogen"]
    supply, lost, removed = (row[k]["mean"] for k in ("supply", "lost", "removed"))
    assert row["available"]["mean"] == pytest.approx(supply - lost - removed, rel=1e-9)
    assert sum(row["parts"].values()) == pytest.approx(supply, rel=1e-9)
    area = sum(unit.area for unit in result.project.land_units)
    assert row["parts"]["fertiliser"] == pytest.approx(100.0 * area)
    # The odds of a lack are those of the rest, not of its median.
    assert 0 <= row["probability_deficit"] <= 1
    assert row["limited"] == (row["deficit"]["q50"] > 0 and row["need"]["q50"] > 0)


def test_a_lack_names_its_ways_out_with_their_gases_and_plenty_needs_none():
    starved = replace(COVERED, fertilisers=())
    (_, rows), _ = rows_of(other=starved)
    options = {o["option"]: o for o in rows["nitrogen"]["options"]}
    assert list(options) == ["legumes", "recycling", "mineral"]
    lack = rows["nitrogen"]["deficit"]["q50"]
    for option in options.values():
        assert option["amount"]["q50"] > lack  # some is lost on the way
        assert option["emissions"]["q50"] > 0
    assert options["mineral"]["emissions"]["q50"] > options["legumes"]["emissions"]["q50"]
    rich = replace(COVERED, fertilisers=(FertiliserUse(Fertiliser.UREA, 400.0),))
    (_, rows), _ = rows_of(other=rich)
    assert rows["nitrogen"]["options"] == []
    assert rows["nitrogen"]["limited"] is False


def test_phosphorus_that_nobody_gave_is_unknown_and_none_is_zero():
    (_, rows), _ = rows_of()
    assert rows["phosphorus"]["unknown"] == ["mineral"]
    assert rows["phosphorus"]["supply"] is None
    assert rows["phosphorus"]["limited"] is None
    fed = replace(COVERED, minerals=(MineralUse(20.0, 0.0),))
    (_, rows), result = rows_of(other=fed)
    area = sum(unit.area for unit in result.project.land_units)
    assert rows["phosphorus"]["supply"]["mean"] == pytest.approx(20.0 * area)
    assert rows["phosphorus"]["unknown"] == []
    none = replace(COVERED, minerals=(MineralUse(0.0, 0.0),))
    (_, rows), _ = rows_of(other=none)
    assert rows["phosphorus"]["limited"] is True
    assert [o["option"] for o in rows["phosphorus"]["options"]] == ["mineral"]


def test_deposition_is_an_assumption_until_it_is_given():
    _, result = rows_of()
    assert "nitrogen_deposition" in {note.code for note in result.assumptions}
    assert np.ptp(result.deposition) > 0
    (_, rows), given = rows_of(nitrogen_deposition=17.0)
    assert "nitrogen_deposition" not in {note.code for note in given.assumptions}
    area = sum(unit.area for unit in given.project.land_units)
    assert rows["nitrogen"]["parts"]["deposition"] == pytest.approx(17.0 * area)


def test_what_half_of_the_land_adopts_is_half_of_the_difference():
    """All parts of the budget belong to the land that has adopted, and to that which has not."""
    starved = replace(COVERED, fertilisers=(), minerals=(MineralUse(20.0, 0.0),))
    (today, whole), _ = rows_of(other=starved)
    half = replace(scenario("other", starved), adoption=(Adoption((0.5,) * 20),))
    scenarios = (scenario("baseline", WHEAT), half)
    view = ModelView(assess(project(scenarios=scenarios, run=RUN)), "rothc")
    found = {r["nutrient"]: r for r in limits(view, 1)}
    for part in ("need", "supply", "lost", "removed"):
        mean = 0.5 * (today["nitrogen"][part]["mean"] + whole["nitrogen"][part]["mean"])
        assert found["nitrogen"][part]["mean"] == pytest.approx(mean, rel=0.02), part
    assert found["nitrogen"]["parts"]["fertiliser"] == pytest.approx(
        0.5 * today["nitrogen"]["parts"]["fertiliser"]
    )


@pytest.mark.parametrize("study", list(ManufactureStudy))
def test_the_making_of_an_option_is_that_of_the_runs_study(study):
    starved = replace(COVERED, fertilisers=())
    run = replace(RUN, manufacture_study=study)
    plan = project(scenarios=(scenario("baseline", starved), scenario("other", WHEAT)), run=run)
    view = ModelView(assess(plan), "rothc")
    rows = {r["nutrient"]: r for r in limits(view, 0)}
    options = {o["option"]: o for o in rows["nitrogen"]["options"]}
    mineral = options["mineral"]
    per_nitrogen = {"lal2004": 4.7667, "brentrup2018": 2.25 / 0.335, "goblin": 6.1}[study]
    made = mineral["amount"]["mean"] * per_nitrogen / 1000.0
    # N2O of the nitrogen itself stands beside its making, the same under every study.
    n2o = (mineral["emissions"]["mean"] - made) / mineral["amount"]["mean"]
    assert 0.004 < n2o < 0.012  # 5.9 to 8.7 kg CO2e per kg N (balance of synthetic nitrogen)
