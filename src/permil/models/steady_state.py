"""Steady states without a spin-up loop, and what follows from them.

A linear model maps its pools over one period of forcing to ``M x + c``. Probing the step with zero
and with unit pools over that period yields ``M`` and ``c`` of any model; the periodic steady state
is the solution of ``(I - M) x = c``. The input that holds a stock (:mod:`permil.models.inverse`)
and the age of the carbon (:mod:`permil.models.ages`) follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NoConvergence, NotApplicable
from permil.models.batch import Batch, forcing_at, lay_out
from permil.models.compartments import TILE, Backend, compiling_pays, run
from permil.models.nonlinear import periodic_state
from permil.models.protocol import Model
from permil.models.streams import Stream

Float = NDArray[np.float64]

#: Passes over the period in which non-carbon state (soil moisture) must become periodic, and the
#: difference [mm] that counts as none.
MOISTURE_PASSES = 200
SAME = 1e-12


class SteadyState(NamedTuple):
    """A periodic steady state at the end of the period.

    Parameters
    ----------
    state : named tuple
        State of the model; a run that starts here with the same forcing comes back to it.
    soc : ndarray
        Soil organic carbon, inert carbon included [t C/ha].
    """

    state: Any
    soc: Any


def periodic_steady_state(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    *,
    parameters: Any = None,
    backend: Backend = "auto",
) -> SteadyState:
    r"""Return the exact periodic steady state under a repeating forcing.

    .. math:: x^* = (I - M)^{-1} c

    with :math:`M` and :math:`c` found by probing the model's own step over one period.

    Parameters
    ----------
    model : Model
        A linear model; one that is not is solved by :mod:`permil.models.nonlinear`.
    site : named tuple
        Site of the cells.
    forcing : mapping of str to Stream
        Forcing of one period.
    period : int
        Steps of the period (12 for one year of a monthly model).
    parameters : named tuple, optional
        Parameters, the published ones by default.
    backend : {"auto", "numpy", "compiled"}
        Path of the probing runs.

    Returns
    -------
    SteadyState
        The state at the end of the period.

    Raises
    ------
    NotApplicable
        If the model has no steady state, or nothing decomposes in a cell so that none exists.
    NoConvergence
        If the non-carbon state does not become periodic, or Newton's method finds no root.

    Notes
    -----
    What a spin-up loop approaches: the official programs stop about 1e-4 t C/ha below it.
    """
    if not model.linear:
        found = periodic_state(
            model, site, forcing, period, parameters=parameters, backend=backend
        ).state
        return SteadyState(found, model.soc(site, found._asdict()))
    parameters = parameters or model.parameters()
    auxiliary = _periodic_auxiliary(model, site, forcing, period, parameters, backend)
    matrix, offset = probe_period(model, site, forcing, period, parameters, auxiliary, backend)
    pools = solve_fixed_point(model, matrix, offset)
    state = auxiliary._replace(**dict(zip(model.pools, pools, strict=True)))
    return SteadyState(state, model.soc(site, state._asdict()))


def demand_linear(model: Model, what: str) -> None:
    """Raise an error if a model is not linear.

    Parameters
    ----------
    model : Model
        The model.
    what : str
        What needs it, for the message.

    Raises
    ------
    NotApplicable
        If the model is not linear in its pools.
    """
    if not model.linear:
        raise NotApplicable(
            where="",
            method=what,
            problem=f"{model.name} is not linear in its pools",
            remedy="use a model of compartments",
        )


def _periodic_auxiliary(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    parameters: Any,
    backend: Backend,
) -> Any:
    """Run the empty model until what is not carbon repeats itself; return that state.

    A soil that dries a little from year to year does so by the same amount until it meets a limit.
    Where two passes moved a cell alike, it goes on by 2, 4, 8 ... of them at once; if the next
    pass moves it otherwise, it went too far and goes back to where it would have been.
    """
    others = [name for name in model.state._fields if name not in model.pools]  # type: ignore[attr-defined]
    batch = lay_out(model, parameters, site, model.start(), forcing, np.float64)
    if not others:
        return _empty_state(batch, {})
    values, moved = np.zeros((len(others), batch.cells)), np.full((len(others), 1), np.nan)
    after, strides = values, np.ones(batch.cells)
    compiled = _compiles(model, batch.cells, period, backend)
    for _ in range(MOISTURE_PASSES):
        reached, before, after = after, moved, _pass(batch, period, others, values, compiled)
        moved = after - values
        if np.max(np.abs(moved), initial=0.0) <= SAME:
            return _empty_state(batch, dict(zip(others, values, strict=True)))
        alike = np.all(np.abs(moved - before) <= SAME, axis=0) & np.any(
            np.abs(moved) > SAME, axis=0
        )
        too_far = ~alike & (strides > 1.0)
        strides = np.where(alike, 2.0 * strides, 1.0)
        values = np.where(alike, values + strides * moved, np.where(too_far, reached, after))
    raise NoConvergence(
        where="",
        method=f"the periodic soil moisture of {model.name}",
        iterations=MOISTURE_PASSES,
        change=float(np.max(np.abs(moved))),
    )


def _pass(batch: Batch, period: int, names: list[str], values: Float, compiled: bool) -> Float:
    """Run the empty model through one period and return what is not carbon."""
    state = batch.state._replace(
        **{name: 0.0 for name in batch.model.pools}, **dict(zip(names, values, strict=True))
    )
    if compiled:
        from permil.models import compiled as kernels

        state = kernels.run(replace(batch, state=state), period, period)[3]
        return np.stack([getattr(state, name) for name in names])
    for time in range(period):
        forcing = forcing_at(batch, time, slice(None))
        state, _ = batch.model.step(batch.parameters, batch.site, state, forcing)
    return np.stack([np.broadcast_to(getattr(state, name), batch.cells) for name in names])


def _empty_state(batch: Batch, others: Mapping[str, Float]) -> Any:
    """Return the state without carbon, in the shape of the cells."""
    zero = np.zeros(batch.cells)
    return type(batch.state)(
        *(others.get(name, zero).reshape(batch.shape) for name in batch.state._fields)
    )


def probe_period(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    parameters: Any,
    auxiliary: Any,
    backend: Backend,
) -> tuple[Float, Float]:
    """Return the map of one period: matrix (to, from, cells) and offset (to, cells).

    Parameters
    ----------
    model : Model
        A linear model.
    site, forcing, period, parameters
        As in :func:`periodic_steady_state`.
    auxiliary : named tuple
        State whose non-carbon fields start the period.
    backend : {"auto", "numpy", "compiled"}
        Path of the probing runs.

    Returns
    -------
    tuple of ndarray
        Matrix and offset.
    """
    count = len(model.pools)
    shape = np.shape(auxiliary[0])
    probes = np.concatenate([np.zeros((1, count)), np.eye(count)])
    if not (model.elementwise or _compiles(model, int(np.prod(shape)), period, backend)):
        batch = lay_out(model, parameters, site, auxiliary, forcing, np.float64)
        found = _probe_together(batch, period, probes)
        # What is not a number gets its error from a run.
        if np.isfinite(found).all():
            return found[:, 1:] - found[:, :1], found[:, 0]
    probes = probes.reshape(count + 1, count, *(1,) * len(shape))
    state = auxiliary._replace(
        **{name: probes[:, i] + np.zeros(shape) for i, name in enumerate(model.pools)}
    )
    ends = run(
        model,
        site,
        state,
        forcing,
        period,
        parameters=parameters,
        every=period,
        backend=backend,
    ).state
    stacked: Float = np.stack([getattr(ends, name) for name in model.pools])
    offset = stacked[:, 0]
    return stacked[:, 1:] - offset[:, None], offset


def _compiles(model: Model, cells: int, period: int, backend: Backend) -> bool:
    """Say whether the runs that probe a period are compiled: as one run of them all would be."""
    if backend == "auto":
        return compiling_pays(model, cells * (len(model.pools) + 1), period)
    return backend == "compiled"


def _probe_together(batch: Batch, period: int, probes: Float) -> Float:
    """Return the pools (to, probe, cells) after a period, the probes on an axis before the cells.

    A step that is a matrix exponential then makes one for all probes of a cell.
    """
    model = batch.model
    ends = np.empty((len(model.pools), len(probes), batch.cells))
    for begin in range(0, batch.cells, TILE):
        cells = slice(begin, min(begin + TILE, batch.cells))
        parameters, site, state = (
            type(group)(*(v[cells] if np.ndim(v) else v for v in group))
            for group in (batch.parameters, batch.site, batch.state)
        )
        room = np.zeros(cells.stop - begin)
        state = state._replace(
            **{name: probes[:, i, None] + room for i, name in enumerate(model.pools)}
        )
        for time in range(period):
            state, _ = model.step(parameters, site, state, forcing_at(batch, time, cells))
        ends[:, :, cells] = np.stack([getattr(state, name) for name in model.pools])
    return ends.reshape(*ends.shape[:2], *batch.shape)


def solve_fixed_point(model: Model, matrix: Float, offset: Float) -> Float:
    """Solve (I - M) x = c for every cell; return pools first.

    Parameters
    ----------
    model : Model
        The model, for the message.
    matrix : ndarray, shape (to, from, cells)
        Map of one period.
    offset : ndarray, shape (to, cells)
        What one period adds.

    Returns
    -------
    ndarray, shape (pool, cells)
        The fixed point.

    Raises
    ------
    NotApplicable
        If there is none: nothing decomposes.
    """
    count = len(offset)
    system = np.eye(count) - np.moveaxis(matrix, (0, 1), (-2, -1))
    right = np.moveaxis(offset, 0, -1)[..., None]
    try:
        solution: Any = np.linalg.solve(system, right)[..., 0]
    except np.linalg.LinAlgError:
        solution = np.full(right.shape[:-1], np.inf)
    if not np.isfinite(solution).all():
        raise NotApplicable(
            where="",
            method="the steady state",
            problem=f"nothing decomposes in {model.name} under this climate",
            remedy="check the temperatures",
        )
    return np.moveaxis(solution, -1, 0)
