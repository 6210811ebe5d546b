"""Periodic steady states of models that are not linear, by Newton's method on one period.

The map of a period is found like that of a linear model, by running the model's own step from the
state and from states beside it; here the map changes with the state, so that this is repeated.
Logarithms of the pools keep them positive and make their sizes alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NoConvergence, NotApplicable
from permil.models.batch import lay_out
from permil.models.compartments import Backend, run
from permil.models.protocol import Model
from permil.models.streams import Stream, over_period

Float = NDArray[np.float64]

#: Relative change of a pool over one period that counts as none.
SAME = 5e-11
#: Share of the carbon below which a pool that still shrinks has died out, as a microbe may.
DEAD = 1e-11
#: Newton steps after which a cell that is not there has lost its way, and the periods that it then
#: runs as they are.
LOST, LIVED = 20, 50
#: Share of the carbon, and slope of a pool's growth with its own size, below which it only grows or
#: dies: a slope that is all rounding leads Newton's method anywhere.
TINY, FLAT = 1e-6, 1e-4
#: Newton steps, their longest stride in ln(pool), and the distance of the states beside one.
STEPS = 60
STRIDE = 1.0
BESIDE = 1e-6


class Found(NamedTuple):
    """A periodic steady state and the factor on the scaled inputs that leads to it.

    Parameters
    ----------
    state : named tuple
        State at the end of the period.
    scale : ndarray
        Factor [-]; one where no stock was asked for.
    """

    state: Any
    scale: Any


def periodic_state(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    *,
    parameters: Any = None,
    backend: Backend = "auto",
    scaled: Mapping[str, Stream] | None = None,
    stock: Any = None,
) -> Found:
    r"""Return a state that one period of forcing brings back, and the input that holds a stock.

    .. math:: \ln F(e^y, s) - y = 0, \qquad \ln \frac{C(e^y)}{SOC} = 0

    with the map :math:`F` of one period, pools :math:`e^y`, and, where a stock is given, the
    factor :math:`s` on the scaled inputs as one more unknown.

    Parameters
    ----------
    model : Model
        A model with ``steady``, the first guess.
    site : named tuple
        Site of the cells.
    forcing : mapping of str to Stream
        Forcing of one period; its inputs are fixed where ``scaled`` is given.
    period : int
        Steps of the period.
    parameters : named tuple, optional
        Parameters, the published ones by default.
    backend : {"auto", "numpy", "compiled"}
        Path of the runs.
    scaled : mapping of str to Stream, optional
        Inputs that are scaled.
    stock : float or ndarray, optional
        Stock that is held, inert carbon included [t C/ha].

    Returns
    -------
    Found
        State and factor.

    Raises
    ------
    NotApplicable
        If the model has no steady state of its own to start from.
    NoConvergence
        If a pool still changes by more than 5e-11 of itself after sixty steps. A pool that shrinks
        below 1e-11 of the carbon has died out.
    """
    if model.steady is None:
        raise NotApplicable(
            where="",
            method="the steady state",
            problem=f"{model.name} is not linear in its pools and has none of its own",
            remedy="use a model of compartments",
        )
    parameters = parameters or model.parameters()
    if backend == "auto" and model.kernel is not None:
        backend = "compiled"  # the period is run again and again: a kernel soon pays
    unit = dict(forcing) if scaled is None else dict(forcing) | _plus(forcing, scaled)
    batch = lay_out(model, parameters, site, model.start(), unit, np.float64)
    shape = np.broadcast_shapes(batch.shape, np.shape(stock) if stock is not None else ())
    mean = model.forcing(*(over_period(unit[name], period) for name in model.forcing._fields))  # type: ignore[attr-defined]
    guess = model.steady(parameters, site, mean)

    def after(logs: Float) -> Float:
        """Run one period from ln(pools) and ln(factor), (probe, unknown, cells)."""
        pools = {n: np.exp(logs[:, i]) for i, n in enumerate(model.pools)}
        start = guess._replace(**pools)
        given = forcing
        if scaled is not None:
            factor = np.exp(logs[:, -1]) if stock is not None else np.ones(logs[:, 0].shape)
            given = dict(forcing) | _plus(forcing, scaled, factor)
        end = run(
            model, site, start, given, period, parameters=parameters, every=period, backend=backend
        ).state
        gaps = [np.log(getattr(end, n)) - logs[:, i] for i, n in enumerate(model.pools)]
        if stock is not None:
            gaps.append(np.log(model.soc(site, pools) / stock))
        return np.stack(gaps, axis=1)

    first = [np.broadcast_to(np.log(getattr(guess, n)), shape) for n in model.pools]
    if stock is not None:
        first.append(np.zeros(shape))
    logs = _newton(after, np.stack(first), len(model.pools), model.name)
    pools = {n: np.exp(logs[i]) for i, n in enumerate(model.pools)}
    scale = np.exp(logs[-1]) if stock is not None else np.ones(shape)
    return Found(guess._replace(**pools), scale)


def _plus(
    forcing: Mapping[str, Stream], scaled: Mapping[str, Stream], factor: Any = None
) -> dict[str, Stream]:
    """Return the scaled inputs, times a factor, on top of the fixed ones."""
    chained = {}
    for name, stream in scaled.items():
        last = forcing[name]
        links = []
        link: Stream | None = stream
        while link is not None:
            links.append(link)
            link = link.plus
        for link in reversed(links):
            scale = link.scale
            if factor is not None:
                scale = factor if scale is None else factor * scale
            last = link._replace(scale=scale, plus=last)
        chained[name] = last
    return chained


def _newton(after: Callable[[Float], Float], logs: Float, pools: int, name: str) -> Float:
    """Return the root of ``after``; unknowns first, pools before the factor, then the cells."""
    count, change = len(logs), np.inf
    beside = np.concatenate([np.zeros((1, count)), BESIDE * np.eye(count)])
    beside = beside.reshape(count + 1, count, *(1,) * (logs.ndim - 1))
    for step in range(STEPS):
        gaps = after(logs[None] + beside)
        carbon = np.exp(logs[:pools]).sum(axis=0)
        dead = np.zeros(logs.shape, bool)
        dead[:pools] = (gaps[0, :pools] < 0) & (logs[:pools] < np.log(DEAD * carbon))
        left = np.where(dead, 0.0, gaps[0])
        change = float(np.max(np.abs(left)))
        if change <= SAME:
            return logs
        if step and step % LOST == 0:
            logs = _lived(after, logs, pools, np.max(np.abs(left), axis=0) > SAME)
            continue
        jacobian = np.moveaxis((gaps[1:] - gaps[:1]) / BESIDE, (1, 0), (-2, -1))
        flat = np.abs(np.moveaxis(np.diagonal(jacobian, axis1=-2, axis2=-1), -1, 0)) < FLAT
        flat[:pools] &= logs[:pools] < np.log(TINY * carbon)
        flat[pools:] = False
        # What has died out stays as it is, and what is about to goes on.
        left = np.where(flat & ~dead, -STRIDE * np.sign(left), left)
        rows = np.moveaxis(dead | flat, 0, -1)[..., None]
        jacobian = np.where(rows, np.eye(count), jacobian)
        right = np.moveaxis(left, 0, -1)[..., None]
        try:
            stride = np.moveaxis(np.linalg.solve(jacobian, right)[..., 0], -1, 0)
        except np.linalg.LinAlgError:
            break
        longest = np.max(np.abs(stride), axis=0)
        logs = logs - stride * np.minimum(1.0, STRIDE / np.maximum(longest, 1e-300))
    raise NoConvergence(
        where="", method=f"the steady state of {name}", iterations=STEPS, change=change
    )


def _lived(
    after: Callable[[Float], Float], logs: Float, pools: int, lost: NDArray[np.bool_]
) -> Float:
    """Return the unknowns after some periods in the cells that are lost.

    Between frost and heat the map of a year is far from straight, and Newton's method may go round
    in a ring; the soil itself approaches a state that it keeps.
    """
    logs = logs.copy()
    for _ in range(LIVED):
        gaps = after(logs[None])[0, :pools]
        logs[:pools] += np.where(lost, gaps, 0.0)
    return logs
