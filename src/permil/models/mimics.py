"""MIMICS: two microbes that differ in growth and turnover, minerals and litter quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from permil.models.mimics_kinetics import (
    Fluxes,
    Forcing,
    Parameters,
    Site,
    State,
    corrected,
    moved,
    rates,
)
from permil.models.mimics_steady import steady
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import CarbonInputs, Material, Stream, by_day, pooled
from permil.tables import parameter_set, table
from permil.vocabulary import Part

#: Classes of the table of litter for materials without a row of their own.
CLASSES = {Part.AMENDMENT: "amendment", Part.COVER_CROP: "cover_crop"}
HOURS, MONTHS = 24.0, 12.0
#: Stock of a layer of 1 cm at 1 mg C/cm3 [t C/ha]; grams per m2 in a tonne per hectare.
STOCK_PER_CM, GRAMS = 0.1, 100.0


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance MIMICS by one day.

    Litter and available soil carbon are taken up by two microbes r and K,

    .. math:: L_{ij} = \frac{V_{ij}\,M_i\,S_j}{K_{ij} + M_i}

    (reverse kinetics; :math:`K_{ij} + S_j` below the line with forward ones), which grow by their
    efficiency and respire the rest. What dies is protected by minerals, becomes chemically
    resistant or stays available; protected carbon desorbs, resistant carbon is oxidised.

    Parameters
    ----------
    p : Parameters
        Kinetics, efficiencies, turnover.
    s : Site
        Soil.
    x : State
        Pools at the start of the day.
    f : Forcing
        Forcing of the day.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the day and its fluxes.

    Notes
    -----
    The published code takes hourly Euler steps. This step solves the same equations by the
    modified Patankar-Runge-Kutta scheme of second order in one day: positive at any temperature,
    carbon closed, and its fixed points are the steady states of the equations.

    References
    ----------
    wieder2014, wieder2015, pierson2022, burchard2003
    """
    first = rates(p, s, x, x, f)
    middle, _ = moved(p, s, x, f, (*first, f.turnover_r, f.turnover_k, s.desorption))
    return corrected(p, s, x, middle, f, first, rates(p, s, middle, middle, f))


def step_without_priming(
    p: Parameters, s: Site, x: State, acting: State, f: Forcing
) -> tuple[State, Fluxes]:
    """Advance MIMICS by one day with given microbes at work.

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
    wieder2014, burchard2003
    """
    first = rates(p, s, acting, x, f)
    middle, _ = moved(p, s, x, f, (*first, f.turnover_r, f.turnover_k, s.desorption))
    return corrected(p, s, x, middle, f, first, rates(p, s, acting, middle, f))


def tendencies(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    """Return the differential equations that the step solves.

    Parameters
    ----------
    p, s, x, f : Parameters, Site, State and Forcing
        As in :func:`step`.

    Returns
    -------
    tuple of State and Fluxes
        Change of the pools and respiration [t C/ha/day].

    References
    ----------
    wieder2014
    """
    m_r, m_k, s_r, s_k, a_r, a_k, oxidised = rates(p, s, x, x, f)
    m, t, a = x.metabolic_litter_carbon, x.structural_litter_carbon, x.available_carbon
    dead_r, dead_k = f.turnover_r * x.copiotrophic_microbes, f.turnover_k * x.oligotrophic_microbes
    freed, oxidised = s.desorption * x.protected_carbon, oxidised * x.resistant_carbon
    p_r = np.minimum(s.protected_r, 1.0 - f.resistant_r)
    p_k = np.minimum(s.protected_k, 1.0 - f.resistant_k)
    c_r, c_k = f.resistant_r, f.resistant_k
    fresh_r, fresh_k = m_r * m + a_r * a, m_k * m + a_k * a
    grown_r = p.efficiency_metabolic_r * fresh_r + p.efficiency_structural_r * s_r * t
    grown_k = p.efficiency_metabolic_k * fresh_k + p.efficiency_structural_k * s_k * t
    direct_m, direct_s = p.direct_metabolic, p.direct_structural
    return State(
        metabolic_litter_carbon=f.metabolic_input * (1.0 - direct_m) - (m_r + m_k) * m,
        structural_litter_carbon=f.structural_input * (1.0 - direct_s) - (s_r + s_k) * t,
        copiotrophic_microbes=grown_r - dead_r,
        oligotrophic_microbes=grown_k - dead_k,
        protected_carbon=f.metabolic_input * direct_m + p_r * dead_r + p_k * dead_k - freed,
        resistant_carbon=f.structural_input * direct_s + c_r * dead_r + c_k * dead_k - oxidised,
        available_carbon=(1.0 - p_r - c_r) * dead_r
        + (1.0 - p_k - c_k) * dead_k
        + freed
        + oxidised
        - (a_r + a_k) * a,
    ), Fluxes(respired=fresh_r + s_r * t - grown_r + fresh_k + s_k * t - grown_k)


def parameters(name: str = "mimics_hires") -> Parameters:
    """Return a published set of parameters.

    Parameters
    ----------
    name : str
        ``mimics_hires``, ``mimics_sulman2018`` (reverse kinetics) or ``mimics_lidet2015``
        (forward kinetics).

    Returns
    -------
    named tuple
        The set of the table ``mimics_parameters``.
    """
    values = parameter_set(name)
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Parameters.
    soil : Soil
        Clay and depth.

    Returns
    -------
    Site
        Fields of the step's site.

    References
    ----------
    wieder2015
    """
    clay = np.asarray(soil.clay) / 100.0
    return Site(
        stock_per_concentration=STOCK_PER_CM * np.asarray(soil.depth),
        scarcity=p.scarcity * np.exp(p.scarcity_clay * np.sqrt(clay)),
        protected_r=p.protected_r * np.exp(p.protected_r_clay * clay),
        protected_k=p.protected_k * np.exp(p.protected_k_clay * clay),
        desorption=HOURS * p.desorption * np.exp(p.desorption_clay * clay),
    )


def kinetics(p: Parameters, temperature: Any) -> dict[str, Any]:
    """Return velocity and half saturations at a soil temperature.

    Parameters
    ----------
    p : Parameters
        Parameters.
    temperature : float or ndarray
        Soil temperature [°C].

    Returns
    -------
    dict
        The fields of :class:`~permil.models.mimics_kinetics.Forcing` that temperature sets.

    References
    ----------
    wieder2014
    """
    t = np.asarray(temperature)

    def half(slope: Any) -> Any:
        return p.half_saturation_factor * np.exp(slope * t + p.half_saturation_intercept)

    velocity = p.velocity_factor * np.exp(p.velocity_slope * t + p.velocity_intercept)
    return {
        "velocity": HOURS * velocity,
        "half_saturation_metabolic": half(p.half_saturation_slope_metabolic),
        "half_saturation_structural": half(p.half_saturation_slope_structural),
        "half_saturation_available": half(p.half_saturation_slope_available),
    }


def turnover(p: Parameters, production: Any, metabolic: Any) -> dict[str, Any]:
    """Return turnover of the microbes and its resistant shares.

    Parameters
    ----------
    p : Parameters
        Parameters.
    production : float or ndarray
        Carbon entering in a year [g C/m2/yr].
    metabolic : float or ndarray
        Metabolic share of it [-].

    Returns
    -------
    dict
        The fields of :class:`~permil.models.mimics_kinetics.Forcing` that the litter sets.

    References
    ----------
    wieder2015
    """
    m = np.asarray(metabolic)
    root = np.sqrt(np.asarray(production) / p.turnover_production)
    factor = HOURS * p.turnover_factor * np.clip(root, p.turnover_lowest, p.turnover_highest)
    resistant = np.exp(p.resistant_metabolic * m)
    return {
        "turnover_r": factor * p.turnover_r * np.exp(p.turnover_r_metabolic * m),
        "turnover_k": factor * p.turnover_k * np.exp(p.turnover_k_metabolic * m),
        "resistant_r": p.resistant_r * resistant,
        "resistant_k": p.resistant_k * resistant,
    }


def metabolic_share(p: Parameters, lignin_nitrogen: Any) -> Any:
    """Return the metabolic share of a litter, between 0 and 1.

    Parameters
    ----------
    p : Parameters
        Parameters.
    lignin_nitrogen : float or ndarray
        Lignin over nitrogen [kg/kg].

    Returns
    -------
    float or ndarray
        Share [-].

    References
    ----------
    wieder2014
    """
    share = p.metabolic_factor * (p.metabolic_intercept - p.metabolic_slope * lignin_nitrogen)
    return np.clip(share, 0.0, 1.0)


def lignin_nitrogen(material: Material) -> float:
    """Return lignin over nitrogen of a material.

    Parameters
    ----------
    material : Material
        Crop or amendment; one without a row of its own takes the class of its part.

    Returns
    -------
    float
        Ratio of the table ``litter_quality`` [kg/kg].
    """
    found = table("litter_quality").select(material=material.name) if material.name else ()
    missing = CLASSES.get(material.part, "plant")
    row: Any = found[0] if found else table("litter_quality").one(material=missing)
    return float(row.lignin / row.nitrogen)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Parameters.
    drivers : Drivers
        Monthly temperature and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`~permil.models.mimics_kinetics.Forcing`, by day, constant in a month.

    Notes
    -----
    Soil temperature is the air temperature of the month. The carbon that enters stands for
    aboveground production, as in the model's own runs, where litter fall is production. Turnover
    answers to the mean production and litter quality of the whole record, not of single years.
    """
    t = drivers.temperature
    climate = {
        name: by_day(Stream(values, t.index), flux=False)
        for name, values in kinetics(p, t.values).items()
    }

    def share(material: Material) -> Any:
        return metabolic_share(p, lignin_nitrogen(material))

    entering = mean_of_record(drivers.inputs, lambda _: 1.0)
    easy = mean_of_record(drivers.inputs, share)
    none = share(Material(Part.PLANT))
    metabolic = np.where(entering > 0, easy / np.where(entering > 0, entering, 1.0), none)
    litter = turnover(p, GRAMS * MONTHS * entering, metabolic)
    return {
        **climate,
        **{name: Stream(np.asarray(value)[None]) for name, value in litter.items()},
        "metabolic_input": by_day(pooled(drivers.inputs, share), flux=True),
        "structural_input": by_day(pooled(drivers.inputs, lambda m: 1.0 - share(m)), flux=True),
    }


def mean_of_record(inputs: Iterable[CarbonInputs], weight: Any) -> Any:
    """Return the mean of the carbon that enters, weighted by material.

    Parameters
    ----------
    inputs : iterable of CarbonInputs
        Groups with their factors.
    weight : callable
        Weight of a material [-].

    Returns
    -------
    float or ndarray
        Mean over the whole record [t C/ha/month].
    """
    total: Any = np.zeros(())
    for group in inputs:
        scale = 1.0 if group.scale is None else np.asarray(group.scale)
        for material, carbon in group.carbon.items():
            total = total + scale * weight(material) * np.mean(np.asarray(carbon), axis=0)
    return total


MODEL = Model(
    name="mimics",
    title="MIMICS (two microbes, reverse Michaelis-Menten)",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="",
    inputs=("metabolic_input", "structural_input"),
    steps_per_year=365,
    linear=False,
    elementwise=True,
    depths=(20.0, 30.0),
    source="wieder2015",
    rates=("velocity_factor",),
    steady=steady,
    without_priming=step_without_priming,
)
