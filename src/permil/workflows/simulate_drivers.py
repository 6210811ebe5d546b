"""Run any model that takes carbon inputs on a table of monthly drivers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np

from permil.assumptions import Assumption
from permil.datasets.driver_csv import MONTHLY, read_drivers
from permil.errors import Conflict, MissingKey
from permil.models.compartments import Backend, Run, run
from permil.models.protocol import Model, Soil
from permil.models.steady_state import periodic_steady_state
from permil.workflows.simulation import (
    Float,
    Simulation,
    complete,
    defaults,
    forcing,
    held,
    option,
)

#: Columns that RothC alone asks for.
OF_ROTHC = ("dpm_rpm_ratio", "modern_carbon")
#: Columns that a table must have.
REQUIRED = ("year", "month", "air_temperature", "precipitation", "monthly_plant_carbon_input")
#: Steps of a run from which a compiled kernel is worth loading for a single cell.
LONG_RUN = 20_000
#: Percent of organic carbon per g/kg.
PERCENT = 0.1


class AskedSoil:
    """A soil that remembers what a model asks of it, and says what the model misses.

    Parameters
    ----------
    model : str
        Name of the model, for messages.
    soil : Soil
        The soil; nothing where a property was not given.
    """

    def __init__(self, model: str, soil: Soil) -> None:
        self._model, self._soil = model, soil
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        """Return a property of the soil."""
        value = getattr(self._soil, name)
        self.asked.add(name)
        if value is None and name in ("clay", "depth"):
            raise MissingKey(where=self._model, key=option(name), expected="the soil of the site")
        return value


def simulate_drivers(
    model: Model, path: Path, given: Mapping[str, float | None], stock: float | None
) -> Simulation:
    """Run a model on a CSV of monthly drivers from the steady state of its first year.

    Parameters
    ----------
    model : Model
        A model that takes carbon inputs.
    path : Path
        The CSV.
    given : mapping of str to float or None
        Properties of the soil, in the units of :func:`permil.simulate`.
    stock : float or None
        Stock to start from [t C/ha], held by scaling the first year's plant inputs.

    Returns
    -------
    Simulation
        Pools, stock and respiration, by month where the model steps by month, else by year.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be used, the model misses a property of the soil, or one has no effect.
    """
    allowed = [name for name in MONTHLY if name not in OF_ROTHC]
    table = read_drivers(path, allowed=allowed, required=REQUIRED)
    listed = {name: value for name, value in defaults().items() if name in allowed}
    columns, notes = complete(path, table, listed)
    asked = AskedSoil(model.name, _soil(given))
    soil = cast(Soil, asked)
    head = {name: values[:12] for name, values in columns.items()}
    try:
        site, first = model.site(model.parameters(), soil), forcing(model, head, soil)
    except MissingKey as error:
        error.fields["where"] = model.name
        error.fields["key"] = option(error.fields["key"].removeprefix("--"))
        raise
    _refuse_idle(path, model, given, asked.asked)
    if stock is None:
        state = periodic_steady_state(model, site, first, model.steps_per_year).state
        notes.append(Assumption("simulate_first_year", {"year": int(table.years[0])}))
    else:
        found = held(path, model, site, head, stock, soil)
        state, factor = found.steady.state, float(np.ravel(found.scale)[0])
        notes.append(Assumption("simulate_held_stock", {"stock": stock, "factor": factor}))
    steps = len(table.years) * model.steps_per_year
    every = 1 if model.steps_per_year == 12 else model.steps_per_year
    backend: Backend = "compiled" if model.elementwise and steps >= LONG_RUN else "auto"
    streams = forcing(model, columns, soil)
    result = run(model, site, state, streams, steps, every=every, backend=backend)
    return _tables(model, site, state, result, columns, tuple(notes))


def _soil(given: Mapping[str, float | None]) -> Soil:
    """Return the soil that was given, nothing where a property was not."""
    found = {name: value for name, value in given.items() if value is not None}
    if "organic_carbon" in found:
        found["organic_carbon"] = PERCENT * found["organic_carbon"]
    return Soil(**dict.fromkeys(("clay", "depth")) | found)


def _refuse_idle(
    path: Path, model: Model, given: Mapping[str, float | None], asked: set[str]
) -> None:
    """Raise an error for a property that the model did not ask for.

    Clay and depth say which soil it is: they may stand where a model asks for sand instead.
    """
    always = ("clay", "depth") if asked else ()
    for name, value in given.items():
        if value is not None and name not in asked and name not in always:
            raise Conflict(
                where=str(path),
                problem=f"{model.name} does not ask for it",
                remedy=f"leave out {option(name)}",
            )


def _tables(
    model: Model,
    site: Any,
    start: Any,
    result: Run,
    columns: Mapping[str, Float],
    notes: tuple[Assumption, ...],
) -> Simulation:
    """Put pools, stock and respiration beside each other, by step of the output and by year."""
    monthly = model.steps_per_year == 12
    last = slice(None) if monthly else slice(11, None, 12)
    times: dict[str, Float] = {"year": columns["year"][last]}
    if monthly:
        times["month"] = columns["month"]
    rows: dict[str, Float] = {name: np.ravel(values) for name, values in result.pools.items()}
    initial = {name: float(np.ravel(getattr(start, name))[0]) for name in model.pools}
    if model.inert:
        initial[model.inert] = float(np.ravel(getattr(site, model.inert))[0])
        rows[model.inert] = np.full(len(times["year"]), initial[model.inert])
    rows["soil_organic_carbon_stock"] = np.ravel(result.soc)
    initial["soil_organic_carbon_stock"] = float(np.ravel(model.soc(site, start._asdict()))[0])
    rows["cumulative_heterotrophic_respiration"] = np.cumsum(np.ravel(result.respired))
    initial |= {"cumulative_heterotrophic_respiration": 0.0, "year": times["year"][0] - 1}
    table = times | rows
    ends = slice(11, None, 12) if monthly else slice(None)
    initial["month"] = 12.0
    years = {name: np.append(initial[name], values[ends]) for name, values in table.items()}
    return Simulation(model, table, years, notes)
