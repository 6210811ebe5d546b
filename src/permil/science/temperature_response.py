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
