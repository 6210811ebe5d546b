"""The net benefit under several metrics: GWP* of methane, and signs that turn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.project import Horizon
from permil.errors import NoEffect
from permil.tables.wetland_categories import Drainage, PeatUse
from permil.workflows.assess import assess
from permil.workflows.metrics import GWP_STAR, SIGN_METRICS
from permil.workflows.model_view import ModelView
from workflows.peatlands import change, fen, peatland, plan
from workflows.projects import project

YEARS = 40
SHALLOW = fen(land_use=PeatUse.GRASSLAND, drainage=Drainage.SHALLOW)


def shallow(**more):
    """Return shallow-drained grassland on rich fen, whose rewetting costs methane."""
    wet = plan("wet", change(rewet={0: 50.0}, years=YEARS))
    run = replace(peatland().run, draws=400)
    parts = {"soils": (SHALLOW,), "horizon": Horizon(2026, 2025 + YEARS), "run": run}
    return peatland(plan("baseline"), wet, **parts | more)


@pytest.fixture(scope="module")
def found():
    return assess(shallow())


@pytest.fixture(scope="module")
def document(found):
    return found.document()


def test_gwp_star_by_hand(found, document):
    """More methane from the first year on: 4.53 of it for 20 years, then 0.28."""
    ch4 = found.ledger["organic_soil_ch4"].values[:, 0, 1:]
    more = ch4[1] - ch4[0]
    assert np.ptp(more, axis=0).max() < 1e-12
    star = 28 * (40 * 4.53 - 20 * 4.25) * more[0]
    co2, n2o = (found.ledger[f"organic_soil_{gas}"].values[:, 0, 1:] for gas in ("co2", "n2o"))
    rest = (co2[0] - co2[1]).sum(axis=0) + 273 * (n2o[0] - n2o[1]).sum(axis=0)
    row = document["summary"]["wet"]["no_model"]["metrics"][-1]
    assert row["metric"] == GWP_STAR
    assert row["net_benefit"]["mean"] == pytest.approx((rest - star).mean(), rel=1e-9)


def test_the_metrics_stand_side_by_side_and_the_signs_that_turn_are_named(document):
    rows = {
        row["metric"]: row["net_benefit"]["mean"]
        for row in document["summary"]["wet"]["no_model"]["metrics"]
    }
    assert list(rows) == [*SIGN_METRICS, GWP_STAR]
    assert rows["AR6 GWP100"] > 0 > rows["AR6 GWP20"]
    turned = [metric for metric, mean in rows.items() if mean < 0]
    sentence = (
        "The sign depends on the metric: in the mean of the draws the climate is worse off under "
        f"{', '.join(turned)}, not better as under AR6 GWP100."
    )
    assert document["headline"]["wet"]["text"].endswith(sentence)


def test_the_other_way_round_is_named_too():
    run = replace(shallow().run, metric="AR6 GWP20")
    document = assess(shallow(run=run)).document()
    text = document["headline"]["wet"]["text"]
    assert "better off under AR6 GWP100, AR6 GTP100, not worse as under AR6 GWP20." in text


def test_metrics_that_agree_are_not_named():
    deep = assess(shallow(soils=(fen(),))).document()
    assert "sign depends" not in deep["headline"]["wet"]["text"]
    dry = project(run=replace(project().run, draws=20))
    document = assess(dry).document()
    rows = document["summary"]["covered"]["rothc"]["metrics"]
    assert [row["metric"] for row in rows] == list(SIGN_METRICS)
    assert "warming_equivalent_ch4" not in document["fluxes"]["covered"]["rothc"]


def test_the_history_changes_the_level_and_never_the_difference(found, document):
    given = shallow(run=replace(shallow().run, methane_history=(7.0,) * 20))
    other = assess(given)
    one, two = (d["summary"]["wet"]["no_model"]["metrics"] for d in (document, other.document()))
    assert one == two
    levels = [
        d["fluxes"]["baseline"]["no_model"]["warming_equivalent_ch4"]["mean"]
        for d in (document, other.document())
    ]
    methane = found.ledger["organic_soil_ch4"].values[0, 0, 1].mean()
    assert levels[0][1] == pytest.approx(28 * 0.28 * methane, rel=1e-9)
    assert levels[1][1] == pytest.approx(28 * (4.53 * methane - 4.25 * 7.0), rel=1e-9)
    assert levels[0][21:] == pytest.approx(levels[1][21:], rel=1e-9)
    code = "methane_history_constant"
    assert code in {note.code for note in found.assumptions}
    assert code not in {note.code for note in other.assumptions}


def test_a_history_of_methane_without_methane_is_refused():
    run = replace(project().run, draws=5, methane_history=(1.0,) * 20)
    with pytest.raises(NoEffect, match="nothing in the balance is methane"):
        assess(project(run=run))


def test_the_same_water_table_makes_no_difference_under_any_metric():
    idle = plan("idle", change(rewet={0: 50.0}, years=YEARS))
    base = replace(plan("baseline"), activities=idle.activities)
    same = assess(shallow(scenarios=(base, idle)))
    view = ModelView(same, "no_model")
    assert np.all(view.benefit == 0.0)
    rows = same.document()["summary"]["idle"]["no_model"]["metrics"]
    assert [row["net_benefit"]["mean"] for row in rows] == [0.0] * 4
