"""Herds: enteric methane, manure until it is spread or falls on pasture, in both tiers."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.cattle_feed import Feed
from permil.datasets.activities.livestock import Livestock
from permil.datasets.management import Schedule
from permil.datasets.project import Adoption, FactorOverride, Horizon, Run
from permil.draws import Draws
from permil.errors import NoFactor, NotApplicable
from permil.tables import table
from permil.tables.livestock_categories import (
    SPLIT_REGIONS,
    Animal,
    CattleHousing,
    CattleSex,
    CattleState,
    Feeding,
    ManureSystem,
    NitrogenLoss,
    Productivity,
    Region,
)
from permil.workflows.activities import ActivityRun
from permil.workflows.activities.cattle_feed import gross_energy
from permil.workflows.activities.livestock import herd
from permil.workflows.assess import assess
from permil.workflows.factor_use import FactorBook
from permil.workflows.factors import DrawnFactors
from permil.workflows.place import place_facts
from workflows.projects import WHEAT, project, scenario

COWS = Livestock(
    animal=Animal.DAIRY_CATTLE,
    head=100.0,
    body_weight=600.0,
    region=Region.WESTERN_EUROPE,
    productivity=Productivity.HIGH,
    manure=((ManureSystem.PASTURE, 0.25), (ManureSystem.SOLID, 0.75)),
)
MILK = Feed(
    digestibility=70.0,
    feeding=Feeding.MEDIUM_YIELD,
    state=CattleState.LACTATING,
    housing=CattleHousing.STALL,
    milk_yield=20.0,
    milk_fat=4.0,
    pregnant=0.9,
)
#: Central values of the tables for the cows above in the cool, moist climate of Rothamsted.
EXACT = {
    identity: FactorOverride(value, None, None, "exact")
    for identity, value in {
        "ipcc2019_enteric/western_europe/dairy_cattle/mean": 126.0,
        "ipcc2019_volatile_solids/western_europe/dairy_cattle/mean": 8.4,
        "ipcc2019_nitrogen_excretion/western_europe/dairy_cattle/mean": 0.54,
        "ipcc2019_manure_n2o/solid_storage": 0.01,
        "ipcc2019_n2o/EF4/wet": 0.014,
        "ipcc2019_n2o/EF5/aggregated": 0.011,
        "ipcc2019_n2o/FracGASM/aggregated": 0.21,
        "ipcc2019_n2o/FracLEACH/wet": 0.24,
        "ipcc2019_n2o/EF3PRP_CPP/wet": 0.006,
    }.items()
}


def activity_run(draws=20, factors=None, **changes):
    """Return what an activity gets, without a soil."""
    plan = project(**changes)
    notes = []
    book = FactorBook("2019", factors or {})
    drawn = DrawnFactors(Draws(1, draws), book=book)
    run = ActivityRun(plan, place_facts(plan), drawn, notes.extend, ())
    return run, notes


def value(name, **keys):
    return table(f"ipcc2019_{name}").one(**keys).value


def test_a_hundred_cows_of_western_europe():
    run, _ = activity_run(factors=EXACT)
    found = herd(run, COWS)
    assert found.lines["enteric_ch4"] == pytest.approx(12.6)
    nitrogen = 100 * 0.54 * 600 / 1000 * 365
    to_n2o = 44 / 28 / 1000
    assert found.lines["grazing_direct_n2o"] == pytest.approx(0.25 * nitrogen * 0.006 * to_n2o)
    lost = 0.21 * 0.014 + 0.24 * 0.011
    assert found.lines["grazing_indirect_n2o"] == pytest.approx(0.25 * nitrogen * lost * to_n2o)
    assert found.lines["manure_direct_n2o"] == pytest.approx(0.75 * nitrogen * 0.01 * to_n2o)


def test_the_methane_of_manure_is_that_of_its_systems():
    run, _ = activity_run(factors=EXACT)
    found = herd(run, COWS)
    solids = 100 * 8.4 * 600 / 1000 * 365
    drawn = run.drawn.values
    per_solids = sum(
        share * drawn[f"livestock.manure_methane.dairy_cattle.high.{system}"]
        for system, share in COWS.manure
    )
    assert found.lines["manure_ch4"] == pytest.approx(solids * per_solids / 1e6)


def test_manure_nitrogen_is_lost_or_left_and_nothing_else():
    run, _ = activity_run(factors=EXACT)
    stored = replace(COWS, manure=((ManureSystem.SOLID, 1.0),))
    found, drawn = herd(run, stored), run.drawn.values
    nitrogen = 100 * 0.54 * 600 / 1000 * 365
    lost = drawn["livestock.volatilised.dairy_cattle.solid_storage"] + value(
        "manure_nitrogen_losses",
        loss=NitrogenLoss.LEACHED,
        animal=Animal.DAIRY_CATTLE,
        system=ManureSystem.SOLID,
    )
    expected = nitrogen * (1 - lost - 0.01 * (1 + 3))
    assert found.left == pytest.approx(np.maximum(expected, 0.0))


def test_pasture_leaves_nothing_to_be_spread():
    run, _ = activity_run()
    grazing = herd(run, replace(COWS, manure=((ManureSystem.PASTURE, 1.0),)))
    assert not grazing.left.any()
    assert "manure_direct_n2o" not in grazing.lines


def test_a_system_that_the_table_lacks_is_computed_from_capacity_and_conversion():
    run, _ = activity_run()
    found = herd(run, replace(COWS, manure=((ManureSystem.COMPOST_PILE, 1.0),)))
    drawn = run.drawn.values
    capacity = drawn["livestock.methane_capacity.western_europe.dairy_cattle.mean"]
    conversion = drawn["livestock.methane_conversion.composting_static_pile"]
    solids = drawn["livestock.volatile_solids.western_europe.dairy_cattle.mean"] * 0.6 * 365 * 100
    assert found.lines["manure_ch4"] == pytest.approx(solids * capacity * 0.67 * conversion / 1000)


def test_a_digester_has_its_own_methane_and_the_nitrogen_of_all_digesters():
    run, notes = activity_run()
    herd(run, replace(COWS, manure=((ManureSystem.DIGESTER_HIGH_LEAK, 1.0),)))
    assert "livestock.methane_conversion.digester_high_leakage_tight_store" in run.drawn.values
    assert "livestock.ef3.digester" in run.drawn.record
    assert "manure_system_as" in {note.code for note in notes}


def test_tier_2_of_a_dairy_cow_by_hand():
    run, notes = activity_run()
    cow = replace(COWS, feed=MILK)
    maintenance = 0.386 * 600**0.75
    need = maintenance + 20 * (1.47 + 0.4 * 4) + 0.1 * 0.9 * maintenance
    rem = 1.123 - 4.092e-3 * 70 + 1.126e-5 * 70**2 - 25.4 / 70
    gross = need / rem / 0.7
    assert gross_energy(run, cow, MILK) == pytest.approx(gross)
    found = herd(run, cow)
    ym = run.drawn.values["livestock.methane_yield.dairy_cattle.medium_yield"]
    assert found.lines["enteric_ch4"] == pytest.approx(100 * 365 * gross * ym / 55.65 / 1000)
    assert "livestock_tier2" in {note.code for note in notes}
    assert not any(name.startswith("livestock.volatile_solids") for name in run.drawn.record)


def test_growing_and_working_cattle_need_more_feed():
    run, _ = activity_run()
    idle = replace(MILK, state=CattleState.NOT_LACTATING, milk_yield=0.0, pregnant=0.0)
    growing = replace(idle, weight_gain=1.0, mature_weight=700.0, sex=CattleSex.CASTRATE)
    working = replace(idle, work=5.0)
    rest, more, most = (gross_energy(run, COWS, feed)[0] for feed in (idle, growing, working))
    net = 22.02 * (600 / 700) ** 0.75
    reg = 1.164 - 5.160e-3 * 70 + 1.308e-5 * 70**2 - 37.4 / 70
    assert more - rest == pytest.approx(net / reg / 0.7)
    assert most / rest == pytest.approx(1.5)


def test_poultry_has_no_enteric_methane_and_says_so():
    run, notes = activity_run()
    hens = replace(
        COWS, animal=Animal.HEN, body_weight=1.8, manure=((ManureSystem.POULTRY_LITTER, 1.0),)
    )
    found = herd(run, hens)
    assert not found.lines["enteric_ch4"].any()
    assert np.all(found.lines["manure_ch4"] > 0)
    assert "enteric_not_estimated" in {note.code for note in notes}


def test_sheep_graze_with_the_factor_of_sheep():
    run, _ = activity_run()
    herd(run, replace(COWS, animal=Animal.SHEEP, body_weight=45.0))
    assert "n2o.ef3prp_so" in run.drawn.record
    assert "n2o.ef3prp_cpp" not in run.drawn.record


@pytest.mark.parametrize("region", [r for r in Region if r is not Region.WORLD])
@pytest.mark.parametrize("productivity", [Productivity.HIGH, Productivity.LOW])
@pytest.mark.parametrize(
    "animal",
    [Animal.DAIRY_CATTLE, Animal.OTHER_CATTLE, Animal.SHEEP, Animal.GOAT, Animal.SWINE, Animal.HEN],
)
def test_every_common_animal_has_factors_in_every_region(region, productivity, animal):
    run, _ = activity_run(draws=1)
    plain = replace(COWS, animal=animal, region=region, productivity=productivity)
    found = herd(run, replace(plain, body_weight=50.0))
    assert all(np.all(np.isfinite(values)) for values in found.lines.values())


def test_regions_with_a_split_are_those_of_the_tables():
    rows = table("ipcc2019_methane_capacity").rows
    assert {
        row.region for row in rows if row.productivity is not Productivity.MEAN
    } == SPLIT_REGIONS


def test_what_no_table_holds_is_refused_with_the_place():
    run, _ = activity_run()
    with pytest.raises(NotApplicable, match=r"herd 3.*buffalo in oceania"):
        herd(run, replace(COWS, animal=Animal.BUFFALO, region=Region.OCEANIA, where="herd 3"))
    with pytest.raises(NoFactor, match="burned_for_fuel"):
        herd(run, replace(COWS, manure=((ManureSystem.BURNED, 1.0),)))


def run_project(*herds, **more):
    """Assess scenarios that differ in their animals alone; the first is the baseline."""
    names = ["baseline", "other", "third"]
    scenarios = tuple(
        scenario(name, WHEAT, activities=Activities(livestock=animals), **more)
        if name == "other"
        else scenario(name, WHEAT, activities=Activities(livestock=animals))
        for name, animals in zip(names, herds, strict=False)
    )
    plain = {"horizon": Horizon(2026, 2029, None), "run": Run(models=("rothc",), draws=10)}
    return assess(project(scenarios=scenarios, **plain))


NAMES = (
    "enteric_ch4",
    "manure_ch4",
    "manure_direct_n2o",
    "manure_indirect_n2o",
    "grazing_direct_n2o",
    "grazing_indirect_n2o",
)


def test_no_head_no_line_and_twice_the_herd_twice_every_line_in_every_draw():
    found = run_project((replace(COWS, head=0.0),), (COWS,), (replace(COWS, head=200.0),)).ledger
    for name in NAMES:
        none, once, twice = found[name].values[:, 0, 1:]
        assert not none.any()
        assert np.all(once > 0)
        assert twice == pytest.approx(2.0 * once, rel=1e-12)
    assert not any(name in run_project((), ()).ledger for name in NAMES)


def test_two_herds_add_up_and_lines_sum_to_the_net():
    pigs = replace(COWS, animal=Animal.SWINE, body_weight=60.0)
    both, cows = (run_project((), herds).ledger for herds in ((COWS, pigs), (COWS,)))
    alone = run_project((), (pigs,)).ledger
    for name in NAMES:
        together = cows[name].values + alone[name].values
        assert both[name].values[:, :, 1:] == pytest.approx(together[:, :, 1:], rel=1e-12)
    change = both["net_co2e"].values[1] - both["net_co2e"].values[0]
    parts = sum(both[name].values[1] * (27.0 if name.endswith("ch4") else 273.0) for name in NAMES)
    assert change[:, 1:] == pytest.approx(parts[:, 1:], rel=1e-9)


def test_a_herd_of_some_years_and_one_that_is_adopted():
    late = replace(COWS, schedule=Schedule(first_year=2028))
    found = run_project((), (late,)).ledger["enteric_ch4"].values[1, 0, 1:]
    assert not found[:2].any()
    assert np.all(found[2:] > 0)
    half = run_project((), (COWS,), adoption=(Adoption((0.5,) * 4),)).ledger["enteric_ch4"].values
    whole = run_project((), (COWS,)).ledger["enteric_ch4"].values
    assert half[1, 0, 1:] == pytest.approx(0.5 * whole[1, 0, 1:])


def test_lines_name_their_category_and_factors():
    lines = {one["line"]: one for one in run_project((COWS,)).document()["lines"]}
    categories = {name: lines[name]["category"] for name in NAMES}
    assert categories == {
        "enteric_ch4": "3A1",
        "manure_ch4": "3A2",
        "manure_direct_n2o": "3A2",
        "manure_indirect_n2o": "3C6",
        "grazing_direct_n2o": "3C4",
        "grazing_indirect_n2o": "3C5",
    }
    assert all(lines[name]["factors"] for name in NAMES)
    (enteric,) = lines["enteric_ch4"]["factors"]
    assert (enteric["value"], enteric["edition"]) == (126.0, "2019")
