"""Random batches for the engine's tests: climates, soils and inputs of any roughness."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.models import model
from permil.models.protocol import Drivers, Model, Soil, Stream

MONTHLY = ("rothc", "rothc_continuous")


def drivers(
    generator: np.random.Generator,
    months: int,
    columns: tuple[int, ...] = (),
    *,
    hottest: float = 45.0,
) -> Drivers:
    """Return drivers that are bare, wet, dry, frozen and hot by turns."""
    shape = (months, *columns)

    def stream(values: Any) -> Stream:
        return Stream(values)

    return Drivers(
        temperature=stream(generator.uniform(-25.0, hottest, shape)),
        precipitation=stream(generator.exponential(60.0, shape) * generator.integers(0, 2, shape)),
        evaporation=stream(generator.uniform(0.0, 250.0, shape)),
        cover=stream(generator.integers(0, 2, shape).astype(float)),
        plant_input=stream(generator.exponential(0.3, shape) * generator.integers(0, 2, shape)),
        manure_input=stream(generator.exponential(0.2, shape) * generator.integers(0, 2, shape)),
        dpm_rpm_ratio=stream(generator.uniform(0.2, 2.0, shape)),
    )


def soil(generator: np.random.Generator, shape: tuple[int, ...] = ()) -> Soil:
    """Return soils from sand to clay."""
    return Soil(
        clay=generator.uniform(0.0, 80.0, shape),
        depth=23.0,
        inert_organic_matter=generator.uniform(0.0, 6.0, shape),
    )


def set_up(name: str, seed: int, steps: int, cells: tuple[int, ...] = (), **more: Any) -> Any:
    """Return model, site, a random state and forcing; ``columns`` is the shape of the forcing."""
    generator = np.random.default_rng(seed)
    chosen: Model = model(name)
    site = chosen.site(chosen.parameters(), soil(generator, cells))
    pools = {pool: generator.exponential(5.0, cells) for pool in chosen.pools}
    columns = more.pop("columns", cells)
    if name in MONTHLY:
        given: Any = drivers(generator, steps, columns, **more)
    else:
        # Management changes now and then: a stock holds for some years.
        changes = generator.integers(0, 2, (steps, *columns)).cumsum(axis=0) // 3
        given = Stream(30.0 + 7.0 * (changes % 5))
    return chosen, site, chosen.start(**pools), dict(chosen.drive(chosen.parameters(), given))


def at(group: Any, cell: int) -> Any:
    """Return a site or state of one cell, as plain numbers."""
    return type(group)(*(float(value[cell]) if np.ndim(value) else value for value in group))
