"""Organic soils of a project file: areas, states, curves, practices and defaults."""

from __future__ import annotations

import tomllib

import pytest

from permil.datasets.project_file import project_from_dict
from permil.errors import InputError
from permil.tables.wetland_categories import Drainage, Nutrients, PeatUse
from permil.vocabulary import AdoptionTiming, OrganicSoilKind

FILE = """
format = 1
[project]
name = "Fen"
[place]
latitude = 52.5
longitude = 5.5
[horizon]
first_year = 2026
last_year = 2031
[organic_soil.fen]
name = "The fen"
kind = "inland_peat"
area = "100 ha"
drained = "0.8 km2"
rewetted = "5 ha"
land_use = "grassland"
nutrients = "rich"
water_table_depth = "25 cm"
[scenario.today]
baseline = true
[scenario.wet]
[[scenario.wet.water_table]]
organic_soil = "fen"
rewet = "40 ha"
"""


def read(text=FILE):
    return project_from_dict(tomllib.loads(text), text=text)


def new(text):
    """Return the area that the scenario rewets in each year."""
    return read(text).scenarios[1].activities.water_table[0].rewetted


def test_a_soil_is_read_in_the_units_of_the_glossary():
    (soil,) = read().organic_soils
    assert (soil.id, soil.name, soil.kind) == ("fen", "The fen", OrganicSoilKind.INLAND_PEAT)
    assert (soil.area, soil.drained, soil.rewetted) == (100.0, pytest.approx(80.0), 5.0)
    assert (soil.land_use, soil.nutrients) == (PeatUse.GRASSLAND, Nutrients.RICH)
    assert read().land_units == ()


@pytest.mark.parametrize(
    ("depth", "drainage"),
    [("25 cm", Drainage.SHALLOW), ("0.3 m", Drainage.DEEP), ("45 cm", Drainage.DEEP)],
)
def test_drainage_is_shallow_above_thirty_centimetres(depth, drainage):
    assert read(FILE.replace("25 cm", depth)).organic_soils[0].drainage is drainage


def test_what_is_left_of_the_area_is_undisturbed_and_said():
    codes = [note.code for note in read().assumptions]
    assert "organic_soil_undisturbed" in codes
    given = FILE.replace('rewetted = "5 ha"', 'rewetted = "5 ha"\nundisturbed = "15 ha"')
    assert "organic_soil_undisturbed" not in [note.code for note in read(given).assumptions]


def test_without_a_curve_all_of_it_changes_in_its_first_year():
    assert new(FILE) == (40.0, 0, 0, 0, 0, 0)
    assert new(FILE + "first_year = 2028\n") == (0, 0, 40.0, 0, 0, 0)


def test_a_curve_begins_in_its_first_year():
    linear = FILE + 'curve = "linear"\nyears = 4\nfirst_year = 2027\n'
    assert new(linear) == pytest.approx((0, 10, 10, 10, 10, 0))
    logistic = new(FILE + 'curve = "logistic"\nyears = 4\n')
    assert sum(logistic) == pytest.approx(40.0)
    assert logistic[1] > logistic[0]
    assert "adoption_steepness" in [
        note.code for note in read(FILE + 'curve = "logistic"\nyears = 4\n').assumptions
    ]


def test_a_table_names_calendar_years_and_may_stop_short():
    table = FILE + 'curve = "table"\ntable = [[2027, 0.5], [2029, 0.75]]\n'
    assert new(table) == pytest.approx((10, 10, 5, 5, 0, 0))


def test_the_timing_is_a_default_that_is_said():
    assert read().scenarios[1].activities.water_table[0].timing is AdoptionTiming.START_OF_YEAR
    assert "water_table_timing" in [note.code for note in read().assumptions]
    said = read(FILE + 'timing = "mid_year"\n')
    assert said.scenarios[1].activities.water_table[0].timing is AdoptionTiming.MID_YEAR
    assert "water_table_timing" not in [note.code for note in said.assumptions]


def test_a_scenario_that_rewets_uses_the_practice_of_the_library():
    project = read()
    assert [use.practice for use in project.scenarios[1].practices] == ["rewetting"]
    drained = read(FILE.replace("rewet =", "drain =").replace('"40 ha"', '"15 ha"'))
    assert drained.scenarios[1].practices == ()


def test_a_scenario_inherits_the_water_table_of_the_baseline_and_replaces_it():
    of_baseline = """
[[scenario.today.water_table]]
organic_soil = "fen"
rewet = "10 ha"
[scenario.same]
[[scenario.same.peat_fire]]
organic_soil = "fen"
fire = "wildfire_drained"
area = "1 ha"
years = [2028]
"""
    scenarios = {s.id: s for s in read(FILE + of_baseline).scenarios}
    assert scenarios["same"].activities.water_table == scenarios["today"].activities.water_table
    assert sum(scenarios["wet"].activities.water_table[0].rewetted) == 40.0
    assert scenarios["same"].practices == ()


def test_the_message_names_file_line_value_and_expectation():
    with pytest.raises(InputError) as caught:
        read(FILE.replace('"40 ha"', '"90 ha"'))
    message = str(caught.value)
    assert "line" in message
    assert "on 'fen' more is rewetted than is drained; give areas that add up" in message
