"""IPCC climate zones, the wet and dry of the N2O factors, and a stand-in for frost days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.science.potential_evapotranspiration import MONTH_LENGTHS
from permil.vocabulary import ClimateZone, MoistureRegime

#: The zones in the order of their codes.
ZONES: tuple[ClimateZone, ...] = tuple(ClimateZone)

#: Monthly mean at which half of the nights freeze, and the width of the change [°C].
FROST_MIDPOINT, FROST_WIDTH = 5.5, 3.0

_TROPICAL = (
    ClimateZone.TROPICAL_MONTANE,
    ClimateZone.TROPICAL_WET,
    ClimateZone.TROPICAL_MOIST,
    ClimateZone.TROPICAL_DRY,
)


def climate_zone_codes(
    annual_temperature: Any,
    annual_precipitation: Any,
    annual_pet: Any,
    monthly_temperature: Any,
    *,
    elevation: Any,
    frost_days: Any,
) -> NDArray[np.int8]:
    """Return the IPCC climate zones of many places as positions in ``ZONES``.

    Parameters
    ----------
    annual_temperature, annual_precipitation, annual_pet, monthly_temperature : array_like
        As in :func:`climate_zone_ipcc2019`.
    elevation, frost_days : array_like
        As in :func:`climate_zone_ipcc2019`.

    Returns
    -------
    ndarray of int8
        Position of each place's zone in ``ZONES``.

    Notes
    -----
    The decision tree of :func:`climate_zone_ipcc2019`, for maps.
    """
    temperature, precipitation = np.asarray(annual_temperature), np.asarray(annual_precipitation)
    moist = precipitation > np.asarray(annual_pet)
    warmest = np.max(np.asarray(monthly_temperature), axis=0)
    tropical = (temperature > 18) & (np.asarray(frost_days) <= 7)
    zone = ClimateZone
    # The first condition that holds decides, so each line takes those before it for granted.
    decisions = (
        (tropical & (np.asarray(elevation) > 1000), zone.TROPICAL_MONTANE),
        (tropical & (precipitation > 2000), zone.TROPICAL_WET),
        (tropical & (precipitation > 1000), zone.TROPICAL_MOIST),
        (tropical, zone.TROPICAL_DRY),
        ((temperature > 10) & moist, zone.WARM_TEMPERATE_MOIST),
        (temperature > 10, zone.WARM_TEMPERATE_DRY),
        ((temperature > 0) & moist, zone.COOL_TEMPERATE_MOIST),
        (temperature > 0, zone.COOL_TEMPERATE_DRY),
        ((warmest > 10) & moist, zone.BOREAL_MOIST),
        (warmest > 10, zone.BOREAL_DRY),
        (moist, zone.POLAR_MOIST),
    )
    conditions = np.broadcast_arrays(*[condition for condition, _ in decisions])
    codes = [np.int8(ZONES.index(name)) for _, name in decisions]
    return np.select(conditions, codes, default=np.int8(ZONES.index(zone.POLAR_DRY)))


def climate_zone_ipcc2019(
    annual_temperature: Any,
    annual_precipitation: Any,
    annual_pet: Any,
    monthly_temperature: Any,
    *,
    elevation: Any,
    frost_days: Any,
) -> Any:
    r"""Return the IPCC climate zone of one place, or an array of zones.

    Decided in this order, with :math:`MAT` the annual mean temperature, :math:`MAP` the annual
    precipitation and :math:`PET` the annual potential evapotranspiration:

    .. math::
        \begin{array}{ll}
        \text{tropical} & MAT > 18,\ \text{frost days} \le 7 \\
        \quad \text{montane} & \text{elevation} > 1000 \\
        \quad \text{wet, moist, dry} & MAP > 2000,\ MAP > 1000,\ \text{else} \\
        \text{warm temperate} & MAT > 10 \\
        \text{cool temperate} & MAT > 0 \\
        \text{boreal} & \text{a month above } 10 \\
        \text{polar} & \text{else} \\
        \text{moist} & MAP > PET,\ \text{else dry (below the tropics)}
        \end{array}

    Parameters
    ----------
    annual_temperature : float or ndarray
        Annual mean of air temperature [°C].
    annual_precipitation : float or ndarray
        Annual precipitation [mm/yr].
    annual_pet : float or ndarray
        Annual potential evapotranspiration [mm/yr].
    monthly_temperature : array_like
        Monthly mean air temperature of the mean year, month on axis 0 [°C].
    elevation : float or ndarray
        Height above sea level [m].
    frost_days : float or ndarray
        Days of frost in a year [day]; see :func:`frost_days_proxy`.

    Returns
    -------
    ClimateZone or ndarray of ClimateZone
        One zone for numbers, an array for arrays; every climate has exactly one.

    Notes
    -----
    The thresholds are those of the decision tree of the Guidelines (volume 4, annex 3A.5) as far
    as we know it: they were written down from memory and not checked against the printed figure.
    A limit itself belongs to the drier or colder class.

    With the bundled climatology, Thornthwaite's evapotranspiration, the proxy for frost days and
    no elevation, 72 % of the land area falls in the same of the twelve zones as on the map of the
    Joint Research Centre, and 91 % in the same thermal class. Most of the rest are dry temperate
    and boreal zones that turn moist because Thornthwaite is low there; give the potential
    evapotranspiration where the zone matters.

    References
    ----------
    ipcc2006, ipcc2019_v4_ch3
    """
    codes = climate_zone_codes(
        annual_temperature,
        annual_precipitation,
        annual_pet,
        monthly_temperature,
        elevation=elevation,
        frost_days=frost_days,
    )
    return ZONES[int(codes)] if np.ndim(codes) == 0 else np.array(ZONES, dtype=object)[codes]


def moisture_regime_ipcc2019(zone: Any, annual_precipitation: Any, annual_pet: Any) -> Any:
    r"""Return whether a climate counts as wet or dry for the N2O factors.

    .. math::
        \text{wet} = \begin{cases}
            MAP > 1000 & \text{tropical zones} \\
            MAP > PET & \text{others}
        \end{cases}

    Parameters
    ----------
    zone : ClimateZone or array_like of ClimateZone
        IPCC climate zone.
    annual_precipitation : float or ndarray
        Annual precipitation [mm/yr].
    annual_pet : float or ndarray
        Annual potential evapotranspiration [mm/yr].

    Returns
    -------
    MoistureRegime or ndarray of MoistureRegime
        One regime for a single zone, an array for arrays.

    Notes
    -----
    Footnote of table 11.1 of the 2019 Refinement. Irrigation is the caller's affair: it changes
    leaching but not this regime. Thresholds from memory, as in :func:`climate_zone_ipcc2019`.

    References
    ----------
    ipcc2019_v4_ch11
    """
    precipitation = np.asarray(annual_precipitation)
    zones = np.asarray(zone, dtype=object)
    tropical = np.logical_or.reduce([zones == name for name in _TROPICAL])
    wet = np.where(tropical, precipitation > 1000, precipitation > np.asarray(annual_pet))
    if wet.ndim == 0:
        return MoistureRegime.WET if wet else MoistureRegime.DRY
    return np.array((MoistureRegime.DRY, MoistureRegime.WET), dtype=object)[wet.astype(int)]


def frost_days_proxy(monthly_temperature: Any) -> Any:
    r"""Return a stand-in for the frost days of a year, from monthly mean temperatures alone.

    .. math:: F = \sum_{m=1}^{12} \frac{d_m}{1 + \exp\left((T_m - 5.5) / 3\right)}

    with the month's length :math:`d` [day].

    Parameters
    ----------
    monthly_temperature : array_like
        Monthly mean air temperature, month on axis 0 [°C].

    Returns
    -------
    float or ndarray
        Days with a minimum below 0 °C in a year [day].

    Notes
    -----
    Our own proxy, not a published one, made for one question: has a warm place more than seven
    frost days? The two constants were chosen so that the answer agrees with the border of the
    tropics on the map of the IPCC zones (94 % of the land area with a mean above 18 °C) while
    the curve stays within 0.12 (root mean square) of the share of freezing nights in 72 calendar
    months of daily records at six stations. As a count it is rough, because it knows nothing of
    the daily range: 18 days against 13 recorded at Cordoba (Argentina) and 142 against 175 at
    Champion (Nebraska), but 99 against 45 at Brussels and 13 against none at Tunis. The map rests
    on days of ground frost, which are more frequent than those of frost in the air.
    """
    t = np.asarray(monthly_temperature, dtype=float)
    length = MONTH_LENGTHS.reshape((12,) + (1,) * (t.ndim - 1))
    # Beyond 300 K the share is 0 to machine precision; the cut keeps exp from overflowing.
    depth = np.clip((t - FROST_MIDPOINT) / FROST_WIDTH, -300.0, 300.0)
    return np.sum(length / (1 + np.exp(depth)), axis=0)


def dry_summer_kottek2006(monthly_temperature: Any, monthly_precipitation: Any) -> Any:
    r"""Say whether a climate is Mediterranean: mild and wet in winter, dry in summer.

    .. math:: -3 < T_{min} < 18, \quad P_{s,min} < 40, \quad P_{s,min} < P_{w,min}, \quad
        P_{w,max} > 3 P_{s,min}

    Parameters
    ----------
    monthly_temperature : array_like
        Monthly mean air temperature, month on axis 0 [°C].
    monthly_precipitation : array_like
        Monthly precipitation without irrigation, month on axis 0 [mm/month].

    Returns
    -------
    bool or ndarray of bool
        Whether it is.

    Notes
    -----
    Letters C and s of the Köppen-Geiger scheme; dry ones with the same seasons (BSs) count too,
    for field trials of both are called Mediterranean. The summer is the warmer of the two halves
    from April to September and from October to March. Thresholds from memory.

    References
    ----------
    kottek2006
    """
    t, p = np.asarray(monthly_temperature, float), np.asarray(monthly_precipitation, float)
    north = np.arange(3, 9)
    south = np.array([0, 1, 2, 9, 10, 11])
    northern = t[north].mean(axis=0) >= t[south].mean(axis=0)
    summer = np.where(northern, p[north], p[south])
    winter = np.where(northern, p[south], p[north])
    coldest, driest = t.min(axis=0), summer.min(axis=0)
    mild = (coldest > -3) & (coldest < 18)
    dry = (driest < 40) & (driest < winter.min(axis=0)) & (winter.max(axis=0) > 3 * driest)
    found = mild & dry
    return bool(found) if found.ndim == 0 else found
