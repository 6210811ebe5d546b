"""A cover crop before a crop: the years follow the rotation, whatever it becomes."""

import tomllib

import numpy as np
import pytest

from permil.datasets.apply_practice import apply_practice
from permil.datasets.before_crop import schedules_before
from permil.datasets.management import CropYear, Management, PracticeUse, Schedule
from permil.datasets.project_file import project_from_dict, project_template
from permil.errors import Conflict, NotApplicable, UnknownName
from permil.workflows.management import field_drivers

AUTUMN = (9, 10, 11, 12)
ALWAYS = Schedule()


def rotation(*crops):
    return Management(rotation=tuple(CropYear(crop, 5.0) for crop in crops))


def years(management, crop, months=AUTUMN, limits=ALWAYS, *, southern=False):
    """Return the years from 2026 to 2033 in which the cover crop is sown."""
    found = schedules_before(crop, management, months, limits, 2026, southern=southern)
    return sorted(y for y in range(2026, 2034) for one in found if one.applies(y, 2026))


@pytest.mark.parametrize(
    ("crops", "crop", "sown"),
    [
        (("winter_wheat", "barley"), "barley", [2026, 2028, 2030, 2032]),
        (("barley", "winter_wheat"), "barley", [2027, 2029, 2031, 2033]),
        (("winter_wheat", "barley", "maize"), "maize", [2027, 2030, 2033]),
        (("maize", "maize", "winter_wheat"), "maize", [2026, 2028, 2029, 2031, 2032]),
        (("maize",), "maize", list(range(2026, 2034))),
    ],
)
def test_it_is_sown_in_the_year_before_the_crop(crops, crop, sown):
    assert years(rotation(*crops), crop) == sown


def test_one_that_is_over_when_the_crop_begins_is_sown_in_its_own_year():
    management = rotation("winter_wheat", "barley")
    assert years(management, "barley", months=(2, 3)) == [2027, 2029, 2031, 2033]
    assert years(management, "barley", months=(6, 7, 8)) == [2026, 2028, 2030, 2032]
    assert years(management, "barley", months=(10, 11, 12, 1, 2)) == [2026, 2028, 2030, 2032]
    # Winter wheat stands since the autumn before, and barley still comes between.
    with pytest.raises(Conflict, match="in the months 2, 3 nothing can stand before winter_wheat"):
        years(management, "winter_wheat", months=(2, 3))
    # April is too late for barley's own year, and wheat stands in that of the year before.
    with pytest.raises(Conflict, match="nothing can stand before barley"):
        years(management, "barley", months=(3, 4))
    late = Management(rotation=(CropYear("barley", 5.0, cover=(6, 7)), CropYear("maize", 8.0)))
    assert years(late, "barley", months=(3, 4, 5)) == [2026, 2028, 2030, 2032]


def test_it_does_not_stand_under_the_crop_that_it_precedes():
    management = rotation("barley", "winter_wheat")
    with pytest.raises(Conflict, match=r"9, 10, 11, 12 nothing can stand .*\(8, 9, 10\)"):
        years(management, "winter_wheat")
    assert years(management, "winter_wheat", months=(8, 9, 10)) == [2026, 2028, 2030, 2032]
    with pytest.raises(Conflict, match=r"nothing can stand before rapeseed.*\(8\)"):
        years(rotation("winter_wheat", "rapeseed"), "rapeseed")
    with pytest.raises(Conflict, match="first month, of which there are none"):
        years(rotation("grass_ley", "winter_wheat"), "winter_wheat")


def test_places_without_room_are_left_out_and_said():
    management = rotation("winter_wheat", "barley", "grass_ley", "barley")
    assert years(management, "barley") == [2026, 2030]  # nothing after the ley
    use = PracticeUse("cover_crop", {"before": "barley", "carbon": 1.0, "months": AUTUMN})
    _, notes = apply_practice(management, use, start=2026)
    assert [(note.code, note.fields) for note in notes] == [
        ("cover_crop_left_out", {"crop": "barley"})
    ]
    _, notes = apply_practice(rotation("winter_wheat", "barley"), use, start=2026)
    assert notes == ()


def test_the_south_has_its_own_seasons():
    management = rotation("winter_wheat", "maize")
    assert years(management, "maize", months=(3, 4, 5, 6), southern=True) == [
        2026,
        2028,
        2030,
        2032,
    ]


def test_first_and_last_year_limit_it_and_keep_its_place():
    management = rotation("winter_wheat", "barley", "maize")
    limits = Schedule(first_year=2028, last_year=2031)
    assert years(management, "maize", limits=limits) == [2030]
    for first in range(2020, 2030):
        (one,) = schedules_before("maize", management, AUTUMN, Schedule(first), 2026)
        assert first <= one.first_year < first + 3
        assert (one.first_year - 2027) % 3 == 0


def test_it_lasts_as_the_rotation_does_before_and_after_the_horizon():
    (one,) = schedules_before(
        "barley", rotation("winter_wheat", "barley"), AUTUMN, Schedule(), 2026
    )
    for year in (2025, 2040):
        lasting = one.lasting(year, 2026)
        assert lasting is not None
        assert [y for y in range(2024, 2030) if lasting.applies(y, 2026)] == [2024, 2026, 2028]


def test_a_crop_that_is_not_grown_or_no_rotation_is_refused():
    with pytest.raises(UnknownName, match=r"crop of the rotation 'maize' .*barley"):
        years(rotation("barley"), "maize")
    with pytest.raises(NotApplicable, match="no rotation"):
        years(Management(), "maize")


def project(**scenarios):
    """Return the managements of the template's baseline with a cover crop, and of scenarios."""
    data = tomllib.loads(project_template())
    today = data["scenario"]["today"] | {
        "practice": [{"practice": "cover_crop", "before": "barley"}]
    }
    data["scenario"] = {"today": today, **scenarios}
    return [s.management for s in project_from_dict(data).scenarios]


def sown(management):
    """Return the years from 2026 to 2033 in which the cover crops of a management are sown."""
    found = (c.schedule for c in management.cover_crops)
    return sorted(y for one in found for y in range(2026, 2034) if one.applies(y, 2026))


def test_another_rotation_moves_the_cover_crop_of_the_baseline():
    turned = [
        {"crop": c, "yield": "5 t FM/ha"} for c in ("barley", "maize", "maize", "winter_wheat")
    ]
    today, other = project(other={"rotation": turned})
    assert sown(today) == [2026, 2028, 2030, 2032]
    assert sown(other) == [2029, 2033]


def test_the_order_of_practices_does_not_matter_to_it():
    ley = {"practice": "grass_ley", "ley_years": 2, "yield": "8 t FM/ha"}
    cover = {"practice": "cover_crop", "before": "barley", "carbon": "1 t C/ha/yr"}
    _, one, two = project(one={"practice": [cover, ley]}, two={"practice": [ley, cover]})
    assert one.cover_crops == two.cover_crops
    assert sown(one) == [2026, 2026, 2030, 2030]  # the baseline's and its own


def test_a_crop_that_a_scenario_no_longer_grows_is_named():
    maize = [{"crop": "maize", "yield": "8 t FM/ha"}]
    with pytest.raises(
        UnknownName, match=r"scenario.today.practice.0: .*'barley' \(nearest: maize"
    ):
        project(other={"rotation": maize})


def test_its_carbon_enters_before_the_crop():
    (today,) = project()[:1]
    drivers = field_drivers(today, 2026, 4)
    per_year = drivers.total("cover_crop").reshape(4, 12)
    assert np.argwhere(per_year > 0).tolist() == [[0, 11], [2, 11]]
    assert [c.crop for c in today.rotation] == ["winter_wheat", "barley"]
