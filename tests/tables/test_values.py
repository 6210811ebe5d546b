"""Golden cells of the tables, and what must hold among their rows."""

from __future__ import annotations

import pytest

from permil.tables import parameter_set, table
from permil.tables.categories import Status
from permil.vocabulary import (
    ClimateZone,
    Fertiliser,
    InputLevel,
    LandUse,
    Metric,
    MoistureRegime,
    SoilType,
    Tillage,
)


@pytest.mark.parametrize(
    ("soil", "zone", "value", "low", "high", "n"),
    [
        ("HAC", "cool_temperate_moist", 81, 76.95, 85.05, 334),
        ("HAC", "tropical_dry", 21, 19.95, 22.05, 554),
        ("POD", "cool_temperate_moist", 128, 110.08, 145.92, 45),
        ("VOL", "tropical_dry", 50, 5, 95, None),
        ("LAC", "boreal_dry", None, None, None, None),
    ],
)
def test_reference_stocks(
    soil: str, zone: str, value: float, low: float, high: float, n: int
) -> None:
    row = table("ipcc2019_soc_reference").one(soil_type=soil, climate_zone=zone)
    assert (row.value, row.low, row.high, row.n) == (value, low, high, n)


def test_reference_stocks_cover_all_soils_and_zones() -> None:
    rows = table("ipcc2019_soc_reference").select()
    found = {(row.soil_type, row.climate_zone) for row in rows}
    assert found == {(s, z) for s in SoilType for z in ClimateZone}
    for row in rows:
        assert row.must_ask == (row.status in {Status.NO_DATA, Status.NOT_OCCURRING})


@pytest.mark.parametrize(
    ("factor", "level", "zone", "value"),
    [
        ("F_LU", "long_term_cultivated", "cool_temperate_moist", 0.70),
        ("F_LU", "perennial_tree_crop", "tropical_wet", 1.01),
        ("F_MG", "no_till", "warm_temperate_dry", 1.04),
        ("F_I", "low", "boreal_dry", 0.95),
        ("F_I", "high_with_manure", "tropical_moist", 1.44),
    ],
)
def test_cropland_factors(factor: str, level: str, zone: str, value: float) -> None:
    row = table("ipcc2019_stock_change_cropland").one(factor=factor, level=level, climate_zone=zone)
    assert row.value == value
    assert row.low == pytest.approx(value * (1 - row.error / 100))
    assert row.high == pytest.approx(value * (1 + row.error / 100))


def test_cropland_factors_cover_the_vocabulary_but_polar_zones() -> None:
    zones = [z for z in ClimateZone if not z.startswith("polar")]
    levels = [*Tillage, *InputLevel, *(u for u in LandUse if u is not LandUse.GRASSLAND)]
    rows = table("ipcc2019_stock_change_cropland").select()
    assert {(r.level, r.climate_zone) for r in rows} == {(v, z) for v in levels for z in zones}


def test_montane_placeholders_must_be_asked_for() -> None:
    rows = table("ipcc2019_stock_change_cropland").rows
    asked = {(row.level, row.climate_zone) for row in rows if row.must_ask}
    levels = ["long_term_cultivated", "perennial_tree_crop", "reduced_tillage", "no_till"]
    assert asked == {(level, "tropical_montane") for level in levels}


def test_grassland_factors() -> None:
    one = table("ipcc2019_stock_change_grassland").one
    assert one(factor="F_MG", level="improved", climate="temperate_boreal").value == 1.14
    assert one(factor="F_MG", level="severely_degraded", climate="all").low == 0.42


@pytest.mark.parametrize(
    ("name", "keys", "value", "low", "high"),
    [
        ("soc_reference", {"soil_type": "HAC", "climate_zone": "boreal_dry"}, 68, 6.8, 129.2),
        ("soc_reference", {"soil_type": "LAC", "climate_zone": "tropical_wet"}, 60, 6, 114),
        (
            "stock_change_cropland",
            {"factor": "F_MG", "level": "no_till", "climate_zone": "tropical_wet"},
            1.22,
            1.1346,
            1.3054,
        ),
        (
            "stock_change_cropland",
            {"factor": "F_LU", "level": "set_aside_lt20y", "climate_zone": "tropical_montane"},
            0.88,
            0.44,
            1.32,
        ),
        (
            "stock_change_grassland",
            {"factor": "F_MG", "level": "moderately_degraded", "climate": "tropical"},
            0.97,
            None,
            None,
        ),
    ],
)
def test_rows_of_2006(
    name: str, keys: dict[str, str], value: float, low: float | None, high: float | None
) -> None:
    row = table(f"ipcc2019_{name}").one(**keys, edition="2006")
    assert (row.value, row.low, row.high) == (value, low, high)
    assert row.confidence != "verified"


def test_cropland_factors_of_2006_cover_what_those_of_2019_cover() -> None:
    found = table("ipcc2019_stock_change_cropland")
    keys = [
        {(r.factor, r.level, r.climate_zone) for r in found.select(edition=edition)}
        for edition in ("2006", "2019")
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("parameter", "condition", "edition", "value", "low", "high"),
    [
        ("EF1", "wet_synthetic", "2019", 0.016, 0.013, 0.019),
        ("EF1", "aggregated", "2006", 0.010, 0.003, 0.030),
        ("EF4", "dry", "2019", 0.005, 0.0, 0.011),
        ("EF5", "aggregated", "2006", 0.0075, 0.0005, 0.025),
        ("FracLEACH", "wet", "2019", 0.24, 0.01, 0.73),
        ("R_CN_SOM", "land_use_change", "2019", 15, 10, 30),
    ],
)
def test_nitrous_oxide(
    parameter: str, condition: str, edition: str, value: float, low: float, high: float
) -> None:
    row = table("ipcc2019_n2o").one(parameter=parameter, condition=condition, edition=edition)
    assert (row.value, row.low, row.high) == (value, low, high)


def test_nitrous_oxide_takes_the_2019_edition_unless_asked() -> None:
    assert table("ipcc2019_n2o").one(parameter="EF5", condition="aggregated").value == 0.011


def test_a_zero_factor_is_not_a_gap() -> None:
    assert table("ipcc2019_n2o").one(parameter="FracLEACH", condition="dry").value == 0.0


def test_nitrous_oxide_covers_fertilisers_and_regimes() -> None:
    one = table("ipcc2019_n2o").one
    for kind in Fertiliser:
        condition = "aggregated" if kind is Fertiliser.SYNTHETIC else kind
        assert one(parameter="FracGASF", condition=condition).value > 0
    for regime in MoistureRegime:
        assert one(parameter="EF4", condition=regime).value > 0


def test_residues_of_winter_wheat() -> None:
    row = table("ipcc2019_residues").one(crop="winter_wheat")
    assert (row.slope, row.intercept, row.root_shoot_ratio) == (1.61, 0.40, 0.23)
    assert (row.nitrogen_above, row.nitrogen_below, row.dry_matter) == (0.006, 0.009, 0.89)


def test_silage_maize_leaves_roots_alone() -> None:
    row = table("ipcc2019_residues").one(crop="silage_maize")
    shares = table("bolinder2007_allocation").one(crop="silage_maize", condition="any")
    assert (shares.product, shares.straw, shares.roots, shares.exudates) == (0.866, 0, 0.081, 0.053)
    assert (row.slope, row.intercept) == (0, shares.straw)
    assert row.root_shoot_ratio == pytest.approx(shares.roots / shares.product, rel=1e-3)
    assert row.nitrogen_below == pytest.approx(shares.nitrogen_roots / 1000)
    assert row.dry_matter == pytest.approx(1 - shares.moisture / 100)
    assert (row.source, row.confidence) == ("holos", "single_source")


def test_every_residue_row_has_a_way_to_the_residue() -> None:
    for row in table("ipcc2019_residues").rows:
        assert row.residue_ratio is not None or None not in (row.slope, row.intercept)


def test_shares_of_production_add_up() -> None:
    for row in table("bolinder2007_allocation").rows:
        total = row.product + (row.straw or 0) + row.roots + row.exudates
        expected = 0.0 if row.crop == "bare_fallow" else 1.0
        assert total == pytest.approx(expected, abs=0.003), row.crop


def test_cereals_bring_six_hundred_kilograms_below_ground() -> None:
    rows = {row.crop: row for row in table("soilmanager_allocation").rows}
    cereals = [f"{season}_{crop}" for season in ("winter", "spring") for crop in ("wheat", "rye")]
    for name in (*cereals, "spring_barley", "spring_oats", "winter_triticale"):
        row = rows[name]
        assert row.root_input * (1 + row.exudates_per_root) == pytest.approx(600, rel=1e-6), name


def test_triticale_has_the_shares_of_its_own_row() -> None:
    shares = table("bolinder2007_allocation").one(crop="triticale", condition="any")
    row = table("soilmanager_allocation").one(crop="winter_triticale")
    above = shares.product + shares.straw
    assert row.shoot_root_ratio == pytest.approx(above / shares.roots)
    assert row.exudates_per_root == pytest.approx(shares.exudates / shares.roots)
    assert row.product_returned == 0


@pytest.mark.parametrize(
    ("metric", "ch4", "n2o"),
    [("AR6 GWP100", 27.0, 273), ("AR5 GWP100", 28, 265), ("AR6 GTP100", 4.7, 233)],
)
def test_metrics(metric: str, ch4: float, n2o: float) -> None:
    row = table("gwp").one(metric=metric)
    assert (row.co2, row.ch4_biogenic, row.n2o) == (1, ch4, n2o)


def test_every_metric_of_the_vocabulary_is_tabled() -> None:
    for metric in Metric:
        assert table("gwp").one(metric=metric).report in metric


def test_lime_and_urea() -> None:
    values = {row.product: row.value for row in table("lime_urea").rows}
    assert values == {"limestone": 0.12, "dolomite": 0.13, "urea": 0.20}


def test_nutrients_per_carbon() -> None:
    one = table("som_stoichiometry").one
    values = [one(basis="fine_fraction", element=element).value for element in "NPS"]
    assert values == [83.3, 20.0, 14.3]


def test_amendments_are_consistent() -> None:
    for row in table("organic_amendments").rows:
        assert row.carbon == pytest.approx(
            row.dry_matter * row.carbon_of_dry_matter / 1000, abs=0.006
        )
        assert row.nitrogen == pytest.approx(
            row.dry_matter * row.nitrogen_of_dry_matter / 1000, rel=0.07
        )
        assert row.organic_matter <= row.dry_matter
    assert table("organic_amendments").one(amendment="farmyard_manure").carbon == 89.88


def test_rothc_parameters() -> None:
    p = parameter_set("rothc_26_3")
    assert (p["k_dpm"], p["k_rpm"], p["k_bio"], p["k_hum"]) == (10.0, 0.3, 0.66, 0.02)
    assert p["manure_dpm"] + p["manure_rpm"] + p["manure_hum"] == 1.0
    assert parameter_set("rothc_continuous").keys() == p.keys()


def test_pedotransfer_coefficients() -> None:
    p = parameter_set("wosten1999")
    assert p["alpha.intercept"] == -14.96
    assert p["theta_s.silt_squared"] == -1.491e-6
    assert p["n.log_bulk_density"] == -44.6
    assert parameter_set("falloon1998")["iom_exponent"] == 1.139
    assert parameter_set("weihermueller2013")["rpm_slope"] == 0.1847


def test_crops_point_to_rows_that_exist() -> None:
    for row in table("crops").rows:
        shares = table("bolinder2007_allocation").one(
            crop=row.allocation_crop, condition=row.allocation_condition
        )
        if not row.residue_crop:
            assert row.dry_matter is None
            continue
        residues = table("ipcc2019_residues").one(crop=row.residue_crop)
        assert residues.dry_matter == row.dry_matter
        assert shares.product > 0
        assert residues.renewed_yearly != row.perennial
        assert parameter_set("rothc_26_3")[f"dpm_rpm_{row.litter}"] > 0
        if row.fixed_crop:
            assert table("soilmanager_allocation").one(crop=row.fixed_crop).name


def test_calendars_of_crops() -> None:
    for row in table("crops").rows:
        assert list(row.cover_months) == sorted(set(row.cover_months))
        assert set(row.cover_months) <= set(range(1, 13))
        assert row.perennial == (len(row.cover_months) == 12)
        if row.sowing is not None:
            assert row.harvest not in row.cover_months
