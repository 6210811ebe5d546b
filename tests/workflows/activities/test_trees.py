"""Trees and hedges: growth to a maximum, loss when felled, and no gain from land they take."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.trees import Trees
from permil.datasets.project import Adoption, FactorOverride, Horizon, Run
from permil.errors import MissingKey, NoFactor
from permil.tables.biomass_categories import HedgeStudy, WoodySystem, WorldRegion
from permil.workflows.assess import assess
from workflows.projects import COVERED, WHEAT, project, scenario, unit

HEDGE = Trees(WoodySystem.HEDGEROW, "field", 0.3, 2028, None, 0.3)
ROWS = Trees(WoodySystem.SILVOARABLE, "field", 2.0, 2026, None, 0.2, WorldRegion.EUROPE)
#: One hectare of hedge grows so much a year, above and below ground [t CO2/ha/yr].
GROWTH = (0.87 + 0.23) * 44 / 12


def run(*trees, base=(), plan=WHEAT, last=2075, draws=10, **changes):
    scenarios = (
        scenario("baseline", WHEAT, activities=Activities(trees=base)),
        scenario("plan", plan, activities=Activities(trees=trees), **changes.pop("more", {})),
    )
    parts = {"run": Run(models=("rothc",), draws=draws), "horizon": Horizon(2026, last)}
    return assess(project(scenarios=scenarios, **parts | changes))


def line(found, name="biomass_carbon_change_co2", s=1):
    return found.ledger[name].values[s, 0, 1:]


def test_a_hedge_grows_to_its_maximum_and_stops():
    found = line(run(HEDGE))
    assert not found[:2].any()  # planted in the third year
    assert found[2:32] == pytest.approx(-0.3 * GROWTH)
    assert found[32:] == pytest.approx(0.0, abs=1e-9)
    total = 26.1 + 0.23 * 26.1 / 0.87
    assert found.sum(axis=0) == pytest.approx(-0.3 * total * 44 / 12)


def test_what_is_felled_is_lost_to_the_last_tonne():
    found = line(run(replace(HEDGE, felled=2050)))
    assert found[2:24] == pytest.approx(-0.3 * GROWTH)
    assert found[24] == pytest.approx(0.3 * GROWTH * 22)
    assert not found[25:].any()
    assert found.sum(axis=0) == pytest.approx(0.0, abs=1e-9)


def test_an_old_hedge_that_both_keep_makes_no_difference_and_one_that_is_grubbed_does():
    old = replace(HEDGE, planted=1950)
    kept = run(old, base=(old,), plan=COVERED)
    assert not line(kept).any() if "biomass_carbon_change_co2" in kept.ledger else True
    grubbed = run(replace(old, felled=2030), base=(old,))
    assert line(grubbed)[4] == pytest.approx(0.3 * (26.1 + 0.23 * 30) * 44 / 12)
    assert not line(grubbed, s=0).any()


def test_measured_hedges_hold_more_than_the_ipcc_tables_with_their_range():
    study = replace(HEDGE, planted=2026, study=HedgeStudy.AXE_2017, growing_years=20)
    found = line(run(study, draws=3000))
    grown = -found.sum(axis=0) * 12 / 44 / 0.3
    assert np.median(grown) == pytest.approx(42.0 + 38.2, rel=0.02)
    assert np.ptp(grown) > 10
    assert found[:20] == pytest.approx(np.broadcast_to(found[0], (20, 3000)))
    assert found[20:] == pytest.approx(0.0, abs=1e-9)


def test_trees_in_rows_grow_by_region():
    europe, america = (
        line(run(replace(ROWS, region=region)))[0]
        for region in (WorldRegion.EUROPE, WorldRegion.NORTH_AMERICA)
    )
    assert america == pytest.approx(-2.0 * (0.59 + 0.14) * 44 / 12)
    assert np.all(europe != america)
    with pytest.raises(MissingKey, match="region"):
        run(replace(ROWS, region=None))


def test_a_part_that_nobody_published_is_asked_for():
    orchard = Trees(WoodySystem.ORCHARD, "field", 1.0, 2026, None, 1.0)
    with pytest.raises(NoFactor, match="woody_growth/below_ground/orchard") as error:
        run(orchard)
    identity = error.value.fields["factor"]
    found = run(orchard, factors={identity: FactorOverride(0.1, None, None, "own dig")})
    assert line(found)[0] == pytest.approx(-(0.43 + 0.1) * 44 / 12)


def test_land_that_trees_take_gains_nothing_from_the_field():
    without, with_rows = run(plan=COVERED), run(ROWS, plan=COVERED)
    for name in ("project_soil_organic_carbon", "direct_n2o", "manufacture_co2e"):
        whole, less = (
            found.ledger[name].values[1, 0, 1:] - found.ledger[name].values[0, 0, 1:]
            for found in (without, with_rows)
        )
        assert less == pytest.approx(0.98 * whole, rel=1e-9, abs=1e-9), name
    gains = [found.outcomes["rothc"]["field"].gain[1] for found in (without, with_rows)]
    assert gains[1] == pytest.approx(0.98 * gains[0])


def test_saved_fertiliser_is_not_credited_on_land_that_has_no_crop():
    bare = replace(WHEAT, fertilisers=())
    spared, partly = (
        line(found, "manufacture_co2e", s=0) - line(found, "manufacture_co2e")
        for found in (run(plan=bare), run(ROWS, plan=bare))
    )
    assert partly == pytest.approx(0.98 * spared)
    # Trees alone leave the field as it is.
    alone = run(ROWS)
    assert np.array_equal(line(alone, "manufacture_co2e"), line(alone, "manufacture_co2e", s=0))
    assert np.array_equal(line(alone, "direct_n2o"), line(alone, "direct_n2o", s=0))


def test_trees_follow_the_adoption_of_their_land_unit():
    units = (unit("field"), unit("other"))
    half = Adoption((0.5, *(1.0,) * 49), ("field",))
    hedge = replace(HEDGE, planted=2026)
    found = line(run(hedge, land_units=units, more={"adoption": (half,)}))
    assert found[0] == pytest.approx(-0.15 * GROWTH)
    assert found[1:30] == pytest.approx(-0.3 * GROWTH)
    assert found[30] == pytest.approx(-0.15 * GROWTH)
    elsewhere = Adoption((0.0,) * 50, ("other",))
    kept = line(run(hedge, land_units=units, more={"adoption": (elsewhere,)}))
    assert kept[0] == pytest.approx(-0.3 * GROWTH)


def test_twice_the_area_is_twice_the_carbon_and_the_record_names_the_factors():
    found = run(replace(HEDGE, area=0.6))
    assert line(found) == pytest.approx(2 * line(run(HEDGE)), abs=1e-9)
    (entry,) = (x for x in found.document()["lines"] if x["line"] == "biomass_carbon_change_co2")
    assert entry["category"] == "3B"
    assert {use["id"].split("/")[0] for use in entry["factors"]} == {
        "woody_growth",
        "woody_maximum",
    }
