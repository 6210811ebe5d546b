import importlib.util
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def tool():
    path = TOOLS / "make_livestock_tables.py"
    spec = importlib.util.spec_from_file_location("make_livestock_tables", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_products_are_taken_apart(tool):
    assert tool.split_product("cattle-dairy_hp") == ("cattle-dairy", "high")
    assert tool.split_product("swine-mature_lp_breeding") == ("swine-mature_breeding", "low")
    assert tool.split_product("buffalo") == ("buffalo", "mean")


def test_zones_are_those_of_the_vocabulary(tool):
    def zone(place, regime):
        return tool.zone({"climate_zone": place, "moisture_regime": regime})

    assert zone("temperate-cool", "moist") == "cool_temperate_moist"
    assert zone("tropical-montane", "undefined") == "tropical_montane"
    assert zone("boreal", "dry") == "boreal_dry"
    assert zone("tropical", "wet") == "tropical_wet"


def test_a_range_without_width_is_none(tool):
    cells = {"value": "0.02", "low": "0.02", "high": "0.02", "confidence": "verified"}
    row = tool.factor(cells, "-", "1")
    assert (row["value"], row["low"], row["high"], row["range_confidence"]) == ("0.02", "", "", "")


def test_a_combination_that_is_not_in_the_source_has_no_value(tool, tmp_path):
    head = "product,activity,value,low,high,confidence,note\n"
    gas = "poultry,drylot,0.0,0.0,0.0,single_source,not given\nswine,lagoon,0.4,0.2,0.8,x,\n"
    leach = "poultry,drylot,0.0,0.0,0.0,single_source,\nswine,lagoon,0.0,0.0,0.0,x,\n"
    (tmp_path / "livestock_fracgas_ms.csv").write_text(head + gas, encoding="utf-8")
    (tmp_path / "livestock_fracleach_ms.csv").write_text(head + leach, encoding="utf-8")
    values = [(r["loss"], r["animal"], r["value"]) for r in tool.losses(tmp_path)]
    assert values == [
        ("FracGasMS", "poultry", ""),
        ("FracGasMS", "swine", "0.4"),
        ("FracLeachMS", "poultry", ""),
        ("FracLeachMS", "swine", "0"),
    ]


def test_equal_rows_are_written_once_and_unequal_ones_are_refused(tool):
    one, same, other = ({"animal": "sheep", "value": v} for v in ("9", "9", "5"))
    assert tool.merged([one, same], ("animal",)) == [one]
    with pytest.raises(ValueError, match="two values"):
        tool.merged([one, other], ("animal",))
