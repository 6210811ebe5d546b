"""A practice that land takes up by and by: cohorts that begin in different years.

Every cohort does what a scenario does from its own first year on, with the same weather and the
same baseline beside it. What a scenario adds to the baseline is therefore the sum of its own
shifted series, weighed by the share of the land that begins in each year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.trees import land_taken
from permil.datasets.project import LandUnit, Project
from permil.workflows.field import Trajectories
from permil.workflows.lines import line_of

Float = NDArray[np.float64]


def cohorts_of(project: Project, unit: LandUnit | None) -> list[Float | None]:
    """Return the share of the land that adopts each scenario in each year.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit or None
        A land unit; None for what belongs to no land unit, which follows an adoption that names
        none.

    Returns
    -------
    list of ndarray or None, shape (year,)
        One a scenario; None where all of the land begins in the first year.
    """
    found: list[Float | None] = []
    for scenario in project.scenarios:
        shares = None
        for adoption in scenario.adoption:
            named = () if unit is None else (unit.id,)
            if not adoption.land_units or set(named) & set(adoption.land_units):
                shares = np.diff(np.array(adoption.shares), prepend=0.0)
        found.append(shares)
    return found


def field_cohorts(project: Project, unit: LandUnit) -> list[Float | None]:
    """Return the share of a land unit that adopts each scenario's field practices in each year.

    Land that trees and hedges take is left as the baseline has it: nothing is gained there from
    practices of a field that is no more, nor from the fertiliser that it no longer receives.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.

    Returns
    -------
    list of ndarray or None, shape (year,)
        One a scenario; None where all of the land begins in the first year.
    """
    years = range(project.horizon.first_year, project.horizon.last_year + 1)
    found = cohorts_of(project, unit)
    for s, scenario in enumerate(project.scenarios):
        taken = land_taken(scenario.activities.trees, unit.id, years) / unit.area
        if s and taken:
            shares = found[s]
            if shares is None:
                shares = np.zeros(len(years))
                shares[0] = 1.0
            found[s] = (1.0 - min(taken, 1.0)) * shares
    return found


def adopted(values: Float, cohorts: Sequence[Float | None]) -> Float:
    r"""Return series of which shares of the land begin in different years.

    .. math:: x_t = b_t + \sum_{j} w_j \, (s_{t-j} - b_{t-j})

    with the baseline :math:`b`, the scenario :math:`s` from its first year on and the share
    :math:`w_j` that begins in year j.

    Parameters
    ----------
    values : ndarray, shape (scenario, year, ...) or (scenario, year + 1, ...)
        Fluxes, or stocks with the initial one first; the baseline's come first.
    cohorts : sequence of ndarray or None
        Share that begins in each year, by scenario.

    Returns
    -------
    ndarray
        The same shape; the input itself where every scenario begins at once.
    """
    if all(weights is None for weights in cohorts):
        return values
    found = values.copy()
    for s, weights in enumerate(cohorts):
        if weights is None:
            continue
        more = values[s] - values[0]
        found[s] = values[0]
        for j in np.flatnonzero(weights):
            found[s, j:] += weights[j] * more[: len(more) - j]
    return found


def taken_up(baseline: Float, scenario: Float, cohorts: Float | None) -> Float:
    """Return the series of one scenario that spreads beside the baseline; see :func:`adopted`."""
    found: Float = adopted(np.stack([baseline, scenario]), [None, cohorts])[1]
    return found


def adopted_reversal(values: Float, cohorts: Sequence[Float | None], stop: int) -> Float:
    r"""Return stocks of a practice taken up by and by, and given up by all in one year.

    Carbon of a practice done from year j to year Y is that of the practice done from j on less that
    of the practice done from Y on, as the response of a soil to more carbon adds up.

    Parameters
    ----------
    values : ndarray, shape (scenario, year + 1, ...)
        Stocks of the practice that goes on, all beginning at once; the baseline's come first.
    cohorts : sequence of ndarray or None
        Share that begins in each year, by scenario; None for a scenario that is left as it is.
    stop : int
        Years after which the practice ends.

    Returns
    -------
    ndarray
        Stocks of the same shape.
    """
    found = adopted(values, [_before(weights, stop) for weights in cohorts])
    for s, weights in enumerate(cohorts):
        if weights is not None:
            share = float(weights[:stop].sum())
            found[s, stop:] -= share * (values[s] - values[0])[: values.shape[1] - stop]
    return found


def _before(weights: Float | None, stop: int) -> Float | None:
    """Return the cohorts that begin before a year."""
    if weights is None:
        return None
    kept = weights.copy()
    kept[stop:] = 0.0
    return kept


def adopt_trajectories(result: Trajectories, cohorts: Sequence[Float | None]) -> Trajectories:
    """Return trajectories of which shares of the land begin in different years.

    Parameters
    ----------
    result : Trajectories
        Of scenarios that begin at once.
    cohorts : sequence of ndarray or None
        Share that begins in each year, by scenario.

    Returns
    -------
    Trajectories
        The steady state is that of the land that has adopted by the end, beside the rest.
    """
    if all(weights is None for weights in cohorts):
        return result
    equilibrium, times = result.equilibrium.copy(), result.time_to_equilibrium.copy()
    for s, weights in enumerate(cohorts):
        if weights is not None:
            rest = 1.0 - float(weights.sum())
            equilibrium[s] += rest * (equilibrium[0] - equilibrium[s])
            times[s] += int(np.flatnonzero(weights).max(initial=0))
    return replace(
        result,
        soc=adopted(result.soc, cohorts),
        pools={name: adopted(values, cohorts) for name, values in result.pools.items()},
        inputs=adopted(result.inputs, cohorts),
        respired=adopted(result.respired, cohorts),
        elsewhere=adopted(result.elsewhere, cohorts),
        equilibrium=equilibrium,
        time_to_equilibrium=times,
    )


def adopt_lines(lines: dict[str, Any], cohorts: Sequence[Float | None]) -> dict[str, Any]:
    """Return lines of the balance of which shares of the land begin in different years.

    Parameters
    ----------
    lines : dict of str to ndarray, shape (scenario, year, ...)
        Lines of scenarios that begin at once.
    cohorts : sequence of ndarray or None
        Share that begins in each year, by scenario.

    Returns
    -------
    dict of str to ndarray
        The same shapes; a line with a time of its own stays as it is.
    """
    return {
        name: values if line_of(name).own_time else adopted(values, cohorts)
        for name, values in lines.items()
    }
