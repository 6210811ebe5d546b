"""Burnt residues and other fire: methane and N2O, and no CO2."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.fire import Fire
from permil.datasets.management import CropYear, Schedule
from permil.datasets.project import FactorOverride, Horizon, Run
from permil.tables import table
from permil.tables.biomass_categories import FireFuel
from permil.vocabulary import Residues
from permil.workflows.assess import assess
from workflows.projects import WHEAT, project, scenario

KEPT = replace(WHEAT, rotation=(CropYear("winter_wheat", 7.0),))
BURNT = replace(WHEAT, rotation=(CropYear("winter_wheat", 7.0, Residues.BURNT, 1.0),))
HALF = replace(WHEAT, rotation=(CropYear("winter_wheat", 7.0, Residues.BURNT, 0.5),))
SHRUBS = Fire("shrubland", FireFuel.SAVANNA_AND_GRASSLAND, 2.0, 15.0, Schedule(years=(2028,)))


def run(plan, base=KEPT, fires=(), draws=40, **changes):
    scenarios = (
        scenario("baseline", base),
        scenario("plan", plan, activities=Activities(fire=fires)),
    )
    parts = {"run": Run(models=("rothc",), draws=draws), "horizon": Horizon(2026, 2035, 2030)}
    return assess(project(scenarios=scenarios, **parts | changes))


def line(found, name, s=1):
    return found.ledger[name].values[s, 0, 1:]


def test_a_field_of_burnt_wheat_by_hand():
    residues = table("ipcc2019_residues").one(crop="winter_wheat")
    above = residues.slope * 7.0 * 0.89 + residues.intercept
    found = run(BURNT)
    assert line(found, "fire_ch4") == pytest.approx(10 * above * 0.9 * 2.7 / 1000)
    assert line(found, "fire_n2o") == pytest.approx(10 * above * 0.9 * 0.07 / 1000)
    assert not line(found, "fire_ch4", s=0).any()
    assert not [name for name in found.ledger if name.startswith("fire") and "co2" in name]


def test_half_the_field_is_half_the_gas_and_none_is_none():
    whole, half = run(BURNT), run(HALF)
    assert line(half, "fire_ch4") == pytest.approx(line(whole, "fire_ch4") / 2)
    assert "fire_ch4" not in run(replace(KEPT, tillage="no_till")).ledger


def test_ending_to_burn_spares_what_the_baseline_burnt():
    found = run(KEPT, base=BURNT)
    assert not line(found, "fire_ch4").any()
    assert np.all(line(found, "fire_ch4", s=0) > 0)


def test_shrubs_burn_in_one_year_with_drawn_factors():
    found = run(KEPT, fires=(SHRUBS,), draws=2000)
    methane = line(found, "fire_ch4")
    assert np.flatnonzero(methane.any(axis=1)).tolist() == [2]
    burnt = 2.0 * 15.0 * 0.72
    middle = np.median(methane[2])
    assert middle == pytest.approx(burnt * 2.3 / 1000, rel=0.05)
    low, high = np.quantile(methane[2], (0.025, 0.975))
    ends = (burnt * 0.536 / 1000, burnt * 4.064 / 1000)
    assert (low, high) == pytest.approx(ends, abs=0.05 * middle)


def test_a_factor_of_ones_own():
    given = {"combustion_factor/shrubland": FactorOverride(0.36, None, None, "wet season")}
    own, published = run(KEPT, fires=(SHRUBS,), factors=given), run(KEPT, fires=(SHRUBS,))
    assert line(own, "fire_n2o") == pytest.approx(line(published, "fire_n2o") / 2)
