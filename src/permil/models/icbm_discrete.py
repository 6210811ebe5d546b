"""ICBM in annual steps: the year's input enters at its start."""

from __future__ import annotations

from permil.models.elementwise import decayed, lower, select, upper
from permil.models.icbm_family import (
    INPUTS,
    POOLS,
    Fluxes,
    Forcing,
    Parameters,
    Site,
    State,
    drive,
    parameters,
    site,
)
from permil.models.protocol import Model


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the annual form of ICBM by one year.

    .. math::
        Y_{t+1} = (Y_t + i_t)\, e^{-k_Y r}

        O_{t+1} = (O_t - \phi_t)\, e^{-k_O r} + \phi_t\, e^{-k_Y r}, \quad
        \phi_t = \frac{h k_Y (Y_t + i_t)}{k_O - k_Y}

    Parameters
    ----------
    p : Parameters
        Rate constants.
    s : Site
        Unused.
    x : State
        Pools at the end of the year before.
    f : Forcing
        Climate factor and inputs of the year.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.

    Notes
    -----
    The form of Holos and of the recalibration at Ultuna: another model than the exact solution,
    because all of the year's input decomposes for a whole year. Depth, parts of the young pool and
    climate factor are those of the model ``icbm``.

    References
    ----------
    andren2004, holos, icbm_recalibration
    """
    fast, slow = p.k_young * f.climate_factor, p.k_old * f.climate_factor
    first, apart = lower(fast, slow), upper(fast, slow) - lower(fast, slow)
    between = select(apart > 1e-30, decayed(apart) / upper(apart, 1e-30), 1.0)
    gone = decayed(fast)

    humifying = x.young_humifying_carbon + f.humifying_input
    mineralising = x.young_mineralising_carbon + f.mineralising_input
    settled = humifying * fast * (1.0 - decayed(first)) * between
    lost = x.old_carbon * decayed(slow)
    return State(
        young_mineralising_carbon=mineralising - mineralising * gone,
        young_humifying_carbon=humifying - humifying * gone,
        old_carbon=x.old_carbon - lost + settled,
    ), Fluxes(respired=mineralising * gone + lost + (humifying * gone - settled))


MODEL = Model(
    name="icbm_discrete",
    title="ICBM (annual steps)",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=POOLS,
    inert="",
    inputs=INPUTS,
    steps_per_year=1,
    linear=True,
    elementwise=True,
    depths=(20.0, 30.0),
    source="andren2004",
    rates=("k_young", "k_old"),
    arrival="start",
)
