"""What every line of the balance adds to the net benefit, and to its spread."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.workflows.lines import lines_in
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import summarise


def line_shares(view: ModelView, s: int) -> list[dict[str, Any]]:
    r"""Return the lines of a scenario over the horizon, with their shares of the spread.

    The share of line l in the variance of the net benefit N is

    .. math:: s_l = \frac{\mathrm{cov}(B_l, N)}{\mathrm{var}(N)}, \qquad N = \sum_l B_l

    so that the shares add up to one exactly. A share below zero is that of a line which varies
    against the others and narrows the answer.

    Parameters
    ----------
    view : ModelView
        Draws of the model.
    s : int
        Position of the scenario; 0 is the baseline.

    Returns
    -------
    list of dict
        ``line``, ``gas``, ``benefit`` (baseline less scenario over the horizon, t CO2e: the means
        add up to that of the net benefit) and ``variance_share`` [-], None where nothing varies.
        Nothing for the baseline.
    """
    if s == 0:
        return []
    lines = lines_in(view.ledger)
    factors = view.assessment.metric
    benefits = {one: view.line_benefit(one.name, s) * factors[one.gas] for one in lines}
    net = np.sum(list(benefits.values()), axis=0)
    away = net - net.mean()
    variance = float((away**2).mean())
    # What rounding leaves of equal draws is no spread.
    varies = variance > (1e-12 * max(1.0, float(np.abs(net).max()))) ** 2
    return [
        {
            "line": one.name,
            "gas": str(one.gas),
            "benefit": summarise(benefit, "t CO2e"),
            "variance_share": float((benefit * away).mean()) / variance if varies else None,
        }
        for one, benefit in benefits.items()
    ]
