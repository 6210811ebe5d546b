"""Priming: how much of added carbon microbes take back from the soil that was there before.

In a model of first-order pools added carbon cannot change how fast old carbon decomposes. In a
microbial model it feeds microbes, and those decompose old carbon too. Two runs tell the parts
apart: in one the microbes grow and act, in the other those of the steady state act whatever grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.errors import NotApplicable
from permil.models.protocol import Model
from permil.models.streams import Array


class Priming(NamedTuple):
    """What added carbon does to the stock, year by year.

    Parameters
    ----------
    added : ndarray, shape (year, ...)
        Carbon added since the start [t C/ha].
    with_priming : ndarray, shape (year, ...)
        Change of the stock where microbes grow on what is added [t C/ha].
    without_priming : ndarray, shape (year, ...)
        Change of the stock where the microbes that act stay those of the steady state [t C/ha].
    """

    added: Array
    with_priming: Array
    without_priming: Array


def priming_response(
    model: Model,
    site: Any,
    forcing: Any,
    added: Mapping[str, Any],
    years: int,
    *,
    parameters: Any = None,
) -> Priming:
    r"""Return the response of the stock to added carbon with and without priming.

    .. math:: \Delta C_{primed}(t) = \Delta C_{held}(t) - \Delta C_{free}(t)

    Parameters
    ----------
    model : Model
        A model with microbes that act.
    site : named tuple
        Site of the cells.
    forcing : named tuple
        The step's forcing, constant in time: the mean of a climate and its inputs.
    added : mapping of str to float or ndarray
        Carbon added to the model's inputs, by input [t C/ha per step].
    years : int
        Years for which it is added.
    parameters : named tuple, optional
        Parameters, the published ones by default.

    Returns
    -------
    Priming
        Carbon added and both changes of the stock at the end of each year; the difference of the
        two is what priming takes.

    Raises
    ------
    NotApplicable
        If the model has no microbes that act: added carbon then changes no rate, and both would be
        the same.

    Notes
    -----
    Both runs begin at the steady state of the forcing. Microbes that do not act grow and die all
    the same, so that carbon closes in both.

    References
    ----------
    wieder2014, abramoff2022
    """
    if model.steady is None or model.without_priming is None:
        raise NotApplicable(
            where="",
            method="the response with and without priming",
            problem=f"in {model.name} added carbon changes no rate",
            remedy="use a model with microbes, such as mimics or millennial",
        )
    p = parameters or model.parameters()
    start = model.steady(p, site, forcing)
    more = forcing._replace(**{name: getattr(forcing, name) + v for name, v in added.items()})
    free = held = start
    stocks: list[tuple[Any, Any]] = []
    for _ in range(years):
        for _ in range(model.steps_per_year):
            free, _ = model.step(p, site, free, more)
            held, _ = model.without_priming(p, site, held, start, more)
        stocks.append((model.soc(site, free._asdict()), model.soc(site, held._asdict())))
    changes = np.array(stocks) - np.asarray(model.soc(site, start._asdict()))
    yearly = model.steps_per_year * np.asarray(sum(added.values()))
    count = np.arange(1.0, years + 1.0).reshape(-1, *(1,) * (changes.ndim - 2))
    total = np.broadcast_to(count * yearly, changes[:, 0].shape)
    return Priming(total, changes[:, 0], changes[:, 1])
