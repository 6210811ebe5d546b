"""Direct N2O from flooded rice, which has an emission factor of its own (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any


def rice_direct_n2o_ipcc2019(nitrogen: Any, *, ef1_rice: Any) -> Any:
    r"""Return the direct N2O-N of flooded rice (a term of equation 11.1).

    .. math:: N_2O\text{-}N = (F_{SN} + F_{ON} + F_{CR} + F_{SOM})_{FR} \, EF_{1FR}

    Parameters
    ----------
    nitrogen : float or ndarray
        Sum of all nitrogen inputs to the flooded fields [kg N/ha/yr].
    ef1_rice : float or ndarray
        Emission factor by water management, EF1FR: 0.003 continuously flooded, 0.005 with single
        or multiple drainage, 0.004 where it is unknown [kg N2O-N/kg N].

    Returns
    -------
    float or ndarray
        Emission [kg N2O-N/ha/yr].

    Notes
    -----
    Takes the place of EF1 for these fields, never beside it; the indirect emission is that of
    other land. Upland rice and crops between two rice seasons have EF1. Drainage, as alternate
    wetting and drying, raises it: the gain in methane counts net of that.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return nitrogen * ef1_rice
