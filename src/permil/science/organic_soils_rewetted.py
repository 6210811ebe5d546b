"""CO2, CH4 and N2O of rewetted organic soils (2013 Wetlands Supplement, chapter 3, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.greenhouse_gases import carbon_to_co2, ch4_from_ch4_carbon
from permil.science.nitrous_oxide import n2o_from_n2o_n
from permil.science.organic_soils_drained import SoilGases


class RewettedFactors(NamedTuple):
    """Factors of tables 3.1 to 3.3, by the names of the table ``rewetted_organic_soils``.

    Parameters
    ----------
    co2_carbon : float or ndarray
        Carbon lost as CO2, a gain negative [t CO2-C/ha/yr].
    dissolved_carbon : float or ndarray
        Dissolved organic carbon that leaves and becomes CO2 [t CO2-C/ha/yr].
    ch4_carbon : float or ndarray
        Carbon lost as methane: CH4-C, not CH4 [kg CH4-C/ha/yr].
    n2o_nitrogen : float or ndarray
        N2O, zero by the source [kg N2O-N/ha/yr].
    """

    co2_carbon: Any
    dissolved_carbon: Any
    ch4_carbon: Any
    n2o_nitrogen: Any


def rewetted_co2_ipcc2013(co2_carbon: Any, dissolved_carbon: Any) -> Any:
    r"""Return the CO2 of a rewetted organic soil (equations 3.3 to 3.5, without fire).

    .. math:: CO_2 = \frac{44}{12} (EF_{CO_2} + EF_{DOC})

    Parameters
    ----------
    co2_carbon : float or ndarray
        Carbon lost as CO2, a gain negative [t CO2-C/ha/yr].
    dissolved_carbon : float or ndarray
        Dissolved organic carbon that leaves and becomes CO2 [t CO2-C/ha/yr].

    Returns
    -------
    float or ndarray
        CO2, negative where the soil gains [t CO2/ha/yr].

    Notes
    -----
    From the first year on. What rewetting is worth is the drained soil less the rewetted one.

    References
    ----------
    ipcc2013_wetlands
    """
    return carbon_to_co2(co2_carbon + dissolved_carbon)


def rewetted_ch4_ipcc2013(ch4_carbon: Any) -> Any:
    r"""Return the methane of a rewetted organic soil (equations 3.7 and 3.8).

    .. math:: CH_4 = \frac{16}{12} EF_{CH_4\text{-}C}

    Parameters
    ----------
    ch4_carbon : float or ndarray
        Factor of table 3.3 [kg CH4-C/ha/yr].

    Returns
    -------
    float or ndarray
        Methane [kg CH4/ha/yr].

    Notes
    -----
    Table 3.3 is in CH4-C while those of drained soils are in CH4; who mixes them up loses a quarter
    of the methane.

    References
    ----------
    ipcc2013_wetlands
    """
    return ch4_from_ch4_carbon(ch4_carbon)


def rewetted_organic_soil_ipcc2013(factors: RewettedFactors) -> SoilGases:
    r"""Return the gases of a hectare of rewetted organic soil (equations 3.3 to 3.8).

    .. math:: CO_2e = CO_2 + M_{CH_4} CH_4 + M_{N_2O} N_2O

    Parameters
    ----------
    factors : RewettedFactors
        Factors of the climate and nutrient status.

    Returns
    -------
    SoilGases
        CO2 [t CO2/ha/yr], CH4 [kg CH4/ha/yr] and N2O [kg N2O/ha/yr].

    Notes
    -----
    The mean of sites of many ages: the methane of the first years may be higher, see
    methane_overshoot. With short-lived metrics rewetting may be a cost; show several.

    References
    ----------
    ipcc2013_wetlands
    """
    return SoilGases(
        co2=rewetted_co2_ipcc2013(factors.co2_carbon, factors.dissolved_carbon),
        ch4=rewetted_ch4_ipcc2013(factors.ch4_carbon),
        n2o=n2o_from_n2o_n(factors.n2o_nitrogen),
    )


def methane_overshoot(recently_rewetted: Any, charge: Any, ch4_metric: Any) -> Any:
    r"""Return the methane that a rule charges in the first years after rewetting.

    .. math:: CH_4 = \frac{q \, A_{0..d}}{M_{CH_4}}

    Parameters
    ----------
    recently_rewetted : float or ndarray
        Area rewetted less than d years ago, see area_in_window [ha].
    charge : float or ndarray
        Charge q of the rule [t CO2e/ha/yr].
    ch4_metric : float or ndarray
        Factor of methane by which the rule counts [kg CO2e/kg].

    Returns
    -------
    float or ndarray
        Methane [t CH4/yr].

    Notes
    -----
    An option of its own, on top of the factors of rewetted soil, which are means over many ages:
    carbon farming in the EU charges 10 t CO2e/ha in each of five years unless less is shown. Given
    as methane, so that every metric weighs it as what it is.

    References
    ----------
    eu2024_crcf
    """
    return recently_rewetted * charge / ch4_metric
