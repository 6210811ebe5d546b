"""Potential evapotranspiration from monthly temperatures, and the sunlight that it needs.

Arrays have the month on axis 0 (12 rows, January first) and any trailing axes; latitude has the
shape of the trailing axes or is a number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Mean length of each month, leap years included [day].
MONTH_LENGTHS: Array = np.array(
    [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0]
)

#: Day of the year in the middle of each month: the whole part of 30.4 m - 15 [day].
MID_MONTH_DAYS: Array = np.floor(30.4 * np.arange(1, 13) - 15)

#: Temperature from which Thornthwaite's power function no longer holds [°C].
HOT_MONTH = 26.5


def solar_declination_fao56(day_of_year: Any) -> Any:
    r"""Return the declination of the sun.

    .. math:: \delta = 0.409 \sin\left(\frac{2\pi}{365} J - 1.39\right)

    Parameters
    ----------
    day_of_year : float or ndarray
        Day of the year, 1 on 1 January [day].

    Returns
    -------
    float or ndarray
        Declination [rad].

    References
    ----------
    allen1998 (equation 24)
    """
    return 0.409 * np.sin(2 * np.pi / 365 * np.asarray(day_of_year, dtype=float) - 1.39)


def sunset_hour_angle_fao56(latitude: Any, day_of_year: Any) -> Any:
    r"""Return the sunset hour angle: 0 in the polar night, :math:`\pi` under the midnight sun.

    .. math:: \omega_s = \arccos(-\tan\varphi \tan\delta)

    Parameters
    ----------
    latitude : float or ndarray
        Latitude, north positive [° N].
    day_of_year : float or ndarray
        Day of the year [day].

    Returns
    -------
    float or ndarray
        Sunset hour angle [rad].

    Notes
    -----
    Beyond the polar circles the argument of the arc cosine is cut to its domain.

    References
    ----------
    allen1998 (equation 25)
    """
    tangent = np.tan(np.deg2rad(latitude)) * np.tan(solar_declination_fao56(day_of_year))
    return np.arccos(np.clip(-tangent, -1.0, 1.0))


def daylight_hours_fao56(latitude: Any, day_of_year: Any) -> Any:
    r"""Return the hours from sunrise to sunset.

    .. math:: N = \frac{24}{\pi} \omega_s

    Parameters
    ----------
    latitude : float or ndarray
        Latitude, north positive [° N].
    day_of_year : float or ndarray
        Day of the year [day].

    Returns
    -------
    float or ndarray
        Daylight [h/day].

    References
    ----------
    allen1998 (equation 34)
    """
    return 24 / np.pi * sunset_hour_angle_fao56(latitude, day_of_year)


def extraterrestrial_radiation_fao56(latitude: Any, day_of_year: Any) -> Any:
    r"""Return the solar radiation on a horizontal surface above the atmosphere.

    .. math::
        R_a = \frac{24 \cdot 60}{\pi} G_{sc}\, d_r \left(\omega_s \sin\varphi \sin\delta
              + \cos\varphi \cos\delta \sin\omega_s\right), \quad
        d_r = 1 + 0.033 \cos\left(\frac{2\pi}{365} J\right)

    with the solar constant :math:`G_{sc} = 0.0820` MJ/m²/min.

    Parameters
    ----------
    latitude : float or ndarray
        Latitude, north positive [° N].
    day_of_year : float or ndarray
        Day of the year [day].

    Returns
    -------
    float or ndarray
        Extraterrestrial radiation, daily total [MJ/m2/day].

    References
    ----------
    allen1998 (equations 21 and 23)
    """
    day = np.asarray(day_of_year, dtype=float)
    phi, delta = np.deg2rad(latitude), solar_declination_fao56(day)
    sunset = sunset_hour_angle_fao56(latitude, day)
    distance = 1 + 0.033 * np.cos(2 * np.pi / 365 * day)
    height = sunset * np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.sin(sunset)
    return 24 * 60 / np.pi * 0.0820 * distance * np.maximum(height, 0.0)


def heat_index_thornthwaite1948(temperature: Any) -> Any:
    r"""Return the annual heat index of a place from its twelve mean monthly temperatures.

    .. math:: I = \sum_{m=1}^{12} \left(\frac{\max(T_m, 0)}{5}\right)^{1.514}

    Parameters
    ----------
    temperature : array_like
        Monthly mean air temperature, month on axis 0 [°C].

    Returns
    -------
    float or ndarray
        Heat index [-].

    References
    ----------
    thornthwaite1948
    """
    return np.sum((np.maximum(temperature, 0.0) / 5) ** 1.514, axis=0)


def unadjusted_thornthwaite1948(temperature: Any, heat_index: Any) -> Any:
    r"""Return potential evapotranspiration of a month of 30 days of 12 hours.

    .. math::
        E = \begin{cases}
            0 & T \le 0 \\
            16 \left(\frac{10\,T}{I}\right)^{a} & 0 < T < 26.5 \\
            -415.85 + 32.24\,T - 0.43\,T^2 & T \ge 26.5
        \end{cases}

    .. math:: a = 6.75 \cdot 10^{-7} I^3 - 7.71 \cdot 10^{-5} I^2 + 0.01792\, I + 0.49239

    Parameters
    ----------
    temperature : float or ndarray
        Monthly mean air temperature [°C].
    heat_index : float or ndarray
        Annual heat index :math:`I` [-].

    Returns
    -------
    float or ndarray
        Unadjusted potential evapotranspiration [mm/month].

    Notes
    -----
    Thornthwaite tabled hot months up to 38 °C; the parabola is Willmott's fit to that table. It
    is held at its highest value above 37.5 °C, where it would fall again. At 26.5 °C the power
    function and the parabola differ by a few mm.

    References
    ----------
    thornthwaite1948, willmott1985
    """
    t = np.asarray(temperature, dtype=float)
    index = np.asarray(heat_index, dtype=float)
    exponent = 6.75e-7 * index**3 - 7.71e-5 * index**2 + 1.792e-2 * index + 0.49239
    mild = np.clip(t, 0.0, HOT_MONTH)
    power = 16 * (10 * mild / np.where(index > 0, index, 1.0)) ** exponent
    hot = np.clip(t, HOT_MONTH, 32.24 / (2 * 0.43))
    return np.where(t < HOT_MONTH, power, -415.85 + 32.24 * hot - 0.43 * hot**2)


def thornthwaite1948(temperature: Any, latitude: Any, *, heat_index: Any = None) -> Any:
    r"""Return monthly potential evapotranspiration from temperature and day length.

    .. math:: PET_m = E(T_m, I)\, \frac{N_m}{12}\, \frac{d_m}{30}

    with :math:`E` of :func:`unadjusted_thornthwaite1948`, the daylight :math:`N` of the middle of
    the month [h] and the month's length :math:`d` [day].

    Parameters
    ----------
    temperature : array_like
        Monthly mean air temperature, month on axis 0 [°C].
    latitude : float or ndarray
        Latitude, north positive [° N].
    heat_index : float or ndarray, optional
        Annual heat index [-]; by default that of ``temperature``. Give the index of the mean year
        when ``temperature`` holds single years.

    Returns
    -------
    ndarray
        Potential evapotranspiration [mm/month], of the shape of ``temperature``.

    Notes
    -----
    Fitted to valleys of the east-central United States, where temperature and radiation go
    together. It is low in dry and windy climates, by up to a half. Frozen months give zero. Below
    a heat index of about 5 (a tundra summer of a few degrees) the power function turns over and
    gives more, up to hundreds of mm a month, the colder the summer is: not to be used there.

    References
    ----------
    thornthwaite1948, willmott1985
    """
    t = np.asarray(temperature, dtype=float)
    index = heat_index_thornthwaite1948(t) if heat_index is None else heat_index
    daylight = daylight_hours_fao56(latitude, _monthly(MID_MONTH_DAYS, t))
    length = _monthly(MONTH_LENGTHS, t)
    return unadjusted_thornthwaite1948(t, index) * (daylight / 12) * (length / 30)


def hargreaves1985(minimum_temperature: Any, maximum_temperature: Any, latitude: Any) -> Any:
    r"""Return monthly reference evapotranspiration from the daily extremes of temperature.

    .. math:: ET_0 = 0.0023\, (\bar T + 17.8)\, \sqrt{T_{max} - T_{min}}\; 0.408\, R_a\, d_m

    with :math:`\bar T` the mean of the extremes, :math:`R_a` the extraterrestrial radiation of the
    middle of the month [MJ/m²/day] and the month's length :math:`d` [day].

    Parameters
    ----------
    minimum_temperature, maximum_temperature : array_like
        Monthly means of the daily extremes of air temperature, month on axis 0 [°C].
    latitude : float or ndarray
        Latitude, north positive [° N].

    Returns
    -------
    ndarray
        Reference evapotranspiration [mm/month].

    Notes
    -----
    Fitted at Davis, California; too high in humid and too low in windy climates. Below a mean of
    -17.8 °C it is zero. A minimum above the maximum counts as no daily range; readers refuse it.

    References
    ----------
    hargreaves1985, allen1998 (equation 52)
    """
    low = np.asarray(minimum_temperature, dtype=float)
    high = np.asarray(maximum_temperature, dtype=float)
    radiation = extraterrestrial_radiation_fao56(latitude, _monthly(MID_MONTH_DAYS, low))
    daily = hargreaves1985_daily(low, high, radiation)
    return daily * _monthly(MONTH_LENGTHS, low)


def hargreaves1985_daily(minimum_temperature: Any, maximum_temperature: Any, radiation: Any) -> Any:
    r"""Return daily reference evapotranspiration for a known extraterrestrial radiation.

    .. math:: ET_0 = 0.0023\, (\bar T + 17.8)\, \sqrt{T_{max} - T_{min}}\; 0.408\, R_a

    Parameters
    ----------
    minimum_temperature, maximum_temperature : float or ndarray
        Daily extremes of air temperature [°C].
    radiation : float or ndarray
        Extraterrestrial radiation [MJ/m2/day].

    Returns
    -------
    float or ndarray
        Reference evapotranspiration [mm/day].

    References
    ----------
    hargreaves1985, allen1998 (equation 52)
    """
    low, high = np.asarray(minimum_temperature), np.asarray(maximum_temperature)
    warmth = np.maximum((low + high) / 2 + 17.8, 0.0)
    span = np.maximum(high - low, 0.0)
    return 0.0023 * warmth * np.sqrt(span) * 0.408 * radiation


def _monthly(values: Array, like: Array) -> Array:
    """Give twelve monthly values the number of axes of ``like``."""
    return values.reshape((12,) + (1,) * (like.ndim - 1))
