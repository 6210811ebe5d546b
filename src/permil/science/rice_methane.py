"""CH4 from rice fields (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple


class RiceAmendments(NamedTuple):
    """Organic amendments of a rice season, or the conversion factor of each.

    Straw is weighed dry and all others fresh: an amount and its factor are of one basis only.

    Parameters
    ----------
    straw_shortly_before : float or ndarray
        Straw incorporated less than 30 days before cultivation [t DM/ha], its factor [ha/t DM].
    straw_long_before : float or ndarray
        Straw incorporated more than 30 days before [t DM/ha], its factor [ha/t DM].
    compost, farmyard_manure, green_manure : float or ndarray
        Amounts of fresh matter [t FM/ha], their factors [ha/t FM].
    """

    straw_shortly_before: Any = 0.0
    straw_long_before: Any = 0.0
    compost: Any = 0.0
    farmyard_manure: Any = 0.0
    green_manure: Any = 0.0


def rice_amendment_scaling_ipcc2019(
    amounts: RiceAmendments, conversion: RiceAmendments, *, exponent: Any
) -> Any:
    r"""Return by how much organic amendments scale the methane of rice (equation 5.3).

    .. math:: SF_o = \left(1 + \sum_i ROA_i \, CFOA_i\right)^{0.59}

    Parameters
    ----------
    amounts : RiceAmendments
        Amendments, ROA: straw [t DM/ha], all others [t FM/ha].
    conversion : RiceAmendments
        Conversion factors, CFOA, of the same amendments.
    exponent : float or ndarray
        Exponent of the table, 0.59 [-].

    Returns
    -------
    float or ndarray
        Scaling factor, one without amendments [-].

    Notes
    -----
    Each amendment has a factor of its own: 6 t of compost scale by 1.51, 6 t of straw shortly
    before cultivation by 3.15.

    References
    ----------
    ipcc2019_v4_ch5
    """
    weighted = sum(amount * factor for amount, factor in zip(amounts, conversion, strict=True))
    return (1.0 + weighted) ** exponent


def rice_daily_emission_ipcc2019(
    baseline: Any, *, water_regime: Any, pre_season: Any, amendments: Any
) -> Any:
    r"""Return the daily methane of a rice field during the season (equation 5.2).

    .. math:: EF_i = EF_c \, SF_w \, SF_p \, SF_o

    Parameters
    ----------
    baseline : float or ndarray
        Emission of continuously flooded fields without amendments, EFc [kg CH4/ha/day].
    water_regime : float or ndarray
        Scaling factor of the water regime during the season, SFw [-].
    pre_season : float or ndarray
        Scaling factor of the water regime before the season, SFp [-].
    amendments : float or ndarray
        Scaling factor of organic amendments, SFo [-].

    Returns
    -------
    float or ndarray
        Emission [kg CH4/ha/day].

    Notes
    -----
    The optional factor of soil type and cultivar is one where it is not known. Drainage that
    saves methane raises N2O: see rice_direct_n2o_ipcc2019.

    References
    ----------
    ipcc2019_v4_ch5
    """
    return baseline * water_regime * pre_season * amendments


def rice_methane_ipcc2019(daily_emission: Any, days: Any) -> Any:
    r"""Return the methane of one rice season (equation 5.1, for one hectare).

    .. math:: CH_4 = EF_i \, t_i

    Parameters
    ----------
    daily_emission : float or ndarray
        Emission during the season, see rice_daily_emission_ipcc2019 [kg CH4/ha/day].
    days : float or ndarray
        Length of the season [day].

    Returns
    -------
    float or ndarray
        Methane of the season [kg CH4/ha].

    Notes
    -----
    One harvest: with several in a year, each has its season, regime and amendments, and they
    add up.

    References
    ----------
    ipcc2019_v4_ch5
    """
    return daily_emission * days
