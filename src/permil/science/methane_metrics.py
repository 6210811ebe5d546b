"""Methane as warming-equivalent emissions (GWP*)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.errors import WrongLength


class GwpStar(NamedTuple):
    """Constants of GWP*.

    Parameters
    ----------
    rate_term, stock_term : float or ndarray
        Weights of this year's methane and of that of ``lag`` years before [-].
    lag : int
        Years between the two [yr].
    gwp100 : float or ndarray
        GWP100 with which the weights were fitted, 28 [kg CO2e/kg].
    """

    rate_term: Any
    stock_term: Any
    lag: int
    gwp100: Any


def warming_equivalent_smith2021(methane: Any, history: Any, constants: GwpStar) -> Any:
    r"""Return the CO2 emissions that would warm as a course of methane emissions does.

    .. math:: E^*_t = GWP_{100} \left(4.53\, E_t - 4.25\, E_{t-20}\right)

    Parameters
    ----------
    methane : ndarray, shape (year, ...)
        Methane [t CH4/yr].
    history : ndarray, shape (20, ...)
        Methane of the years before the first, the latest last; a constant baseline is a choice
        that must be stated [t CH4/yr].
    constants : GwpStar
        Weights, years between and GWP100.

    Returns
    -------
    ndarray, shape (year, ...)
        Warming-equivalent emissions [t CO2e/yr].

    Raises
    ------
    WrongLength
        If the history does not hold all the years before.

    Notes
    -----
    For methane alone; CO2 and N2O keep their GWP100. Constant methane counts 0.28 of its GWP100,
    a step up more than four times of it for 20 years, a step down is a removal. So the result
    depends on the baseline before the project, and a scenario must be compared with a baseline of
    the same history. The weights were written down from memory.

    References
    ----------
    smith2021
    """
    now, before = np.asarray(methane, float), np.asarray(history, float)
    if before.ndim == 0 or len(before) != constants.lag:
        count = len(before) if before.ndim else 1
        expected = f"{constants.lag}, the methane of the years before, the latest last"
        raise WrongLength(where="", count=count, expected=expected)
    tail = np.broadcast_shapes(now.shape[1:], before.shape[1:])
    known = np.concatenate(
        [np.broadcast_to(part, (len(part), *tail)) for part in (before, now)], axis=0
    )
    weighed = constants.rate_term * now - constants.stock_term * known[: len(now)]
    return constants.gwp100 * weighed
