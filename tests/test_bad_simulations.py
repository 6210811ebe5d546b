"""Every bad driver file gets one clear error; ``expected.toml`` says which."""

import tomllib
from pathlib import Path

import pytest

from permil.errors import InputError
from permil.workflows.simulate import simulate

FOLDER = Path(__file__).parent / "bad_input" / "simulate"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
SITE = {"clay": 23.4, "depth": 23.0, "inert_organic_matter": 2.7}


def test_every_file_says_what_is_expected():
    files = {path.name for path in FOLDER.iterdir()} - {"expected.toml"}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_gets_one_clear_error(name):
    code, *fragments = EXPECTED[name]
    site = SITE if name.endswith(".csv") else {}
    with pytest.raises(InputError) as caught:
        simulate("rothc", FOLDER / name, **site)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in (name, *fragments):
        assert fragment in message, message


def test_what_would_have_no_effect_is_refused(tmp_path):
    with pytest.raises(InputError, match="leave out --clay"):
        simulate("rothc", FOLDER / "clay_negative.dat", clay=20.0)
    stocks = tmp_path / "stocks.csv"
    stocks.write_text("year,soil_organic_carbon_stock [t C/ha]\n2020,40\n2021,50\n")
    with pytest.raises(InputError, match="ipcc_tier1 needs no soil; leave out --depth"):
        simulate("ipcc_tier1", stocks, depth=30.0)
    with pytest.raises(InputError, match="the official input file is that of the model rothc"):
        simulate("ipcc_tier1", FOLDER / "clay_negative.dat")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("clay", -1.0),
        ("clay", float("nan")),
        ("clay", True),
        ("depth", 0.0),
        ("depth", float("inf")),
        ("inert_organic_matter", float("inf")),
        ("stock", -5.0),
        ("stock", 1e9),
    ],
)
def test_numbers_given_from_python_have_the_bounds_of_the_glossary(key, value):
    with pytest.raises(InputError, match=f"^{key}: "):
        simulate("rothc", FOLDER / "drivers_header_only.csv", **SITE | {key: value})


def test_a_stock_needs_its_unit(tmp_path):
    stocks = tmp_path / "stocks.csv"
    stocks.write_text("year,soil_organic_carbon_stock\n2020,40\n2021,50\n")
    with pytest.raises(InputError, match=r"t C/ha") as caught:
        simulate("ipcc_tier1", stocks)
    assert caught.value.code == "missing_unit"


def test_a_missing_file_is_named(tmp_path):
    for name in ("absent.dat", "absent.csv"):
        with pytest.raises(InputError, match=name):
            simulate("rothc", tmp_path / name, **(SITE if name.endswith("csv") else {}))
