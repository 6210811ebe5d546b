"""How well a model's stocks agree with measured ones."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Float = NDArray[np.float64]


class Interval(NamedTuple):
    """Errors between which a share of all errors lies.

    Parameters
    ----------
    low, high : float
        Measured less modelled [t C/ha].
    """

    low: float
    high: float


def bias(modelled: ArrayLike, measured: ArrayLike) -> float:
    r"""Return the mean error of a model.

    .. math:: b = \frac{1}{n} \sum (m_i - o_i)

    Parameters
    ----------
    modelled, measured : array_like
        Stocks at the same dates [t C/ha].

    Returns
    -------
    float
        Bias, positive where the model is above the measurements [t C/ha].

    Notes
    -----
    For at least one pair. Errors of both signs cancel: see root_mean_square_error.

    References
    ----------
    smith1997
    """
    return float(np.mean(np.asarray(modelled) - np.asarray(measured)))


def root_mean_square_error(modelled: ArrayLike, measured: ArrayLike) -> float:
    r"""Return the root mean square error of a model.

    .. math:: RMSE = \sqrt{\frac{1}{n} \sum (m_i - o_i)^2}

    Parameters
    ----------
    modelled, measured : array_like
        Stocks at the same dates [t C/ha].

    Returns
    -------
    float
        Error [t C/ha].

    Notes
    -----
    For at least one pair. It contains the error of the measurements.

    References
    ----------
    smith1997
    """
    return float(np.sqrt(np.mean((np.asarray(modelled) - np.asarray(measured)) ** 2)))


#: Standard deviations on either side of the mean within which 95 % of normal errors lie.
TWO_SIDED_95 = 1.96


def bias_limit(sd: ArrayLike) -> float:
    r"""Return how large a bias the error of the measurements alone explains.

    .. math:: b_{95} = \frac{1.96}{n} \sqrt{\sum s_i^2}

    Parameters
    ----------
    sd : array_like
        Standard deviation of each measured stock [t C/ha].

    Returns
    -------
    float
        Bias that 95 % of perfect models stay below [t C/ha].

    Notes
    -----
    For errors that are normal and independent of one another. It falls with the number of
    measurements: errors on one side in many of them are the model's.

    References
    ----------
    smith1997
    """
    values = np.asarray(sd, np.float64)
    return float(TWO_SIDED_95 * np.sqrt(np.sum(values**2)) / len(values))


def root_mean_square_limit(sd: ArrayLike) -> float:
    r"""Return the root mean square error at the 95 % limits of the measurements.

    .. math:: RMSE_{95} = 1.96 \sqrt{\frac{1}{n} \sum s_i^2}

    Parameters
    ----------
    sd : array_like
        Standard deviation of each measured stock [t C/ha].

    Returns
    -------
    float
        Error beyond which a model lies outside what was measured [t C/ha].

    Notes
    -----
    With the normal quantile, for the number of samples behind a stock is rarely known.

    References
    ----------
    smith1997
    """
    values = np.asarray(sd, np.float64)
    return float(TWO_SIDED_95 * np.sqrt(np.mean(values**2)))


def modelling_efficiency(modelled: ArrayLike, measured: ArrayLike) -> float | None:
    r"""Return the modelling efficiency.

    .. math:: EF = 1 - \frac{\sum (m_i - o_i)^2}{\sum (o_i - \bar{o})^2}

    Parameters
    ----------
    modelled, measured : array_like
        Stocks at the same dates [t C/ha].

    Returns
    -------
    float or None
        One for a perfect model; below zero the mean of the measurements is a better prediction
        [-]. None where all measurements are equal, as a single one is.

    Notes
    -----
    Where the stock hardly changed, the spread of the measurements is their own error and even a
    good model stays near or below zero.

    References
    ----------
    smith1997
    """
    values = np.asarray(measured, np.float64)
    spread = float(np.sum((values - values.mean()) ** 2))
    if spread <= 0.0:
        return None
    return 1.0 - float(np.sum((np.asarray(modelled) - values) ** 2)) / spread


def trend(years: ArrayLike, stocks: ArrayLike) -> float | None:
    r"""Return the slope of a straight line through stocks.

    .. math:: s = \frac{\sum (t_i - \bar{t})(x_i - \bar{x})}{\sum (t_i - \bar{t})^2}

    Parameters
    ----------
    years : array_like
        Dates [yr].
    stocks : array_like
        Stocks [t C/ha].

    Returns
    -------
    float or None
        Slope [t C/ha/yr]; None for fewer than two dates.

    Notes
    -----
    The start of the run belongs to the series: without it, the fast first change is not seen.

    References
    ----------
    smith1997
    """
    t, x = np.asarray(years, np.float64), np.asarray(stocks, np.float64)
    t = t - t.mean() if len(t) else t
    if len(t) < 2 or not np.any(t):
        return None
    return float(np.sum(t * (x - x.mean())) / np.sum(t**2))


def trend_error(years: ArrayLike, stocks: ArrayLike) -> float | None:
    r"""Return the standard error of the slope of a straight line through stocks.

    .. math:: e = \sqrt{\frac{\sum r_i^2}{(n - 2) \sum (t_i - \bar{t})^2}}

    Parameters
    ----------
    years : array_like
        Dates [yr].
    stocks : array_like
        Stocks [t C/ha].

    Returns
    -------
    float or None
        Standard error [t C/ha/yr]; None for fewer than three dates.

    Notes
    -----
    The residuals :math:`r` are those of the straight line; that a stock bends adds to them.

    References
    ----------
    smith1997
    """
    t, x = np.asarray(years, np.float64), np.asarray(stocks, np.float64)
    slope = trend(t, x)
    if slope is None or len(t) < 3:
        return None
    t = t - t.mean()
    residual = x - x.mean() - slope * t
    return float(np.sqrt(np.sum(residual**2) / ((len(t) - 2) * np.sum(t**2))))


def trend_sign_right(years: ArrayLike, modelled: ArrayLike, measured: ArrayLike) -> bool | None:
    """Say whether a model has the sign of the measured trend.

    Parameters
    ----------
    years : array_like
        Dates [yr].
    modelled, measured : array_like
        Stocks at these dates [t C/ha].

    Returns
    -------
    bool or None
        Whether both slopes have one sign [-]; None where the measured slope is within twice its
        standard error, so that no sign was measured, or for fewer than three dates.

    Notes
    -----
    A model that stays where it is has the wrong sign of any trend that was measured. Slopes below
    1e-9 t C/ha/yr count as none: what an exact steady state leaves by rounding is no trend.

    References
    ----------
    smith1997
    """
    slope, error = trend(years, measured), trend_error(years, measured)
    if slope is None or error is None or abs(slope) <= 2.0 * error:
        return None
    own = trend(years, modelled) or 0.0
    return bool(abs(own) > 1e-9 and np.sign(own) == np.sign(slope))


def error_interval(errors: ArrayLike, level: Any = 0.9) -> Interval:
    r"""Return the interval in which the errors of a model at other sites lie.

    .. math:: [q_{(1 - p) / 2}, q_{(1 + p) / 2}]

    Parameters
    ----------
    errors : array_like
        Measured less modelled stocks of the other sites [t C/ha].
    level : float
        Share p of the errors within the interval [-].

    Returns
    -------
    Interval
        Quantiles, interpolated linearly [t C/ha].

    Notes
    -----
    The interval of a new site is its modelled stock plus these two. It holds the error of the
    model, of the inputs and of the measurements together, and corrects the mean error that the
    model has elsewhere. Stocks of one plot are not independent of each other, so that few sites
    give a poor interval however many stocks they have.

    References
    ----------
    smith1997
    """
    low, high = np.quantile(np.asarray(errors, np.float64), [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def coverage(measured: ArrayLike, low: ArrayLike, high: ArrayLike) -> float:
    r"""Return the share of measurements within their intervals.

    .. math:: c = \frac{\#\{i : l_i \le o_i \le h_i\}}{n}

    Parameters
    ----------
    measured : array_like
        Stocks [t C/ha].
    low, high : array_like
        Ends of the interval of each [t C/ha].

    Returns
    -------
    float
        Share [-].

    Notes
    -----
    For at least one measurement. A 90 % interval should hold about nine in ten; with few
    measurements the share is coarse.

    References
    ----------
    smith1997
    """
    values = np.asarray(measured)
    return float(np.mean((np.asarray(low) <= values) & (values <= np.asarray(high))))


def skill_weights(errors: ArrayLike) -> Float:
    r"""Return weights of models from their root mean square errors.

    .. math:: w_k = \frac{RMSE_k^{-2}}{\sum_j RMSE_j^{-2}}

    Parameters
    ----------
    errors : array_like
        Root mean square error of each model on the same measurements [t C/ha].

    Returns
    -------
    ndarray
        Weights that add up to one [-].

    Notes
    -----
    Errors must be above zero and of the same measurements. Weights of a site are computed without
    that site; equal weights are hard to beat with few sites.

    References
    ----------
    smith1997
    """
    inverse = np.asarray(errors, np.float64) ** -2.0
    weights: Float = inverse / inverse.sum()
    return weights
