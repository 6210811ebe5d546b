"""N2O factors of a field: inhibitors by pathway, Mediterranean irrigation and its leaching."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.climate import ClimateInput
from permil.datasets.management import FertiliserUse
from permil.datasets.project import FactorOverride, Horizon, Place, Run
from permil.errors import NoEffect, NoFactor
from permil.tables.nitrogen_categories import MediterraneanIrrigation as Irrigation
from permil.vocabulary import Fertiliser, Inhibitor
from permil.workflows.assess import assess
from workflows.projects import ROTHAMSTED, WHEAT, project, scenario

#: Rain in winter and a dry summer; the year evaporates more than it brings.
SEVILLE = ClimateInput(
    temperature=(10.9, 12.5, 15.6, 17.3, 20.7, 25.1, 28.2, 27.9, 25.0, 20.2, 15.1, 11.9),
    precipitation=(66, 50, 36, 54, 30, 10, 2, 5, 27, 68, 91, 99),
    potential_evapotranspiration=(45, 60, 95, 115, 150, 185, 215, 195, 135, 90, 55, 40),
)
DRY_EVERYWHERE = ClimateInput(
    temperature=ROTHAMSTED.temperature,
    precipitation=tuple(0.5 * rain for rain in ROTHAMSTED.precipitation),
    potential_evapotranspiration=(10, 15, 30, 50, 85, 100, 105, 90, 60, 35, 15, 10),
)


def fertilised(kind=Fertiliser.UREA, inhibitor=None, nitrogen=100.0):
    return replace(WHEAT, fertilisers=(FertiliserUse(kind, nitrogen, inhibitor=inhibitor),))


def run(*managements, climate=ROTHAMSTED, **more):
    names = ["baseline", "other", "third"]
    scenarios = tuple(scenario(n, m) for n, m in zip(names, managements, strict=False))
    parts = {
        "scenarios": scenarios,
        "climate": climate,
        "place": Place(51.8, -0.37, 128.0),
        "horizon": Horizon(2026, 2027, None),
        "run": Run(models=("rothc",), draws=30),
    }
    return assess(project(**(parts | more)))


def line(found, name):
    return found.ledger[name].values[:, 0, 1:]


def test_a_nitrification_inhibitor_acts_on_each_loss_by_its_response():
    found = run(fertilised(), fertilised(inhibitor=Inhibitor.NITRIFICATION))
    drawn = found.drawn.values
    response = {
        way: drawn[f"n2o.inhibitor.nitrification.{way}"]
        for way in ("direct_n2o", "ammonia", "leaching")
    }
    per_nitrogen = 100.0 * 10.0 * 44 / 28 / 1000
    saved = line(found, "direct_n2o")[0] - line(found, "direct_n2o")[1]
    expected = -per_nitrogen * drawn["n2o.ef1_synthetic"] * response["direct_n2o"]
    assert saved == pytest.approx(np.stack([expected] * 2))
    assert np.all(saved > 0)
    change = line(found, "indirect_n2o")[1] - line(found, "indirect_n2o")[0]
    volatile = drawn["n2o.frac_gasf.urea"] * response["ammonia"] * drawn["n2o.ef4"]
    leached = drawn["n2o.frac_leach"] * response["leaching"] * drawn["n2o.ef5"]
    assert change == pytest.approx(np.stack([per_nitrogen * (volatile + leached)] * 2))
    codes = [note.code for note in found.assumptions]
    assert codes.count("inhibitor_response") == 1


def test_an_inhibitor_acts_on_its_own_fertiliser_alone():
    plain = FertiliserUse(Fertiliser.UREA, 50.0)
    treated = replace(plain, inhibitor=Inhibitor.NITRIFICATION)
    none, half, whole = (
        replace(WHEAT, fertilisers=pair)
        for pair in ((plain, plain), (plain, treated), (treated, treated))
    )
    direct = line(run(none, half, whole), "direct_n2o")
    assert direct[0] - direct[2] == pytest.approx(2.0 * (direct[0] - direct[1]))


def test_what_nobody_published_must_be_given_where_it_counts():
    slow = fertilised(inhibitor=Inhibitor.CONTROLLED_RELEASE)
    with pytest.raises(NoFactor, match="controlled_release/leaching"):
        run(fertilised(), slow)
    name = "nitrogen_inhibitors/controlled_release/leaching"
    given = {name: FactorOverride(0.0, None, None, "none is assumed")}
    found = run(fertilised(), slow, factors=given)
    assert np.all(line(found, "direct_n2o")[1] <= line(found, "direct_n2o")[0])
    dry = run(fertilised(), slow, climate=DRY_EVERYWHERE)  # where nothing leaches, none is asked
    assert "n2o.inhibitor.controlled_release.leaching" not in dry.drawn.record


def test_irrigation_sets_ef1_in_a_mediterranean_climate_on_either_side():
    plain = fertilised()
    rainfed, sprinkled = (
        replace(plain, irrigation=one) for one in (Irrigation.RAINFED, Irrigation.SPRINKLER)
    )
    found = run(plain, rainfed, sprinkled, climate=SEVILLE)
    direct = line(found, "direct_n2o")
    assert direct[2] / direct[1] == pytest.approx(np.full((2, 30), 0.0091 / 0.0027))
    assert np.ptp(direct[1], axis=-1) == pytest.approx(0.0, abs=1e-12)  # no range was published
    notes = [n for n in found.assumptions if n.code == "mediterranean_ef1"]
    signs = {n.fields["irrigation"]: n.fields["other"][0] for n in notes}
    assert signs == {"rainfed": "-", "sprinkler": "+"}


def test_dry_land_leaches_only_if_it_is_watered_otherwise_than_by_drip():
    plain = fertilised()
    drip, sprinkled = (
        replace(plain, irrigation=one) for one in (Irrigation.DRIP, Irrigation.SPRINKLER)
    )
    for climate in (SEVILLE, DRY_EVERYWHERE):
        found = run(plain, drip, sprinkled, climate=climate)
        indirect = line(found, "indirect_n2o")
        assert np.array_equal(indirect[0], indirect[1])
        assert np.all(indirect[2] >= indirect[1])
        assert indirect[2].mean() > 2.0 * indirect[1].mean()
        assert "irrigation_leaches" in {note.code for note in found.assumptions}
    direct = line(found, "direct_n2o")  # outside Mediterranean climates EF1 stays
    assert np.array_equal(direct[0], direct[2])


def test_irrigation_that_changes_nothing_is_refused_unless_confirmed():
    wet = replace(fertilised(), irrigation=Irrigation.DRIP)
    with pytest.raises(NoEffect, match=r"confirm\.mediterranean"):
        run(fertilised(), wet)
    found = run(fertilised(), wet, confirm={"mediterranean": "own record of rain"})
    assert "mediterranean_ef1" in {note.code for note in found.assumptions}


def test_a_field_of_no_kind_keeps_the_factors_of_all():
    found = run(fertilised())
    assert not any(name.startswith("n2o.inhibitor") for name in found.drawn.record)
    assert found.nitrogen.responses == {}
    assert found.nitrogen.ef1_rice == {}
