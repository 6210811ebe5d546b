"""Adoption in time: how much of an area has a practice, year by year, and for how long.

A curve of adoption is a share: of the area that will change, what has changed by the end of each
year. It starts at zero, never falls and never exceeds one, so that no area overshoots its target.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from permil.errors import Conflict
from permil.vocabulary import AdoptionTiming


def immediate_adoption(years: int) -> Any:
    r"""Return the share adopted by the end of each year when all adopt in the first.

    .. math:: s_t = 1

    Parameters
    ----------
    years : int
        Years to account for [yr].

    Returns
    -------
    ndarray
        Share by year [-].

    Notes
    -----
    Whether the first year counts in full or by half is the timing's choice, see area_in_window.

    References
    ----------
    bernoux2010
    """
    return np.ones(years)


def linear_adoption(adoption_years: Any, years: int) -> Any:
    r"""Return the share adopted by the end of each year when equal areas adopt each year.

    .. math:: s_t = \min(1, t / n)

    Parameters
    ----------
    adoption_years : float or ndarray
        Years n until all have adopted, above zero [yr].
    years : int
        Years to account for [yr].

    Returns
    -------
    ndarray
        Share by year [-], the years as a new first axis.

    Raises
    ------
    Conflict
        If the years of adoption are not above zero.

    Notes
    -----
    One year is the same as immediate adoption.

    References
    ----------
    bernoux2010
    """
    span = _positive(adoption_years, "the years of adoption are not above zero")
    return np.minimum(1.0, _years(years, span.ndim) / span)


def logistic_adoption(adoption_years: Any, midpoint: Any, steepness: Any, years: int) -> Any:
    r"""Return the share adopted by the end of each year when adopters win adopters over.

    .. math:: s_t = \frac{L(t) - L(0)}{L(n) - L(0)}, \quad L(t) = \frac{1}{1 + e^{-k (t - m)}}

    Parameters
    ----------
    adoption_years : float or ndarray
        Years n until all have adopted, above zero [yr].
    midpoint : float or ndarray
        Year m of the fastest adoption [yr].
    steepness : float or ndarray
        Rate k, above zero [1/yr].
    years : int
        Years to account for [yr].

    Returns
    -------
    ndarray
        Share by year [-], the years as a new first axis.

    Raises
    ------
    Conflict
        If the years of adoption or the steepness are not above zero.

    Notes
    -----
    The S-curve of diffusion, cut at both ends: exactly nothing at the start and all in year n,
    where the plain logistic curve has neither. For a small steepness it becomes a straight line.

    References
    ----------
    rogers2003
    """
    span = _positive(adoption_years, "the years of adoption are not above zero")
    rate = _positive(steepness, "the steepness of adoption is not above zero")
    middle = np.asarray(midpoint, dtype=float)
    dimensions = max(span.ndim, rate.ndim, middle.ndim)
    year = np.minimum(_years(years, dimensions), span)
    # The fraction above in hyperbolic functions, whose logarithms stay finite for a steep curve.
    risen = _log_sinh(rate * year / 2.0) - _log_cosh(rate * (year - middle) / 2.0)
    whole = _log_sinh(rate * span / 2.0) - _log_cosh(rate * (span - middle) / 2.0)
    share = np.minimum(np.exp(risen - whole), 1.0)
    return np.maximum.accumulate(share, axis=0)


def tabled_adoption(table_years: Any, table_shares: Any, years: int) -> Any:
    r"""Return the share adopted by the end of each year from a table of some years.

    .. math:: s_t = s_i + (s_{i+1} - s_i) \frac{t - t_i}{t_{i+1} - t_i}
              \text{ for } t_i \le t \le t_{i+1}, \quad s_0 = 0

    Parameters
    ----------
    table_years : sequence of float
        Years of the table, rising from above zero; their ends are meant [yr].
    table_shares : array_like
        Share adopted by then, years first: never falling, within 0 and 1 [-].
    years : int
        Years to account for [yr].

    Returns
    -------
    ndarray
        Share by year [-], the years as the first axis; after the table its last share.

    Raises
    ------
    Conflict
        If the table is empty, its years do not rise, or its shares fall or leave 0 to 1.

    Notes
    -----
    Straight lines between the years of the table, from nothing at the start.

    References
    ----------
    bernoux2010
    """
    shares = np.asarray(table_shares, dtype=float)
    times = np.asarray(table_years, dtype=float)
    if not times.size or times.shape != shares.shape[:1]:
        _refuse("the table of adoption needs one share for each of its years")
    times = np.concatenate([[0.0], times])
    shares = np.concatenate([np.zeros((1, *shares.shape[1:])), shares])
    if not np.all(np.diff(times) > 0.0):
        _refuse("the years of the table of adoption do not rise from above zero")
    if not (np.all(np.diff(shares, axis=0) >= 0.0) and np.all(shares <= 1.0)):
        _refuse("the shares of the table of adoption fall, or leave 0 to 1")
    year = np.minimum(np.arange(1.0, years + 1.0), times[-1])
    after = np.searchsorted(times, year)
    part = (year - times[after - 1]) / (times[after] - times[after - 1])
    weight = part.reshape((years,) + (1,) * (shares.ndim - 1))
    before, then = shares[after - 1], shares[after]
    return np.minimum(before + weight * (then - before), then)


def adopted_area(initial: Any, final: Any, share: Any) -> Any:
    r"""Return the area of a practice by the end of each year, on its way from start to target.

    .. math:: A_t = (1 - s_t) A_0 + s_t A_1

    Parameters
    ----------
    initial, final : float or ndarray
        Area at the start and when adoption is complete; it may shrink [ha].
    share : ndarray
        Share adopted by the end of each year, the years first [-].

    Returns
    -------
    ndarray
        Area by year [ha], always between the two.

    Notes
    -----
    50 to 100 ha ends at 100, 100 to 0 at 0 and 100 to 50 at 50, whatever the curve. (EX-ACT 1.20.3
    ends at 150, 100 and 150 with its exponential curve.)

    References
    ----------
    bernoux2010
    """
    share = years_before(share, initial, final)
    area = (1.0 - share) * initial + share * final
    return np.clip(area, np.minimum(initial, final), np.maximum(initial, final))


def newly_adopted_area(area: Any, initial: Any) -> Any:
    r"""Return the cohorts of adoption: the area that adopts the practice in each year.

    .. math:: N_t = \max(0, A_t - A_{t-1})

    Parameters
    ----------
    area : ndarray
        Area of the practice by the end of each year, the years first [ha].
    initial : float or ndarray
        Area at the start [ha].

    Returns
    -------
    ndarray
        Area by year [ha].

    Notes
    -----
    Area that gives the practice up is no cohort of it but one of what takes its place.

    References
    ----------
    bernoux2010
    """
    known = np.asarray(area, dtype=float)
    start = np.broadcast_to(np.asarray(initial, dtype=float), known.shape[1:])
    return np.maximum(np.diff(known, axis=0, prepend=start[None]), 0.0)


def area_in_window(
    new_area: Any, since: float, until: float, timing: AdoptionTiming = AdoptionTiming.MID_YEAR
) -> Any:
    r"""Return the area that has had a practice for between two ages, as a mean of each year.

    .. math:: A_t = \sum_{j \le t} N_j
              \max(0, \min(t, j - \delta + b) - \max(t - 1, j - \delta + a))

    Parameters
    ----------
    new_area : ndarray
        Area that adopts the practice in each year j, the years first [ha].
    since, until : float
        Ages a and b between which it counts, a from zero on; infinity for no end [yr].
    timing : AdoptionTiming
        When in its year an area adopts: in its middle (δ is one half: the half-year rule of EX-ACT)
        or at its start (δ is one).

    Returns
    -------
    ndarray
        Area by year [ha].

    Notes
    -----
    Windows that join, such as 0 to 20 and 20 years to infinity, divide all of the area that has
    adopted without overlap or gap.

    References
    ----------
    bernoux2010
    """
    new = np.asarray(new_area, dtype=float)
    offset = 0.5 if timing is AdoptionTiming.MID_YEAR else 1.0
    total = np.zeros_like(new)
    for cohort in range(len(new)):
        age = np.arange(len(new) - cohort) + offset  # at the end of the year
        weight = np.clip(np.minimum(age, until) - np.maximum(age - 1.0, since), 0.0, 1.0)
        total[cohort:] += weight.reshape((-1,) + (1,) * (new.ndim - 1)) * new[cohort]
    return total


def years_before(values: Any, *others: Any) -> Any:
    r"""Return yearly values that meet arrays without years: axes of length one come in between.

    .. math:: x_{t, \ldots} \to x_{t, 1, \ldots, 1, \ldots}

    Parameters
    ----------
    values : ndarray
        Values, the years first [-], in any unit.
    *others : float or ndarray
        Arrays without years, such as factors with draws [-], in any unit.

    Returns
    -------
    ndarray
        The same values [-], in the same unit, with as many trailing axes as the others have.

    Notes
    -----
    Otherwise 20 years and 20 draws would meet on one axis without an error.
    """
    known = np.asarray(values, dtype=float)
    missing = max(0, *(np.ndim(other) for other in others), 0) - (known.ndim - 1)
    return known.reshape(known.shape[:1] + (1,) * max(missing, 0) + known.shape[1:])


def _years(years: int, dimensions: int) -> Any:
    """Years from one on, with trailing axes of length one."""
    return np.arange(1.0, years + 1.0).reshape((years,) + (1,) * dimensions)


def _log_sinh(x: Any) -> Any:
    return x + np.log(-np.expm1(-2.0 * x))


def _log_cosh(x: Any) -> Any:
    return np.abs(x) + np.log1p(np.exp(-2.0 * np.abs(x)))


def _positive(value: Any, problem: str) -> Any:
    number = np.asarray(value, dtype=float)
    if not np.all(number > 0.0):
        _refuse(problem)
    return number


def _refuse(problem: str) -> NoReturn:
    raise Conflict(where="", problem=problem, remedy="mend the curve of adoption")
