"""A changed climate from the present one: the delta-change method."""

from __future__ import annotations

from typing import Any

import numpy as np


def share_of_change(year: Any, first_year: int, reached_in: int) -> Any:
    r"""Return the share of a climate change that holds in a year.

    .. math:: s_y = \min\left(1, \frac{y - y_0 + 1}{y_1 - y_0 + 1}\right)

    with the first year :math:`y_0` and the year :math:`y_1` by which the full change holds. The
    change grows in equal steps from the year before the first, which has the present climate, and
    stays in full afterwards.

    Parameters
    ----------
    year : int or ndarray
        Calendar year, from the first on [yr].
    first_year : int
        First year of the horizon [yr].
    reached_in : int
        Year by which the full change holds, not before the first [yr].

    Returns
    -------
    float or ndarray
        Share [-].

    Notes
    -----
    A convention: warming between two periods is close to linear over some decades. A change that
    is reached after the horizon holds in part at its end.
    """
    steps = reached_in - first_year + 1
    return np.minimum((np.asarray(year, float) - first_year + 1) / steps, 1.0)


def delta_change(
    temperature: Any, rain: Any, temperature_change: Any, precipitation_change: Any, share: Any
) -> tuple[Any, Any]:
    r"""Return temperature and rain of a changed climate.

    .. math:: T' = T + s\,\Delta T, \qquad P' = P \left(1 + s\,\frac{\Delta P}{100}\right)

    Parameters
    ----------
    temperature : float or ndarray
        Monthly mean air temperature :math:`T` of the present climate [°C].
    rain : float or ndarray
        Monthly rain and melted snow :math:`P` of the present climate [mm/month].
    temperature_change : float or ndarray
        Difference :math:`\Delta T` of the month at full change [K].
    precipitation_change : float or ndarray
        Change :math:`\Delta P` of the month at full change [%].
    share : float or ndarray
        Share :math:`s` of the change that holds [-].

    Returns
    -------
    tuple of float or ndarray
        Temperature [°C] and rain [mm/month].

    Notes
    -----
    The mean of every month moves; variability, extremes and the order of wet and dry years stay
    those of the present climate.

    References
    ----------
    hay2000
    """
    warmer = temperature + share * np.asarray(temperature_change)
    return warmer, rain * (1.0 + share * np.asarray(precipitation_change) / 100.0)


def changed_evaporation(
    evaporation: Any, estimate: Any, changed_estimate: Any, scale: float
) -> Any:
    r"""Return evaporation of a changed climate.

    .. math::
        E' = \max\left(0, E + k (\hat E' - \hat E)\right), \quad
        k = \frac{\sum_m E_m}{\sum_m \hat E_m}

    with :math:`\hat E` and :math:`\hat E'` estimated by one method from the temperature of the
    present and of the changed climate, and :math:`k` from the mean year. The year's sum thus
    changes in the ratio that the method gives. Where evaporation is itself that estimate,
    :math:`k` is one and :math:`E'` the method's value for the changed temperature.

    Parameters
    ----------
    evaporation : float or ndarray
        Evaporation :math:`E` of the present climate [mm/month].
    estimate : float or ndarray
        Estimate :math:`\hat E` for the present temperature [mm/month].
    changed_estimate : float or ndarray
        Estimate :math:`\hat E'` for the changed temperature [mm/month].
    scale : float
        Evaporation over its estimate in the mean year, :math:`k` [-].

    Returns
    -------
    float or ndarray
        Evaporation of the changed climate [mm/month].

    Notes
    -----
    A convention. A ratio of single months would fail in cold ones, for which the estimate is near
    zero. Estimates from temperature alone take other causes of evaporation as unchanged: wind,
    humidity, radiation, and stomata under more CO2.
    """
    return np.maximum(evaporation + scale * (changed_estimate - estimate), 0.0)
