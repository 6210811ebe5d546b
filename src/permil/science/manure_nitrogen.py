"""Nitrogen of manure before it reaches a field: N2O, ammonia, leaching (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.nitrous_oxide import SoilNitrousOxide

#: Days of the year of the Guidelines [day].
DAYS = 365.0


class ManureFactors(NamedTuple):
    """Factors of one management system and animal.

    Parameters
    ----------
    ef3 : float or ndarray
        Direct emission [kg N2O-N/kg N].
    frac_gas, frac_leach : float or ndarray
        Volatilised and leached share, FracGasMS and FracLeachMS [kg N/kg N].
    ef4, ef5 : float or ndarray
        Emission from volatilised and from leached nitrogen [kg N2O-N/kg N].
    n2_ratio : float or ndarray
        Nitrogen lost as N2 per nitrogen lost as N2O, 3 [kg N2-N/kg N2O-N].
    """

    ef3: Any
    frac_gas: Any
    frac_leach: Any
    ef4: Any
    ef5: Any
    n2_ratio: Any


class ManureNitrogen(NamedTuple):
    """Where the nitrogen of managed manure goes.

    Parameters
    ----------
    n2o, n2, volatilised, leached, left : float or ndarray
        Lost as N2O and N2, as ammonia and NOx, by leaching, and left to be spread [kg N/yr].
    """

    n2o: Any
    n2: Any
    volatilised: Any
    leached: Any
    left: Any


def nitrogen_excretion_ipcc2019(rate: Any, weight: Any) -> Any:
    r"""Return the nitrogen that one animal excretes in a year (equation 10.30).

    .. math:: N_{ex} = \frac{N_{rate} \, TAM}{1000} \cdot 365

    Parameters
    ----------
    rate : float or ndarray
        Excretion per live weight [kg N/t LW/day].
    weight : float or ndarray
        Live weight of one animal, TAM [kg].

    Returns
    -------
    float or ndarray
        Nitrogen of one animal [kg N/head/yr].

    Notes
    -----
    Tier 1. Each kg is managed or falls on pasture: it is counted in one place.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return rate * weight / 1000.0 * DAYS


def manure_nitrogen_budget_ipcc2019(nitrogen: Any, factors: ManureFactors) -> ManureNitrogen:
    r"""Return where the nitrogen in a management system goes (equations 10.25 to 10.27, 10.34).

    .. math:: N_{left} = N (1 - Frac_{GasMS} - Frac_{LeachMS} - EF_3 (1 + R_{N_2}))

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen excreted into the system, N Nex AWMS [kg N/yr].
    factors : ManureFactors
        Factors of the system.

    Returns
    -------
    ManureNitrogen
        Losses and what is left; they sum to the nitrogen [kg N/yr].

    Notes
    -----
    What is left reaches the soil as organic nitrogen F_ON: never take the excretion for it.
    Nitrogen of bedding is to be added there. Shares that sum to more than one give a negative
    rest, which says that the factors do not belong together.

    References
    ----------
    ipcc2019_v4_ch10
    """
    n2o = nitrogen * factors.ef3
    n2 = n2o * factors.n2_ratio
    volatilised = nitrogen * factors.frac_gas
    leached = nitrogen * factors.frac_leach
    left = nitrogen - n2o - n2 - volatilised - leached
    return ManureNitrogen(n2o, n2, volatilised, leached, left)


def manure_n2o_ipcc2019(nitrogen: Any, factors: ManureFactors) -> SoilNitrousOxide:
    r"""Return the direct and indirect N2O-N of one management system (equations 10.25 to 10.29).

    .. math:: N_2O\text{-}N = N (EF_3 + Frac_{GasMS} EF_4 + Frac_{LeachMS} EF_5)

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen excreted into the system, N Nex AWMS [kg N/yr].
    factors : ManureFactors
        Factors of the system.

    Returns
    -------
    SoilNitrousOxide
        Emission by pathway; here per herd and not per hectare [kg N2O-N/yr].

    Notes
    -----
    Systems add up. Pasture is none of them: see grazing_n2o_ipcc2019.

    References
    ----------
    ipcc2019_v4_ch10
    """
    budget = manure_nitrogen_budget_ipcc2019(nitrogen, factors)
    return SoilNitrousOxide(
        direct=budget.n2o,
        volatilised=budget.volatilised * factors.ef4,
        leached=budget.leached * factors.ef5,
    )
