"""A practice that land takes up by and by: shares are conserved and cohorts add up."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.datasets.management import Schedule
from permil.datasets.project import Adoption, Horizon, Run
from permil.vocabulary import Start
from permil.workflows.adoption import adopted, adopted_reversal
from permil.workflows.assess import assess
from workflows.projects import COVERED, project, scenario, unit

shares = st.lists(st.floats(0, 1), min_size=6, max_size=6).map(sorted)


@given(shares, st.integers(0, 100))
def test_shares_are_conserved_and_all_at_once_is_the_scenario_itself(share, seed):
    values = np.random.default_rng(seed).normal(size=(2, 6, 3))
    weights = np.diff(share, prepend=0.0)
    found = adopted(values, [None, weights])
    assert np.array_equal(found[0], values[0])
    # Where a practice adds the same every year, its share is what is added.
    constant = np.stack([values[0], values[0] + 2.0])
    found = adopted(constant, [None, weights])
    assert found[1] - found[0] == pytest.approx(np.repeat(2 * np.array(share)[:, None], 3, axis=1))
    at_once = np.array([1.0, 0, 0, 0, 0, 0])
    assert adopted(values, [None, at_once])[1] == pytest.approx(values[1])
    assert adopted(values, [None, None]) is values


@given(st.integers(1, 5))
def test_what_ends_as_it_begins_leaves_nothing(stop):
    """A response that lasts as long as the practice is gone with it."""
    values = np.zeros((2, 7, 1))
    values[1, 1:] = 1.0  # a stock that is there as long as the practice goes on
    found = adopted_reversal(values, [None, np.array([0.5, 0.5, 0, 0, 0, 0])], stop)
    assert found[1, stop + 1 :] == pytest.approx(0.0)


PLAIN = {"run": Run(models=("rothc",), draws=5, start=Start.MEASURED_STOCK)}
LINEAR = Adoption(tuple(min(1.0, (i + 1) / 5) for i in range(20)))


#: One crop, so that every year is like the others and cohorts differ in their begin alone.
BASE = replace(COVERED, rotation=COVERED.rotation[:1], cover_crops=())
COVER = replace(BASE, cover_crops=COVERED.cover_crops)


def spread(*adoption, **more):
    scenarios = (scenario("baseline", BASE), scenario("covered", COVER, adoption=adoption))
    return assess(project(scenarios=scenarios, horizon=Horizon(2026, 2045, 2036), **PLAIN | more))


def test_a_linear_adoption_is_the_mean_of_scenarios_that_begin_later():
    found = spread(LINEAR)
    assert found.ledger["project_soil_organic_carbon"].shape[2] == 21
    whole = spread()
    late = []
    for j in range(5):
        if j == 0:
            late.append(whole)
            continue
        crops = tuple(
            replace(c, schedule=Schedule(first_year=2026 + j)) for c in COVERED.cover_crops
        )
        later = scenario("covered", replace(COVER, cover_crops=crops))
        scenarios = (scenario("baseline", BASE), later)
        plan = project(scenarios=scenarios, horizon=Horizon(2026, 2045, 2036), **PLAIN)
        late.append(assess(plan))
    for name in ("project_soil_organic_carbon", "direct_n2o", "net_co2e"):
        mean = np.mean([one.ledger[name].values[1] for one in late], axis=0)
        off = np.nanmax(np.abs(found.ledger[name].values[1] - mean))
        assert off < 1e-9 * np.nanmax(np.abs(mean)), name
    gained = [a.ledger["project_soil_organic_carbon"].values for a in (found, whole)]
    some, every = (values[1, 0, -1] - values[0, 0, -1] for values in gained)
    assert np.all(some < every)


def test_the_reversal_of_a_plan_that_all_adopt_at_once_is_the_models_own():
    at_once = Adoption((1.0,) * 20)
    plain, by_curve = spread(), spread(at_once)
    one, other = (a.outcomes["rothc"]["field"].reversal for a in (plain, by_curve))
    gain = plain.ledger["project_soil_organic_carbon"].values[1, 0, 10] / 10 - one[0, 0]
    # Carbon adds up; that a cover crop also slows decomposition, which multiplies, does not.
    assert np.abs(other - one).max() < 0.05 * np.abs(gain).max()


def test_a_curve_of_one_land_unit_leaves_the_others_alone():
    units = (unit("north"), unit("south"))
    only = replace(LINEAR, land_units=("north",))
    found = spread(only, land_units=units)
    stock = found.ledger["soil_organic_carbon_stock_mean"].values[1, 0]
    whole = spread(land_units=units).ledger["soil_organic_carbon_stock_mean"].values[1, 0]
    assert np.array_equal(stock[1], whole[1])
    assert np.all(stock[0, 1:] < whole[0, 1:])
