"""Climate factor of ICBM: the daily functions of temperature and moisture of the reclim package.

Constants are those of the parameter sets ``icbm_climate`` and ``katterer2006`` (table
``icbm_parameters``), passed as a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

Constants = Mapping[str, float]


class SoilWater(NamedTuple):
    """Water that a soil holds.

    Parameters
    ----------
    porosity, field_capacity, wilting_point : float or ndarray
        Water contents at saturation, field capacity and wilting point [m3/m3].
    """

    porosity: Any
    field_capacity: Any
    wilting_point: Any


class DayWeather(NamedTuple):
    """Weather of a day, and the green area that covers the soil.

    Parameters
    ----------
    temperature : float or ndarray
        Mean air temperature [°C].
    precipitation, evaporation : float or ndarray
        Rain and reference evapotranspiration [mm/day].
    green_area : float or ndarray
        Green area per ground area [-].
    """

    temperature: Any
    precipitation: Any
    evaporation: Any
    green_area: Any


def soil_water_katterer2006(clay: Any, sand: Any, organic_carbon: Any, c: Constants) -> SoilWater:
    r"""Return porosity, field capacity and wilting point of a topsoil.

    .. math::
        \phi = 0.4115 + 0.0409 C - 0.6089\, c s - 0.0031 C^2 c + 0.2276 c^3

        \theta_{FC} = 0.4384 - 0.3839\, s + 0.0796\, C s

        \theta_{WP} = 0.0086 + 0.4473\, c - 0.0157\, C c + 0.0123\, C s

    Parameters
    ----------
    clay, sand : float or ndarray
        Clay and sand [%]; c and s are the same as fractions.
    organic_carbon : float or ndarray
        Organic carbon C [%].
    c : mapping of str to float
        Coefficients, keyed ``quantity.term``.

    Returns
    -------
    SoilWater
        Water contents [m3/m3].

    Notes
    -----
    Fitted to Swedish agricultural mineral soils.

    References
    ----------
    katterer2006, reclim
    """
    clay, sand, carbon = np.asarray(clay) / 100.0, np.asarray(sand) / 100.0, organic_carbon
    terms = {
        "one": 1.0 + 0.0 * (clay + sand + carbon),
        "clay": clay,
        "sand": sand,
        "carbon": carbon,
        "clay_sand": clay * sand,
        "carbon_clay": carbon * clay,
        "carbon_sand": carbon * sand,
        "carbon_squared_clay": carbon**2 * clay,
        "clay_cubed": clay**3,
    }

    def linear(quantity: str) -> Any:
        return sum(c[f"{quantity}.{t}"] * v for t, v in terms.items() if f"{quantity}.{t}" in c)

    return SoilWater(*(linear(quantity) for quantity in SoilWater._fields))


def temperature_factor_katterer1998(temperature: Any, c: Constants) -> Any:
    r"""Return ICBM's rate factor for soil temperature, 1 at 30 °C.

    .. math:: re_T = \frac{(T + 3.78)^2}{(30 + 3.78)^2}, \quad re_T = 0 \text{ for } T < -3.78

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    c : mapping of str to float
        ``temperature_minimum`` and ``temperature_reference`` [°C].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Fitted to incubations between 0 and 35 °C; it grows beyond the reference.

    References
    ----------
    katterer1998, reclim
    """
    above = np.maximum(np.asarray(temperature) - c["temperature_minimum"], 0.0)
    return (above / (c["temperature_reference"] - c["temperature_minimum"])) ** 2


def moisture_factor_reclim(water_content: Any, soil: SoilWater, c: Constants) -> Any:
    r"""Return ICBM's rate factor for soil moisture.

    Zero below :math:`\theta_t = 0.0965 \ln \theta_{WP} + 0.3`; from there linear to 1 at
    the lower of :math:`\theta_{opt} = 0.2 + 1.26\,\theta_{FC}^{2.03}` and field capacity; 1 up to
    the higher of both; from there linear to 0.5 at saturation.

    Parameters
    ----------
    water_content : float or ndarray
        Volumetric water content [m3/m3].
    soil : SoilWater
        Water that the soil holds [m3/m3].
    c : mapping of str to float
        Constants of the optimum, of the threshold, and the factor at saturation [-].

    Returns
    -------
    float or ndarray
        Rate factor, 0 to 1 [-].

    Notes
    -----
    For mineral topsoils.

    References
    ----------
    reclim, moyano2013
    """
    optimum = c["optimum_base"] + c["optimum_factor"] * soil.field_capacity ** c["optimum_power"]
    threshold = c["threshold_factor"] * np.log(soil.wilting_point) + c["threshold_base"]
    low = np.minimum(optimum, soil.field_capacity)
    high = np.maximum(optimum, soil.field_capacity)
    rise = _share(water_content, threshold, low)
    return rise - (1.0 - c["saturated_factor"]) * _share(water_content, high, soil.porosity)


def _share(value: Any, start: Any, end: Any) -> Any:
    """Return how far a value is from start to end, 0 to 1; a step where they meet."""
    span = np.asarray(end) - start
    met = span <= 0.0
    share = (value - start) / np.where(met, 1.0, span)
    return np.where(met, np.where(value > start, 1.0, 0.0), np.clip(share, 0.0, 1.0))


def surface_temperature_katterer2009(temperature: Any, green_area: Any, c: Constants) -> Any:
    r"""Return the temperature of the soil surface from that of the air.

    .. math:: T_s = T \left(0.95 + 0.05\, e^{-0.4\,(LAI - 3)}\right), \quad LAI = 0.8\, GAI

    and :math:`T_s = 0.2\, T` in frost.

    Parameters
    ----------
    temperature : float or ndarray
        Air temperature [°C].
    green_area : float or ndarray
        Green area per ground area [-].
    c : mapping of str to float
        Constants of the surface.

    Returns
    -------
    float or ndarray
        Temperature [°C].

    Notes
    -----
    For arable land in cold temperate regions; the frost term stands for snow.

    References
    ----------
    katterer2009, reclim
    """
    leaf_area = c["leaf_area_share"] * np.asarray(green_area)
    shade = np.exp(-c["surface_decay"] * (leaf_area - c["surface_leaf_area"]))
    t = np.asarray(temperature)
    warm = t * (c["surface_base"] + c["surface_amplitude"] * shade)
    return np.where(t < 0.0, c["surface_frost"] * t, warm)


def soil_warming_katterer2009(depth: Any, green_area: Any, c: Constants) -> Any:
    r"""Return the share of the way to the surface's temperature that the soil goes in a day.

    .. math:: T_{t+1} = T_t + (T_s - T_t)\, \kappa, \quad
              \kappa = 0.24\, e^{-0.017\, z}\, e^{-0.15\, GAI}

    Parameters
    ----------
    depth : float or ndarray
        Depth of the layer, twice that of its middle z [cm].
    green_area : float or ndarray
        Green area per ground area [-].
    c : mapping of str to float
        Constants of the damping.

    Returns
    -------
    float or ndarray
        Share :math:`\kappa` [-].

    Notes
    -----
    For arable topsoils: the soil lags about a week behind the surface.

    References
    ----------
    katterer2009, reclim
    """
    middle = 0.5 * np.asarray(depth)
    damped = np.exp(-c["damping_depth"] * middle - c["damping_green_area"] * np.asarray(green_area))
    return c["damping"] * damped


def evaporated_reclim(water_content: Any, demand: Any, soil: SoilWater, c: Constants) -> Any:
    r"""Return the water that the soil loses to the air in a day.

    .. math:: E = K_r \, E_{pot}, \quad K_r = \left(1 - \frac{0.95\,\theta_{FC} - \theta}
              {0.95\,\theta_{FC} - 0.7\,\theta_{WP}}\right)^2

    Parameters
    ----------
    water_content : float or ndarray
        Volumetric water content [m3/m3].
    demand : float or ndarray
        Evapotranspiration that the crop asks of the soil [mm/day].
    soil : SoilWater
        Water that the soil holds [m3/m3].
    c : mapping of str to float
        ``drying_start`` and ``drying_end`` [-].

    Returns
    -------
    float or ndarray
        Water lost [mm/day].

    Notes
    -----
    :math:`K_r` is 1 above 95 % of field capacity and 0 below 70 % of the wilting point.

    References
    ----------
    reclim
    """
    start = c["drying_end"] * soil.wilting_point
    return _share(water_content, start, c["drying_start"] * soil.field_capacity) ** 2 * demand


def crop_demand_reclim(day: DayWeather, c: Constants) -> tuple[Any, Any]:
    r"""Return what the crop intercepts and what it asks of the soil.

    .. math::
        ET_c = ET_0 \left(1.3 - 0.5\, e^{-0.17\, GAI}\right)

        I = \min(P,\; ET_c,\; 0.2\, GAI), \quad E_{pot} = ET_c - I

    Parameters
    ----------
    day : DayWeather
        Weather and green area.
    c : mapping of str to float
        Constants of the crop coefficient and of interception.

    Returns
    -------
    tuple of float or ndarray
        Rain intercepted and demand on the soil [mm/day].

    Notes
    -----
    The crop coefficient of bare soil is 0.8.

    References
    ----------
    reclim, allen1998
    """
    shade = np.exp(-c["crop_coefficient_decay"] * np.asarray(day.green_area))
    factor = c["crop_coefficient_maximum"] - c["crop_coefficient_amplitude"] * shade
    asked = np.asarray(day.evaporation) * factor
    held = np.minimum(c["interception"] * np.asarray(day.green_area), day.precipitation)
    intercepted = np.minimum(held, asked)
    return intercepted, asked - intercepted


class SoilState(NamedTuple):
    """Soil at the start of a day.

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    water : float or ndarray
        Water of the layer [mm].
    """

    temperature: Any
    water: Any


def climate_factor_andren2004(
    state: SoilState, day: DayWeather, days: int, soil: SoilWater, depth: Any, c: Constants
) -> tuple[Any, SoilState]:
    r"""Return ICBM's mean climate factor over days of the same weather, and the soil after them.

    .. math:: r_e = \frac{1}{n} \sum_{d=1}^{n} \frac{re_T(T_d) \, re_W(\theta_d)}{0.1056855}

    with temperature and water of the soil at the start of each day. The soil then takes up rain,
    loses what evaporates, and drains what stood above field capacity.

    Parameters
    ----------
    state : SoilState
        Soil at the start of the first day.
    day : DayWeather
        Weather and green area of each day.
    days : int
        Number of days n.
    soil : SoilWater
        Water that the soil holds [m3/m3].
    depth : float or ndarray
        Depth of the layer [cm].
    c : mapping of str to float
        Constants.

    Returns
    -------
    tuple of float or ndarray and SoilState
        Climate factor, 1 in the mean of the reference trial at Ultuna [-], and the next state.

    Notes
    -----
    Water above field capacity stays for a day and then leaves the layer. The publications take the
    weather of single days. Monthly means leave out how it varies within a month: rain falls as a
    daily drizzle, and the square in the temperature factor lacks its variance.

    References
    ----------
    reclim, andren2004
    """
    surface = surface_temperature_katterer2009(day.temperature, day.green_area, c)
    stays = 1.0 - soil_warming_katterer2009(depth, day.green_area, c)
    distance = state.temperature - surface
    warmth = [surface + distance * stays**d for d in range(days + 1)]
    mm = 10.0 * np.asarray(depth)
    intercepted, demand = crop_demand_reclim(day, c)
    gained, full = np.asarray(day.precipitation) - intercepted, soil.field_capacity * mm
    water, contents = np.asarray(state.water), []
    for _ in range(days):
        contents.append(water / mm)
        lost = evaporated_reclim(contents[-1], demand, soil, c) + np.maximum(0.0, water - full)
        water = np.maximum(0.0, water + gained - lost)
    factors = temperature_factor_katterer1998(np.stack(warmth[:-1]), c)
    moist = moisture_factor_reclim(np.stack(np.broadcast_arrays(*contents)), soil, c)
    factor = _days_mean(factors, moist) / c["normaliser"]
    return factor, SoilState(warmth[-1], water)


def _days_mean(first: Any, second: Any) -> Any:
    """Return the mean over the first axis of a product whose other axes broadcast."""
    axes = max(first.ndim, second.ndim)
    first, second = (
        v.reshape(len(v), *(1,) * (axes - v.ndim), *v.shape[1:]) for v in (first, second)
    )
    return (first * second).mean(axis=0)
