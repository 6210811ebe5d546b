"""Lost yield: what is grown elsewhere, on a line of its own."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.trees import Trees
from permil.datasets.factor_override import FactorOverride
from permil.datasets.management import CropYear
from permil.datasets.project import Adoption, Horizon, Run
from permil.tables.biomass_categories import WoodySystem
from permil.workflows.assess import assess
from permil.workflows.crops import crop_facts
from workflows.projects import WHEAT, project, scenario, unit

RUN = Run(models=("rothc",), draws=30)
LESS = replace(WHEAT, rotation=(CropYear("winter_wheat", 5.0), CropYear("barley", 5.5)))
MORE = replace(WHEAT, rotation=(CropYear("winter_wheat", 9.0), CropYear("barley", 5.5)))
HAY = replace(WHEAT, rotation=(CropYear("grass_ley", 12.0), CropYear("barley", 5.5)))


def run(other, **more):
    scenarios = (scenario("baseline", WHEAT), scenario("other", other))
    return assess(project(scenarios=scenarios, run=RUN, **more))


def test_lost_grain_is_grown_elsewhere_and_more_grain_is_no_credit():
    given = FactorOverride(2.0, None, None, "")
    found = run(LESS, leakage=given).ledger["leakage_co2e"].values[1, 0, 1:]
    dry = 2.0 * crop_facts("winter_wheat").dry_matter
    area = sum(unit.area for unit in project().land_units)
    assert found[0::2] == pytest.approx(dry * 2.0 * area)
    assert not found[1::2].any()
    assert "leakage_co2e" not in run(MORE, leakage=given).ledger


def test_hay_does_not_make_up_for_wheat():
    given = FactorOverride(2.0, None, None, "")
    found = run(HAY, leakage=given).ledger["leakage_co2e"].values[1, 0, 1:]
    assert np.all(found[0::2] > 0)


def test_its_range_is_drawn_and_counts_in_the_net():
    given = FactorOverride(2.0, 1.0, 4.0, "")
    with_it, without = run(LESS, leakage=given), run(LESS)
    line = with_it.ledger["leakage_co2e"].values[:, :, 1:]
    change = with_it.ledger["net_co2e"].values - without.ledger["net_co2e"].values
    assert change[:, :, 1:] == pytest.approx(line, abs=1e-9)
    assert np.ptp(line[1, 0, 0]) > 0
    assert "leakage.emission" in with_it.drawn.record


def test_lost_yield_that_is_not_counted_is_said():
    notes = {note.code: note for note in run(LESS).assumptions}
    assert notes["leakage_not_counted"].fields["amount"] > 0
    assert "leakage_not_counted" not in {note.code for note in run(MORE).assumptions}


def test_what_adopts_by_and_by_loses_by_and_by_and_one_land_unit_alone():
    given = FactorOverride(2.0, None, None, "")
    half = Adoption((0.5,) * 20, ("north",))
    units = (unit("north", 10.0), unit("south", 30.0))
    horizon = Horizon(2026, 2045)
    plain = {"leakage": given, "land_units": units, "horizon": horizon, "run": RUN}
    baseline = scenario("baseline", WHEAT)
    whole = assess(project(scenarios=(baseline, scenario("other", LESS)), **plain))
    some = replace(scenario("other", LESS), adoption=(half,), land_units=("north",))
    found = assess(project(scenarios=(baseline, some), **plain))
    one, other = (a.ledger["leakage_co2e"].values[1, 0, 1:] for a in (whole, found))
    assert other == pytest.approx(one * (0.5 * 10.0) / 40.0)


def test_trees_that_take_land_take_its_harvest():
    given = FactorOverride(2.0, None, None, "")
    hedge = Trees(WoodySystem.HEDGEROW, "field", 1.0, 2030, None, 1.0)
    planted = replace(scenario("other", WHEAT), activities=Activities(trees=(hedge,)))
    scenarios = (scenario("baseline", WHEAT), planted)
    found = assess(project(scenarios=scenarios, run=RUN, leakage=given))
    line = found.ledger["leakage_co2e"].values[1, 0, 1:, 0]
    wheat, barley = (crop.crop_yield * crop_facts(crop.crop).dry_matter for crop in WHEAT.rotation)
    assert not line[:4].any()
    assert line[4:8] == pytest.approx([2 * wheat, 2 * barley] * 2)
