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
from permil.models.protocol import Drivers, Model, Soil
from permil.models.rothc_family import (
    INPUTS,
    POOLS,
    Fluxes,
    Forcing,
    Parameters,
    State,
    partition,
    published,
    standard_limits,
    streams,
)
from permil.models.streams import Stream
from permil.tables import parameter_set

Float = NDArray[np.float64]


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


def input_vector(f: Forcing) -> Float:
    """Return the inputs of a month by pool.

    Parameters
    ----------
    f : Forcing
        Inputs of the month.

    Returns
    -------
    ndarray, shape (..., 4)
        Inputs [t C/ha/month].
    """
    return np.stack(np.broadcast_arrays(f.dpm_input, f.rpm_input, 0.0, f.humus_input), axis=-1)


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
    end, respired = propagate(matrix, 12.0 * input_vector(f), pools, 1.0 / 12.0)
    dpm, rpm, bio, hum = np.moveaxis(end, -1, 0)
    state = State(dpm, rpm, bio, hum, deficit)
    return state, Fluxes(respired=respired, moisture_factor=moisture, cover_factor=cover)


def parameters() -> Parameters:
    """Return the published rate constants and splits of the continuous form."""
    return published("rothc_continuous")


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
    shares = partition("rothc_continuous", soil.clay)
    limits = standard_limits("rothc_continuous", soil.clay, soil.depth)
    return Site(
        biomass_share=shares.biomass,
        humus_share=shares.humus,
        deficit_one_bar=limits.one_bar,
        deficit_bare=limits.bare,
        deficit_driest=limits.driest,
        moisture_minimum=parameter_set("rothc_continuous")["minimum_moisture"],
        inert_organic_matter=soil.inert_organic_matter,
    )


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits.
    drivers : Drivers
        Monthly climate, cover and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.
    """
    return streams("rothc_continuous", p, drivers)


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
    inputs=INPUTS,
    steps_per_year=12,
    linear=True,
    elementwise=False,
    depths=(20.0, 30.0),
    source="coleman1996",
    rates=("k_dpm", "k_rpm", "k_bio", "k_hum"),
)
