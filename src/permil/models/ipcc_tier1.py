"""IPCC Tier 1 for mineral soils: a linear move to the factors' stock over twenty years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from permil.models.elementwise import select
from permil.models.protocol import Model, Soil
from permil.models.streams import Stream
from permil.tables import parameter_set


class Parameters(NamedTuple):
    """Parameter of the method.

    Parameters
    ----------
    transition : float
        Years D in which a change of management takes effect [yr].
    """

    transition: Any


class Site(NamedTuple):
    """The method needs no site: soil and climate are in the reference stock.

    Parameters
    ----------
    depth : float or ndarray
        Depth of the stock [cm].
    """

    depth: Any


class State(NamedTuple):
    """Stock and the change under way.

    Parameters
    ----------
    stock : float or ndarray
        Soil organic carbon stock [t C/ha].
    target : float or ndarray
        Stock to which the last change of management leads [t C/ha].
    change : float or ndarray
        Annual change under way [t C/ha/yr].
    years_left : float or ndarray
        Years for which it goes on [yr].
    """

    stock: Any
    target: Any
    change: Any
    years_left: Any


class Forcing(NamedTuple):
    """Forcing of one year.

    Parameters
    ----------
    equilibrium_stock : float or ndarray
        Reference stock times the factors of the year's management [t C/ha].
    """

    equilibrium_stock: Any


class Fluxes(NamedTuple):
    """Fluxes of one year.

    Parameters
    ----------
    respired : float or ndarray
        Net loss of soil carbon; negative for a gain, for the method knows no inputs [t C/ha].
    """

    respired: Any


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance the stock by one year.

    .. math:: \Delta C = \frac{SOC_{eq} - SOC_0}{D}

    for D years after the year in which the factors change, then zero.

    Parameters
    ----------
    p : Parameters
        Transition time.
    s : Site
        Unused.
    x : State
        Stock and change under way.
    f : Forcing
        Stock of this year's factors.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the year and its flux.

    Notes
    -----
    0-30 cm, mineral soils. A second change within D years starts a new linear move from the stock
    then reached.

    References
    ----------
    ipcc2019
    """
    changed = f.equilibrium_stock != x.target
    change = select(changed, (f.equilibrium_stock - x.stock) / p.transition, x.change)
    left = select(changed, p.transition, x.years_left)
    gain = select(left > 0.5, change, 0.0 * change)
    return State(
        stock=x.stock + gain,
        target=f.equilibrium_stock + 0.0 * x.stock,
        change=change,
        years_left=left - select(left > 0.5, 1.0, 0.0),
    ), Fluxes(respired=-gain)


def parameters() -> Parameters:
    """Return the default transition time of the Guidelines, 20 years."""
    return Parameters(parameter_set("ipcc_tier1")["transition"])


def site(p: Parameters, soil: Soil) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Transition time (unused).
    soil : Soil
        The soil; its depth must be 30 cm.

    Returns
    -------
    Site
        Fields of the step's site.
    """
    return Site(soil.depth)


def drive(p: Parameters, equilibrium_stock: Stream) -> Mapping[str, Stream]:
    """Return the step's forcing from the annual equilibrium stocks.

    Parameters
    ----------
    p : Parameters
        Transition time (unused).
    equilibrium_stock : Stream
        Reference stock times factors, by year [t C/ha].

    Returns
    -------
    mapping of str to Stream
        Stream of :class:`Forcing`.
    """
    return {"equilibrium_stock": equilibrium_stock}


MODEL = Model(
    name="ipcc_tier1",
    title="IPCC 2019 Tier 1",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=("stock",),
    inert="",
    inputs=(),
    steps_per_year=1,
    linear=False,
    elementwise=True,
    depths=(30.0, 30.0),
    source="ipcc2019",
)
