"""Lost yield: what is grown elsewhere, on a line of its own."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.factor_override import FactorOverride
from permil.datasets.management import CropYear
from permil.datasets.project import Run
from permil.workflows.assess import assess
from permil.workflows.crops import crop_facts
from workflows.projects import WHEAT, project, scenario

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
