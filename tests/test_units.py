"""The closed list of units: conversion, refusal, parsing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import (
    InputError,
    MissingUnit,
    NotANumber,
    UnknownUnit,
    UnqualifiedUnit,
    WrongUnit,
)
from permil.units import UNITS, convert, parse_quantity, read_quantity

PAIRS = [
    (a, b) for a in UNITS for b in UNITS if a != b and UNITS[a].dimension == UNITS[b].dimension
]


@given(st.sampled_from(PAIRS), st.floats(-1e6, 1e6))
def test_conversion_there_and_back(pair, value):
    there = convert(value, *pair)
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "given_unit", "wanted", "expected"),
    [
        (5.0, "kg C/m2", "t C/ha", 50.0),
        (1.2, "% by mass", "g/kg", 12.0),
        (300.15, "K", "°C", 27.0),
        (120.0, "kg N/ha/yr", "t N/ha/yr", 0.12),
        (1350.0, "kg/m3", "g/cm3", 1.35),
        (0.4, "%/yr", "‰/yr", 4.0),
        (2.0, "km2", "ha", 200.0),
    ],
)
def test_known_conversions(value, given_unit, wanted, expected):
    assert convert(value, given_unit, wanted) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("given_unit", "wanted"),
    [
        ("t C/ha", "t CO2/ha"),
        ("kg N/ha", "kg C/ha"),
        ("kg N2O/ha", "kg N2O-N/ha"),
        ("kg CH4-C/ha/yr", "kg CH4/ha/yr"),
        ("t CO2-C/ha/yr", "t C/ha/yr"),
        ("%", "g/kg"),
    ],
)
def test_substance_is_part_of_the_unit(given_unit, wanted):
    with pytest.raises(WrongUnit):
        convert(1.0, given_unit, wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "meant"),
    [
        ("1.15 %", "g/kg", '"1.15 % by mass"'),
        ("1.15 %", "kg/kg", '"1.15 % by mass"'),
        ("40 %", "m3/m3", '"40 % by volume"'),
    ],
)
def test_a_per_cent_of_nothing_is_refused_with_the_unit_that_says_of_what(text, wanted, meant):
    with pytest.raises(UnqualifiedUnit) as error:
        read_quantity(text, wanted, requires_unit=True, where="soil.toml, line 3")
    assert f"write {meant} if that is what it is" in str(error.value)
    assert str(error.value).startswith("soil.toml, line 3: ")
    assert read_quantity(meant.strip('"'), wanted, requires_unit=True) > 0


def test_a_unit_that_no_longer_word_mends_is_just_wrong():
    with pytest.raises(WrongUnit) as error:
        convert(1.0, "%", "t C/ha")
    assert not isinstance(error.value, UnqualifiedUnit)


def test_unknown_unit_names_the_nearest():
    with pytest.raises(UnknownUnit) as error:
        convert(1.0, "t C/hectare", "t C/ha", where="file.toml, line 3")
    assert "t C/ha" in str(error.value)
    assert "file.toml, line 3" in str(error.value)


def test_a_dose_per_area_is_not_a_concentration():
    with pytest.raises(WrongUnit):
        read_quantity("13 g/kg", "t C/ha", requires_unit=True)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("1.45 g/cm3", 1.45, "g/cm3"), ("1e2kg/ha", 100.0, "kg/ha"), (" -5 °C ", -5.0, "°C")],
)
def test_parse(text, number, unit):
    assert parse_quantity(text) == (number, unit)


@pytest.mark.parametrize("value", ["", "abc", "nan g/kg", "inf", None, True, [1], float("nan")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(NotANumber):
        read_quantity(value, "g/kg", requires_unit=False)


def test_a_plain_number_needs_a_unit_where_the_glossary_says_so():
    with pytest.raises(MissingUnit) as error:
        read_quantity(13.2, "g/kg", requires_unit=True)
    assert "13.2 g/kg" in str(error.value)
    assert read_quantity(13.2, "g/kg", requires_unit=False) == 13.2


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_named_error(text):
    try:
        number = read_quantity(text, "t C/ha", requires_unit=True)
    except InputError as error:
        number = None
        message = str(error)
    assert number is not None or message
