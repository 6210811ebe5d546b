"""When crops stand: the order of growth, in both hemispheres, and the year of harvest."""

import numpy as np
import pytest

from permil.datasets.crop_calendar import month_of, season, sown_months
from permil.datasets.management import CropYear, Management
from permil.tables import table
from permil.workflows.management import field_drivers

CROPS = [row.crop for row in table("crops").rows]


@pytest.mark.parametrize(
    ("crop", "southern", "months", "harvest"),
    [
        ("winter_wheat", False, range(-1, 8), 8),
        ("rapeseed", False, range(-3, 7), 7),
        ("barley", False, range(4, 8), 8),
        ("winter_wheat", True, range(-7, 2), 2),
        ("rapeseed", True, range(-9, 1), 1),
        ("winter_barley", True, range(-8, 1), 1),
        ("barley", True, range(-2, 2), 2),
        ("maize", True, range(-1, 4), 4),
        ("grass_ley", True, range(1, 13), 12),
    ],
)
def test_a_crop_belongs_to_the_year_of_its_harvest(crop, southern, months, harvest):
    assert season(CropYear(crop), southern=southern) == (tuple(months), harvest)


@pytest.mark.parametrize("crop", CROPS)
def test_the_south_grows_in_the_same_order_half_a_year_later(crop):
    north, south = (season(CropYear(crop), southern=flag) for flag in (False, True))
    assert len(south.months) == len(north.months)
    assert list(south.months) == sorted(south.months)
    if len(north.months) < 12:
        assert [month_of(m + 6) for m in north.months] == [month_of(m) for m in south.months]
        # Nothing grows after the straw has fallen, nor long before it.
        assert all(south.harvest - 12 < month <= south.harvest for month in south.months)


def test_own_months_end_with_the_harvest():
    assert season(CropYear("rapeseed", cover=(3, 4, 5, 6, 7, 8, 9, 10)), southern=True) == (
        tuple(range(3, 11)),
        10,
    )
    assert season(CropYear("winter_wheat", cover=(11, 12, 1, 2, 3))) == ((-1, 0, 1, 2, 3), 3)


def test_a_cover_crop_is_counted_from_its_sowing():
    assert sown_months((9, 10, 11)) == (9, 10, 11)
    assert sown_months((1, 2, 10, 11, 12)) == (10, 11, 12, 13, 14)


def test_straw_in_the_south_falls_after_the_crop_has_grown_and_before_the_next():
    rotation = (CropYear("winter_wheat", 5.0), CropYear("rapeseed", 2.0))
    found = field_drivers(Management(rotation=rotation), 2026, 6, southern=True)
    carbon = {(m.part, m.name): np.flatnonzero(v) for m, v in found.carbon["crop"].items()}
    wheat, rape = ({int(t) for t in carbon["roots", crop]} for crop in ("winter_wheat", "rapeseed"))
    assert wheat.isdisjoint(rape)
    # Rapeseed of 2027: March to December 2026, straw in January 2027; of 2029 and 2031 alike.
    assert rape == {12 * y + m for y in (0, 2, 4) for m in range(2, 12)}
    assert carbon["shoots", "rapeseed"].tolist() == [12, 36, 60]
    # Wheat of 2028: May 2027 to January 2028, straw in February 2028.
    assert {t for t in wheat if 12 <= t < 36} == set(range(16, 25))
    assert carbon["shoots", "winter_wheat"].tolist() == [1, 25, 49]
