"""What the two forms of ICBM share: parameters, pools, forcing and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from permil.errors import MissingKey
from permil.models.material_classes import quality_class
from permil.models.protocol import Drivers, Soil
from permil.models.streams import DAYS, Array, Material, Stream, combined, over_years, pooled
from permil.science.icbm_climate import (
    DayWeather,
    SoilState,
    SoilWater,
    climate_factor_andren2004,
    soil_water_katterer2006,
)
from permil.tables import parameter_set

#: Numbers of weather and soil up to which their climate factor is kept.
LARGEST_KEY = 100_000


class Parameters(NamedTuple):
    """Rate constants and humification coefficients of ICBM.

    Parameters
    ----------
    k_young, k_old : float
        Rate constants [1/yr].
    humification_shoots, humification_roots, humification_manure : float
        Share of decomposed young carbon that becomes old carbon, by class of material [-].
    """

    k_young: Any
    k_old: Any
    humification_shoots: Any
    humification_roots: Any
    humification_manure: Any


class Site(NamedTuple):
    """The step needs no site: soil and climate are in the climate factor.

    Parameters
    ----------
    depth : float or ndarray
        Depth of the stock [cm].
    """

    depth: Any


class State(NamedTuple):
    """Pools; the first two are ICBM's young carbon Y.

    Young carbon is told apart by what becomes of it, so that materials with different humification
    coefficients enter one model and a coefficient may change from year to year.

    Parameters
    ----------
    young_mineralising_carbon : float or ndarray
        Young carbon that will be respired [t C/ha].
    young_humifying_carbon : float or ndarray
        Young carbon that will become old carbon [t C/ha].
    old_carbon : float or ndarray
        Old carbon O [t C/ha].
    """

    young_mineralising_carbon: Any
    young_humifying_carbon: Any
    old_carbon: Any


class Forcing(NamedTuple):
    """Forcing of one year.

    Parameters
    ----------
    climate_factor : float or ndarray
        Factor r on both rate constants, of climate and management [-].
    mineralising_input, humifying_input : float or ndarray
        Carbon entering the two parts of young carbon [t C/ha].
    """

    climate_factor: Any
    mineralising_input: Any
    humifying_input: Any


class Fluxes(NamedTuple):
    """Fluxes of one year.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired [t C/ha].
    """

    respired: Any


POOLS = State._fields
INPUTS = Forcing._fields[1:]


def parameters(name: str = "icbm") -> Parameters:
    """Return rate constants and humification coefficients of one publication.

    Parameters
    ----------
    name : str
        Parameter set: ``icbm``, or the named alternatives ``icbm_1997``, ``icbm_recalibration`` and
        ``icbm_recalibration_priors``.

    Returns
    -------
    named tuple
        The parameters; sets are never mixed.
    """
    values = parameter_set(name)
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Parameters (unused).
    soil : Soil
        The soil.

    Returns
    -------
    Site
        Fields of the step's site.
    """
    return Site(soil.depth)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Humification coefficients.
    drivers : Drivers
        Monthly climate, cover and inputs of whole years. Their soil, if any, decides the soil's
        water; that of the reference trial at Ultuna by default.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.

    Raises
    ------
    MissingKey
        If a soil is given without sand or organic carbon.
    """
    return {
        "climate_factor": climate_factor(drivers, drivers.soil),
        "mineralising_input": over_years(
            pooled(drivers.inputs, lambda m: 1.0 - humification(p, m))
        ),
        "humifying_input": over_years(pooled(drivers.inputs, lambda m: humification(p, m))),
    }


def humification(p: Parameters, material: Material) -> Any:
    """Return the humification coefficient of a material.

    Parameters
    ----------
    p : Parameters
        Coefficients by class.
    material : Material
        The material.

    Returns
    -------
    float or ndarray
        Share of its decomposed carbon that becomes old carbon [-].
    """
    return getattr(p, f"humification_{quality_class('icbm_materials', material)}")


def climate_factor(drivers: Drivers, soil: Soil | None = None) -> Stream:
    """Return ICBM's climate factor by year, from monthly means.

    Parameters
    ----------
    drivers : Drivers
        Monthly climate and plant cover of whole years.
    soil : Soil, optional
        The soil; that of the reference trial at Ultuna by default.

    Returns
    -------
    Stream
        Climate factor by year [-], 1 in the mean of the reference trial.

    Notes
    -----
    The published functions are daily. Here every day of a month has the month's mean temperature,
    and its share of rain and evapotranspiration. Months with plant cover have a fixed green area,
    others none. Every year starts from the soil that its own months leave behind, so that no other
    year acts on its factor.
    """
    c = parameter_set("icbm_climate")
    known = reference_soil() if soil is None else soil
    needed = {"clay": known.clay, "sand": known.sand, "organic_carbon": known.organic_carbon}
    for name, value in needed.items():
        if value is None:
            raise MissingKey(where="", key=name, expected="a value for the climate factor of ICBM")
    water = soil_water_katterer2006(
        known.clay, known.sand, known.organic_carbon, parameter_set("katterer2006")
    )
    depth = np.asarray(known.depth)

    def by_year(*weather: Array) -> Array:
        arrays = [np.asarray(v, np.float64) for v in (*weather, *water, depth)]
        if sum(a.size for a in arrays) > LARGEST_KEY:
            return _years(weather, water, depth, c)
        return _remembered(tuple((a.tobytes(), a.shape) for a in arrays))

    # A soil that differs by cell takes the streams to the shape of the cells.
    shape = np.broadcast_shapes(np.shape(water.porosity), depth.shape)
    cells = Stream(np.zeros((1, *shape)))
    climate = (drivers.temperature, drivers.precipitation, drivers.evaporation, drivers.cover)
    return combined(by_year, *climate, cells)


def reference_soil() -> Soil:
    """Return the soil of the trial at Ultuna, for which the climate factor is 1 in the mean."""
    c = parameter_set("icbm_climate")
    return Soil(
        clay=c["reference_clay"],
        sand=c["reference_sand"],
        organic_carbon=c["reference_organic_carbon"],
        depth=c["reference_depth"],
    )


@lru_cache(maxsize=64)
def _remembered(key: tuple[tuple[bytes, tuple[int, ...]], ...]) -> Array:
    """Run the soil through all months once for the same weather and soil.

    The daily scheme takes longer than the model, and a calibration asks for it at every step.
    """
    arrays = [np.frombuffer(values).reshape(shape) for values, shape in key]
    weather, water, depth = tuple(arrays[:5]), SoilWater(*arrays[5:-1]), arrays[-1]
    years = _years(weather, water, depth, parameter_set("icbm_climate"))
    years.setflags(write=False)
    return years


#: Passes through a year after which soil temperature and water no longer depend on the start.
_PASSES = 4


def _years(weather: tuple[Array, ...], water: SoilWater, depth: Any, c: Any) -> Array:
    """Run every year on its own, until the soil is in January as it was in the January before."""
    months = max(12, *(len(values) for values in weather))
    by_year = [
        values.reshape(-1, 12, *values.shape[1:]) if len(values) > 1 else values[:, None]
        for values in weather
    ]
    state = SoilState(0.0, water.field_capacity * 10.0 * depth)
    total: Any = 0.0
    for month in range(12 * _PASSES):
        days = int(DAYS[month % 12])
        temperature, rain, evaporation, cover, _ = (v[:, month % v.shape[1]] for v in by_year)
        day = DayWeather(
            temperature=temperature,
            precipitation=rain / days,
            evaporation=evaporation / days,
            green_area=c["green_area_index"] * cover,
        )
        factor, state = climate_factor_andren2004(state, day, days, water, depth, c)
        if month >= 12 * (_PASSES - 1):
            total = total + factor * days
    years = np.broadcast_to(total, (months // 12, *np.shape(total)[1:])) / DAYS.sum()
    return np.array(years)
