"""What Yasso15 and Yasso20 share: pools, matrix, forcing and the composition of litter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.models.material_classes import quality_class
from permil.models.matrix_exponential import propagate
from permil.models.protocol import Drivers, Soil
from permil.models.streams import Material, Stream, combined, over_years, pooled
from permil.science.yasso_climate import (
    moisture_factor_tuomi2009,
    size_factor_tuomi2009,
    temperature_factor_tuomi2009,
)
from permil.tables import parameter_set, table

Float = NDArray[np.float64]


class Parameters(NamedTuple):
    """Parameters of Yasso.

    Parameters
    ----------
    rate_acid, rate_water, rate_ethanol, rate_nonsoluble, rate_humus : float
        Rates at 0 °C in a wet climate [1/yr].
    water_to_acid, ethanol_to_acid, nonsoluble_to_acid : float
        Shares of decomposed carbon that become acid-soluble [-].
    acid_to_water, ethanol_to_water, nonsoluble_to_water : float
        Shares that become water-soluble [-].
    acid_to_ethanol, water_to_ethanol, nonsoluble_to_ethanol : float
        Shares that become ethanol-soluble [-].
    acid_to_nonsoluble, water_to_nonsoluble, ethanol_to_nonsoluble : float
        Shares that become non-soluble [-].
    to_humus : float
        Share of each of the four pools that becomes humus [-].
    temperature, temperature_squared : float
        Temperature parameters of the soluble pools [1/K, 1/K2].
    temperature_nonsoluble, temperature_squared_nonsoluble : float
        The same of the non-soluble pool.
    temperature_humus, temperature_squared_humus : float
        The same of humus.
    precipitation, precipitation_nonsoluble, precipitation_humus : float
        Precipitation parameters of the same three [1/m].
    size, size_squared, size_power : float
        Parameters of the diameter of wood [1/cm, 1/cm2, -].
    """

    rate_acid: Any
    rate_water: Any
    rate_ethanol: Any
    rate_nonsoluble: Any
    rate_humus: Any
    water_to_acid: Any
    ethanol_to_acid: Any
    nonsoluble_to_acid: Any
    acid_to_water: Any
    ethanol_to_water: Any
    nonsoluble_to_water: Any
    acid_to_ethanol: Any
    water_to_ethanol: Any
    nonsoluble_to_ethanol: Any
    acid_to_nonsoluble: Any
    water_to_nonsoluble: Any
    ethanol_to_nonsoluble: Any
    to_humus: Any
    temperature: Any
    temperature_squared: Any
    temperature_nonsoluble: Any
    temperature_squared_nonsoluble: Any
    temperature_humus: Any
    temperature_squared_humus: Any
    precipitation: Any
    precipitation_nonsoluble: Any
    precipitation_humus: Any
    size: Any
    size_squared: Any
    size_power: Any


class Site(NamedTuple):
    """What of a site Yasso takes: nothing of the soil.

    Parameters
    ----------
    size_factor : float or ndarray
        Rate factor of woody litter [-].
    leaching : float or ndarray
        Leaching of the four pools per precipitation, not above zero [1/m].
    """

    size_factor: Any
    leaching: Any


class State(NamedTuple):
    """Pools of carbon to 1 m depth.

    Parameters
    ----------
    acid_soluble_carbon, water_soluble_carbon, ethanol_soluble_carbon : float or ndarray
        Carbon that acid, water and ethanol dissolve: A, W and E [t C/ha].
    non_soluble_carbon, humus_carbon : float or ndarray
        Carbon that none of them dissolves, and humus: N and H [t C/ha].
    """

    acid_soluble_carbon: Any
    water_soluble_carbon: Any
    ethanol_soluble_carbon: Any
    non_soluble_carbon: Any
    humus_carbon: Any


class Forcing(NamedTuple):
    """Forcing of one year.

    Parameters
    ----------
    temperature_factor : float or ndarray
        Rate factor of temperature of A, W and E, mean of the months [-].
    nonsoluble_temperature_factor, humus_temperature_factor : float or ndarray
        The same of N and of H [-].
    precipitation : float or ndarray
        Precipitation [mm/yr].
    acid_input, water_input, ethanol_input, nonsoluble_input : float or ndarray
        Carbon entering the pools [t C/ha].
    """

    temperature_factor: Any
    nonsoluble_temperature_factor: Any
    humus_temperature_factor: Any
    precipitation: Any
    acid_input: Any
    water_input: Any
    ethanol_input: Any
    nonsoluble_input: Any


class Fluxes(NamedTuple):
    """Fluxes of one year.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired; what leaches, where that is asked for, counts with it [t C/ha].
    """

    respired: Any


POOLS = State._fields
INPUTS = Forcing._fields[4:]
#: The four pools of litter in the order of the matrix, as their parameters name them.
LITTER = ("acid", "water", "ethanol", "nonsoluble")


def published(name: str) -> Parameters:
    """Return a published set of parameters as it is.

    Parameters
    ----------
    name : str
        Parameter set of the table ``yasso_parameters``.

    Returns
    -------
    named tuple
        The parameters.
    """
    values = parameter_set(name)
    return Parameters(**{field: values[field] for field in Parameters._fields})


def transfers(p: Parameters, source: str) -> dict[str, Any]:
    """Return the shares of a litter pool's decomposed carbon that enter the other litter pools.

    Parameters
    ----------
    p : Parameters
        Parameters.
    source : str
        One of ``LITTER``.

    Returns
    -------
    dict of str to float or ndarray
        Shares by parameter name [-].
    """
    names = [f"{source}_to_{pool}" for pool in LITTER if pool != source]
    return {name: getattr(p, name) for name in names}


def carbon_created(p: Parameters) -> dict[str, Any]:
    r"""Return how much carbon a set of parameters creates, by litter pool.

    .. math:: \max\left(0,\; \sum_i p_{ji} + p_H - 1\right)

    Parameters
    ----------
    p : Parameters
        Parameters.

    Returns
    -------
    dict of str to float or ndarray
        Carbon that comes out of the decomposition of each pool beyond what decomposes [-]; zero in
        a set that keeps carbon.
    """
    total = {pool: sum(transfers(p, pool).values()) + p.to_humus for pool in LITTER}
    return {pool: np.maximum(0.0, share - 1.0) for pool, share in total.items()}


def renormalised(p: Parameters) -> Parameters:
    r"""Return parameters that create no carbon.

    .. math:: p_{ji} \leftarrow p_{ji} \, \frac{1 - p_H}{\sum_i p_{ji}}

    for the pools whose shares sum, with :math:`p_H`, to more than one.

    Parameters
    ----------
    p : Parameters
        Parameters.

    Returns
    -------
    named tuple
        The same, pools that create carbon brought to exactly none; such a pool respires nothing.
    """
    changed: dict[str, Any] = {}
    for pool in LITTER:
        shares = transfers(p, pool)
        factor = np.minimum(1.0, (1.0 - p.to_humus) / np.maximum(sum(shares.values()), 1e-12))
        changed |= {name: share * factor for name, share in shares.items()}
    return p._replace(**changed)


def compartment_matrix(p: Parameters, s: Site, f: Forcing) -> Float:
    r"""Return the matrix of :math:`dx/dt = A x + u` under the climate of a year.

    Parameters
    ----------
    p : Parameters
        Parameters.
    s : Site
        Size of litter and leaching.
    f : Forcing
        Climate.

    Returns
    -------
    ndarray, shape (..., 5, 5)
        Matrix [1/yr], pools in the order A, W, E, N, H.
    """
    soluble = f.temperature_factor * moisture_factor_tuomi2009(f.precipitation, p.precipitation)
    nonsoluble = f.nonsoluble_temperature_factor * moisture_factor_tuomi2009(
        f.precipitation, p.precipitation_nonsoluble
    )
    humus = f.humus_temperature_factor * moisture_factor_tuomi2009(
        f.precipitation, p.precipitation_humus
    )
    litter = [getattr(p, f"rate_{pool}") * soluble * s.size_factor for pool in LITTER[:3]]
    litter.append(p.rate_nonsoluble * nonsoluble * s.size_factor)
    rates = np.broadcast_arrays(*litter, p.rate_humus * humus, s.leaching * f.precipitation)
    matrix = np.zeros((*rates[0].shape, 5, 5))
    for j, source in enumerate(LITTER):
        matrix[..., j, j] = -rates[j] + rates[5] / 1000.0
        for i, target in enumerate(LITTER):
            if i != j:
                matrix[..., i, j] = getattr(p, f"{source}_to_{target}") * rates[j]
        matrix[..., 4, j] = p.to_humus * rates[j]
    matrix[..., 4, 4] = -rates[4]
    return matrix


def advance(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    """Advance the pools by one year, exactly.

    Parameters
    ----------
    p, s, x, f
        As in the step of the models.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.
    """
    inputs = np.stack(np.broadcast_arrays(*(getattr(f, n) for n in INPUTS), 0.0), axis=-1)
    pools = np.stack(np.broadcast_arrays(*x), axis=-1)
    end, respired = propagate(compartment_matrix(p, s, f), inputs, pools, 1.0)
    return State(*np.moveaxis(end, -1, 0)), Fluxes(respired=respired)


def site(p: Parameters, soil: Soil, *, diameter: Any = 0.0, leaching: Any = 0.0) -> Site:
    """Return the site; Yasso takes nothing of the soil.

    Parameters
    ----------
    p : Parameters
        Parameters of the size of litter.
    soil : Soil
        The soil (unused).
    diameter : float or ndarray
        Diameter of the litter, zero for what is not wood [cm].
    leaching : float or ndarray
        Leaching of the four litter pools per precipitation, not above zero [1/m]. What leaches
        counts as respired.

    Returns
    -------
    Site
        Fields of the step's site.
    """
    factor = size_factor_tuomi2009(diameter, p.size, p.size_squared, p.size_power)
    return Site(size_factor=factor, leaching=leaching)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Temperature parameters.
    drivers : Drivers
        Monthly climate and inputs of whole years.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.
    """

    def factor(linear: Any, squared: Any) -> Stream:
        monthly = combined(
            lambda t: temperature_factor_tuomi2009(t, linear, squared), drivers.temperature
        )
        return over_years(monthly, np.mean)

    streams = {
        "temperature_factor": factor(p.temperature, p.temperature_squared),
        "nonsoluble_temperature_factor": factor(
            p.temperature_nonsoluble, p.temperature_squared_nonsoluble
        ),
        "humus_temperature_factor": factor(p.temperature_humus, p.temperature_squared_humus),
        "precipitation": over_years(drivers.precipitation),
    }
    for i, name in enumerate(INPUTS):
        streams[name] = over_years(pooled(drivers.inputs, _share_of(i)))
    return streams


def _share_of(pool: int) -> Callable[[Material], float]:
    return lambda material: composition(material)[pool]


def composition(material: Material) -> tuple[float, ...]:
    """Return the shares of a material's carbon that enter the four litter pools.

    Parameters
    ----------
    material : Material
        The material.

    Returns
    -------
    tuple of float
        Shares of A, W, E and N; they sum to one [-].
    """
    row: Any = table("yasso_litter").one(quality=quality_class("yasso_materials", material))
    shares = [float(getattr(row, pool)) for pool in LITTER]
    return tuple(share / sum(shares) for share in shares)
