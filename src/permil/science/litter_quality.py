"""How lignin and nitrogen of plant material and manure divide its carbon."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class LitterShares(NamedTuple):
    """Shares of a material's carbon; they add up to one.

    Parameters
    ----------
    metabolic : float or ndarray
        Metabolic material [-].
    structural : float or ndarray
        Structural material without its lignin [-].
    lignin : float or ndarray
        Lignin, all of it structural [-].
    """

    metabolic: Any
    structural: Any
    lignin: Any


def litter_shares_parton1987(
    lignin: Any, nitrogen: Any, intercept: Any, slope: Any
) -> LitterShares:
    r"""Return the metabolic, structural and lignin shares of a material's carbon.

    .. math:: F_m = a - b \frac{L}{N}, \quad F_s = 1 - F_m - L

    Parameters
    ----------
    lignin, nitrogen : float or ndarray
        Lignin L and nitrogen N of the dry matter [kg/kg].
    intercept, slope : float
        Constants a and b, 0.85 and 0.018 as published [-].

    Returns
    -------
    LitterShares
        Shares [-].

    Notes
    -----
    Lignin is taken to have as much carbon as the rest. The metabolic share is held between zero
    and what is not lignin; material of ordinary composition lies within.

    References
    ----------
    parton1987, ipcc2019_v4_ch5
    """
    lignin = np.asarray(lignin, float)
    metabolic = np.clip(intercept - slope * lignin / nitrogen, 0.0, 1.0 - lignin)
    return LitterShares(metabolic, 1.0 - metabolic - lignin, lignin)
