"""How the pools begin: in equilibrium, from a history, as measured or by regressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from permil.errors import MissingKey, NotApplicable, UnknownName
from permil.models.compartments import run
from permil.models.inverse import HeldStock, input_for_stock
from permil.models.protocol import Model
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream
from permil.vocabulary import Start
from permil.workflows.drivers import FieldDrivers
from permil.workflows.field import Factors, Field, Float
from permil.workflows.forcing import forcing_of, inputs_of, steps_of

#: Passes in which the factor on the inputs and what depends on them must agree.
HOLDING_PASSES = 30
#: Relative change of what depends on the inputs that counts as none.
SETTLED = 1e-8


def initial_state(field: Field, site: Any, factors: Factors) -> tuple[Float, Any]:
    """Return the factor on the crop inputs and the initial state of every draw.

    Parameters
    ----------
    field : Field
        Model, soil, drivers and the way to start.
    site : named tuple
        Site of the model.
    factors : Factors
        Draws on the inputs.

    Returns
    -------
    tuple
        ``measured_stock``: the factor on the baseline's crop inputs that keeps the measured stock
        in equilibrium, and that state. Otherwise the factor is one. ``steady_state``: the steady
        state of the history's inputs, or the baseline's. ``history``: that state, moved on under
        the baseline since the history ended, with its active pools scaled to the measured stock.
        ``measured_pools`` and ``pedotransfer``: those pools, the moisture of the steady state.

    Raises
    ------
    NotApplicable
        If the stock is not above the inert carbon, or the model has no pedotransfer function.
    MissingKey, UnknownName
        If a pool of the model was not measured, or a measured one is none of its pools.
    """
    model, draws, rows = field.model, len(factors.plant), [field.before]
    if field.start is Start.MEASURED_STOCK:
        held = _held(field, site, factors.rows([0]))
        return np.broadcast_to(held.scale[0], (draws,)), _first_row(held.steady.state)
    period = steps_of(model, len(field.before.cover) // 12)
    forcing = forcing_of(field, rows, inputs_of(rows, factors.rows([0]), None), mean_year=True)
    state = periodic_steady_state(model, site, forcing, period, parameters=field.parameters).state
    if field.start is Start.HISTORY:
        state = _relaxed(field, site, state, factors)
    if field.start is Start.MEASURED_POOLS:
        state = state._replace(**_measured(field))
    if field.start is Start.PEDOTRANSFER:
        state = state._replace(**_by_pedotransfer(field))
    if field.start is not Start.STEADY_STATE and field.stock is not None:
        state = _to_stock(field, site, state)
    return np.ones(draws), _first_row(state)


def _relaxed(field: Field, site: Any, state: Any, factors: Factors) -> Any:
    """Return the state after the years in which the baseline was in force already."""
    if field.relaxing is None:
        return state
    row, years = field.relaxing
    # Both rotations are in phase with the horizon's start: the history goes on to where it stood
    # when it ended, and the baseline begins where it stood then.
    state = _moved(field, site, state, factors, field.before, -years % _length(field.before))
    return _moved(field, site, state, factors, row, years)


def _length(row: FieldDrivers) -> int:
    return len(row.cover) // 12


def _moved(
    field: Field, site: Any, state: Any, factors: Factors, row: FieldDrivers, years: int
) -> Any:
    """Return the state after some years of a rotation, the last of which ends its period."""
    if not years:
        return state
    model, mine = field.model, factors.rows([0])
    forcing = forcing_of(field, [row], inputs_of([row], mine, None), mean_year=True)
    skipped = 0 if row is field.before else steps_of(model, -years % _length(row))
    later = {name: _from(stream, skipped) for name, stream in forcing.items()}
    steps = steps_of(model, years)
    return run(model, site, state, later, steps, parameters=field.parameters, every=steps).state


def _from(stream: Stream, skipped: int) -> Stream:
    """Return a repeating stream that starts some steps later."""
    start = skipped % len(stream.values)
    values = np.concatenate([stream.values[start:], stream.values[:start]])
    plus = None if stream.plus is None else _from(stream.plus, skipped)
    return stream._replace(values=values, plus=plus)


def _measured(field: Field) -> dict[str, Any]:
    """Return the measured pools, in the shape of the state."""
    pools, own = field.pools or {}, field.model.pools
    for name in pools:
        if name not in own:
            kind = f"pool in pools.{field.model.name}"
            raise UnknownName(where="", kind=kind, value=name, nearest=own)
    for name in own:
        if name not in pools:
            key = f"pools.{field.model.name}.{name}"
            raise MissingKey(where="", key=key, expected="the measured pool in t C/ha")
    return {name: np.full((1, 1), pools[name]) for name in field.model.pools}


def _by_pedotransfer(field: Field) -> dict[str, Any]:
    """Return the pools of the measured stock by the model's pedotransfer function."""
    if field.model.pedotransfer is None:
        raise NotApplicable(
            where="run.start",
            method="the start by pedotransfer functions",
            problem=f"none is published for {field.model.name}",
            remedy="run rothc alone, or start otherwise",
        )
    found = field.model.pedotransfer(field.soil._replace(organic_carbon_stock=field.stock))
    return {name: np.atleast_2d(values) for name, values in found.items()}


def _held(field: Field, site: Any, factors: Factors) -> HeldStock:
    """Return the crop inputs that hold the measured stock.

    What is no input may depend on the inputs, such as the lignin of a year's litter: then the
    factor is found again with the inputs that it makes, until it stays.
    """
    model, rows = field.model, [field.before]
    period = steps_of(model, len(field.before.cover) // 12)
    crops, *others = inputs_of(rows, factors, None)
    fixed = forcing_of(field, rows, tuple(others), mean_year=True)
    scaled = forcing_of(field, rows, (crops,), mean_year=True)
    inputs = {name: scaled[name] for name in model.inputs}
    forcing = dict(forcing_of(field, rows, (crops, *others), mean_year=True))
    for _ in range(HOLDING_PASSES):
        held = input_for_stock(
            model,
            site,
            forcing | {name: fixed[name] for name in model.inputs},
            period,
            field.stock,
            scaled=inputs,
            parameters=field.parameters,
        )
        made = inputs_of(rows, factors.holding(held.scale[0]), field.before)
        again = dict(forcing_of(field, rows, made, mean_year=True))
        if _alike(model, forcing, again):
            break
        forcing = again
    return held


def _alike(model: Model, one: Mapping[str, Stream], other: Mapping[str, Stream]) -> bool:
    """Say whether two forcings agree in everything but their inputs."""
    return all(
        np.allclose(one[name].values, other[name].values, rtol=SETTLED, atol=0.0)
        for name in one
        if name not in model.inputs
    )


def _first_row(state: Any) -> Any:
    return type(state)(*(np.asarray(v)[0] for v in state))


def _to_stock(field: Field, site: Any, state: Any) -> Any:
    """Return the state with its active pools scaled to the measured stock."""
    model, stock = field.model, field.stock
    inert = getattr(site, model.inert) if model.inert else 0.0
    active = sum(np.asarray(getattr(state, name)) for name in model.pools)
    if stock is None or not (np.all(stock > inert) and np.all(active > 0)):
        raise NotApplicable(
            where="",
            method=f"the start '{field.start}'",
            problem="the stock is not above the inert carbon, or there is no active carbon,"
            " in some draws at least",
            remedy="check stock, its error, inert organic matter and the inputs or pools",
        )
    share = (stock - inert) / active
    return state._replace(**{name: getattr(state, name) * share for name in model.pools})
