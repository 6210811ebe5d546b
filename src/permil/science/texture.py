"""Classes of soil texture."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.errors import Conflict
from permil.tables.water_categories import TextureClass

#: The classes in the order of their codes.
TEXTURES: tuple[TextureClass, ...] = tuple(TextureClass)

#: Excess of sand and clay over 100 % that rounding of laboratory values explains [%].
ROUNDING = 0.5


def texture_codes_usda(sand: Any, clay: Any) -> Any:
    """Return the classes of many soils as positions in ``TEXTURES``.

    Parameters
    ----------
    sand, clay : float or ndarray
        As in :func:`texture_class_usda` [%].

    Returns
    -------
    ndarray of int
        Position of each soil's class in ``TEXTURES``.

    Raises
    ------
    Conflict
        If sand and clay are more than all of the fine earth.

    Notes
    -----
    The triangle of :func:`texture_class_usda`, for maps and draws.
    """
    sand, clay = np.asarray(sand, float), np.asarray(clay, float)
    if np.any(sand + clay > 100.0 + ROUNDING):
        raise Conflict(
            where="", problem="sand and clay are more than 100 %", remedy="check which is which"
        )
    silt = np.maximum(100.0 - sand - clay, 0.0)
    light, heavy = silt + 1.5 * clay, silt + 2.0 * clay
    name = TextureClass
    # The first condition that holds decides, so each line takes those before it for granted.
    decisions = (
        (light < 15.0, name.SAND),
        (heavy < 30.0, name.LOAMY_SAND),
        ((clay >= 40.0) & (silt >= 40.0), name.SILTY_CLAY),
        ((clay >= 35.0) & (sand > 45.0), name.SANDY_CLAY),
        (clay >= 40.0, name.CLAY),
        ((clay >= 27.0) & (sand <= 20.0), name.SILTY_CLAY_LOAM),
        ((clay >= 27.0) & (sand <= 45.0), name.CLAY_LOAM),
        ((clay >= 20.0) & (silt < 28.0), name.SANDY_CLAY_LOAM),
        ((silt >= 80.0) & (clay < 12.0), name.SILT),
        (silt >= 50.0, name.SILT_LOAM),
        ((clay >= 7.0) & (silt >= 28.0) & (sand <= 52.0), name.LOAM),
    )
    conditions = [condition for condition, _ in decisions]
    codes = [TEXTURES.index(choice) for _, choice in decisions]
    return np.select(conditions, codes, default=TEXTURES.index(name.SANDY_LOAM))


def texture_class_usda(sand: Any, clay: Any) -> Any:
    r"""Return the texture class of the USDA triangle; silt is what sand and clay leave.

    Decided in this order, in % of the fine earth:

    .. math::
        \begin{array}{ll}
        \text{sand} & silt + 1.5\,clay < 15 \\
        \text{loamy sand} & silt + 2\,clay < 30 \\
        \text{silty clay} & clay \ge 40,\ silt \ge 40 \\
        \text{sandy clay} & clay \ge 35,\ sand > 45 \\
        \text{clay} & clay \ge 40 \\
        \text{silty clay loam, clay loam} & clay \ge 27,\ sand \le 20,\ sand \le 45 \\
        \text{sandy clay loam} & clay \ge 20,\ silt < 28 \\
        \text{silt} & silt \ge 80,\ clay < 12 \\
        \text{silt loam} & silt \ge 50 \\
        \text{loam} & clay \ge 7,\ silt \ge 28,\ sand \le 52 \\
        \text{sandy loam} & \text{else}
        \end{array}

    Parameters
    ----------
    sand : float or ndarray
        Particles of 0.05 to 2 mm [%].
    clay : float or ndarray
        Particles below 0.002 mm [%].

    Returns
    -------
    TextureClass or ndarray of TextureClass
        One class for numbers, an array for arrays.

    Raises
    ------
    Conflict
        If sand and clay are more than all of the fine earth.

    Notes
    -----
    Silt is 0.002 to 0.05 mm here. Other systems cut silt from sand at 0.02 or 0.063 mm: their
    sand is not this sand.

    References
    ----------
    usda2017
    """
    codes = texture_codes_usda(sand, clay)
    if np.ndim(codes) == 0:
        return TEXTURES[int(codes)]
    return np.array(TEXTURES, dtype=object)[codes]
