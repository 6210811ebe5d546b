"""Biochar: what is left after a hundred years, apart from the soil's carbon and in no model."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import Amendment, BiocharUse, Schedule
from permil.datasets.project import Horizon, Run
from permil.tables.biomass_categories import BiocharFeedstock, BiocharProcess, PyrolysisClass
from permil.vocabulary import AlternativeFate
from permil.workflows.assess import assess
from permil.workflows.cautions import is_transfer
from workflows.projects import WHEAT, project, scenario

CHAR = BiocharUse(
    5.0,
    BiocharFeedstock.WOOD,
    BiocharProcess.PYROLYSIS,
    PyrolysisClass.MEDIUM,
    AlternativeFate.BURNT,
    Schedule(years=(2026,)),
)
ELSEWHERE = replace(CHAR, alternative_fate=AlternativeFate.SPREAD_ELSEWHERE)


def run(*chars, draws=40, **changes):
    plan = replace(WHEAT, biochars=chars, **changes)
    parts = {
        "run": Run(models=("rothc", "rothc_continuous"), draws=draws),
        "horizon": Horizon(2026, 2035),
    }
    return assess(project(scenario("plan", plan), **parts))


def line(found, name, s=1, m=0):
    return found.ledger[name].values[s, m, 1:]


def test_five_tonnes_of_wood_char_by_hand():
    found = run(CHAR, draws=4000)
    stored = line(found, "biochar_co2")
    assert np.all(stored[0] < 0)
    assert not stored[1:].any()
    # Both ranges are triangular; the shares are independent.
    carbon = np.mean([0.4466, 0.77, 1.0]) * np.mean([0.712, 0.8, 0.888])
    assert stored[0].mean() == pytest.approx(-10 * 5.0 * carbon * 44 / 12, rel=0.02)
    most = 10 * 5.0 * 1.0 * 0.888 * 44 / 12
    assert -most <= stored[0].min()


def test_it_is_in_no_model():
    found = run(CHAR)
    for name in ("project_soil_organic_carbon", "project_carbon_input", "soil_carbon_change_co2"):
        values = found.ledger[name].values
        assert np.array_equal(values[1], values[0], equal_nan=True)
    for m in range(2):
        net = line(found, "net_co2e", m=m) - line(found, "net_co2e", s=0, m=m)
        assert net == pytest.approx(line(found, "biochar_co2", m=m), abs=1e-9)


def test_what_other_land_would_have_had_is_no_gain():
    found = run(ELSEWHERE)
    cancelled = line(found, "biochar_co2") + line(found, "elsewhere_co2")
    assert np.all(cancelled == 0)
    assert line(found, "biochar_co2").any()
    net = line(found, "net_co2e") - line(found, "net_co2e", s=0)
    assert net == pytest.approx(0.0, abs=1e-9)
    baseline, plan = found.project.scenarios
    assert is_transfer(plan, baseline)
    assert not is_transfer(run(CHAR).project.scenarios[1], baseline)


def test_a_transfer_of_manure_beside_it_adds_up_in_the_same_line():
    manure = Amendment(
        "farmyard_manure", 20.0, None, None, 10, Schedule(), AlternativeFate.SPREAD_ELSEWHERE
    )
    both = run(ELSEWHERE, amendments=(manure,))
    one, other = run(ELSEWHERE), run(amendments=(manure,))
    for m in range(2):
        parts = line(one, "elsewhere_co2", m=m) + line(other, "elsewhere_co2", m=m)
        assert line(both, "elsewhere_co2", m=m) == pytest.approx(parts, abs=1e-9)


def test_hotter_char_keeps_more_and_double_is_double():
    cool = run(replace(CHAR, pyrolysis=PyrolysisClass.LOW))
    assert line(cool, "biochar_co2")[0].mean() > line(run(CHAR), "biochar_co2")[0].mean()
    twice = run(replace(CHAR, amount=10.0))
    assert line(twice, "biochar_co2") == pytest.approx(2 * line(run(CHAR), "biochar_co2"))


def test_gasified_char_has_a_carbon_content_without_range():
    found = run(replace(CHAR, process=BiocharProcess.GASIFICATION, pyrolysis=PyrolysisClass.HIGH))
    stored = line(found, "biochar_co2")[0]
    assert stored.min() >= -10 * 5 * 0.52 * 1.0 * 44 / 12
    assert stored.max() <= -10 * 5 * 0.52 * 0.7743 * 44 / 12
