"""CO2 from lime and urea."""

from __future__ import annotations

from typing import Any

from permil.science.greenhouse_gases import carbon_to_co2

#: Mass of urea, CO(NH2)2, per mass of nitrogen in it [t/t N]: 60/28.
UREA_PER_NITROGEN = 60.0 / 28.0


def lime_co2_ipcc2019(amount: Any, emission_factor: Any) -> Any:
    r"""Return the CO2 from limestone or dolomite spread on soil (a term of equation 11.12).

    .. math:: CO_2 = \frac{44}{12} \, M \, EF

    Parameters
    ----------
    amount : float or ndarray
        Limestone or dolomite applied [t/ha].
    emission_factor : float or ndarray
        Factor of that product [t C/t].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/ha].

    Notes
    -----
    Tier 1: an upper bound, since all carbonate carbon counts as emitted in the year of
    application although part of it leaves with the drainage water. Add up the products.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return carbon_to_co2(amount * emission_factor)


def urea_co2_ipcc2019(urea: Any, emission_factor: Any) -> Any:
    r"""Return the CO2 from urea spread on soil (equation 11.13).

    .. math:: CO_2 = \frac{44}{12} \, M_{urea} \, EF_{urea}

    Parameters
    ----------
    urea : float or ndarray
        Urea applied, not its nitrogen [t/ha].
    emission_factor : float or ndarray
        Factor of urea [t C/t].

    Returns
    -------
    float or ndarray
        CO2 [t CO2/ha].

    Notes
    -----
    Tier 1: an upper bound. The CO2 that was bound when the urea was made belongs to the industry.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return carbon_to_co2(urea * emission_factor)


def urea_from_nitrogen(nitrogen: Any) -> Any:
    r"""Return the urea that holds an amount of nitrogen.

    .. math:: M_{urea} = \frac{60}{28} \cdot \frac{N}{1000}

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen applied as urea [kg N/ha].

    Returns
    -------
    float or ndarray
        Urea [t/ha].

    Notes
    -----
    By molar mass: 46.7 % of nitrogen.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return nitrogen * UREA_PER_NITROGEN / 1000.0
