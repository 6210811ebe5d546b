"""Nitrogen of manure: what the project's stores leave beside what its fields receive."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Amendment
from permil.datasets.project import LandUnit, Project, Scenario
from permil.datasets.resolve_nitrogen import of_animals
from permil.errors import Conflict
from permil.variables import variable
from permil.vocabulary import AmendmentSource
from permil.workflows.activities.livestock import manure_left
from permil.workflows.activities.run import ActivityRun
from permil.workflows.adoption import adopted, cohorts_of
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.management import amendment_contents
from permil.workflows.statistics import summarise

Float = NDArray[np.float64]

#: Where manure comes from, as the result tells it; the last is what nobody said.
SOURCES = ("own", "bought", "unknown")
#: Share of the draws beyond which fields receive more than the animals can give.
CERTAIN = 0.975


def check_manure(run: ActivityRun) -> None:
    """Raise an error for manure that no animal gives, and note what is open.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Raises
    ------
    Conflict
        If fields receive more nitrogen of own manure over the horizon than the animals' stores
        leave in 97.5 % of the draws.
    """
    by_unit = _spread(run.project)
    for s, scenario in enumerate(run.project.scenarios):
        spread = {name: sum(one[name][s].sum() for one in by_unit) for name in SOURCES}
        if spread["unknown"]:
            run.note([Assumption("manure_from_nowhere", {}, "amendment.source")])
        if scenario.activities.livestock and _unsaid(scenario):
            run.note([Assumption("manure_taken_as_own", {}, "amendment.source")])
        left = manure_left(run, scenario).sum(axis=0)
        most = float(np.quantile(left, CERTAIN))
        if spread["own"] > most * (1 + 1e-9):
            raise Conflict(
                where=f"scenario.{scenario.id}.amendment",
                problem=f"its fields receive {spread['own']:.0f} kg N in own manure over the"
                f" horizon, and its animals' stores leave {float(left.mean()):.0f} kg N"
                f" (at most {most:.0f})",
                remedy='write source = "bought" where manure comes from elsewhere, or name the'
                " animals that give it",
            )
        if scenario.activities.livestock:
            _note_rest(run, scenario, float(spread["own"]), float(left.mean()))


def _note_rest(run: ActivityRun, scenario: Scenario, own: float, left: float) -> None:
    """Note how the manure that is spread compares with the mean of what is left."""
    fields = {"scenario": scenario.name}
    if own > left:
        run.note([Assumption("manure_above_mean", fields, "livestock.head")])
    elif own < 0.95 * left:
        fields["share"] = f"{100 * (1 - own / left):.0f}"
        run.note([Assumption("manure_not_spread", fields, "amendment")])


def manure_nitrogen(run: ActivityRun) -> dict[str, Any]:
    """Return what stores leave and what fields receive, by scenario and year.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict
        By scenario ``left`` with its quantiles, and by source what is spread [kg N/yr]; the first
        year is that before the horizon. Empty where the project has neither animals nor manure.
    """
    scenarios = run.project.scenarios
    spread = dict.fromkeys(SOURCES, np.zeros((len(scenarios), len(run.years))))
    for unit, mine in zip(run.project.land_units, _spread(run.project), strict=True):
        cohorts = cohorts_of(run.project, unit)
        spread = {name: spread[name] + adopted(mine[name], cohorts) for name in SOURCES}
    animals = any(scenario.activities.livestock for scenario in scenarios)
    if not animals and not any(values.any() for values in spread.values()):
        return {}
    rows = np.broadcast_arrays(*(manure_left(run, scenario) for scenario in scenarios))
    left = adopted(np.stack(rows), cohorts_of(run.project, None))
    name_of_unit = variable("manure_nitrogen").unit
    blank = np.full((1, left.shape[-1]), np.nan)
    return {
        scenario.id: {
            "unit": name_of_unit,
            "left": summarise(np.concatenate([blank, left[s]]), name_of_unit) if animals else None,
            **{name: [None, *map(float, spread[name][s])] for name in SOURCES},
        }
        for s, scenario in enumerate(scenarios)
    }


def _spread(project: Project) -> list[dict[str, Float]]:
    """Return the nitrogen of manure by land unit and source, (scenario, year) [kg N/yr]."""
    first, last = project.horizon.first_year, project.horizon.last_year
    years = range(first, last + 1)
    found = []
    for unit in project.land_units:
        mine = {name: np.zeros((len(project.scenarios), len(years))) for name in SOURCES}
        for s, management in enumerate(managements_of(project, unit)):
            for one in management.amendments:
                if of_animals(one.kind):
                    done = np.array([one.schedule.applies(year, first) for year in years])
                    nitrogen = unit.area * amendment_contents(one)[1]
                    mine[_source(project, unit, s, one)][s] += nitrogen * done
        found.append(mine)
    return found


def _source(project: Project, unit: LandUnit, s: int, amendment: Amendment) -> str:
    """Return the source of manure: of the own animals where there are any and nobody said."""
    if amendment.source is not None:
        return str(amendment.source)
    scenario = project.scenarios[s]
    if scenario.land_units and unit.id not in scenario.land_units:
        scenario = project.scenarios[0]
    return str(AmendmentSource.OWN) if scenario.activities.livestock else "unknown"


def _unsaid(scenario: Scenario) -> bool:
    return any(
        one.source is None and of_animals(one.kind) for one in scenario.management.amendments
    )
