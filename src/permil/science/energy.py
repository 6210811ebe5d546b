"""Gases from fuel and electricity (IPCC 2006, volume 2)."""

from __future__ import annotations

from typing import Any, NamedTuple


class FuelGases(NamedTuple):
    """Gases from burning fuel.

    Parameters
    ----------
    co2 : float or ndarray
        CO2 [t CO2/yr]; of biomass it is information and in no total.
    ch4 : float or ndarray
        Methane [t CH4/yr].
    n2o : float or ndarray
        N2O [t N2O/yr].
    """

    co2: Any
    ch4: Any
    n2o: Any


class FuelFactors(NamedTuple):
    """Gases from burning a unit of fuel, for one fuel and use.

    Parameters
    ----------
    co2 : float or ndarray
        CO2 [kg CO2/l].
    ch4 : float or ndarray
        Methane [kg CH4/l].
    n2o : float or ndarray
        N2O [kg N2O/l].
    """

    co2: Any
    ch4: Any
    n2o: Any


def fuel_gases_ipcc2006(amount: Any, factors: FuelFactors) -> FuelGases:
    r"""Return the gases from burning an amount of fuel (equations 2.1 and 3.2.1, Tier 1).

    .. math:: E_{gas} = \frac{F \, EF_{gas}}{1000}

    Parameters
    ----------
    amount : float or ndarray
        Fuel burnt, in the unit of the factors: litre, m3 of gas or kg [l/yr].
    factors : FuelFactors
        Factors of this fuel and use, per the same unit of fuel [kg/l].

    Returns
    -------
    FuelGases
        Emission of each gas.

    Notes
    -----
    Burning only: what bringing the fuel to the tank emits is a line of manufacture. The CO2 of
    wood, charcoal and other biomass is reported and not added. Methane of fossil fuel takes the
    fossil factor of a metric, that of biomass the biogenic one.

    References
    ----------
    ipcc2006_v2_ch2, ipcc2006_v2_ch3
    """
    return FuelGases(*(amount * factor / 1000.0 for factor in factors))


def electricity_co2(energy: Any, emission_factor: Any) -> Any:
    r"""Return the CO2 of electricity taken from a grid.

    .. math:: CO_2 = W \, EF_{grid}

    Parameters
    ----------
    energy : float or ndarray
        Electricity used [MWh/yr].
    emission_factor : float or ndarray
        Factor of the grid [t CO2/MWh].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/yr].

    Notes
    -----
    The combined margin holds for a lasting change of demand, the operating margin for one that
    builds no plant; neither is the mean of the grid that a footprint takes. Losses between plant
    and farm are not in the factors, nor are methane and N2O. A country without a factor is asked
    for one: a zero in its source means that there are no data.

    References
    ----------
    ifi_twg
    """
    return energy * emission_factor
