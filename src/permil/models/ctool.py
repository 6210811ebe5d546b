"""C-TOOL (Taghizadeh-Toosi et al. 2014): the three pools of its topsoil, exact within a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.models.elementwise import decayed
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Stream, combined, over_years, pooled
from permil.science.decomposition_products import PartitionConstants, partition_coleman1996
from permil.science.temperature_response import (
    ParabolicResponse,
    soil_temperature_damped,
    temperature_factor_kirschbaum1995,
)
from permil.tables import parameter_set
from permil.vocabulary import Part


class Parameters(NamedTuple):
    """Rates and transfers.

    Parameters
    ----------
    k_fresh, k_humified, k_resilient : float
        Rates at 10 °C; no two are equal [1/yr].
    fresh_transported : float
        Share of decomposed fresh matter that moves to the subsoil [-].
    respired : float
        Share of decomposed humified and resilient matter that becomes CO2 [-].
    humified_to_resilient : float
        Share of decomposed humified matter that becomes resilient [-].
    manure_humified : float
        Share of the carbon of amendments that enters as humified matter [-].
    """

    k_fresh: Any
    k_humified: Any
    k_resilient: Any
    fresh_transported: Any
    respired: Any
    humified_to_resilient: Any
    manure_humified: Any


class Site(NamedTuple):
    """What clay does.

    Parameters
    ----------
    humified_share : float or ndarray
        Share of decomposed fresh matter that stays here and becomes humified [-].
    """

    humified_share: Any


class State(NamedTuple):
    """Pools of the topsoil.

    Parameters
    ----------
    fresh_organic_matter, humified_organic_matter, resilient_organic_matter : float or ndarray
        FOM, HUM and ROM [t C/ha].
    """

    fresh_organic_matter: Any
    humified_organic_matter: Any
    resilient_organic_matter: Any


class Forcing(NamedTuple):
    """Forcing of one month.

    Parameters
    ----------
    temperature_factor : float or ndarray
        Rate factor of the soil temperature [-].
    fresh_input, humified_input : float or ndarray
        Carbon entering at the end of the month [t C/ha].
    """

    temperature_factor: Any
    fresh_input: Any
    humified_input: Any


class Fluxes(NamedTuple):
    """Fluxes of one month.

    Parameters
    ----------
    respired : float or ndarray
        Carbon that leaves the topsoil: CO2, and what moves to the subsoil [t C/ha].
    transported : float or ndarray
        Of it, what moves to the subsoil [t C/ha].
    """

    respired: Any
    transported: Any


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the topsoil of C-TOOL by one month.

    .. math::

        \frac{dF}{dt} = -k_F f_T F, \quad
        \frac{dH}{dt} = h (1 - t_F) k_F f_T F - k_H f_T H, \quad
        \frac{dR}{dt} = r\, k_H f_T H - k_R f_T R

    solved exactly over the month; inputs enter at its end.

    Parameters
    ----------
    p : Parameters
        Rates and transfers.
    s : Site
        Effect of clay.
    x : State
        Pools at the start of the month.
    f : Forcing
        Forcing of the month.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the month and its fluxes.

    Notes
    -----
    The stock is that of the topsoil, published for 0-25 cm and taken to hold for plough layers of
    20 to 30 cm, for no rate depends on the depth. Carbon moves to the subsoil (25-100 cm) and never
    back, so the subsoil changes nothing here: what goes there is the flux ``transported``. Its
    pools are left out, because its own input, the deeper roots, is not among the drivers of a
    layer. ``respired`` is all that leaves the topsoil, so that its carbon closes; the CO2 is what
    remains of it without ``transported``. There is no effect of soil moisture. The equations come
    from a later program and were not compared with the original one.

    References
    ----------
    taghizadeh2014, petersen2002
    """
    month = f.temperature_factor * (1.0 / 12.0)
    fresh_share = decayed(p.k_fresh * month)
    humified_share = decayed(p.k_humified * month)
    resilient_share = decayed(p.k_resilient * month)
    kept = s.humified_share * (1.0 - p.fresh_transported)

    # Differences of exponentials; the rates are apart, and the month's factor cancels.
    passing = kept * p.k_fresh / (p.k_fresh - p.k_humified) * x.fresh_organic_matter
    from_humified = (humified_share - resilient_share) / (p.k_humified - p.k_resilient)
    from_fresh = (fresh_share - resilient_share) / (p.k_fresh - p.k_resilient)
    fresh = x.fresh_organic_matter - x.fresh_organic_matter * fresh_share
    humified = (
        x.humified_organic_matter
        - x.humified_organic_matter * humified_share
        + passing * (fresh_share - humified_share)
    )
    resilient = (
        x.resilient_organic_matter
        - x.resilient_organic_matter * resilient_share
        + p.humified_to_resilient
        * p.k_humified
        * ((x.humified_organic_matter + passing) * from_humified - passing * from_fresh)
    )

    fresh_loss = x.fresh_organic_matter * fresh_share
    humified_loss = x.humified_organic_matter - humified + kept * fresh_loss
    resilient_loss = (
        x.resilient_organic_matter - resilient + p.humified_to_resilient * humified_loss
    )
    transported = (
        p.fresh_transported * fresh_loss
        + (1.0 - p.respired - p.humified_to_resilient) * humified_loss
        + (1.0 - p.respired) * resilient_loss
    )
    gone = (
        (1.0 - kept) * fresh_loss + (1.0 - p.humified_to_resilient) * humified_loss + resilient_loss
    )
    return State(
        fresh_organic_matter=fresh + f.fresh_input,
        humified_organic_matter=humified + f.humified_input,
        resilient_organic_matter=resilient,
    ), Fluxes(respired=gone, transported=transported)


def parameters() -> Parameters:
    """Return the published rates and transfers."""
    values = parameter_set("ctool")
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Rates and transfers (unused).
    soil : Soil
        Clay.

    Returns
    -------
    Site
        Fields of the step's site.
    """
    c = parameter_set("ctool")
    # There is no pool of biomass: all that stays is humified.
    constants = PartitionConstants(
        scale=c["partition_scale"],
        base=c["partition_base"],
        amplitude=c["partition_amplitude"],
        clay_decay=c["partition_clay_decay"],
        biomass=0.0,
    )
    return Site(humified_share=partition_coleman1996(soil.clay, constants).humus)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers of whole years.

    Parameters
    ----------
    p : Parameters
        Share of amendments that is humified.
    drivers : Drivers
        Monthly temperature and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`, by month.
    """
    c = parameter_set("ctool")
    response = ParabolicResponse(*(c[f"temperature_{n}"] for n in ParabolicResponse._fields))
    by_year = over_years(drivers.temperature, np.mean)
    return {
        "temperature_factor": combined(
            lambda air, mean: temperature_factor_kirschbaum1995(
                soil_temperature_damped(
                    air, mean, c["temperature_depth"], c["temperature_damping"]
                ),
                response,
            ),
            drivers.temperature,
            by_year._replace(values=np.repeat(by_year.values, 12, axis=0)),
        ),
        "fresh_input": pooled(
            drivers.inputs, lambda m: 1.0 - p.manure_humified if m.part is Part.AMENDMENT else 1.0
        ),
        "humified_input": pooled(
            drivers.inputs, lambda m: p.manure_humified if m.part is Part.AMENDMENT else 0.0
        ),
    }


MODEL = Model(
    name="ctool",
    title="C-TOOL, topsoil",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="",
    inputs=Forcing._fields[1:],
    steps_per_year=12,
    linear=True,
    elementwise=True,
    depths=(20.0, 30.0),
    source="taghizadeh2014",
    rates=("k_fresh", "k_humified", "k_resilient"),
)
