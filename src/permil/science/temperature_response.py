"""How temperature changes the rate of decomposition."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class TemperatureResponse(NamedTuple):
    """Constants of RothC's temperature function.

    Parameters
    ----------
    maximum : float
        Upper asymptote [-].
    steepness : float
        Numerator of the exponent [K].
    shift : float
        Offset added to the temperature [K].
    coldest : float
        Temperature below which nothing decomposes [°C]; minus infinity for no cut.
    """

    maximum: float
    steepness: float
    shift: float
    coldest: float


def temperature_factor_rothc(temperature: Any, response: TemperatureResponse) -> Any:
    r"""Return RothC's rate factor for temperature, 1 near 9.3 °C.

    .. math:: a = \frac{a_1}{1 + \exp\left(\frac{a_2}{T + a_3}\right)}, \quad
              a = 0 \text{ for } T < T_{min}

    Parameters
    ----------
    temperature : float or ndarray
        Monthly mean air temperature [°C].
    response : TemperatureResponse
        Constants: 47.91, 106.06, 18.27, -5 in RothC-26.3; 47.9, 106, 18.3 and no cut in the
        continuous form.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Valid for monthly means from about -5 to 45 °C. At or below ``-shift``, where the function has
    its pole, the factor is zero.

    References
    ----------
    coleman1996, rothc_description2025
    """
    t = np.asarray(temperature)
    frozen = t < max(response.coldest, -response.shift + 0.5)
    safe = np.where(frozen, 0.0, t)
    factor = response.maximum / (1.0 + np.exp(response.steepness / (safe + response.shift)))
    return np.where(frozen, 0.0, factor)


class PoissonResponse(NamedTuple):
    """Constants of Century's temperature function, a generalised Poisson function.

    Parameters
    ----------
    optimum : float or ndarray
        Temperature at which the factor is one [°C].
    maximum : float
        Temperature above which nothing decomposes [°C].
    rise, fall : float
        Exponents of the rise to the optimum and of the fall beyond it [-].
    """

    optimum: Any
    maximum: Any
    rise: Any
    fall: Any


def temperature_factor_burke2003(temperature: Any, response: PoissonResponse) -> Any:
    r"""Return Century's rate factor for temperature, 1 at the optimum.

    .. math:: f = p^{a} \exp\left(\frac{a}{b} (1 - p^{b})\right), \quad
              p = \frac{T_{max} - T}{T_{max} - T_{opt}}

    Parameters
    ----------
    temperature : float or ndarray
        Monthly mean air temperature [°C].
    response : PoissonResponse
        Optimum 35 °C in Century and 33.69 °C in the Tier 2 method of the IPCC; maximum 45 °C, a 0.2
        and b 2.63 in both.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Zero at and above the maximum; small but above zero in frost.

    References
    ----------
    burke2003, ipcc2019_v4_ch5
    """
    p = (response.maximum - np.asarray(temperature)) / (response.maximum - response.optimum)
    # Gaps stay gaps: only what is known to be too hot is cut.
    hot = p <= 0.0
    safe = np.where(hot, 1.0, p)
    factor = safe**response.rise * np.exp(
        response.rise / response.fall * (1.0 - safe**response.fall)
    )
    return np.where(hot, 0.0, factor)


class ParabolicResponse(NamedTuple):
    """Constants of Kirschbaum's temperature function.

    Parameters
    ----------
    scale : float
        Factor that makes the response one at 10 °C [-].
    intercept : float
        Constant of the exponent [-].
    slope : float
        Slope of the exponent at 0 °C [1/K].
    optimum : float
        Temperature of the fastest decomposition [°C].
    """

    scale: float
    intercept: float
    slope: float
    optimum: float


def temperature_factor_kirschbaum1995(temperature: Any, response: ParabolicResponse) -> Any:
    r"""Return Kirschbaum's rate factor for temperature as C-TOOL uses it, 1 at 10 °C.

    .. math:: f = s \exp\left(a + b\,T \left(1 - \frac{T}{2\,T_{opt}}\right)\right)

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    response : ParabolicResponse
        Constants: 7.24, -3.432, 0.168 1/K and 36.9 °C in C-TOOL.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Valid from frost to about 40 °C; beyond the optimum it falls.

    References
    ----------
    kirschbaum1995, taghizadeh2014
    """
    t = np.asarray(temperature)
    exponent = response.intercept + response.slope * t * (1.0 - 0.5 * t / response.optimum)
    return response.scale * np.exp(exponent)
