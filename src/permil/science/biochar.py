"""Biochar carbon that stays in mineral soil."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.errors import OutOfBounds
from permil.science.greenhouse_gases import carbon_to_co2


def biochar_carbon_ipcc2019(amount: Any, carbon_fraction: Any, permanence: Any) -> Any:
    r"""Return the biochar carbon that is left after the horizon (equation 4Ap.1).

    .. math:: \Delta C = BC \, F_C \, F_{perm}

    Parameters
    ----------
    amount : float or ndarray
        Biochar put into mineral soil, dry [t DM/ha].
    carbon_fraction : float or ndarray
        Organic carbon in it [kg C/kg DM].
    permanence : float or ndarray
        Share of that carbon left after the horizon, 100 years by convention [-].

    Returns
    -------
    float or ndarray
        Carbon left [t C/ha].

    Notes
    -----
    Counted in the year of application. The rest counts as if it had never been stored, which is
    exact after the horizon and too little before. Mineral soils of cropland and grassland only.
    Biochar counted so is no carbon input of a soil model. What it was made of would have decayed,
    been burnt or been spread: the difference to that is the benefit.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return amount * carbon_fraction * permanence


def biochar_co2_ipcc2019(carbon_left: Any) -> Any:
    r"""Return biochar carbon that is left as CO2: stored carbon counts negative.

    .. math:: CO_2 = -\frac{44}{12} \, \Delta C

    Parameters
    ----------
    carbon_left : float or ndarray
        Biochar carbon left after the horizon [t C/ha].

    Returns
    -------
    float or ndarray
        CO2, positive to the atmosphere [t CO2/ha].

    Notes
    -----
    A line apart from the change of soil organic carbon, into which it is never mixed.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return -carbon_to_co2(carbon_left)


def biochar_permanence_woolf2021(hydrogen_carbon_ratio: Any, intercept: Any, slope: Any) -> Any:
    r"""Return the share of biochar carbon left, from its hydrogen (Woolf et al. 2021, equation 5).

    .. math:: F_{perm} = c + m \, \frac{H}{C_{org}}

    Parameters
    ----------
    hydrogen_carbon_ratio : float or ndarray
        Molar ratio of hydrogen to organic carbon [-].
    intercept, slope : float or ndarray
        Constants c and m for the temperature of the soil and the horizon; m is negative [-].

    Returns
    -------
    float or ndarray
        Share left after the horizon, held between zero and one [-].

    Notes
    -----
    Material above a ratio of 0.7 is not biochar by the standards. The line explains a third of the
    spread among chars (R² = 0.32 at 14.9 °C and 100 years). Its shares are lower than those of the
    Guidelines for the same char: take one of the two methods in one study.

    References
    ----------
    woolf2021
    """
    return np.clip(intercept + slope * np.asarray(hydrogen_carbon_ratio, dtype=float), 0.0, 1.0)


def coefficient_at_soil_temperature(
    soil_temperature: Any, temperatures: Any, coefficients: Any, where: str = ""
) -> Any:
    r"""Return a constant of Woolf et al. (2021) between the temperatures of their table.

    .. math:: c(T) = c_1 + (c_2 - c_1) \, \frac{T - T_1}{T_2 - T_1}

    Parameters
    ----------
    soil_temperature : float or ndarray
        Mean annual temperature of the soil, not of the air [°C].
    temperatures : ndarray
        Temperatures of the table, rising [°C].
    coefficients : ndarray
        The constant at these temperatures [-].
    where : str
        Place of the temperature, for the message.

    Returns
    -------
    float or ndarray
        The constant [-].

    Raises
    ------
    OutOfBounds
        If the soil is colder or warmer than the table.

    Notes
    -----
    Straight between the rows, which is permil's own choice; nothing is extrapolated. Soils are
    often 2 to 4 °C warmer than the air.

    References
    ----------
    woolf2021
    """
    known = np.asarray(temperatures, dtype=float)
    asked = np.asarray(soil_temperature, dtype=float)
    outside = (asked < known[0]) | (asked > known[-1])
    if np.any(outside):
        raise OutOfBounds(
            where=where,
            variable="soil_temperature",
            value=float(asked[outside].flat[0]),
            low=float(known[0]),
            high=float(known[-1]),
            unit="°C",
        )
    return np.interp(asked, known, np.asarray(coefficients, dtype=float))
