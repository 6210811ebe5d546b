"""CO2, CO and CH4 of fires on organic soils (2013 Wetlands Supplement, chapter 2)."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.greenhouse_gases import carbon_to_co2


class PeatFireFactors(NamedTuple):
    """Factors of table 2.7, by the names of the table ``peat_fire``.

    Parameters
    ----------
    co2_carbon : float or ndarray
        Carbon emitted as CO2 [g CO2-C/kg DM].
    co : float or ndarray
        Carbon monoxide [g CO/kg DM].
    ch4 : float or ndarray
        Methane [g CH4/kg DM].
    """

    co2_carbon: Any
    co: Any
    ch4: Any


class PeatFireGases(NamedTuple):
    """Gases of a hectare of burnt organic soil.

    Parameters
    ----------
    co2 : float or ndarray
        CO2 [t CO2/ha].
    co : float or ndarray
        Carbon monoxide, for information [t CO/ha].
    ch4 : float or ndarray
        Methane [t CH4/ha].
    """

    co2: Any
    co: Any
    ch4: Any


def peat_fire_emission_ipcc2013(fuel: Any, emission_factor: Any) -> Any:
    r"""Return one gas of a fire on organic soil (equation 2.8, per area burnt).

    .. math:: L = M_B \, C_f \, G_{ef} \cdot 10^{-3}

    Parameters
    ----------
    fuel : float or ndarray
        Organic soil that the fire consumes, M_B C_f [t DM/ha].
    emission_factor : float or ndarray
        Factor of the gas [g/kg DM].

    Returns
    -------
    float or ndarray
        Emission, in the substance of the factor [t/ha].

    Notes
    -----
    Table 2.6 holds what is consumed: no combustion factor comes on top. The vegetation that burns
    with it is not in here.

    References
    ----------
    ipcc2013_wetlands
    """
    return fuel * emission_factor / 1000.0


def peat_fire_ipcc2013(fuel: Any, factors: PeatFireFactors) -> PeatFireGases:
    r"""Return the gases of a fire on organic soil (equation 2.8, per area burnt).

    .. math:: CO_2 = \frac{44}{12} M_B C_f G_{CO_2\text{-}C} \cdot 10^{-3}

    Parameters
    ----------
    fuel : float or ndarray
        Organic soil that the fire consumes [t DM/ha].
    factors : PeatFireFactors
        Factors of the gases.

    Returns
    -------
    PeatFireGases
        CO2 [t CO2/ha], CO [t CO/ha] and CH4 [t CH4/ha].

    Notes
    -----
    In the year of the fire. CO2 counts, since peat does not grow again within a plan; CO has no
    factor in the metrics and is not summed.

    References
    ----------
    ipcc2013_wetlands
    """
    return PeatFireGases(
        co2=carbon_to_co2(peat_fire_emission_ipcc2013(fuel, factors.co2_carbon)),
        co=peat_fire_emission_ipcc2013(fuel, factors.co),
        ch4=peat_fire_emission_ipcc2013(fuel, factors.ch4),
    )
