"""Soil carbon of one land unit: baseline and scenarios times draws in one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from permil.errors import NotApplicable
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Model
from permil.models.steady_state import SteadyState, periodic_steady_state
from permil.models.streams import Stream
from permil.vocabulary import Start
from permil.workflows.field import Factors, Field, Float, Trajectories
from permil.workflows.management import FieldDrivers

#: Annual values of one result array that a chunk of draws may hold: what bounds the memory.
CHUNK_VALUES = 1_500_000
#: Draws of the long runs that find the time to the new steady state.
LONG_DRAWS = 200
#: Years of those runs: what is not within them is reported as longer.
LONG_YEARS = 1000


def run_field(field: Field, factors: Factors, *, stocks_of: slice | None = None) -> Trajectories:
    """Run all rows and draws of a land unit.

    Parameters
    ----------
    field : Field
        Model, soil, climate and drivers.
    factors : Factors
        Draws on the inputs.
    stocks_of : slice, optional
        Rows of which only the stocks are wanted, as of a reversal; the others are not run.

    Returns
    -------
    Trajectories
        Stocks, fluxes, equilibria and responses.
    """
    model = field.model
    site = model.site(model.parameters(), field.soil)
    scale, state = initial_state(field, site, factors)
    forward = factors.holding(scale)
    months = len(field.climate.temperature)
    if stocks_of is not None:
        part = replace(field, rows=field.rows[stocks_of])
        soc, *_ = _forward(part, site, state, forward.rows(stocks_of), months, stock_only=True)
        none = np.empty(0)
        return Trajectories(soc, {}, none, none, scale, none, none, none, none)
    soc, pools, inputs, respired = _forward(field, site, state, forward, months)
    equilibrium = _equilibrium(field, site, forward)
    return Trajectories(
        soc=soc,
        pools=pools,
        inputs=inputs,
        respired=respired,
        scale=scale,
        elsewhere=_elsewhere(field, factors.manure, months),
        equilibrium=equilibrium,
        time_to_equilibrium=_time_to_equilibrium(field, site, state, forward, equilibrium),
        unit_gain=_unit_gain(field, months),
    )


def initial_state(field: Field, site: Any, factors: Factors) -> tuple[Float, Any]:
    """Return the factor on the crop inputs and the initial state of every draw.

    ``measured_stock``: the factor on the baseline's crop inputs that keeps the measured stock in
    equilibrium. ``steady_state``: the steady state of the history's inputs, or the baseline's.
    ``history``: that state with its active pools scaled to the measured stock; the inputs stay.
    """
    model, draws, period = field.model, len(factors.plant), len(field.before.cover)
    forcing = _forcing(field, [field.before], factors.rows([0]), mean_year=True)
    if field.start is Start.MEASURED_STOCK:
        held = input_for_stock(model, site, forcing, period, field.stock, scaled=("plant_input",))
        return np.broadcast_to(held.scale[0], (draws,)), _first_row(held.steady.state)
    steady = periodic_steady_state(model, site, forcing, period)
    if field.start is Start.HISTORY and field.stock is not None:
        steady = _to_stock(model, site, steady, field.stock)
    return np.ones(draws), _first_row(steady.state)


def _first_row(state: Any) -> Any:
    return type(state)(*(np.asarray(v)[0] for v in state))


def _to_stock(model: Model, site: Any, steady: SteadyState, stock: Float) -> SteadyState:
    inert = getattr(site, model.inert)
    if not (np.all(stock > inert) and np.all(steady.soc > inert)):
        raise NotApplicable(
            where="",
            method="the start from a history",
            problem="the stock or the steady state of the history is not above the inert carbon,"
            " in some draws at least",
            remedy="check stock, its error, inert organic matter and the inputs of the history",
        )
    share = (stock - inert) / (steady.soc - inert)
    scaled = {name: getattr(steady.state, name) * share for name in model.pools}
    return SteadyState(steady.state._replace(**scaled), stock)


def _stream(values: Float) -> Stream:
    """Return a climate series shared by all cells."""
    return Stream(values.reshape(-1, 1, 1))


def _forcing(
    field: Field,
    rows: Sequence[FieldDrivers],
    factors: Factors,
    *,
    mean_year: bool = False,
    baseline: FieldDrivers | None = None,
) -> Mapping[str, Stream]:
    """Return the model's forcing of some rows; inputs differ by draw only where draws do.

    With ``mean_year`` the climate is the mean year and the rows are one period of a management;
    ``baseline`` is then the baseline's, which brings the unexplained carbon.
    """
    climate = field.climate

    def stack(name: str) -> Float:
        return np.stack([getattr(row, name) for row in rows], axis=1)[:, :, None]

    plant = _drawn(stack("crop_input"), factors.plant)
    if factors.unexplained is not None:
        everywhere = (baseline or field.baseline).crop_input[:, None, None]
        plant = _drawn(everywhere, factors.unexplained)._replace(plus=plant)
    cover_crops = stack("cover_crop_input")
    if cover_crops.any():
        plant = _drawn(cover_crops, factors.cover_crop)._replace(plus=plant)
    mean = "mean_" if mean_year else ""
    return field.model.drive(
        field.model.parameters(),
        Drivers(
            temperature=_stream(getattr(climate, f"{mean}temperature")),
            precipitation=_stream(getattr(climate, f"{mean}water")),
            evaporation=_stream(getattr(climate, f"{mean}evaporation")),
            cover=Stream(stack("cover")),
            plant_input=plant,
            manure_input=_drawn(stack("manure_input"), factors.manure),
            dpm_rpm_ratio=Stream(stack("dpm_rpm_ratio")),
        ),
    )


def _drawn(values: Float, factor: Float) -> Stream:
    """Return a series with a factor for every draw; where all draws agree it is multiplied in."""
    if not values.any() or np.ptp(factor) == 0:
        return Stream(values * factor.flat[0])
    return Stream(values, scale=factor)


def _forward(
    field: Field, site: Any, state: Any, factors: Factors, months: int, stock_only: bool = False
) -> tuple[Float, dict[str, Float], Float, Float]:
    """Run all rows, a chunk of draws at a time; return results as (row, year, draw)."""
    rows, draws, years = len(field.rows), len(factors.plant), months // 12
    chunk = max(64, CHUNK_VALUES // (years * rows))
    soc = np.empty((rows, years + 1, draws))
    kept = (0, 0, 0) if stock_only else (rows, years, draws)
    pools = {name: np.empty(kept) for name in field.model.pools}
    inputs, respired = np.empty(kept), np.empty(kept)
    soc[:, 0] = field.model.soc(site, state._asdict())
    for begin in range(0, draws, chunk):
        part = slice(begin, min(begin + chunk, draws))
        forcing = _forcing(field, field.rows, factors.draws(part))
        result = run(
            field.model,
            _some_draws(site, part),
            _fill(_some_draws(state, part), rows, part),
            forcing,
            months,
        )
        soc[:, 1:, part] = np.moveaxis(result.soc, 0, 1)
        if stock_only:
            continue
        inputs[:, :, part] = np.moveaxis(result.inputs, 0, 1)
        respired[:, :, part] = np.moveaxis(result.respired, 0, 1)
        for name, values in pools.items():
            values[:, :, part] = np.moveaxis(result.pools[name], 0, 1)
    return soc, pools, inputs, respired


def _some_draws(group: Any, part: slice) -> Any:
    """Return the fields of a named tuple for some draws; what is shared stays shared."""
    return type(group)(*(v[..., part] if np.size(v) > 1 else np.squeeze(v) for v in group))


def _fill(state: Any, rows: int, part: slice) -> Any:
    """Give the first field the full shape, so that every cell has a state of its own."""
    shape = (rows, part.stop - part.start)
    return type(state)(*(np.broadcast_to(v, shape) for v in state))


def _equilibrium(field: Field, site: Any, factors: Factors) -> Float:
    """Return the steady state of what goes on after the horizon, under the mean year."""
    equilibrium = np.empty((len(field.rows), len(factors.plant)))
    for i, (row, baseline) in enumerate(field.lasting):
        forcing = _forcing(field, [row], factors.rows([i]), mean_year=True, baseline=baseline)
        equilibrium[i] = periodic_steady_state(field.model, site, forcing, len(row.cover)).soc[0]
    return equilibrium


def _time_to_equilibrium(
    field: Field, site: Any, state: Any, factors: Factors, equilibrium: Float
) -> Float:
    """Return the first year in which 90 % of the way from the initial stock is covered.

    What goes on after the horizon is run from the initial state under the mean year.
    """
    part = slice(0, min(LONG_DRAWS, len(factors.plant)))
    some, site, state = factors.draws(part), _some_draws(site, part), _some_draws(state, part)
    initial = field.model.soc(site, state._asdict())
    times = np.empty((len(field.rows), part.stop))
    for i, (row, baseline) in enumerate(field.lasting):
        period = len(row.cover) // 12
        forcing = _forcing(field, [row], some.rows([i]), mean_year=True, baseline=baseline)
        steps = 12 * period * -(-LONG_YEARS // period)
        one = _fill(state, 1, part)
        soc = run(field.model, site, one, forcing, steps, every=12 * period).soc[:, 0]
        way = equilibrium[i, part] - initial
        covered = np.abs(soc - initial) >= 0.9 * np.abs(way)
        first = np.where(covered.any(axis=0), covered.argmax(axis=0) + 1.0, np.inf)
        times[i] = np.where(np.abs(way) < 0.01 * np.abs(initial), 0.0, first * period)
    return times


def _elsewhere(field: Field, manure: Float, months: int) -> Float:
    """Return the stock that the amendments would have built on the land they came from.

    The response is linear in the amendment, so one run without draws serves all of them.
    """
    rows, years = len(field.rows), months // 12
    series = np.stack([row.elsewhere_input for row in field.rows], axis=1)
    response = np.zeros((rows, years + 1))
    if series.any():
        soc = _response(field, manure_input=Stream(series))
        response[:, 1:] = np.moveaxis(soc, 0, 1)
    return response[:, :, None] * manure


def _unit_gain(field: Field, months: int) -> Float:
    """Return the stock built by 1 t C/ha/yr of plant input with the baseline's timing."""
    baseline = field.rows[0].crop_input
    annual = baseline.reshape(-1, 12)
    pattern = annual / np.where(annual.sum(1, keepdims=True) > 0, annual.sum(1, keepdims=True), 1)
    pattern[annual.sum(1) == 0] = 1.0 / 12.0
    series = np.repeat(pattern.reshape(-1, 1), len(field.rows), axis=1)
    soc = _response(field, plant_input=Stream(series))
    return np.concatenate([[0.0], soc[:, 0]])


def _response(field: Field, **inputs: Stream) -> Float:
    """Return the active carbon that given inputs alone build from nothing, as (year, row)."""
    model = field.model
    site = model.site(model.parameters(), field.soil._replace(inert_organic_matter=0.0))
    one = Factors(np.ones(1), np.ones(1), np.ones((len(field.rows), 1)))
    forcing = {
        name: Stream(stream.values[:, :, 0])
        for name, stream in _forcing(field, field.rows, one).items()
    }
    forcing |= {name: Stream(np.zeros((1, 1))) for name in model.inputs} | inputs
    soc: Any = run(model, site, model.start(), forcing, len(field.climate.temperature)).soc
    return soc  # type: ignore[no-any-return]
