"""What the world grows elsewhere where a scenario harvests less: leakage, on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from permil.assumptions import Assumption
from permil.datasets.activities.trees import land_taken_by_year
from permil.datasets.project import LandUnit
from permil.vocabulary import Distribution
from permil.workflows.activities.run import ActivityRun, Float, Lines
from permil.workflows.adoption import adopted, cohorts_of, field_cohorts
from permil.workflows.drivers import FieldDrivers

LINE = "leakage_co2e"


def lost_product(run: ActivityRun) -> Float:
    """Return the dry matter that scenarios harvest less than the baseline [t DM/yr].

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    ndarray, shape (scenario, year)
        Over the land units together. Arable crops and forage are told apart, for hay is no wheat;
        more of one makes up for less of the same, not of the other.
    """
    lost: Any = 0.0
    for kind in ("arable", "forage"):
        total: Any = sum(_product(run, unit, rows, kind) for unit, rows in run.units)
        lost = lost + np.maximum(total[0] - total, 0.0)
    return np.asarray(lost)


def _product(run: ActivityRun, unit: LandUnit, rows: Sequence[FieldDrivers], kind: str) -> Float:
    """Return what is harvested as the land adopts the scenarios, without what trees stand on.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    unit : LandUnit
        The land unit.
    rows : sequence of FieldDrivers
        Drivers of each scenario.
    kind : str
        Kind of product.

    Returns
    -------
    ndarray, shape (scenario, year)
        [t DM/yr].
    """
    of_field = np.stack([row.product[kind] for row in rows])
    spread = adopted(of_field, field_cohorts(run.project, unit)) * unit.area
    taken = np.array(
        [
            land_taken_by_year(scenario.activities.trees, unit.id, run.years)
            for scenario in run.project.scenarios
        ],
        float,
    )
    # Land that trees take is left to the baseline's crop in the field's series: it grows no more.
    more = adopted(taken, cohorts_of(run.project, unit)) - taken[0]
    found: Float = spread - more * of_field[0]
    return found


def leakage(run: ActivityRun) -> Lines:
    r"""Return the emissions of growing elsewhere what is harvested less.

    .. math:: E_t = \max(0, Y_{0,t} - Y_t) \, e

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray
        One line, where the project gives what a tonne grown elsewhere emits; else none, and lost
        harvest is an assumption of the result. A higher harvest is no credit.
    """
    if not run.units:
        return {}
    lost = lost_product(run)
    given = run.project.leakage
    if given is None:
        most = float(lost.sum(axis=1).max())
        if most > 0:
            note = Assumption("leakage_not_counted", {"amount": round(most, 1)}, "leakage.emission")
            run.note([note])
        return {}
    if not lost.any():
        return {}
    factor = np.array([given.value])
    if given.low is not None and given.high is not None:
        factor = run.drawn.ranged(
            "leakage.emission",
            given.low,
            given.value,
            given.high,
            Distribution.TWO_PIECE_NORMAL,
            "t CO2e/t DM",
            "",
        )
    return {LINE: lost[:, :, None] * factor}
