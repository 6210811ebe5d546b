"""RothC as a differential equation: the continuous form that many ports use.

It is another model than the official monthly map (0.2 to 1.6 % in the steady state) and has a name
of its own. Rates and inputs are constant within a month; each month is solved exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.models.matrix_exponential import propagate
from permil.models.protocol import Drivers, Model, Soil, Stream
from permil.science.decomposition_products import PartitionConstants, partition_coleman1996
from permil.science.soil_moisture import MoistureConstants, moisture_limits_rothc
from permil.science.temperature_response import TemperatureResponse, temperature_factor_rothc
from permil.tables import parameter_set

Float = NDArray[np.float64]
POOLS = (
    "decomposable_plant_material",
    "resistant_plant_material",
    "microbial_biomass",
    "humified_organic_matter",
)


class Parameters(NamedTuple):
    """Rate constants and splits of the continuous form.

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


class Site(NamedTuple):
    """Soil of the continuous form.

    Parameters
    ----------
    biomass_share, humus_share : float or ndarray
        Shares of decomposed carbon [-].
    deficit_one_bar, deficit_bare, deficit_driest : float or ndarray
        Limits of the moisture deficit [mm].
    moisture_minimum : float or ndarray
        Lowest moisture factor [-].
    inert_organic_matter : float or ndarray
        IOM [t C/ha].
    """

    biomass_share: Any
    humus_share: Any
    deficit_one_bar: Any
    deficit_bare: Any
    deficit_driest: Any
    moisture_minimum: Any
    inert_organic_matter: Any


class State(NamedTuple):
    """Pools [t C/ha] and moisture deficit [mm].

    Parameters
    ----------
    decomposable_plant_material, resistant_plant_material : float or ndarray
        DPM and RPM [t C/ha].
    microbial_biomass, humified_organic_matter : float or ndarray
        BIO and HUM [t C/ha].
    moisture_deficit : float or ndarray
        Deficit [mm].
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
    plant_input, manure_input : float or ndarray
        Carbon entering evenly over the month [t C/ha].
    dpm_share : float or ndarray
        Share of DPM in the plant input [-].
    """

    temperature_factor: Any
    water_balance: Any
    cover: Any
    plant_input: Any
    manure_input: Any
    dpm_share: Any


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


def compartment_matrix(p: Parameters, s: Site) -> Float:
    r"""Return the matrix of ``dx/dt = \xi A x + u`` at rate factor 1.

    Parameters
    ----------
    p : Parameters
        Rate constants.
    s : Site
        Shares of BIO and HUM.

    Returns
    -------
    ndarray, shape (..., 4, 4)
        Matrix [1/yr], pools in the order DPM, RPM, BIO, HUM.

    References
    ----------
    coleman1996
    """
    rates = np.stack(np.broadcast_arrays(p.k_dpm, p.k_rpm, p.k_bio, p.k_hum), axis=-1)
    biomass, humus = np.asarray(s.biomass_share), np.asarray(s.humus_share)
    zero = np.zeros(biomass.shape)
    rows = np.stack([zero, zero, biomass, humus], axis=-1)
    matrix: Float = (rows[..., :, None] - np.eye(4)) * rates[..., None, :]
    return matrix


def input_vector(p: Parameters, f: Forcing) -> Float:
    """Return the inputs of a month by pool.

    Parameters
    ----------
    p : Parameters
        Shares of manure.
    f : Forcing
        Inputs of the month.

    Returns
    -------
    ndarray, shape (..., 4)
        Inputs [t C/ha/month].
    """
    plant, manure = np.asarray(f.plant_input), np.asarray(f.manure_input)
    dpm = plant * f.dpm_share + manure * p.manure_dpm
    rpm = plant * (1.0 - f.dpm_share) + manure * p.manure_rpm
    return np.stack(np.broadcast_arrays(dpm, rpm, 0.0, manure * p.manure_hum), axis=-1)


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the continuous form by one month, exactly.

    .. math:: x(t + \Delta t) = e^{\xi A \Delta t} x + \int_0^{\Delta t} e^{\xi A \tau} u \, d\tau

    Parameters
    ----------
    p : Parameters
        Rate constants and splits.
    s : Site
        Soil.
    x : State
        Pools and deficit at the start of the month.
    f : Forcing
        Forcing of the month.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the month and its fluxes.

    Notes
    -----
    The moisture deficit is that of the official model. Stable at any temperature, where explicit
    Euler and Runge-Kutta codes diverge above about 26 °C.

    References
    ----------
    coleman1996, metzler2018
    """
    wetted = np.minimum(0.0, x.moisture_deficit + f.water_balance)
    covered = np.maximum(s.deficit_driest, wetted)
    bare = np.maximum(np.minimum(s.deficit_bare, x.moisture_deficit), wetted)
    deficit = np.where(np.asarray(f.cover) > 0.5, covered, bare)
    span = s.deficit_one_bar - s.deficit_driest
    ramp = s.moisture_minimum + (1.0 - s.moisture_minimum) * (deficit - s.deficit_driest) / span
    moisture = np.where(deficit > s.deficit_one_bar, 1.0, ramp)
    cover = np.where(np.asarray(f.cover) > 0.5, p.cover_factor, 1.0)
    rate = np.asarray(f.temperature_factor * moisture * cover)
    pools = np.stack(np.broadcast_arrays(*(getattr(x, name) for name in POOLS)), axis=-1)
    matrix = compartment_matrix(p, s) * rate[..., None, None]
    end, respired = propagate(matrix, 12.0 * input_vector(p, f), pools, 1.0 / 12.0)
    dpm, rpm, bio, hum = np.moveaxis(end, -1, 0)
    state = State(dpm, rpm, bio, hum, deficit)
    return state, Fluxes(respired=respired, moisture_factor=moisture, cover_factor=cover)


def parameters() -> Parameters:
    """Return the published rate constants and splits of the continuous form."""
    values = parameter_set("rothc_continuous")
    return Parameters(**{name: values[name] for name in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits (unused).
    soil : Soil
        Clay, depth and IOM.

    Returns
    -------
    Site
        Fields of the step's site.
    """
    c = parameter_set("rothc_continuous")
    shares = partition_coleman1996(
        soil.clay, PartitionConstants(*(c[f"partition_{n}"] for n in PartitionConstants._fields))
    )
    limits = moisture_limits_rothc(
        soil.clay,
        soil.depth,
        MoistureConstants(*(c[f"moisture_{n}"] for n in MoistureConstants._fields)),
    )
    return Site(
        biomass_share=shares.biomass,
        humus_share=shares.humus,
        deficit_one_bar=limits.one_bar,
        deficit_bare=limits.bare,
        deficit_driest=limits.driest,
        moisture_minimum=c["minimum_moisture"],
        inert_organic_matter=soil.inert_organic_matter,
    )


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits (unused).
    drivers : Drivers
        Monthly climate, cover and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.
    """
    c = parameter_set("rothc_continuous")
    response = TemperatureResponse(*(c[f"temperature_{n}"] for n in TemperatureResponse._fields))
    rain, evaporation, ratio = drivers.precipitation, drivers.evaporation, drivers.dpm_rpm_ratio
    return {
        "temperature_factor": Stream(
            temperature_factor_rothc(drivers.temperature.values, response),
            drivers.temperature.index,
        ),
        "water_balance": Stream(rain.values - evaporation.values, rain.index),
        "cover": drivers.cover,
        "plant_input": drivers.plant_input,
        "manure_input": drivers.manure_input,
        "dpm_share": Stream(ratio.values / (ratio.values + 1.0), ratio.index),
    }


MODEL = Model(
    name="rothc_continuous",
    title="RothC, continuous form",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=POOLS,
    inert="inert_organic_matter",
    inputs=("plant_input", "manure_input"),
    steps_per_year=12,
    linear=True,
    elementwise=False,
    depths=(20.0, 30.0),
    source="coleman1996",
)
