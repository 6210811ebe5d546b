"""When a balance over time changes its sign."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

#: Share of all that is added up below which a sum is nought.
ROUNDING = 1e-12


class CrossoverYear(NamedTuple):
    """The year in which a cumulative balance changes its sign.

    Parameters
    ----------
    happens : bool or ndarray of bool
        Whether it does.
    year : float or ndarray
        The year; not a number where it never happens [yr].
    """

    happens: Any
    year: Any


class CrossoverTime(NamedTuple):
    """How long a balance keeps the sign with which it starts.

    Parameters
    ----------
    starts_positive : bool or ndarray of bool
        Whether the benefit comes first.
    time : float or ndarray
        Years until the sum turns; infinite where it never does [yr].
    """

    starts_positive: Any
    time: Any


def cumulative_crossover(net: Any, first_year: int) -> CrossoverYear:
    r"""Return the first year in which the sum of all years so far has changed its sign.

    .. math:: t^* = \min \{ t : s_t\, s_0 < 0 \}, \qquad s_t = \operatorname{sgn} \sum_{i \le t} E_i

    where :math:`s_0` is the first sign that is not zero.

    Parameters
    ----------
    net : ndarray, shape (year, ...)
        Yearly balance, of either sign convention [t CO2e/yr].
    first_year : int
        Calendar year of the first row.

    Returns
    -------
    CrossoverYear
        Whether it happens, and the year.

    Notes
    -----
    For single draws: the mean of many draws has a crossover of its own, and the year at which half
    of them have crossed is another. Leave out the swing of a rotation before.
    """
    yearly = np.asarray(net, float)
    total = np.cumsum(yearly, axis=0)
    # A sum that cancels leaves rounding behind, which has no sign.
    sign = np.where(np.abs(total) > ROUNDING * np.abs(yearly).sum(axis=0), np.sign(total), 0.0)
    begun = np.argmax(sign != 0.0, axis=0)
    start = np.take_along_axis(sign, begun[np.newaxis], axis=0)[0]
    turned = sign * start < 0.0
    happens = turned.any(axis=0)
    year = np.where(happens, first_year + turned.argmax(axis=0), np.nan)
    return CrossoverYear(happens, year)


def crossover_time(gain: Any, extra_emission: Any, *, transition: Any) -> CrossoverTime:
    r"""Return when emissions that go on have used up a carbon gain that ends.

    .. math:: T^* = D\,\frac{G}{E}, \qquad \left|\frac{G}{E}\right| > 1,\ G E > 0

    The gain lasts D years, the emission for ever. There are four cases: with :math:`G > E > 0` the
    benefit is used up at :math:`T^*`; with :math:`G > E`, :math:`E \le 0` it lasts for ever; with
    :math:`G \le E`, :math:`E \ge 0` there is none in any year; and with :math:`G < E < 0` a loss
    of carbon is paid back at :math:`T^*`.

    Parameters
    ----------
    gain : float or ndarray
        Yearly carbon gain G while it lasts, as CO2, a loss negative [t CO2e/ha/yr].
    extra_emission : float or ndarray
        Additional yearly emission E of other gases, a saving negative [t CO2e/ha/yr].
    transition : float or ndarray
        Years D that the gain lasts, 20 in IPCC Tier 1 [yr].

    Returns
    -------
    CrossoverTime
        Whether the benefit comes first, and the years until the sum turns.

    Notes
    -----
    A gain that is not larger than the emission is negative from the first year on: the formula
    would give a time within the transition, which is no crossover.

    References
    ----------
    ipcc2019_v4_ch2, lugato2018
    """
    gain, emission = np.broadcast_arrays(np.asarray(gain, float), extra_emission)
    turns = (gain * emission > 0.0) & (np.abs(gain) > np.abs(emission))
    safe = np.where(turns, emission, 1.0)
    with np.errstate(over="ignore"):  # an emission next to nothing: for ever
        time = np.where(turns, transition * gain / safe, np.inf)
    # Where gain and emission are even at first, what goes on decides.
    first = np.where(gain == emission, -emission, gain - emission) > 0.0
    return CrossoverTime(first, time)
