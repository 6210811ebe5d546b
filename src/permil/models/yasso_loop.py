"""Yasso's year without a matrix: the loop that the compiled path runs for every cell."""

from __future__ import annotations

from typing import Any

from permil.models.elementwise import decayed, upper
from permil.models.yasso_family import Fluxes, Forcing, Parameters, Site, State


def advance_in_a_loop(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the pools of one cell by one year, exactly.

    .. math::
        x(1) = \sum_n \frac{q^n e^{-q}}{n!} y_n, \quad y_0 = x, \quad
        y_{n+1} = y_n + \frac{A y_n + u}{q}

    with :math:`q` not below the fastest rate: a mean of explicit steps, weighted by how many of
    them a year holds. Every term is a stock that is not negative, so that nothing cancels at any
    rate. A year in which :math:`q` is above 30 is cut into parts.

    Parameters
    ----------
    p : Parameters
        Rates, transfers and their response to precipitation.
    s : Site
        Size of litter and leaching.
    x : State
        Pools at the start of the year.
    f : Forcing
        Climate and inputs of the year.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.

    Notes
    -----
    What :func:`permil.models.yasso_family.advance` does by one matrix exponential. It takes plain
    numbers, no arrays. The sum ends where a weight is below 1e-17 of it.
    """
    k = rates(p, s, f)
    leached = -s.leaching * f.precipitation / 1000.0
    litter = upper(upper(k.acid_soluble_carbon, k.water_soluble_carbon), k.ethanol_soluble_carbon)
    litter = upper(litter, k.non_soluble_carbon)
    fastest = upper(upper(litter + leached, k.humus_carbon), 1.0)
    gap = fastest - fastest  # not a number where a rate is none: no part of the year is run then
    left, y = fastest + gap, x
    while left > 0.0:
        count = 1.0
        while left > 30.0 * count:
            count += 1.0
        part = left / count
        left = left - part
        done, weight, total = 0.0, 1.0, 1.0
        mean = y
        while done < part or weight > 1e-17 * total:
            y = explicit_step(p, f, k, leached, y, 1.0 / fastest)
            done += 1.0
            weight = weight * part / done
            total += weight
            # A running mean, so that what hardly changes keeps its last digits.
            mean = towards(mean, y, weight / total)
        y = mean
    gained = (
        (y.acid_soluble_carbon - x.acid_soluble_carbon)
        + (y.water_soluble_carbon - x.water_soluble_carbon)
        + (y.ethanol_soluble_carbon - x.ethanol_soluble_carbon)
        + (y.non_soluble_carbon - x.non_soluble_carbon)
        + (y.humus_carbon - x.humus_carbon)
    )
    inputs = f.acid_input + f.water_input + f.ethanol_input + f.nonsoluble_input
    return y, Fluxes(respired=inputs - gained + gap)


def rates(p: Parameters, s: Site, f: Forcing) -> State:
    """Return the rates of the pools under the climate of a year.

    Parameters
    ----------
    p, s, f
        As in :func:`advance_in_a_loop`.

    Returns
    -------
    State
        Rates, leaching apart [1/yr].
    """
    rain = f.precipitation / 1000.0
    soluble = s.size_factor * f.temperature_factor * decayed(-p.precipitation * rain)
    nonsoluble = s.size_factor * f.nonsoluble_temperature_factor
    nonsoluble = nonsoluble * decayed(-p.precipitation_nonsoluble * rain)
    humus = f.humus_temperature_factor * decayed(-p.precipitation_humus * rain)
    return State(
        acid_soluble_carbon=p.rate_acid * soluble,
        water_soluble_carbon=p.rate_water * soluble,
        ethanol_soluble_carbon=p.rate_ethanol * soluble,
        non_soluble_carbon=p.rate_nonsoluble * nonsoluble,
        humus_carbon=p.rate_humus * humus,
    )


def explicit_step(p: Parameters, f: Forcing, k: State, leached: Any, y: State, span: Any) -> State:
    """Return the pools after an explicit step.

    Parameters
    ----------
    p, f
        As in :func:`advance_in_a_loop`.
    k : State
        Rates [1/yr].
    leached : float
        Rate of leaching of the four litter pools [1/yr].
    y : State
        Pools at the start [t C/ha].
    span : float
        Length of the step [yr].

    Returns
    -------
    State
        Pools at the end [t C/ha].
    """
    acid = k.acid_soluble_carbon * y.acid_soluble_carbon
    water = k.water_soluble_carbon * y.water_soluble_carbon
    ethanol = k.ethanol_soluble_carbon * y.ethanol_soluble_carbon
    other = k.non_soluble_carbon * y.non_soluble_carbon
    change = State(
        acid_soluble_carbon=p.water_to_acid * water
        + p.ethanol_to_acid * ethanol
        + p.nonsoluble_to_acid * other
        + (f.acid_input - acid - leached * y.acid_soluble_carbon),
        water_soluble_carbon=p.acid_to_water * acid
        + p.ethanol_to_water * ethanol
        + p.nonsoluble_to_water * other
        + (f.water_input - water - leached * y.water_soluble_carbon),
        ethanol_soluble_carbon=p.acid_to_ethanol * acid
        + p.water_to_ethanol * water
        + p.nonsoluble_to_ethanol * other
        + (f.ethanol_input - ethanol - leached * y.ethanol_soluble_carbon),
        non_soluble_carbon=p.acid_to_nonsoluble * acid
        + p.water_to_nonsoluble * water
        + p.ethanol_to_nonsoluble * ethanol
        + (f.nonsoluble_input - other - leached * y.non_soluble_carbon),
        humus_carbon=p.to_humus * (acid + water + ethanol + other)
        - k.humus_carbon * y.humus_carbon,
    )
    return added(y, change, span)


def added(x: State, y: State, factor: Any) -> State:
    """Return pools plus others times a factor.

    Parameters
    ----------
    x, y : State
        Pools [t C/ha].
    factor : float
        Factor [-].

    Returns
    -------
    State
        Their sum [t C/ha].
    """
    return State(
        acid_soluble_carbon=x.acid_soluble_carbon + factor * y.acid_soluble_carbon,
        water_soluble_carbon=x.water_soluble_carbon + factor * y.water_soluble_carbon,
        ethanol_soluble_carbon=x.ethanol_soluble_carbon + factor * y.ethanol_soluble_carbon,
        non_soluble_carbon=x.non_soluble_carbon + factor * y.non_soluble_carbon,
        humus_carbon=x.humus_carbon + factor * y.humus_carbon,
    )


def towards(x: State, y: State, share: Any) -> State:
    """Return pools moved by a share of the way to others.

    Parameters
    ----------
    x, y : State
        Pools [t C/ha].
    share : float
        Share of the way [-].

    Returns
    -------
    State
        Pools between them [t C/ha].
    """
    way = added(y, x, -1.0)
    return added(x, way, share)
