"""Millennial version 2 as a system of first-order fluxes, and its steady state."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NoConvergence, NotApplicable
from permil.models.patankar import settled, weighted

Float = NDArray[np.float64]

#: Relative imbalance of carbon at the root, and limit of the search.
TOLERANCE = 1e-13
ITERATIONS = 100


class Parameters(NamedTuple):
    """Parameters of Millennial version 2 with Michaelis-Menten kinetics.

    Parameters
    ----------
    particulate_input_share : float
        Share of the inputs that enters particulate carbon [-]; the rest is dissolved.
    aggregate_particulate_share : float
        Share of broken aggregates that becomes particulate carbon [-].
    half_saturation_particulate, half_saturation_uptake : float
        Half saturation of decomposition with microbes and of uptake with substrate [t C/ha].
    velocity_particulate, velocity_uptake : float
        Velocities before the Arrhenius factor [1/day].
    activation_particulate, activation_uptake : float
        Activation energies [J/mol].
    aggregation_particulate, aggregation_mineral, breakdown, leaching : float
        Rates at full moisture: formation of aggregates from particulate and from
        mineral-associated carbon, their breakdown, leaching of dissolved carbon [1/day].
    desorption : float
        Desorption at saturation [t C/ha/day].
    affinity, affinity_ph, affinity_intercept : float
        Sorption ``affinity exp(-affinity_ph pH - intercept)`` [1/day, -, -].
    turnover : float
        Death of microbes per square of their biomass [ha/t C/day].
    turnover_mineral_share : float
        Share of dead microbes that becomes mineral-associated [-].
    efficiency, efficiency_slope, efficiency_temperature : float
        Growth efficiency ``efficiency - slope (T - temperature)`` [-, 1/K, °C].
    matric_potential, matric_slope, porosity, driest_oxygen : float
        Moisture factors [kPa, 1/kPa, m3/m3, -].
    sorption_capacity : float
        Carbon that clay and silt hold at most [g/kg].
    gas_constant : float
        Gas constant [J/mol/K].
    """

    particulate_input_share: Any
    aggregate_particulate_share: Any
    half_saturation_particulate: Any
    half_saturation_uptake: Any
    velocity_particulate: Any
    velocity_uptake: Any
    activation_particulate: Any
    activation_uptake: Any
    aggregation_particulate: Any
    aggregation_mineral: Any
    breakdown: Any
    leaching: Any
    desorption: Any
    affinity: Any
    affinity_ph: Any
    affinity_intercept: Any
    turnover: Any
    turnover_mineral_share: Any
    efficiency: Any
    efficiency_slope: Any
    efficiency_temperature: Any
    matric_potential: Any
    matric_slope: Any
    porosity: Any
    driest_oxygen: Any
    sorption_capacity: Any
    gas_constant: Any


class Site(NamedTuple):
    """What texture, density, depth and pH make of a soil.

    Parameters
    ----------
    capacity : float or ndarray
        Carbon that the minerals of the layer hold at most [t C/ha].
    affinity : float or ndarray
        Rate of sorption on free minerals at full moisture [1/day].
    """

    capacity: Any
    affinity: Any


class State(NamedTuple):
    """Pools of Millennial.

    Parameters
    ----------
    particulate_carbon, dissolved_carbon, aggregate_carbon : float or ndarray
        POM, LMWC (low molecular weight) and AGG [t C/ha].
    microbial_carbon, mineral_associated_carbon : float or ndarray
        MIC and MAOM [t C/ha].
    """

    particulate_carbon: Any
    dissolved_carbon: Any
    aggregate_carbon: Any
    microbial_carbon: Any
    mineral_associated_carbon: Any


class Forcing(NamedTuple):
    """Forcing of one day.

    Parameters
    ----------
    decomposition_velocity, uptake_velocity : float or ndarray
        Velocities at the day's temperature and moisture [1/day].
    diffusion : float or ndarray
        Moisture factor of the processes without microbes [-].
    growth_efficiency : float or ndarray
        Share of the uptake that becomes biomass [-].
    particulate_input, dissolved_input : float or ndarray
        Carbon entering POM and LMWC [t C/ha/day].
    """

    decomposition_velocity: Any
    uptake_velocity: Any
    diffusion: Any
    growth_efficiency: Any
    particulate_input: Any
    dissolved_input: Any


class Fluxes(NamedTuple):
    """Fluxes of one day.

    Parameters
    ----------
    respired : float or ndarray
        Carbon that leaves the layer: respired and leached [t C/ha].
    leached : float or ndarray
        The leached part of it [t C/ha].
    """

    respired: Any
    leached: Any


def rates(p: Any, s: Any, m: Any, x: Any, f: Any) -> tuple[Any, ...]:
    """Return the first-order rate of every flux.

    Parameters
    ----------
    p, s : Parameters and Site
        Parameters and soil.
    m, x : State
        The state whose microbes act and the state acted on.
    f : Forcing
        Forcing of the day.

    Returns
    -------
    tuple
        Rates [1/day] of POM to LMWC and to AGG; of LMWC leached, to MAOM and taken up; of AGG
        broken; of MIC dying; of MAOM to LMWC and to AGG.

    Notes
    -----
    Sorption falls to zero at capacity: ``LMWC (1 - MAOM / capacity)``. Its second term is a flux
    from MAOM to LMWC, so that no rate is ever negative.

    References
    ----------
    abramoff2022
    """
    active = m.microbial_carbon
    sorption = f.diffusion * s.affinity
    return (
        f.decomposition_velocity * active / (p.half_saturation_particulate + active),
        f.diffusion * p.aggregation_particulate,
        f.diffusion * p.leaching,
        sorption,
        f.uptake_velocity * active / (p.half_saturation_uptake + x.dissolved_carbon),
        f.diffusion * p.breakdown,
        p.turnover * x.microbial_carbon,
        (p.desorption + sorption * x.dissolved_carbon) / s.capacity,
        f.diffusion * p.aggregation_mineral,
    )


def moved(p: Any, x: Any, f: Any, k: tuple[Any, ...]) -> tuple[State, Fluxes]:
    """Solve one stage of the scheme: pools at the end of a day for given rates.

    Parameters
    ----------
    p : Parameters
        Parameters.
    x : State
        Pools at the start of the day.
    f : Forcing
        Forcing of the day.
    k : tuple
        Rates as of :func:`rates` [1/day].

    Returns
    -------
    tuple of State and Fluxes
        Pools at the end of the day and what left them.

    References
    ----------
    burchard2003
    """
    decomposed, packed, leached, sorbed, uptake, broken, dying, freed, bound = k
    grown = f.growth_efficiency * uptake
    to_p, to_x = p.aggregate_particulate_share, 1.0 - p.aggregate_particulate_share
    dead_x, dead_l = p.turnover_mineral_share, 1.0 - p.turnover_mineral_share
    loss_p, loss_l, loss_x = decomposed + packed, leached + sorbed + uptake, freed + bound

    # Aggregates by MAOM, MAOM by LMWC, the rest by both: a value at zero and a slope each.
    start_p = (x.particulate_carbon + f.particulate_input) / (1.0 + loss_p)
    own_g = 1.0 + broken - packed * to_p * broken / (1.0 + loss_p)
    g0, g1 = (x.aggregate_carbon + packed * start_p) / own_g, bound / own_g
    m0, m1 = x.microbial_carbon / (1.0 + dying), grown / (1.0 + dying)
    own_x = 1.0 + loss_x - to_x * broken * g1
    x0 = (x.mineral_associated_carbon + dead_x * dying * m0 + to_x * broken * g0) / own_x
    x1 = (sorbed + dead_x * dying * m1) / own_x
    p0 = start_p + to_p * broken * (g0 + g1 * x0) / (1.0 + loss_p)
    p1 = to_p * broken * g1 * x1 / (1.0 + loss_p)
    into_l = decomposed * p0 + dead_l * dying * m0 + freed * x0
    back_l = decomposed * p1 + dead_l * dying * m1 + freed * x1
    dissolved = (x.dissolved_carbon + f.dissolved_input + into_l) / (1.0 + loss_l - back_l)

    mineral = x0 + x1 * dissolved
    aggregate = g0 + g1 * mineral
    particulate = p0 + p1 * dissolved
    microbes = m0 + m1 * dissolved
    gain_p = f.particulate_input + to_p * broken * aggregate
    gain_l = f.dissolved_input + decomposed * particulate + freed * mineral
    gain_l = gain_l + dead_l * dying * microbes
    gain_g = packed * particulate + bound * mineral
    gain_x = sorbed * dissolved + dead_x * dying * microbes + to_x * broken * aggregate
    lost = leached * dissolved
    return State(
        particulate_carbon=settled(x.particulate_carbon, gain_p, loss_p, particulate),
        dissolved_carbon=settled(x.dissolved_carbon, gain_l, loss_l, dissolved),
        aggregate_carbon=settled(x.aggregate_carbon, gain_g, broken, aggregate),
        microbial_carbon=settled(x.microbial_carbon, grown * dissolved, dying, microbes),
        mineral_associated_carbon=settled(x.mineral_associated_carbon, gain_x, loss_x, mineral),
    ), Fluxes(respired=(uptake - grown) * dissolved + lost, leached=lost)


def corrected(
    p: Any, x: Any, y: Any, f: Any, k: tuple[Any, ...], z: tuple[Any, ...]
) -> tuple[State, Fluxes]:
    """Solve the second stage of the scheme.

    Parameters
    ----------
    p : Parameters
        Parameters.
    x, y : State
        Pools at the start of the day and at the end of the first stage.
    f : Forcing
        Forcing of the day.
    k, z : tuple
        Rates at the start and at the end of the first stage [1/day].

    Returns
    -------
    tuple of State and Fluxes
        Pools at the end of the day and what left them.

    References
    ----------
    burchard2003
    """
    k1, k2, k3, k4, k5, k6, k7, k8, k9 = k
    z1, z2, z3, z4, z5, z6, z7, z8, z9 = z
    a, b = x.particulate_carbon, y.particulate_carbon
    c, d = x.dissolved_carbon, y.dissolved_carbon
    m, n = x.mineral_associated_carbon, y.mineral_associated_carbon
    weights = (
        weighted(k1, z1, a, b),
        weighted(k2, z2, a, b),
        weighted(k3, z3, c, d),
        weighted(k4, z4, c, d),
        weighted(k5, z5, c, d),
        weighted(k6, z6, x.aggregate_carbon, y.aggregate_carbon),
        weighted(k7, z7, x.microbial_carbon, y.microbial_carbon),
        weighted(k8, z8, m, n),
        weighted(k9, z9, m, n),
    )
    return moved(p, x, f, weights)


def steady(p: Parameters, s: Site, f: Forcing) -> State:
    r"""Return the steady state under a constant forcing, from the root of one equation.

    With :math:`U = k_d B^2 / e` taken up by the biomass B and :math:`L = K U / (V B - U)` left in
    solution, what enters is respired or leached,

    .. math:: (1 - e)\,U(B) + l\,L(B) = u

    whose left side rises from 0 without bound as B rises to :math:`e V / k_d`; the other pools are
    linear.

    Parameters
    ----------
    p : Parameters
        Parameters.
    s : Site
        Soil.
    f : Forcing
        The constant forcing.

    Returns
    -------
    State
        Pools at which all fluxes balance.

    Raises
    ------
    NotApplicable
        If no carbon enters a cell or its microbes cannot grow.
    NoConvergence
        If rounding keeps the root from being met.

    Notes
    -----
    The left side is convex in the share of the largest biomass, so that Newton's method from above
    comes down to the one root from any soil. The state without microbes is not given.

    References
    ----------
    abramoff2022
    """
    e, entering = f.growth_efficiency, np.asarray(f.particulate_input + f.dissolved_input)
    possible = (entering > 0) & (np.asarray(e) > 0) & (np.asarray(f.uptake_velocity) > 0)
    if not np.all(possible):
        raise NotApplicable(
            where="",
            method="the steady state of Millennial",
            problem="no carbon enters, or it is too hot for microbes to grow",
            remedy="give inputs above zero and check the temperatures",
        )
    largest = e * f.uptake_velocity / p.turnover
    share = _root(
        np.asarray((1.0 - e) / e * p.turnover * largest**2 + 0.0 * entering),
        np.asarray(f.diffusion * p.leaching * p.half_saturation_uptake + 0.0 * entering),
        entering,
    )
    microbes = largest * share
    dissolved = p.half_saturation_uptake * share / (1.0 - share)
    x = State(0.0, dissolved, 0.0, microbes, 0.0)
    decomposed, packed, _, sorbed, _, broken, dying, freed, bound = rates(p, s, x, x, f)
    # POM and MAOM by what comes out of aggregates, whose balance is then one equation.
    to_p = p.aggregate_particulate_share
    to_mineral = sorbed * dissolved + p.turnover_mineral_share * dying * microbes
    packed_share, bound_share = packed / (packed + decomposed), bound / (bound + freed)
    formed = packed_share * f.particulate_input + bound_share * to_mineral
    kept = packed_share * to_p + bound_share * (1.0 - to_p)
    out = formed / (1.0 - kept)
    state = State(
        particulate_carbon=(f.particulate_input + to_p * out) / (packed + decomposed),
        dissolved_carbon=dissolved,
        aggregate_carbon=out / broken,
        microbial_carbon=microbes,
        mineral_associated_carbon=(to_mineral + (1.0 - to_p) * out) / (bound + freed),
    )
    shape = np.broadcast_shapes(*map(np.shape, state))
    return State(*(np.broadcast_to(value, shape) for value in state))


def _root(quadratic: Any, leaching: Any, entering: Any) -> Float:
    """Return z in (0, 1) with ``quadratic z^2 + leaching z / (1 - z) = entering``."""
    # Each term alone gives a z at or above the root; respiration may be zero.
    alone = np.sqrt(entering / np.maximum(quadratic, entering))
    z = np.minimum(alone, entering / (leaching + entering))
    for _ in range(ITERATIONS):
        value = quadratic * z * z + leaching * z / (1.0 - z) - entering
        if np.all(np.abs(value) <= TOLERANCE * entering):
            return np.asarray(z)
        z = z - value / (2.0 * quadratic * z + leaching / (1.0 - z) ** 2)
    raise NoConvergence(
        where="",
        method="the steady state of Millennial",
        iterations=ITERATIONS,
        change=float(np.max(np.abs(value) / entering)),
    )
