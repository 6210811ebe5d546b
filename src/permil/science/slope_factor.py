"""Length and steepness of a slope, the L and S factors of RUSLE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def slope_length_factor_renard1997(
    length: Any, slope: Any, rill_ratio: Any, constants: Mapping[str, float]
) -> Any:
    r"""Return the factor of slope length.

    .. math:: L = \left(\frac{\lambda}{22.13}\right)^m, \quad m = \frac{\beta}{1 + \beta}, \quad
              \beta = r \, \frac{\sin\theta / 0.0896}{3 \sin^{0.8}\theta + 0.56}

    Parameters
    ----------
    length : float or ndarray
        Length, level, from where runoff begins to where soil settles or a channel begins [m].
    slope : float or ndarray
        Steepness, height over level length [%].
    rill_ratio : float or ndarray
        How prone the soil is to rills: 0.5 little, 1 moderately, 2 much [-].
    constants : mapping of str to float
        ``slope_rusle``.

    Returns
    -------
    float or ndarray
        Factor, one for the unit plot of 22.13 m [-].

    Notes
    -----
    For even slopes up to 300 m. On a map the area above each cell takes the place of a length.

    References
    ----------
    renard1997
    """
    sine = _sine(slope)
    spread = constants["rill_factor"] * sine ** constants["rill_power"]
    beta = rill_ratio * sine / constants["rill_sine"] / (spread + constants["rill_intercept"])
    relative = np.asarray(length, dtype=float) / constants["unit_plot_length"]
    return relative ** (beta / (1.0 + beta))


def slope_steepness_factor_mccool1987(slope: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the factor of slope steepness.

    .. math:: S = \begin{cases} 10.8 \sin\theta + 0.03 & \tan\theta < 0.09 \\
              16.8 \sin\theta - 0.50 & \tan\theta \ge 0.09 \end{cases}

    Parameters
    ----------
    slope : float or ndarray
        Steepness, height over level length [%].
    constants : mapping of str to float
        ``slope_rusle``.

    Returns
    -------
    float or ndarray
        Factor, one near 9 % [-].

    Notes
    -----
    For slopes longer than 4.6 m, up to about 50 %; steeper land was not measured.

    References
    ----------
    mccool1987, renard1997
    """
    sine = _sine(slope)
    gentle = constants["gentle_slope"] * sine + constants["gentle_intercept"]
    steep = constants["steep_slope"] * sine + constants["steep_intercept"]
    return np.where(np.asarray(slope) < constants["steep_from"], gentle, steep)


def _sine(slope: Any) -> Any:
    """Return the sine of the angle of a slope in per cent."""
    return np.sin(np.arctan(np.asarray(slope, dtype=float) / 100.0))
