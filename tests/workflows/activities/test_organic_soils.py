"""Drained, rewetted and burnt peat in an assessment: by hand, and what must always hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permil.datasets.activities.organic_soils import Burning
from permil.datasets.management import Schedule
from permil.datasets.project import Adoption, FactorOverride, Horizon
from permil.errors import Ambiguous, NotApplicable
from permil.tables.wetland_categories import Nutrients, PeatFire, PeatUse
from permil.vocabulary import AdoptionTiming, Metric
from permil.workflows.activities.wetland_factors import plan_of
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from workflows.peatlands import YEARS, central, change, fen, peatland, plan
from workflows.projects import COVERED, WHEAT, project, scenario

BASE = plan("baseline")
LINES = ("organic_soil_co2", "organic_soil_ch4", "organic_soil_n2o")
#: Factors of temperate cropland on peat and of a rich fen rewetted, without their ranges.
CROPLAND = central(
    *(
        ("drained_organic_soils", {"parameter": p, "land_use": "cropland", "climate": "temperate"})
        for p in ("onsite_co2", "land_ch4", "ditch_ch4", "ditch_share", "n2o_nitrogen")
    ),
    ("drained_organic_soils", {"parameter": "dissolved_carbon", "climate": "temperate"}),
)
WET = central(
    *(
        ("rewetted_organic_soils", {"parameter": p, "climate": "temperate", "nutrients": "rich"})
        for p in ("co2_carbon", "ch4_carbon")
    ),
    ("rewetted_organic_soils", {"parameter": "dissolved_carbon", "climate": "temperate"}),
    ("rewetted_organic_soils", {"parameter": "n2o_nitrogen"}),
)
#: Gases of a hectare: t CO2, t CH4 and t N2O a year.
DRY = ((7.9 + 0.31) * 44 / 12, 0.05 * 1165 / 1000, 13 * 44 / 28 / 1000)
REWET = ((0.5 + 0.24) * 44 / 12, 216 * 16 / 12 / 1000, 0.0)


def line(found, name):
    """Return a line of the ledger, shape (scenario, year, draw)."""
    if name not in found.ledger:
        return np.zeros((len(found.project.scenarios), YEARS, 1))
    return found.ledger[name].values[:, 0, 1:]


def test_drained_cropland_by_hand():
    found = assess(peatland(BASE, factors=CROPLAND))
    for name, rate in zip(LINES, DRY, strict=True):
        assert line(found, name)[0] == pytest.approx(100 * rate, rel=1e-12), name
    assert line(found, "net_co2e")[0] == pytest.approx(
        100 * (DRY[0] + 27 * DRY[1] + 273 * DRY[2]), rel=1e-12
    )


@pytest.mark.parametrize(
    ("timing", "first"), [(AdoptionTiming.START_OF_YEAR, 30.0), (AdoptionTiming.MID_YEAR, 15.0)]
)
def test_rewetting_by_hand_in_two_steps(timing, first):
    wet = plan("wet", change(rewet={0: 30.0, 4: 20.0}, timing=timing))
    found = assess(peatland(BASE, wet, factors=CROPLAND | WET))
    rewetted = np.array([first] + [30.0] * 3 + [30.0 + first * 20 / 30] + [50.0] * 5)
    for name, dry, moist in zip(LINES, DRY, REWET, strict=True):
        by_hand = (100 - rewetted) * dry + rewetted * moist
        assert line(found, name)[1] == pytest.approx(by_hand[:, None] * np.ones(60), rel=1e-12)


def test_draining_a_whole_parcel_emits_as_a_whole():
    """Not nothing, as in the web version of EX-ACT."""
    wild = fen(drained=0.0)
    drained = [
        plan(name, change(drain={0: area})) for name, area in (("most", 99.0), ("whole", 100.0))
    ]
    found = assess(peatland(BASE, *drained, soils=(wild,)))
    co2 = line(found, "organic_soil_co2")
    assert np.all(co2[0] == 0.0)
    assert co2[2] == pytest.approx(co2[1] * 100 / 99, rel=1e-12)
    assert np.all(co2[2] > 0)


def test_rewetting_forest_is_counted_once():
    """Not twice, as in the web version of EX-ACT."""
    forest = fen(land_use=PeatUse.FOREST)
    wet = plan("wet", change(rewet={0: 100.0}))
    document = assess(peatland(BASE, wet, soils=(forest,))).document()
    (soil,) = document["organic_soils"]
    a_hectare = soil["drained_emission"]["mean"] - soil["rewetted_emission"]["mean"]
    benefit = document["summary"]["wet"]["no_model"]["net_benefit"]["mean"]
    assert benefit == pytest.approx(100 * YEARS * a_hectare, rel=1e-9)


steps = st.dictionaries(st.integers(0, YEARS - 1), st.floats(0, 9), max_size=5)


@settings(max_examples=25, deadline=None)
@given(steps, steps, st.sampled_from(AdoptionTiming))
def test_every_hectare_is_in_one_state_in_every_year(drained, rewetted, timing):
    soil = fen(drained=45.0, rewetted=5.0)
    mixed = plan(
        "mixed", change(drain=drained, timing=timing), change(rewet=rewetted, timing=timing)
    )
    mosaic = plan_of(soil, mixed, YEARS).mosaic
    assert mosaic.total == pytest.approx(np.full(YEARS, 100.0))
    assert min(part.min() for part in mosaic) >= 0.0


def test_lines_add_up_to_the_net_in_every_draw_and_double_with_the_area():
    wet = plan("wet", change(rewet={2: 40.0}))
    one = assess(peatland(BASE, wet))
    total = sum(
        line(one, name) * weight for name, weight in zip(LINES, (1.0, 27.0, 273.0), strict=True)
    )
    assert line(one, "net_co2e") == pytest.approx(total, rel=1e-9)
    twice = fen(area=200.0, drained=200.0)
    two = assess(peatland(BASE, plan("wet", change(rewet={2: 80.0})), soils=(twice,)))
    for name in LINES:
        assert line(two, name) == pytest.approx(2 * line(one, name), rel=1e-12)
    # Another soil of the same class has the same draws: two halves are the whole.
    halves = tuple(fen(id=k, name=k, area=50.0, drained=50.0) for k in ("north", "south"))
    parts = [change(soil=k, rewet={2: 20.0}) for k in ("north", "south")]
    split = assess(peatland(BASE, plan("wet", *parts), soils=halves))
    for name in LINES:
        assert line(split, name) == pytest.approx(line(one, name), rel=1e-12)


def test_what_scenarios_share_cancels_draw_by_draw():
    same = plan("wet", change(rewet={0: 40.0}))
    late = plan("late", change(rewet={9: 40.0}))
    found = assess(peatland(BASE, same, late))
    for name in LINES:
        values = line(found, name)
        assert np.array_equal(values[2, :9], values[0, :9])
        assert values[2, 9] == pytest.approx(values[1, 9], rel=1e-12)
    assert np.ptp(line(found, "organic_soil_ch4")[1, 5]) > 0


def test_nothing_organic_gives_no_line():
    found = assess(project(run=replace(project().run, draws=5)))
    assert not [name for name in found.ledger if str(name).startswith(("organic", "peat"))]
    assert found.document()["organic_soils"] == []
    wild = assess(peatland(BASE, soils=(fen(drained=0.0),)))
    assert "organic_soil_co2" not in wild.ledger
    assert np.all(line(wild, "net_co2e") == 0.0)


def test_the_curve_of_a_scenario_does_not_shift_them_a_second_time():
    """Area that is rewetted has its own time: the land units alone adopt by and by."""
    wet = change(rewet={0: 40.0})
    late = Adoption(tuple(min(1.0, (i + 1) / 5) for i in range(YEARS)))
    activities = plan("wet", wet).activities
    horizon = Horizon(2026, 2025 + YEARS)

    def run(*adoption):
        covered = scenario("covered", COVERED, activities=activities, adoption=adoption)
        scenarios = (scenario("baseline", WHEAT), covered)
        return assess(project(scenarios=scenarios, organic_soils=(fen(),), horizon=horizon))

    at_once, spread = run(), run(late)
    for name in LINES:
        assert np.array_equal(line(spread, name), line(at_once, name))
    soil = "soil_carbon_change_co2"
    assert np.abs(line(spread, soil)[1, 0]).max() < np.abs(line(at_once, soil)[1, 0]).max()


def test_they_are_the_same_under_every_model_and_beside_land():
    activities = plan("wet", change(rewet={0: 40.0})).activities
    scenarios = (
        scenario("baseline", WHEAT),
        scenario("covered", COVERED, activities=activities),
    )
    run = replace(project().run, models=("rothc", "ipcc_tier1"))
    horizon = Horizon(2026, 2025 + YEARS)
    found = assess(project(scenarios=scenarios, organic_soils=(fen(),), run=run, horizon=horizon))
    alone = assess(peatland(BASE, plan("wet", change(rewet={0: 40.0}))))
    for name in LINES:
        values = found.ledger[name].values[:, :, 1:]
        assert np.array_equal(values[:, 0], values[:, 1])
        assert values[:, 0] == pytest.approx(line(alone, name), rel=1e-12)
    # Rates per hectare are of all land, organic or not.
    period = found.document()["summary"]["covered"]["rothc"]["periods"][-1]
    total = found.document()["summary"]["covered"]["rothc"]["net_benefit"]["mean"]
    assert period["net_benefit_rate"]["mean"] == pytest.approx(total / YEARS / 110.0, rel=1e-9)


def test_the_overshoot_is_charged_as_methane_for_five_years_on_top():
    plain, charged = (
        assess(peatland(BASE, plan("wet", change(rewet={1: 40.0}, overshoot=flag))))
        for flag in (False, True)
    )
    more = line(charged, "organic_soil_ch4")[1] - line(plain, "organic_soil_ch4")[1]
    # 10 t CO2e/ha of a rule that counts methane with 28, on 40 ha from the second year on.
    by_hand = np.array([0, 1, 1, 1, 1, 1, 0, 0, 0, 0]) * 40 * 10 / 28
    assert more == pytest.approx(by_hand[:, None] * np.ones(60), rel=1e-9)
    assert "rewetting_overshoot" in {note.code for note in charged.assumptions}
    (use,) = (u for u in charged.drawn.book.uses.values() if u.id.startswith("rewetting_rules"))
    assert use.lines == ("organic_soil_ch4",)


def test_a_fire_by_hand():
    fires = (Burning("fen", PeatFire.WILDFIRE_DRAINED, 2.0, Schedule(years=(2028,))),)
    exact = central(
        ("peat_fire", {"parameter": "fuel", "climate": "temperate", "fire": "wildfire_drained"})
    )
    found = assess(peatland(BASE, plan("burnt", fires=fires), factors=exact))
    co2, ch4 = (line(found, f"peat_fire_{gas}")[1] for gas in ("co2", "ch4"))
    assert co2[2] == pytest.approx(2 * 336 * 362 / 1000 * 44 / 12, rel=1e-12)
    assert ch4[2] == pytest.approx(2 * 336 * 9 / 1000, rel=1e-12)
    assert np.all(np.delete(co2, 2, axis=0) == 0.0)


def test_no_fire_of_a_kind_that_the_source_does_not_have():
    fires = (Burning("fen", PeatFire.PRESCRIBED_DRAINED, 2.0, Schedule(years=(2028,))),)
    with pytest.raises(NotApplicable, match="no factor for: fuel, temperate, prescribed drained"):
        assess(peatland(BASE, plan("burnt", fires=fires)))


def test_an_override_changes_its_line_and_is_recorded():
    identity = "drained_organic_soils/onsite_co2/cropland/temperate/all/all/first"
    own = {identity: FactorOverride(4.0, None, None, "flux tower on the fen")}
    found = assess(peatland(BASE, factors=own))
    published = assess(peatland(BASE))
    assert np.all(line(found, "organic_soil_co2") < line(published, "organic_soil_co2"))
    assert np.array_equal(line(found, "organic_soil_n2o"), line(published, "organic_soil_n2o"))
    entry = next(x for x in found.document()["lines"] if x["line"] == "organic_soil_co2")
    (use,) = (use for use in entry["factors"] if use["id"] == identity)
    assert (use["value"], use["reason"], use["edition"]) == (4.0, "flux tower on the fen", "2013")
    assert (entry["gas"], entry["category"]) == ("CO2", "3B")


def test_a_status_that_matters_is_asked_for_and_no_factor_is_said():
    with pytest.raises(Ambiguous, match=r"organic_soil.fen: .*say which nutrients: poor or rich"):
        assess(peatland(BASE, soils=(fen(nutrients=Nutrients.ALL, land_use=PeatUse.GRASSLAND),)))
    with pytest.raises(Ambiguous, match="say which drainage"):
        assess(peatland(BASE, soils=(fen(land_use=PeatUse.GRASSLAND),)))
    with pytest.raises(NotApplicable, match="no factor for the onsite co2 of rice, temperate"):
        assess(peatland(BASE, soils=(fen(land_use=PeatUse.RICE),)))
    # On cropland the status does not matter until the soil is wet again.
    unknown = fen(nutrients=Nutrients.ALL)
    assert assess(peatland(BASE, soils=(unknown,)))
    with pytest.raises(Ambiguous, match="co2 carbon of temperate"):
        assess(peatland(BASE, plan("wet", change(rewet={0: 40.0})), soils=(unknown,)))


def test_factors_that_no_scenario_needs_are_in_no_record():
    found = assess(peatland(BASE))
    found.document()
    assert not [use for use in found.drawn.book.uses if use.startswith("rewetted")]
    assert not [name for name in found.drawn.record if "rewetted" in name]


@pytest.mark.parametrize("metric", [Metric.AR6_GWP100, Metric.AR5_GWP20])
def test_the_other_metrics_weigh_the_same_lines(metric):
    run = replace(peatland(BASE).run, metric=metric)
    found = assess(peatland(BASE, plan("wet", change(rewet={0: 40.0})), run=run))
    view = ModelView(found, "no_model")
    rows = found.document()["summary"]["wet"]["no_model"]["metrics"]
    gases = [line(found, name) for name in LINES]
    spared = [(gas[0] - gas[1]).sum(axis=0) for gas in gases]
    for row, (ch4, n2o) in zip(rows, ((27, 273), (79.7, 273), (4.7, 233)), strict=False):
        total = spared[0] + ch4 * spared[1] + n2o * spared[2]
        assert row["net_benefit"]["mean"] == pytest.approx(total.mean(), rel=1e-9)
    assert view.whole_area == 100.0
