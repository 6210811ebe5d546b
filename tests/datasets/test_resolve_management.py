"""Yields as written, years that take effect, and names and values that no message repeats whole."""

import tomllib

import pytest

from permil.datasets.project_file import project_from_dict, project_template
from permil.errors import InputError, NotHay, OutOfBounds


def template():
    return tomllib.loads(project_template())


def rotation(*crops):
    """Return the baseline's rotation and the notes of a project with these crops."""
    data = template()
    data["scenario"] = {"today": {"baseline": True, "rotation": list(crops)}}
    found = project_from_dict(data)
    return found.scenarios[0].management.rotation, {n.code for n in found.assumptions}


def test_dry_matter_becomes_the_usual_moisture_of_the_crop():
    (wheat, ley), notes = rotation(
        {"crop": "winter_wheat", "yield": "8.9 t DM/ha"},
        {"crop": "grass_ley", "yield": "900 g DM/m2"},
    )
    assert wheat.crop_yield == pytest.approx(10.0)
    assert ley.crop_yield == pytest.approx(10.0)
    assert "forage_as_hay" not in notes


def test_a_fresh_yield_of_forage_is_hay_and_says_so():
    (ley,), notes = rotation({"crop": "grass_ley", "yield": "8 t FM/ha"})
    assert ley.crop_yield == 8.0
    assert "forage_as_hay" in notes
    _, notes = rotation({"crop": "barley", "yield": "5 t FM/ha"})
    assert "forage_as_hay" not in notes


def test_a_yield_too_high_for_hay_asks_for_dry_matter():
    with pytest.raises(NotHay, match=r"rotation.0.yield: 45 t FM/ha of Alfalfa .*0 to 20 t FM/ha"):
        rotation({"crop": "alfalfa", "yield": "45 t FM/ha"})
    with pytest.raises(NotHay, match="19 t DM/ha of Alfalfa"):
        rotation({"crop": "alfalfa", "yield": "19 t DM/ha"})
    with pytest.raises(OutOfBounds, match="dry yield = 120 t DM/ha"):
        rotation({"crop": "alfalfa", "yield": "120 t DM/ha"})
    (beet,), _ = rotation({"crop": "sugar_beet", "yield": "80 t FM/ha"})
    assert beet.crop_yield == 80.0


def test_the_ley_of_a_practice_is_hay_too():
    data = template()
    ley = {"practice": "grass_ley", "ley_years": 2, "yield": "7.2 t DM/ha"}
    data["scenario"]["ley"] = {"practice": [ley]}
    (*_, scenario) = project_from_dict(data).scenarios
    assert scenario.management.rotation[-1].crop_yield == pytest.approx(8.0)


SLURRY = {"kind": "cattle_slurry", "amount": "20 t FM/ha", "month": 3}


@pytest.mark.parametrize(
    ("section", "years", "accepted"),
    [
        ("today", {"last_year": 2025}, True),  # it acts on the start
        ("today", {"last_year": 2024}, False),
        ("today", {"first_year": 2010, "last_year": 2030}, True),
        ("today", {"first_year": 2057}, False),
        ("other", {"last_year": 2025}, False),
        ("other", {"first_year": 2055, "every": 5}, True),
        ("other", {"first_year": 2016, "every": 100}, False),
        ("history", {"last_year": 2030}, True),
        ("history", {"first_year": 2026}, False),
    ],
)
def test_an_amendment_must_act_at_some_time(section, years, accepted):
    data = template()
    entry = {"amendment": [SLURRY | years]}
    if section == "today":
        data["scenario"]["today"] |= entry
    elif section == "other":
        data["scenario"]["other"] = entry
    else:
        data["history"] = {"rotation": [{"crop": "barley", "yield": "4 t FM/ha"}]} | entry
    if accepted:
        project_from_dict(data)
        return
    with pytest.raises(InputError, match=r"amendment.0: it is (done in no|not in force in)"):
        project_from_dict(data)


@pytest.mark.parametrize(
    "change",
    [
        {"project": {"name": "x" * 100_000}},
        {"run": {"metric": "x" * 100_000}},
        {"x" * 100_000: 1},
        {"project": {"name": "farm", "x" * 100_000: 1}},
        {"place": {"latitude": "x" * 100_000}},
        {"climate": {"file": "x" * 100_000}},
        {"run": {"models": ["rothc"], "weights": "x" * 100_000}},
        {"project": {"name": "\x07" * 100_000}},
    ],
)
def test_a_message_repeats_no_page_of_text(change):
    with pytest.raises(InputError) as caught:
        project_from_dict(template() | change)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(("key", "value"), [("format", True), ("format", 1.5)])
def test_a_format_is_a_number_of_the_list(key, value):
    with pytest.raises(InputError, match="format"):
        project_from_dict(template() | {key: value})


@pytest.mark.parametrize("blank", ["", " ", "\t", "\n \n"])
def test_a_blank_name_is_refused(blank):
    data = template()
    data["land_unit"]["home_field"]["name"] = blank
    with pytest.raises(InputError, match=r"land_unit.home_field.name: .*not blank"):
        project_from_dict(data)
