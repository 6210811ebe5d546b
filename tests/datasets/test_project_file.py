"""Reading project files: what is written is what the workflows get, with every default noted."""

import json
from pathlib import Path

import pytest

from permil.datasets.apply_practice import apply_practice
from permil.datasets.key_lines import key_lines, line_of
from permil.datasets.management import CropYear, Management, PracticeUse, Schedule
from permil.datasets.project_file import (
    migrate,
    project_from_dict,
    project_json_schema,
    project_template,
    read_project,
)
from permil.errors import FileProblem, InputError, MissingKey
from permil.locale import LANGUAGES, project_keys, text
from permil.vocabulary import AlternativeFate, Fertiliser, Residues, Start, Tillage

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "farm.toml"
    path.write_text(project_template(), encoding="utf-8")
    return path


def test_the_template_is_a_valid_project(template):
    project = read_project(template, models=("rothc",))
    assert [s.id for s in project.scenarios] == ["today", "cover_crop", "straw"]
    assert project.scenarios[0].baseline
    unit = project.land_units[0]
    assert unit.area == 12.0
    # 13.5 g/kg, 1.35 g/cm3 fine earth, 3 % stones, 30 cm: M4.
    assert unit.soil.stock == pytest.approx(13.5 * 1.35 * 30 * 0.1 * 0.97)
    assert unit.soil.stock_method == "M4"
    assert project.run.start is Start.MEASURED_STOCK
    use = project.scenarios[0].management.fertilisers[0]
    assert (use.type, use.nitrogen) == (Fertiliser.AMMONIUM_NITRATE, 140.0)


def test_scenarios_start_from_the_baseline(template):
    today, cover, straw = read_project(template).scenarios
    assert cover.management.rotation == today.management.rotation
    assert cover.management.cover_crops[0].carbon == 1.87
    assert cover.management.cover_crops[0].schedule.every == 2
    assert straw.management.fertilisers == today.management.fertilisers
    assert all(c.residues is Residues.RETURNED for c in straw.management.rotation)
    assert [c.removed_share for c in today.management.rotation] == [1.0, 0.0]


def test_defaults_that_were_taken_are_noted(template):
    text = template.read_text().replace('metric = "AR6 GWP100"\n', "")
    template.write_text(text)
    notes = {(n.code, n.key) for n in read_project(template).assumptions}
    assert ("default_taken", "run.metric") in notes
    assert ("default_taken", "run.seed") not in notes
    assert any(code == "cover_crop_carbon" for code, _ in notes)
    assert any(code == "residues_all" for code, _ in notes)


@pytest.mark.parametrize(
    ("fate", "code", "left"), [("removed", "residues_all", 15), ("burnt", "residues_burnt", 10)]
)
def test_what_stays_where_residues_go_is_said(template, fate, code, left):
    template.write_text(template.read_text().replace('"removed"', f'"{fate}"'))
    note = next(n for n in read_project(template).assumptions if n.code == code)
    sentence = text(f"assumptions.{code}", note.fields)
    assert f"Winter wheat are {fate} on the whole field" in sentence
    assert f"{left} %" in sentence
    assert "stays and enters the soil" in sentence


def test_hoosfield_is_read_as_published():
    project = read_project(EXAMPLES / "hoosfield.toml")
    unmanured, annual, early = project.scenarios
    assert sum(project.history.carbon_input.plant) == pytest.approx(1.696)
    assert sum(unmanured.management.carbon_input.plant) == pytest.approx(1.6)
    assert sum(annual.management.carbon_input.plant) == pytest.approx(2.8)
    years = range(1852, 2001)
    applied = [
        sum(a.carbon for a in annual.management.amendments if a.schedule.applies(y, 1852))
        for y in years
    ]
    assert applied[1912 - 1852] == 0
    assert applied[1931 - 1852] == 6.0
    assert sum(applied) == 3.0 * 149
    assert early.management.amendments[0].alternative_fate is AlternativeFate.SPREAD_ELSEWHERE
    assert len(project.observations) == 24


def test_a_project_may_come_as_plain_data():
    import tomllib

    project = project_from_dict(tomllib.loads(project_template()))
    assert project.path is None
    assert project.name == "My farm"


def test_the_schema_is_json_and_names_every_section():
    schema = json.loads(json.dumps(project_json_schema()))
    assert schema["$schema"].startswith("https://json-schema.org")
    assert {"land_unit", "scenario", "horizon", "observation"} <= set(schema["properties"])
    assert "yield" in schema["$defs"]["CropEntry"]["properties"]


def test_every_key_of_the_schema_says_what_it_is_and_in_which_unit():
    schema = project_json_schema()
    sections = {"ProjectFile": schema, **schema["$defs"]}
    told = project_keys()
    described = 0
    for name, section in sections.items():
        assert section["description"], name
        for key, entry in section.get("properties", {}).items():
            text = told[name][key]
            unit = entry["description"].removeprefix(text)
            assert text
            assert entry["description"].startswith(text), (name, key)
            assert bool(unit) == ("x-unit" in json.dumps(entry)), (name, key)
            described += 1
    assert described > 100
    clay = schema["$defs"]["LandUnitSection"]["properties"]["clay"]
    assert clay["description"] == "Clay of the fine earth. Unit: %."
    irrigation = schema["$defs"]["ClimateSection"]["properties"]["irrigation"]
    assert irrigation["description"].endswith("Unit: mm/month.")


def test_no_meaning_is_told_of_a_key_that_does_not_exist():
    schema = project_json_schema()
    sections = {"ProjectFile": schema, **schema["$defs"]}
    for language in LANGUAGES:
        for name, texts in project_keys(language).items():
            keys = {key for key in texts if not key.startswith("_")}
            assert keys == set(sections[name]["properties"]), name
            assert all(texts.values())


def test_a_missing_key_is_explained_in_the_words_of_the_schema(template):
    template.write_text(template.read_text().replace("clay = 22\n", ""))
    with pytest.raises(MissingKey, match="'clay' is missing; expected clay of the fine earth"):
        read_project(template)


SILAGE = '{ crop = "silage_maize", yield = "45 t FM/ha" }'


def test_nothing_of_silage_maize_is_returned_and_nobody_is_told_so(template):
    barley = '{ crop = "barley", yield = "5.5 t FM/ha", residues = "returned" }'
    template.write_text(
        template.read_text().replace(barley, SILAGE).replace('"barley"', '"silage_maize"')
    )
    project = read_project(template)
    today, cover, straw = project.scenarios
    maize = CropYear("silage_maize", 45.0, Residues.REMOVED, 1.0)
    assert today.management.rotation[1] == maize
    assert straw.management.rotation[1] == maize
    assert straw.management.rotation[0].residues is Residues.RETURNED
    noted = [n.fields.get("crop") for n in project.assumptions if n.code.startswith("residues_")]
    assert noted == ["Winter wheat"]
    assert cover.management.cover_crops[0].schedule.applies(2026, 2026)


def test_migrate_returns_the_present_format_and_refuses_others():
    assert migrate(project_template()) == project_template()
    with pytest.raises(FileProblem, match="format 9"):
        migrate("format = 9\n", where="old.toml")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_lines_of_keys(end):
    text = end.join(
        [
            "format = 1",
            "",
            "[run]",
            "models = [",
            '    "rothc",',
            "]",
            "seed = 3 # a comment",
            "[[observation]]",
            "year = 1",
            "[[observation]]",
            "year = 2",
            "[scenario.a.carbon_input]",
            "plant = [1]",
        ]
    )
    lines = key_lines(text)
    assert line_of(lines, ("run", "models", 0)) == 4
    assert line_of(lines, ("run", "seed")) == 7
    assert line_of(lines, ("observation", 1, "year")) == 11
    assert line_of(lines, ("scenario", "a", "carbon_input", "plant", 0)) == 13
    assert line_of(lines, ("scenario", "a", "carbon_input", "manure")) == 12
    assert line_of(lines, ("nowhere",)) is None


@pytest.mark.parametrize(
    ("schedule", "years"),
    [
        (Schedule(), list(range(2026, 2032))),
        (Schedule(every=2), [2026, 2028, 2030]),
        (Schedule(first_year=2027, every=3), [2027, 2030]),
        (Schedule(first_year=2028, last_year=2029), [2028, 2029]),
        (Schedule(years=(2026, 2031)), [2026, 2031]),
    ],
)
def test_schedules(schedule, years):
    assert [y for y in range(2026, 2032) if schedule.applies(y, 2026)] == years


ARABLE = Management(rotation=(CropYear("barley", 5.0), CropYear("maize", 8.0)))


def test_a_ley_lengthens_the_rotation_and_tillage_is_changed():
    ley, _ = apply_practice(ARABLE, PracticeUse("grass_ley", {"ley_years": 2, "yield": 8.0}))
    assert [c.crop for c in ley.rotation] == ["barley", "maize", *["grass_clover_ley"] * 2]
    tilled, _ = apply_practice(ARABLE, PracticeUse("no_till"))
    assert tilled.tillage is Tillage.NO_TILL


def test_default_months_of_a_cover_crop_turn_with_the_hemisphere():
    north, notes = apply_practice(ARABLE, PracticeUse("cover_crop"))
    south, _ = apply_practice(ARABLE, PracticeUse("cover_crop"), southern=True)
    assert north.cover_crops[0].months == (9, 10, 11, 12)
    assert south.cover_crops[0].months == (3, 4, 5, 6)
    assert {n.code for n in notes} == {"cover_crop_carbon", "cover_crop_months"}


def test_a_given_carbon_has_no_published_range():
    given, _ = apply_practice(ARABLE, PracticeUse("cover_crop", {"carbon": 1.0, "months": (9,)}))
    assert (given.cover_crops[0].low, given.cover_crops[0].high) == (None, None)


@pytest.mark.parametrize("missing", ["alternative_fate", "amount", "month"])
def test_manure_asks_what_it_needs(missing):
    given = {"alternative_fate": AlternativeFate.BURNT, "amount": 20.0, "month": 3}
    given.pop(missing)
    with pytest.raises(MissingKey, match=missing):
        apply_practice(ARABLE, PracticeUse("farmyard_manure", given))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        read_project(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_project(tmp_path)


def test_a_file_with_the_mark_of_a_windows_editor_is_read(tmp_path):
    path = tmp_path / "project.toml"
    path.write_text(project_template(), encoding="utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_project(path).name == "My farm"
