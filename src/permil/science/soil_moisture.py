"""Limits of RothC's soil moisture deficit and the van Genuchten forms of Farina et al. (2013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np


class MoistureConstants(NamedTuple):
    """Constants of RothC-26.3's moisture deficit.

    Parameters
    ----------
    intercept, clay, clay_squared : float
        Constants of the maximum deficit [mm, mm/%, mm/%2].
    reference_depth : float
        Depth for which they hold [cm].
    one_bar_share, bare_share : float
        Deficit at 1 bar, and that of bare soil, as shares of the maximum deficit [-].
    """

    intercept: float
    clay: float
    clay_squared: float
    reference_depth: float
    one_bar_share: float
    bare_share: float


class MoistureLimits(NamedTuple):
    """Deficits at which RothC's moisture factor changes; all negative.

    Parameters
    ----------
    one_bar : float or ndarray
        Deficit above which moisture does not limit decomposition [mm].
    wilting : float or ndarray
        Deficit at and below which the moisture factor has its lowest value [mm].
    bare : float or ndarray
        Deficit below which bare soil does not dry [mm].
    driest : float or ndarray
        Deficit below which no soil dries [mm].
    """

    one_bar: Any
    wilting: Any
    bare: Any
    driest: Any


def maximum_moisture_deficit(clay: Any, depth: Any, constants: MoistureConstants) -> Any:
    r"""Return the largest topsoil moisture deficit under vegetation (RothC-26.3).

    .. math:: M = -(20 + 1.3\,clay - 0.01\,clay^2)\,\frac{d}{23}

    Parameters
    ----------
    clay : float or ndarray
        Clay [%].
    depth : float or ndarray
        Depth of the layer [cm].
    constants : MoistureConstants
        The published constants of the equation.

    Returns
    -------
    float or ndarray
        Deficit [mm], negative.

    Notes
    -----
    The description of version 2.0.0 prints 1.01 for the last constant; the official code, and
    this, use 0.01.

    References
    ----------
    coleman1996, rothc_description2025
    """
    clay = np.asarray(clay)
    water = constants.intercept + constants.clay * clay - constants.clay_squared * clay**2
    return -water * np.asarray(depth) / constants.reference_depth


def moisture_limits_rothc(clay: Any, depth: Any, constants: MoistureConstants) -> MoistureLimits:
    """Return the deficit limits of RothC-26.3.

    Parameters
    ----------
    clay, depth : float or ndarray
        Clay [%] and depth of the layer [cm].
    constants : MoistureConstants
        The published constants.

    Returns
    -------
    MoistureLimits
        Limits [mm].

    References
    ----------
    coleman1996
    """
    deficit = maximum_moisture_deficit(clay, depth, constants)
    return MoistureLimits(
        one_bar=constants.one_bar_share * deficit,
        wilting=deficit,
        bare=constants.bare_share * deficit,
        driest=deficit,
    )


class VanGenuchten(NamedTuple):
    """Parameters of the van Genuchten water-retention curve.

    Parameters
    ----------
    alpha : float or ndarray
        Inverse of the air-entry suction [1/cm].
    n : float or ndarray
        Shape [-].
    saturated, residual : float or ndarray
        Water contents [m3/m3].
    """

    alpha: Any
    n: Any
    saturated: Any
    residual: Any


def retention_wosten1999(
    clay: Any, silt: Any, bulk_density: Any, organic_carbon: Any, constants: Mapping[str, float]
) -> VanGenuchten:
    r"""Return van Genuchten parameters of a topsoil from texture, density and organic matter.

    ``ln alpha``, ``theta_s`` and ``ln(n - 1)`` are linear in the terms of
    :func:`wosten_terms`; the coefficients are those of the table ``rothc_parameters``, parameter
    set ``wosten1999``, keyed ``<quantity>.<term>``.

    Parameters
    ----------
    clay, silt : float or ndarray
        Clay and silt [%], above zero.
    bulk_density : float or ndarray
        Fine-earth bulk density [g/cm3].
    organic_carbon : float or ndarray
        Organic carbon [%]; organic matter is taken as 1.72 times it.
    constants : mapping of str to float
        Coefficients of the pedotransfer functions.

    Returns
    -------
    VanGenuchten
        Parameters of the retention curve.

    Notes
    -----
    Fitted to European soils (HYPRES); not valid for organic or volcanic soils.

    References
    ----------
    wosten1999, farina2013
    """
    terms = wosten_terms(
        clay,
        silt,
        bulk_density,
        constants["organic_matter_per_carbon"] * np.asarray(organic_carbon),
    )

    def linear(quantity: str) -> Any:
        return sum(
            constants[f"{quantity}.{term}"] * value
            for term, value in terms.items()
            if f"{quantity}.{term}" in constants
        )

    return VanGenuchten(
        alpha=np.exp(linear("alpha")),
        n=1.0 + np.exp(linear("n")),
        saturated=linear("theta_s"),
        residual=constants["theta_r"],
    )


def wosten_terms(clay: Any, silt: Any, bulk_density: Any, organic_matter: Any) -> dict[str, Any]:
    """Return the terms of the HYPRES pedotransfer functions for a topsoil.

    Parameters
    ----------
    clay, silt, bulk_density, organic_matter : float or ndarray
        Clay and silt [%], bulk density [g/cm3], organic matter [%].

    Returns
    -------
    dict of str to float or ndarray
        Value of every term; products are named by their factors.

    References
    ----------
    wosten1999
    """
    c, s, d, om = (np.asarray(v, float) for v in (clay, silt, bulk_density, organic_matter))
    one = np.ones(np.broadcast_shapes(c.shape, s.shape, d.shape, om.shape))
    return {
        "intercept": one,
        "topsoil": one,
        "clay": c,
        "silt": s,
        "organic_matter": om,
        "bulk_density": d,
        "clay_squared": c**2,
        "silt_squared": s**2,
        "organic_matter_squared": om**2,
        "bulk_density_squared": d**2,
        "inverse_clay": 1 / c,
        "inverse_silt": 1 / s,
        "inverse_organic_matter": 1 / om,
        "inverse_bulk_density": 1 / d,
        "log_silt": np.log(s),
        "log_organic_matter": np.log(om),
        "log_bulk_density": np.log(d),
        "bulk_density_silt": d * s,
        "bulk_density_clay": d * c,
        "bulk_density_organic_matter": d * om,
        "organic_matter_clay": om * c,
        "clay_topsoil": c,
        "silt_topsoil": s,
    }


def water_content_vangenuchten1980(curve: VanGenuchten, suction: Any) -> Any:
    r"""Return the water content at a suction.

    .. math:: \theta = \theta_r + \frac{\theta_s - \theta_r}{(1 + (\alpha h)^n)^{1 - 1/n}}

    Parameters
    ----------
    curve : VanGenuchten
        Parameters of the retention curve.
    suction : float or ndarray
        Suction h [cm].

    Returns
    -------
    float or ndarray
        Water content [m3/m3].

    References
    ----------
    farina2013
    """
    span = curve.saturated - curve.residual
    return curve.residual + span / (1 + (curve.alpha * suction) ** curve.n) ** (1 - 1 / curve.n)


class Suctions(NamedTuple):
    """Suctions that bound the moisture classes of Farina et al. (2013).

    Parameters
    ----------
    field_capacity, one_bar, wilting, driest : float
        Suctions [cm].
    """

    field_capacity: float
    one_bar: float
    wilting: float
    driest: float


def moisture_deficits_farina2013(
    curve: VanGenuchten, depth: Any, suctions: Suctions
) -> tuple[Any, Any, Any]:
    r"""Return the deficits at 1 bar, at the wilting point and at 1000 bar.

    .. math:: X_h = (\theta(h) - \theta(h_{FC})) \cdot 10 \, d

    Parameters
    ----------
    curve : VanGenuchten
        Parameters of the retention curve.
    depth : float or ndarray
        Depth of the layer [cm].
    suctions : Suctions
        Suctions of field capacity, 1 bar, wilting point and 1000 bar [cm].

    Returns
    -------
    tuple of float or ndarray
        Deficits at 1 bar, wilting point and 1000 bar [mm], negative.

    References
    ----------
    farina2013
    """
    wet = water_content_vangenuchten1980(curve, suctions.field_capacity)
    mm = 10.0 * np.asarray(depth)
    one_bar, wilting, driest = (
        (water_content_vangenuchten1980(curve, h) - wet) * mm
        for h in (suctions.one_bar, suctions.wilting, suctions.driest)
    )
    return one_bar, wilting, driest


def bucket_water(precipitation: Any, evaporation: Any, capacity: float) -> Any:
    r"""Return the water of a monthly bucket that repeats itself with the record.

    .. math:: W_t = \min(C, \max(0, W_{t-1} + P_t - E_t))

    Parameters
    ----------
    precipitation, evaporation : ndarray, shape (month, ...)
        Rain and potential evapotranspiration of whole periods [mm/month].
    capacity : float
        Water that the bucket holds [mm].

    Returns
    -------
    ndarray, shape (month, ...)
        Water at the end of each month [mm].

    Notes
    -----
    The soil dries at the potential rate until it is empty, and what it cannot hold runs off. The
    record is taken to repeat: over one record the water becomes ``clip(W + sum(P - E), low, high)``
    with limits of its own, so that it ends where an empty bucket ends if the record is dry and
    where a full one ends if it is wet, and begins there again.
    """
    balance = np.asarray(precipitation) - np.asarray(evaporation)

    def fill(water: Any) -> Any:
        months = []
        for change in balance:
            water = np.clip(water + change, 0.0, capacity)
            months.append(water)
        return np.stack(months)

    dry, wet = fill(np.zeros(balance.shape[1:])), fill(np.full(balance.shape[1:], capacity))
    return fill(np.where(balance.sum(axis=0) < 0, dry[-1], wet[-1]))
