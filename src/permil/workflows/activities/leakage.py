"""What the world grows elsewhere where a scenario harvests less: leakage, on a line of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.assumptions import Assumption
from permil.vocabulary import Distribution
from permil.workflows.activities.run import ActivityRun, Float, Lines

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
        total: Any = sum(
            unit.area * np.stack([row.product[kind] for row in rows]) for unit, rows in run.units
        )
        lost = lost + np.maximum(total[0] - total, 0.0)
    return np.asarray(lost)


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
