"""Where organic matter comes from, where it goes, and how its other fate counts."""

from dataclasses import replace

import pytest

from permil.datasets.management import CropYear
from permil.datasets.project import Adoption, Run
from permil.vocabulary import AlternativeFate, Residues
from permil.workflows.assess import assess
from permil.workflows.crops import crop_facts, residue_fates
from permil.workflows.organic_resources import organic_resources
from workflows.projects import WHEAT, manure, project, scenario


def resources(other):
    scenarios = (scenario("baseline", WHEAT), scenario("other", other))
    run = Run(models=("rothc",), draws=2)
    return organic_resources(assess(project(scenarios=scenarios, run=run)))


def test_residues_are_left_removed_or_burnt_and_none_gets_lost():
    grain = CropYear("winter_wheat", 7.0)
    facts = crop_facts("winter_wheat")
    straw = residue_fates(facts, grain)
    assert straw["removed"] == straw["burnt"] == 0
    dry = 7.0 * crop_facts("winter_wheat").dry_matter
    assert straw["left"] == pytest.approx(1.61 * dry + 0.4)  # IPCC 2019 table 11.1A
    for fate, name in ((Residues.REMOVED, "removed"), (Residues.BURNT, "burnt")):
        found = residue_fates(facts, replace(grain, residues=fate, removed_share=0.5))
        assert sum(found.values()) == pytest.approx(straw["left"])
        assert found[name] > 0
    whole = CropYear("silage_maize", 40.0)
    assert not any(residue_fates(crop_facts("silage_maize"), whole).values())


@pytest.mark.parametrize(
    ("fate", "counts"),
    [
        (AlternativeFate.SPREAD_ELSEWHERE, "difference"),
        (AlternativeFate.SAME_LAND, "difference"),
        (AlternativeFate.LANDFILLED, "not_counted"),
        (None, "unknown"),
    ],
)
def test_an_amendment_says_what_would_have_become_of_it(fate, counts):
    rows = resources(replace(WHEAT, amendments=(manure(fate, every=2),)))
    assert {row["kind"] for row in rows["baseline"]} == {"residues"}
    (row,) = (row for row in rows["other"] if row["kind"] == "amendment")
    area = sum(unit.area for unit in project().land_units)
    assert row["amount"] == pytest.approx(20.0 * area / 2)
    assert (row["counts"], row["alternative_fate"]) == (counts, fate)


def test_half_of_the_land_brings_half_of_the_manure():
    manured = replace(WHEAT, amendments=(manure(AlternativeFate.BURNT),))
    half = replace(scenario("other", manured), adoption=(Adoption((0.5,) * 20),))
    run = Run(models=("rothc",), draws=2)
    scenarios = (scenario("baseline", WHEAT), half)
    found = organic_resources(assess(project(scenarios=scenarios, run=run)))
    (row,) = (row for row in found["other"] if row["kind"] == "amendment")
    area = sum(unit.area for unit in project().land_units)
    assert row["amount"] == pytest.approx(0.5 * 20.0 * area)
    assert [r for r in found["other"] if r["kind"] == "residues"] == found["baseline"]
