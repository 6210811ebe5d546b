"""How rain and evaporation change the rate of decomposition, without a soil water balance."""

from __future__ import annotations

from typing import Any

import numpy as np


def moisture_factor_adair2008(
    precipitation: Any, evaporation: Any, steepness: Any, shift: Any
) -> Any:
    r"""Return Century's rate factor for moisture from rain and potential evapotranspiration.

    .. math:: f = \frac{1}{1 + c\, e^{-s P / PET}}

    Parameters
    ----------
    precipitation, evaporation : float or ndarray
        Rain P and potential evapotranspiration PET of a month [mm/month].
    steepness : float
        Constant s, 8.5 as published [-].
    shift : float
        Constant c, 30 as published [-].

    Returns
    -------
    float or ndarray
        Rate factor, 1/31 without rain and close to 1 where rain exceeds evapotranspiration [-].

    Notes
    -----
    Water of earlier months is not carried over. A month without evapotranspiration is wet.

    References
    ----------
    adair2008, parton2001
    """
    return 1.0 / (1.0 + shift * np.exp(-steepness * _water_ratio(precipitation, evaporation)))


def _water_ratio(precipitation: Any, evaporation: Any) -> Any:
    """Return rain over evapotranspiration; endless where nothing evaporates."""
    rain, lost = np.broadcast_arrays(precipitation, evaporation)
    dry = lost <= 0.0
    # Rain that is not known stays so.
    return np.where(dry, np.inf + 0.0 * rain, rain / np.where(dry, 1.0, lost))
