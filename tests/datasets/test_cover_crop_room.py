"""Cover crops that find the field taken: said where in part, refused where always."""

import tomllib

import pytest

from permil.datasets.cover_crop_room import room_of
from permil.datasets.management import CoverCrop, CropYear, Management, Schedule
from permil.datasets.project_file import project_from_dict, project_template
from permil.errors import Conflict

ROTATION = Management(rotation=(CropYear("winter_wheat", 7.0), CropYear("barley", 5.0)))


def room(months, management=ROTATION, **schedule):
    cover = CoverCrop(1.0, None, None, months, Schedule(**schedule))
    return room_of(cover, management, range(2026, 2036), 2026)


def test_months_shared_with_crops_are_named():
    assert room((9, 10, 11, 12), every=2).shared == ()  # between wheat and barley
    assert room((9, 10, 11, 12)).shared == (11, 12)
    assert room((10, 11, 12, 1, 2), first_year=2027, every=2).shared == (11, 12, 1, 2)
    assert not room((9, 10, 11, 12)).never


def test_it_has_no_room_where_all_its_months_are_taken_in_all_years():
    under = room((2, 3, 4), every=2)
    assert under.never
    assert under.free == (8, 9, 10, 11, 12)
    assert not room((2, 3, 4)).never  # free in barley's years
    ley = Management(rotation=(CropYear("grass_ley", 7.0),))
    assert room((9, 10), ley) == ((9, 10), True, ())
    assert room((9, 10), first_year=2040) == ((), False, ())


def project(**practice):
    data = tomllib.loads(project_template())
    entry = {"practice": "cover_crop", "carbon": "1 t C/ha/yr"} | practice
    data["scenario"]["cover_crop"]["practice"] = [entry]
    return project_from_dict(data)


def test_a_project_says_what_it_shares():
    notes = {n.code: n.fields for n in project(every=1).assumptions}
    assert notes["cover_crop_shares"] == {"months": (11, 12)}
    codes = {n.code for n in project(before="barley").assumptions}
    assert "cover_crop_shares" not in codes


def test_a_project_with_a_cover_crop_under_its_crops_is_refused():
    with pytest.raises(Conflict, match=r"practice.0: .*all its months \(2, 3\).*8, 9, 10, 11, 12"):
        project(every=2, months=[2, 3])
    data = tomllib.loads(project_template())
    cover = {"practice": "cover_crop", "every": 2, "months": [11, 12]}
    data["scenario"]["today"]["practice"] = [cover]
    grass = [{"crop": "permanent_grass", "yield": "7 t FM/ha"}]
    data["scenario"]["straw"] = {"rotation": grass}
    with pytest.raises(Conflict, match=r"scenario.straw: .*months \(11, 12\).*leave it out"):
        project_from_dict(data)
