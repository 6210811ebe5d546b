"""Yasso20: the pools of Yasso15 with the parameters of Viskari et al. (2022)."""

from __future__ import annotations

from permil.errors import UnknownName
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
    renormalised,
    site,
)
from permil.models.yasso_loop import advance_in_a_loop


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance Yasso20 by one year, exactly.

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

    The published estimates create carbon: of what decomposes in the acid-soluble and in the
    non-soluble pool all goes to another pool, and 0.42 % more to humus. By default those transfers
    are renormalised to :math:`p (1 - p_H) / \sum p`, so that carbon is kept; the set as published
    is ``yasso20_published``.

    References
    ----------
    viskari2022
    """
    return advance(p, s, x, f)


def parameters(name: str = "yasso20") -> Parameters:
    """Return a set of parameters of Yasso20.

    Parameters
    ----------
    name : {"yasso20", "yasso20_published"}
        The renormalised set, or the published one, which creates carbon.

    Returns
    -------
    named tuple
        The parameters.

    Raises
    ------
    UnknownName
        If there is no such set.
    """
    found = published("yasso20_published")
    if name == "yasso20_published":
        return found
    if name != "yasso20":
        nearest = ["yasso20", "yasso20_published"]
        raise UnknownName(where="", kind="parameter set", value=name, nearest=nearest)
    return renormalised(found)


MODEL = Model(
    name="yasso20",
    title="Yasso20",
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
    source="viskari2022",
    rates=("rate_acid", "rate_water", "rate_ethanol", "rate_nonsoluble", "rate_humus"),
)
