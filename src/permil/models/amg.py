"""AMGv2: an active and a stable pool of arable topsoils, in annual steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from permil.errors import MissingKey
from permil.models.elementwise import decayed
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Material, Stream, over_years, pooled
from permil.science.mineralisation_rate import (
    carbon_nitrogen_factor_clivot2019,
    carbonate_factor_clivot2019,
    clay_factor_clivot2019,
    moisture_factor_clivot2019,
    ph_factor_clivot2019,
    temperature_factor_clivot2019,
)
from permil.tables import parameter_set, table
from permil.tables.categories import AmgMaterialKind
from permil.vocabulary import Part, PlantInputs


class Parameters(NamedTuple):
    """Parameters of AMGv2.

    Parameters
    ----------
    stable_share : float
        Share of the initial stock that never changes, under long arable use [-].
    k0 : float
        Potential rate of mineralisation [1/yr].
    temperature_amplitude : float
        Highest factor of temperature [-].
    temperature_slope : float
        Steepness of the factor of temperature [1/K].
    temperature_reference : float
        Temperature at which the factor is one [°C].
    frozen_factor : float
        Factor of years not above 0 °C [-].
    moisture_amplitude : float
        Constant of the factor of moisture [-].
    moisture_slope : float
        Constant of the factor of moisture [1/m].
    clay_decay, carbonate_scale : float
        Constants of the factors of clay and calcium carbonate [kg/g].
    ph_decay, ph_optimum : float
        Constants of the factor of pH [-].
    cn_decay, cn_optimum, cn_floor : float
        Constants of the factor of C:N [-].
    """

    stable_share: Any
    k0: Any
    temperature_amplitude: Any
    temperature_slope: Any
    temperature_reference: Any
    frozen_factor: Any
    moisture_amplitude: Any
    moisture_slope: Any
    clay_decay: Any
    carbonate_scale: Any
    ph_decay: Any
    ph_optimum: Any
    cn_decay: Any
    cn_optimum: Any
    cn_floor: Any


class Site(NamedTuple):
    """What the soil makes of the rate, and the carbon that never changes.

    Parameters
    ----------
    soil_factor : float or ndarray
        Product of the rate factors of clay, carbonate, pH and C:N [-].
    stable_soil_carbon : float or ndarray
        Stable pool [t C/ha].
    """

    soil_factor: Any
    stable_soil_carbon: Any


class State(NamedTuple):
    """Pools [t C/ha].

    Parameters
    ----------
    active_soil_carbon : float or ndarray
        Active pool [t C/ha].
    humified_residue_carbon : float or ndarray
        What of the year's inputs will be humified: it decomposes from the next year on [t C/ha].
    """

    active_soil_carbon: Any
    humified_residue_carbon: Any


class Forcing(NamedTuple):
    """Forcing of one year.

    Parameters
    ----------
    temperature_factor, moisture_factor : float or ndarray
        Rate factors [-].
    humified_input : float or ndarray
        Carbon of residues and amendments of the year that is humified [t C/ha].
    mineralised_input : float or ndarray
        The rest of their carbon [t C/ha].
    """

    temperature_factor: Any
    moisture_factor: Any
    humified_input: Any
    mineralised_input: Any


class Fluxes(NamedTuple):
    """Fluxes and rate of one year.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired, of inputs that are not humified too [t C/ha].
    mineralisation_rate : float or ndarray
        Rate k of the active pool [1/yr].
    """

    respired: Any
    mineralisation_rate: Any


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance AMGv2 by one year.

    .. math:: A_t = A_{t-1} e^{-k_t} + \frac{h m_{t-1}}{k_t} \left(1 - e^{-k_t}\right), \quad
              k = k_0 f_T f_H f_A f_C f_{pH} f_{CN}

    The humified inputs :math:`h m` of a year enter the active pool all through the next one, with
    that year's rate.

    Parameters
    ----------
    p : Parameters
        Potential rate.
    s : Site
        Soil.
    x : State
        Pools at the start of the year.
    f : Forcing
        Forcing of the year.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its fluxes.

    Notes
    -----
    Arable topsoils. Carbon is counted from the year in which it enters the soil, so that it
    closes: until the next year the humified part waits in a pool of its own, and the stock of an
    assessment holds it as that of other models holds fresh residues. The stock of the official
    program, and of ``permil simulate amg``, is the active and the stable pool without it. The
    other part is respired at once.

    References
    ----------
    clivot2019, amg_base2024
    """
    rate = p.k0 * s.soil_factor * f.temperature_factor * f.moisture_factor
    lost = decayed(rate)
    old_loss = x.active_soil_carbon * lost
    kept = x.humified_residue_carbon * (lost / rate)
    return State(
        active_soil_carbon=x.active_soil_carbon - old_loss + kept,
        humified_residue_carbon=f.humified_input + 0.0 * x.humified_residue_carbon,
    ), Fluxes(
        respired=old_loss + (x.humified_residue_carbon - kept) + f.mineralised_input,
        mineralisation_rate=rate,
    )


def parameters() -> Parameters:
    """Return the published parameters of AMGv2."""
    values = parameter_set("amg_v2")
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil, *, history: Literal["arable", "grassland"] = "arable") -> Site:
    r"""Return the site of a soil.

    .. math:: C_S = P_S\, C_0

    Parameters
    ----------
    p : Parameters
        Constants of the soil's rate factors and the stable share P_S.
    soil : Soil
        Clay, calcium carbonate, pH, C:N ratio and the stock C_0 before the first year.
    history : {"arable", "grassland"}
        Long use of the land before; grassland leaves a smaller share of stable carbon.

    Returns
    -------
    Site
        Fields of the step's site.

    Raises
    ------
    MissingKey
        If one of those soil properties is not known.

    References
    ----------
    clivot2019
    """
    needed = {
        "calcium_carbonate": "calcium carbonate in g/kg, 0 where there is none",
        "ph": "pH in water",
        "carbon_nitrogen_ratio": "C:N of the soil organic matter",
        "organic_carbon_stock": "the stock before the first year in t C/ha",
    }
    for name, expected in needed.items():
        if getattr(soil, name) is None:
            raise MissingKey(where="amg", key=name, expected=expected)
    grassland = parameter_set("amg_v2")["stable_share_grassland"]
    share = grassland if history == "grassland" else p.stable_share
    return Site(
        soil_factor=np.prod(np.broadcast_arrays(*soil_factors(p, soil)), axis=0),
        stable_soil_carbon=share * np.asarray(soil.organic_carbon_stock),
    )


class SoilFactors(NamedTuple):
    """Rate factors of the soil.

    Parameters
    ----------
    clay, carbonate, ph, carbon_nitrogen : float or ndarray
        Rate factors [-].
    """

    clay: Any
    carbonate: Any
    ph: Any
    carbon_nitrogen: Any


def soil_factors(p: Parameters, soil: Soil) -> SoilFactors:
    """Return the rate factors of clay, calcium carbonate, pH and C:N.

    Parameters
    ----------
    p : Parameters
        Their constants.
    soil : Soil
        The soil.

    Returns
    -------
    SoilFactors
        Rate factors [-].
    """
    clay = 10.0 * np.asarray(soil.clay)  # g/kg, as published; the glossary has per cent
    return SoilFactors(
        clay_factor_clivot2019(clay, p.clay_decay),
        carbonate_factor_clivot2019(soil.calcium_carbonate, p.carbonate_scale),
        ph_factor_clivot2019(soil.ph, p.ph_decay, p.ph_optimum),
        carbon_nitrogen_factor_clivot2019(
            soil.carbon_nitrogen_ratio, p.cn_decay, p.cn_optimum, p.cn_floor
        ),
    )


def climate_factors(p: Parameters, temperature: Any, water_balance: Any) -> tuple[Any, Any]:
    """Return the rate factors of temperature and moisture.

    Parameters
    ----------
    p : Parameters
        Their constants.
    temperature : float or ndarray
        Annual mean air temperature [°C].
    water_balance : float or ndarray
        Rain plus irrigation minus potential evapotranspiration [mm/yr].

    Returns
    -------
    tuple of float or ndarray
        Rate factors [-].
    """
    return temperature_factor_clivot2019(
        temperature,
        p.temperature_amplitude,
        p.temperature_slope,
        p.temperature_reference,
        p.frozen_factor,
    ), moisture_factor_clivot2019(water_balance, p.moisture_amplitude, p.moisture_slope)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Constants of the rate factors of climate.
    drivers : Drivers
        Monthly climate and inputs of whole years.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`, by year.
    """
    temperature = over_years(drivers.temperature, np.mean)
    rain, evaporation = over_years(drivers.precipitation), over_years(drivers.evaporation)
    warmth, moisture = climate_factors(p, temperature.values, rain.values - evaporation.values)
    return {
        "temperature_factor": Stream(warmth, temperature.index),
        "moisture_factor": Stream(moisture, rain.index),
        "humified_input": over_years(pooled(drivers.inputs, humified_share)),
        "mineralised_input": over_years(pooled(drivers.inputs, lambda m: 1.0 - humified_share(m))),
    }


#: Which kind of class a material takes; crops are asked for by their own name.
_KINDS = {
    Part.COVER_CROP: AmgMaterialKind.COVER_CROP,
    Part.AMENDMENT: AmgMaterialKind.AMENDMENT,
}


def humified_share(material: Material) -> float:
    """Return the share of a material's carbon that is humified (AMG's coefficient h).

    Parameters
    ----------
    material : Material
        Shoots or roots of a crop, a plant as a whole, or an amendment.

    Returns
    -------
    float
        Share [-]: of the plant or amendment that the table ``amg_materials`` names for it; of
        ``any`` of its kind where that has no row of its own. A plant as a whole is its residues
        and its roots in the proportion of the allocation.
    """
    kind = _KINDS.get(material.part, AmgMaterialKind.CROP)
    classes = {row.material: row for row in table("amg_materials").select(kind=kind)}
    chosen = classes.get(material.name, classes["any"])
    if kind is AmgMaterialKind.AMENDMENT:
        return float(table("amg_amendments").one(amendment=chosen.row).humified)
    plant = table("amg_plants").one(crop_type=chosen.crop_type, plant=chosen.row)
    return _of_part(plant, material.part)


def _of_part(plant: Any, part: Part) -> float:
    """Return the humified share of a part of a plant [-]."""
    above, below = plant.residue_share, plant.root_share + plant.exudate_share
    if part is Part.SHOOTS:
        below = 0.0
    if part is Part.ROOTS:
        above = 0.0
    humified = above * plant.humified_shoots + below * plant.humified_roots
    return float(humified / (above + below))


MODEL = Model(
    name="amg",
    title="AMGv2",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="stable_soil_carbon",
    inputs=Forcing._fields[2:],
    steps_per_year=1,
    linear=True,
    elementwise=True,
    depths=(20.0, 30.0),
    source="clivot2019",
    rates=("k0",),
    plant_inputs=PlantInputs.AMG,
)
