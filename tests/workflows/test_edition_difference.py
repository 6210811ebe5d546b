"""What another edition changes, line by line: the parts add up to the whole."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.factor_override import FactorOverride
from permil.datasets.project import Run
from permil.errors import NoEffect, UnknownName
from permil.vocabulary import Edition, Tillage
from permil.workflows.assess import assess
from permil.workflows.edition_difference import explain_editions, totals_of
from workflows.projects import MANURED, WHEAT, project, scenario

NO_TILL = replace(WHEAT, tillage=Tillage.NO_TILL)
RUN = Run(models=("rothc", "ipcc_tier1"), draws=30)


@pytest.fixture(scope="module")
def plan():
    return project(scenario("manured", MANURED), scenario("untilled", NO_TILL), run=RUN)


@pytest.fixture(scope="module")
def found(plan):
    return explain_editions(plan, "2006")


def test_the_parts_add_up_in_every_line_and_scenario(found):
    assert found.editions == ("2019", "2006")
    for name, lines in found.after.items():
        assert {"direct_n2o", "soil_carbon_change_co2", "net_co2e", "net_benefit"} <= set(lines)
        for line, value in lines.items():
            whole = value - found.before[name][line]
            parts = sum(step.changes[name][line] for step in found.steps)
            assert parts == pytest.approx(whole, abs=1e-9 * max(1.0, abs(value)))


def test_before_and_after_are_the_runs_of_the_two_editions(plan, found):
    then = assess(replace(plan, run=replace(RUN, factor_edition=Edition.IPCC2006)))
    assert found.before == totals_of(assess(plan))
    assert found.after == totals_of(then)


def test_every_factor_moves_its_own_lines_alone(found):
    steps = {step.factor: step for step in found.steps}
    ef1 = steps["ipcc2019_n2o/EF1/wet_synthetic"]
    assert (ef1.before["value"], ef1.after["value"]) == (0.016, 0.01)
    assert ef1.after["id"] == "ipcc2019_n2o/EF1/aggregated"
    assert ef1.changes["baseline"]["direct_n2o"] < 0
    assert ef1.changes["baseline"]["indirect_n2o"] == 0.0
    tillage = next(s for f, s in steps.items() if "/no_till/" in f)
    assert tillage.changes["untilled"]["soil_carbon_change_co2"] < 0
    assert tillage.changes["manured"]["soil_carbon_change_co2"] == 0.0
    assert "ipcc2019_n2o/R_CN_SOM/management" in found.missing
    assert not set(found.missing) & set(steps)


def test_what_the_project_gives_stays_in_both(plan):
    own = {"ipcc2019_n2o/EF1/wet_synthetic": FactorOverride(0.012, None, None, "chambers")}
    found = explain_editions(replace(plan, factors=own), "2006", draws=5)
    assert "ipcc2019_n2o/EF1/wet_synthetic" not in [step.factor for step in found.steps]
    assert "ipcc2019_n2o/EF1/wet_other" in [step.factor for step in found.steps]
    assert "ipcc2019_n2o/EF1/wet_synthetic" not in found.missing


def test_one_factor_is_drawn_once_for_all_nitrogen_in_2006(plan):
    then = assess(replace(plan, run=replace(RUN, factor_edition=Edition.IPCC2006)))
    names = then.drawn.values
    assert "n2o.ef1_aggregated" in names
    assert not {"n2o.ef1_synthetic", "n2o.ef1_other", "n2o.ef1_dry"} & set(names)
    assert np.ptp(names["n2o.ef1_aggregated"]) > 0
    now = assess(plan)
    assert np.array_equal(now.drawn.draws.uniform("n2o.ef5"), then.drawn.draws.uniform("n2o.ef5"))


def test_another_edition_must_be_another_and_exist(plan):
    with pytest.raises(NoEffect, match="2019"):
        explain_editions(plan, "2019")
    with pytest.raises(UnknownName, match="2006"):
        explain_editions(plan, "1996")
