"""CO2, CH4 and N2O of drained organic soils (2013 Wetlands Supplement, chapter 2, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.nitrous_oxide import n2o_from_n2o_n


class SoilGases(NamedTuple):
    """Gases of a hectare of soil in a year, positive to the atmosphere.

    Parameters
    ----------
    co2 : float or ndarray
        CO2, dissolved carbon that becomes CO2 included [t CO2/ha/yr].
    ch4 : float or ndarray
        Methane [kg CH4/ha/yr].
    n2o : float or ndarray
        N2O [kg N2O/ha/yr].
    """

    co2: Any
    ch4: Any
    n2o: Any


class DrainedFactors(NamedTuple):
    """Factors of tables 2.1 to 2.5, by the names of the table ``drained_organic_soils``.

    Parameters
    ----------
    onsite_co2 : float or ndarray
        Carbon lost on site as CO2 [t CO2-C/ha/yr].
    dissolved_carbon : float or ndarray
        Dissolved organic carbon that leaves and becomes CO2 [t CO2-C/ha/yr].
    land_ch4 : float or ndarray
        Methane of the land between the ditches [kg CH4/ha/yr].
    ditch_ch4 : float or ndarray
        Methane of the ditches, per area of ditch [kg CH4/ha/yr].
    ditch_share : float or ndarray
        Share of the area that is ditch [-].
    n2o_nitrogen : float or ndarray
        N2O [kg N2O-N/ha/yr].
    """

    onsite_co2: Any
    dissolved_carbon: Any
    land_ch4: Any
    ditch_ch4: Any
    ditch_share: Any
    n2o_nitrogen: Any


def drained_co2_ipcc2013(onsite_co2: Any, dissolved_carbon: Any) -> Any:
    r"""Return the CO2 of a drained organic soil (equations 2.2 to 2.4, without fire).

    .. math:: CO_2 = \frac{44}{12} (EF_{on\text{-}site} + EF_{DOC})

    Parameters
    ----------
    onsite_co2 : float or ndarray
        Carbon lost on site as CO2 [t CO2-C/ha/yr].
    dissolved_carbon : float or ndarray
        Dissolved organic carbon that leaves and becomes CO2 [t CO2-C/ha/yr].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/ha/yr].

    Notes
    -----
    The published factor of dissolved carbon holds the share of 0.9 that becomes CO2 already. Of a
    drained organic soil this is the whole change of soil carbon: no stock-change method comes
    beside it, and there is no reference stock of peat.

    References
    ----------
    ipcc2013_wetlands
    """
    return carbon_to_co2(onsite_co2 + dissolved_carbon)


def drained_ch4_ipcc2013(land_ch4: Any, ditch_ch4: Any, ditch_share: Any) -> Any:
    r"""Return the methane of a drained organic soil and its ditches (equation 2.6).

    .. math:: CH_4 = (1 - Frac_{ditch}) EF_{land} + Frac_{ditch} EF_{ditch}

    Parameters
    ----------
    land_ch4 : float or ndarray
        Factor of the land between the ditches [kg CH4/ha/yr].
    ditch_ch4 : float or ndarray
        Factor of the ditches, per area of ditch [kg CH4/ha/yr].
    ditch_share : float or ndarray
        Share of the area that is ditch [-].

    Returns
    -------
    float or ndarray
        Methane [kg CH4/ha/yr].

    Notes
    -----
    Both tables are in CH4, not in CH4-C. Ditches are a few per cent of the area and most of its
    methane.

    References
    ----------
    ipcc2013_wetlands
    """
    return (1.0 - ditch_share) * land_ch4 + ditch_share * ditch_ch4


def drained_n2o_ipcc2013(n2o_nitrogen: Any) -> Any:
    r"""Return the N2O of a drained organic soil (equation 2.7).

    .. math:: N_2O = \frac{44}{28} EF_{N_2O}

    Parameters
    ----------
    n2o_nitrogen : float or ndarray
        Factor [kg N2O-N/ha/yr].

    Returns
    -------
    float or ndarray
        N2O [kg N2O/ha/yr].

    Notes
    -----
    From the nitrogen of the peat; that of fertiliser spread on it comes on top. Equation 11.1 has
    the same term (F_OS EF2): count it once.

    References
    ----------
    ipcc2013_wetlands
    """
    return n2o_from_n2o_n(n2o_nitrogen)


def drained_organic_soil_ipcc2013(factors: DrainedFactors) -> SoilGases:
    r"""Return the gases of a hectare of drained organic soil (equations 2.2 to 2.7).

    .. math:: CO_2e = CO_2 + M_{CH_4} CH_4 + M_{N_2O} N_2O

    Parameters
    ----------
    factors : DrainedFactors
        Factors of the land use, climate, nutrient status and drainage.

    Returns
    -------
    SoilGases
        CO2 [t CO2/ha/yr], CH4 [kg CH4/ha/yr] and N2O [kg N2O/ha/yr].

    Notes
    -----
    Every year as long as the soil is drained and peat is left, see loss_until_exhausted. Fire has a
    function of its own.

    References
    ----------
    ipcc2013_wetlands
    """
    return SoilGases(
        co2=drained_co2_ipcc2013(factors.onsite_co2, factors.dissolved_carbon),
        ch4=drained_ch4_ipcc2013(factors.land_ch4, factors.ditch_ch4, factors.ditch_share),
        n2o=drained_n2o_ipcc2013(factors.n2o_nitrogen),
    )


def loss_until_exhausted(rate: Any, stock: Any, year: Any) -> Any:
    r"""Return the carbon that a drained soil loses in a year, no more than it holds.

    .. math:: L_t = \min(r, \max(0, S - (t - 1) r))

    Parameters
    ----------
    rate : float or ndarray
        Loss of carbon while there is any, never negative [t C/ha/yr].
    stock : float or ndarray
        Carbon of the layer that drainage reaches, when it began [t C/ha].
    year : int or ndarray
        Year t of drainage, the first being 1 [yr].

    Returns
    -------
    float or ndarray
        Loss [t C/ha/yr].

    Notes
    -----
    Tier 1 has no end: 50 years of 7.9 t C/ha are more than the first metre under a mangrove holds.
    All arguments broadcast; give ``year`` trailing axes of length one for a leading time axis.

    References
    ----------
    ipcc2013_wetlands
    """
    left = stock - (np.asarray(year, dtype=float) - 1.0) * rate
    return np.minimum(rate, np.maximum(left, 0.0))
