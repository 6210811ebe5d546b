"""Fuel and electricity: hand-computed gases, each in its line, weighed by the right metric."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.activities import Activities
from permil.datasets.activities.energy import FuelBurnt, GridElectricity
from permil.datasets.management import Schedule
from permil.datasets.project import Adoption, FactorOverride, Horizon, Run
from permil.errors import NoFactor
from permil.tables.upstream_categories import Fuel, FuelUse, GridMargin
from permil.workflows.assess import assess
from workflows.projects import WHEAT, project, scenario

ALWAYS = Schedule()
DIESEL = FuelBurnt(Fuel.DIESEL, FuelUse.OFF_ROAD, 1000.0, ALWAYS)
WOOD = FuelBurnt(Fuel.WOOD, FuelUse.STATIONARY, 5000.0, ALWAYS)
FRANCE = GridElectricity(5000.0, "France", GridMargin.COMBINED, ALWAYS)


def run(*energy, base=(), **changes):
    scenarios = (
        scenario("baseline", WHEAT, activities=Activities(energy=base)),
        scenario("plan", WHEAT, activities=Activities(energy=energy), **changes.pop("plan", {})),
    )
    parts = {"run": Run(models=("rothc",), draws=5), "horizon": Horizon(2026, 2035, 2030)}
    return assess(project(scenarios=scenarios, **parts | changes))


def line(found, name, s=1):
    """Return a line without the year before the first, (year, draw)."""
    return found.ledger[name].values[s, 0, 1:]


def test_a_thousand_litres_of_diesel_in_a_tractor():
    found = run(DIESEL)
    assert line(found, "energy_co2") == pytest.approx(2.6669331)
    assert line(found, "energy_ch4") == pytest.approx(0.000149363)
    assert line(found, "energy_n2o") == pytest.approx(0.001029343)
    assert not line(found, "energy_co2", s=0).any()
    net = line(found, "net_co2e") - line(found, "net_co2e", s=0)
    assert net == pytest.approx(2.6669331 + 29.8 * 0.000149363 + 273 * 0.001029343)


def test_the_co2_of_wood_is_in_no_line_and_its_methane_is_biogenic():
    found = run(WOOD)
    assert "energy_co2" not in found.ledger
    assert "energy_ch4" not in found.ledger
    assert line(found, "energy_biogenic_ch4") == pytest.approx(5 * 0.00468)
    assert line(found, "energy_n2o") == pytest.approx(5 * 6.24e-05)
    net = line(found, "net_co2e") - line(found, "net_co2e", s=0)
    assert net == pytest.approx(27.0 * 5 * 0.00468 + 273 * 5 * 6.24e-05)


def test_electricity_by_country_and_margin():
    combined = line(run(FRANCE), "electricity_co2")
    operating = line(run(replace(FRANCE, margin=GridMargin.OPERATING)), "electricity_co2")
    assert combined == pytest.approx(5 * 0.068)
    assert operating == pytest.approx(5 * 0.158)


def test_nothing_in_is_nothing_out_and_double_in_is_double_out():
    assert "energy_co2" not in run(replace(DIESEL, amount=0.0)).ledger
    once, twice = run(DIESEL), run(DIESEL, DIESEL)
    for name in ("energy_co2", "energy_ch4", "energy_n2o"):
        assert line(twice, name) == pytest.approx(2 * line(once, name))


def test_what_both_scenarios_burn_makes_no_difference():
    found = run(DIESEL, base=(DIESEL,))
    assert np.array_equal(line(found, "net_co2e"), line(found, "net_co2e", s=0))


def test_years_and_adoption():
    single = run(replace(DIESEL, schedule=Schedule(years=(2028,))))
    assert np.flatnonzero(line(single, "energy_co2")[:, 0]).tolist() == [2]
    half = Adoption((0.25, 0.5, *(0.5,) * 8))
    spread = line(run(DIESEL, plan={"adoption": (half,)}), "energy_co2")[:, 0]
    assert spread == pytest.approx(2.6669331 * np.array([0.25, *(0.5,) * 9]))


def test_a_country_without_data_must_be_given():
    albania = replace(FRANCE, country="Albania")
    with pytest.raises(NoFactor, match="electricity/Albania/combined"):
        run(albania)
    given = {"electricity/Albania/combined": FactorOverride(0.02, None, None, "all hydro power")}
    found = run(albania, factors=given)
    assert line(found, "electricity_co2") == pytest.approx(0.1)
    (entry,) = (one for one in found.document()["lines"] if one["line"] == "electricity_co2")
    assert entry["category"] == "1A1a"
    assert [(use["id"], use["reason"]) for use in entry["factors"]] == [
        ("electricity/Albania/combined", "all hydro power")
    ]
