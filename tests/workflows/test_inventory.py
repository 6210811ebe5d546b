"""The balance by inventory categories: parts that add up, codes, tiers, factors."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.livestock import Livestock
from permil.datasets.factor_override import FactorOverride
from permil.datasets.management import FertiliserUse, LimeUse
from permil.datasets.project import Adoption, Run
from permil.tables.livestock_categories import Animal, ManureSystem, Productivity, Region
from permil.vocabulary import Edition, Fertiliser, Inhibitor, LandUse
from permil.workflows.assess import assess
from permil.workflows.climate_change import views_of
from permil.workflows.gases import mineralised_nitrogen
from permil.workflows.inventory import CRT, SOURCES, inventory_rows, write_inventory
from permil.workflows.lines import LINES
from workflows.projects import MANURED, WHEAT, project, scenario, unit

EF1 = "ipcc2019_n2o/EF1/wet_synthetic"
BARE = replace(WHEAT, rotation=(replace(WHEAT.rotation[0], crop_yield=2.0),))
LIMED = replace(MANURED, limes=(LimeUse("limestone", 2.0),))
HALF = Adoption(tuple(min(1.0, (i + 1) / 10) for i in range(40)), ("field",))
SCENARIOS = (
    scenario("limed", LIMED, adoption=(HALF,)),
    scenario("bare", BARE, land_units=("hill",)),
    scenario("grass", replace(WHEAT, land_use=LandUse.GRASSLAND)),
)
UNITS = (unit(), unit("hill", 4.0, stock=60.0))


def written(assessment, path):
    write_inventory(assessment, path / "inventory.csv")
    with (path / "inventory.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def result():
    run = Run(models=("rothc", "ipcc_tier2"), draws=40)
    units = tuple(replace(u, soil=replace(u.soil, sand=30.0)) for u in UNITS)
    return assess(project(*SCENARIOS, run=run, land_units=units))


@pytest.fixture(scope="module")
def rows(result, tmp_path_factory):
    return written(result, tmp_path_factory.mktemp("inventory"))


def test_the_parts_add_up_to_their_line_in_every_draw(result):
    view = next(iter(views_of(result).values()))
    found = inventory_rows(result)
    assert {row.line.name for row in found} == {str(n) for n in result.ledger if n in CATEGORIES}
    for name in {row.line.name for row in found}:
        parts = [row.amount for row in found if row.line.name == name]
        assert len(parts) == len(SOURCES.get(name, {})) or len(parts) == 1
        whole = view.line(name)[:, 1:]
        assert np.allclose(sum(parts), whole, rtol=0, atol=1e-9 * np.abs(whole).max())


CATEGORIES = {line.name for line in LINES}


def test_what_is_left_of_direct_n2o_is_that_of_soil_carbon_lost():
    """One model, one land unit: the mineralised nitrogen computed from the stocks themselves."""
    from permil.workflows.gases import nitrogen_factors

    result = assess(project(scenario("bare", BARE), run=Run(models=("rothc",), draws=30)))
    (left,) = (row for row in inventory_rows(result) if row.source == "mineralisation")
    stock = result.ledger["project_soil_organic_carbon"].sel(model="rothc").values / 10.0
    factors = nitrogen_factors(result.drawn, result.place.regime, ["urea"])
    for s, one in enumerate(result.project.scenarios):
        lost = mineralised_nitrogen(stock[s], one.management.period, factors)
        expected = lost * factors.ef1_other * 44 / 28 / 1000 * 10.0
        assert np.allclose(left.amount[s], expected, rtol=1e-9, atol=1e-12)
    assert left.amount[1].mean() > 0


def test_every_row_has_its_codes_and_amounts_in_gas_and_co2e(result, rows):
    years = result.project.horizon.last_year - result.project.horizon.first_year + 1
    assert len(rows) == len(inventory_rows(result)) * len(result.project.scenarios) * years
    codes = {(row["line"], row["source"]): row["category_crt"] for row in rows}
    assert codes["direct_n2o", "inorganic_fertilisers"] == "3.D.1.a"
    assert codes["direct_n2o", "mineralisation"] == "3.D.1.e"
    assert codes["indirect_n2o", "leaching"] == "3.D.2.b"
    assert codes["lime_co2", "lime_co2"] == "3.G"
    for row in rows:
        if row["gas"] == "N2O":
            assert float(row["co2e_t"]) == pytest.approx(273.0 * float(row["amount_t"]))
            assert float(row["co2e_ar5_gwp100_t"]) == pytest.approx(265.0 * float(row["amount_t"]))
        assert row["metric"] == "AR6 GWP100"
        assert float(row["low_t"]) <= float(row["high_t"])
        if row["line"] == "direct_n2o" and row["source"] == "inorganic_fertilisers":
            half = (float(row["high_t"]) - float(row["low_t"])) / 2
            share = half / float(row["amount_t"])
            assert float(row["uncertainty_percent"]) == pytest.approx(100 * share)


def test_soil_carbon_goes_by_land_use_and_where_land_is_mixed_it_has_no_part(rows):
    found = {r["scenario"]: r for r in rows if r["line"] == "soil_carbon_change_co2"}
    codes = {s: (r["category_ipcc"], r["category_crt"]) for s, r in found.items()}
    assert codes["baseline"] == codes["limed"] == codes["bare"] == ("3B2a", "4.B.1")
    assert codes["grass"] == ("3B3b", "4.C.2")
    assert {r["method"] for r in found.values()} == {"T3"}
    assert {r["factor_kind"] for r in found.values()} == {"M"}
    spreading = scenario("grass", SCENARIOS[2].management, adoption=(HALF,))
    mixed = assess(project(spreading, run=Run(models=("rothc",), draws=2)))
    (row, *_) = (r for r in inventory_rows(mixed) if r.line.name == "soil_carbon_change_co2")
    from permil.workflows.inventory import _categories

    assert _categories(row, mixed.project, spreading) == ("3B", "4")


def test_factors_are_those_of_the_source_and_say_whose_they_are(tmp_path):
    own = {EF1: FactorOverride(0.012, None, None, "chambers")}
    run = Run(models=("ipcc_tier1",), draws=3)
    rows = written(assess(project(run=run, factors=own)), tmp_path)
    by_source = {row["source"]: row for row in rows}
    assert by_source["inorganic_fertilisers"]["factors"] == EF1
    assert by_source["inorganic_fertilisers"]["factor_kind"] == "CS"
    assert by_source["crop_residues"]["factors"] == "ipcc2019_n2o/EF1/wet_other"
    assert by_source["crop_residues"]["factor_kind"] == "D"
    assert "R_CN_SOM" in by_source["mineralisation"]["factors"]
    assert "FracLEACH" in by_source["leaching"]["factors"]
    assert "FracLEACH" not in by_source["deposition"]["factors"]
    soil = by_source["soil_carbon_change_co2"]
    assert (soil["method"], soil["factor_kind"]) == ("T1", "D")
    older = replace(run, factor_edition=Edition.IPCC2006)
    by_source = {row["source"]: row for row in written(assess(project(run=older)), tmp_path)}
    for source in ("inorganic_fertilisers", "crop_residues"):
        assert by_source[source]["factors"] == "ipcc2019_n2o/EF1/aggregated"


def test_every_category_of_a_line_has_one_of_the_common_reporting_tables():
    for line in LINES:
        assert not line.category or line.category in CRT


def test_inhibitors_and_grazing_stand_in_their_own_categories(tmp_path):
    urea = FertiliserUse(Fertiliser.UREA, 100.0, inhibitor=Inhibitor.NITRIFICATION)
    cows = Livestock(
        animal=Animal.OTHER_CATTLE,
        head=10.0,
        body_weight=400.0,
        region=Region.WESTERN_EUROPE,
        productivity=Productivity.HIGH,
        manure=((ManureSystem.PASTURE, 1.0),),
    )
    treated = scenario(
        "treated", replace(WHEAT, fertilisers=(urea,)), activities=Activities(livestock=(cows,))
    )
    found = assess(project(treated, run=Run(models=("rothc",), draws=20)))
    rows = [row for row in written(found, tmp_path) if row["scenario"] == "treated"]
    assert {r["category_crt"] for r in rows if r["line"] == "grazing_direct_n2o"} == {"3.D.1.c"}
    tiers = {r["source"]: r["method"] for r in rows if r["line"] == "direct_n2o"}
    assert tiers["inorganic_fertilisers"] == "T2"
    assert tiers["crop_residues"] == "T1"
    whole = found.ledger["direct_n2o"].values[1, 0, 1:]
    parts = [row.amount[1] for row in inventory_rows(found) if row.line.name == "direct_n2o"]
    assert len(parts) == 4
    assert np.allclose(sum(parts), whole, rtol=1e-9)
