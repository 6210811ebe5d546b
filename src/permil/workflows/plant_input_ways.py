"""How much a plan depends on the way from yields to carbon: every way that has all its crops.

The same project is run by each way with the central value of all that is drawn, so that what
differs between them is the way alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Management
from permil.datasets.plant_inputs import crops_by_yield, crops_with
from permil.datasets.project import LandUnit, Project
from permil.draws import CentralDraws
from permil.locale import text
from permil.models import model as registered
from permil.vocabulary import Part, PlantInputs
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.crops import crop_facts
from permil.workflows.factors import DrawnFactors
from permil.workflows.plant_carbon import FUNCTIONS
from permil.workflows.summary import FIRST_PERIOD
from permil.workflows.unit_run import Shared, UnitRun

Float = NDArray[np.float64]


@dataclass(frozen=True)
class WayOutcome:
    """What one way from yields to carbon makes of a project.

    Parameters
    ----------
    method : PlantInputs
        The way.
    lacks : tuple of str
        Crops for which it has no numbers; where there are any, the rest is empty.
    inputs : ndarray, shape (scenario,)
        Carbon that follows from yields, mean over land and horizon [t C/ha/yr].
    gain : dict of str to ndarray, shape (scenario,)
        By model the stock beyond the baseline's after the first period, a year [t C/ha/yr].
    """

    method: PlantInputs
    lacks: tuple[str, ...] = ()
    inputs: Float = field(default_factory=lambda: np.empty(0))
    gain: dict[str, Float] = field(default_factory=dict)


def by_every_way(shared: Shared, models: Sequence[str]) -> tuple[WayOutcome, ...]:
    """Run a project by every way from yields to carbon.

    Parameters
    ----------
    shared : Shared
        What the land units of the assessment share.
    models : sequence of str
        Models of the assessment; those that take inputs and are linear are run.

    Returns
    -------
    tuple of WayOutcome
        In the order of the vocabulary; empty where no carbon follows from a yield.
    """
    project = shared.project
    crops = crops_by_yield(_managements(project))
    if not crops:
        return ()
    able = [name for name in models if registered(name).inputs and registered(name).linear]
    found = []
    for method in PlantInputs:
        lacks = tuple(crop for crop in crops if crop not in crops_with(method))
        found.append(WayOutcome(method, lacks) if lacks else _outcome(shared, method, able))
    return tuple(found)


def way_entries(project: Project, ways: Sequence[WayOutcome]) -> dict[str, Any]:
    """Return the ways as the answer document holds them.

    Parameters
    ----------
    project : Project
        The project.
    ways : sequence of WayOutcome
        As :func:`by_every_way` returns them.

    Returns
    -------
    dict
        The way that was taken (None where no carbon follows from a yield), the period of the
        gains, and by way the carbon and the gains of every scenario [t C/ha/yr].
    """
    first, last = project.horizon.first_year, project.horizon.last_year
    return {
        "method": str(project.run.plant_inputs) if ways else None,
        "unit": "t C/ha/yr",
        "first_year": first,
        "last_year": min(first + FIRST_PERIOD - 1, last),
        "by_method": [_entry(project, one) for one in ways],
    }


def _entry(project: Project, one: WayOutcome) -> dict[str, Any]:
    """Return one way; the baseline has nothing beyond itself."""
    scenarios = {
        scenario.id: {
            "carbon_input": float(one.inputs[i]),
            "additional_input": float(one.inputs[i] - one.inputs[0]) if i else None,
            "gain": {m: float(gain[i]) for m, gain in one.gain.items()} if i else {},
        }
        for i, scenario in enumerate(project.scenarios)
        if not one.lacks
    }
    return {
        "method": str(one.method),
        "title": text(f"results.plant_inputs_{one.method}"),
        "function": FUNCTIONS[one.method].__name__,
        "lacks": [crop_facts(crop).name for crop in one.lacks],
        "scenarios": scenarios,
    }


def notes_of_own_ways(project: Project, models: Sequence[str]) -> list[Assumption]:
    """Return which models are published with a way of their own that is not the one taken.

    Parameters
    ----------
    project : Project
        The project.
    models : sequence of str
        Models of the assessment.

    Returns
    -------
    list of Assumption
        One a model; none where no carbon follows from a yield.
    """
    if not crops_by_yield(_managements(project)):
        return []
    taken = project.run.plant_inputs
    known = [registered(name) for name in models]
    return [
        Assumption(
            "plant_inputs_own",
            {"model": m.title, "own": str(m.plant_inputs), "way": str(taken)},
            "run.plant_inputs",
            m.source,
        )
        for m in known
        if m.plant_inputs not in (None, taken)
    ]


def _managements(project: Project) -> list[Management]:
    history = [] if project.history is None else [project.history]
    return [s.management for s in project.scenarios] + history


def _outcome(shared: Shared, method: PlantInputs, models: Sequence[str]) -> WayOutcome:
    """Run one way with central values."""
    project = shared.project
    run = replace(project.run, plant_inputs=method, posterior=None, update=False)
    shared = replace(
        shared,
        project=replace(project, run=run),
        drawn=DrawnFactors(CentralDraws(shared.drawn.draws.seed, 1)),
        note=lambda notes: None,
        lasting=False,
    )
    units = {unit.id: UnitRun(shared, unit) for unit in project.land_units}
    areas = np.array([unit.area for unit in project.land_units])
    share = areas / areas.sum()
    inputs = share @ [_inputs(units[unit.id], project, unit) for unit in project.land_units]
    gain = {
        name: share @ [_gain(run_of, name, len(project.scenarios)) for run_of in units.values()]
        for name in models
    }
    return WayOutcome(method, (), inputs, gain)


def _inputs(run: UnitRun, project: Project, unit: LandUnit) -> Float:
    """Return the carbon that follows from yields by scenario [t C/ha/yr]."""
    return np.array(
        [
            12.0 * sum(v.mean() for m, v in drivers.carbon["crop"].items() if m.part != Part.PLANT)
            for drivers in map(run.drivers, managements_of(project, unit))
        ]
    )


def _gain(run: UnitRun, name: str, scenarios: int) -> Float:
    """Return the gain of every scenario under a model [t C/ha/yr]."""
    soc = run.stocks(name, scenarios)(run.drawn)
    return run.gain(soc, min(FIRST_PERIOD, run.years))[:, 0]
