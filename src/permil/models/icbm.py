"""ICBM, the introductory carbon balance model, in its exact solution."""

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
    r"""Advance ICBM by one year, exactly.

    .. math::
        \frac{dY}{dt} = i - k_Y r Y

        \frac{dO}{dt} = h k_Y r Y - k_O r O

    with climate factor and inputs constant within the year.

    Parameters
    ----------
    p : Parameters
        Rate constants.
    s : Site
        Unused.
    x : State
        Pools at the start of the year.
    f : Forcing
        Climate factor and inputs of the year.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.

    Notes
    -----
    0-25 cm in the publication; rate constants from Ultuna, central Sweden, where r is 1 under
    crops. The young pool is kept in two parts, what will be respired and what will become old, so
    that every material keeps its own h. By default r follows from monthly means by the daily
    functions of :func:`climate_factor_andren2004`.

    References
    ----------
    andren1997, katterer2011
    """
    fast, slow = p.k_young * f.climate_factor, p.k_old * f.climate_factor
    first, apart = lower(fast, slow), upper(fast, slow) - lower(fast, slow)
    gone, old_gone = decayed(fast), decayed(slow)
    # Mean of exp(-z t) over the year: what is left of an even input. It is 1 where nothing decays.
    left = select(fast > 1e-30, gone / upper(fast, 1e-30), 1.0)
    old_left = select(slow > 1e-30, old_gone / upper(slow, 1e-30), 1.0)
    between = select(apart > 1e-30, decayed(apart) / upper(apart, 1e-30), 1.0)
    # Share of young carbon at the start that is old carbon at the end, per unit of its rate.
    passed = (1.0 - decayed(first)) * between

    humified = x.young_humifying_carbon * gone + f.humifying_input * (1.0 - left)
    settled = x.young_humifying_carbon * fast * passed + f.humifying_input * upper(
        0.0, old_left - passed
    )
    mineralised = x.young_mineralising_carbon * gone + f.mineralising_input * (1.0 - left)
    lost = x.old_carbon * old_gone
    return State(
        young_mineralising_carbon=x.young_mineralising_carbon + f.mineralising_input - mineralised,
        young_humifying_carbon=x.young_humifying_carbon + f.humifying_input - humified,
        old_carbon=x.old_carbon - lost + settled,
    ), Fluxes(respired=mineralised + lost + (humified - settled))


MODEL = Model(
    name="icbm",
    title="ICBM (exact solution)",
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
    source="andren1997",
    rates=("k_young", "k_old"),
    arrival="throughout",
)
