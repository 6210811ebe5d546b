"""The glossary rules names, units and bounds."""

import pytest

from permil.errors import OutOfBounds, UnknownName
from permil.units import UNITS
from permil.variables import glossary, variable


@pytest.mark.parametrize("name", list(glossary()))
def test_every_entry_is_complete(name):
    entry = variable(name)
    assert entry.unit in UNITS
    assert entry.bounds[0] < entry.bounds[1]
    assert entry.description.endswith(".")
    assert entry.description[0].isupper()
    assert entry.heading == f"{name} [{entry.unit}]"


def test_concentrations_densities_and_stocks_require_a_unit():
    for name in (
        "soil_organic_carbon_stock",
        "soil_organic_carbon_concentration",
        "bulk_density_fine_earth",
        "bulk_density_whole_soil",
        "crop_yield",
    ):
        assert variable(name).requires_unit, name


def test_bounds_refuse_and_name_the_place():
    stock = variable("soil_organic_carbon_stock")
    assert stock.read("52 t C/ha") == 52.0
    with pytest.raises(OutOfBounds) as error:
        stock.read("400 t C/ha", where="plan.toml, line 7")
    message = str(error.value)
    assert "plan.toml, line 7" in message
    assert "400 t C/ha" in message
    assert "300" in message


def test_bounds_hold_after_conversion():
    assert variable("soil_organic_carbon_stock").read("5.2 kg C/m2") == pytest.approx(52.0)
    with pytest.raises(OutOfBounds):
        variable("soil_organic_carbon_stock").read("52 kg C/m2")


def test_unknown_variable_names_the_nearest():
    with pytest.raises(UnknownName) as error:
        variable("bulk_densty_fine_earth")
    assert "bulk_density_fine_earth" in str(error.value)
