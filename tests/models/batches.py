"""Random batches for the engine's tests: climates, soils and inputs of any roughness."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.models import model
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

#: One of every kind of material that a project may bring to the soil.
MATERIALS = (
    Material(Part.SHOOTS, "winter_wheat"),
    Material(Part.ROOTS, "winter_wheat"),
    Material(Part.SHOOTS, "maize"),
    Material(Part.COVER_CROP),
    Material(Part.PLANT),
    Material(Part.PLANT, dpm_rpm_ratio=0.67),
    Material(Part.AMENDMENT, "farmyard_manure"),
    Material(Part.AMENDMENT, "compost"),
)


def drivers(
    generator: np.random.Generator,
    months: int,
    columns: tuple[int, ...] = (),
    *,
    hottest: float = 45.0,
) -> Drivers:
    """Return drivers that are bare, wet, dry, frozen and hot by turns."""
    shape = (months, *columns)

    def sometimes() -> Any:
        return generator.integers(0, 2, shape).astype(float)

    carbon = {m: generator.exponential(0.1, shape) * sometimes() for m in MATERIALS}
    return Drivers(
        temperature=Stream(generator.uniform(-25.0, hottest, shape)),
        precipitation=Stream(generator.exponential(60.0, shape) * sometimes()),
        evaporation=Stream(generator.uniform(0.0, 250.0, shape)),
        cover=Stream(sometimes()),
        inputs=(CarbonInputs(carbon),),
        tillage=Stream(generator.integers(0, 3, shape).astype(float)),
        irrigated=Stream(sometimes()),
    )


def soil(generator: np.random.Generator, shape: tuple[int, ...] = (), depth: float = 23.0) -> Soil:
    """Return soils from sand to clay."""
    clay = generator.uniform(0.0, 80.0, shape)
    sand = generator.uniform(0.0, 1.0, shape) * (100.0 - clay)
    return Soil(
        clay=clay,
        depth=depth,
        inert_organic_matter=generator.uniform(0.0, 6.0, shape),
        silt=100.0 - clay - sand,
        bulk_density=generator.uniform(1.0, 1.6, shape),
        organic_carbon=generator.uniform(0.3, 5.0, shape),
        sand=sand,
        calcium_carbonate=generator.uniform(0.0, 200.0, shape),
        ph=generator.uniform(4.5, 8.5, shape),
        carbon_nitrogen_ratio=generator.uniform(8.0, 14.0, shape),
        organic_carbon_stock=clay + 20.0,
    )


def set_up(name: str, seed: int, steps: int, cells: tuple[int, ...] = (), **more: Any) -> Any:
    """Return model, site, a random state and forcing; ``columns`` is the shape of the forcing."""
    generator = np.random.default_rng(seed)
    chosen: Model = model(name)
    site = chosen.site(chosen.parameters(), soil(generator, cells, chosen.depths[0]))
    pools = {pool: generator.exponential(5.0, cells) for pool in chosen.pools}
    columns = more.pop("columns", cells)
    if name == "ipcc_tier1":
        # Management changes now and then: a stock holds for some years.
        changes = generator.integers(0, 2, (steps, *columns)).cumsum(axis=0) // 3
        given: Any = Stream(30.0 + 7.0 * (changes % 5))
    else:
        years = -(-steps // chosen.steps_per_year)
        months = steps if chosen.steps_per_year == 12 else 12 * years
        given = drivers(generator, months, columns, **more)
    return chosen, site, chosen.start(**pools), dict(chosen.drive(chosen.parameters(), given))


def living(
    name: str, seed: int, cells: tuple[int, ...] = (3,), years: int = 1, hottest: float = 45.0
) -> tuple[Model, Soil, Drivers]:
    """Return a model, soils and drivers of a climate in which carbon enters and decomposes.

    As rough as :func:`drivers`, but for one month of every year, which is mild, moist and has
    litter.
    """
    generator = np.random.default_rng(seed)
    chosen = model(name)
    here = soil(generator, cells, chosen.depths[0])
    given = drivers(generator, 12 * years, cells, hottest=hottest)

    def mild(stream: Stream, least: float, most: float = np.inf) -> Stream:
        values = stream.values.copy()
        values[6::12] = np.clip(values[6::12], least, most)
        return stream._replace(values=values)

    (inputs,) = given.inputs
    carbon = dict(inputs.carbon)
    for material in MATERIALS[:2]:
        carbon[material] = mild(Stream(carbon[material]), 0.3).values
    return (
        chosen,
        here,
        given._replace(
            temperature=mild(given.temperature, 8.0, 20.0),
            precipitation=mild(given.precipitation, 150.0),
            evaporation=mild(given.evaporation, 0.0, 60.0),
            inputs=(CarbonInputs(carbon),),
        ),
    )


def living_run(name: str, seed: int, *args: Any, **more: Any) -> Any:
    """Return model, site and forcing of such a climate."""
    chosen, here, given = living(name, seed, *args, **more)
    p = chosen.parameters()
    return chosen, chosen.site(p, here), dict(chosen.drive(p, given))


def at(group: Any, cell: int) -> Any:
    """Return a site or state of one cell, as plain numbers."""
    return type(group)(*(float(value[cell]) if np.ndim(value) else value for value in group))
