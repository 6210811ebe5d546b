"""Tonne-years: what storing carbon for a time is worth under the response of the air to CO2."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class CarbonDioxideResponse(NamedTuple):
    """The share of a pulse of CO2 that is left in the air, as a sum of exponentials.

    Parameters
    ----------
    lasting : float
        Share that stays [-].
    shares : tuple of float
        Shares that fade [-].
    times : tuple of float
        Their times [yr].
    """

    lasting: float
    shares: tuple[float, ...]
    times: tuple[float, ...]


def airborne_fraction_joos2013(years: Any, response: CarbonDioxideResponse) -> Any:
    r"""Return the share of a pulse of CO2 that is left in the air.

    .. math:: f(t) = a_0 + \sum_{i=1}^{3} a_i\, e^{-t / \tau_i}

    Parameters
    ----------
    years : float or ndarray
        Years since the pulse [yr].
    response : CarbonDioxideResponse
        Shares and times.

    Returns
    -------
    float or ndarray
        Share [-].

    Notes
    -----
    The multi-model mean of the fifth assessment report, for today's air and small pulses.

    References
    ----------
    joos2013
    """
    t = np.asarray(years, float)
    fading = zip(response.shares, response.times, strict=True)
    return response.lasting + sum(a * np.exp(-t / tau) for a, tau in fading)


def airborne_tonne_years_joos2013(horizon: Any, response: CarbonDioxideResponse) -> Any:
    r"""Return the tonne-years that a tonne of CO2 spends in the air up to a horizon.

    .. math:: I(H) = a_0 H + \sum_{i=1}^{3} a_i \tau_i \left(1 - e^{-H / \tau_i}\right)

    Parameters
    ----------
    horizon : float or ndarray
        Years counted, none where it lies in the past [yr].
    response : CarbonDioxideResponse
        Shares and times.

    Returns
    -------
    float or ndarray
        Tonne-years per tonne [yr]; 52.4 for 100 years.

    References
    ----------
    joos2013
    """
    h = np.maximum(horizon, 0.0)
    fading = zip(response.shares, response.times, strict=True)
    return response.lasting * h - sum(a * tau * np.expm1(-h / tau) for a, tau in fading)


def tonne_year_credit_mouracosta2000(
    years: Any, response: CarbonDioxideResponse, *, horizon: Any
) -> Any:
    r"""Return the Moura-Costa equivalence of storing a tonne for some years.

    .. math:: c(y) = \frac{y}{I(H)}

    Parameters
    ----------
    years : float or ndarray
        Years in store [yr].
    response : CarbonDioxideResponse
        Response of the air.
    horizon : float or ndarray
        Horizon H, usually 100 [yr].

    Returns
    -------
    float or ndarray
        Equivalent share of a permanent tonne, above one beyond 52 years [-].

    Notes
    -----
    Information, never a claim: temperature goals do not know tonne-years.

    References
    ----------
    mouracosta2000, joos2013
    """
    return np.asarray(years) / airborne_tonne_years_joos2013(horizon, response)


def tonne_year_credit_lashof(years: Any, response: CarbonDioxideResponse, *, horizon: Any) -> Any:
    r"""Return the Lashof equivalence of delaying a tonne for some years.

    .. math:: c(y) = 1 - \frac{I(H - y)}{I(H)}

    Parameters
    ----------
    years : float or ndarray
        Years in store [yr].
    response : CarbonDioxideResponse
        Response of the air.
    horizon : float or ndarray
        Horizon H, usually 100 [yr].

    Returns
    -------
    float or ndarray
        Equivalent share of a permanent tonne, one from the horizon on [-].

    Notes
    -----
    What is emitted after the horizon does not count: the choice of the horizon is one of value.

    References
    ----------
    fearnside2000, joos2013
    """
    whole = airborne_tonne_years_joos2013(horizon, response)
    late = airborne_tonne_years_joos2013(np.asarray(horizon, float) - years, response)
    return 1.0 - late / whole


def stored_tonne_years_sierra2021(
    stock_change: Any, response: CarbonDioxideResponse, *, horizon: Any
) -> Any:
    r"""Return the tonne-years of CO2 that a course of storing and losing keeps out of the air.

    .. math:: Y = \sum_{i=0}^{n-1} \Delta S_i\, I(H - i)

    Parameters
    ----------
    stock_change : ndarray, shape (year, ...)
        Change of the stock at the start of each year, a gain positive [t CO2].
    response : CarbonDioxideResponse
        Response of the air.
    horizon : float
        Years counted from the first [yr].

    Returns
    -------
    float or ndarray
        Tonne-years kept out of the air [t CO2 yr].

    Notes
    -----
    The climate benefit of sequestration of the source is this number times the radiative
    efficiency of CO2. A tonne stored at once and lost after y years gives the Lashof equivalence
    times the whole.

    References
    ----------
    sierra2021, joos2013
    """
    change = np.asarray(stock_change, float)
    left = airborne_tonne_years_joos2013(horizon - np.arange(len(change)), response)
    return np.tensordot(left, change, axes=(0, 0))
