"""Golden cells of the rice, livestock, irrigation and inhibitor tables, and what must hold."""

from __future__ import annotations

import pytest

from permil.tables import table
from permil.tables.livestock_categories import LOSS_GROUP, Animal, ManureSystem, NitrogenLoss
from permil.tables.nitrogen_categories import (
    EnhancedFertiliser,
    MediterraneanIrrigation,
    NitrogenPathway,
)
from permil.tables.rice_categories import PreSeason, RiceAmendment, RiceRegion, WaterRegime
from permil.vocabulary import ClimateZone

MEAN = {"productivity": "mean"}


def test_rice_covers_its_vocabulary() -> None:
    one = table("ipcc2019_rice").one
    for parameter, levels in (
        ("EFc", RiceRegion),
        ("season", RiceRegion),
        ("SFw", WaterRegime),
        ("SFp", PreSeason),
        ("CFOA", RiceAmendment),
    ):
        assert all(one(parameter=parameter, level=level).value is not None for level in levels)
    assert one(parameter="EFc", level="world").value == 1.19
    assert one(parameter="EFc", level="world", edition="2006").value == 1.3


@pytest.mark.parametrize(
    ("region", "animal", "value"),
    [
        ("western_europe", "dairy_cattle", 126.0),
        ("northern_america", "dairy_cattle", 138.0),
        ("northern_america", "other_cattle", 64.0),
        ("indian_subcontinent", "buffalo", 85.0),
        ("world", "horse", 18.0),
    ],
)
def test_enteric(region: str, animal: str, value: float) -> None:
    assert table("ipcc2019_enteric").one(region=region, animal=animal, **MEAN).value == value


def test_factors_of_2006_are_not_labelled_2019() -> None:
    """Another package calls 128 and 53 kg of Northern America those of 2019; they are of 2006."""
    rows = table("ipcc2019_enteric").select(region="northern_america")
    assert not {row.value for row in rows} & {128.0, 53.0}


def test_growing_swine_and_layers_are_no_rows_that_mean_something_else() -> None:
    """Two tools take "growing" and "layers" from different rows; here a row is what it says."""
    for name in ("ipcc2019_volatile_solids", "ipcc2019_nitrogen_excretion"):
        value = {r.animal: r.value for r in table(name).select(region="northern_america")}
        assert value["swine_breeding"] < value["swine"] < value["swine_finishing"]
        assert value["hen"] < value["chicken"] < value["broiler"]


def test_the_mean_of_a_region_lies_between_high_and_low_productivity() -> None:
    outside = []
    for name in ("ipcc2019_enteric", "ipcc2019_volatile_solids", "ipcc2019_nitrogen_excretion"):
        cells = {(r.region, r.animal, r.productivity): r for r in table(name).rows}
        for (region, animal, productivity), row in cells.items():
            if productivity == "mean" and (region, animal, "high") in cells:
                ends = [cells[region, animal, level].value for level in ("high", "low")]
                if not min(ends) <= row.value <= max(ends):
                    outside.append((name, region, animal))
                    assert "look exchanged" in row.note
    assert outside == [("ipcc2019_nitrogen_excretion", "africa", "other_cattle")]


def test_losses_are_there_for_every_group_and_system_with_n2o() -> None:
    one = table("ipcc2019_manure_nitrogen_losses").one
    only_methane = {s for s in ManureSystem if s.startswith("digester_")} | {
        ManureSystem.BEDDING_SHORT,
        ManureSystem.BEDDING_LONG,
    }
    for group in {LOSS_GROUP.get(animal, animal) for animal in Animal}:
        for system in set(ManureSystem) - only_methane - {ManureSystem.PASTURE}:
            rows = [one(loss=loss, animal=group, system=system) for loss in NitrogenLoss]
            assert (rows[0].value is None) == (rows[1].value is None)
            assert sum(row.value or 0.0 for row in rows) < 1.0
    for system in set(ManureSystem) - only_methane:
        asked = table("ipcc2019_manure_n2o").one(system=system).value is None
        assert asked == (system in {ManureSystem.PASTURE, ManureSystem.BURNED})


def test_conversion_covers_all_zones_but_polar_ones() -> None:
    zones = {zone for zone in ClimateZone if not zone.startswith("polar")}
    for name in ("ipcc2019_methane_conversion", "ipcc2019_manure_methane"):
        assert {row.climate_zone for row in table(name).rows} == zones
    for row in table("ipcc2019_methane_conversion").rows:
        assert 0.0 <= row.value <= 0.8


def test_a_number_of_the_source_and_not_its_typing_slip() -> None:
    """Another tool has 107.07 for 107.7."""
    row = table("ipcc2019_manure_methane").one(
        animal="dairy_cattle",
        productivity="high",
        system="lagoon",
        climate_zone="cool_temperate_dry",
    )
    assert row.value == 107.7


def test_a_slip_of_the_encoding_must_be_asked_for() -> None:
    rows = table("ipcc2019_manure_methane").select(animal="camel", system="dry_lot")
    asked = {(r.productivity, r.climate_zone) for r in rows if r.value is None}
    tropics = {zone for zone in ClimateZone if zone.startswith("tropical")}
    assert asked == {("high", zone) for zone in tropics}


def test_coefficients_of_cattle() -> None:
    values = {(r.coefficient, r.condition): r.value for r in table("ipcc2019_cattle_energy").rows}
    assert values["Cf", "not_lactating"] == 0.322
    assert values["Cf", "lactating"] == pytest.approx(1.2 * 0.322, abs=5e-4)
    assert values["Cf", "bull"] == pytest.approx(1.15 * 0.322, abs=5e-4)
    assert (values["Ca", "stall"], values["Ca", "large_areas"]) == (0.0, 0.36)


def test_irrigation_and_inhibitors_cover_their_vocabulary() -> None:
    for irrigation in MediterraneanIrrigation:
        assert 0.0 < table("cayuela2017_ef1").one(irrigation=irrigation).value < 0.01
    for fertiliser in EnhancedFertiliser:
        for pathway in NitrogenPathway:
            row = table("nitrogen_inhibitors").one(fertiliser=fertiliser, pathway=pathway)
            assert row.value is None or row.value > -1.0
    one = table("nitrogen_inhibitors").one
    assert one(fertiliser="nitrification_inhibitor", pathway="ammonia").value == 0.357
    assert one(fertiliser="double_inhibitor", pathway="ammonia").value is None
