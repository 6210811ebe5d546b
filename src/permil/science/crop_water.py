"""Crop coefficients by month, salt, and the water that organic carbon holds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class CropStages(NamedTuple):
    """Lengths of the four stages of a crop; only their shares of the season count.

    Parameters
    ----------
    initial, development, mid, late : float
        Lengths [day].
    """

    initial: float
    development: float
    mid: float
    late: float


class StageWeights(NamedTuple):
    """How far each coefficient of a crop holds in each month; with bare soil they add up to one.

    Parameters
    ----------
    initial, mid, end : ndarray, shape (12,)
        Weights of the coefficients, January first [-].
    """

    initial: Array
    mid: Array
    end: Array

    @property
    def growing(self) -> Array:
        """Share of each month in which the crop stands [-]."""
        return self.initial + self.mid + self.end


def stage_weights_fao56(stages: CropStages, sowing: int, harvest: int) -> StageWeights:
    r"""Return the weights of the three crop coefficients in each month.

    The coefficient is :math:`Kc_{ini}` in the initial stage, goes in a straight line to
    :math:`Kc_{mid}`, stays there, and goes in a straight line to :math:`Kc_{end}` at harvest; its
    mean over a month is

    .. math:: \overline{Kc}_m = w_{ini,m} Kc_{ini} + w_{mid,m} Kc_{mid} + w_{end,m} Kc_{end}

    Parameters
    ----------
    stages : CropStages
        Lengths of the stages; they are stretched to the season.
    sowing, harvest : int
        Months, January 1; the season lasts from the middle of the one to that of the other.

    Returns
    -------
    StageWeights
        Weights by month [-].

    Notes
    -----
    The published lengths are those of one place and year each; the calendar of the project rules.

    References
    ----------
    allen1998 (figure 34, equation 66)
    """
    length = (harvest - sowing) % 12 or 12
    begin = sowing - 0.5
    knots = begin + length * np.concatenate([[0.0], np.cumsum(stages) / np.sum(stages)])
    whole = np.arange(np.ceil(begin), begin + length)
    grid = np.unique(np.concatenate([knots, whole]))
    month = np.floor(0.5 * (grid[1:] + grid[:-1])).astype(int) % 12

    def by_month(heights: tuple[float, ...]) -> Array:
        curve = np.interp(grid, knots, heights)
        area = 0.5 * (curve[1:] + curve[:-1]) * np.diff(grid)
        return np.asarray(np.bincount(month, weights=area, minlength=12), dtype=float)

    return StageWeights(
        initial=by_month((1.0, 1.0, 0.0, 0.0, 0.0)),
        mid=by_month((0.0, 0.0, 1.0, 1.0, 0.0)),
        end=by_month((0.0, 0.0, 0.0, 0.0, 1.0)),
    )


def readily_evaporable_water_fao56(reference_evapotranspiration: Any) -> Any:
    r"""Return the water that a wet soil surface loses without resistance, after a light wetting.

    .. math:: REW = \min\left(7,\ \max\left(2.5,\ \frac{6}{\sqrt{ET_0}}\right)\right)

    Parameters
    ----------
    reference_evapotranspiration : float or ndarray
        Reference evapotranspiration as a daily rate [mm/day].

    Returns
    -------
    float or ndarray
        Readily evaporable water [mm].

    Notes
    -----
    For wettings of about 10 mm (figure 29 of the source). Written down from memory.

    References
    ----------
    allen1998 (annex 7)
    """
    rate = np.maximum(reference_evapotranspiration, 1e-6)
    return np.minimum(7.0, np.maximum(2.5, 6.0 / np.sqrt(rate)))


def bare_soil_coefficient_fao56(
    reference_evapotranspiration: Any,
    wetting_interval: Any,
    *,
    total_evaporable: Any,
    largest: Any,
) -> Any:
    r"""Return the coefficient of bare soil, which falls as the surface dries between wettings.

    .. math::
        Kc = \begin{cases}
            1.15 & t_w \le t_1 \\
            \dfrac{TEW - (TEW - REW)\,
              \exp\left(\dfrac{-(t_w - t_1)\,E_{so}\,\left(1 + \frac{REW}{TEW - REW}\right)}
              {TEW}\right)}{t_w\,ET_0} & t_w > t_1
        \end{cases}

    with :math:`E_{so} = 1.15\,ET_0` and :math:`t_1 = REW / E_{so}`.

    Parameters
    ----------
    reference_evapotranspiration : float or ndarray
        Reference evapotranspiration as a daily rate [mm/day].
    wetting_interval : float or ndarray
        Days between two wettings of the surface [day].
    total_evaporable : float or ndarray
        Total evaporable water TEW, 10 mm after light wettings; more than the readily evaporable
        [mm].
    largest : float or ndarray
        Coefficient of a wet surface, 1.15 as published [-].

    Returns
    -------
    float or ndarray
        Crop coefficient of bare soil and of the initial stage [-].

    Notes
    -----
    A monthly mean for even wettings. Written down from memory and checked for its limits: 1.15
    where the surface stays wet, :math:`TEW / (t_w ET_0)` where it dries out between wettings.

    References
    ----------
    allen1998 (annex 7)
    """
    rate = np.maximum(reference_evapotranspiration, 1e-6)
    readily = readily_evaporable_water_fao56(rate)
    wet_rate, slow = largest * rate, total_evaporable - readily
    first = readily / wet_rate
    interval = np.maximum(wetting_interval, 1e-6)
    rest = np.maximum(interval - first, 0.0) * wet_rate / slow
    return np.where(
        interval <= first, largest, (total_evaporable - slow * np.exp(-rest)) / (interval * rate)
    )


def wetting_interval(precipitation: Any, days: Any, rain_of_one_event: Any) -> Any:
    r"""Return the mean number of days between two rains from the rain of a month.

    .. math:: t_w = \frac{d}{\max(1,\ P / P_1)}

    Parameters
    ----------
    precipitation : float or ndarray
        Rain and irrigation [mm/month].
    days : float or ndarray
        Days of the month [day].
    rain_of_one_event : float or ndarray
        Depth of one rain [mm].

    Returns
    -------
    float or ndarray
        Interval, the whole month at most [day].

    Notes
    -----
    Own stand-in for the count of rain days, which monthly records do not hold.
    """
    return days / np.maximum(1.0, np.asarray(precipitation) / rain_of_one_event)


def month_coefficient_fao56(growing: Any, crop: Any, bare: Any) -> Any:
    r"""Return the crop coefficient of a month in which the land is partly bare.

    .. math:: Kc = g \max(Kc_{crop}, Kc_{bare}) + (1 - g)\,Kc_{bare}

    Parameters
    ----------
    growing : float or ndarray
        Share of the month in which the crop stands [-].
    crop : float or ndarray
        Mean coefficient while it stands [-].
    bare : float or ndarray
        Coefficient of bare soil [-].

    Returns
    -------
    float or ndarray
        Coefficient of the month [-].

    Notes
    -----
    A young crop on wet ground evaporates no less than the bare ground: the table's initial
    coefficients are for soil that is wetted seldom. So a cover crop in a wet winter takes little
    more water than fallow, and much more in a dry spring.

    References
    ----------
    allen1998
    """
    return growing * np.maximum(crop, bare) + (1.0 - np.asarray(growing)) * bare


def salt_yield_maas1977(conductivity: Any, threshold: Any, slope: Any) -> Any:
    r"""Return the yield under salt as a share of the yield without.

    .. math:: y = 1 - \frac{b}{100} \max(0,\ EC_e - EC_{e,0}), \qquad y \ge 0

    Parameters
    ----------
    conductivity : float or ndarray
        Electrical conductivity of the saturation extract [dS/m].
    threshold : float or ndarray
        Conductivity above which yield falls [dS/m].
    slope : float or ndarray
        Loss per unit above it [% per dS/m].

    Returns
    -------
    float or ndarray
        Relative yield [-].

    Notes
    -----
    For soils with chloride salts; gypsum soils bear about 2 dS/m more. Conductivities of other
    extracts (1:5) must be converted first.

    References
    ----------
    maas1977, allen1998 (equation 87)
    """
    excess = np.maximum(np.asarray(conductivity) - threshold, 0.0)
    return np.maximum(1.0 - slope / 100.0 * excess, 0.0)


def available_water_gain_minasny2018(
    stock_change: Any, fine_earth: Any, depth: Any, response: Any
) -> Any:
    r"""Return the available water that comes and goes with soil organic carbon.

    .. math:: \Delta AWC = 1000\,s\,\frac{\Delta SOC}{M}\,z

    Parameters
    ----------
    stock_change : float or ndarray
        Change of the stock of the layer, a loss negative [t C/ha].
    fine_earth : float or ndarray
        Fine earth M of the layer [t/ha].
    depth : float or ndarray
        Depth of the layer [m].
    response : float or ndarray
        Water per carbon, s: 1.16, that is 1.16 mm in 100 mm of soil per 10 g C/kg
        [m3/m3 per kg/kg].

    Returns
    -------
    float or ndarray
        Change of the available water, negative where carbon is lost [mm].

    Notes
    -----
    Mean of 60 studies, more in sand and next to nothing in clay. 1 % of carbon in 0.3 m is 3.5 mm:
    a few per cent of what a root zone holds. Add it to the total available water, and take the
    difference of two balances for what it is worth.

    References
    ----------
    minasny2018
    """
    return 1000.0 * response * np.asarray(stock_change) / fine_earth * depth
