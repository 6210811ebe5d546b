"""Ages and transit times of autonomous compartment systems ``dx/dt = A x + u``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.models.matrix_exponential import expm

Float = NDArray[np.float64]


def steady_state(matrix: Any, inputs: Any) -> Float:
    r"""Return the steady state :math:`x^* = -A^{-1} u`.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    inputs : ndarray, shape (n,)
        Inputs [t C/ha/yr].

    Returns
    -------
    ndarray
        Pools [t C/ha].

    References
    ----------
    metzler2018
    """
    return np.linalg.solve(-np.asarray(matrix, float), np.asarray(inputs, float))


def mean_age(matrix: Any, start: Any) -> float:
    r"""Return the mean of the phase-type distribution with start vector ``b``.

    .. math:: \frac{1^T (-A)^{-1} b}{1^T b}

    With ``b = u`` it is the mean transit time, with ``b = x*`` the mean age of the carbon.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    start : ndarray, shape (n,)
        Inputs (transit time) or steady-state pools (age).

    Returns
    -------
    float
        Mean [yr].

    References
    ----------
    metzler2018
    """
    return float(steady_state(matrix, start).sum() / np.sum(start))


def age_quantile(matrix: Any, start: Any, probability: float) -> float:
    r"""Return a quantile of the age or transit-time distribution.

    .. math:: F(t) = 1 - \frac{1^T e^{A t} b}{1^T b}

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    start : ndarray, shape (n,)
        Inputs (transit time) or steady-state pools (age).
    probability : float
        Between 0 and 1, both excluded.

    Returns
    -------
    float
        Quantile [yr], by bisection to a relative 1e-12.

    References
    ----------
    metzler2018
    """
    a, b = np.asarray(matrix, float), np.asarray(start, float) / np.sum(start)

    def remaining(age: float) -> float:
        return float((expm(a * age) @ b).sum())

    low, high = 0.0, 1.0
    while remaining(high) > 1 - probability:
        high *= 2.0
    while high - low > 1e-12 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if remaining(middle) > 1 - probability else (low, middle)
    return 0.5 * (low + high)
