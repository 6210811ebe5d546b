"""How rain and evaporation change the rate of decomposition, without a soil water balance."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


def moisture_factor_adair2008(
    precipitation: Any, evaporation: Any, steepness: Any, shift: Any
) -> Any:
    r"""Return Century's rate factor for moisture from rain and potential evapotranspiration.

    .. math:: f = \frac{1}{1 + c\, e^{-s P / PET}}

    Parameters
    ----------
    precipitation, evaporation : float or ndarray
        Rain P and potential evapotranspiration PET of a month [mm/month].
    steepness : float
        Constant s, 8.5 as published [-].
    shift : float
        Constant c, 30 as published [-].

    Returns
    -------
    float or ndarray
        Rate factor, 1/31 without rain and close to 1 where rain exceeds evapotranspiration [-].

    Notes
    -----
    Water of earlier months is not carried over. A month without evapotranspiration is wet.

    References
    ----------
    adair2008, parton2001
    """
    return 1.0 / (1.0 + shift * np.exp(-steepness * _water_ratio(precipitation, evaporation)))


class QuadraticMoisture(NamedTuple):
    """Constants of the moisture factor of the IPCC Tier 2 method.

    Parameters
    ----------
    intercept, slope, quadratic : float or ndarray
        Coefficients of a parabola in rain over evapotranspiration [-].
    highest_ratio : float
        Ratio above which it does not grow [-].
    irrigated : float
        Factor of a month with irrigation [-].
    """

    intercept: Any
    slope: Any
    quadratic: Any
    highest_ratio: Any
    irrigated: Any


def moisture_factor_ipcc2019(
    precipitation: Any, evaporation: Any, irrigated: Any, constants: QuadraticMoisture
) -> Any:
    r"""Return the rate factor for moisture of a month in the IPCC Tier 2 method.

    .. math:: w = w_1 + w_2 m - w_3 m^2, \quad m = \min\left(1.25, \frac{P}{PET}\right)

    Parameters
    ----------
    precipitation, evaporation : float or ndarray
        Rain P and potential evapotranspiration PET of a month [mm/month].
    irrigated : float or ndarray
        1 in months with irrigation, else 0 [-].
    constants : QuadraticMoisture
        Constants: 0.2129, 1.331, 0.2413 and 1.25; 0.775 with irrigation.

    Returns
    -------
    float or ndarray
        Rate factor; the year takes 1.5 times the mean of its months [-].

    Notes
    -----
    Water of earlier months is not carried over. A month without evapotranspiration is wet.

    References
    ----------
    ipcc2019_v4_ch5
    """
    c = constants
    ratio = np.minimum(c.highest_ratio, _water_ratio(precipitation, evaporation))
    rainfed = c.intercept + c.slope * ratio - c.quadratic * ratio**2
    return np.where(np.asarray(irrigated) > 0.5, c.irrigated, rainfed)


def _water_ratio(precipitation: Any, evaporation: Any) -> Any:
    """Return rain over evapotranspiration; endless where nothing evaporates."""
    rain, lost = np.broadcast_arrays(precipitation, evaporation)
    dry = lost <= 0.0
    # Rain that is not known stays so.
    return np.where(dry, np.inf + 0.0 * rain, rain / np.where(dry, 1.0, lost))
