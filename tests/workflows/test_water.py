"""Water by land unit and scenario: budgets close, drainage decides leaching, both signs show."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.trees import Trees
from permil.datasets.climate import ClimateInput
from permil.datasets.management import CarbonInput, CropYear, Management
from permil.datasets.project import Adoption, Horizon, Run
from permil.errors import BudgetError
from permil.tables.biomass_categories import WoodySystem
from permil.tables.nitrogen_categories import MediterraneanIrrigation
from permil.vocabulary import LandUse, Leaching, Start
from permil.workflows.assess import assess
from permil.workflows.place import place_facts
from permil.workflows.water import project_water
from permil.workflows.water_bucket import check_closed
from permil.workflows.water_demand import stand_of
from workflows.projects import COVERED, MANURED, WHEAT, project, scenario, unit

LOAM = {"sand": 40.0, "organic_carbon": 13.0, "bulk_density": 1.35}
RUN = Run(draws=40, models=("rothc",))
SHORT = {"run": RUN, "horizon": Horizon(2026, 2035)}
#: Rain in winter alone, on land whose year is dry.
WINTER_RAIN = ClimateInput(
    temperature=(9.0, 10, 12, 14, 18, 22, 25, 25, 22, 18, 13, 10),
    precipitation=(110.0, 90, 60, 40, 20, 5, 0, 5, 20, 60, 90, 110),
    potential_evapotranspiration=(25.0, 35, 60, 85, 120, 150, 170, 150, 105, 65, 35, 25),
)
#: As much rain, but never more than the plants take.
EVEN_RAIN = replace(WINTER_RAIN, precipitation=(25.0, 30, 50, 60, 80, 60, 60, 60, 60, 50, 35, 25))


def fields(**soil):
    return (unit(**(LOAM | soil)),)


def water(*alternatives, **changes):
    one = project(*alternatives, **({"land_units": fields()} | SHORT | changes))
    return project_water(one, place_facts(one))


def values(assessment, name, s):
    return assessment.ledger[name].values[s, 0, 1:]


def test_what_rains_evaporates_or_drains_and_the_lines_are_the_bucket_times_the_area():
    found = water()
    one = found.units["field"]
    fluxes = one.annual("evapotranspiration") + one.annual("drainage")
    assert fluxes.sum(axis=0) == pytest.approx(found.weather.rain.sum())
    assert found.weather.irrigation.sum() == 0.0
    lines = found.lines()
    total = lines["water_evapotranspiration"] + lines["water_drainage"]
    assert total.sum(axis=1) == pytest.approx(found.weather.rain.sum() * 10.0 * 10.0)
    assert lines["water_drainage"][:, :, 0] == pytest.approx(100.0 * one.annual("drainage").T)
    twice = water(land_units=(replace(fields()[0], area=20.0),)).lines()
    for name, line in lines.items():
        assert twice[name] == pytest.approx(2.0 * line)


def test_the_lines_stand_in_the_ledger_for_information_and_are_not_summed():
    plan = {"land_units": fields()} | SHORT
    found = assess(project(**plan))
    bare = assess(project(**(plan | {"land_units": (unit(),)})))
    for name in ("water_evapotranspiration", "water_drainage", "irrigation_need"):
        assert found.ledger[name].attrs["units"] == "m3/yr"
        assert np.all(values(found, name, 0) >= 0)
        assert name not in bare.ledger
    assert values(found, "net_co2e", 1) == pytest.approx(values(bare, "net_co2e", 1), rel=1e-12)


def test_a_cover_crop_takes_what_its_scenario_evaporates_more():
    one = water(scenario("covered", COVERED)).units["field"]
    evaporates, drains = one.annual("evapotranspiration"), one.annual("drainage")
    assert one.cover_crops[:, :, 0] == pytest.approx(0.0)
    assert one.cover_crops[0, :, 1] == pytest.approx(evaporates[:, 1] - evaporates[:, 0])
    assert one.cover_crops[1].sum(axis=0) == pytest.approx(-one.cover_crops[0].sum(axis=0))
    assert one.cover_crops[0, :, 1].sum() > 0.0 > (drains[:, 1] - drains[:, 0]).sum()


def test_half_of_the_land_takes_half_of_the_water():
    half = Adoption((0.5,) * 10)
    whole = water(scenario("covered", COVERED)).lines()
    some = water(scenario("covered", COVERED, adoption=(half,))).lines()
    for name, line in whole.items():
        assert some[name][1] == pytest.approx(0.5 * (line[0] + line[1]))


def test_a_bucket_that_does_not_close_says_so():
    found = water()
    one = found.units["field"]
    check_closed(one.balance, found.weather.rain, one.bucket.demand, "field")
    leaky = one.balance._replace(drainage=one.balance.drainage + 1e-3)
    with pytest.raises(BudgetError, match=r"land_unit.field: the water budget does not close"):
        check_closed(leaky, found.weather.rain, one.bucket.demand, "field")
    thirsty = one.balance._replace(evapotranspiration=one.balance.evapotranspiration * 2)
    with pytest.raises(BudgetError, match="water"):
        check_closed(thirsty, found.weather.rain * 0 + 1, one.bucket.demand, "field")


def test_given_irrigation_fills_the_bucket_and_the_need_counts_from_the_rain():
    dry = {"climate": WINTER_RAIN}
    wet = {"climate": replace(WINTER_RAIN, irrigation=(0.0,) * 4 + (60.0,) * 4 + (0.0,) * 4)}
    rainfed, irrigated = water(**dry).units["field"], water(**wet).units["field"]
    assert irrigated.annual("irrigation") == pytest.approx(240.0)
    # Irrigated crops are given the smaller of the two published rooting depths.
    assert np.all(irrigated.bucket.capacity < rainfed.bucket.capacity)
    assert np.all(irrigated.need > 100.0)
    assert np.all(irrigated.annual("evapotranspiration") > rainfed.annual("evapotranspiration"))


# What stands on the land


def test_winter_wheat_stands_from_october_to_august_and_bare_land_between():
    wheat = Management(rotation=(CropYear("winter_wheat", 8.0),))
    stand = stand_of(wheat, 2026, 3)
    share, coefficient, fraction = stand.mean
    year = share[12:24]
    assert year.tolist() == pytest.approx([1, 1, 1, 1, 1, 1, 1, 0.5, 0, 0.5, 1, 1])
    assert coefficient[12 + 5] == pytest.approx(1.15)  # the middle stage
    assert coefficient[12 + 9] == pytest.approx(0.7)  # the initial one
    assert fraction[share > 0] == pytest.approx(0.55)
    assert stand.rooting_depth(irrigated=False) == 1.8
    assert stand.rooting_depth(irrigated=True) == 1.5


def test_the_south_is_half_a_year_later_and_a_ley_stands_always():
    barley = Management(rotation=(CropYear("barley", 5.0),))
    north = stand_of(barley, 2026, 4).mean[1][12:24]
    south = stand_of(barley, 2026, 4, southern=True).mean[1][18:30]
    assert south == pytest.approx(north)
    ley = stand_of(Management(rotation=(CropYear("grass_clover_ley", 8.0),)), 2026, 1)
    assert ley.growing == pytest.approx(1.0)
    assert ley.mean[1] == pytest.approx(1.05)


def test_given_carbon_stands_in_the_months_of_its_cover_and_an_unknown_crop_is_unknown():
    cover = tuple(float(4 <= m <= 7) for m in range(1, 13))
    given = CarbonInput((0.1,) * 12, cover=cover, crop="barley")
    stand = stand_of(Management(carbon_input=given), 2026, 1)
    assert np.flatnonzero(stand.growing).tolist() == [2, 3, 4, 5, 6]
    unnamed = Management(carbon_input=replace(given, crop=""))
    assert stand_of(unnamed, 2026, 1) is None
    none = stand_of(Management(carbon_input=replace(given, cover=(0.0,) * 12)), 2026, 1)
    assert none.rooting_depth(irrigated=False) == 0.15


def test_trees_take_more_than_barley():
    trees = Management(land_use=LandUse.PERENNIAL_TREE_CROP)
    orchard = water(scenario("orchard", trees), climate=WINTER_RAIN).units["field"]
    assert orchard.bucket.capacity[1] > orchard.bucket.capacity[0]
    taken = orchard.annual("evapotranspiration").mean(axis=0)
    assert taken[1] > taken[0]


def test_a_hedge_takes_its_share_of_the_land_and_its_water_is_told_apart():
    hedge = Trees(WoodySystem.HEDGEROW, "field", 1.0, 2026, None, 1.0)
    plan = scenario("hedge", WHEAT, activities=Activities(trees=(hedge,)))
    dry = {"climate": WINTER_RAIN}
    one = water(plan, **dry).units["field"]
    wheat, tree = 1.8, 2.0
    depths = one.bucket.capacity / one.bucket.capacity[0] * wheat
    assert depths[1] == pytest.approx(0.9 * wheat + 0.1 * tree)
    assert one.trees[:, :, 0] == pytest.approx(0.0)
    assert one.trees[0, :, 1].sum() > 0.0 > one.trees[1, :, 1].sum()
    assert one.trees.sum(axis=(0, 1)) == pytest.approx(0.0, abs=1e-6)
    late = replace(hedge, planted=2031)
    half = water(scenario("hedge", WHEAT, activities=Activities(trees=(late,))), **dry)
    assert half.units["field"].trees[0, :4, 1] == pytest.approx(0.0, abs=0.5)
    demand = one.bucket.demand[:, 1] - one.bucket.demand[:, 0]
    assert half.units["field"].bucket.demand[60:, 1] == pytest.approx(one.bucket.demand[60:, 1])
    assert demand.max() > 0.0


@pytest.mark.parametrize(
    ("soil", "management", "why"),
    [
        ({"sand": None}, WHEAT, "texture"),
        ({}, Management(carbon_input=CarbonInput((0.1,) * 12)), "crops"),
        ({}, Management(rotation=(CropYear("rice", 6.0),)), "paddy"),
    ],
)
def test_a_land_unit_without_a_bucket_says_why(soil, management, why):
    found = water(scenario("other", management), land_units=fields(**soil))
    assert found.unknown == {"field": why}
    assert found.lines() == {}


# Leaching


def leached(climate, *, run=RUN, irrigation=None, management=MANURED, soil=None):
    """Return the indirect N2O of the baseline, and what was noted."""
    base = replace(WHEAT, irrigation=irrigation)
    plan = project(
        scenarios=(scenario("baseline", base), scenario("other", management)),
        land_units=fields(**(soil or {})),
        climate=climate,
        **(SHORT | {"run": run}),
    )
    found = assess(plan)
    return values(found, "indirect_n2o", 0), found


BY_CLIMATE = replace(RUN, leaching=Leaching.CLIMATE)


def test_a_dry_climate_whose_bucket_drains_leaches():
    by_water, found = leached(WINTER_RAIN)
    by_climate, _ = leached(WINTER_RAIN, run=BY_CLIMATE)
    assert str(found.place.regime) == "dry"
    assert found.water.units["field"].annual("drainage").mean() > 50.0
    factors, rows = found.nitrogen, found.rows["field"][0]
    brought = sum(rows.synthetic_nitrogen.values()) + rows.residue_nitrogen
    carried = brought[:, None] * factors.frac_leach * factors.ef5 * 44 / 28 / 1000 * 10.0
    # The stock is held steady: what it mineralises is nothing over the rotation.
    more = (by_water - by_climate).sum(axis=0)
    assert np.all(more >= carried.sum(axis=0) * (1 - 1e-9))
    assert more == pytest.approx(carried.sum(axis=0), rel=0.05)
    code = {note.code: note.fields for note in found.assumptions}
    assert code["leaching_by_drainage"] == {"wet": ["Field"], "dry": [], "both": []}


def test_a_climate_that_never_drains_leaches_nothing():
    by_water, found = leached(EVEN_RAIN)
    by_climate, _ = leached(EVEN_RAIN, run=BY_CLIMATE)
    assert found.water.units["field"].annual("drainage") == pytest.approx(0.0, abs=1e-9)
    assert by_water == pytest.approx(by_climate, rel=1e-12)  # the climate is dry, too
    assert not found.nitrogen.frac_leach.any()


def test_without_texture_or_by_choice_the_climate_decides_and_it_is_said():
    plain, found = leached(WINTER_RAIN, soil={"sand": None})
    by_climate, _ = leached(WINTER_RAIN, run=BY_CLIMATE)
    assert plain == pytest.approx(by_climate, rel=1e-12)
    codes = {note.code for note in found.assumptions}
    assert {"leaching_by_climate", "water_unknown_texture"} <= codes
    assert "leaching_by_drainage" not in codes


def test_drip_leaches_by_rain_alone_and_other_irrigation_leaches_always():
    watered = replace(EVEN_RAIN, irrigation=(0.0,) * 5 + (150.0,) * 3 + (0.0,) * 4)
    by_kind = {
        kind: leached(watered, irrigation=kind)
        for kind in (None, MediterraneanIrrigation.DRIP, MediterraneanIrrigation.SPRINKLER)
    }
    drips, found = by_kind[MediterraneanIrrigation.DRIP]
    one = found.water.units["field"]
    assert one.drains[0]
    assert not one.rain_drains[0]
    assert "leaching_drip" in {note.code for note in found.assumptions}
    unsaid, sprinkled = by_kind[None][0], by_kind[MediterraneanIrrigation.SPRINKLER][0]
    assert np.all(unsaid >= drips)
    assert np.all(unsaid.mean(axis=1) > drips.mean(axis=1))
    assert sprinkled == pytest.approx(unsaid, rel=1e-12)
    dry, _ = leached(EVEN_RAIN, irrigation=MediterraneanIrrigation.SPRINKLER)
    assert np.all(dry.mean(axis=1) > leached(EVEN_RAIN)[0].mean(axis=1))


# What carbon holds


def test_the_gain_in_available_water_follows_the_carbon_with_both_signs():
    more, less = scenario("more", MANURED), scenario("less", replace(WHEAT, rotation=(FALLOW,)))
    plan = project(more, less, land_units=fields(), climate=WINTER_RAIN, **SHORT)
    found = assess(plan)
    stock = found.ledger["project_soil_organic_carbon"].values[:, 0]
    gain = found.ledger["available_water_gain"].values[:, 0]
    per_carbon = found.land["field"].water_per_carbon
    mass = 52.0 * 1000 / 13.0
    assert per_carbon.mean() == pytest.approx(1000 * 1.2 / mass * 0.3, rel=0.1)
    assert gain == pytest.approx((stock - stock[:, :1]) * per_carbon * 10.0, abs=1e-9)
    assert gain[1, -1].mean() > 0.0 > gain[2, -1].mean()
    carbon = {s: e["carbon"] for s, e in found.document()["water"]["scenarios"].items()}
    assert carbon["more"]["gain"]["rothc"]["q50"] > 0.0
    assert carbon["more"]["evapotranspiration"] > 0.0 > carbon["more"]["drainage"]
    assert carbon["less"]["evapotranspiration"] < 0.0 < carbon["less"]["drainage"]
    assert "water.per_carbon" in found.drawn.record
    assert "water.per_carbon" not in found.drawn.values


FALLOW = CropYear("bare_fallow")


def test_the_document_holds_balances_by_scenario_and_land_unit():
    units = (unit(**LOAM), unit("hill", 5.0, sand=None))
    document = assess(project(land_units=units, **SHORT)).document()
    entry = document["water"]
    assert entry["unknown"] == {"hill": "texture"}
    assert entry["area_ha"] == 10.0
    assert entry["precipitation"] == pytest.approx(704.0)
    for one in entry["scenarios"].values():
        balance = one["balance"]
        spent = balance["evapotranspiration"] + balance["drainage"]
        assert spent == pytest.approx(704.0)
        known, unknown = one["land_units"]
        assert known["balance"] == balance
        assert unknown["balance"] is None
        assert (known["leaching_by"], unknown["leaching_by"]) == ("drainage", "climate")
    series = document["fluxes"]["covered"]["rothc"]["water_drainage"]
    assert series["unit"] == "m3/yr"
    assert series["mean"][0] is None


def test_a_start_at_a_steady_state_has_its_water_too():
    run = replace(RUN, start=Start.STEADY_STATE)
    soil = fields(stock=None, stock_sd=None, inert_organic_matter=3.0)
    found = assess(project(land_units=soil, horizon=SHORT["horizon"], run=run))
    assert "water_drainage" in found.ledger
    assert "available_water_gain" in found.ledger  # by the density alone
