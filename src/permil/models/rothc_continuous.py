"""RothC as a differential equation: the continuous form that many ports use.

It is another model than the official monthly map (0.2 to 1.6 % in the steady state) and has a name
of its own. Rates and inputs are constant within a month; each month is solved exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.models.elementwise import decayed, lower, select, upper
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
    Euler and Runge-Kutta codes diverge above about 26 °C. The exponential is written out: DPM and
    RPM decay on their own, BIO and HUM as two modes whose rates are the eigenvalues of their
    exchange.

    References
    ----------
    coleman1996, metzler2018
    """
    wetted = lower(0.0, x.moisture_deficit + f.water_balance)
    bare = upper(lower(s.deficit_bare, x.moisture_deficit), wetted)
    deficit = select(f.cover > 0.5, upper(s.deficit_driest, wetted), bare)
    span = s.deficit_one_bar - s.deficit_driest
    ramp = s.moisture_minimum + (1.0 - s.moisture_minimum) * (deficit - s.deficit_driest) / span
    moisture = select(deficit > s.deficit_one_bar, 1.0, ramp)
    cover = select(f.cover > 0.5, p.cover_factor, 1.0)
    time = f.temperature_factor * moisture * cover / 12.0

    bio, hum = p.k_bio * (1.0 - s.biomass_share), p.k_hum * (1.0 - s.humus_share)
    to_bio, to_hum = p.k_hum * s.biomass_share, p.k_bio * s.humus_share
    apart = ((bio - hum) * (bio - hum) + 4.0 * to_bio * to_hum) ** 0.5
    fast = 0.5 * (bio + hum + apart)
    slow = (bio * hum - to_bio * to_hum) / fast
    # What a pool has of the slow mode, and what it gives the other pool of it.
    part = 1.0 / apart
    bio_slow, hum_slow = (fast - bio) * part, (fast - hum) * part
    to_bio, to_hum = to_bio * part, to_hum * part

    dpm, rpm = p.k_dpm * time, p.k_rpm * time
    fast, slow = fast * time, slow * time
    dpm_lost, rpm_lost = decayed(dpm), decayed(rpm)
    fast_lost, slow_lost = decayed(fast), decayed(slow)
    fast_kept, slow_kept = even_left(fast, fast_lost), even_left(slow, slow_lost)
    fast_fed = fed(x.decomposable_plant_material, f.dpm_input, dpm, fast, fast_kept)
    fast_fed = fast_fed + fed(x.resistant_plant_material, f.rpm_input, rpm, fast, fast_kept)
    slow_fed = fed(x.decomposable_plant_material, f.dpm_input, dpm, slow, slow_kept)
    slow_fed = slow_fed + fed(x.resistant_plant_material, f.rpm_input, rpm, slow, slow_kept)

    # By how much less the slow mode loses: carbon that passes from one pool to the other.
    passed = upper(0.0, fast_lost - slow_lost)
    fed_apart, kept_apart = upper(0.0, slow_fed - fast_fed), upper(0.0, slow_kept - fast_kept)
    to_biomass = s.biomass_share * (hum_slow * fast_fed + bio_slow * slow_fed)
    to_humus = s.humus_share * (bio_slow * fast_fed + hum_slow * slow_fed)
    state = State(
        decomposable_plant_material=x.decomposable_plant_material * (1.0 - dpm_lost)
        + f.dpm_input * even_left(dpm, dpm_lost),
        resistant_plant_material=x.resistant_plant_material
        - x.resistant_plant_material * rpm_lost
        + f.rpm_input * even_left(rpm, rpm_lost),
        microbial_biomass=x.microbial_biomass
        - x.microbial_biomass * (hum_slow * fast_lost + bio_slow * slow_lost)
        + (x.humified_organic_matter * passed + f.humus_input * kept_apart) * to_bio
        + to_biomass
        + s.humus_share * to_bio * fed_apart,
        humified_organic_matter=x.humified_organic_matter
        - x.humified_organic_matter * (bio_slow * fast_lost + hum_slow * slow_lost)
        + f.humus_input * (bio_slow * fast_kept + hum_slow * slow_kept)
        + x.microbial_biomass * passed * to_hum
        + to_humus
        + s.biomass_share * to_hum * fed_apart,
        moisture_deficit=deficit,
    )
    gained = (
        (state.decomposable_plant_material - x.decomposable_plant_material)
        + (state.resistant_plant_material - x.resistant_plant_material)
        + (state.microbial_biomass - x.microbial_biomass)
        + (state.humified_organic_matter - x.humified_organic_matter)
    )
    respired = f.dpm_input + f.rpm_input + f.humus_input - gained
    return state, Fluxes(respired=respired, moisture_factor=moisture, cover_factor=cover)


def even_left(rate: Any, lost: Any) -> Any:
    """Return what is left of an even input at the end of its month.

    Parameters
    ----------
    rate : float or ndarray
        Rate times the month [-].
    lost : float or ndarray
        Share that decays in a month [-].

    Returns
    -------
    float or ndarray
        Share [-]; 1 where nothing decays.
    """
    return select(rate > 1e-30, lost / upper(rate, 1e-30), 1.0)


def fed(pool: Any, entering: Any, rate: Any, mode: Any, kept: Any) -> Any:
    r"""Return what a mode has at the end of a month of the plant material decomposed in it.

    .. math:: \int_0^1 k \left(D e^{-k t} + u \frac{1 - e^{-k t}}{k}\right) e^{-m (1 - t)} \, dt

    Parameters
    ----------
    pool, entering : float or ndarray
        Plant material D at the start and its input u [t C/ha].
    rate, mode : float or ndarray
        Rates k of the material and m of the mode, times the month [-].
    kept : float or ndarray
        What the mode keeps of an even input [-].

    Returns
    -------
    float or ndarray
        Carbon [t C/ha].
    """
    first = lower(rate, mode)
    apart = upper(rate, mode) - first
    # (exp(-m) - exp(-k)) / (k - m), where the two are close, too.
    between = select(apart > 1e-30, decayed(apart) / upper(apart, 1e-30), 1.0)
    between = (1.0 - decayed(first)) * between
    return pool * rate * between + entering * upper(0.0, kept - between)


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
    elementwise=True,
    depths=(20.0, 30.0),
    source="coleman1996",
    rates=("k_dpm", "k_rpm", "k_bio", "k_hum"),
    arrival="throughout",
)
