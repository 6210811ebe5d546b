"""The named ways to start: each gives the measured stock, with pools of its own."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.project import Run
from permil.errors import MissingKey, NotApplicable, UnknownName
from permil.models import model
from permil.vocabulary import Start
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from workflows.projects import WHEAT, project, unit

POOLS = {
    "decomposable_plant_material": 0.3,
    "resistant_plant_material": 8.0,
    "microbial_biomass": 1.0,
    "humified_organic_matter": 38.0,
}
GRASS = replace(
    WHEAT, rotation=(replace(WHEAT.rotation[0], crop="permanent_grass", crop_yield=8.0),)
)


def started(start, models=("rothc",), **changes):
    run = Run(draws=20, models=models, start=start)
    land = (unit(**changes.pop("soil", {})),)
    return assess(project(run=run, land_units=land, **changes))


def first(result, pool):
    line = result.ledger[f"{pool}_mean"].sel(model="rothc", scenario="baseline")
    return float(line.isel(land_unit=0, year=1))


@pytest.mark.parametrize(
    ("start", "changes"),
    [
        (Start.MEASURED_POOLS, {"soil": {"pools": {"rothc": POOLS}}}),
        (Start.PEDOTRANSFER, {}),
        (Start.HISTORY, {"history": GRASS}),
        (Start.HISTORY, {"history": GRASS, "history_until": 1990}),
    ],
)
def test_the_stock_is_the_measured_one(start, changes):
    result = started(start, **changes)
    view = ModelView(result, "rothc")
    held = ModelView(started(Start.MEASURED_STOCK), "rothc")
    assert view.soc[0, 0] == pytest.approx(held.soc[0, 0], rel=1e-12)
    assert np.all(view.mean_of("scale") == 1.0)
    assert f"start_{start}" in {note.code for note in result.assumptions}


def test_measured_pools_keep_their_proportions():
    rich = {"rothc": POOLS | {"resistant_plant_material": 20.0}}
    poor = started(Start.MEASURED_POOLS, soil={"pools": {"rothc": POOLS}})
    fresh = started(Start.MEASURED_POOLS, soil={"pools": rich})
    assert first(fresh, "resistant_plant_material") > 1.5 * first(poor, "resistant_plant_material")
    # More of it decomposes soon: the stock falls faster.
    assert ModelView(fresh, "rothc").soc[0, 5].mean() < ModelView(poor, "rothc").soc[0, 5].mean()


def test_pools_that_are_missing_or_none_of_the_model_are_named():
    some = {name: value for name, value in POOLS.items() if name != "microbial_biomass"}
    with pytest.raises(MissingKey, match="microbial_biomass"):
        started(Start.MEASURED_POOLS, soil={"pools": {"rothc": some}})
    with pytest.raises(UnknownName, match="biomas"):
        started(Start.MEASURED_POOLS, soil={"pools": {"rothc": POOLS | {"biomas": 1.0}}})


def test_years_since_the_history_bring_its_pools_towards_the_baselines():
    """The longer the field has been arable, the less of the grassland's change is left."""
    drift = [
        ModelView(started(Start.HISTORY, history=GRASS, **more), "rothc").soc[0]
        for more in ({}, {"history_until": 2015}, {"history_until": 1900})
    ]
    early = [abs(float((soc[10] - soc[0]).mean())) for soc in drift]
    assert early[0] != pytest.approx(early[1], rel=0.02)
    level = [
        first(started(Start.HISTORY, history=GRASS, history_until=y), "resistant_plant_material")
        for y in (2015, 1900, 1700)
    ]
    assert abs(level[2] - level[1]) < abs(level[1] - level[0])


def test_the_rotation_is_in_phase_when_the_horizon_starts():
    """A history that is the baseline itself, left long ago, changes nothing but nothing."""
    steady = started(Start.HISTORY, history=WHEAT)
    for until in (2024, 2023, 1990):
        moved = started(Start.HISTORY, history=WHEAT, history_until=until)
        for pool in model("rothc").pools:
            assert first(moved, pool) == pytest.approx(first(steady, pool), rel=1e-9)


def test_a_model_without_the_function_stands_apart():
    result = started(Start.PEDOTRANSFER, models=("rothc", "ipcc_tier2"), soil={"sand": 40.0})
    assert list(result.weights) == ["rothc"]
    assert "pedotransfer" in result.left_out["ipcc_tier2"]


def test_a_stock_below_the_inert_carbon_cannot_start():
    with pytest.raises(NotApplicable, match="inert"):
        started(Start.PEDOTRANSFER, soil={"stock": 40.0, "inert_organic_matter": 41.0})


def test_a_start_that_needs_a_measurement_asks_for_it():
    with pytest.raises(MissingKey) as error:
        assess(project(land_units=(unit(stock=None, inert_organic_matter=2.0),)))
    assert "organic_carbon_stock" in str(error.value)


def test_the_named_starts_differ_as_they_say():
    poor = replace(WHEAT, rotation=(replace(WHEAT.rotation[0], crop_yield=3.0),))
    steady = assess(
        project(history=poor, run=Run(models=("rothc",), draws=30, start=Start.STEADY_STATE))
    )
    history = assess(
        project(history=poor, run=Run(models=("rothc",), draws=30, start=Start.HISTORY))
    )
    first = ModelView(steady, "rothc").soc[0]
    assert np.all(first[-1] > first[0])  # better yields than in the history
    begin = ModelView(history, "rothc").soc[0]
    assert begin[0].mean() == pytest.approx(52.0, rel=0.03)
    assert np.all(np.abs(begin[-1] - begin[0]) > 0.1)
