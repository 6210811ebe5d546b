"""Hazards, buffer and tonne-years of an assessment."""

import numpy as np
import pytest

from permil.datasets.project import Hazard, Permanence, Run
from permil.science.greenhouse_gases import carbon_to_co2
from permil.vocabulary import ReversalCause
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from permil.workflows.permanence import permanence, tonne_years
from workflows.projects import COVERED, project, scenario

FIRE = {ReversalCause.FIRE: Hazard(0.02, 0.5)}


@pytest.fixture(scope="module")
def view():
    scenarios = (project().scenarios[0], scenario("covered", COVERED))
    run = Run(models=("rothc",), draws=30)
    return ModelView(assess(project(scenarios=scenarios, run=run)), "rothc")


def test_without_a_hazard_nothing_is_assumed(view):
    found = permanence(view, 1, Permanence())
    assert (found["hazards"], found["expected"], found["creditable"]) == ([], None, None)


def test_odds_and_expectation_follow_the_rates(view):
    both = FIRE | {ReversalCause.TENURE: Hazard(0.01, 1.0)}
    found = permanence(view, 1, Permanence(both))
    years = np.arange(1, view.years + 1)
    assert found["loss_probability"] == pytest.approx(1 - np.exp(-0.03 * years))
    additional = (view.soc[1] - view.soc[0]) * view.area
    kept = np.exp(-(0.02 * 0.5 + 0.01))
    stock, course = 0.0, []
    for gain in np.diff(additional, axis=0):
        stock = stock * kept + gain
        course.append(stock.mean())
    assert found["expected"]["mean"] == pytest.approx(course)
    # A hazard that takes nothing leaves the stock of the ledger.
    harmless = permanence(view, 1, Permanence({ReversalCause.FIRE: Hazard(0.5, 0.0)}))
    assert harmless["expected"]["mean"] == pytest.approx(additional[1:].mean(axis=1))


def test_a_buffer_holds_back_of_a_benefit_and_nothing_of_a_cost(view):
    found = permanence(view, 1, Permanence(buffer=0.25))
    total = view.net_benefit(1, view.years)
    assert found["creditable"]["mean"] == pytest.approx(
        np.where(total > 0, 0.75 * total, total).mean()
    )


@pytest.mark.parametrize(
    ("years", "moura_costa", "lashof"),
    [(1, 0.019, 0.008), (10, 0.19, 0.08), (25, 0.48, 0.20), (50, 0.95, 0.42)],
)
def test_a_tonne_stored_for_some_years_has_the_published_equivalences(years, moura_costa, lashof):
    stock = np.ones((years + 1, 3)) / carbon_to_co2(1.0)
    stock[0] = 0.0
    found = tonne_years(stock)
    assert found["moura_costa"]["mean"] == pytest.approx(moura_costa, rel=0.03)
    assert found["lashof"]["mean"] == pytest.approx(lashof, rel=0.06)
