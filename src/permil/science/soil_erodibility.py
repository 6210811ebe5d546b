"""Erodibility of a soil, the K factor of RUSLE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def erodibility_williams1995(
    sand: Any, silt: Any, clay: Any, organic_carbon: Any, constants: Mapping[str, float]
) -> Any:
    r"""Return the erodibility of a soil from texture and organic carbon, as in EPIC.

    .. math:: K = 0.1317 \left(0.2 + 0.3 \, e^{-0.0256 \, S (1 - U/100)}\right)
              \left(\frac{U}{L + U}\right)^{0.3}
              \left(1 - \frac{0.25 \, C}{C + e^{3.72 - 2.95 \, C}}\right)
              \left(1 - \frac{0.7 \, s}{s + e^{-5.51 + 22.9 \, s}}\right), \quad
              s = 1 - \frac{S}{100}

    Parameters
    ----------
    sand, silt, clay : float or ndarray
        Sand S, silt U and clay L of the fine earth [%].
    organic_carbon : float or ndarray
        Organic carbon C of the topsoil [% by mass].
    constants : mapping of str to float
        ``erodibility_williams1995``.

    Returns
    -------
    float or ndarray
        Erodibility [t h/MJ/mm].

    Notes
    -----
    The equation gives US customary units; 0.1317 makes them SI. Without it soil loss comes out
    nearly eight-fold. Stones on the surface, which protect, are not in it.

    References
    ----------
    williams1995, renard1997
    """
    c = constants
    sand, silt = np.asarray(sand, dtype=float), np.asarray(silt, dtype=float)
    carbon = np.asarray(organic_carbon, dtype=float)
    fine = silt + clay
    ratio = np.where(fine > 0.0, silt / np.where(fine > 0.0, fine, 1.0), 0.0)
    coarse = c["sand_base"] + c["sand_rise"] * np.exp(-c["sand_decay"] * sand * (1.0 - silt / 100))
    decay = np.exp(c["carbon_shift"] - c["carbon_slope"] * carbon)
    organic = 1.0 - c["carbon_share"] * carbon / (carbon + decay)
    rest = 1.0 - sand / 100.0
    sandy = 1.0 - c["coarse_share"] * rest / (
        rest + np.exp(c["coarse_slope"] * rest - c["coarse_shift"])
    )
    return c["to_si"] * coarse * ratio ** c["silt_power"] * organic * sandy


def erodibility_wischmeier1978(
    silt_and_very_fine_sand: Any,
    clay: Any,
    organic_matter: Any,
    structure: Any,
    permeability: Any,
    constants: Mapping[str, float],
) -> Any:
    r"""Return the erodibility of a soil by the equation of the nomograph.

    .. math:: K = \frac{0.1317}{100} \left(2.1 \cdot 10^{-4} \, M^{1.14} (12 - OM)
              + 3.25 \, (s - 2) + 2.5 \, (p - 3)\right), \quad M = U_f \, (100 - L)

    Parameters
    ----------
    silt_and_very_fine_sand : float or ndarray
        Particles of 0.002 to 0.1 mm [%].
    clay : float or ndarray
        Clay L [%].
    organic_matter : float or ndarray
        Organic matter, 1.72 times organic carbon [% by mass].
    structure : float or ndarray
        Class of structure s: 1 very fine granular to 4 blocky, platy or massive [-].
    permeability : float or ndarray
        Class of permeability p: 1 rapid to 6 very slow [-].
    constants : mapping of str to float
        ``erodibility_wischmeier1978``.

    Returns
    -------
    float or ndarray
        Erodibility, not below zero [t h/MJ/mm].

    Notes
    -----
    Up to 70 % of silt and very fine sand and 4 % of organic matter. Soils of the Midwest of the
    United States; it does not hold for volcanic and organic soils.

    References
    ----------
    wischmeier1978, renard1997
    """
    c = constants
    particles = np.asarray(silt_and_very_fine_sand, dtype=float) * (100.0 - np.asarray(clay))
    texture = c["particle_factor"] * particles ** c["particle_power"]
    points = (
        texture * (c["organic_matter"] - organic_matter)
        + c["structure_factor"] * (structure - c["structure_reference"])
        + c["permeability_factor"] * (permeability - c["permeability_reference"])
    )
    return np.maximum(c["to_si"] * points / 100.0, 0.0)
