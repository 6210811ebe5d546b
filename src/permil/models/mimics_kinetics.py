"""MIMICS as a system of first-order fluxes whose rates the microbes set, and its step."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.models.elementwise import lower, select
from permil.models.patankar import settled, weighted


class Parameters(NamedTuple):
    """Parameters of MIMICS; r are fast-growing (copiotrophic), k slow-growing microbes.

    Parameters
    ----------
    velocity_slope, velocity_intercept, velocity_factor : float
        Maximum velocity ``exp(slope T + intercept) factor`` [1/K, -, 1/hour].
    half_saturation_slope_metabolic, half_saturation_slope_structural : float
        Slopes of the half saturation with temperature, by substrate [1/K].
    half_saturation_slope_available : float
        The same for available carbon [1/K].
    half_saturation_intercept, half_saturation_factor : float
        Half saturation ``exp(slope T + intercept) factor`` [-, mg C/cm3].
    velocity_metabolic_r, velocity_structural_r, velocity_available_r : float
        Factors of the velocity of r by substrate [-].
    velocity_metabolic_k, velocity_structural_k, velocity_available_k : float
        Factors of the velocity of k by substrate [-].
    affinity_metabolic_r, affinity_structural_r, affinity_available_r : float
        Divisors of the half saturation of r by substrate [-].
    affinity_metabolic_k, affinity_structural_k, affinity_available_k : float
        Divisors of the half saturation of k by substrate [-].
    oxidation_r, oxidation_k : float
        Factors of the half saturation for resistant carbon [-].
    efficiency_metabolic_r, efficiency_structural_r : float
        Growth efficiency of r on metabolic litter and available carbon, on structural litter [-].
    efficiency_metabolic_k, efficiency_structural_k : float
        Growth efficiency of k, likewise [-].
    turnover_r, turnover_r_metabolic, turnover_k, turnover_k_metabolic : float
        Turnover ``rate exp(slope f_met)`` [1/hour, -].
    turnover_production, turnover_lowest, turnover_highest, turnover_factor : float
        Turnover rises with ``factor sqrt(production / turnover_production)``, the root between
        lowest and highest [g C/m2/yr, -].
    protected_r, protected_r_clay, protected_k, protected_k_clay : float
        Share of dead microbes that minerals protect, ``share exp(slope clay)`` [-].
    resistant_r, resistant_k, resistant_metabolic : float
        Share that becomes chemically resistant, ``share exp(slope f_met)`` [-].
    desorption, desorption_clay : float
        Desorption ``rate exp(slope clay)`` [1/hour, -].
    scarcity, scarcity_clay : float
        Divisor of the half saturation of available carbon, ``factor exp(slope sqrt(clay))`` [-].
    direct_metabolic, direct_structural : float
        Shares of litter that enter protected and resistant carbon directly [-].
    metabolic_factor, metabolic_intercept, metabolic_slope : float
        Metabolic share of litter, ``factor (intercept - slope lignin/N)`` [-].
    reverse_kinetics : float
        1 reverse, 0 forward Michaelis-Menten kinetics [-].
    """

    velocity_slope: Any
    velocity_intercept: Any
    velocity_factor: Any
    half_saturation_slope_metabolic: Any
    half_saturation_slope_structural: Any
    half_saturation_slope_available: Any
    half_saturation_intercept: Any
    half_saturation_factor: Any
    velocity_metabolic_r: Any
    velocity_structural_r: Any
    velocity_available_r: Any
    velocity_metabolic_k: Any
    velocity_structural_k: Any
    velocity_available_k: Any
    affinity_metabolic_r: Any
    affinity_structural_r: Any
    affinity_available_r: Any
    affinity_metabolic_k: Any
    affinity_structural_k: Any
    affinity_available_k: Any
    oxidation_r: Any
    oxidation_k: Any
    efficiency_metabolic_r: Any
    efficiency_structural_r: Any
    efficiency_metabolic_k: Any
    efficiency_structural_k: Any
    turnover_r: Any
    turnover_r_metabolic: Any
    turnover_k: Any
    turnover_k_metabolic: Any
    turnover_production: Any
    turnover_lowest: Any
    turnover_highest: Any
    turnover_factor: Any
    protected_r: Any
    protected_r_clay: Any
    protected_k: Any
    protected_k_clay: Any
    resistant_r: Any
    resistant_k: Any
    resistant_metabolic: Any
    desorption: Any
    desorption_clay: Any
    scarcity: Any
    scarcity_clay: Any
    direct_metabolic: Any
    direct_structural: Any
    metabolic_factor: Any
    metabolic_intercept: Any
    metabolic_slope: Any
    reverse_kinetics: Any


class Site(NamedTuple):
    """What clay and depth make of a soil.

    Parameters
    ----------
    stock_per_concentration : float or ndarray
        Stock of the layer per concentration [t C/ha per mg C/cm3].
    scarcity : float or ndarray
        Divisor of the half saturation of available carbon [-].
    protected_r, protected_k : float or ndarray
        Shares of dead microbes that minerals protect [-].
    desorption : float or ndarray
        Rate at which protected carbon becomes available [1/day].
    """

    stock_per_concentration: Any
    scarcity: Any
    protected_r: Any
    protected_k: Any
    desorption: Any


class State(NamedTuple):
    """Pools of MIMICS.

    Parameters
    ----------
    metabolic_litter_carbon, structural_litter_carbon : float or ndarray
        Litter [t C/ha].
    copiotrophic_microbes, oligotrophic_microbes : float or ndarray
        Microbes of the r and the K strategy [t C/ha].
    protected_carbon, resistant_carbon, available_carbon : float or ndarray
        Physically protected, chemically resistant and available soil carbon [t C/ha].
    """

    metabolic_litter_carbon: Any
    structural_litter_carbon: Any
    copiotrophic_microbes: Any
    oligotrophic_microbes: Any
    protected_carbon: Any
    resistant_carbon: Any
    available_carbon: Any


class Forcing(NamedTuple):
    """Forcing of one day.

    Parameters
    ----------
    velocity : float or ndarray
        Maximum velocity before the factors of substrate and microbe [1/day].
    half_saturation_metabolic, half_saturation_structural : float or ndarray
        Half saturations before the divisors [mg C/cm3].
    half_saturation_available : float or ndarray
        The same for available carbon [mg C/cm3].
    turnover_r, turnover_k : float or ndarray
        Turnover of the microbes [1/day].
    resistant_r, resistant_k : float or ndarray
        Shares of dead microbes that are chemically resistant [-].
    metabolic_input, structural_input : float or ndarray
        Carbon of metabolic and structural litter entering [t C/ha/day].
    """

    velocity: Any
    half_saturation_metabolic: Any
    half_saturation_structural: Any
    half_saturation_available: Any
    turnover_r: Any
    turnover_k: Any
    resistant_r: Any
    resistant_k: Any
    metabolic_input: Any
    structural_input: Any


class Fluxes(NamedTuple):
    """Fluxes of one day.

    Parameters
    ----------
    respired : float or ndarray
        Carbon respired [t C/ha].
    """

    respired: Any


def half_saturations(p: Any, s: Any, f: Any) -> tuple[Any, ...]:
    """Return the half saturations as stocks of the layer.

    Parameters
    ----------
    p, s, f : Parameters, Site, Forcing
        Parameters, soil and the day's forcing.

    Returns
    -------
    tuple
        Of r and of k for metabolic litter, structural litter and available carbon [t C/ha].
    """
    metabolic = f.half_saturation_metabolic * s.stock_per_concentration
    structural = f.half_saturation_structural * s.stock_per_concentration
    available = f.half_saturation_available * s.stock_per_concentration / s.scarcity
    return (
        metabolic / p.affinity_metabolic_r,
        metabolic / p.affinity_metabolic_k,
        structural / p.affinity_structural_r,
        structural / p.affinity_structural_k,
        available / p.affinity_available_r,
        available / p.affinity_available_k,
    )


def rates(p: Any, s: Any, m: Any, x: Any, f: Any) -> tuple[Any, ...]:
    """Return the first-order rate of every flux of litter and soil carbon.

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
        Rates [1/day]: uptake by r and by k of metabolic litter, structural litter and available
        carbon, and the oxidation of resistant carbon.

    Notes
    -----
    Reverse kinetics saturate with the microbes, forward kinetics with the substrate.

    References
    ----------
    wieder2014, wieder2015
    """
    r, k = m.copiotrophic_microbes, m.oligotrophic_microbes
    h1, h4, h2, h5, h3, h6 = half_saturations(p, s, f)
    reverse = p.reverse_kinetics > 0.5
    metabolic_r = select(reverse, r, x.metabolic_litter_carbon)
    metabolic_k = select(reverse, k, x.metabolic_litter_carbon)
    structural_r = select(reverse, r, x.structural_litter_carbon)
    structural_k = select(reverse, k, x.structural_litter_carbon)
    available_r = select(reverse, r, x.available_carbon)
    available_k = select(reverse, k, x.available_carbon)
    resistant_r = select(reverse, r, x.resistant_carbon)
    resistant_k = select(reverse, k, x.resistant_carbon)
    by_r, by_k = f.velocity * r, f.velocity * k
    return (
        by_r * p.velocity_metabolic_r / (h1 + metabolic_r),
        by_k * p.velocity_metabolic_k / (h4 + metabolic_k),
        by_r * p.velocity_structural_r / (h2 + structural_r),
        by_k * p.velocity_structural_k / (h5 + structural_k),
        by_r * p.velocity_available_r / (h3 + available_r),
        by_k * p.velocity_available_k / (h6 + available_k),
        by_r * p.velocity_structural_r / (p.oxidation_r * h2 + resistant_r)
        + by_k * p.velocity_structural_k / (p.oxidation_k * h5 + resistant_k),
    )


def moved(p: Any, s: Any, x: Any, f: Any, k: tuple[Any, ...]) -> tuple[State, Fluxes]:
    """Solve one stage of the scheme: pools at the end of a day for given rates.

    Parameters
    ----------
    p, s : Parameters and Site
        Parameters and soil.
    x : State
        Pools at the start of the day.
    f : Forcing
        Forcing of the day.
    k : tuple
        Rates of the fluxes, those of :func:`rates`, then turnover of r and k and desorption
        [1/day].

    Returns
    -------
    tuple of State and Fluxes
        Pools at the end of the day and what was respired.

    References
    ----------
    burchard2003
    """
    m_r, m_k, s_r, s_k, a_r, a_k, oxidised, dead_r, dead_k, desorbed = k
    input_m, input_s = f.metabolic_input, f.structural_input
    kept_m, kept_s = input_m * (1.0 - p.direct_metabolic), input_s * (1.0 - p.direct_structural)
    to_p, to_c = input_m * p.direct_metabolic, input_s * p.direct_structural
    c1, c2 = p.efficiency_metabolic_r, p.efficiency_structural_r
    c3, c4 = p.efficiency_metabolic_k, p.efficiency_structural_k
    # Clay and poor litter together may claim more than all: what is available is never negative.
    p_r = lower(s.protected_r, 1.0 - f.resistant_r)
    p_k = lower(s.protected_k, 1.0 - f.resistant_k)
    v_r, v_k = 1.0 - p_r - f.resistant_r, 1.0 - p_k - f.resistant_k

    metabolic = (x.metabolic_litter_carbon + kept_m) / (1.0 + m_r + m_k)
    structural = (x.structural_litter_carbon + kept_s) / (1.0 + s_r + s_k)
    grown_r = c1 * m_r * metabolic + c2 * s_r * structural
    grown_k = c3 * m_k * metabolic + c4 * s_k * structural

    # The other pools are linear in available carbon A: each is its value at A = 0 plus a slope.
    r0, r1 = (x.copiotrophic_microbes + grown_r) / (1.0 + dead_r), c1 * a_r / (1.0 + dead_r)
    k0, k1 = (x.oligotrophic_microbes + grown_k) / (1.0 + dead_k), c3 * a_k / (1.0 + dead_k)
    r0, r1, k0, k1 = dead_r * r0, dead_r * r1, dead_k * k0, dead_k * k1  # of what dies, from here
    p0 = (x.protected_carbon + to_p + p_r * r0 + p_k * k0) / (1.0 + desorbed)
    p1 = (p_r * r1 + p_k * k1) / (1.0 + desorbed)
    o0 = (x.resistant_carbon + to_c + f.resistant_r * r0 + f.resistant_k * k0) / (1.0 + oxidised)
    o1 = (f.resistant_r * r1 + f.resistant_k * k1) / (1.0 + oxidised)
    freed = v_r * r0 + v_k * k0 + desorbed * p0 + oxidised * o0
    returned = v_r * r1 + v_k * k1 + desorbed * p1 + oxidised * o1
    available = (x.available_carbon + freed) / (1.0 + a_r + a_k - returned)

    gain_r, gain_k = grown_r + c1 * a_r * available, grown_k + c3 * a_k * available
    r = (x.copiotrophic_microbes + gain_r) / (1.0 + dead_r)
    q = (x.oligotrophic_microbes + gain_k) / (1.0 + dead_k)
    gain_p = to_p + p_r * dead_r * r + p_k * dead_k * q
    gain_c = to_c + f.resistant_r * dead_r * r + f.resistant_k * dead_k * q
    protected = (x.protected_carbon + gain_p) / (1.0 + desorbed)
    resistant = (x.resistant_carbon + gain_c) / (1.0 + oxidised)
    gain_a = v_r * dead_r * r + v_k * dead_k * q + desorbed * protected + oxidised * resistant
    respired = (
        (1.0 - c1) * (m_r * metabolic + a_r * available)
        + (1.0 - c2) * s_r * structural
        + (1.0 - c3) * (m_k * metabolic + a_k * available)
        + (1.0 - c4) * s_k * structural
    )
    return State(
        metabolic_litter_carbon=settled(x.metabolic_litter_carbon, kept_m, m_r + m_k, metabolic),
        structural_litter_carbon=settled(x.structural_litter_carbon, kept_s, s_r + s_k, structural),
        copiotrophic_microbes=settled(x.copiotrophic_microbes, gain_r, dead_r, r),
        oligotrophic_microbes=settled(x.oligotrophic_microbes, gain_k, dead_k, q),
        protected_carbon=settled(x.protected_carbon, gain_p, desorbed, protected),
        resistant_carbon=settled(x.resistant_carbon, gain_c, oxidised, resistant),
        available_carbon=settled(x.available_carbon, gain_a, a_r + a_k, available),
    ), Fluxes(respired=respired)


def corrected(
    p: Any, s: Any, x: Any, y: Any, f: Any, k: tuple[Any, ...], z: tuple[Any, ...]
) -> tuple[State, Fluxes]:
    """Solve the second stage of the scheme.

    Parameters
    ----------
    p, s : Parameters and Site
        Parameters and soil.
    x, y : State
        Pools at the start of the day and at the end of the first stage.
    f : Forcing
        Forcing of the day.
    k, z : tuple
        Rates at the start and at the end of the first stage [1/day].

    Returns
    -------
    tuple of State and Fluxes
        Pools at the end of the day and what was respired.

    References
    ----------
    burchard2003
    """
    k1, k2, k3, k4, k5, k6, k7 = k
    z1, z2, z3, z4, z5, z6, z7 = z
    m, n = x.metabolic_litter_carbon, y.metabolic_litter_carbon
    t, u = x.structural_litter_carbon, y.structural_litter_carbon
    a, b = x.available_carbon, y.available_carbon
    weights = (
        weighted(k1, z1, m, n),
        weighted(k2, z2, m, n),
        weighted(k3, z3, t, u),
        weighted(k4, z4, t, u),
        weighted(k5, z5, a, b),
        weighted(k6, z6, a, b),
        weighted(k7, z7, x.resistant_carbon, y.resistant_carbon),
        weighted(f.turnover_r, f.turnover_r, x.copiotrophic_microbes, y.copiotrophic_microbes),
        weighted(f.turnover_k, f.turnover_k, x.oligotrophic_microbes, y.oligotrophic_microbes),
        weighted(s.desorption, s.desorption, x.protected_carbon, y.protected_carbon),
    )
    return moved(p, s, x, f, weights)
