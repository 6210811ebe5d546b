"""Soil carbon of one land unit: baseline and scenarios times draws in one batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.models.compartments import Backend, compiling_pays, run
from permil.models.priming import Priming, priming_response
from permil.models.protocol import Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, over_period
from permil.vocabulary import Part
from permil.workflows.drivers import FieldDrivers, stacked
from permil.workflows.field import Factors, Field, Float, Trajectories
from permil.workflows.forcing import forcing_of, inputs_of, steps_of
from permil.workflows.initial_state import initial_state

#: Annual values of one result array that a chunk of draws may hold: what bounds the memory.
CHUNK_VALUES = 1_500_000
#: Draws of the long runs that find the time to the new steady state.
LONG_DRAWS = 200
#: Years for which carbon is added to show priming.
PRIMED_YEARS = 20
#: Years of those runs, and of their first stretch: what is not within them is reported as longer.
LONG_YEARS, FIRST_STRETCH = 1000, 50


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
    site = model.site(field.parameters, field.soil)
    scale, state = initial_state(field, site, factors)
    forward = factors.holding(scale)
    years = len(field.climate.temperature) // 12
    if stocks_of is not None:
        part = replace(field, rows=field.rows[stocks_of])
        soc, *_ = _forward(part, site, state, forward.rows(stocks_of), years, stock_only=True)
        none = np.empty(0)
        return Trajectories(soc, {}, none, none, scale, none, none, none, none)
    soc, pools, inputs, respired = _forward(field, site, state, forward, years)
    equilibrium = _equilibrium(field, site, forward)
    return Trajectories(
        soc=soc,
        pools=pools,
        inputs=inputs,
        respired=respired,
        scale=scale,
        elsewhere=_elsewhere(field, factors.manure, years),
        equilibrium=equilibrium,
        time_to_equilibrium=_time_to_equilibrium(field, site, state, forward, equilibrium),
        unit_gain=_unit_gain(field, years),
        priming=_priming(field, float(np.median(scale)), min(PRIMED_YEARS, years)),
    )


def _forward(
    field: Field, site: Any, state: Any, factors: Factors, years: int, stock_only: bool = False
) -> tuple[Float, dict[str, Float], Float, Float]:
    """Run all rows, a chunk of draws at a time; return results as (row, year, draw)."""
    rows, draws = len(field.rows), len(factors.plant)
    chunk = max(64, CHUNK_VALUES // (years * rows))
    soc = np.empty((rows, years + 1, draws))
    kept = (0, 0, 0) if stock_only else (rows, years, draws)
    pools = {name: np.empty(kept) for name in field.model.pools}
    inputs, respired = np.empty(kept), np.empty(kept)
    soc[:, 0] = field.model.soc(site, state._asdict())
    for begin in range(0, draws, chunk):
        part = slice(begin, min(begin + chunk, draws))
        chunk_field = replace(field, parameters=_some_draws(field.parameters, part))
        carbon = inputs_of(field.rows, factors.draws(part), field.baseline)
        forcing = forcing_of(chunk_field, field.rows, carbon)
        result = run(
            field.model,
            _some_draws(site, part),
            _fill(_some_draws(state, part), rows, part),
            forcing,
            steps_of(field.model, years),
            parameters=chunk_field.parameters,
            backend=field.backend,
        )
        soc[:, 1:, part] = np.moveaxis(result.soc, 0, 1)
        if stock_only:
            continue
        inputs[:, :, part] = np.moveaxis(result.inputs, 0, 1)
        respired[:, :, part] = np.moveaxis(result.respired, 0, 1)
        for name, values in pools.items():
            values[:, :, part] = np.moveaxis(result.pools[name], 0, 1)
    return soc, pools, inputs, respired


def _some_draws(group: Any, part: slice | NDArray[np.intp]) -> Any:
    """Return the fields of a named tuple for some draws; what is shared stays shared."""
    return type(group)(*(v[..., part] if np.size(v) > 1 else np.squeeze(v) for v in group))


def _fill(state: Any, rows: int, part: slice) -> Any:
    """Give the first field the full shape, so that every cell has a state of its own."""
    shape = (rows, part.stop - part.start)
    return type(state)(*(np.broadcast_to(v, shape) for v in state))


def _equilibrium(field: Field, site: Any, factors: Factors) -> Float:
    """Return the steady state of what goes on after the horizon, under the mean year."""
    equilibrium = np.full((len(field.rows), len(factors.plant)), np.nan)
    for i, (row, baseline) in enumerate(field.lasting):
        inputs = inputs_of([row], factors.rows([i]), baseline)
        forcing = forcing_of(field, [row], inputs, mean_year=True)
        period = steps_of(field.model, len(row.cover) // 12)
        steady = periodic_steady_state(
            field.model, site, forcing, period, parameters=field.parameters
        )
        equilibrium[i] = steady.soc[0]
    return equilibrium


def _time_to_equilibrium(
    field: Field, site: Any, state: Any, factors: Factors, equilibrium: Float
) -> Float:
    """Return the first year in which 90 % of the way from the initial stock is covered.

    What goes on after the horizon is run from the initial state under the mean year. Every model
    has the same number of draws here: the ensemble takes each of them from one of its members.
    """
    part = slice(0, min(LONG_DRAWS, len(factors.plant)))
    field = replace(field, parameters=_some_draws(field.parameters, part))
    some, site, state = factors.draws(part), _some_draws(site, part), _some_draws(state, part)
    state = _fill(state, 1, part)
    initial = np.broadcast_to(field.model.soc(site, state._asdict())[0], part.stop)
    times = np.full((len(field.rows), part.stop), np.nan)
    for i, (row, baseline) in enumerate(field.lasting):
        way = np.abs(equilibrium[i, part] - initial)
        moving = np.flatnonzero(way >= 0.01 * np.abs(initial))
        times[i] = 0.0
        if len(moving):
            here = _LongRun(row, baseline, some.rows([i]), initial, 0.9 * way)
            times[i, moving] = here.first_years(field, site, state, moving)
    return times


@dataclass(frozen=True)
class _LongRun:
    """What goes on after the horizon in one row: its drivers, and how far each draw must go."""

    row: FieldDrivers
    baseline: FieldDrivers
    factors: Factors
    initial: Float
    way: Float

    def first_years(self, field: Field, site: Any, state: Any, draws: NDArray[np.intp]) -> Float:
        """Return the first year in which each of some draws is there; infinite within none.

        In stretches that double, each for the draws that are not there yet: a run may be cut and
        continued without a change of a bit, and a model of daily steps would else go on for
        centuries after it has arrived.
        """
        model, period = field.model, len(self.row.cover) // 12
        every, most = steps_of(model, period), -(-LONG_YEARS // period)
        # The path of the whole run, so that the answer does not depend on the stretches.
        whole = compiling_pays(model, self.initial.size, every * most)
        backend: Backend = "compiled" if whole else "numpy"
        found = np.full(self.initial.size, np.inf)
        left, done, stretch = draws, 0, -(-FIRST_STRETCH // period)
        state = _some_draws(state, left)
        while done < most and len(left):
            count = min(stretch, most - done)
            some = replace(field, parameters=_some_draws(field.parameters, left))
            inputs = inputs_of([self.row], self.factors.draws(left), self.baseline)
            result = run(
                model,
                _some_draws(site, left),
                state,
                forcing_of(some, [self.row], inputs, mean_year=True),
                every * count,
                parameters=some.parameters,
                every=every,
                backend=backend,
            )
            covered = np.abs(result.soc[:, 0] - self.initial[left]) >= self.way[left]
            there = covered.any(axis=0)
            found[left[there]] = (done + covered.argmax(axis=0)[there] + 1.0) * period
            left, done, stretch = left[~there], done + count, 2 * stretch
            state = _some_draws(result.state, np.flatnonzero(~there))
        return found[draws]


def _elsewhere(field: Field, manure: Float, years: int) -> Float:
    """Return the stock that the amendments would have built on the land they came from.

    The response is linear in the amendment, so one run without draws serves all of them.
    """
    response = np.zeros((len(field.rows), years + 1))
    carbon = stacked(field.rows, "elsewhere")
    if carbon:
        response[:, 1:] = np.moveaxis(_response(field, carbon, years), 0, 1)
    return response[:, :, None] * manure


def _unit_gain(field: Field, years: int) -> Float:
    """Return the stock built by 1 t C/ha/yr of plant input with the baseline's timing."""
    baseline = field.rows[0]
    annual = baseline.total("crop").reshape(-1, 12).sum(axis=1)
    known = np.repeat(annual > 0, 12)
    divisor = np.where(known, np.repeat(annual, 12), 1.0)
    carbon = {m: (v / divisor)[:, None, None] for m, v in baseline.carbon["crop"].items()}
    if not known.all():
        plant = Material(Part.PLANT)
        spread = np.where(known, 0.0, 1.0 / 12.0)[:, None, None]
        carbon[plant] = carbon.get(plant, 0.0) + spread
    return np.concatenate([[0.0], _response(field, carbon, years)[:, 0]])


def _response(field: Field, carbon: dict[Material, Float], years: int) -> Float:
    """Return the active carbon that given inputs alone build, as (year, row).

    In a linear model they build it from nothing; in another beside the baseline's own inputs,
    from the baseline's steady state, with the published parameters.
    """
    model, steps = field.model, steps_of(field.model, years)
    field = replace(field, parameters=model.parameters())
    site = model.site(field.parameters, field.soil._replace(**_without_draws(field.soil)))
    extra = CarbonInputs({material: values for material, values in carbon.items() if values.any()})
    if model.linear:
        soc = run(model, site, model.start(), forcing_of(field, field.rows, (extra,)), steps).soc
        soc = soc - (getattr(site, model.inert) if model.inert else 0.0)
    else:
        one = Factors(np.ones(1), np.ones(1), np.ones((1, 1)))
        before = forcing_of(
            field, [field.before], inputs_of([field.before], one, None), mean_year=True
        )
        period = steps_of(model, len(field.before.cover) // 12)
        state = periodic_steady_state(model, site, before, period).state
        own = inputs_of([field.baseline], one, None)
        soc = run(model, site, state, forcing_of(field, field.rows, (*own, extra)), steps).soc
        soc = soc - run(model, site, state, forcing_of(field, field.rows, own), steps).soc
    return np.asarray(soc[:, :, 0], np.float64)


def _priming(field: Field, scale: float, years: int) -> Priming | None:
    """Return what 1 t C/ha/yr more does with and without priming, where a model knows microbes.

    Under the mean of the mean year and the baseline's inputs, scaled as the stock needs.
    """
    model, rows = field.model, [field.before]
    if model.without_priming is None or not field.shows_priming:
        return None
    one = Factors(np.ones(1), np.ones(1), np.ones((1, 1)))
    inputs = inputs_of(rows, one.holding(np.array([scale])), field.before)
    streams = replace(field, parameters=model.parameters())
    forcing = forcing_of(streams, rows, inputs, mean_year=True)
    steps = steps_of(model, len(field.before.cover) // 12)
    mean = {name: over_period(stream, steps).reshape(-1)[:1] for name, stream in forcing.items()}
    entering = sum(mean[name] for name in model.inputs) * model.steps_per_year
    if not np.all(entering > 0):
        return None
    added = {name: mean[name] / entering for name in model.inputs}
    site = model.site(model.parameters(), field.soil._replace(**_without_draws(field.soil)))
    return priming_response(model, site, model.forcing(**mean), added, years)


def _without_draws(soil: Soil) -> dict[str, Any]:
    """Return the properties of a soil that differ by draw, each by its mean."""
    fields = soil._asdict().items()
    return {name: float(np.mean(value)) for name, value in fields if np.ndim(value)}
