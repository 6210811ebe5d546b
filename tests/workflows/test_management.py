"""Drivers of a management: what enters the soil, when, and what it brings."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.datasets.management import (
    CarbonInput,
    CoverCrop,
    CropYear,
    LimeUse,
    Management,
    Schedule,
    YearOverride,
)
from permil.draws import Draws
from permil.models.streams import Material
from permil.tables import table
from permil.vocabulary import AlternativeFate, Fertiliser, Part, Residues
from permil.workflows.crops import crop_facts
from permil.workflows.factors import DrawnFactors
from permil.workflows.gases import carbonate_co2
from permil.workflows.management import field_drivers, lasting_drivers
from workflows.projects import COVERED, WHEAT, manure

BARE = Management(rotation=(CropYear("bare_fallow"),))


def drivers(management, years=2, **options):
    return field_drivers(management, 2026, years, **options)


def test_carbon_of_a_wheat_crop_follows_the_published_allocation():
    found = drivers(Management(rotation=(CropYear("winter_wheat", 8.0),)), 1)
    # Holos table 7, wheat above 350 mm: R_P .431, R_S .488, R_R .049, R_E .032; 0.45 kg C/kg DM.
    product = 8.0 * 0.89 * 0.45
    expected = product * (0.488 + 0.049 + 0.032) / 0.431
    assert found.total("crop").sum() == pytest.approx(expected, rel=1e-12)


def test_residue_nitrogen_of_the_ipcc_example():
    found = drivers(Management(rotation=(CropYear("winter_wheat", 8.0),)), 1)
    assert found.residue_nitrogen[0] == pytest.approx(110.474424, rel=1e-6)


def test_removed_straw_leaves_stubble_and_roots():
    kept = drivers(Management(rotation=(CropYear("barley", 6.0),)), 1)
    taken = CropYear("barley", 6.0, Residues.REMOVED, 1.0)
    removed = drivers(Management(rotation=(taken,)), 1)
    straw = kept.total("crop").sum() - removed.total("crop").sum()
    total = 6.0 * 0.89 * 0.45 * 0.445 / 0.432
    assert straw == pytest.approx(0.85 * total, rel=1e-12)
    assert removed.residue_nitrogen[0] < kept.residue_nitrogen[0]


@given(st.integers(1, 4), st.integers(1, 9))
def test_the_rotation_repeats(length, years):
    crops = tuple(CropYear("barley", 3.0 + i) for i in range(length))
    found = drivers(Management(rotation=crops), years).total("crop").reshape(-1, 12).sum(1)
    for i in range(years):
        assert found[i] == pytest.approx(found[i % length])


def test_cover_months_are_those_of_the_crop_and_shift_in_the_south():
    north = drivers(Management(rotation=(CropYear("barley", 5.0),)), 1)
    south = drivers(Management(rotation=(CropYear("barley", 5.0),)), 1, southern=True)
    assert np.flatnonzero(north.cover).tolist() == [3, 4, 5, 6]
    assert np.flatnonzero(south.cover).tolist() == [0, 9, 10, 11]
    assert "crop_cover_months" in {note.code for note in north.assumptions.values()}


def test_single_years_override_the_rotation():
    fallow = YearOverride((2027,), crop=CropYear("bare_fallow"))
    found = drivers(replace(WHEAT, overrides=(fallow,), fertilisers=()), 3)
    yearly = found.total("crop").reshape(-1, 12)
    assert yearly[0].sum() > 0
    assert yearly[1, :10].sum() == 0
    # The winter wheat of 2028 is sown in October 2027 and stands from November.
    assert np.flatnonzero(found.cover[12:24]).tolist() == [10, 11]


def test_straw_of_a_winter_crop_falls_at_harvest():
    wheat = drivers(Management(rotation=(CropYear("winter_wheat", 8.0),)), 3)
    monthly = wheat.total("crop").reshape(-1, 12)
    assert np.argmax(monthly[1]) == 7  # August
    assert np.count_nonzero(monthly[1]) == 10  # roots of nine months, straw of another
    spring = drivers(Management(rotation=(CropYear("winter_wheat", 8.0), CropYear("barley", 6.0))))
    # Bare after the wheat: spring barley comes next; the wheat of the year after stands in winter.
    assert np.flatnonzero(spring.cover[:12]).tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert np.flatnonzero(spring.cover[12:]).tolist() == [3, 4, 5, 6, 10, 11]


def test_a_cover_crop_over_new_year_grows_before_its_carbon_enters():
    over = CoverCrop(1.2, None, None, (10, 11, 12, 1, 2, 3), Schedule(every=2))
    found = drivers(replace(BARE, cover_crops=(over,)), 3)
    assert np.flatnonzero(found.cover).tolist() == [9, 10, 11, 12, 13, 14, 33, 34, 35]
    assert np.flatnonzero(found.total("cover_crop_given")).tolist() == [14]
    lasting = replace(BARE, cover_crops=(over,)).lasting(2025, 2026)
    period = lasting_drivers(lasting, 2026, 2, 2)
    assert np.flatnonzero(period.cover).tolist() == [9, 10, 11, 12, 13, 14]


def test_what_lasts_has_no_single_years_and_keeps_its_phase():
    fallow = YearOverride((2027,), crop=CropYear("bare_fallow"))
    dated = [Schedule(every=3), Schedule(first_year=2030), Schedule(last_year=2030)]
    management = replace(
        WHEAT,
        overrides=(fallow,),
        amendments=tuple(replace(manure(), schedule=schedule) for schedule in dated),
    )
    before, after = management.lasting(2025, 2026), management.lasting(2060, 2026)
    assert not before.overrides
    assert not after.overrides
    assert len(before.amendments) == 2
    assert len(after.amendments) == 2
    years = [y for y in range(2000, 2040) if after.amendments[0].schedule.applies(y, 2026)]
    assert years == [y for y in range(2000, 2040) if (y - 2026) % 3 == 0]


def test_given_carbon_is_taken_as_it_is():
    monthly = tuple(float(i) / 10 for i in range(12))
    found = drivers(Management(carbon_input=CarbonInput(monthly, dpm_rpm_ratio=0.67)), 2)
    assert found.total("crop") == pytest.approx(monthly * 2)
    assert list(found.carbon["crop"]) == [Material(Part.PLANT, dpm_rpm_ratio=0.67)]


def test_amendments_bring_carbon_and_nitrogen_in_their_month():
    found = drivers(replace(WHEAT, amendments=(manure(every=2),)), 4)
    # GRUD 2017: farmyard manure 89.88 kg C and 4.1 kg N per t fresh matter.
    assert found.total("manure").reshape(-1, 12)[0, 9] == pytest.approx(20 * 0.08988)
    assert found.total("manure").reshape(-1, 12).sum(1)[1] == 0
    assert found.organic_nitrogen[::2] == pytest.approx([82.0, 82.0], rel=1e-3)
    assert found.total("elsewhere").sum() == 0
    moved = drivers(replace(WHEAT, amendments=(manure(AlternativeFate.SPREAD_ELSEWHERE),)), 1)
    assert moved.total("elsewhere") == pytest.approx(moved.total("manure"))


def test_cover_crops_bring_carbon_nitrogen_and_cover():
    bare, covered = drivers(WHEAT), drivers(COVERED)
    assert covered.total("cover_crop").sum() == pytest.approx(2.0)
    assert covered.cover.sum() > bare.cover.sum()
    assert np.all(covered.residue_nitrogen > bare.residue_nitrogen)
    assert covered.cover_crop_range == (0.5, 1.6)


def test_a_stated_cover_crop_has_no_part_in_the_published_range():
    both = replace(COVERED, cover_crops=(*COVERED.cover_crops, CoverCrop(2.0, None, None, (9, 10))))
    found = drivers(both)
    assert found.total("cover_crop").sum() == pytest.approx(2.0)
    assert found.total("cover_crop_given").sum() == pytest.approx(4.0)
    assert found.cover_crop_range == (0.5, 1.6)


LEY = CropYear("grass_clover_ley", 8.0)
#: Product, standing roots and exudates of 8 t of hay (Holos table 7, tame mixed forage).
HAY = 8.0 * 0.9 * 0.45
ROOTS, EXUDATES = HAY * 0.426 / 0.298, HAY * 0.277 / 0.298


def yearly(found):
    return found.total("crop").reshape(-1, 12).sum(1)


def test_roots_of_a_ley_turn_over_in_part_until_its_last_year():
    """Holos: 30 % of the roots a year, all of them in the year in which the stand ends."""
    three = Management(rotation=(LEY, LEY, LEY, CropYear("bare_fallow")))
    kept = 0.3 * ROOTS + EXUDATES
    found = drivers(three, 8)
    assert yearly(found) == pytest.approx([kept, kept, ROOTS + EXUDATES, 0.0] * 2)
    notes = {note.code: note.fields for note in found.assumptions.values()}
    assert notes["perennial_roots"] == {"crop": "Grass-clover ley", "share": pytest.approx(30.0)}
    one = Management(rotation=(LEY, CropYear("bare_fallow")))
    assert yearly(drivers(one)) == pytest.approx([ROOTS + EXUDATES, 0.0])


def test_permanent_grass_never_ends_and_a_single_year_may_end_it():
    grass = Management(rotation=(LEY,))
    kept = 0.3 * ROOTS + EXUDATES
    assert yearly(drivers(grass, 3)) == pytest.approx([kept] * 3)
    ploughed = replace(grass, overrides=(YearOverride((2028,), crop=CropYear("bare_fallow")),))
    assert yearly(drivers(ploughed, 4)) == pytest.approx([kept, ROOTS + EXUDATES, 0.0, kept])


def test_grass_that_is_ploughed_as_the_horizon_begins_leaves_its_roots():
    grass, fallow = Management(rotation=(LEY,)), BARE
    found = drivers(fallow, 2, before=grass)
    assert np.flatnonzero(found.total("crop")).tolist() == [0]
    assert yearly(found)[0] == pytest.approx(0.7 * ROOTS)
    assert yearly(drivers(grass, 2, before=grass)) == pytest.approx([0.3 * ROOTS + EXUDATES] * 2)
    # A ley whose last year was the one before has brought them already.
    ended = Management(rotation=(CropYear("bare_fallow"), LEY, LEY))
    assert drivers(fallow, 2, before=ended).total("crop").sum() == 0


def test_what_burns_is_what_neither_stays_nor_brings_nitrogen():
    crop = CropYear("winter_wheat", 8.0, Residues.BURNT, 0.5)
    burnt, kept = (
        drivers(Management(rotation=(one,)), 2)
        for one in (crop, replace(crop, residues=Residues.RETURNED, removed_share=0.0))
    )
    assert kept.burnt == {}
    row = table("ipcc2019_residues").one(crop="winter_wheat")
    above = row.slope * 8.0 * crop_facts("winter_wheat").dry_matter + row.intercept
    assert burnt.burnt["winter_wheat"] == pytest.approx([0.45 * above] * 2)
    lost = kept.residue_nitrogen - burnt.residue_nitrogen
    assert lost == pytest.approx(1000 * burnt.burnt["winter_wheat"] * row.nitrogen_above)
    assert burnt.part(1, 2).burnt["winter_wheat"] == pytest.approx([0.45 * above])


def test_urea_and_lime_release_their_carbon():
    limed = drivers(replace(WHEAT, limes=(LimeUse("dolomite", 1.0, Schedule(every=4)),)), 4)
    drawn = DrawnFactors(Draws(1, 3))
    co2 = carbonate_co2(limed, drawn)
    assert co2["lime_co2"][:, 0] == pytest.approx([0.4766666667, 0, 0, 0])
    per_nitrogen = 60 / 28 / 1000 * 0.2 * 44 / 12
    assert co2["urea_co2"] == pytest.approx(np.full((4, 1), 100.0 * per_nitrogen))
    uses = drawn.book.uses
    assert uses["lime_urea/dolomite"].lines == ("lime_co2",)
    assert uses["lime_urea/urea"].edition == table("lime_urea").card.edition
    assert "lime_urea/limestone" not in uses
    assert limed.synthetic_nitrogen[Fertiliser.UREA] == pytest.approx(np.full(4, 100.0))


def test_bare_fallow_needs_no_residues():
    assert crop_facts("bare_fallow").residues is None
