"""CH4 from manure (IPCC 2019, Tiers 1 and 2)."""

from __future__ import annotations

from typing import Any

#: Days of the year of the Guidelines [day].
DAYS = 365.0


def volatile_solids_ipcc2019(rate: Any, weight: Any) -> Any:
    r"""Return the volatile solids that one animal excretes in a year (equation 10.22A).

    .. math:: VS = \frac{VS_{rate} \, TAM}{1000} \cdot 365

    Parameters
    ----------
    rate : float or ndarray
        Excretion per live weight [kg VS/t LW/day].
    weight : float or ndarray
        Live weight of one animal, TAM [kg].

    Returns
    -------
    float or ndarray
        Volatile solids of one animal [kg VS/head/yr].

    Notes
    -----
    Tier 1.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return rate * weight / 1000.0 * DAYS


def volatile_solids_of_feed_ipcc2019(
    gross_energy: Any, digestibility: Any, *, urinary_energy: Any, ash: Any, feed_energy: Any
) -> Any:
    r"""Return the volatile solids of one animal from its feed (equation 10.24, for a year).

    .. math:: VS = 365 \, GE \left(1 - \frac{DE}{100} + UE\right) \frac{1 - ASH}{18.45}

    Parameters
    ----------
    gross_energy : float or ndarray
        Gross energy of the feed [MJ/day].
    digestibility : float or ndarray
        Digestible share of that energy, DE, in per cent [%].
    urinary_energy : float or ndarray
        Share of the gross energy in urine, UE, 0.04 for most ruminants [-].
    ash : float or ndarray
        Ash of the dry matter [kg/kg].
    feed_energy : float or ndarray
        Energy content of feed, 18.45 [MJ/kg DM].

    Returns
    -------
    float or ndarray
        Volatile solids of one animal [kg VS/head/yr].

    Notes
    -----
    Tier 2 for cattle, with the gross energy of gross_energy_ipcc2019.

    References
    ----------
    ipcc2019_v4_ch10
    """
    excreted = gross_energy * (1.0 - digestibility / 100.0 + urinary_energy)
    return DAYS * excreted * (1.0 - ash) / feed_energy


def manure_emission_factor_ipcc2019(capacity: Any, conversion: Any, *, density: Any) -> Any:
    r"""Return the methane per volatile solids in one system (a part of equation 10.23).

    .. math:: EF = 1000 \, B_0 \cdot 0.67 \, MCF

    Parameters
    ----------
    capacity : float or ndarray
        Maximum methane that the manure can give, B0 [m3 CH4/kg VS].
    conversion : float or ndarray
        Share of it that the system and the climate let form, MCF, as a fraction [-].
    density : float or ndarray
        Density of methane, 0.67 [kg CH4/m3].

    Returns
    -------
    float or ndarray
        Emission factor [g CH4/kg VS].

    Notes
    -----
    Equals the Tier 1 table but for its slurries, which there are stored for six months, and for
    pasture, whose B0 is 0.19 for all animals.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return 1000.0 * capacity * density * conversion


def manure_methane_ipcc2019(volatile_solids: Any, share: Any, emission_factor: Any) -> Any:
    r"""Return the methane of the manure in one system (a term of equation 10.22).

    .. math:: CH_4 = \frac{N \, VS \, AWMS \, EF}{1000}

    Parameters
    ----------
    volatile_solids : float or ndarray
        Volatile solids of all animals, N VS [kg VS/yr].
    share : float or ndarray
        Share of the manure in the system, AWMS [-].
    emission_factor : float or ndarray
        Methane per volatile solids in the system [g CH4/kg VS].

    Returns
    -------
    float or ndarray
        Methane, not its carbon [kg CH4/yr].

    Notes
    -----
    Systems add up; their shares, pasture among them, sum to one.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return volatile_solids * share * emission_factor / 1000.0
