"""CH4 from the digestion of animals (IPCC 2019, Tiers 1 and 2)."""

from __future__ import annotations

from typing import Any

#: Days of the year of the Guidelines [day].
DAYS = 365.0


def enteric_methane_ipcc2019(head: Any, emission_factor: Any) -> Any:
    r"""Return the enteric methane of a herd (equation 10.19).

    .. math:: CH_4 = N \, EF

    Parameters
    ----------
    head : float or ndarray
        Animals, the year's mean [head].
    emission_factor : float or ndarray
        Methane of one animal, of a table (Tier 1) or of its feed (Tier 2) [kg CH4/head/yr].

    Returns
    -------
    float or ndarray
        Methane, not its carbon [kg CH4/yr].

    Notes
    -----
    Animals that live for a part of a year count for that part.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return head * emission_factor


def enteric_emission_factor_ipcc2019(gross_energy: Any, methane_yield: Any, energy: Any) -> Any:
    r"""Return the enteric methane of one animal from its feed (equation 10.21).

    .. math:: EF = \frac{365 \, GE \, Y_m}{55.65}

    Parameters
    ----------
    gross_energy : float or ndarray
        Gross energy of the feed [MJ/day].
    methane_yield : float or ndarray
        Share of the gross energy that becomes methane, Ym, as a fraction [-].
    energy : float or ndarray
        Energy content of methane, 55.65 [MJ/kg CH4].

    Returns
    -------
    float or ndarray
        Methane of one animal [kg CH4/head/yr].

    Notes
    -----
    The Guidelines give Ym in per cent. A calf that drinks nothing but milk gives none.

    References
    ----------
    ipcc2019_v4_ch10
    """
    return DAYS * gross_energy * methane_yield / energy


def methane_yield_gleam(digestibility: Any) -> Any:
    r"""Return the methane yield of cattle from the digestibility of their feed.

    .. math:: Y_m = \frac{9.75 - 0.05 \, DE}{100}

    Parameters
    ----------
    digestibility : float or ndarray
        Digestible share of the gross energy of the feed, DE, in per cent [%].

    Returns
    -------
    float or ndarray
        Share of the gross energy that becomes methane, as a fraction [-].

    Notes
    -----
    The form of FAO's GLEAM, continuous where the Guidelines have classes; a named alternative.

    References
    ----------
    gleam
    """
    return (9.75 - 0.05 * digestibility) / 100.0
