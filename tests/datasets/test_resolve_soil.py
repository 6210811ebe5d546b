"""Soils with carbonates: organic carbon by difference, inorganic carbon named and in no stock."""

import tomllib

import pytest

from permil.datasets.project_file import project_from_dict, project_template


def project(**keys):
    """Return the template's project with other keys of carbon on its land unit."""
    data = tomllib.loads(project_template())
    (unit,) = data["land_unit"].values()
    for key in ("organic_carbon", "organic_carbon_stock"):
        unit.pop(key, None)
    density = {
        "bulk_density": "1.35 g/cm3",
        "bulk_density_of": "fine_earth",
        "coarse_fragments": "0 % by volume",
    }
    unit |= density | keys
    return project_from_dict(data)


def test_carbonates_are_taken_off_the_total():
    found = project(total_carbon="30 g/kg", calcium_carbonate="150 g/kg")
    organic = project(organic_carbon="12 g/kg", calcium_carbonate="150 g/kg")
    soil = found.land_units[0].soil
    assert soil.organic_carbon == pytest.approx(30 - 0.12 * 150)
    assert soil.stock == pytest.approx(organic.land_units[0].soil.stock)
    (note,) = (n for n in found.assumptions if n.code == "carbonates_taken_off")
    assert (note.fields["organic"], note.fields["inorganic"]) == ("12", "18")
    assert "carbonates_taken_off" not in {n.code for n in organic.assumptions}


def test_without_carbonates_the_total_is_organic():
    found = project(total_carbon="12 g/kg", calcium_carbonate="0 g/kg")
    assert found.land_units[0].soil.organic_carbon == 12.0
