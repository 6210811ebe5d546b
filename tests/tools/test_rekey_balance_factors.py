import csv
import importlib.util
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
SHIPPED = Path(__file__).resolve().parents[2] / "src/permil/tables"


@pytest.fixture(scope="module")
def tool():
    path = TOOLS / "rekey_balance_factors.py"
    spec = importlib.util.spec_from_file_location("rekey_balance_factors", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def factors(tmp_path):
    (tmp_path / "electricity_country.csv").write_text(
        "country,operating_margin_t_co2_mwh,combined_margin_t_co2_mwh,confidence,status\n"
        "Here,0.5,0.3,single_source,value\nThere,0,0,single_source,no_data_or_zero\n"
    )
    growth = "climate,moisture,system,value,regions\n"
    (tmp_path / "agroforestry_agb_growth.csv").write_text(
        growth
        + "Boreal,Dry,Agroforestry - default,1.37,Europe\n"
        + "Tropical Montane,Dry,Oil palm,2.4,South-eastern Asia|Oceania\n"
    )
    (tmp_path / "agroforestry_bgb_growth.csv").write_text(
        growth + "Cool Temperate,Moist,Vine,0.0,Europe\n"
    )
    (tmp_path / "agroforestry_max_agb.csv").write_text(
        "climate,system,value\nBoreal,Vine,5.5\nBoreal,Silvoarable,0.0\n"
    )
    return tmp_path


def test_zeros_that_mean_no_data_become_empty(tool, factors):
    here, operating, *there = tool.electricity(factors)
    assert (here[1:3], operating[1:3]) == (("combined", "0.3"), ("operating", "0.5"))
    assert [row[2] for row in there] == ["", ""]
    above, below = tool.growth(factors)
    assert above[:5] == (
        "above_ground",
        "oil_palm",
        "tropical_montane",
        "south_eastern_asia oceania",
        "2.4",
    )
    assert below[2:5] == ("cool_temperate_moist", "europe", "")
    assert "no_data" in below


def test_a_climate_without_moisture_becomes_its_zones(tool, factors):
    rows = list(tool.maximum(factors))
    assert [row[:3] for row in rows] == [
        ("vine", "boreal_moist", "5.5"),
        ("vine", "boreal_dry", "5.5"),
        ("silvoarable", "boreal_moist", ""),
        ("silvoarable", "boreal_dry", ""),
    ]


def test_it_writes_tables_with_the_headings_that_are_shipped(tool, factors, tmp_path, monkeypatch):
    output = tmp_path / "out"
    for folder in ("ifi", "ipcc2019"):
        (output / folder).mkdir(parents=True)
    monkeypatch.setattr(sys, "argv", ["rekey", str(factors), "--output", str(output)])
    tool.main()
    for name in ("ifi/electricity", "ipcc2019/woody_growth", "ipcc2019/woody_maximum"):
        headings = []
        for folder in (output, SHIPPED):
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                headings.append(next(csv.reader(file)))
        assert headings[0] == headings[1]
