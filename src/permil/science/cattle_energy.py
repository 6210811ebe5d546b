"""Energy that cattle need from their feed (IPCC 2019, Tier 2).

Net energies are per animal and day; gross energy adds what digestion and metabolism lose.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class NetEnergies(NamedTuple):
    """Net energy that one animal needs a day.

    Parameters
    ----------
    maintenance, activity, lactation, work, pregnancy, growth : float or ndarray
        Need of each purpose [MJ/day].
    """

    maintenance: Any
    activity: Any = 0.0
    lactation: Any = 0.0
    work: Any = 0.0
    pregnancy: Any = 0.0
    growth: Any = 0.0


def cold_maintenance_coefficient_ipcc2019(coefficient: Any, temperature: Any, *, per_k: Any) -> Any:
    r"""Return the maintenance coefficient of cattle that winter in the cold (equation 10.2).

    .. math:: Cf_{cold} = Cf + 0.0048 \max(0, 20 - T)

    Parameters
    ----------
    coefficient : float or ndarray
        Maintenance coefficient, Cf [MJ/kg0.75/day].
    temperature : float or ndarray
        Mean temperature of the winter season [°C].
    per_k : float or ndarray
        Correction per degree, 0.0048 [MJ/kg0.75/day/K].

    Returns
    -------
    float or ndarray
        Coefficient [MJ/kg0.75/day].

    Notes
    -----
    For animals kept in the open; above 20 °C there is no correction.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return coefficient + per_k * np.maximum(0.0, 20.0 - temperature)


def net_energy_maintenance_ipcc2019(weight: Any, coefficient: Any) -> Any:
    r"""Return the net energy that an animal needs to keep its weight (equation 10.3).

    .. math:: NE_m = Cf \, W^{0.75}

    Parameters
    ----------
    weight : float or ndarray
        Live weight of one animal [kg].
    coefficient : float or ndarray
        Maintenance coefficient, Cf [MJ/kg0.75/day].

    Returns
    -------
    float or ndarray
        Net energy [MJ/day].

    Notes
    -----
    A cow has the coefficient of lactating animals for the time in which she gives milk.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return coefficient * weight**0.75


def net_energy_activity_ipcc2019(maintenance: Any, coefficient: Any) -> Any:
    r"""Return the net energy that cattle need to find their feed (equation 10.4).

    .. math:: NE_a = C_a \, NE_m

    Parameters
    ----------
    maintenance : float or ndarray
        Net energy for maintenance [MJ/day].
    coefficient : float or ndarray
        Activity coefficient of the housing, Ca [-].

    Returns
    -------
    float or ndarray
        Net energy [MJ/day].

    Notes
    -----
    With several kinds of housing in a year, weigh the coefficients by time.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return coefficient * maintenance


def net_energy_growth_ipcc2019(weight: Any, mature_weight: Any, gain: Any, sex: Any) -> Any:
    r"""Return the net energy that growing cattle need (equation 10.6).

    .. math:: NE_g = 22.02 \left(\frac{BW}{C \, MW}\right)^{0.75} WG^{1.097}

    Parameters
    ----------
    weight : float or ndarray
        Mean live weight of the animals, BW [kg].
    mature_weight : float or ndarray
        Weight of an adult animal in moderate condition, MW [kg].
    gain : float or ndarray
        Mean daily gain of weight, WG, not negative [kg/day].
    sex : float or ndarray
        Coefficient C: 0.8 for females, 1.0 for castrates, 1.2 for bulls [-].

    Returns
    -------
    float or ndarray
        Net energy [MJ/day].

    Notes
    -----
    Loss of weight is not in here: the Guidelines treat it apart.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return 22.02 * (weight / (sex * mature_weight)) ** 0.75 * gain**1.097


def net_energy_lactation_ipcc2019(milk: Any, fat: Any) -> Any:
    r"""Return the net energy that the milk of cattle takes (equation 10.8).

    .. math:: NE_l = M (1.47 + 0.40 \, F)

    Parameters
    ----------
    milk : float or ndarray
        Milk, the year's mean over all days [kg/day].
    fat : float or ndarray
        Fat of the milk [% by mass].

    Returns
    -------
    float or ndarray
        Net energy [MJ/day].

    Notes
    -----
    Milk that a calf drinks counts as well.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return milk * (1.47 + 0.40 * fat)


def net_energy_work_ipcc2019(maintenance: Any, hours: Any, per_hour: Any) -> Any:
    r"""Return the net energy that draught animals need for their work (equation 10.11).

    .. math:: NE_{work} = 0.10 \, NE_m \, H

    Parameters
    ----------
    maintenance : float or ndarray
        Net energy for maintenance [MJ/day].
    hours : float or ndarray
        Hours of work a day, the year's mean [hours/day].
    per_hour : float or ndarray
        Share of maintenance per hour, 0.10 [1/hour].

    Returns
    -------
    float or ndarray
        Net energy [MJ/day].

    Notes
    -----
    Cattle and buffalo at light work.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return per_hour * maintenance * hours


def net_energy_pregnancy_ipcc2019(maintenance: Any, coefficient: Any, pregnant: Any) -> Any:
    r"""Return the net energy of pregnancy (equation 10.13).

    .. math:: NE_p = C_{pregnancy} \, p \, NE_m

    Parameters
    ----------
    maintenance : float or ndarray
        Net energy for maintenance [MJ/day].
    coefficient : float or ndarray
        Share of maintenance over the whole year, 0.10 [-].
    pregnant : float or ndarray
        Share p of the females that give birth in the year [-].

    Returns
    -------
    float or ndarray
        Net energy, the year's mean [MJ/day].

    Notes
    -----
    The coefficient holds for a pregnancy of 281 days, spread over the year.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return coefficient * pregnant * maintenance


def maintenance_energy_ratio_ipcc2019(digestibility: Any) -> Any:
    r"""Return the net energy for maintenance per digestible energy of a diet (equation 10.14).

    .. math:: REM = 1.123 - 4.092 \cdot 10^{-3} DE + 1.126 \cdot 10^{-5} DE^2 - \frac{25.4}{DE}

    Parameters
    ----------
    digestibility : float or ndarray
        Digestible share of the gross energy of the feed, DE, in per cent [%].

    Returns
    -------
    float or ndarray
        Ratio [-].

    Notes
    -----
    Diets of ruminants, 45 to 85 %.

    References
    ----------
    ipcc2019_v4_ch10
    """
    de = digestibility
    return 1.123 - 4.092e-3 * de + 1.126e-5 * de**2 - 25.4 / de


def growth_energy_ratio_ipcc2019(digestibility: Any) -> Any:
    r"""Return the net energy for growth per digestible energy of a diet (equation 10.15).

    .. math:: REG = 1.164 - 5.160 \cdot 10^{-3} DE + 1.308 \cdot 10^{-5} DE^2 - \frac{37.4}{DE}

    Parameters
    ----------
    digestibility : float or ndarray
        Digestible share of the gross energy of the feed, DE, in per cent [%].

    Returns
    -------
    float or ndarray
        Ratio [-].

    Notes
    -----
    Diets of ruminants, 45 to 85 %; below 38 % the ratio is negative and means nothing.

    References
    ----------
    ipcc2019_v4_ch10
    """
    de = digestibility
    return 1.164 - 5.160e-3 * de + 1.308e-5 * de**2 - 37.4 / de


def gross_energy_ipcc2019(need: NetEnergies, digestibility: Any) -> Any:
    r"""Return the gross energy of the feed that covers an animal's needs (equation 10.16).

    .. math:: GE = \frac{100}{DE} \left(\frac{NE_m + NE_a + NE_l + NE_{work} + NE_p}{REM}
        + \frac{NE_g}{REG}\right)

    Parameters
    ----------
    need : NetEnergies
        Net energies [MJ/day].
    digestibility : float or ndarray
        Digestible share of the gross energy of the feed, DE, in per cent [%].

    Returns
    -------
    float or ndarray
        Gross energy [MJ/day].

    Notes
    -----
    Cattle and buffalo. The better the diet digests, the less an animal of the same output needs.

    References
    ----------
    ipcc2019_v4_ch10
    """
    living = need.maintenance + need.activity + need.lactation + need.work + need.pregnancy
    maintained = living / maintenance_energy_ratio_ipcc2019(digestibility)
    grown = need.growth / growth_energy_ratio_ipcc2019(digestibility)
    return (maintained + grown) * 100.0 / digestibility
