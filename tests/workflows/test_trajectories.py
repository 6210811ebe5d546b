"""The long run that finds the time to the new steady state."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.project import Horizon, Run
from permil.workflows import trajectories
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from workflows.projects import COVERED, MANURED, project, scenario

DRAWS = 6


def outcome(model, last_year=2040):
    """Return stocks and outcome of a field that is manured or covered from now on."""
    run = Run(seed=1, draws=DRAWS, models=(model,))
    scenarios = (scenario("manured", MANURED), scenario("covered", COVERED))
    plan = project(*scenarios, run=run)
    result = assess(replace(plan, horizon=Horizon(2026, last_year)))
    return ModelView(result, model).soc, result.outcomes[model]["field"]


def times_of(model):
    """Return the time to the new steady state of every row and draw."""
    return outcome(model)[1].time_to_equilibrium


@pytest.mark.parametrize(("model", "last_year"), [("rothc", 2425), ("mimics", 2145)])
def test_it_is_the_first_year_in_which_nine_tenths_of_the_way_are_covered(model, last_year):
    """Under a mean climate the horizon's own stocks show it, where it is long enough."""
    stocks, found = outcome(model, last_year)
    for soc, equilibrium, times in zip(
        stocks, found.equilibrium, found.time_to_equilibrium, strict=True
    ):
        way = np.abs(equilibrium - soc[0])
        ends = np.arange(2, len(soc), 2)  # of the rotation of two years
        covered = np.abs(soc[ends] - soc[0]) >= 0.9 * way
        moving = way >= 0.01 * soc[0]
        expected = np.where(moving, ends[covered.argmax(axis=0)], 0.0)
        assert covered.any(axis=0)[moving].all()
        assert np.array_equal(times, expected)
    assert found.time_to_equilibrium[0].max() == 0.0
    assert found.time_to_equilibrium[1:].min() > 0.0


@pytest.mark.parametrize("model", ["rothc", "mimics"])
def test_the_stretches_of_the_long_run_change_nothing(model, monkeypatch):
    usual = times_of(model)
    assert usual.shape == (3, DRAWS)
    for stretch in (20, 1000):
        monkeypatch.setattr(trajectories, "FIRST_STRETCH", stretch)
        assert np.array_equal(times_of(model), usual)


def test_what_does_not_arrive_within_the_long_run_takes_longer(monkeypatch):
    usual = times_of("rothc")
    limit = int(np.median(usual[1]))
    monkeypatch.setattr(trajectories, "LONG_YEARS", limit)
    expected = np.where(usual > limit + limit % 2, np.inf, usual)
    assert np.array_equal(times_of("rothc"), expected)
    assert np.isinf(expected).any()
    assert np.isfinite(expected[1:]).any()
