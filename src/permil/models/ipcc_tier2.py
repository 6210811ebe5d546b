"""IPCC 2019 Tier 2 for mineral soils: three pools that follow the steady state of each year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.errors import MissingKey
from permil.models.elementwise import lower, select, upper
from permil.models.litter import litter_shares
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Stream, combined, over_years, pooled
from permil.science.moisture_response import QuadraticMoisture, moisture_factor_ipcc2019
from permil.science.temperature_response import PoissonResponse, temperature_factor_burke2003
from permil.tables import parameter_set

#: Code of a year's tillage where nobody knows it, beside those of the drivers.
UNKNOWN_TILLAGE = 3.0


class Parameters(NamedTuple):
    """Parameters of the method, by the names of the source.

    Parameters
    ----------
    k_active, k_slow, k_passive : float
        Decay rates under the best conditions [1/yr].
    tillage_full, tillage_reduced, tillage_none : float
        Factors of tillage on the rates of the active and the slow pool [-].
    active_sand_intercept, active_sand_slope : float
        Effect of sand on the rate of the active pool [-].
    f1 : float
        Metabolic products that enter the active pool [-].
    f2_full, f2_reduced, f2_none, f2_unknown : float
        Structural products that enter the active pool, by tillage [-].
    f3 : float
        Structural products that enter the slow pool [-].
    f4_intercept, f4_sand : float
        Effect of sand on what the active pool gives to the slow one [-].
    f5, f6, f7, f8 : float
        Active to passive, slow to passive, slow to active, passive to active [-].
    temperature_optimum, temperature_maximum : float
        Temperatures of the fastest decomposition and of none [°C].
    temperature_rise, temperature_fall : float
        Exponents of the temperature factor [-].
    moisture_intercept, moisture_slope, moisture_quadratic : float
        Coefficients of the moisture factor [-].
    moisture_highest_ratio, moisture_irrigated, moisture_scale : float
        Highest ratio of rain to evapotranspiration, factor of irrigated months, and factor on the
        mean of the months [-].
    metabolic_intercept, metabolic_slope : float
        Metabolic share of the carbon input [-].
    """

    k_active: Any
    k_slow: Any
    k_passive: Any
    tillage_full: Any
    tillage_reduced: Any
    tillage_none: Any
    active_sand_intercept: Any
    active_sand_slope: Any
    f1: Any
    f2_full: Any
    f2_reduced: Any
    f2_none: Any
    f2_unknown: Any
    f3: Any
    f4_intercept: Any
    f4_sand: Any
    f5: Any
    f6: Any
    f7: Any
    f8: Any
    temperature_optimum: Any
    temperature_maximum: Any
    temperature_rise: Any
    temperature_fall: Any
    moisture_intercept: Any
    moisture_slope: Any
    moisture_quadratic: Any
    moisture_highest_ratio: Any
    moisture_irrigated: Any
    moisture_scale: Any
    metabolic_intercept: Any
    metabolic_slope: Any


class Site(NamedTuple):
    """Soil of the method.

    Parameters
    ----------
    sand : float or ndarray
        Sand as a share of the fine earth [-].
    """

    sand: Any


class State(NamedTuple):
    """Pools.

    Parameters
    ----------
    active_organic_matter, slow_organic_matter, passive_organic_matter : float or ndarray
        Pools [t C/ha].
    """

    active_organic_matter: Any
    slow_organic_matter: Any
    passive_organic_matter: Any


class Forcing(NamedTuple):
    """Forcing of one year.

    Parameters
    ----------
    temperature_factor, moisture_factor : float or ndarray
        Rate factors of the year [-].
    tillage : float or ndarray
        2 full, 1 reduced, 0 none, 3 not known [-].
    metabolic_input, structural_input, lignin_input : float or ndarray
        Carbon entering as metabolic material, structural material and lignin [t C/ha].
    """

    temperature_factor: Any
    moisture_factor: Any
    tillage: Any
    metabolic_input: Any
    structural_input: Any
    lignin_input: Any


class Fluxes(NamedTuple):
    """Fluxes and rates of one year.

    Parameters
    ----------
    respired : float or ndarray
        Carbon input less the change of the stock [t C/ha].
    active_flow, slow_flow, passive_flow : float or ndarray
        Carbon that would enter each pool in the steady state of the year [t C/ha/yr].
    active_rate, slow_rate, passive_rate : float or ndarray
        Decay rates of the year [1/yr].
    """

    respired: Any
    active_flow: Any
    slow_flow: Any
    passive_flow: Any
    active_rate: Any
    slow_rate: Any
    passive_rate: Any


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the three pools by one year towards the steady state of that year.

    .. math::

        \alpha &= \frac{f_1 C_m + f_2 C_s + f_3 C_l (f_7 + f_6 f_8)}
                       {1 - f_4 f_7 - f_5 f_8 - f_4 f_6 f_8} \\
        A^* &= \alpha / k_a \\
        S^* &= (f_3 C_l + f_4 \alpha) / k_s \\
        P^* &= (f_5 \alpha + f_6 k_s S^*) / k_p \\
        X_{t} &= X_{t-1} + (X^* - X_{t-1}) \min(1, k_X)

    Parameters
    ----------
    p : Parameters
        Rates, transfers and factors.
    s : Site
        Sand.
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
    0-30 cm, mineral soils of cropland. The source has no respiration: what is called so here is
    the input less the change of the stock, so that carbon closes. It is not measured against a
    flux, and in a soil almost without carbon it may be below zero, for each pool takes in at once
    what it would only receive in the steady state. For the same reason carbon has no age when it
    enters a pool. Metabolic, structural and lignin carbon of several materials are added up; the
    source takes means of lignin and nitrogen, which is the same for a single material.

    References
    ----------
    ipcc2019_v4_ch5
    """
    tillage = select(
        f.tillage > 1.5, p.tillage_full, select(f.tillage > 0.5, p.tillage_reduced, p.tillage_none)
    )
    known = select(f.tillage > 1.5, p.f2_full, select(f.tillage > 0.5, p.f2_reduced, p.f2_none))
    f2 = select(f.tillage > 2.5, p.f2_unknown, known)
    climate = f.temperature_factor * f.moisture_factor
    sand = p.active_sand_intercept + p.active_sand_slope * s.sand
    active_rate = p.k_active * climate * tillage * sand
    slow_rate = p.k_slow * climate * tillage
    passive_rate = p.k_passive * climate

    f4 = 1.0 - p.f5 - (p.f4_intercept + p.f4_sand * s.sand)
    lignin = p.f3 * f.lignin_input
    entering = p.f1 * f.metabolic_input + f2 * f.structural_input + lignin * (p.f7 + p.f6 * p.f8)
    active_flow = entering / (1.0 - f4 * p.f7 - p.f5 * p.f8 - f4 * p.f6 * p.f8)
    slow_flow = lignin + active_flow * f4
    passive_flow = active_flow * p.f5 + slow_flow * p.f6

    # (flow / k) min(1, k), written so that a year in which nothing decays divides by nothing.
    active = x.active_organic_matter * (1.0 - lower(1.0, active_rate)) + active_flow / upper(
        1.0, active_rate
    )
    slow = x.slow_organic_matter * (1.0 - lower(1.0, slow_rate)) + slow_flow / upper(1.0, slow_rate)
    passive = x.passive_organic_matter * (1.0 - lower(1.0, passive_rate)) + passive_flow / upper(
        1.0, passive_rate
    )
    before = x.active_organic_matter + x.slow_organic_matter + x.passive_organic_matter
    inputs = f.metabolic_input + f.structural_input + f.lignin_input
    return State(
        active_organic_matter=active,
        slow_organic_matter=slow,
        passive_organic_matter=passive,
    ), Fluxes(
        respired=before + inputs - (active + slow + passive),
        active_flow=active_flow,
        slow_flow=slow_flow,
        passive_flow=passive_flow,
        active_rate=active_rate,
        slow_rate=slow_rate,
        passive_rate=passive_rate,
    )


def parameters() -> Parameters:
    """Return the default parameters of the Guidelines."""
    values = parameter_set("ipcc_tier2")
    return Parameters(**{field: values[field] for field in Parameters._fields})


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Parameters (unused).
    soil : Soil
        Sand is needed.

    Returns
    -------
    Site
        Fields of the step's site.

    Raises
    ------
    MissingKey
        If the soil has no sand.
    """
    if soil.sand is None:
        raise MissingKey(where="", key="sand", expected="the soil's sand, in %")
    return Site(np.asarray(soil.sand) / 100.0)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers of whole years.

    A year is tilled as its most disturbing month; without the driver the tillage is not known, for
    which the source has a row. Months are rainfed unless the driver says otherwise.

    Parameters
    ----------
    p : Parameters
        Parameters of climate and litter; floats or arrays over cells.
    drivers : Drivers
        Monthly climate, tillage, irrigation and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`, by year.
    """

    def share(part: str) -> Stream:
        by_month = pooled(
            drivers.inputs,
            lambda m: getattr(litter_shares(m, p.metabolic_intercept, p.metabolic_slope), part),
        )
        return over_years(by_month)

    unknown = Stream(np.full(1, UNKNOWN_TILLAGE))
    return {
        "temperature_factor": over_years(_temperature_factor(p, drivers), np.mean),
        "moisture_factor": over_years(_moisture_factor(p, drivers), np.mean),
        "tillage": over_years(drivers.tillage or unknown, np.max),
        "metabolic_input": share("metabolic"),
        "structural_input": share("structural"),
        "lignin_input": share("lignin"),
    }


def _temperature_factor(p: Parameters, drivers: Drivers) -> Stream:
    return combined(
        lambda t, optimum: temperature_factor_burke2003(
            t,
            PoissonResponse(optimum, p.temperature_maximum, p.temperature_rise, p.temperature_fall),
        ),
        drivers.temperature,
        _over_cells(p.temperature_optimum),
    )


def _moisture_factor(p: Parameters, drivers: Drivers) -> Stream:
    return combined(
        lambda rain, evaporation, irrigated, slope: (
            p.moisture_scale
            * moisture_factor_ipcc2019(
                rain,
                evaporation,
                irrigated,
                QuadraticMoisture(
                    p.moisture_intercept,
                    slope,
                    p.moisture_quadratic,
                    p.moisture_highest_ratio,
                    p.moisture_irrigated,
                ),
            )
        ),
        drivers.precipitation,
        drivers.evaporation,
        drivers.irrigated or Stream(np.zeros(1)),
        _over_cells(p.moisture_slope),
    )


def _over_cells(parameter: Any) -> Stream:
    """Return a parameter, drawn for every cell or not, as a stream that never changes."""
    return Stream(np.asarray(parameter, float)[None])


MODEL = Model(
    name="ipcc_tier2",
    title="IPCC 2019 Tier 2 (steady-state method)",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=State._fields,
    inert="",
    inputs=Forcing._fields[3:],
    steps_per_year=1,
    linear=True,
    own_tillage=True,
    parameter_set="ipcc_tier2",
    elementwise=True,
    depths=(30.0, 30.0),
    source="ipcc2019_v4_ch5",
    rates=("k_active", "k_slow", "k_passive"),
)
