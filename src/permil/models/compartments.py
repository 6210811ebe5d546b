"""The compartment engine: forward runs of any registered model over any batch of cells.

A draw, a scenario, a site and a map cell are all a cell: state and site fields are arrays whose
axes are the cells, forcing is a :class:`~permil.models.protocol.Stream`. :func:`run` checks that
carbon closes in every output interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from permil.errors import CarbonBalanceError, NotApplicable
from permil.models.batch import Batch, forcing_at, lay_out
from permil.models.protocol import Model
from permil.models.streams import Array, Stream

Backend = Literal["auto", "numpy", "compiled"]

#: Below this many cell-steps the NumPy path is done before a kernel has been loaded.
COMPILED_FROM = 2_000_000
#: The same for a step that is a matrix exponential.
MATRIX_COMPILED_FROM = 100_000
#: Steps from which a kernel pays for a single cell, too: NumPy needs as long for one as for many.
LONG_RUN = 5_000
#: Cells that one pass over time holds in cache.
TILE = 2048
#: Relative carbon balance that a run must keep, by the precision of its arrays.
TOLERANCE = {"float64": 1e-9, "float32": 1e-5}


@dataclass(frozen=True)
class Run:
    """Result of a forward run; every array has the output times first, then the cells.

    Parameters
    ----------
    pools : dict of ndarray
        Carbon pools at the end of each output interval [t C/ha].
    soc : ndarray
        Soil organic carbon, inert carbon included [t C/ha].
    respired : ndarray
        Carbon respired within each interval [t C/ha].
    inputs : ndarray
        Carbon that entered within each interval [t C/ha].
    state : named tuple
        The state at the end, to go on from.
    """

    pools: dict[str, Array]
    soc: Array
    respired: Array
    inputs: Array
    state: Any


def run(
    model: Model,
    site: Any,
    state: Any,
    forcing: Mapping[str, Stream],
    steps: int,
    *,
    parameters: Any = None,
    every: int | None = None,
    backend: Backend = "auto",
    dtype: Any = np.float64,
) -> Run:
    r"""Run a model forward and return its pools and fluxes.

    Parameters
    ----------
    model : Model
        A registered model.
    site, state : named tuple
        Site and initial state; floats or arrays that broadcast to the shape of the cells.
    forcing : mapping of str to Stream
        One stream for every forcing field of the model.
    steps : int
        Number of time steps; a multiple of ``every``.
    parameters : named tuple, optional
        Parameters, the published ones by default; floats or arrays over cells.
    every : int, optional
        Steps per output interval, one year by default.
    backend : {"auto", "numpy", "compiled"}
        The step as it is, or the kernel compiled from it; "auto" compiles large batches.
    dtype : dtype
        float64 or float32.

    Returns
    -------
    Run
        Pools, SOC, respiration and inputs by output interval.

    Raises
    ------
    CarbonBalanceError
        If stock change and respiration do not add up to the inputs within 1e-9 (float64) or 1e-5
        (float32) of the carbon present, or a pool is not a number.
    NotApplicable
        If ``steps`` is no multiple of ``every``, or a model that cannot be compiled is asked to.

    Notes
    -----
    Carbon closes in every interval: :math:`\sum C_1 - \sum C_0 = I - R`. Sums over an interval in
    float32 keep their tolerance up to about 2000 steps; longer intervals need float64.
    """
    every = every or model.steps_per_year
    if steps % every:
        raise NotApplicable(
            where="",
            method="a forward run",
            problem=f"{steps} steps are no multiple of the output interval of {every}",
            remedy="give complete intervals",
        )
    batch = lay_out(model, parameters or model.parameters(), site, state, forcing, dtype)
    if _compiled(batch, steps, backend):
        from permil.models import compiled

        pools, respired, inputs, last = compiled.run(batch, steps, every)
    else:
        pools, respired, inputs, last = run_numpy(batch, steps, every)
    first, *others = pools.values()
    soc = first.copy()
    for pool in others:
        soc += pool
    _check_carbon(batch, soc, respired, inputs)
    return _fold(batch, pools, soc, respired, inputs, last)


def _compiled(batch: Batch, steps: int, backend: Backend) -> bool:
    if backend == "auto":
        return compiling_pays(batch.model, batch.cells, steps)
    if backend == "compiled" and batch.model.kernel is None:
        raise NotApplicable(
            where="",
            method="the compiled path",
            problem=f"the step of {batch.model.name} is a matrix exponential",
            remedy='use the backend "numpy"',
        )
    return backend == "compiled"


def compiling_pays(model: Model, cells: int, steps: int) -> bool:
    """Say whether a run is so large that loading a kernel pays.

    Parameters
    ----------
    model : Model
        The model.
    cells, steps : int
        Cells and steps of the run.

    Returns
    -------
    bool
        Whether it does; never for a model without a kernel.
    """
    least = COMPILED_FROM if model.elementwise else MATRIX_COMPILED_FROM
    return model.kernel is not None and (cells * steps >= least or steps >= LONG_RUN)


def _take(value: Any, cells: slice) -> Any:
    return value[cells] if np.ndim(value) else value


def run_numpy(batch: Batch, steps: int, every: int) -> tuple[dict[str, Array], Array, Array, Any]:
    """Run the step as it stands, tile by tile: the reference for every faster path."""
    model, n = batch.model, batch.cells
    pools = {name: np.empty((steps // every, n), batch.dtype) for name in model.pools}
    respired = np.zeros((steps // every, n), batch.dtype)
    inputs = np.zeros((steps // every, n), batch.dtype)
    last = {name: np.empty(n, batch.dtype) for name in batch.state._fields}
    for begin in range(0, n, TILE):
        cells = slice(begin, min(begin + TILE, n))
        parameters = type(batch.parameters)(*(_take(v, cells) for v in batch.parameters))
        site = type(batch.site)(*(_take(v, cells) for v in batch.site))
        state = type(batch.state)(*(_take(v, cells) for v in batch.state))
        for time in range(steps):
            forcing = forcing_at(batch, time, cells)
            state, fluxes = model.step(parameters, site, state, forcing)
            respired[time // every, cells] += fluxes.respired
            for name in model.inputs:
                inputs[time // every, cells] += getattr(forcing, name)
            if (time + 1) % every == 0:
                for name in model.pools:
                    pools[name][time // every, cells] = getattr(state, name)
        for name, values in last.items():
            values[cells] = getattr(state, name)
    return pools, respired, inputs, type(batch.state)(**last)


def _check_carbon(batch: Batch, soc: Array, respired: Array, inputs: Array) -> None:
    """Compare stock change, respiration and inputs interval by interval, without large copies."""
    before: Any = sum(np.asarray(getattr(batch.state, n), np.float64) for n in batch.model.pools)
    tolerance = TOLERANCE[batch.dtype.name]
    tiny = float(np.finfo(np.float32).tiny)
    for interval, after in enumerate(soc):
        available = before + inputs[interval]
        gap = available - respired[interval]
        gap -= after
        np.abs(gap, out=gap)
        if not (gap <= tolerance * available + tiny).all():
            worst = np.max(gap / np.maximum(available, tiny))
            raise CarbonBalanceError(
                where="", model=batch.model.name, amount=float(worst), step=interval + 1
            )
        before = after


def _fold(
    batch: Batch, pools: dict[str, Array], soc: Array, respired: Array, inputs: Array, last: Any
) -> Run:
    """Give the flat results the shape of the cells again and add the inert carbon."""
    shape = (len(respired), *batch.shape)
    if batch.model.inert:
        soc += getattr(batch.site, batch.model.inert)
    return Run(
        pools={name: values.reshape(shape) for name, values in pools.items()},
        soc=soc.reshape(shape),
        respired=respired.reshape(shape),
        inputs=inputs.reshape(shape),
        state=type(last)(*(v.reshape(batch.shape) for v in last)),
    )
