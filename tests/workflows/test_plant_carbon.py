"""The carbon of a crop by each way, and what of it reaches the soil year by year."""

from dataclasses import replace

import pytest

from permil.datasets.management import CropYear, Management
from permil.datasets.plant_inputs import crops_with
from permil.science.plant_inputs import carbon_inputs_bolinder2007
from permil.tables import table
from permil.vocabulary import Part, PlantInputs, Residues
from permil.workflows.crops import crop_facts
from permil.workflows.management import field_drivers, plough_in
from permil.workflows.plant_carbon import Way, crop_carbon

WHEAT = CropYear("winter_wheat", 7.0)
LEY = CropYear("grass_ley", 8.0)
ALL = list(PlantInputs)


def carbon(crop, method, depth=30.0):
    return crop_carbon(crop_facts(crop.crop), crop, Way(method, depth))


def of_part(drivers, part, first=0, last=None):
    chosen = slice(12 * first, None if last is None else 12 * last)
    series = drivers.carbon["crop"].items()
    return sum(values[chosen].sum() for material, values in series if material.part is part)


def test_wheat_by_every_way_as_its_source_has_it():
    dry = 7.0 * 0.89
    found = carbon(WHEAT, PlantInputs.BOLINDER2007)
    shares = table("bolinder2007_allocation").one(crop="wheat", condition="above_350_mm")
    names = ("product", "straw", "roots", "exudates")
    expected = carbon_inputs_bolinder2007(
        dry, *(getattr(shares, n) for n in names), straw_returned=1.0, carbon_content=0.45
    )
    assert found == pytest.approx(expected)
    found = carbon(WHEAT, PlantInputs.AMG)
    assert found.straw == pytest.approx(dry * 0.521 / 0.479 * 0.44)
    within = 1.0 - 0.96**30
    assert found.roots == pytest.approx(dry / (7.517 * 0.479) * 0.4 * within)
    assert found.exudates == pytest.approx(0.65 * found.roots)
    found = carbon(WHEAT, PlantInputs.IPCC2019_RESIDUES)
    residues = 1.61 * dry + 0.4
    assert found.straw == pytest.approx(residues * 0.42)
    assert found.roots == pytest.approx((dry + residues) * 0.23 * 0.42)
    found = carbon(WHEAT, PlantInputs.FIXED_BELOW_GROUND)
    index = 0.344 + 0.015 * dry
    assert found.straw == pytest.approx(dry * 0.45 * (1 - index) / index)
    assert found.roots + found.exudates == pytest.approx(0.6, rel=1e-6)


@pytest.mark.parametrize("method", ALL)
def test_every_crop_of_a_way_brings_carbon_and_none_below_zero(method):
    for crop in crops_with(method):
        found = carbon(CropYear(crop, 4.0), method)
        assert found.soil_input > 0, crop
        assert min(found) >= 0, crop


@pytest.mark.parametrize(
    ("method", "left"), [(m, 0.5 if m is PlantInputs.AMG else 0.15) for m in ALL]
)
def test_straw_taken_away_leaves_the_stubble_and_the_roots(method, left):
    kept = carbon(WHEAT, method)
    baled = carbon(replace(WHEAT, residues=Residues.REMOVED, removed_share=1.0), method)
    assert baled.straw == pytest.approx(left * kept.straw)
    assert (baled.roots, baled.exudates) == (kept.roots, kept.exudates)


def test_only_amg_counts_the_roots_of_the_layer():
    for method in ALL:
        shallow, deep = (carbon(WHEAT, method, depth).roots for depth in (20.0, 60.0))
        assert (shallow < deep) == (method is PlantInputs.AMG), method


def test_fallow_brings_nothing_by_any_way():
    for method in ALL:
        assert carbon(CropYear("bare_fallow"), method) is None


@pytest.mark.parametrize(
    ("method", "standing"),
    [
        (PlantInputs.BOLINDER2007, True),
        (PlantInputs.AMG, False),
        (PlantInputs.FIXED_BELOW_GROUND, False),
        (PlantInputs.IPCC2019_RESIDUES, True),
    ],
)
def test_roots_of_a_ley_are_those_that_stand_or_those_of_a_year(method, standing):
    management, way = Management(rotation=(LEY,)), Way(method, 30.0)
    drivers = field_drivers(management, 2026, 4, way=way)
    one = carbon(LEY, method)
    yearly = one.roots * (0.3 if standing else 1.0) + one.exudates
    assert of_part(drivers, Part.ROOTS, 1, 3) == pytest.approx(2 * yearly)
    assert of_part(drivers, Part.SHOOTS, 1, 3) == pytest.approx(2 * one.straw)
    left = field_drivers(Management(rotation=(CropYear("bare_fallow"),)), 2026, 2, way=way)
    bare = Management(rotation=(CropYear("bare_fallow"),))
    plough_in(left, 1, management, bare, 2026, way)
    assert of_part(left, Part.ROOTS) == pytest.approx(0.7 * one.roots if standing else 0.0)
    codes = {note.code for note in drivers.assumptions.values()}
    assert ("perennial_roots" in codes) == standing


@pytest.mark.parametrize(
    ("crop", "method", "code"),
    [
        ("winter_wheat", "bolinder2007", "crop_carbon_allocation"),
        ("winter_wheat", "amg", "crop_carbon_amg"),
        ("winter_wheat", "ipcc2019_residues", "crop_carbon_ipcc2019_residues"),
        ("winter_wheat", "fixed_below_ground", "crop_carbon_fixed"),
        ("rapeseed", "fixed_below_ground", "crop_carbon_not_fixed"),
    ],
)
def test_what_a_way_takes_for_granted_is_said_with_the_key_that_changes_it(crop, method, code):
    management = Management(rotation=(CropYear(crop, 4.0),))
    drivers = field_drivers(management, 2026, 1, way=Way(PlantInputs(method), 30.0))
    (note,) = (n for n in drivers.assumptions.values() if n.code.startswith("crop_carbon"))
    assert (note.code, note.key) == (code, "run.plant_inputs")
    assert note.source
