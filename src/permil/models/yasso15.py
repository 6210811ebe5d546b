"""Yasso15: five pools of chemical quality, driven by temperature and precipitation."""

from __future__ import annotations

from permil.models.protocol import Model
from permil.models.yasso_family import (
    INPUTS,
    POOLS,
    Fluxes,
    Forcing,
    Parameters,
    Site,
    State,
    advance,
    drive,
    published,
    site,
)
from permil.models.yasso_loop import advance_in_a_loop


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance Yasso15 by one year, exactly.

    .. math:: \frac{dx}{dt} = A_p \, \mathrm{diag}(k) \, x + u, \quad
              k_i = \alpha_i \, \overline{e^{\beta_1 T + \beta_2 T^2}} \, (1 - e^{\gamma P}) \, s

    Parameters
    ----------
    p : Parameters
        Rates, transfers and their response to climate.
    s : Site
        Size of litter and leaching.
    x : State
        Pools at the start of the year.
    f : Forcing
        Climate and inputs of the year.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.

    Notes
    -----
    Soil organic carbon to 1 m depth: a stock of another depth must not be compared or mixed with
    it. Upland mineral soils; neither texture nor plant cover counts.

    References
    ----------
    ryassofortran, tuomi2009
    """
    return advance(p, s, x, f)


def parameters() -> Parameters:
    """Return the sample parameters of Yasso15."""
    return published("yasso15")


MODEL = Model(
    name="yasso15",
    title="Yasso15",
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
    elementwise=False,
    compiled_step=advance_in_a_loop,
    arrival="throughout",
    depths=(100.0, 100.0),
    source="ryassofortran",
    rates=("rate_acid", "rate_water", "rate_ethanol", "rate_nonsoluble", "rate_humus"),
)
