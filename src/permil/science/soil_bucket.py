"""The bucket behind the water balance: one month, many months, and the start that repeats.

Arrays have the month on axis 0 and any trailing axes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Runs after which the bracket of a periodic start is closed to rounding.
PASSES = 80

#: Thresholds [mm] and demands [mm/month] are none below it.
LEAST = 1e-9


class Months(NamedTuple):
    """What happens to a bucket, month by month; every part has all axes.

    Parameters
    ----------
    supply, demand : ndarray, shape (month, ...)
        Water that enters the soil and evapotranspiration without stress [mm/month].
    threshold : ndarray, shape (month, ...)
        Water below which the plants are under stress [mm].
    watered : ndarray of bool, shape (month, ...)
        Whether irrigation keeps the water at the threshold.
    """

    supply: Array
    demand: Array
    threshold: Array
    watered: NDArray[np.bool_]


class Filling(NamedTuple):
    """The course of a bucket.

    Parameters
    ----------
    water : ndarray, shape (month, ...)
        Water at the end of each month [mm].
    overflow : ndarray, shape (month, ...)
        What the bucket could not hold [mm/month].
    added : ndarray, shape (month, ...)
        Irrigation that kept it at the threshold [mm/month].
    """

    water: Array
    overflow: Array
    added: Array


def water_after_month(water: Any, supply: Any, demand: Any, threshold: Any) -> Any:
    r"""Return the water of a bucket after a month of even supply and demand, before it overflows.

    .. math::
        \frac{dW}{dt} = P - E \min\left(1, \frac{W}{W^*}\right)

    Below the threshold the water settles exponentially towards :math:`W^* P / E`, above it it
    moves in a straight line; a month may hold both.

    Parameters
    ----------
    water : float or ndarray
        Water at the start of the month [mm].
    supply : float or ndarray
        Water that enters, P [mm/month].
    demand : float or ndarray
        Evapotranspiration without stress, E [mm/month].
    threshold : float or ndarray
        Water W* below which evapotranspiration falls [mm].

    Returns
    -------
    float or ndarray
        Water at the end of the month; what exceeds the bucket has still to be taken off [mm].

    Notes
    -----
    The exact solution. It rises with the water at the start, and by no more than that.

    References
    ----------
    allen1998 (equations 81 and 84)
    """
    free = np.maximum(threshold, LEAST)
    drinks = np.asarray(demand) > LEAST
    pace, gap = np.where(drinks, demand, 1.0) / free, np.asarray(supply) - demand
    rising, spare = gap > LEAST, np.maximum(water - free, 0.0)
    # Shares of the month until the threshold is met from below, and from above.
    climb = np.log1p(pace * np.maximum(free - water, 0.0) / np.where(rising, gap, 1.0)) / pace
    fall = np.where(-gap > spare, spare / np.where(-gap > spare, -gap, 1.0), 0.0)
    line = np.maximum(water, free) + gap * (1.0 - np.minimum(climb, 1.0))
    up = np.where(climb < 1.0, line, _settle(water, supply, pace))
    settled = _settle(np.minimum(water, free), supply, pace, fall)
    down = np.where((water >= free) & (spare >= -gap), water + gap, settled)
    return np.where(drinks, np.where(rising, up, down), water + supply)


def _settle(water: Any, supply: Any, pace: Any, late: Any = 0.0) -> Any:
    """Return the water under stress at the end of a month of which a share has gone before."""
    time = 1.0 - np.asarray(late)
    return water * np.exp(-pace * time) - supply * np.expm1(-pace * time) / pace


def fill_bucket(start: Any, months: Months, capacity: Any) -> Filling:
    r"""Return the course of a bucket from a given start.

    .. math:: W_m = \min(C, W_m'), \qquad D_m = \max(0, W_m' - C)

    with :math:`W'` of :func:`water_after_month`, or, where irrigation keeps it there, at the
    threshold at least.

    Parameters
    ----------
    start : float or ndarray
        Water before the first month [mm].
    months : Months
        Supply, demand and threshold.
    capacity : float or ndarray
        Water C that the bucket holds [mm].

    Returns
    -------
    Filling
        Water [mm], overflow and irrigation [mm/month].

    References
    ----------
    allen1998 (equation 85)
    """
    water, ends, lost, given = start, [], [], []
    for supply, demand, threshold, watered in zip(*months, strict=True):
        left = water + supply - demand
        added = np.where(watered, np.maximum(threshold - left, 0.0), 0.0)
        dry = water_after_month(water, supply, demand, threshold)
        end = np.where(watered, left + added, dry)
        lost.append(np.maximum(end - capacity, 0.0))
        water = np.clip(end, 0.0, capacity)
        ends.append(water)
        given.append(added)
    return Filling(np.stack(ends), np.stack(lost), np.stack(given))


def periodic_water(months: Months, capacity: Any) -> Any:
    """Return the water to which the months lead back: no start has to be made up.

    Parameters
    ----------
    months : Months
        Supply, demand and threshold of whole years.
    capacity : ndarray
        Water that the bucket holds, with all trailing axes [mm].

    Returns
    -------
    ndarray
        Water before the first and after the last month, the fullest if there are several [mm].

    Notes
    -----
    The months map water to water without crossing and without pulling apart, so that there is
    such a water. A bracket around it moves inwards with every run and is halved besides, until it
    is closed to rounding.
    """
    low, high = np.zeros_like(capacity), capacity
    for _ in range(PASSES):
        low, high = (fill_bucket(end, months, capacity).water[-1] for end in (low, high))
        if np.all(high - low <= 1e-12 * capacity):
            break
        middle = 0.5 * (low + high)
        led = fill_bucket(middle, months, capacity).water[-1]
        falls = led < middle
        high = np.where(falls, np.minimum(high, led), high)
        low = np.where(falls, low, np.maximum(low, led))
    return high
