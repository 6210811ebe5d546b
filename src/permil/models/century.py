"""Century's seven carbon pools (Parton et al. 1987), solved exactly over each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.errors import MissingKey
from permil.models.elementwise import decayed
from permil.models.litter import lignin_of_the_year, litter_shares
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Material, Stream, combined, pooled
from permil.science.moisture_response import moisture_factor_adair2008
from permil.science.temperature_response import PoissonResponse, temperature_factor_burke2003
from permil.tables import parameter_set


class Parameters(NamedTuple):
    """Rates and transfers at rate factor one.

    Parameters
    ----------
    weeks : float
        Length of a step [week].
    k_surface_structural, k_surface_metabolic, k_soil_structural, k_soil_metabolic : float
        Rates of litter [1/week].
    k_active, k_slow, k_passive : float
        Rates of soil organic matter [1/week].
    structural_lignin_slope : float
        Slowing of structural litter by its lignin [-].
    surface_structural_to_active, soil_structural_to_active : float
        Of decomposed structural litter that is not lignin [-].
    lignin_to_slow, metabolic_to_active, active_to_passive : float
        Of what decomposes [-].
    slow_to_active, slow_to_passive, passive_to_active : float
        Of what decomposes [-].
    """

    weeks: Any
    k_surface_structural: Any
    k_surface_metabolic: Any
    k_soil_structural: Any
    k_soil_metabolic: Any
    k_active: Any
    k_slow: Any
    k_passive: Any
    structural_lignin_slope: Any
    surface_structural_to_active: Any
    soil_structural_to_active: Any
    lignin_to_slow: Any
    metabolic_to_active: Any
    active_to_passive: Any
    slow_to_active: Any
    slow_to_passive: Any
    passive_to_active: Any


class Site(NamedTuple):
    """What clay and silt do.

    Parameters
    ----------
    active_factor : float or ndarray
        Factor on the rate of the active pool [-].
    active_to_slow : float or ndarray
        Share of decomposed active matter that enters the slow pool [-].
    """

    active_factor: Any
    active_to_slow: Any


class State(NamedTuple):
    """Pools.

    Parameters
    ----------
    surface_structural_litter, surface_metabolic_litter : float or ndarray
        Litter on the surface [t C/ha].
    soil_structural_litter, soil_metabolic_litter : float or ndarray
        Litter in the soil [t C/ha].
    active_organic_matter, slow_organic_matter, passive_organic_matter : float or ndarray
        Soil organic matter [t C/ha].
    """

    surface_structural_litter: Any
    surface_metabolic_litter: Any
    soil_structural_litter: Any
    soil_metabolic_litter: Any
    active_organic_matter: Any
    slow_organic_matter: Any
    passive_organic_matter: Any


class Forcing(NamedTuple):
    """Forcing of one step.

    Parameters
    ----------
    temperature_factor, moisture_factor : float or ndarray
        Rate factors [-].
    surface_lignin, soil_lignin : float or ndarray
        Lignin in the carbon of structural litter, on the surface and in the soil [-].
    surface_structural_input, surface_metabolic_input : float or ndarray
        Carbon entering on the surface [t C/ha].
    soil_structural_input, soil_metabolic_input : float or ndarray
        Carbon entering in the soil [t C/ha].
    """

    temperature_factor: Any
    moisture_factor: Any
    surface_lignin: Any
    soil_lignin: Any
    surface_structural_input: Any
    surface_metabolic_input: Any
    soil_structural_input: Any
    soil_metabolic_input: Any


class Fluxes(NamedTuple):
    """Flux of one step.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired [t C/ha].
    """

    respired: Any


INPUTS = Forcing._fields[4:]


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the seven pools by one step, exactly.

    .. math:: x(t + \Delta t) = e^{\xi A \Delta t} x + \int_0^{\Delta t} e^{\xi A \tau} u \, d\tau

    Parameters
    ----------
    p : Parameters
        Rates, transfers and the length of a step.
    s : Site
        Effect of texture.
    x : State
        Pools at the start of the step.
    f : Forcing
        Forcing of the step, constant within it.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the step and its flux.

    Notes
    -----
    Published for 0-20 cm of grassland soils and used for plough layers down to 30 cm; no rate
    depends on the depth. Carbon and no nitrogen: litter does not wait for nitrogen. The step is a
    month of constant rates; the published one is a week, and with rates that do not change, four
    weeks in one step or in four are the same. The exponential is summed to its twentieth term, to
    rounding for steps of up to a month: the fastest pool loses 1.5 of itself in a month at the
    optimum, and the next term would be below 1e-15.

    References
    ----------
    parton1987, bruni2021, metzler2018
    """
    passed = p.weeks * f.temperature_factor * f.moisture_factor
    surface_slowed = 1.0 - decayed(p.structural_lignin_slope * f.surface_lignin)
    soil_slowed = 1.0 - decayed(p.structural_lignin_slope * f.soil_lignin)
    k = State(
        surface_structural_litter=p.k_surface_structural * surface_slowed * passed,
        surface_metabolic_litter=p.k_surface_metabolic * passed,
        soil_structural_litter=p.k_soil_structural * soil_slowed * passed,
        soil_metabolic_litter=p.k_soil_metabolic * passed,
        active_organic_matter=p.k_active * s.active_factor * passed,
        slow_organic_matter=p.k_slow * passed,
        passive_organic_matter=p.k_passive * passed,
    )
    y = five_terms(p, s, f, k, x, x, 20.0)
    y = five_terms(p, s, f, k, x, y, 15.0)
    y = five_terms(p, s, f, k, x, y, 10.0)
    y = five_terms(p, s, f, k, x, y, 5.0)
    gained = (
        (y.surface_structural_litter - x.surface_structural_litter)
        + (y.surface_metabolic_litter - x.surface_metabolic_litter)
        + (y.soil_structural_litter - x.soil_structural_litter)
        + (y.soil_metabolic_litter - x.soil_metabolic_litter)
        + (y.active_organic_matter - x.active_organic_matter)
        + (y.slow_organic_matter - x.slow_organic_matter)
        + (y.passive_organic_matter - x.passive_organic_matter)
    )
    inputs = f.surface_structural_input + f.surface_metabolic_input
    inputs = inputs + f.soil_structural_input + f.soil_metabolic_input
    return y, Fluxes(respired=inputs - gained)


def five_terms(p: Parameters, s: Site, f: Forcing, k: State, x: State, y: State, n: Any) -> State:
    """Sum five terms of the exponential's series, from term ``n`` down.

    Parameters
    ----------
    p, s, f : Parameters, Site, Forcing
        As in :func:`step`.
    k : State
        What each pool loses in a step at its present size [-].
    x : State
        Pools at the start of the step [t C/ha].
    y : State
        Sum of the terms after ``n`` [t C/ha].
    n : float
        Number of the term.

    Returns
    -------
    State
        Sum of the terms after ``n - 5`` [t C/ha].
    """
    y = term(p, s, f, k, x, y, n)
    y = term(p, s, f, k, x, y, n - 1.0)
    y = term(p, s, f, k, x, y, n - 2.0)
    y = term(p, s, f, k, x, y, n - 3.0)
    return term(p, s, f, k, x, y, n - 4.0)


def term(p: Parameters, s: Site, f: Forcing, k: State, x: State, y: State, n: Any) -> State:
    r"""Return one term of Horner's form of the series, :math:`x + (A y + u) / n`.

    Parameters
    ----------
    p, s, f, k, x, y, n
        As in :func:`five_terms`; ``A y + u`` are the gains less the losses of a step.

    Returns
    -------
    State
        The sum so far [t C/ha].
    """
    share = 1.0 / n
    surface = k.surface_structural_litter * y.surface_structural_litter
    surface_metabolic = k.surface_metabolic_litter * y.surface_metabolic_litter
    soil = k.soil_structural_litter * y.soil_structural_litter
    soil_metabolic = k.soil_metabolic_litter * y.soil_metabolic_litter
    active = k.active_organic_matter * y.active_organic_matter
    slow = k.slow_organic_matter * y.slow_organic_matter
    passive = k.passive_organic_matter * y.passive_organic_matter
    surface_lignin, soil_lignin = surface * f.surface_lignin, soil * f.soil_lignin
    to_active = (
        (surface - surface_lignin) * p.surface_structural_to_active
        + (soil - soil_lignin) * p.soil_structural_to_active
        + (surface_metabolic + soil_metabolic) * p.metabolic_to_active
        + slow * p.slow_to_active
        + passive * p.passive_to_active
    )
    to_slow = (surface_lignin + soil_lignin) * p.lignin_to_slow + active * s.active_to_slow
    to_passive = active * p.active_to_passive + slow * p.slow_to_passive
    return State(
        surface_structural_litter=x.surface_structural_litter
        + (f.surface_structural_input - surface) * share,
        surface_metabolic_litter=x.surface_metabolic_litter
        + (f.surface_metabolic_input - surface_metabolic) * share,
        soil_structural_litter=x.soil_structural_litter + (f.soil_structural_input - soil) * share,
        soil_metabolic_litter=x.soil_metabolic_litter
        + (f.soil_metabolic_input - soil_metabolic) * share,
        active_organic_matter=x.active_organic_matter + (to_active - active) * share,
        slow_organic_matter=x.slow_organic_matter + (to_slow - slow) * share,
        passive_organic_matter=x.passive_organic_matter + (to_passive - passive) * share,
    )


def parameters() -> Parameters:
    """Return the published rates and transfers, and a step of a month."""
    values = parameter_set("century")
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Share of the active pool that becomes passive.
    soil : Soil
        Clay and silt, or sand.

    Returns
    -------
    Site
        Fields of the step's site.

    Raises
    ------
    MissingKey
        If neither silt nor sand is known.
    """
    c = parameter_set("century")
    if soil.silt is None and soil.sand is None:
        raise MissingKey(where="", key="silt", expected="the soil's silt (or its sand), in %")
    percent = 100.0 - np.asarray(soil.sand) if soil.silt is None else soil.clay + soil.silt
    fine = np.asarray(percent, float) / 100.0
    respired = c["active_respired"] - c["active_respired_texture"] * fine
    return Site(
        active_factor=1.0 - c["active_texture_slope"] * fine,
        active_to_slow=1.0 - respired - p.active_to_passive,
    )


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers of whole years.

    The lignin of structural litter is that of what enters in the year, by carbon; a year in which
    nothing enters keeps that of the year before.

    Parameters
    ----------
    p : Parameters
        Rates and transfers (unused).
    drivers : Drivers
        Monthly climate and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`, by month.
    """
    c = parameter_set("century")
    response = PoissonResponse(*(c[f"temperature_{n}"] for n in PoissonResponse._fields))
    carbon = {
        (place, part): _entering(drivers, place, part)
        for place in ("surface", "soil")
        for part in ("metabolic", "structural", "lignin")
    }
    return {
        "temperature_factor": combined(
            lambda t: temperature_factor_burke2003(t, response), drivers.temperature
        ),
        "moisture_factor": combined(
            lambda rain, evaporation: moisture_factor_adair2008(
                rain, evaporation, c["moisture_steepness"], c["moisture_shift"]
            ),
            drivers.precipitation,
            drivers.evaporation,
        ),
        **{
            f"{place}_lignin": lignin_of_the_year(
                carbon[place, "lignin"], carbon[place, "structural"], c["structural_lignin"]
            )
            for place in ("surface", "soil")
        },
        "surface_structural_input": carbon["surface", "structural"],
        "surface_metabolic_input": carbon["surface", "metabolic"],
        "soil_structural_input": carbon["soil", "structural"],
        "soil_metabolic_input": carbon["soil", "metabolic"],
    }


def _entering(drivers: Drivers, place: str, part: str) -> Stream:
    return pooled(drivers.inputs, lambda material: _share(material, place, part))


def _share(material: Material, place: str, part: str) -> Any:
    """Return the share of a material's carbon in a kind of litter, lignin being structural."""
    c = parameter_set("century")
    surface = c[f"surface_{material.part}"]
    shares = litter_shares(material, c["metabolic_intercept"], c["metabolic_slope"])
    kind = shares.structural + shares.lignin if part == "structural" else getattr(shares, part)
    return kind * (surface if place == "surface" else 1.0 - surface)


MODEL = Model(
    name="century",
    title="Century, seven carbon pools",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="",
    inputs=INPUTS,
    steps_per_year=12,
    linear=True,
    elementwise=True,
    arrival="throughout",
    depths=(20.0, 30.0),
    source="parton1987",
    rates=tuple(name for name in Parameters._fields if name.startswith("k_")),
)
