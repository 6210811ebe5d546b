"""What making inputs emits: by product and study, from the field's own amounts."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import (
    FertiliserUse,
    LimeUse,
    MineralUse,
    PesticideUse,
    Schedule,
)
from permil.datasets.project import Adoption, Horizon, Run
from permil.errors import NoFactor
from permil.tables.upstream_categories import ManufactureStudy, Pesticide
from permil.vocabulary import Fertiliser, Metric
from permil.workflows.assess import assess
from workflows.projects import WHEAT, project, scenario, unit

BARE = replace(WHEAT, fertilisers=())
UREA, NITRATE = FertiliserUse(Fertiliser.UREA, 100.0), FertiliserUse(Fertiliser.NITRATE, 50.0)
LIMED = replace(BARE, limes=(LimeUse("dolomite", 2.0, Schedule(years=(2028,))),))
SPRAYED = replace(
    BARE,
    pesticides=(
        PesticideUse(Pesticide.HERBICIDE, 1.5),
        PesticideUse(Pesticide.FUNGICIDE, 0.5),
    ),
)


def run(management, study=ManufactureStudy.LAL_2004, base=BARE, metric=Metric.AR6_GWP100, **more):
    plan = scenario("plan", management, **more.pop("plan", {}))
    settings = Run(models=("rothc",), draws=5, manufacture_study=study, metric=metric)
    parts = {"run": settings, "horizon": Horizon(2026, 2035, 2030)}
    return assess(project(scenarios=(scenario("baseline", base), plan), **parts | more))


def line(found, name="manufacture_co2e", s=1):
    return found.ledger[name].values[s, 0, 1:]


def test_nitrogen_of_lal2004_on_ten_hectares():
    found = run(replace(BARE, fertilisers=(UREA, NITRATE)))
    assert line(found) == pytest.approx(10 * 150 * 4.7667 / 1000)
    assert not line(found, s=0).any()
    assert {note.code for note in found.assumptions} >= {"manufacture_study"}


def test_a_study_per_product_takes_the_nitrogen_in_the_product():
    found = run(replace(BARE, fertilisers=(UREA, NITRATE)), ManufactureStudy.BRENTRUP_2018)
    expected = 100 / 0.46 * 1.01 + 50 / 0.155 * 1.58
    assert line(found) == pytest.approx(10 * expected / 1000)


def test_the_co2_of_urea_in_the_field_stays_apart():
    found = run(replace(BARE, fertilisers=(UREA,)), ManufactureStudy.GOBLIN)
    assert line(found) == pytest.approx(10 * 100 * 3.43 / 1000)
    assert line(found, "urea_co2") == pytest.approx(10 * 0.1 * 60 / 28 * 0.2 * 44 / 12)


@pytest.mark.parametrize(
    ("study", "per_oxide"),
    [
        (ManufactureStudy.LAL_2004, 0.7333),
        (ManufactureStudy.BRENTRUP_2018, 0.18 / 0.48),
        (ManufactureStudy.GOBLIN, 2.02),
    ],
)
def test_phosphorus_is_made_as_its_oxide(study, per_oxide):
    fed = replace(BARE, minerals=(MineralUse(20.0, 30.0),))
    oxide = 20.0 * 141.944 / 61.948
    assert line(run(fed, study)) == pytest.approx(10 * oxide * per_oxide / 1000, rel=1e-6)


def test_lime_and_pesticides():
    found = line(run(LIMED))[:, 0]
    assert found[2] == pytest.approx(10 * 2000 * 0.5867 / 1000)
    assert np.count_nonzero(found) == 1
    assert line(run(SPRAYED)) == pytest.approx(10 * (1.5 * 23.1 + 0.5 * 14.3) / 1000)
    any_kind = run(SPRAYED, ManufactureStudy.GOBLIN)
    assert line(any_kind) == pytest.approx(10 * 2.0 * 10.1 / 1000)


def test_what_a_study_lacks_is_asked():
    with pytest.raises(NoFactor, match="manufacture/brentrup2018/lime"):
        run(LIMED, ManufactureStudy.BRENTRUP_2018)
    with pytest.raises(NoFactor, match="manufacture/goblin/nitrogen"):
        run(replace(BARE, fertilisers=(NITRATE,)), ManufactureStudy.GOBLIN)


def test_without_inputs_there_is_no_line():
    found = run(replace(BARE, tillage="no_till"))
    assert "manufacture_co2e" not in found.ledger
    assert "manufacture_study" not in {note.code for note in found.assumptions}


def test_every_metric_weighs_it_alike():
    given = replace(BARE, fertilisers=(UREA,))
    for metric in (Metric.AR6_GWP100, Metric.AR6_GWP20):
        found = run(given, metric=metric)
        assert found.document()["metric_factors"]["CO2e"] == 1.0
        parts = [n for n in found.ledger if n in ("urea_co2", "manufacture_co2e")]
        assert len(parts) == 2


def test_it_follows_the_land_of_the_scenario_and_its_adoption():
    units = (unit("north", 4.0), unit("south", 6.0))
    given = replace(BARE, fertilisers=(UREA,))
    only = run(given, land_units=units, plan={"land_units": ("south",)})
    assert line(only) == pytest.approx(6 * 100 * 4.7667 / 1000)
    slowly = Adoption((0.5, *(1.0,) * 9), ("south",))
    spread = line(run(given, land_units=units, plan={"adoption": (slowly,)}))[:, 0]
    per_hectare = 100 * 4.7667 / 1000
    assert spread == pytest.approx(per_hectare * np.array([4 + 3, *(10,) * 9]))
