"""Millennial version 2: measurable pools, microbes, minerals and aggregates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from permil.errors import MissingKey, NotApplicable
from permil.models.millennial_kinetics import (
    Fluxes,
    Forcing,
    Parameters,
    Site,
    State,
    corrected,
    moved,
    rates,
    steady,
)
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Stream, by_day, pooled
from permil.science.soil_moisture import bucket_water
from permil.tables import parameter_set, table
from permil.units import convert

#: 0 °C in kelvin.
FREEZING = 273.15


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance Millennial by one day.

    Microbes B decompose particulate carbon P and take up dissolved carbon L,

    .. math::

        D = V_p\,P\,\frac{B}{K_p + B}, \qquad U = V_l\,B\,\frac{L}{K_l + L}

    grow by their efficiency, respire the rest and die by :math:`k_d B^2`. Dissolved carbon is
    sorbed by minerals up to their capacity and leached; particulate and mineral-associated carbon
    form aggregates, which break again.

    Parameters
    ----------
    p : Parameters
        Kinetics, rates, efficiency.
    s : Site
        Soil.
    x : State
        Pools at the start of the day.
    f : Forcing
        Forcing of the day.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the day and its fluxes; leached carbon counts with the respired.

    Notes
    -----
    The published R code takes Runge-Kutta steps of fourth order in one day, the Fortran code Euler
    steps. This step solves the same equations by the modified Patankar-Runge-Kutta scheme of second
    order: positive at any temperature, carbon closed, and its fixed points are the steady states of
    the equations. The published runs are of a layer of 1 m; here, as in the authors' calibration on
    topsoils, only the capacity of the minerals depends on the depth of the layer.

    References
    ----------
    abramoff2022, burchard2003
    """
    first = rates(p, s, x, x, f)
    middle, _ = moved(p, x, f, first)
    return corrected(p, x, middle, f, first, rates(p, s, middle, middle, f))


def step_without_priming(
    p: Parameters, s: Site, x: State, acting: State, f: Forcing
) -> tuple[State, Fluxes]:
    """Advance Millennial by one day with given microbes at work.

    Parameters
    ----------
    p, s, x : Parameters, Site and State
        As in :func:`step`.
    acting : State
        The state whose microbes decompose; those of ``x`` grow and die, but do not act.
    f : Forcing
        As in :func:`step`.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the day and its fluxes.

    References
    ----------
    abramoff2022, burchard2003
    """
    first = rates(p, s, acting, x, f)
    middle, _ = moved(p, x, f, first)
    return corrected(p, x, middle, f, first, rates(p, s, acting, middle, f))


def tendencies(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    """Return the differential equations that the step solves.

    Parameters
    ----------
    p, s, x, f : Parameters, Site, State and Forcing
        As in :func:`step`.

    Returns
    -------
    tuple of State and Fluxes
        Change of the pools, and what leaves them [t C/ha/day].

    References
    ----------
    abramoff2022
    """
    k1, k2, k3, k4, k5, k6, k7, k8, k9 = rates(p, s, x, x, f)
    particulate, dissolved, minerals = (
        x.particulate_carbon,
        x.dissolved_carbon,
        x.mineral_associated_carbon,
    )
    decomposed, packed = k1 * particulate, k2 * particulate
    leached, sorbed, uptake = k3 * dissolved, k4 * dissolved, k5 * dissolved
    broken, died = k6 * x.aggregate_carbon, k7 * x.microbial_carbon
    freed, bound = k8 * minerals, k9 * minerals
    grown = f.growth_efficiency * uptake
    to_p, to_mineral = p.aggregate_particulate_share, p.turnover_mineral_share
    return State(
        particulate_carbon=f.particulate_input + to_p * broken - packed - decomposed,
        dissolved_carbon=f.dissolved_input
        + decomposed
        + (1.0 - to_mineral) * died
        + freed
        - leached
        - sorbed
        - uptake,
        aggregate_carbon=packed + bound - broken,
        microbial_carbon=grown - died,
        mineral_associated_carbon=sorbed
        + to_mineral * died
        + (1.0 - to_p) * broken
        - freed
        - bound,
    ), Fluxes(respired=uptake - grown + leached, leached=leached)


def parameters(name: str = "millennial_fit") -> Parameters:
    """Return a published set of parameters.

    Parameters
    ----------
    name : str
        ``millennial_fit``, calibrated on measured soils, or ``millennial_default``, the start of
        that calibration.

    Returns
    -------
    named tuple
        The set of the table ``millennial_parameters``, in tonnes per hectare.
    """
    found = table("millennial_parameters").select(parameter_set=name)
    inside = {
        "g C/m2": "t C/ha",
        "g C/m2/day": "t C/ha/day",
        "m2/g C/day": "ha/t C/day",
    }
    values = {r.parameter: convert(r.value, r.unit, inside.get(r.unit, r.unit)) for r in found}
    # The same number is a rate of sorption per day and a desorption per area.
    values["affinity"] = parameter_set(name)["desorption"]
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Parameters.
    soil : Soil
        Clay, depth, pH, bulk density, and silt or sand.

    Returns
    -------
    Site
        Fields of the step's site.

    Raises
    ------
    MissingKey
        If silt and sand, bulk density or pH is missing.
    NotApplicable
        If a soil has neither clay nor silt: nothing could be mineral-associated.

    References
    ----------
    abramoff2022
    """
    needed = {
        "silt": soil.sand if soil.silt is None else soil.silt,
        "bulk_density": soil.bulk_density,
        "ph": soil.ph,
    }
    for name, value in needed.items():
        if value is None:
            raise MissingKey(where="", key=name, expected="a value, which Millennial needs")
    if soil.silt is None:
        fine = 100.0 - np.asarray(soil.sand)
    else:
        fine = np.asarray(soil.clay) + np.asarray(soil.silt)
    if not np.all(fine > 0):
        raise NotApplicable(
            where="",
            method="Millennial",
            problem="a soil without clay and silt holds no mineral-associated carbon",
            remedy="check the texture",
        )
    # t/ha of soil in the layer: 1 g/cm3 over 1 cm is 100 t/ha.
    soil_mass = 100.0 * np.asarray(soil.bulk_density) * np.asarray(soil.depth)
    return Site(
        capacity=soil_mass * (fine / 100.0) * (p.sorption_capacity / 1000.0),
        affinity=p.affinity * np.exp(-p.affinity_ph * np.asarray(soil.ph) - p.affinity_intercept),
    )


def climate_factors(p: Parameters, temperature: Any, moisture: Any) -> dict[str, Any]:
    """Return what temperature and moisture make of the rates.

    Parameters
    ----------
    p : Parameters
        Parameters.
    temperature : float or ndarray
        Soil temperature [°C].
    moisture : float or ndarray
        Soil moisture [m3/m3].

    Returns
    -------
    dict
        The fields of :class:`~permil.models.millennial_kinetics.Forcing` that climate sets.

    Notes
    -----
    The published growth efficiency is a straight line in temperature; here it stays between 0 and
    1, outside of which microbes would lose or make carbon.

    References
    ----------
    abramoff2022
    """
    t, water = np.asarray(temperature), np.minimum(moisture, p.porosity)
    diffusion = np.sqrt(water / p.porosity)
    oxygen = p.driest_oxygen + (1.0 - p.driest_oxygen) * np.sqrt(1.0 - water / p.porosity)
    biology = np.exp(-p.matric_slope * p.matric_potential) * oxygen * diffusion
    heat = p.gas_constant * (t + FREEZING)
    efficiency = p.efficiency - p.efficiency_slope * (t - p.efficiency_temperature)
    return {
        "decomposition_velocity": p.velocity_particulate
        * np.exp(-p.activation_particulate / heat)
        * diffusion,
        "uptake_velocity": p.velocity_uptake * np.exp(-p.activation_uptake / heat) * biology,
        "diffusion": diffusion,
        "growth_efficiency": np.clip(efficiency, 0.0, 1.0),
    }


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Parameters.
    drivers : Drivers
        Monthly temperature, rain, evaporation and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`~permil.models.millennial_kinetics.Forcing`, by day, constant in a month.

    Notes
    -----
    Soil temperature is the air temperature of the month. Soil moisture is that of a monthly bucket
    (:func:`~permil.science.soil_moisture.bucket_water`) between wilting point and field capacity of
    the table's reference soil. Millennial knows no quality of inputs: every material is split alike
    between particulate and dissolved carbon.
    """
    c = parameter_set("millennial_bucket")
    depth = 10.0 * c["depth"]
    water = bucket_water(
        drivers.precipitation.values,
        drivers.evaporation.values,
        (c["field_capacity"] - c["wilting_point"]) * depth,
    )
    moisture = Stream(c["wilting_point"] + water / depth, drivers.precipitation.index)
    climate = _climate(p, drivers.temperature, moisture)
    share = p.particulate_input_share
    return {
        **climate,
        "particulate_input": by_day(pooled(drivers.inputs, lambda _: share), flux=True),
        "dissolved_input": by_day(pooled(drivers.inputs, lambda _: 1.0 - share), flux=True),
    }


def _climate(p: Parameters, temperature: Stream, moisture: Stream) -> dict[str, Stream]:
    """Return the climate's streams; where the two lie on different columns, by cell."""
    index = temperature.index
    values = [temperature.values, moisture.values]
    if not np.array_equal(index, moisture.index):  # type: ignore[arg-type]
        both = (temperature, moisture)
        values = [s.values if s.index is None else s.values[:, s.index] for s in both]
        index = None
    factors = climate_factors(p, *values)
    return {name: by_day(Stream(v, index), flux=False) for name, v in factors.items()}


MODEL = Model(
    name="millennial",
    title="Millennial version 2 (Michaelis-Menten)",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="",
    inputs=("particulate_input", "dissolved_input"),
    steps_per_year=365,
    linear=False,
    elementwise=True,
    depths=(20.0, 100.0),
    source="abramoff2022",
    rates=("velocity_particulate", "velocity_uptake"),
    steady=steady,
    without_priming=step_without_priming,
)
