"""Ages and transit times of linear models: under a periodic forcing, and of ``dx/dt = A x + u``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NotApplicable
from permil.models.batch import forcing_at, lay_out
from permil.models.matrix_exponential import expm
from permil.models.protocol import Model
from permil.models.steady_state import (
    demand_linear,
    periodic_steady_state,
    probe_period,
    solve_fixed_point,
)
from permil.models.streams import Stream

Float = NDArray[np.float64]


def steady_state(matrix: Any, inputs: Any) -> Float:
    r"""Return the steady state :math:`x^* = -A^{-1} u`.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    inputs : ndarray, shape (n,)
        Inputs [t C/ha/yr].

    Returns
    -------
    ndarray
        Pools [t C/ha].

    References
    ----------
    metzler2018
    """
    return np.linalg.solve(-np.asarray(matrix, float), np.asarray(inputs, float))


def mean_age(matrix: Any, start: Any) -> float:
    r"""Return the mean of the phase-type distribution with start vector ``b``.

    .. math:: \frac{1^T (-A)^{-1} b}{1^T b}

    With ``b = u`` it is the mean transit time, with ``b = x*`` the mean age of the carbon.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    start : ndarray, shape (n,)
        Inputs (transit time) or steady-state pools (age).

    Returns
    -------
    float
        Mean [yr].

    References
    ----------
    metzler2018
    """
    return float(steady_state(matrix, start).sum() / np.sum(start))


def age_quantile(matrix: Any, start: Any, probability: float) -> float:
    r"""Return a quantile of the age or transit-time distribution.

    .. math:: F(t) = 1 - \frac{1^T e^{A t} b}{1^T b}

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Compartmental matrix [1/yr].
    start : ndarray, shape (n,)
        Inputs (transit time) or steady-state pools (age).
    probability : float
        Between 0 and 1, both excluded.

    Returns
    -------
    float
        Quantile [yr], by bisection to a relative 1e-12.

    References
    ----------
    metzler2018
    """
    a, b = np.asarray(matrix, float), np.asarray(start, float) / np.sum(start)

    def remaining(age: float) -> float:
        return float((expm(a * age) @ b).sum())

    low, high = 0.0, 1.0
    while remaining(high) > 1 - probability:
        high *= 2.0
    while high - low > 1e-12 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if remaining(middle) > 1 - probability else (low, middle)
    return 0.5 * (low + high)


#: Share of the ageing of a step that follows its decomposition, by when carbon enters.
_LATE = {"start": 1.0, "throughout": 0.5, "end": 0.0}


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

    In a model that is continuous within its step carbon enters all through the step, so that half
    of the ageing comes before it and half after it:
    :math:`y_{t+1} = A_t (y_t + x_t \Delta t / 2) + x_{t+1} \Delta t / 2`. Carbon that enters at
    the start of a step is a step old at its end and counts in the mean stock.

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
        If the model is not linear, or a cell has no inputs.

    References
    ----------
    metzler2018
    """
    demand_linear(model, "the age of the carbon")
    parameters = parameters or model.parameters()
    steady = periodic_steady_state(model, site, forcing, period, parameters=parameters)
    matrix, _ = probe_period(model, site, forcing, period, parameters, steady.state, "numpy")
    batch = lay_out(model, parameters, site, steady.state, forcing, np.float64)
    duration = 1.0 / model.steps_per_year
    late = _LATE[model.arrival or ("end" if model.elementwise else "throughout")] * duration
    early = duration if model.arrival == "start" else 0.0
    state = batch.state
    aged = state._replace(**{name: np.zeros(batch.cells) for name in model.pools})
    stock_years, inputs = np.zeros(batch.cells), np.zeros(batch.cells)
    for time in range(period):
        force = forcing_at(batch, time, slice(None))
        dry = force._replace(**{name: 0.0 for name in model.inputs})
        stock_years += sum(getattr(state, name) for name in model.pools) * duration
        entered = sum(getattr(force, name) for name in model.inputs)
        inputs += entered
        stock_years += entered * early
        older = {n: getattr(aged, n) + getattr(state, n) * (duration - late) for n in model.pools}
        aged, _ = model.step(batch.parameters, batch.site, aged._replace(**older), dry)
        state, _ = model.step(batch.parameters, batch.site, state, force)
        older = {n: getattr(aged, n) + getattr(state, n) * late for n in model.pools}
        aged = aged._replace(**older)
    if not np.all(inputs > 0):
        raise NotApplicable(
            where="",
            method="the age of the carbon",
            problem="no carbon enters",
            remedy="give inputs above zero",
        )
    gained = np.stack([getattr(aged, name) for name in model.pools])
    product = solve_fixed_point(model, matrix, gained.reshape(-1, *batch.shape))
    stock = np.sum([getattr(steady.state, name) for name in model.pools], axis=0)
    return Ages(
        transit_time=(stock_years / inputs).reshape(batch.shape),
        carbon_age=product.sum(axis=0) / stock,
    )
