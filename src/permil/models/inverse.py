"""The inputs that a stock or a rate needs: one division, for a linear model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.errors import NotApplicable
from permil.models.compartments import Run, run
from permil.models.nonlinear import periodic_state
from permil.models.protocol import Model
from permil.models.steady_state import SteadyState, demand_linear, periodic_steady_state
from permil.models.streams import Stream


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
    scaled: Mapping[str, Stream] | None = None,
    parameters: Any = None,
) -> HeldStock:
    r"""Return the factor on the inputs that keeps a stock in equilibrium (inverse input).

    .. math:: s = \frac{SOC - IOM - C^*_{fixed}}{C^*_{scaled}(1)}

    where :math:`C^*` is the active carbon that the fixed and the scaled inputs hold in steady
    state.

    Parameters
    ----------
    model : Model
        A model with a steady state.
    site : named tuple
        Site of the cells.
    forcing : mapping of str to Stream
        Forcing of one period; its inputs are scaled, or fixed where ``scaled`` is given.
    period : int
        Steps of the period.
    stock : float or ndarray
        Stock to hold, inert carbon included [t C/ha].
    scaled : mapping of str to Stream, optional
        Inputs that are scaled, beside the fixed ones of ``forcing``.
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

    Notes
    -----
    Valid for linear models, whose steady state is proportional to the inputs (for others factor
    and state are found together by Newton's method), and for a stock that was in equilibrium when
    it was measured. A stock still rising or falling gives an input too high
    or too low for the management that it had.

    References
    ----------
    coleman1996
    """
    if not model.linear:
        return _held_nonlinear(model, site, forcing, period, stock, scaled, parameters)
    none = {name: Stream(np.zeros((1, 1))) for name in model.inputs}
    part = dict(forcing) | ({} if scaled is None else none | dict(scaled))
    rest = dict(forcing) | (none if scaled is None else {})
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


def _held_nonlinear(
    model: Model,
    site: Any,
    forcing: Mapping[str, Stream],
    period: int,
    stock: Any,
    scaled: Mapping[str, Stream] | None,
    parameters: Any,
) -> HeldStock:
    """Find factor and state together: the stock of such a model is no multiple of its inputs."""
    if scaled is None:
        scaled = {name: forcing[name] for name in model.inputs}
        forcing = dict(forcing) | {name: Stream(np.zeros((1, 1))) for name in model.inputs}
    found = periodic_state(
        model, site, forcing, period, parameters=parameters, scaled=scaled, stock=stock
    )
    return HeldStock(found.scale, SteadyState(found.state, model.soc(site, found.state._asdict())))


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

    Notes
    -----
    Valid for linear models: the stock that extra carbon builds is proportional to it and does not
    depend on the carbon that is there already.

    References
    ----------
    coleman1996
    """
    demand_linear(model, "the input for a rate")
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
