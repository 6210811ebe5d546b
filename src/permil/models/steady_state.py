"""Steady states without a spin-up loop, and what follows from them.

A linear model maps its pools over one period of forcing to ``M x + c``. Probing the step with zero
and with unit pools over that period yields ``M`` and ``c`` of any model; the periodic steady state
is the solution of ``(I - M) x = c``, the input that holds a stock and the age of the carbon follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NoConvergence, NotApplicable
from permil.models.batch import forcing_at, lay_out
from permil.models.compartments import Backend, Run, run
from permil.models.protocol import Model, Stream

Float = NDArray[np.float64]

#: Passes over the period in which non-carbon state (soil moisture) must become periodic.
MOISTURE_PASSES = 200


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
        A linear model.
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
        If the model is not linear, or nothing decomposes in a cell so that no steady state exists.
    NoConvergence
        If the non-carbon state does not become periodic.

    Notes
    -----
    What a spin-up loop approaches: the official programs stop about 1e-4 t C/ha below it.
    """
    _demand_linear(model, "the exact steady state")
    parameters = parameters or model.parameters()
    auxiliary = _periodic_auxiliary(model, site, forcing, period, parameters)
    matrix, offset = _probe(model, site, forcing, period, parameters, auxiliary, backend)
    pools = _solve(model, matrix, offset)
    state = auxiliary._replace(**dict(zip(model.pools, pools, strict=True)))
    return SteadyState(state, model.soc(site, state._asdict()))


def _demand_linear(model: Model, what: str) -> None:
    if not model.linear:
        raise NotApplicable(
            where="",
            method=what,
            problem=f"{model.name} is not linear in its pools",
            remedy="use a model of compartments",
        )


def _periodic_auxiliary(
    model: Model, site: Any, forcing: Mapping[str, Stream], period: int, parameters: Any
) -> Any:
    """Run the empty model until what is not carbon repeats itself; return that state."""
    others = [name for name in model.state._fields if name not in model.pools]  # type: ignore[attr-defined]
    batch = lay_out(model, parameters, site, model.start(), forcing, np.float64)
    state = batch.state
    if not others:
        return type(state)(*(np.zeros(batch.shape) for _ in state))
    cells = slice(None)
    change = np.inf
    for _ in range(MOISTURE_PASSES):
        before = state
        for time in range(period):
            state, _ = model.step(
                batch.parameters, batch.site, state, forcing_at(batch, time, cells)
            )
        state = state._replace(**{name: 0.0 for name in model.pools})
        change = max(np.max(np.abs(getattr(state, n) - getattr(before, n))) for n in others)
        if change <= 1e-12:
            shape = batch.shape
            return type(state)(*(np.broadcast_to(v, batch.cells).reshape(shape) for v in state))
    raise NoConvergence(
        where="",
        method=f"the periodic soil moisture of {model.name}",
        iterations=MOISTURE_PASSES,
        change=float(change),
    )


def _probe(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    parameters: Any,
    auxiliary: Any,
    backend: Backend,
) -> tuple[Float, Float]:
    """Return the map of one period: matrix (to, from, cells) and offset (to, cells)."""
    count = len(model.pools)
    shape = np.shape(auxiliary[0])
    probes = np.concatenate([np.zeros((1, count)), np.eye(count)])
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


def _solve(model: Model, matrix: Float, offset: Float) -> Float:
    """Solve (I - M) x = c for every cell; return pools first."""
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


class HeldStock(NamedTuple):
    """The input that holds a stock, and the state in which it is held.

    Parameters
    ----------
    scale : ndarray
        Factor on the scaled inputs [-].
    steady : SteadyState
        Steady state under the scaled inputs.
    """

    scale: Any
    steady: SteadyState


def input_for_stock(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    stock: Any,
    *,
    scaled: tuple[str, ...] | None = None,
    parameters: Any = None,
) -> HeldStock:
    r"""Return the factor on the inputs that keeps a stock in equilibrium (inverse input).

    .. math:: s = \frac{SOC - IOM - C^*_{fixed}}{C^*_{scaled}(1)}

    where :math:`C^*` is the active carbon that the fixed and the scaled inputs hold in steady
    state.

    Parameters
    ----------
    model : Model
        A linear model.
    site : named tuple
        Site of the cells.
    forcing : mapping of str to Stream
        Forcing of one period; its inputs give timing and quality.
    period : int
        Steps of the period.
    stock : float or ndarray
        Stock to hold, inert carbon included [t C/ha].
    scaled : tuple of str, optional
        Inputs that are scaled, all by default; the others stay as given.
    parameters : named tuple, optional
        Parameters, the published ones by default.

    Returns
    -------
    HeldStock
        The factor and the state.

    Raises
    ------
    NotApplicable
        If the scaled inputs are zero, or the stock is not above the carbon that the inert pool
        and the fixed inputs hold already.
    """
    scaled = scaled or model.inputs
    none = Stream(np.zeros((1, 1)))
    part = {n: none if n in model.inputs and n not in scaled else f for n, f in forcing.items()}
    rest = {n: none if n in scaled else f for n, f in forcing.items()}
    steady = periodic_steady_state(model, site, part, period, parameters=parameters)
    fixed = periodic_steady_state(model, site, rest, period, parameters=parameters)
    inert = getattr(site, model.inert) if model.inert else 0.0
    active = steady.soc - inert
    wanted = np.asarray(stock) - fixed.soc
    if not (np.all(active > 0) and np.all(wanted > 0)):
        raise NotApplicable(
            where="",
            method="the inverse input",
            problem="the stock is not above the inert carbon and what the fixed inputs hold,"
            " or there are no inputs to scale",
            remedy="check stock, inert organic matter and inputs",
        )
    scale = wanted / active
    pools = {n: getattr(steady.state, n) * scale + getattr(fixed.state, n) for n in model.pools}
    state = steady.state._replace(**pools)
    return HeldStock(scale, SteadyState(state, model.soc(site, state._asdict())))


def input_for_rate(
    model: Model,
    site: Any,
    state: Any,
    forcing: Mapping[str, Stream],
    unit_inputs: Mapping[str, Stream],
    steps: int,
    rate: Any,
    *,
    parameters: Any = None,
    reference: Run | None = None,
) -> Any:
    r"""Return the multiple of an extra input that makes the stock rise at a per-mille rate.

    .. math:: s = \frac{SOC_0 (1 + r\,n) - SOC_n}{\Delta SOC_n(1)}

    Parameters
    ----------
    model : Model
        A linear model.
    site, state : named tuple
        Site and initial state.
    forcing : mapping of str to Stream
        Forcing without the extra input.
    unit_inputs : mapping of str to Stream
        Input streams of one unit of the extra input; inputs left out are zero.
    steps : int
        Steps of the horizon.
    rate : float or ndarray
        Wanted linear rate, a fraction of the initial stock per year [1/yr].
    parameters : named tuple, optional
        Parameters, the published ones by default.
    reference : Run, optional
        The run without the extra input where it has been made already.

    Returns
    -------
    ndarray
        Units of the extra input; negative where the stock rises faster without any.

    Raises
    ------
    NotApplicable
        If the model is not linear or the extra input is zero.
    """
    _demand_linear(model, "the input for a rate")
    base = reference or run(model, site, state, forcing, steps, parameters=parameters, every=steps)
    empty = state._replace(**{name: 0.0 for name in model.pools})
    nothing = Stream(np.zeros((1, 1)))
    extra = dict(forcing) | {name: unit_inputs.get(name, nothing) for name in model.inputs}
    response = run(model, site, empty, extra, steps, parameters=parameters, every=steps)
    inert = getattr(site, model.inert) if model.inert else 0.0
    initial = model.soc(site, state._asdict())
    wanted = initial * (1.0 + rate * steps / model.steps_per_year)
    gain = response.soc[-1] - inert
    if not np.all(gain > 0):
        raise NotApplicable(
            where="",
            method="the input for a rate",
            problem="the extra input leaves no carbon",
            remedy="give an input above zero",
        )
    return (wanted - base.soc[-1]) / gain


class Ages(NamedTuple):
    """Mean ages at the periodic steady state, inert carbon excluded.

    Parameters
    ----------
    transit_time : ndarray
        Mean age of the carbon when it leaves [yr].
    carbon_age : ndarray
        Mean age of the carbon in the soil at the end of the period [yr].
    """

    transit_time: Any
    carbon_age: Any


def mean_ages(
    model: Model, site: Any, forcing: Mapping[str, Stream], period: int, *, parameters: Any = None
) -> Ages:
    r"""Return mean transit time and mean age at the periodic steady state.

    The product of carbon and age, :math:`y`, ages by one step before each step and is carried by
    the same map, :math:`y_{t+1} = A_t (y_t + x_t \Delta t)`; new carbon has age zero. The mean
    transit time is the mean stock over the input.

    Parameters
    ----------
    model : Model
        A linear model.
    site : named tuple
        Site of the cells.
    forcing : mapping of str to Stream
        Forcing of one period.
    period : int
        Steps of the period.
    parameters : named tuple, optional
        Parameters, the published ones by default.

    Returns
    -------
    Ages
        Transit time and age [yr].

    Raises
    ------
    NotApplicable
        If the model is not linear.

    References
    ----------
    metzler2018
    """
    parameters = parameters or model.parameters()
    steady = periodic_steady_state(model, site, forcing, period, parameters=parameters)
    matrix, _ = _probe(model, site, forcing, period, parameters, steady.state, "numpy")
    batch = lay_out(model, parameters, site, steady.state, forcing, np.float64)
    duration = 1.0 / model.steps_per_year
    state = batch.state
    aged = state._replace(**{name: np.zeros(batch.cells) for name in model.pools})
    stock_years, inputs = np.zeros(batch.cells), np.zeros(batch.cells)
    for time in range(period):
        force = forcing_at(batch, time, slice(None))
        dry = force._replace(**{name: 0.0 for name in model.inputs})
        stock_years += sum(getattr(state, name) for name in model.pools) * duration
        inputs += sum(getattr(force, name) for name in model.inputs)
        older = {n: getattr(aged, n) + getattr(state, n) * duration for n in model.pools}
        aged, _ = model.step(batch.parameters, batch.site, aged._replace(**older), dry)
        state, _ = model.step(batch.parameters, batch.site, state, force)
    gained = np.stack([getattr(aged, name) for name in model.pools])
    product = _solve(model, matrix, gained.reshape(-1, *batch.shape))
    stock = np.sum([getattr(steady.state, name) for name in model.pools], axis=0)
    return Ages(
        transit_time=(stock_years / inputs).reshape(batch.shape),
        carbon_age=product.sum(axis=0) / stock,
    )
