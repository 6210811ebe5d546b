"""Changes of climate as people write them: a number, twelve values or a file."""

import pytest

from permil.datasets.climate_change import (
    read_change_file,
    read_precipitation_change,
    read_temperature_change,
)
from permil.datasets.project_file import read_project
from permil.errors import Ambiguous, Conflict, InputError, MissingKey, UnknownName, WrongLength

PLAN = """format = 1
[project]
name = "Plan"
[place]
latitude = 51.8
longitude = -0.37
[horizon]
first_year = 2026
last_year = 2040
[land_unit.field]
area = "3 ha"
depth = "30 cm"
clay = 22
organic_carbon_stock = "50 t C/ha"
[scenario.today]
baseline = true
rotation = [{ crop = "barley", yield = "5 t FM/ha" }]
"""


@pytest.mark.parametrize("value", [2, 2.0, "2 K", "+2.0 K", "2"])
def test_one_difference_holds_in_all_months(value):
    assert read_temperature_change(value) == (2.0,) * 12


def test_twelve_differences_may_differ():
    months = [0.5 * m for m in range(11)] + ["-1 K"]
    assert read_temperature_change(months) == (*[0.5 * m for m in range(11)], -1.0)


@pytest.mark.parametrize(
    ("value", "change"),
    [(0.9, -10.0), (1, 0.0), ("1.25", 25.0), ("-10 %", -10.0), ("+10 %", 10.0), ("0 %", 0.0)],
)
def test_rain_is_a_factor_or_a_change_with_its_sign(value, change):
    assert read_precipitation_change(value) == (change,) * 12


@pytest.mark.parametrize("value", ["10 %", "90%"])
def test_a_share_without_a_sign_may_be_either(value):
    with pytest.raises(Ambiguous, match="may be that much more, or what is left"):
        read_precipitation_change(value)


@pytest.mark.parametrize("value", [-10, 10, 0.1, True, "wet", [1.0] * 13])
def test_what_is_no_change_of_rain_is_refused(value):
    with pytest.raises(InputError):
        read_precipitation_change(value)


def write(tmp_path, heading, *cells):
    path = tmp_path / "deltas.csv"
    rows = [",".join([str(month), *row]) for month, row in enumerate(zip(*cells, strict=True), 1)]
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return path


WARMING = [f"{1 + month / 10}" for month in range(12)]
DRYING = [f"{-month}" for month in range(12)]


@pytest.mark.parametrize(
    "heading",
    [
        "month,temperature_change [K],precipitation_change [%]",
        "month,temperature_change,precipitation_change",
    ],
)
def test_a_file_holds_both_changes_by_month(tmp_path, heading):
    found = read_change_file(write(tmp_path, heading, WARMING, DRYING))
    assert found["temperature"] == tuple(map(float, WARMING))
    assert found["precipitation"] == tuple(map(float, DRYING))


def test_a_file_may_hold_one_of_them(tmp_path):
    found = read_change_file(write(tmp_path, "month,temperature_change [K]", WARMING))
    assert list(found) == ["temperature"]


@pytest.mark.parametrize(
    ("heading", "rows", "kind", "words"),
    [
        ("month,temperature_change [°C]", 12, Conflict, r"line 1: .*\[°C\]; give it in K"),
        ("month,precipitation_change [-]", 12, Conflict, r"line 1: .*\[-\]; give it in %"),
        ("month,warming [K]", 12, UnknownName, "line 1: unknown column 'warming"),
        ("month,temperature_change [K]", 11, WrongLength, "11 months"),
        ("temperature_change [K],month", 12, InputError, "line 3: month 2 should stand"),
    ],
)
def test_a_file_that_would_be_misread_is_refused(tmp_path, heading, rows, kind, words):
    path = write(tmp_path, heading, WARMING[:rows])
    with pytest.raises(kind, match=words):
        read_change_file(path)


def test_a_file_of_months_alone_says_nothing(tmp_path):
    path = tmp_path / "deltas.csv"
    path.write_text("\n".join(["month", *map(str, range(1, 13))]))
    with pytest.raises(MissingKey, match=r"precipitation_change \[%\]"):
        read_change_file(path)


def plan(tmp_path, section):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN + section, encoding="utf-8")
    return read_project(path)


def test_a_project_names_its_changes_in_order_and_keeps_their_file(tmp_path):
    deltas = write(tmp_path, "month,temperature_change [K]", WARMING)
    project = plan(
        tmp_path,
        '[climate_change.warmer]\nname = "Warmer"\ntemperature = "2 K"\nreached_in = 2050\n'
        '[climate_change.by_month]\nfile = "deltas.csv"\nreached_in = 2040\nsource = "a model"\n',
    )
    warmer, by_month = project.climate_changes
    assert (warmer.name, warmer.reached_in, warmer.source) == ("Warmer", 2050, "project file")
    assert warmer.precipitation == (0.0,) * 12
    assert (by_month.name, by_month.source) == ("by month", "a model")
    assert by_month.temperature == tuple(map(float, WARMING))
    assert project.files == (deltas,)
    left = [n for n in project.assumptions if n.code == "climate_change_left"]
    assert [(n.key, n.fields["quantity"]) for n in left] == [
        ("climate_change.warmer.precipitation", "precipitation"),
        ("climate_change.by_month.precipitation", "precipitation"),
    ]


def test_a_project_without_a_change_has_none(tmp_path):
    assert plan(tmp_path, "").climate_changes == ()
