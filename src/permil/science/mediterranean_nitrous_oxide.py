"""Direct N2O of Mediterranean cropland, which depends on how it is watered."""

from __future__ import annotations

from typing import Any


def mediterranean_direct_n2o_cayuela2017(nitrogen: Any, *, ef1: Any) -> Any:
    r"""Return the direct N2O-N of Mediterranean cropland by its irrigation.

    .. math:: N_2O\text{-}N = (F_{SN} + F_{ON} + F_{CR} + F_{SOM}) \, EF_{1}

    Parameters
    ----------
    nitrogen : float or ndarray
        Sum of all nitrogen inputs of land with one kind of irrigation [kg N/ha/yr].
    ef1 : float or ndarray
        Emission factor of that irrigation [kg N2O-N/kg N].

    Returns
    -------
    float or ndarray
        Emission [kg N2O-N/ha/yr].

    Notes
    -----
    Mediterranean climates only, in place of the direct emission of direct_n2o_ipcc2019; one
    factor for all sources of nitrogen. Land with several kinds of irrigation adds up. The
    indirect emission stays that of the Guidelines, where drip irrigation does not leach.

    References
    ----------
    cayuela2017
    """
    return nitrogen * ef1
