"""Tillage beside a compartment model, which has no term for it: the IPCC stock factor as a ramp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from permil.models import model as registered
from permil.workflows.field import Float, Trajectories

#: Share of the way that counts as the new steady state.
NEAR = 0.9


def add_tillage(
    result: Trajectories, relative: Sequence[Float], stop: int | None = None
) -> Trajectories:
    r"""Return trajectories with the stock that another tillage keeps, or loses.

    .. math:: \Delta SOC_t = SOC_0 \left( \frac{F_{MG}}{F_{MG}^{baseline}} - 1 \right)
        \min(1, t / D)

    with the transition time :math:`D` of the IPCC. Inputs stay: what is kept is not respired, and
    the pools share it in proportion.

    Parameters
    ----------
    result : Trajectories
        Without tillage.
    relative : sequence of ndarray
        Factor of each row over the baseline's, shape (draw,) [-].
    stop : int, optional
        Years after which the tillage is the baseline's again.

    Returns
    -------
    Trajectories
        With tillage.

    References
    ----------
    ipcc2019
    """
    transition = registered("ipcc_tier1").parameters().transition
    years = result.soc.shape[1]
    ramp = np.minimum(np.arange(years) / transition, 1.0)
    if stop is not None:
        ramp[stop:] = np.maximum(ramp[stop] - np.arange(years - stop) / transition, 0.0)
    soc, equilibrium = result.soc.copy(), result.equilibrium.copy()
    respired, times = result.respired.copy(), result.time_to_equilibrium.copy()
    pools = dict(result.pools)
    for i, factor in enumerate(relative):
        gain = result.soc[i, 0] * (factor - 1.0)
        if not np.any(gain):
            continue
        soc[i] += ramp[:, None] * gain
        if not result.pools:  # stocks alone, as of a reversal
            continue
        equilibrium[i] += gain
        respired[i] -= np.diff(ramp)[:, None] * gain
        times[i] = np.maximum(times[i], NEAR * transition)
        active = np.sum([values[i] for values in result.pools.values()], axis=0)
        for name, values in result.pools.items():
            pools[name] = values.copy() if pools[name] is values else pools[name]
            pools[name][i] *= 1.0 + ramp[1:, None] * gain / active
    return replace(
        result,
        soc=soc,
        pools=pools,
        respired=respired,
        equilibrium=equilibrium,
        time_to_equilibrium=times,
    )
