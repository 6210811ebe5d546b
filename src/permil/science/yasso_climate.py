"""How climate and the size of litter change the rates of Yasso."""

from __future__ import annotations

from typing import Any

import numpy as np


def temperature_factor_tuomi2009(temperature: Any, linear: Any, squared: Any) -> Any:
    r"""Return Yasso's rate factor for temperature.

    .. math:: f = e^{\beta_1 T + \beta_2 T^2}

    Parameters
    ----------
    temperature : float or ndarray
        Monthly mean air temperature [°C].
    linear : float or ndarray
        Parameter :math:`\beta_1` of the pool [1/K].
    squared : float or ndarray
        Parameter :math:`\beta_2` of the pool, not above zero [1/K2].

    Returns
    -------
    float or ndarray
        Rate factor, 1 at 0 °C [-].

    Notes
    -----
    The model takes the mean of the factor over the twelve months of a year.

    References
    ----------
    tuomi2009, viskari2022
    """
    t = np.asarray(temperature)
    return np.exp(linear * t + squared * t**2)


def moisture_factor_tuomi2009(precipitation: Any, parameter: Any) -> Any:
    r"""Return Yasso's rate factor for precipitation.

    .. math:: f = 1 - e^{\gamma P / 1000}

    Parameters
    ----------
    precipitation : float or ndarray
        Precipitation of the year [mm/yr].
    parameter : float or ndarray
        Parameter :math:`\gamma` of the pool, below zero [1/m].

    Returns
    -------
    float or ndarray
        Rate factor, zero without rain [-].

    Notes
    -----
    Upland soils; neither evaporation nor the soil counts.

    References
    ----------
    tuomi2009, viskari2022
    """
    return -np.expm1(parameter * np.asarray(precipitation) / 1000.0)


def size_factor_tuomi2009(diameter: Any, linear: Any, squared: Any, power: Any) -> Any:
    r"""Return Yasso's rate factor for the diameter of woody litter.

    .. math:: s = \min\left(1,\; (1 + \vartheta_1 d + \vartheta_2 d^2)^{-|r|}\right)

    Parameters
    ----------
    diameter : float or ndarray
        Diameter d; zero for litter that is not wood [cm].
    linear : float or ndarray
        Parameter :math:`\vartheta_1` [1/cm].
    squared : float or ndarray
        Parameter :math:`\vartheta_2` [1/cm2].
    power : float or ndarray
        Parameter r [-].

    Returns
    -------
    float or ndarray
        Rate factor, 1 for litter that is not wood [-].

    Notes
    -----
    Where the sum in brackets is below one, for thin wood, the factor is 1.

    References
    ----------
    tuomi2009, viskari2022
    """
    d = np.asarray(diameter)
    return np.maximum(1.0, 1.0 + linear * d + squared * d**2) ** -np.abs(power)
