"""Run one model on a table of drivers, or on the official RothC program's own input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.driver_csv import ANNUAL, MONTHLY, read_drivers
from permil.datasets.rothc_input import RothCInput, read_rothc_input
from permil.errors import Conflict, MissingKey, NotApplicable
from permil.models import model as registered
from permil.models.batch import Batch, forcing_at, lay_out
from permil.models.compartments import run
from permil.models.protocol import Model, Soil
from permil.models.radiocarbon import (
    RadiocarbonConstants,
    activity_step,
    delta_radiocarbon,
    periodic_activity,
    radiocarbon_age,
)
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream
from permil.tables import parameter_set
from permil.units import read_quantity
from permil.variables import variable
from permil.workflows.simulate_drivers import simulate_drivers
from permil.workflows.simulation import Simulation, complete, defaults, held, option
from permil.workflows.simulation import forcing as _forcing

Float = NDArray[np.float64]

#: Arguments whose name in the glossary is another.
GLOSSARY = {
    "depth": "soil_depth",
    "stock": "soil_organic_carbon_stock",
    "bulk_density": "bulk_density_fine_earth",
    "organic_carbon": "soil_organic_carbon_concentration",
}
#: Soil that RothC asks for.
ROTHC_SOIL = ("clay", "depth", "inert_organic_matter")
#: Columns that belong to a month: December's would pass for the year's.
OF_A_MONTH = ("temperature_factor", "moisture_factor", "cover_factor")


def simulate(
    name: str,
    path: str | Path,
    *,
    clay: float | None = None,
    depth: float | None = None,
    inert_organic_matter: float | None = None,
    sand: float | None = None,
    silt: float | None = None,
    bulk_density: float | None = None,
    organic_carbon: float | None = None,
    ph: float | None = None,
    stock: float | None = None,
) -> Simulation:
    """Run a model on an input file.

    Parameters
    ----------
    name : str
        A registered model.
    path : str or Path
        A CSV of drivers, or for ``rothc`` the official program's own input (``.dat``).
    clay, depth, inert_organic_matter : float, optional
        Soil of a CSV run [%], [cm], [t C/ha].
    sand, silt, bulk_density, organic_carbon, ph : float, optional
        The same, for models that ask for it: sand, silt [%], density of the fine earth [g/cm3],
        concentration of organic carbon [g/kg], pH in water [-].
    stock : float, optional
        Stock to start from [t C/ha]: held by scaling the first year's plant inputs. By default a
        model starts at the steady state of the first year.

    Returns
    -------
    Simulation
        Pools, carbon, radiocarbon and rate factors.

    Raises
    ------
    permil.errors.InputError
        If file, model or soil cannot be used, or lie outside the glossary's range.
    """
    model, path = registered(name), Path(path)
    if name == "amg":
        raise NotApplicable(
            where=str(path),
            method="a table of drivers",
            problem="amg runs on the input folder of the official program",
            remedy="use permil.workflows.simulate_amg, or 'permil simulate amg FOLDER'",
        )
    site = {"clay": clay, "depth": depth, "inert_organic_matter": inert_organic_matter}
    site |= {"sand": sand, "silt": silt, "bulk_density": bulk_density}
    site |= {"organic_carbon": organic_carbon, "ph": ph}
    for key, value in (*site.items(), ("stock", stock)):
        _check_bounds(key, value)
    if path.suffix.lower() == ".dat":
        if name != "rothc":
            raise NotApplicable(
                where=str(path),
                method=name,
                problem="the official input file is that of the model rothc",
                remedy="use 'permil simulate rothc', or give a CSV of drivers",
            )
        _refuse(path, "the official input file holds soil and start itself", **site, stock=stock)
        return _official(model, read_rothc_input(path))
    if not model.inputs:
        _refuse(path, f"{name} needs no soil", **site)
        return _annual(model, path, stock)
    if "moisture_deficit" not in model.state._fields:  # type: ignore[attr-defined]
        return simulate_drivers(model, path, site, stock)
    others = {key: value for key, value in site.items() if key not in ROTHC_SOIL}
    _refuse(path, f"{name} does not ask for it", **others)
    return _monthly(model, path, _soil(model, **{key: site[key] for key in ROTHC_SOIL}), stock)


def _check_bounds(key: str, value: float | None) -> None:
    """Raise an error for what is no number or lies outside the glossary's range."""
    ruled = variable(GLOSSARY.get(key, key))
    if value is not None:
        ruled.check(read_quantity(value, ruled.unit, requires_unit=False, where=key), where=key)


def _refuse(path: Path, reason: str, **given: float | None) -> None:
    """Raise an error for options that would have no effect."""
    for key, value in given.items():
        if value is not None:
            raise Conflict(where=str(path), problem=reason, remedy=f"leave out {option(key)}")


def _soil(model: Model, **given: float | None) -> Soil:
    for key, value in given.items():
        if value is None:
            raise MissingKey(where=model.name, key=option(key), expected="the soil of the site")
    return Soil(**given)


def _official(model: Model, given: RothCInput) -> Simulation:
    """Run the official input: steady state of the first twelve rows, forward from the next."""
    soil = Soil(
        clay=given.clay,
        depth=given.depth,
        inert_organic_matter=given.inert_organic_matter,
        silt=given.silt,
        bulk_density=given.bulk_density,
        organic_carbon=given.organic_carbon,
    )
    site = model.site(
        model.parameters(),
        soil,
        moisture_option=given.moisture_option,
        bare_option=given.bare_option,
        minimum_moisture=given.minimum_moisture,
    )
    rows = given.rows
    head = {name: values[:12] for name, values in rows.items()}
    tail = {name: values[12:] for name, values in rows.items()}
    first = _forcing(model, head)
    steady = periodic_steady_state(model, site, first, 12).state
    return _run(model, site, steady, tail, first, head["modern_carbon"] / 100.0, ())


def _monthly(model: Model, path: Path, soil: Soil, stock: float | None) -> Simulation:
    """Run a CSV of monthly drivers from the steady state of its first year."""
    table = read_drivers(
        path,
        allowed=MONTHLY,
        required=(
            "year",
            "month",
            "air_temperature",
            "precipitation",
            "monthly_plant_carbon_input",
        ),
    )
    columns, notes = complete(path, table, defaults())
    site = model.site(model.parameters(), soil)
    first = _forcing(model, {name: values[:12] for name, values in columns.items()})
    if stock is None:
        state = periodic_steady_state(model, site, first, 12).state
        notes.append(Assumption("simulate_first_year", {"year": int(table.years[0])}))
    else:
        head = {name: values[:12] for name, values in columns.items()}
        found = held(path, model, site, head, stock)
        state, factor = found.steady.state, float(np.ravel(found.scale)[0])
        # The carbon held is made of the scaled inputs: its radiocarbon must be, too.
        plant = head["monthly_plant_carbon_input"] * factor
        first = _forcing(model, head | {"monthly_plant_carbon_input": plant})
        notes.append(Assumption("simulate_held_stock", {"stock": stock, "factor": factor}))
    modern = columns["modern_carbon"][:12] / 100.0
    return _run(model, site, state, columns, first, modern, tuple(notes))


def _run(
    model: Model,
    site: Any,
    start: Any,
    columns: dict[str, Float],
    first: dict[str, Stream],
    modern: Float,
    notes: tuple[Assumption, ...],
) -> Simulation:
    """Run forward and put pools, CO2, radiocarbon and rate factors beside each other."""
    forcing, months = _forcing(model, columns), len(columns["year"])
    result = run(model, site, start, forcing, months, every=1)
    c = parameter_set("rothc_26_3")
    constants = RadiocarbonConstants(
        *(c[f"radiocarbon_{name}"] for name in RadiocarbonConstants._fields)
    )
    spin = lay_out(model, model.parameters(), site, start, first, np.float64)
    activity = periodic_activity(spin, spin.state, modern, 12, constants)
    batch = lay_out(model, model.parameters(), site, start, forcing, np.float64)
    traced = _trace(batch, activity, columns["modern_carbon"] / 100.0, constants)
    pools = {name: np.ravel(values) for name, values in result.pools.items()}
    monthly: dict[str, Any] = {
        "year": columns["year"],
        "month": columns["month"],
        **pools,
        "inert_organic_matter": np.full(months, float(np.ravel(getattr(site, model.inert))[0])),
        "soil_organic_carbon_stock": np.ravel(result.soc),
        "cumulative_heterotrophic_respiration": np.cumsum(np.ravel(result.respired)),
        **traced,
    }
    initial = _initial_row(model, site, start, activity, constants, monthly)
    years = {
        name: np.append(initial[name], values[11::12])
        for name, values in monthly.items()
        if name not in OF_A_MONTH
    }
    return Simulation(model, monthly, years, notes)


def _trace(
    batch: Batch, activity: Any, modern: Float, constants: RadiocarbonConstants
) -> dict[str, Float]:
    """Return Delta14C, 14C age and the rate factors of every month."""
    model, state = batch.model, batch.state
    names = (
        "delta_radiocarbon",
        "radiocarbon_age",
        "temperature_factor",
        "moisture_deficit",
        "moisture_factor",
        "cover_factor",
    )
    found: dict[str, list[float]] = {name: [] for name in names}
    for time, fraction in enumerate(modern):
        forcing = forcing_at(batch, time, slice(None))
        activity = activity_step(batch, time, state, activity, fraction, constants)
        state, fluxes = model.step(batch.parameters, batch.site, state, forcing)
        delta = delta_radiocarbon(model, batch.site, state, activity, constants)
        values = (
            delta,
            radiocarbon_age(model, batch.site, state, activity, constants),
            forcing.temperature_factor,
            state.moisture_deficit,
            fluxes.moisture_factor,
            fluxes.cover_factor,
        )
        for name, value in zip(names, values, strict=True):
            found[name].append(float(np.ravel(value)[0]))
    return {name: np.array(values) for name, values in found.items()}


def _initial_row(
    model: Model,
    site: Any,
    start: Any,
    activity: Any,
    constants: RadiocarbonConstants,
    table: dict[str, Float],
) -> dict[str, float]:
    """Return the start as a row of the yearly table; what has no value then is blank."""
    row = dict.fromkeys(table, np.nan)
    row |= {name: float(np.ravel(getattr(start, name))[0]) for name in model.pools}
    row |= {
        "year": table["year"][0] - 1,
        "month": 12.0,
        "inert_organic_matter": table["inert_organic_matter"][0],
        "soil_organic_carbon_stock": float(np.ravel(model.soc(site, start._asdict()))[0]),
        "cumulative_heterotrophic_respiration": 0.0,
        "delta_radiocarbon": float(
            np.ravel(delta_radiocarbon(model, site, start, activity, constants))[0]
        ),
        "radiocarbon_age": float(
            np.ravel(radiocarbon_age(model, site, start, activity, constants))[0]
        ),
        "moisture_deficit": float(np.ravel(start.moisture_deficit)[0]),
    }
    return row


def _annual(model: Model, path: Path, stock: float | None) -> Simulation:
    """Run IPCC Tier 1 on a table of the stocks that each year's factors lead to."""
    table = read_drivers(path, allowed=ANNUAL, required=ANNUAL)
    targets = table.columns["soil_organic_carbon_stock"]
    notes: tuple[Assumption, ...] = ()
    if stock is None:
        stock = float(targets[0])
        notes = (Assumption("simulate_first_stock", {"stock": stock}),)
    state = model.start()._replace(stock=stock, target=float(targets[0]))
    if stock != targets[0]:
        state = state._replace(target=np.nan)
    site = model.site(model.parameters(), Soil(clay=0.0, depth=30.0))
    forcing = model.drive(model.parameters(), Stream(targets[:, None]))
    soc = np.ravel(run(model, site, state, forcing, len(targets)).soc)
    first = {"year": table.columns["year"][0] - 1, "soil_organic_carbon_stock": stock}
    months: dict[str, Any] = {
        "year": table.columns["year"],
        "soil_organic_carbon_stock": soc,
    }
    years = {name: np.append(first[name], values) for name, values in months.items()}
    return Simulation(model, months, years, notes)
