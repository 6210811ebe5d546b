"""Manure from nowhere: what fields receive beside what the animals' stores leave."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.livestock import Livestock
from permil.datasets.management import Amendment
from permil.datasets.project import Adoption, Horizon, Run
from permil.errors import Conflict
from permil.tables.livestock_categories import Animal, ManureSystem, Productivity, Region
from permil.vocabulary import AlternativeFate, AmendmentSource
from permil.workflows.assess import assess
from workflows.projects import WHEAT, project, scenario

COWS = Livestock(
    animal=Animal.DAIRY_CATTLE,
    head=20.0,
    body_weight=600.0,
    region=Region.WESTERN_EUROPE,
    productivity=Productivity.HIGH,
    manure=((ManureSystem.SLURRY_CRUST, 1.0),),
)


def slurry(nitrogen, source=None, kind="cattle_slurry"):
    """Return slurry of so much nitrogen a year and hectare."""
    fate = AlternativeFate.SAME_LAND
    return Amendment(kind, 20.0, None, nitrogen, 3, alternative_fate=fate, source=source)


def run(amendments, animals=(COWS,), **more):
    spread = replace(WHEAT, amendments=amendments)
    scenarios = (
        scenario("baseline", WHEAT),
        scenario("spread", spread, activities=Activities(livestock=animals), **more),
    )
    plain = {"horizon": Horizon(2026, 2029, None), "run": Run(models=("rothc",), draws=50)}
    return assess(project(scenarios=scenarios, **plain))


def codes(found):
    return {note.code for note in found.assumptions}


def test_own_manure_is_shown_beside_what_the_stores_leave():
    found = run((slurry(100.0),))
    entry = found.document()["manure_nitrogen"]["spread"]
    assert entry["unit"] == "kg N/yr"
    assert entry["own"] == [None, *([1000.0] * 4)]  # 100 kg N on 10 ha
    assert entry["bought"] == entry["unknown"] == [None, *([0.0] * 4)]
    excreted = 20 * 0.54 * 600 / 1000 * 365
    assert 0.3 * excreted < entry["left"]["mean"][1] < 0.9 * excreted
    assert {"manure_taken_as_own", "manure_not_spread"} <= codes(found)
    assert found.document()["manure_nitrogen"]["baseline"]["left"]["mean"][1] == 0.0


def test_manure_that_no_animal_gives_is_refused_unless_it_is_bought():
    much = 1000.0  # 10 000 kg N, several times what twenty cows excrete
    with pytest.raises(Conflict, match=r"scenario\.spread\.amendment.*bought"):
        run((slurry(much),))
    with pytest.raises(Conflict, match="own manure"):
        run((slurry(50.0, AmendmentSource.OWN),), animals=())
    bought = run((slurry(much, AmendmentSource.BOUGHT),))
    assert bought.document()["manure_nitrogen"]["spread"]["bought"][1] == 10 * much


def test_manure_above_the_mean_but_within_the_range_is_said():
    left = np.array(run(()).document()["manure_nitrogen"]["spread"]["left"]["mean"][1:])
    found = run((slurry(1.1 * left.mean() / 10.0),))
    assert "manure_above_mean" in codes(found)
    assert "manure_not_spread" not in codes(found)


def test_manure_without_animals_is_said_to_be_of_other_farms():
    found = run((slurry(100.0),), animals=())
    assert "manure_from_nowhere" in codes(found)
    entry = found.document()["manure_nitrogen"]["spread"]
    assert entry["left"] is None
    assert entry["unknown"][1] == 1000.0


def test_compost_needs_no_animal():
    found = run((slurry(2000.0, kind="compost"),), animals=())
    assert "manure_from_nowhere" not in codes(found)
    assert found.document()["manure_nitrogen"] == {}


def test_both_sides_spread_over_the_land_alike():
    found = run((slurry(100.0),), adoption=(Adoption((0.5, 0.5, 1.0, 1.0)),))
    entry, whole = (
        one.document()["manure_nitrogen"]["spread"] for one in (found, run((slurry(100.0),)))
    )
    assert entry["own"][1:] == pytest.approx([500.0, 500.0, 1000.0, 1000.0])
    assert entry["left"]["mean"][1] == pytest.approx(0.5 * whole["left"]["mean"][1])


def test_the_report_shows_it():
    from permil.report.html import render_html

    page = render_html(run((slurry(100.0),)).document())
    assert 'id="manure-nitrogen"' in page
    row = page.partition('id="manure-nitrogen"')[2].partition("Spread")[2]
    assert "<td>1 000</td>" in row.replace("\u202f", " ").replace("\u00a0", " ")
