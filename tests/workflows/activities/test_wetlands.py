"""Inland wetlands on mineral soil and coastal wetlands in an assessment."""

from __future__ import annotations

import numpy as np
import pytest

from permil.datasets.climate import ClimateInput
from permil.datasets.project import FactorOverride, Horizon, Place
from permil.errors import NotApplicable
from permil.tables.wetland_categories import Nutrients, PeatUse
from permil.vocabulary import ClimateZone, OrganicSoilKind
from permil.workflows.assess import assess
from workflows.peatlands import central, change, fen, peatland, plan

BASE = plan("baseline")
LONG = 60


def wetland(kind=OrganicSoilKind.INLAND_MINERAL, **facts):
    inland = {"land_use": PeatUse.CROPLAND} if kind is OrganicSoilKind.INLAND_MINERAL else {}
    known = {"land_use": None, "nutrients": Nutrients.ALL} | inland
    return fen(**{"id": "marsh", "name": "Marsh", "kind": kind} | known | facts)


def run(soil, *scenarios, years=LONG, **more):
    horizon = Horizon(2026, 2025 + years)
    return assess(peatland(BASE, *scenarios, soils=(soil,), horizon=horizon, **more))


def later(name, **areas):
    return plan(name, change(soil="marsh", years=LONG, **areas))


MINERAL = central(
    ("mineral_wetlands", {"parameter": "F_LU_cultivated", "climate": "temperate"}),
    ("mineral_wetlands", {"parameter": "F_LU_rewetted_20"}),
    ("mineral_wetlands", {"parameter": "F_LU_rewetted_40"}),
    ("mineral_wetlands", {"parameter": "ch4", "climate": "temperate"}),
    ("ipcc2019_soc_reference", {"soil_type": "WET", "climate_zone": "cool_temperate_moist"}),
)


def test_mineral_soil_gains_in_two_phases_and_emits_methane_as_long_as_it_is_wet():
    found = run(wetland(), later("wet", rewet={0: 50.0}), factors=MINERAL)
    assert found.place.zone is ClimateZone.COOL_TEMPERATE_MOIST
    gains = np.array([0.09] * 20 + [0.20] * 20 + [0.0] * 20) * 128 / 20
    co2 = found.ledger["organic_soil_co2"].values[1, 0, 1:, 0]
    assert co2 == pytest.approx(-50 * gains * 44 / 12, rel=1e-9, abs=1e-9)
    ch4 = found.ledger["organic_soil_ch4"].values[1, 0, 1:, 0]
    assert ch4 == pytest.approx(np.full(LONG, 50 * 235 / 1000), rel=1e-12)
    # In the first 20 years a source: 5 t CO2e of methane net of the gain, each hectare and year.
    net = found.ledger["net_co2e"].values[1, 0, 1:, 0] / 50
    assert net[:20] == pytest.approx(np.full(20, 27 * 0.235 - 0.09 * 128 / 20 * 44 / 12))
    codes = {note.code for note in found.assumptions}
    assert "wetland_mineral_drained" in codes
    assert "wetland_mineral_rewetted" not in codes


def test_drained_mineral_soil_loses_for_twenty_years_with_its_nitrogen():
    soil = wetland(drained=0.0)
    exact = {id: one for id, one in MINERAL.items() if "ch4" not in id and "rewetted" not in id}
    found = run(soil, later("dry", drain={0: 50.0}), factors=exact)
    co2 = found.ledger["organic_soil_co2"].values[1, 0, 1:, 0]
    loss = np.array([0.29 * 128 / 20] * 20 + [0.0] * 40)
    assert co2 == pytest.approx(50 * loss * 44 / 12, rel=1e-9, abs=1e-9)
    n2o, drawn = found.ledger["organic_soil_n2o"].values[1, 0, 1:], found.drawn.values
    nitrogen = 1000 * 50 * loss[0] / drawn["n2o.carbon_to_nitrogen.wetland"]
    emitted = drawn["n2o.ef1_other"] + drawn["n2o.frac_leach"] * drawn["n2o.ef5"]
    assert n2o[0] == pytest.approx(nitrogen * emitted * 44 / 28 / 1000, rel=1e-9)
    assert np.all(n2o[20:] == 0.0)


#: Central Kalimantan, with the bundled climate.
TROPICS = {"place": Place(-2.2, 113.9, 20.0), "climate": ClimateInput()}


def test_the_tropics_have_no_factor_of_cultivation():
    with pytest.raises(NotApplicable, match="no factor for: F LU cultivated, tropical"):
        run(wetland(), later("wet", rewet={0: 5.0}), **TROPICS)


def test_tropical_peat_has_its_own_factors():
    palms = fen(land_use=PeatUse.PLANTATION_OIL_PALM, nutrients=Nutrients.ALL)
    found = assess(peatland(BASE, soils=(palms,), **TROPICS))
    co2 = found.ledger["organic_soil_co2"].values[0, 0, 1:]
    assert co2.mean() == pytest.approx(100 * (11 + 0.82) * 44 / 12, rel=0.15)


def test_mangroves_lose_no_more_than_they_hold():
    """50 years of 7.9 t C are more than the first metre holds."""
    soil = wetland(OrganicSoilKind.MANGROVE, salinity=25.0)
    exact = central(
        ("coastal_wetlands", {"parameter": "drainage", "wetland": "mangrove"}),
        (
            "coastal_wetlands",
            {"parameter": "soil_carbon_stock_1m", "wetland": "mangrove", "condition": "all"},
        ),
    )
    found = run(soil, later("wet", rewet={59: 1.0}), factors=exact)
    carbon = found.ledger["organic_soil_co2"].values[0, 0, 1:, 0] * 12 / 44 / 100
    assert carbon[:48] == pytest.approx(np.full(48, 7.9))
    assert carbon.sum() == pytest.approx(386.0)
    assert np.all(carbon[49:] == 0.0)
    assert "coastal_drained_since" in {note.code for note in found.assumptions}
    # What was drained 20 years before has 20 years less to lose.
    since = wetland(OrganicSoilKind.MANGROVE, salinity=25.0, drained_since=2006)
    older = run(since, later("wet", rewet={59: 1.0}), factors=exact)
    less = older.ledger["organic_soil_co2"].values[0, 0, 1:, 0] * 12 / 44 / 100
    assert less == pytest.approx(np.append(carbon[20:], np.zeros(20)))


def test_what_was_drained_first_is_rewetted_first():
    soil = wetland(OrganicSoilKind.TIDAL_MARSH, drained=40.0, salinity=25.0, drained_since=1996)
    found = run(soil, later("both", drain={0: 10.0}, rewet={1: 40.0}))
    rate = found.drawn.values["organic_soil.coastal_wetlands.drainage.tidal_marsh"]
    co2 = found.ledger["organic_soil_co2"].values[1, 0, 1:]
    # Left is what was drained in the first year, beside 40 ha that gain 0.91 t C.
    assert co2[1] == pytest.approx((10 * rate - 40 * 0.91) * 44 / 12, rel=1e-9)


@pytest.mark.parametrize(("salinity", "side"), [(5.0, "below"), (18.0, "below"), (18.1, "above")])
def test_salinity_decides_on_the_factor_of_methane(salinity, side):
    soil = wetland(OrganicSoilKind.MANGROVE, salinity=salinity)
    found = run(soil, later("wet", rewet={0: 50.0}))
    uses = [use for use in found.drawn.book.uses if "/ch4/" in use]
    assert uses == [f"coastal_wetlands/ch4/mangrove/{side}_18_ppt"]
    ch4 = found.ledger["organic_soil_ch4"].values[1, 0, 1:].mean() / 50
    assert (0.15 < ch4 < 0.25) if side == "below" else (0.0 < ch4 < 0.02)


def test_seagrass_gains_and_emits_no_methane():
    soil = wetland(OrganicSoilKind.SEAGRASS, drained=0.0, rewetted=100.0)
    found = run(soil)
    assert found.ledger["organic_soil_co2"].values[0, 0, 1] == pytest.approx(-100 * 0.43 * 44 / 12)
    assert "organic_soil_ch4" not in found.ledger


def test_a_factor_of_a_projects_own_stands_in_a_wetland_too():
    identity = "mineral_wetlands/ch4/temperate"
    own = {identity: FactorOverride(100.0, None, None, "measured")}
    found = run(wetland(), later("wet", rewet={0: 50.0}), factors=own)
    assert found.ledger["organic_soil_ch4"].values[1, 0, 1:] == pytest.approx(5.0)
