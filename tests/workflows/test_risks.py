"""Risks of N2O and CH4: facts of the project, and remedies computed with the balance's factors."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.rice import Rice
from permil.datasets.management import Amendment, CropYear, FertiliserUse, Schedule
from permil.datasets.project import Horizon, Run
from permil.tables import table
from permil.tables.rice_categories import StrawTiming, WaterRegime
from permil.vocabulary import AlternativeFate, DrainageClass, Fertiliser, Tillage
from permil.workflows.assess import assess
from permil.workflows.risk_facts import risk_facts
from permil.workflows.risks import sources_of
from workflows.projects import WHEAT, project, scenario, unit

RICH = replace(WHEAT, fertilisers=(FertiliserUse(Fertiliser.AMMONIUM_NITRATE, 240.0),))
TIMED = replace(
    WHEAT, fertilisers=(FertiliserUse(Fertiliser.AMMONIUM_NITRATE, 240.0, months=(1, 7)),)
)
UNTILLED = replace(WHEAT, tillage=Tillage.NO_TILL)
LOAM = {"sand": 40.0, "organic_carbon": 13.0, "bulk_density": 1.35}


def run(management, *, other=WHEAT, draws=40, **soil):
    plan = project(
        scenarios=(scenario("baseline", management), scenario("other", other)),
        land_units=(unit(**(LOAM | soil)),),
        horizon=Horizon(2026, 2035),
        run=Run(draws=draws, models=("rothc",)),
    )
    return assess(plan)


def risks(management, **more):
    found = run(management, **more)
    return {entry["rule"]: entry for entry in found.document()["risks"]["baseline"]}


def computed(entry):
    return {one["id"]: one["computed"] for one in entry["helps"]}


def test_facts_are_those_of_the_file_and_the_bucket():
    found = run(TIMED, ph=5.9, drainage_class=DrainageClass.POOR)
    land = found.project.land_units[0]
    facts = risk_facts(found, land, 0)
    assert facts["ph"] == 5.9
    assert facts["clay"] == 22.0
    assert facts["organic_carbon"] == pytest.approx(1.3)
    assert facts["fertiliser_nitrogen"] == 240.0
    assert facts["drainage_class"] == "poor"
    assert facts["fertiliser"] == "ammonium_nitrate"
    assert facts["water_regime"] == "upland"
    assert facts["drainage"] == pytest.approx(
        found.water.units["field"].annual("drainage").mean(0)[0]
    )
    harvested = found.rows["field"][0].harvested["N"].mean()
    assert facts["nitrogen_surplus"] == pytest.approx(240.0 - harvested)
    # Water drains in January and not in July: half of the fertiliser lies in the way.
    drains = found.water.units["field"].drainage_by_month(0)
    assert drains[0] > 0.0 == drains[6]
    assert facts["nitrogen_before_drainage"] == pytest.approx(120.0)


def test_what_the_project_does_not_say_is_not_known():
    found = run(RICH, sand=None, organic_carbon=None, bulk_density=None)
    facts = risk_facts(found, found.project.land_units[0], 0)
    for name in ("ph", "organic_carbon", "drainage", "drainage_class", "nitrogen_before_drainage"):
        assert facts[name] is None


def test_the_nitrogen_of_manure_counts_in_its_month_and_years():
    manure = Amendment(
        "farmyard_manure", None, 2.0, 100.0, 1, Schedule(every=2), AlternativeFate.BURNT
    )
    found = run(replace(WHEAT, fertilisers=(), amendments=(manure,)))
    facts = risk_facts(found, found.project.land_units[0], 0)
    assert facts["nitrogen_before_drainage"] == pytest.approx(50.0)


def test_an_inhibitor_changes_what_its_responses_change_of_each_pathway():
    found = run(RICH)
    entry = next(
        e for e in found.document()["risks"]["baseline"] if e["rule"] == "high_nitrogen_rate_n2o"
    )
    assert entry["verdict"] == "holds"
    change = computed(entry)["nitrification_inhibitor"]["change"]
    assert change["unit"] == "t CO2e/yr"
    rows = {
        r.pathway: r.value for r in table("nitrogen_inhibitors").rows if "nitrif" in r.fertiliser
    }
    f = found.nitrogen
    per_nitrogen = (
        rows["direct_n2o"] * f.ef1_synthetic
        + rows["ammonia"] * f.frac_gasf[Fertiliser.AMMONIUM_NITRATE] * f.ef4
        + rows["leaching"] * f.frac_leach * f.ef5
    )
    expected = 240.0 * per_nitrogen.mean() * 44 / 28 / 1000 * 10.0 * 273.0
    assert change["mean"] == pytest.approx(expected, rel=0.1)
    assert change["mean"] < 0.0
    # Less of the direct emission, part of which comes back as ammonia.
    slow = computed(entry)["slow_release"]
    assert "leaching is left as it is" in slow["note"]


def test_a_tenth_less_fertiliser_saves_a_tenth_of_its_nitrous_oxide():
    entry = risks(RICH)["high_nitrogen_rate_n2o"]
    less = computed(entry)["lower_rate"]["change"]
    thrifty = replace(RICH, fertilisers=(replace(RICH.fertilisers[0], nitrogen=216.0),))
    found = run(RICH, other=thrifty)
    n2o = sum(found.ledger[name].values[:, 0, 1:] for name in ("direct_n2o", "indirect_n2o"))
    saved = (n2o[1] - n2o[0]).mean(axis=0) * 273.0
    for name, q in (("q05", 0.05), ("q50", 0.5), ("q95", 0.95)):
        assert less[name] == pytest.approx(np.quantile(saved, q), rel=1e-6)


def test_liming_is_a_bound_with_the_lime_that_undoes_it():
    entry = risks(RICH, ph=5.8)["acid_soil_n2o"]
    lime = computed(entry)["liming"]
    assert lime["change"]["mean"] < 0.0
    given_off = 0.12 * 44 / 12
    assert lime["limestone_below"] == pytest.approx(-lime["change"]["mean"] / 10.0 / given_off)
    assert f"{given_off:.2f} t CO2" in lime["note"]
    assert computed(entry)["nitrate_fertiliser"] is None
    assert "acid_soil_n2o" not in risks(RICH, ph=6.8)


def test_timing_saves_the_leached_share_of_what_is_spread_while_water_drains():
    found = run(TIMED)
    entry = next(
        e
        for e in found.document()["risks"]["baseline"]
        if e["rule"] == "nitrogen_before_drainage_n2o"
    )
    f = found.nitrogen
    saved = -120.0 * f.frac_leach * f.ef5 * 44 / 28 / 1000 * 10.0 * 273.0
    change = computed(entry)["timing"]["change"]
    assert change["mean"] == pytest.approx(saved.mean(), rel=1e-9)
    assert computed(entry)["catch_crop"]["change"]["mean"] < 0.0


def test_a_rule_that_lacks_a_fact_names_it_and_computes_nothing():
    entry = risks(UNTILLED)["no_till_poor_drainage_n2o"]
    assert entry["verdict"] == "undecided"
    assert entry["missing"] == ["drainage_class"]
    assert entry["helps"] == []
    held = risks(UNTILLED, drainage_class=DrainageClass.POOR)["no_till_poor_drainage_n2o"]
    per_hectare = computed(held)["drainage"]["change"]["mean"]
    assert per_hectare == pytest.approx(-1.88 * 44 / 28 / 1000 * 10.0 * 273.0)
    assert "no_till_poor_drainage_n2o" not in risks(UNTILLED, drainage_class=DrainageClass.GOOD)


def test_every_risk_is_of_one_land_unit_and_its_sources_are_listed():
    document = run(RICH, ph=5.8).document()
    listed = {source["key"] for source in document["sources"]}
    for entries in document["risks"].values():
        for entry in entries:
            assert entry["land_unit"] == "field"
            assert set(sources_of(entry)) <= listed


def test_asking_about_remedies_changes_no_record_of_the_run():
    found = run(RICH)
    used, drawn = set(found.drawn.book.uses), set(found.drawn.record)
    found.document()
    assert set(found.drawn.book.uses) == used
    assert set(found.drawn.record) == drawn
    assert not any(name.startswith("nitrogen_inhibitors") for name in used)


RICE = replace(WHEAT, rotation=(CropYear("rice", 6.0),))
FLOODED = Rice(WaterRegime.CONTINUOUS, straw=4.0, straw_incorporated=StrawTiming.SHORTLY_BEFORE)


def paddies(*entries):
    """Return an assessment of plans that grow rice, each with its water."""
    plans = tuple(
        scenario("baseline" if not i else f"plan{i}", RICE, activities=Activities(rice=(entry,)))
        for i, entry in enumerate(entries)
    )
    horizon, settings = Horizon(2026, 2030), Run(draws=40, models=("rothc",))
    return assess(project(scenarios=plans, horizon=horizon, run=settings))


def test_remedies_of_a_paddy_are_what_a_plan_with_them_would_emit():
    drained = replace(FLOODED, water_regime=WaterRegime.MULTIPLE_DRAINAGE)
    early = replace(FLOODED, straw_incorporated=StrawTiming.LONG_BEFORE)
    found = paddies(FLOODED, drained, early)
    document = found.document()
    entries = {entry["rule"]: entry for entry in document["risks"]["baseline"]}
    flooded = entries["flooded_rice_ch4"]
    assert flooded["facts"]["flooded_months"] == pytest.approx(113 / 30.44, rel=0.01)
    assert entries["straw_in_paddy_ch4"]["facts"]["straw_before_flooding"] == 4.0

    def more(s):
        lines = {"rice_ch4": 27.0, "direct_n2o": 273.0, "indirect_n2o": 273.0}
        parts = [found.ledger[name].values[:, 0, 1:] * gwp for name, gwp in lines.items()]
        return sum(part[s] - part[0] for part in parts).mean(axis=0)

    for rule, name, s in (
        (flooded, "alternate_wetting_and_drying", 1),
        (entries["straw_in_paddy_ch4"], "drainage_of_paddy", 1),
        (entries["straw_in_paddy_ch4"], "early_incorporation", 2),
    ):
        change = computed(rule)[name]["change"]
        assert change["mean"] == pytest.approx(more(s).mean(), rel=1e-6)
        assert change["mean"] < 0.0
    # A field that is drained already is under no such risk.
    assert "flooded_rice_ch4" not in {e["rule"] for e in document["risks"]["plan1"]}


def test_rice_whose_water_nobody_tells_is_not_judged():
    plan = project(scenario("rice", RICE), run=Run(draws=5, models=("rothc",)))
    entries = {e["rule"]: e for e in assess(plan).document()["risks"]["rice"]}
    assert entries["flooded_rice_ch4"]["verdict"] == "undecided"
    assert "water_regime" in entries["flooded_rice_ch4"]["missing"]


def test_no_nitrogen_no_remedy():
    entry = risks(replace(WHEAT, fertilisers=()), ph=5.8)
    assert "acid_soil_n2o" not in entry
    assert "high_nitrogen_rate_n2o" not in entry
