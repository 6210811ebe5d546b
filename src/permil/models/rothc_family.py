"""What the two forms of RothC share: parameters, pools, forcing and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.models.protocol import Drivers, Soil
from permil.models.streams import Material, Stream, pooled
from permil.science.decomposition_products import (
    Partition,
    PartitionConstants,
    partition_coleman1996,
)
from permil.science.initial_pools import (
    PoolRegression,
    PoolRegressions,
    pools_weihermueller2013,
)
from permil.science.soil_moisture import MoistureConstants, MoistureLimits, moisture_limits_rothc
from permil.science.temperature_response import TemperatureResponse, temperature_factor_rothc
from permil.tables import parameter_set, table
from permil.vocabulary import Part


class Parameters(NamedTuple):
    """Rate constants and splits of RothC-26.3.

    Parameters
    ----------
    k_dpm, k_rpm, k_bio, k_hum : float
        Rate constants [1/yr].
    cover_factor : float
        Rate factor of months with plant cover [-].
    manure_dpm, manure_rpm, manure_hum : float
        Shares of the pools in farmyard manure [-].
    """

    k_dpm: Any
    k_rpm: Any
    k_bio: Any
    k_hum: Any
    cover_factor: Any
    manure_dpm: Any
    manure_rpm: Any
    manure_hum: Any


class State(NamedTuple):
    """Pools [t C/ha] and the running moisture deficit [mm].

    Parameters
    ----------
    decomposable_plant_material, resistant_plant_material : float or ndarray
        DPM and RPM [t C/ha].
    microbial_biomass, humified_organic_matter : float or ndarray
        BIO and HUM [t C/ha].
    moisture_deficit : float or ndarray
        Deficit, zero at field capacity and negative below it [mm].
    """

    decomposable_plant_material: Any
    resistant_plant_material: Any
    microbial_biomass: Any
    humified_organic_matter: Any
    moisture_deficit: Any


class Forcing(NamedTuple):
    """Forcing of one month.

    Parameters
    ----------
    temperature_factor : float or ndarray
        Rate factor of temperature [-].
    water_balance : float or ndarray
        Rain minus evaporation [mm].
    cover : float or ndarray
        1 with plant cover, else 0 [-].
    dpm_input, rpm_input, humus_input : float or ndarray
        Carbon entering DPM, RPM and HUM at the end of the month [t C/ha].
    """

    temperature_factor: Any
    water_balance: Any
    cover: Any
    dpm_input: Any
    rpm_input: Any
    humus_input: Any


class Fluxes(NamedTuple):
    """Fluxes and rate factors of one month.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired [t C/ha].
    moisture_factor, cover_factor : float or ndarray
        Rate factors [-].
    """

    respired: Any
    moisture_factor: Any
    cover_factor: Any


POOLS = State._fields[:4]
INPUTS = Forcing._fields[3:]


def published(name: str) -> Parameters:
    """Return the published rate constants and splits of a form.

    Parameters
    ----------
    name : str
        Parameter set of the table ``rothc_parameters``.

    Returns
    -------
    named tuple
        Rate constants and splits.
    """
    values = parameter_set(name)
    return Parameters(**{field: values[field] for field in Parameters._fields})


def partition(name: str, clay: Any) -> Partition:
    """Return where decomposed carbon goes, with the constants of a form.

    Parameters
    ----------
    name : str
        Parameter set.
    clay : float or ndarray
        Clay [%].

    Returns
    -------
    Partition
        Shares of CO2, BIO and HUM [-].
    """
    c = parameter_set(name)
    constants = PartitionConstants(*(c[f"partition_{n}"] for n in PartitionConstants._fields))
    return partition_coleman1996(clay, constants)


def standard_limits(name: str, clay: Any, depth: Any) -> MoistureLimits:
    """Return the moisture limits of RothC-26.3, with the constants of a form.

    Parameters
    ----------
    name : str
        Parameter set.
    clay, depth : float or ndarray
        Clay [%] and depth of the layer [cm].

    Returns
    -------
    MoistureLimits
        Limits [mm].
    """
    c = parameter_set(name)
    constants = MoistureConstants(*(c[f"moisture_{n}"] for n in MoistureConstants._fields))
    return moisture_limits_rothc(clay, depth, constants)


def streams(name: str, p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the forcing of both forms from monthly drivers.

    Parameters
    ----------
    name : str
        Parameter set, for the temperature function.
    p : Parameters
        Shares of manure.
    drivers : Drivers
        Monthly climate, cover and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.
    """
    c = parameter_set(name)
    response = TemperatureResponse(*(c[f"temperature_{n}"] for n in TemperatureResponse._fields))
    rain, evaporation = drivers.precipitation, drivers.evaporation
    return {
        "temperature_factor": Stream(
            temperature_factor_rothc(drivers.temperature.values, response),
            drivers.temperature.index,
        ),
        "water_balance": Stream(rain.values - evaporation.values, rain.index),
        "cover": drivers.cover,
        "dpm_input": pooled(drivers.inputs, lambda m: _shares(p, m)[0]),
        "rpm_input": pooled(drivers.inputs, lambda m: _shares(p, m)[1]),
        "humus_input": pooled(drivers.inputs, lambda m: _shares(p, m)[2]),
    }


def _shares(p: Parameters, material: Material) -> tuple[Any, Any, Any]:
    """Return the shares of DPM, RPM and HUM in a material's carbon [-]."""
    if material.part is Part.AMENDMENT:
        return p.manure_dpm, p.manure_rpm, p.manure_hum
    ratio = material.dpm_rpm_ratio
    if ratio is None:
        litter = "crop"
        if material.name:
            row: Any = table("crops").one(crop=material.name)
            litter = row.litter
        ratio = parameter_set("rothc_26_3")[f"dpm_rpm_{litter}"]
    share = ratio / (ratio + 1.0)
    return share, 1.0 - share, 0.0


def pools_by_pedotransfer(soil: Soil) -> dict[str, Any]:
    """Return the pools of a measured stock by published regressions on stock and clay.

    What the regressions take beyond the stock is taken from HUM, so that no carbon is created.

    Parameters
    ----------
    soil : Soil
        Stock, clay and IOM.

    Returns
    -------
    dict of str to float or ndarray
        Active pools [t C/ha].

    References
    ----------
    weihermueller2013
    """
    c = parameter_set("weihermueller2013")
    regressions = PoolRegressions(
        *(
            PoolRegression(*(c[f"{pool}_{field}"] for field in PoolRegression._fields))
            for pool in ("rpm", "hum", "bio")
        )
    )
    found = pools_weihermueller2013(
        soil.organic_carbon_stock, soil.clay, regressions, soil.inert_organic_matter
    )
    missing = np.minimum(found.decomposable_plant_material, 0.0)
    pools = {name: getattr(found, name) for name in POOLS}
    pools["decomposable_plant_material"] = found.decomposable_plant_material - missing
    pools["humified_organic_matter"] = found.humified_organic_matter + missing
    return pools
