"""Carbonates in soil: kept apart from organic carbon."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.errors import Conflict
from permil.science.greenhouse_gases import carbon_to_co2


class SoilCarbon(NamedTuple):
    """Carbon of a soil by kind. There is no sum: a gain of one is no gain of the other.

    Parameters
    ----------
    organic, inorganic : float or ndarray
        Content of each kind [g/kg].
    """

    organic: Any
    inorganic: Any


def soil_carbon_by_kind(
    total: Any, calcium_carbonate: Any, carbon_of_carbonate: Any, where: str = ""
) -> SoilCarbon:
    r"""Return organic and inorganic carbon of a soil with carbonates.

    .. math:: C_{inorg} = 0.12 \, CaCO_3, \quad C_{org} = C_{total} - C_{inorg}

    Parameters
    ----------
    total : float or ndarray
        Total carbon by dry combustion [g/kg].
    calcium_carbonate : float or ndarray
        Carbonates, as calcium carbonate [g/kg].
    carbon_of_carbonate : float
        Carbon in calcium carbonate: 0.12 [kg/kg].
    where : str
        Place of the sample, for the message.

    Returns
    -------
    SoilCarbon
        Content of each kind.

    Raises
    ------
    Conflict
        If the carbonates alone hold more carbon than was measured.

    Notes
    -----
    For samples burnt without taking carbonates off. Dolomite holds 0.13 and reads lower as calcium
    carbonate. Where carbonates are many, the difference has the error of both measurements.

    References
    ----------
    ipcc2019_v4_ch2
    """
    inorganic = carbon_of_carbonate * np.asarray(calcium_carbonate, dtype=float)
    organic = np.asarray(total, dtype=float) - inorganic
    if np.any(organic < 0.0):
        raise Conflict(
            where=where,
            problem="the carbonates hold more carbon than the total carbon of the sample",
            remedy="check both values and whether carbonates were taken off before the analysis",
        )
    return SoilCarbon(organic, inorganic)


def carbonate_dissolution_co2_zamanian2018(nitrogen: Any, dissolution: Any) -> Any:
    r"""Return the CO2 from carbonates that acidifying nitrogen dissolves.

    .. math:: CO_2 = \frac{44}{12} \cdot \frac{N \, d}{1000}

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen fertiliser applied [kg N/ha/yr].
    dissolution : float or ndarray
        Carbon released by nitrogen in a soil with carbonates: 0.21 [kg C/kg N].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/ha/yr].

    Notes
    -----
    Information, in no total: a mean of the world with no published range, for soils that hold
    carbonates, part of which may form again or leave with the water. Never beside the CO2 of lime
    spread on the same land, which counts all of its carbon already. Ammonium dissolves more,
    nitrate next to nothing.

    References
    ----------
    zamanian2018
    """
    return carbon_to_co2(nitrogen * dissolution / 1000.0)
