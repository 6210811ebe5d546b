"""Soil carbon and CH4 of mangroves, tidal marshes and seagrass (Wetlands Supplement, chapter 4)."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.science.greenhouse_gases import carbon_to_co2

#: Salinity above which coastal wetlands emit no methane by the source [g/kg, or ppt].
SALINE = 18.0


def coastal_soil_co2_ipcc2013(area: Any, emission_factor: Any) -> Any:
    r"""Return the CO2 of coastal soil that is drained or rewetted (equations 4.7 and 4.8).

    .. math:: CO_2 = \frac{44}{12} A \, EF

    Parameters
    ----------
    area : float or ndarray
        Area drained, or rewetted with its vegetation back [ha].
    emission_factor : float or ndarray
        Loss of soil carbon: positive once drained, negative once rewetted [t C/ha/yr].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/yr].

    Notes
    -----
    The gain begins with the return of the vegetation, not with that of the water. A drained soil
    loses no more than it holds, see loss_until_exhausted.

    References
    ----------
    ipcc2013_wetlands
    """
    return carbon_to_co2(area * emission_factor)


def coastal_extraction_co2_ipcc2013(area: Any, soil_carbon_stock: Any) -> Any:
    r"""Return the CO2 of coastal soil that is dug out (equation 4.6).

    .. math:: CO_2 = \frac{44}{12} A \, SOC_{1 m}

    Parameters
    ----------
    area : float or ndarray
        Area dug out in the year, for ponds or ports [ha].
    soil_carbon_stock : float or ndarray
        Carbon to 1 m depth [t C/ha], 0-100 cm.

    Returns
    -------
    float or ndarray
        CO2, all in the year of the extraction [t CO2].

    Notes
    -----
    The stock is to 1 m and never mixed with those of 0 to 30 cm. What is left emits no more.

    References
    ----------
    ipcc2013_wetlands
    """
    return carbon_to_co2(area * soil_carbon_stock)


def coastal_ch4_ipcc2013(area: Any, salinity: Any, *, fresh: Any, saline: Any) -> Any:
    r"""Return the methane of rewetted mangroves and tidal marshes by salinity (equation 4.9).

    .. math:: CH_4 = A \, EF(S) \cdot 10^{-3}, \quad
              EF = EF_{fresh} \text{ for } S \le 18, \; EF_{saline} \text{ for } S > 18

    Parameters
    ----------
    area : float or ndarray
        Area rewetted [ha].
    salinity : float or ndarray
        Mean annual salinity S of the water [g/kg].
    fresh, saline : float or ndarray
        Factors below and above 18 g/kg [kg CH4/ha/yr].

    Returns
    -------
    float or ndarray
        Methane [t CH4/yr].

    Notes
    -----
    The source leaves open to which side 18 itself belongs: it counts as fresh, which emits.

    References
    ----------
    ipcc2013_wetlands
    """
    return area * np.where(np.asarray(salinity) > SALINE, saline, fresh) / 1000.0
