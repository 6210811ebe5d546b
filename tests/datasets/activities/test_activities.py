"""Activities of a project file: read in their units, inherited, replaced, planted by practices."""

import tomllib

import pytest

from permil.datasets.activities.energy import FuelBurnt, GridElectricity
from permil.datasets.activities.trees import Trees, land_taken
from permil.datasets.management import LimeUse
from permil.datasets.project_file import project_from_dict, project_template
from permil.tables.biomass_categories import BiocharProcess, WoodySystem
from permil.tables.upstream_categories import FuelUse, GridMargin


def read(plan, **base):
    """Return the scenarios of a project and the codes of what was assumed."""
    data = tomllib.loads(project_template())
    rotation = [{"crop": "winter_wheat", "yield": "7 t FM/ha", "residues": "returned"}]
    data["scenario"] = {"today": {"baseline": True, "rotation": rotation} | base, "plan": plan}
    found = project_from_dict(data)
    return found.scenarios, {note.code for note in found.assumptions}


def test_energy_in_any_unit_of_its_kind():
    energy = [
        {"fuel": "diesel", "amount": "1.2 m3/yr"},
        {"fuel": "lpg", "amount": "300 l/yr", "use": "stationary"},
        {"electricity": "5 MWh/yr", "country": "Kenya", "margin": "operating"},
    ]
    (_, plan), notes = read({"energy": energy})
    diesel, gas, grid = plan.activities.energy
    assert isinstance(diesel, FuelBurnt)
    assert (diesel.amount, diesel.use) == (pytest.approx(1200.0), FuelUse.OFF_ROAD)
    assert gas.use is FuelUse.STATIONARY
    assert isinstance(grid, GridElectricity)
    assert (grid.energy, grid.margin) == (pytest.approx(5000.0), GridMargin.OPERATING)
    assert "fuel_off_road" in notes
    assert "grid_margin" not in notes


def test_a_scenario_inherits_replaces_or_takes_away():
    today = {"energy": [{"fuel": "diesel", "amount": "900 l/yr"}]}
    (base, plan), _ = read({"tillage": "no_till"}, **today)
    assert plan.activities == base.activities
    (base, plan), _ = read({"energy": []}, **today)
    assert (len(base.activities.energy), plan.activities.energy) == (1, ())


def test_practices_plant_beside_the_trees_of_the_baseline():
    old = {"system": "hedgerow", "area": "0.1 ha", "planted": 1960}
    hedge = {"practice": "hedge", "length": "0.5 km", "width": "3 m", "planted": 2030}
    (base, plan), notes = read({"practice": [hedge]}, trees=[old])
    standing, new = plan.activities.trees
    assert base.activities.trees == (standing,)
    assert new.system is WoodySystem.HEDGEROW
    assert (new.area, new.land_taken) == (pytest.approx(0.15), pytest.approx(0.15))
    assert plan.management == base.management
    assert {"trees_growth", "trees_land_taken"} <= notes


def test_the_land_that_is_taken_is_that_of_the_fullest_year():
    first = Trees(WoodySystem.HEDGEROW, "field", 1.0, 2020, 2030, 1.0)
    later = Trees(WoodySystem.HEDGEROW, "field", 0.6, 2030, None, 0.6)
    beside = Trees(WoodySystem.SILVOARABLE, "field", 4.0, 2035, None, 0.5)
    years = range(2026, 2046)
    assert land_taken((first, later, beside), "field", years) == pytest.approx(1.1)
    assert land_taken((first, later), "field", years) == 1.0
    assert land_taken((first,), "yard", years) == 0.0


def test_lime_and_biochar_as_practices():
    lime = {"practice": "lime", "product": "limestone", "amount": "2 t/ha", "every": 5}
    manure = {
        "kind": "farmyard_manure",
        "amount": "20 t FM/ha",
        "month": 10,
        "alternative_fate": "same_land",
    }
    char = {
        "practice": "biochar",
        "amount": "1 t DM/ha",
        "feedstock": "animal_manure",
        "pyrolysis": "low",
        "alternative_fate": "same_land",
    }
    less = [manure | {"amount": "10 t FM/ha"}]
    (base, plan), notes = read({"practice": [lime, char], "amendment": less}, amendment=[manure])
    (limed,) = plan.management.limes
    assert isinstance(limed, LimeUse)
    assert (limed.amount, limed.schedule.every) == (2.0, 5)
    (use,) = plan.management.biochars
    assert use.process is BiocharProcess.PYROLYSIS
    assert base.management.biochars == ()
    assert "default_taken" in notes
