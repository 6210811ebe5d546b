"""Factors of AMG on the rate at which soil organic carbon is mineralised in a year."""

from __future__ import annotations

from typing import Any

import numpy as np


def temperature_factor_clivot2019(
    temperature: Any, amplitude: Any, slope: Any, reference: Any, frozen: Any
) -> Any:
    r"""Return AMG's rate factor for temperature, 1 at the reference temperature.

    .. math:: f_T = \frac{a_T}{1 + (a_T - 1)\, e^{c_T T_{ref}}\, e^{-c_T T}} \text{ for } T > 0

    Parameters
    ----------
    temperature : float or ndarray
        Annual mean air temperature T [°C].
    amplitude : float or ndarray
        Highest factor a_T, 25 as published [-].
    slope : float or ndarray
        Steepness c_T, 0.12 as published [1/K].
    reference : float or ndarray
        Temperature T_ref at which the factor is one, 15 as published [°C].
    frozen : float or ndarray
        Factor of years that are not above 0 °C, 1e-6 in the official program [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils, annual means; fitted to long-term experiments in France. It levels off at a_T,
    far above the temperatures of those.

    References
    ----------
    clivot2019
    """
    t = np.asarray(temperature)
    factor = amplitude / (1.0 + (amplitude - 1.0) * np.exp(slope * (reference - t)))
    return np.where(t > 0.0, factor, frozen)


def moisture_factor_clivot2019(water_balance: Any, amplitude: Any, slope: Any) -> Any:
    r"""Return AMG's rate factor for moisture, near 1 in wet years.

    .. math:: f_H = \frac{1}{1 + a_H\, e^{-b_H (P + I - PET) / 1000}}

    Parameters
    ----------
    water_balance : float or ndarray
        Rain plus irrigation minus potential evapotranspiration of the year [mm/yr].
    amplitude : float or ndarray
        Constant a_H, 0.03 as published [-].
    slope : float or ndarray
        Constant b_H, 5.247 as published, per metre of water [1/m].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils, annual sums, with Penman's potential evapotranspiration.

    References
    ----------
    clivot2019
    """
    return 1.0 / (1.0 + amplitude * np.exp(-slope * np.asarray(water_balance) / 1000.0))


def clay_factor_clivot2019(clay: Any, decay: Any) -> Any:
    r"""Return AMG's rate factor for clay, which protects carbon.

    .. math:: f_A = e^{-a_m A}

    Parameters
    ----------
    clay : float or ndarray
        Clay A, measured after decarbonation [g/kg].
    decay : float or ndarray
        Constant a_m, 2.519e-3 as published [kg/g].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils; one without clay.

    References
    ----------
    clivot2019
    """
    return np.exp(-decay * np.asarray(clay))


def carbonate_factor_clivot2019(carbonate: Any, scale: Any) -> Any:
    r"""Return AMG's rate factor for calcium carbonate, which protects carbon.

    .. math:: f_C = \frac{1}{1 + c_m\, CaCO_3}

    Parameters
    ----------
    carbonate : float or ndarray
        Calcium carbonate [g/kg].
    scale : float or ndarray
        Constant c_m, 1.5e-3 as published [kg/g].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils; one without carbonate.

    References
    ----------
    clivot2019
    """
    return 1.0 / (1.0 + scale * np.asarray(carbonate))


def ph_factor_clivot2019(ph: Any, decay: Any, optimum: Any) -> Any:
    r"""Return AMG's rate factor for pH, which is new in its second version.

    .. math:: f_{pH} = e^{-a_{pH} (pH - b_{pH})^2}

    Parameters
    ----------
    ph : float or ndarray
        pH in water [-].
    decay : float or ndarray
        Constant a_pH, 0.112 as published [-].
    optimum : float or ndarray
        pH of the highest rate, b_pH, 8.5 as published [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils; below the optimum the rate falls with acidity.

    References
    ----------
    clivot2019
    """
    return np.exp(-decay * (np.asarray(ph) - optimum) ** 2)


def carbon_nitrogen_factor_clivot2019(ratio: Any, decay: Any, optimum: Any, floor: Any) -> Any:
    r"""Return AMG's rate factor for the C:N ratio of the soil.

    .. math:: f_{CN} = (1 - f_0)\, e^{-a_{CN} (CN - b_{CN})^2} + f_0

    Parameters
    ----------
    ratio : float or ndarray
        C:N of the soil organic matter [-].
    decay : float or ndarray
        Constant a_CN, 0.06 as published [-].
    optimum : float or ndarray
        C:N of the highest rate, b_CN, 11 as published [-].
    floor : float or ndarray
        Factor f_0 far from the optimum, 0.2 as published [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Arable topsoils.

    References
    ----------
    clivot2019
    """
    return (1.0 - floor) * np.exp(-decay * (np.asarray(ratio) - optimum) ** 2) + floor
