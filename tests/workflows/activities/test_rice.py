"""Methane of rice by water, season and organic matter; its N2O in place of that of dry land."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.rice import Rice
from permil.datasets.management import (
    CropYear,
    FertiliserUse,
    Management,
    Schedule,
)
from permil.datasets.project import Adoption, FactorOverride, Horizon, Run
from permil.errors import Conflict, MissingKey, NoEffect
from permil.tables.rice_categories import PreSeason, RiceRegion, StrawTiming, WaterRegime
from permil.vocabulary import AlternativeFate, Edition, Fertiliser, Residues
from permil.workflows.assess import assess
from workflows.projects import manure, project, scenario, unit

PADDY = Management(
    rotation=(CropYear("rice", 6.0, Residues.REMOVED, 1.0),),
    fertilisers=(FertiliserUse(Fertiliser.UREA, 100.0),),
)
FLOODED = Rice(WaterRegime.CONTINUOUS, PreSeason.NOT_FLOODED_SHORT, season_length=113.0, straw=0.0)
AWD = replace(FLOODED, water_regime=WaterRegime.MULTIPLE_DRAINAGE)
#: The factors of the world's continuously flooded rice without their ranges.
EXACT = {
    f"ipcc2019_rice/{name}": FactorOverride(value, None, None, "exact")
    for name, value in {
        "EFc/world": 1.19,
        "SFw/irrigated_continuously_flooded": 1.0,
        "SFp/not_flooded_under_180_days": 1.0,
    }.items()
}
STRAW = {
    "ipcc2019_rice/CFOA/straw_under_30_days": FactorOverride(1.0, None, None, "exact"),
    "ipcc2019_rice/SFo_exponent/all": FactorOverride(0.59, None, None, "exact"),
}


def run(*plans, management=PADDY, **more):
    """Assess scenarios that differ in their rice alone; the first is the baseline."""
    names = ["baseline", "other", "third"]
    scenarios = tuple(
        scenario(name, management, activities=Activities(rice=rice))
        for name, rice in zip(names, plans, strict=False)
    )
    parts = {
        "scenarios": scenarios,
        "horizon": Horizon(2026, 2029, None),
        "run": Run(models=("rothc",), draws=40),
    }
    return assess(project(**(parts | more)))


def line(found, name="rice_ch4"):
    return found.ledger[name].values[:, 0, 1:]


def test_the_worlds_flooded_rice_as_the_guidelines_compute_it():
    found = line(run((FLOODED,), factors=EXACT))
    assert found == pytest.approx(134.47 * 10.0 / 1000.0)  # kg/ha on 10 ha


def test_straw_shortly_before_the_season_scales_as_in_equation_5_3():
    rice = replace(FLOODED, straw=6.0, straw_incorporated=StrawTiming.SHORTLY_BEFORE)
    found = line(run((rice,), factors=EXACT | STRAW))
    assert found == pytest.approx(134.47 * 7.0**0.59 * 10.0 / 1000.0)


def test_straw_long_before_and_green_manure_have_factors_of_their_own():
    early = replace(FLOODED, straw=6.0, straw_incorporated=StrawTiming.LONG_BEFORE)
    green = replace(FLOODED, green_manure=6.0)
    found = run((FLOODED,), (early,), (green,))
    values = found.drawn.values
    exponent = values["rice.amendment_exponent.all"]
    for s, name in ((1, "straw_over_30_days"), (2, "green_manure")):
        expected = (1 + 6.0 * values[f"rice.amendment.{name}"]) ** exponent
        assert line(found)[s, 0] / line(found)[0, 0] == pytest.approx(expected)


def test_the_straw_of_the_harvest_before_is_the_fields_own():
    own = replace(FLOODED, straw=None, straw_incorporated=StrawTiming.SHORTLY_BEFORE)
    kept = replace(PADDY, rotation=(CropYear("rice", 6.0),))
    some, more = (line(run((own,), management=m, factors=EXACT | STRAW)) for m in (PADDY, kept))
    assert np.all(more > some)
    assert np.all(some > 1.3447)  # the stubble stays where the straw is removed
    codes = {note.code for note in run((own,), management=kept).assumptions}
    assert "rice_own_straw" in codes


def test_straw_asks_how_long_before_the_season():
    unsaid = replace(FLOODED, straw=None)
    with pytest.raises(MissingKey, match="straw_incorporated"):
        run((unsaid,))


def test_manure_and_compost_of_the_field_count_by_their_fresh_weight():
    spread = replace(PADDY, amendments=(manure(AlternativeFate.BURNT),))  # 20 t
    found = run((FLOODED,), management=spread, factors=EXACT)
    values = found.drawn.values
    factor = values["rice.amendment.farmyard_manure"]
    scaled = (1 + 20.0 * factor) ** values["rice.amendment_exponent.all"]
    assert line(found)[0, 0] == pytest.approx(1.3447 * scaled)


def test_drainage_saves_methane_and_costs_n2o():
    found = run((FLOODED,), (AWD,))
    assert np.all(line(found)[1] < line(found)[0])
    nitrous = line(found, "direct_n2o")
    assert nitrous[1].mean() > nitrous[0].mean()
    factors = [
        found.drawn.values[f"n2o.ef1_rice.{water}"] for water in ("continuous_flooding", "drained")
    ]
    assert nitrous[1, 0] * factors[0] == pytest.approx(nitrous[0, 0] * factors[1])
    # The indirect emission is that of other land.
    assert np.array_equal(line(found, "indirect_n2o")[0], line(found, "indirect_n2o")[1])


def test_all_nitrogen_of_the_field_has_the_factor_of_flooded_rice():
    found = run((FLOODED,))
    nitrogen = 100.0 + found.rows["field"][0].residue_nitrogen[0]
    ef1 = found.drawn.values["n2o.ef1_rice.continuous_flooding"]
    direct = line(found, "direct_n2o")[0, 0]
    # The stock is held, so that the soil releases none.
    assert direct == pytest.approx(nitrogen * ef1 * 44 / 28 / 1000 * 10.0, rel=1e-6)


def test_upland_rice_gives_no_methane_and_has_the_ef1_of_dry_land():
    found, none = run((Rice(WaterRegime.UPLAND),)), run(())
    assert "rice_ch4" not in found.ledger
    assert np.array_equal(line(found, "direct_n2o"), line(none, "direct_n2o"))


def test_no_rice_no_line_and_twice_the_land_twice_the_methane():
    assert "rice_ch4" not in run(()).ledger
    small, large = (line(run((FLOODED,), land_units=(unit(area=a),))) for a in (10.0, 20.0))
    assert large == pytest.approx(2.0 * small, rel=1e-12)


def test_draws_are_shared_so_that_a_difference_is_exact():
    twice = replace(FLOODED, season_length=226.0)
    found = line(run((FLOODED,), (twice,)))
    assert found[1] == pytest.approx(2.0 * found[0], rel=1e-12)


def test_water_changes_the_net_by_its_methane_and_n2o_in_every_draw():
    found = run((FLOODED,), (AWD,))
    net = line(found, "net_co2e")
    parts = sum(
        (line(found, name)[1] - line(found, name)[0]) * factor
        for name, factor in (("rice_ch4", 27.0), ("direct_n2o", 273.0))
    )
    assert np.abs(net[1] - net[0] - parts).max() < 1e-9 * np.abs(net).max()


def test_the_season_of_a_region_is_drawn_where_none_is_given():
    usual = replace(FLOODED, season_length=None, region=RiceRegion.EUROPE)
    found = run((usual,))
    record = found.drawn.record["rice.season.europe"]
    assert (record["low"], record["value"], record["high"]) == (111, 123, 153)
    assert "rice_season_length" in {note.code for note in found.assumptions}


def test_rice_of_some_years_and_of_a_rotation():
    other = replace(PADDY, rotation=(*PADDY.rotation, CropYear("soybean", 3.0)))
    found = line(run((FLOODED,), management=other))
    assert np.all(found[0, 0::2] > 0)
    assert not found[0, 1::2].any()
    late = replace(FLOODED, schedule=Schedule(first_year=2028))
    found = line(run((late,)))
    assert not found[0, :2].any()
    assert np.all(found[0, 2:] > 0)


def test_two_seasons_share_straw_and_add_up():
    one = replace(FLOODED, straw=None, straw_incorporated=StrawTiming.SHORTLY_BEFORE)
    single, double = (line(run((one,) * n, factors=EXACT | STRAW)) for n in (1, 2))
    straw = (single / 1.3447) ** (1 / 0.59) - 1.0
    assert double == pytest.approx(2 * 1.3447 * (1 + straw / 2) ** 0.59)


def test_seasons_longer_than_a_year_are_refused():
    long = replace(FLOODED, season_length=200.0)
    with pytest.raises(Conflict, match="400 days"):
        run((long, long))


def test_an_entry_without_rice_is_refused():
    wheat = replace(PADDY, rotation=(CropYear("winter_wheat", 6.0),))
    with pytest.raises(NoEffect, match="no rice"):
        run((FLOODED,), management=wheat)


def test_a_land_unit_that_a_scenario_leaves_out_keeps_the_baselines_water():
    units = (unit("north"), unit("south"))
    scenarios = (
        scenario("baseline", PADDY, activities=Activities(rice=(FLOODED,))),
        scenario("awd", PADDY, activities=Activities(rice=(AWD,)), land_units=("south",)),
    )
    found = line(run(scenarios=scenarios, land_units=units))
    whole = line(run((FLOODED,), (AWD,)))
    assert found[1] == pytest.approx(whole[0] + whole[1])


def test_only_some_land_units_may_be_paddies():
    units = (unit("north"), unit("south", area=5.0))
    south = replace(FLOODED, land_units=("south",))
    found = run((south,), land_units=units)
    alone = run((FLOODED,), land_units=units[1:])
    assert line(found) == pytest.approx(line(alone))


def test_water_is_adopted_by_the_land_unit_that_adopts():
    share = (0.25, 0.5, 0.75, 1.0)
    for units in ((), ("field",)):
        scenarios = (
            scenario("baseline", PADDY, activities=Activities(rice=(FLOODED,))),
            scenario(
                "awd",
                PADDY,
                activities=Activities(rice=(AWD,)),
                adoption=(Adoption(share, units),),
            ),
        )
        found, whole = line(run(scenarios=scenarios)), line(run((FLOODED,), (AWD,)))
        saved = (found[0] - found[1]) / (whole[0] - whole[1])
        assert saved == pytest.approx(np.repeat(np.array(share)[:, None], 40, axis=1))


def test_the_edition_and_the_projects_own_factor_are_recorded():
    plain = {"models": ("rothc",), "draws": 5}
    then = run((AWD,), run=Run(**plain, factor_edition=Edition.IPCC2006))
    uses = {use["id"]: use for use in _factors(then)}
    assert uses["ipcc2019_rice/SFw/irrigated_multiple_drainage"]["value"] == 0.52
    own = run((FLOODED,), factors=EXACT)
    uses = {use["id"]: use for use in _factors(own)}
    assert uses["ipcc2019_rice/EFc/world"]["reason"] == "exact"


def _factors(found):
    (entry,) = (one for one in found.document()["lines"] if one["line"] == "rice_ch4")
    assert (entry["gas"], entry["category"]) == ("CH4", "3C7")
    return entry["factors"]


def test_paddies_are_flagged_and_rice_without_water_too():
    codes = {w["code"]: w["text"] for w in run((FLOODED,)).document()["warnings"]}
    assert "RothC" in codes["paddy"]
    assert "paddy_without_water" not in codes
    codes = {w["code"] for w in run(()).document()["warnings"]}
    assert "paddy_without_water" in codes
    assert "paddy" not in codes
