"""Numbers of a rotation that do not depend on the year in which the horizon happens to end.

Within a rotation a stock swings: after fresh residues it is high, before them low. A difference
between two single years would take part of a swing for a gain.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


def recent(series: Any, year: int, period: int) -> Float:
    """Return the mean of the last whole rotation up to a year.

    Parameters
    ----------
    series : ndarray, shape (year + 1, ...)
        Values at the end of each year, the start first.
    year : int
        Years since the start.
    period : int
        Years of the rotation; where fewer have passed, the year's own value is taken.

    Returns
    -------
    ndarray
        Mean over the ``period`` years that end with ``year``.
    """
    values = np.asarray(series)
    if not 1 < period <= year:
        return np.asarray(values[year])
    return np.asarray(values[year - period + 1 : year + 1].mean(axis=0))


def grown(series: Any, year: int, period: int) -> Float:
    r"""Return what has grown from zero by the end of a year, without the swing of the rotation.

    .. math:: \Delta_n = \frac{n}{n - \frac{p - 1}{2}} \, \frac{1}{p} \sum_{t=n-p+1}^{n} x_t

    Parameters
    ----------
    series : ndarray, shape (year + 1, ...)
        What has grown by the end of each year, zero at the start first.
    year : int
        Years n since the start.
    period : int
        Years p of the rotation.

    Returns
    -------
    ndarray
        The mean of the last rotation, brought from its middle to its end along the line from
        the start: exact for a straight line, whatever swings with the rotation.
    """
    if not 1 < period <= year:
        return recent(series, year, period)
    return recent(series, year, period) * year / (year - (period - 1) / 2.0)


def drifted(series: Any, year: int, period: int) -> Float:
    r"""Return how far a stock has moved by the end of a year, without the swing of the rotation.

    .. math:: D_n = \frac{n}{n - p} \left( \bar x_{n-p+1 \dots n} - \bar x_{1 \dots p} \right)

    Parameters
    ----------
    series : ndarray, shape (year + 1, ...)
        Stock at the end of each year, the initial stock first.
    year : int
        Years n since the start.
    period : int
        Years p of the rotation; where fewer than two have passed, the difference to the initial
        stock is taken.

    Returns
    -------
    ndarray
        Movement of the rotation's mean; exactly zero for a rotation that holds its stock.
    """
    values = np.asarray(series)
    if period < 2 or 2 * period > year:
        return np.asarray(values[year] - values[0])
    moved = recent(values, year, period) - recent(values, period, period)
    return np.asarray(moved * year / (year - period))
