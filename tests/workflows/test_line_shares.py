"""What every line adds to the net benefit and to its spread."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import LimeUse
from permil.datasets.project import Run, Uncertainty
from permil.workflows.assess import assess
from permil.workflows.climate_change import views_of
from permil.workflows.line_shares import line_shares
from workflows.projects import COVERED, MANURED, project, scenario, unit

LIMED = replace(MANURED, limes=(LimeUse("limestone", 2.0),))


@pytest.fixture(scope="module")
def result():
    run = Run(models=("rothc", "ipcc_tier1"), draws=80)
    return assess(project(scenario("covered", COVERED), scenario("limed", LIMED), run=run))


@pytest.mark.parametrize("s", [1, 2])
def test_benefits_add_up_to_the_net_and_shares_to_one(result, s):
    for name, view in views_of(result).items():
        rows = line_shares(view, s)
        net = view.net_benefit(s, view.years)
        total = sum(row["benefit"]["mean"] for row in rows)
        assert total == pytest.approx(net.mean(), rel=1e-9), name
        assert sum(row["variance_share"] for row in rows) == pytest.approx(1.0, abs=1e-12)


def test_a_share_is_the_covariance_with_the_net_over_its_variance(result):
    view = views_of(result)["rothc"]
    n2o = view.line_benefit("direct_n2o", 2) * 273.0
    net = view.net_benefit(2, view.years)
    expected = np.cov(n2o, net, bias=True)[0, 1] / net.var()
    (row,) = (one for one in line_shares(view, 2) if one["line"] == "direct_n2o")
    assert row["variance_share"] == pytest.approx(expected, rel=1e-9)
    # A line that no draw changes has no part in the spread, whatever its size.
    (lime,) = (one for one in line_shares(view, 2) if one["line"] == "lime_co2")
    assert lime["benefit"]["mean"] < -1
    assert lime["variance_share"] == pytest.approx(0.0, abs=1e-12)


def test_the_document_has_them_and_the_baseline_has_none(result):
    summary = result.document()["summary"]
    assert summary["baseline"]["rothc"]["lines"] == []
    lines = [row["line"] for row in summary["limed"]["ensemble"]["lines"]]
    assert lines == [row["line"] for row in result.document()["lines"]]


def test_without_spread_there_are_no_shares():
    still = project(
        scenario("limed", LIMED),
        land_units=(unit(stock_sd=None),),
        uncertainty=Uncertainty(),
        run=Run(models=("rothc",), draws=1),
    )
    rows = assess(still).document()["summary"]["limed"]["rothc"]["lines"]
    assert [row["variance_share"] for row in rows] == [None] * len(rows)
