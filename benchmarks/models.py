"""All models beside each other: simulated years against RothC's twelve steps, and steady states."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.timing import Result, timed
from permil.models import MODELS, model
from permil.models.compartments import Backend, run
from permil.models.protocol import Drivers, Model, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

#: Climates, each shared by neighbouring cells.
CLIMATES = 1600
#: Cells and years of the forward runs; models with daily steps, whose times are shown, run less.
CELLS, YEARS, DAILY_CELLS, DAILY_YEARS = 20_000, 10, 2_000, 2
#: Cells of the steady states.
STEADY_CELLS = 100_000
#: Multiples of RothC's year that a model may take: those with a matrix exponential, and others.
MATRIX, PLAIN = 15.0, 3.0
MATRIX_MODELS = ("century", "yasso15", "yasso20")


def years() -> list[Result]:
    """Time a simulated year of every model, compiled and NumPy, against RothC's twelve steps."""
    rothc: dict[str, float] = {}
    results = []
    for name in ("rothc", *(n for n in MODELS if n != "rothc")):
        chosen = model(name)
        daily = chosen.steps_per_year == 365
        cells, count = (DAILY_CELLS, DAILY_YEARS) if daily else (CELLS, YEARS)
        job, steps = _job(chosen, cells, count), count * chosen.steps_per_year
        seconds: dict[str, float] = {}
        paths: tuple[Backend, ...] = ("compiled", "numpy")
        for path in paths:
            done = timed(lambda job=job, path=path, n=steps: run(*job, n, backend=path), 3)
            seconds[path] = done.warm / cells / count
        rothc = rothc or seconds
        quotients = {path: seconds[path] / rothc[path] for path in paths}
        shown = ", ".join(
            f"{1e9 * seconds[path]:,.0f} ns {path} ({quotients[path]:.2f} x RothC)"
            for path in paths
        )
        most = MATRIX if name in MATRIX_MODELS else PLAIN
        limited = name != "rothc" and not daily
        results.append(
            Result(
                f"{name}: a cell and year",
                shown,
                f"at most {most:g} x RothC, compiled" if limited else "shown",
                quotients["compiled"] <= most if limited else None,
            )
        )
    return results


def steady_states() -> list[Result]:
    """Time the exact steady state of 100 000 cells of every linear model."""
    results = []
    for name in MODELS:
        chosen = model(name)
        if chosen.linear:
            _, site, _, forcing = _job(chosen, STEADY_CELLS, 1)
            found = timed(
                lambda job=(chosen, site, forcing, chosen.steps_per_year): periodic_steady_state(
                    *job
                ),
                3,
            )
            results.append(
                Result(
                    f"{name}: 100 000 steady states",
                    f"{found.warm:.2f} s (first call {found.cold:.1f} s)",
                    "under 1 s",
                    found.warm < 1.0,
                )
            )
    return results


def _job(chosen: Model, cells: int, count: int) -> tuple[Model, Any, Any, dict[str, Stream]]:
    """Return model, sites, states and forcing of many soils under many climates."""
    generator = np.random.default_rng(4)
    site = chosen.site(chosen.parameters(), _soil(generator, cells, chosen.depths[0]))
    pools = {pool: generator.uniform(0.1, 30.0, cells) for pool in chosen.pools}
    index = np.arange(cells) * CLIMATES // cells
    drivers: Any = _drivers(generator, cells, 12 * count, index)
    if not chosen.inputs:  # IPCC Tier 1 takes the stocks that its factors give
        drivers = Stream(generator.uniform(30.0, 60.0, (count, CLIMATES)), index)
    return chosen, site, chosen.start(**pools), dict(chosen.drive(chosen.parameters(), drivers))


def _soil(generator: np.random.Generator, cells: int, depth: float) -> Soil:
    clay = generator.uniform(5.0, 50.0, cells)
    return Soil(
        clay=clay,
        depth=depth,
        inert_organic_matter=generator.uniform(1.0, 5.0, cells),
        silt=30.0,
        sand=70.0 - clay,
        bulk_density=1.3,
        organic_carbon=generator.uniform(0.5, 3.0, cells),
        calcium_carbonate=10.0,
        ph=generator.uniform(5.0, 8.0, cells),
        carbon_nitrogen_ratio=10.0,
        organic_carbon_stock=generator.uniform(30.0, 90.0, cells),
    )


def _drivers(generator: np.random.Generator, cells: int, months: int, index: Any) -> Drivers:
    """Return temperate climates and, for every cell, its own multiple of the same inputs."""
    shape = (months, CLIMATES)
    wave = -np.cos(2.0 * np.pi * (np.arange(months) + 0.5) / 12.0)[:, None]
    carbon = {
        Material(Part.SHOOTS, "winter_wheat"): np.full((months, 1), 0.15),
        Material(Part.ROOTS, "winter_wheat"): np.full((months, 1), 0.1),
        Material(Part.AMENDMENT, "farmyard_manure"): np.full((months, 1), 0.05),
    }
    return Drivers(
        temperature=Stream(10.0 + 9.0 * wave + generator.normal(0.0, 3.0, shape), index),
        precipitation=Stream(generator.exponential(60.0, shape), index),
        evaporation=Stream(60.0 + 50.0 * wave + generator.uniform(0.0, 10.0, shape), index),
        cover=Stream((wave > -0.5).astype(float)),
        inputs=(CarbonInputs(carbon, generator.uniform(0.5, 2.0, cells)),),
        tillage=Stream(np.full((months, 1), 2.0)),
        irrigated=Stream(np.zeros((months, 1))),
    )
