"""A monthly bucket of soil water: evapotranspiration, drainage and the need for irrigation.

Arrays have the month on axis 0, any number of whole years, and any trailing axes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.soil_bucket import Months, fill_bucket, periodic_water

#: Cubic metres of a millimetre on a hectare.
CUBIC_METRES = 10.0
#: Drainage of a year that is rounding and nothing else [mm/yr].
NO_DRAINAGE = 1e-6


class WaterBalance(NamedTuple):
    """The water of a root zone, month by month.

    Parameters
    ----------
    start : float or ndarray
        Available water before the first month [mm].
    water : ndarray
        Available water at the end of each month [mm].
    evapotranspiration : ndarray
        Actual evapotranspiration [mm/month].
    drainage : ndarray
        Deep percolation below the roots [mm/month].
    runoff : ndarray
        Rain that runs off the surface [mm/month].
    irrigation : ndarray
        Irrigation that reached the root zone [mm/month].
    """

    start: Any
    water: Any
    evapotranspiration: Any
    drainage: Any
    runoff: Any
    irrigation: Any

    @property
    def change(self) -> Any:
        """Water gained over all months [mm]."""
        return self.water[-1] - self.start


class WaterDifference(NamedTuple):
    """How much more water a land use takes or lets go than another; negative is less.

    Parameters
    ----------
    evapotranspiration, drainage, runoff, irrigation : ndarray
        Differences [mm/month].
    change : float or ndarray
        Difference of the water gained over all months [mm].
    """

    evapotranspiration: Any
    drainage: Any
    runoff: Any
    irrigation: Any
    change: Any


def total_available_water_fao56(
    field_capacity: Any, wilting_point: Any, rooting_depth: Any, coarse_fragments: Any = 0.0
) -> Any:
    r"""Return the water that roots can take from a full root zone (equation 82).

    .. math:: TAW = 1000\,(\theta_{FC} - \theta_{WP})\,Z_r\,(1 - CF_v)

    Parameters
    ----------
    field_capacity, wilting_point : float or ndarray
        Water contents of the fine earth [m3/m3].
    rooting_depth : float or ndarray
        Effective rooting depth; for bare soil the 0.10 to 0.15 m that dry by evaporation [m].
    coarse_fragments : float or ndarray
        Volume of stones, which hold no water [m3/m3].

    Returns
    -------
    float or ndarray
        Total available water [mm].

    Notes
    -----
    Roots that a hard layer or a water table stops are shorter than the table's.

    References
    ----------
    allen1998 (equation 82)
    """
    content = np.asarray(field_capacity) - wilting_point
    return 1000.0 * content * rooting_depth * (1.0 - np.asarray(coarse_fragments))


def depletion_fraction_fao56(tabled: Any, crop_evapotranspiration: Any, *, slope: Any) -> Any:
    r"""Return the share of available water that is taken up without stress.

    .. math:: p = p_5 + 0.04\,(5 - ET_c), \qquad 0.1 \le p \le 0.8

    Parameters
    ----------
    tabled : float or ndarray
        Fraction at 5 mm a day [-].
    crop_evapotranspiration : float or ndarray
        Crop evapotranspiration without stress, as a daily rate [mm/day].
    slope : float or ndarray
        Change of the fraction per mm a day, 0.04 as published [-].

    Returns
    -------
    float or ndarray
        Depletion fraction [-].

    References
    ----------
    allen1998 (table 22)
    """
    adjusted = tabled + slope * (5.0 - np.asarray(crop_evapotranspiration))
    return np.clip(adjusted, 0.1, 0.8)


def water_balance_fao56(
    precipitation: Any,
    crop_evapotranspiration: Any,
    available_water: Any,
    *,
    depletion_fraction: Any,
    irrigation: Any = 0.0,
    runoff_share: Any = 0.0,
    start: Any = None,
) -> WaterBalance:
    r"""Return the water balance of a root zone under rain and given irrigation.

    .. math::
        \frac{dW}{dt} = (1 - r)\,P + I - K_s\,ET_c, \qquad
        K_s = \min\left(1, \frac{W}{(1 - p)\,TAW}\right), \qquad 0 \le W \le TAW

    and what would exceed :math:`TAW` drains. Rain, irrigation and demand are even within a month,
    for which the equation is solved exactly, so that

    .. math:: P + I = ET + D + R + \Delta W

    Parameters
    ----------
    precipitation : ndarray, shape (month, ...)
        Rain and snow [mm/month].
    crop_evapotranspiration : ndarray, shape (month, ...)
        Crop evapotranspiration without stress, crop coefficient times reference [mm/month].
    available_water : float or ndarray
        Total available water TAW [mm].
    depletion_fraction : float or ndarray
        Share p of it that is taken up without stress [-].
    irrigation : float or ndarray
        Irrigation that reaches the root zone [mm/month].
    runoff_share : float or ndarray
        Share of the rain that runs off the surface [-].
    start : float or ndarray, optional
        Available water before the first month [mm]; by default that with which the months repeat
        themselves, the fullest of them if there are several.

    Returns
    -------
    WaterBalance
        Water [mm] and fluxes [mm/month].

    Notes
    -----
    FAO-56 keeps such a bucket by the day. With even months, single heavy rains neither run off nor
    drain: drainage in months drier than the demand is underestimated, and so is stress between
    rains. Snow counts when it falls; there is no capillary rise, and the root zone is as deep in
    all months. The map from one month's water to the next never pulls two buckets apart, which is
    why a periodic start exists and is found by bracketing.

    References
    ----------
    allen1998 (equations 81 to 88)
    """
    weather = _Weather(precipitation, crop_evapotranspiration, irrigation, runoff_share)
    return _balance(weather, available_water, depletion_fraction, False, start)


def irrigated_water_balance_fao56(
    precipitation: Any,
    crop_evapotranspiration: Any,
    available_water: Any,
    *,
    depletion_fraction: Any,
    irrigated: Any = True,
    runoff_share: Any = 0.0,
    start: Any = None,
) -> WaterBalance:
    r"""Return the water balance with the irrigation that spares the crop all stress.

    .. math:: I_m = \max\left(0,\ (1-p)\,TAW - (W_{m-1} + (1-r) P_m - ET_{c,m})\right)

    Parameters
    ----------
    precipitation, crop_evapotranspiration : ndarray, shape (month, ...)
        As in :func:`water_balance_fao56` [mm/month].
    available_water : float or ndarray
        Total available water TAW [mm].
    depletion_fraction : float or ndarray
        Share p of it that is taken up without stress [-].
    irrigated : bool or ndarray
        Months in which the land may be irrigated; in others the bucket is left to the rain.
    runoff_share : float or ndarray
        Share of the rain that runs off the surface [-].
    start : float or ndarray, optional
        As in :func:`water_balance_fao56` [mm].

    Returns
    -------
    WaterBalance
        Water [mm] and fluxes [mm/month]; ``irrigation`` is the net need.

    Notes
    -----
    Net need: divide it by the efficiency of the system for what must be pumped. Water is given as
    late and as little as possible; leaching of salt asks for more.

    References
    ----------
    allen1998
    """
    weather = _Weather(precipitation, crop_evapotranspiration, 0.0, runoff_share)
    return _balance(weather, available_water, depletion_fraction, irrigated, start)


def water_difference(land_use: WaterBalance, reference: WaterBalance) -> WaterDifference:
    r"""Return what a land use takes and lets go beyond another, such as a cover crop beyond fallow.

    .. math:: \Delta ET = ET_{with} - ET_{without}, \quad \Delta D = D_{with} - D_{without},
              \quad \dots

    Parameters
    ----------
    land_use : WaterBalance
        The land with the cover crop, the trees or the richer soil.
    reference : WaterBalance
        The land without, under the same weather.

    Returns
    -------
    WaterDifference
        Differences [mm/month], negative where the land use takes less.

    Notes
    -----
    Without irrigation the difference of evapotranspiration is green water: rain that no longer
    drains to streams and groundwater. It closes as the balances do:
    :math:`\Delta I = \Delta ET + \Delta D + \Delta R + \Delta\Delta W`.

    References
    ----------
    allen1998
    """
    parts = ("evapotranspiration", "drainage", "runoff", "irrigation", "change")
    return WaterDifference(*(getattr(land_use, n) - getattr(reference, n) for n in parts))


def leaching_fraction_by_drainage(drainage: Any, *, where_wet: Any, where_dry: Any) -> Any:
    r"""Return the share of nitrogen that leaches, by whether water leaves the roots at all.

    .. math:: Frac_{LEACH} = \begin{cases} Frac_{wet} & D > 0 \\ Frac_{dry} & D = 0 \end{cases}

    Parameters
    ----------
    drainage : float or ndarray
        Deep percolation of the year [mm/yr].
    where_wet, where_dry : float or ndarray
        Shares of the IPCC for wet and dry conditions, 0.24 and 0 in the 2019 edition [kg N/kg N].

    Returns
    -------
    float or ndarray
        Leached share [kg N/kg N].

    Notes
    -----
    Takes the place of the climate flag of the IPCC. It decides leaching alone: the direct factor
    EF1 keeps the climate's own regime. A bucket of even months drains less often than a real soil,
    so a share of zero near the border is uncertain.

    References
    ----------
    ipcc2019_v4_ch11, allen1998
    """
    return np.where(np.asarray(drainage) > NO_DRAINAGE, where_wet, where_dry)


def waterlogged_months(drainage: Any, porosity: Any, field_capacity: Any, depth: Any) -> Any:
    r"""Return the number of months whose drainage is more than the pores above field capacity hold.

    .. math:: n = \#\{m : D_m > 1000\,(\phi - \theta_{FC})\,z\}

    Parameters
    ----------
    drainage : ndarray, shape (month, ...)
        Deep percolation [mm/month].
    porosity, field_capacity : float or ndarray
        Water contents at saturation and at field capacity [m3/m3].
    depth : float or ndarray
        Depth of the root zone [m].

    Returns
    -------
    int or ndarray of int
        Months [month].

    Notes
    -----
    A flag, not a model: such months waterlog a soil whose subsoil lets nothing through, and leave
    a drained one unharmed. Combine it with the drainage class.
    """
    pores = 1000.0 * (np.asarray(porosity) - field_capacity) * depth
    return np.sum(np.asarray(drainage) > pores, axis=0)


class _Weather(NamedTuple):
    """Rain, demand, irrigation and the share of rain that runs off, as they are given."""

    precipitation: Any
    demand: Any
    irrigation: Any
    runoff_share: Any


def _balance(
    weather: _Weather, capacity: Any, depletion_fraction: Any, irrigated: Any, start: Any
) -> WaterBalance:
    """Fill the bucket from a start, the periodic one where none is given, and add up."""
    rain = np.asarray(weather.precipitation, float)
    threshold = (1.0 - np.asarray(depletion_fraction)) * capacity
    supply = rain * (1.0 - np.asarray(weather.runoff_share)) + weather.irrigation
    parts = (supply, weather.demand, threshold, irrigated, rain, weather.irrigation, capacity)
    supply, demand, threshold, watered, rain, given, full = np.broadcast_arrays(*parts)
    months, full = Months(supply, demand, threshold, watered.astype(bool)), full[0]
    first = periodic_water(months, full) if start is None else np.broadcast_to(start, full.shape)
    water, overflow, added = fill_bucket(first, months, full)
    before = np.concatenate([first[np.newaxis], water[:-1]])
    taken = before + supply + added - water - overflow
    return WaterBalance(first, water, taken, overflow, rain + given - supply, given + added)
