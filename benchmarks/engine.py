"""The engine: forward runs of RothC, and a site with its steady state against pyrothc."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.timing import Result, timed
from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

CELLS, MONTHS = 40_000, 1_200


def forward() -> list[Result]:
    """Time 40 000 cells over 1 200 months of transient forcing, compiled and NumPy."""
    results = []
    for dtype, ratio, aim in (("float64", 3.0, 7.0), ("float32", 5.0, 2.0)):
        job = _batch(1)
        fast = timed(
            lambda job=job, dtype=dtype: run(*job, MONTHS, backend="compiled", dtype=dtype)
        )
        slow = timed(
            lambda job=job, dtype=dtype: run(*job, MONTHS, backend="numpy", dtype=dtype), 3
        )
        per = 1e9 / (CELLS * MONTHS)
        quotient = slow.warm / fast.warm
        results.append(
            Result(
                f"forward {dtype}, one climate",
                f"{fast.warm * per:.1f} ns compiled, {slow.warm * per:.1f} ns NumPy per cell-month "
                f"({quotient:.1f} x; first call {fast.cold:.1f} s)",
                f"at least {ratio:g} x; aim {aim:g} ns",
                quotient >= ratio,
            )
        )
        coarse = _batch(1600)
        indexed = timed(
            lambda job=coarse, dtype=dtype: run(*job, MONTHS, backend="compiled", dtype=dtype), 3
        )
        results.append(
            Result(
                f"forward {dtype}, 1 600 climate cells",
                f"{indexed.warm * per:.1f} ns per cell-month",
                "shown",
                None,
            )
        )
    return results


def _batch(columns: int) -> tuple[Any, Any, Any, dict[str, Stream]]:
    """Return 40 000 soils under as many climates as there are columns, neighbours together."""
    generator = np.random.default_rng(1)
    rothc = model("rothc")
    soil = Soil(generator.uniform(5, 50, CELLS), 23.0, generator.uniform(1, 5, CELLS))
    site = rothc.site(rothc.parameters(), soil)
    pools = {pool: generator.uniform(0.1, 30.0, CELLS) for pool in rothc.pools}
    shape = (MONTHS, columns)
    index = None if columns == 1 else np.arange(CELLS) * columns // CELLS
    values = {
        "temperature_factor": generator.uniform(0.3, 2.5, shape),
        "water_balance": generator.normal(0.0, 60.0, shape),
        "cover": generator.integers(0, 2, shape).astype(float),
        "dpm_input": generator.uniform(0.0, 0.3, shape),
        "rpm_input": generator.uniform(0.0, 0.3, shape),
        "humus_input": generator.uniform(0.0, 0.01, shape),
    }
    forcing = {name: Stream(array, index) for name, array in values.items()}
    return rothc, site, rothc.start(**pools), forcing


def sites(count: int = 10_000) -> list[Result]:
    """Time a site with exact steady state and 100 years, against pyrothc with its spin-up."""
    temperature = [3.4, 3.6, 5.1, 7.3, 11.0, 13.9, 16.0, 16.0, 13.5, 10.2, 6.1, 4.6]
    rain = [74, 59, 62, 51, 52, 57, 34, 55, 58, 56, 75, 71]
    pan = [8, 10, 27, 49, 83, 99, 103, 91, 69, 34, 16, 8]
    ours = timed(lambda: _steady_and_century(count, temperature, rain, pan), 3)
    per_site = ours.warm / count
    theirs = timed(lambda: _pyrothc(temperature, rain, pan), 3)
    quotient = theirs.warm / per_site
    return [
        Result(
            "site: steady state + 100 years",
            f"{1e6 * per_site:.1f} us in a batch of {count} (first call {ours.cold:.1f} s), "
            f"pyrothc {1e3 * theirs.warm:.0f} ms ({quotient:.0f} x)",
            "at least 1000 x",
            quotient >= 1000,
        )
    ]


def _steady_and_century(count: int, temperature: Any, rain: Any, pan: Any) -> None:
    rothc = model("rothc")
    generator = np.random.default_rng(2)
    soil = Soil(generator.uniform(5, 50, count), 23.0, 2.7)
    site = rothc.site(rothc.parameters(), soil)

    def column(values: Any) -> Stream:
        return Stream(np.array(values, float)[:, None])

    drivers = Drivers(
        temperature=column(temperature),
        precipitation=column(rain),
        evaporation=column(np.array(pan) * 0.75),
        cover=column([1.0] * 12),
        inputs=(CarbonInputs({Material(Part.PLANT): np.full((12, 1), 1.7 / 12)}),),
    )
    forcing = rothc.drive(rothc.parameters(), drivers)
    steady = periodic_steady_state(rothc, site, forcing, 12, backend="compiled")
    run(rothc, site, steady.state, forcing, 1200, backend="compiled")


def microbial(count: int = 20_000) -> list[Result]:
    """Time steady states and simulated years of the microbial models."""
    generator = np.random.default_rng(3)
    soil = Soil(
        generator.uniform(5, 60, count),
        30.0,
        silt=30.0,
        bulk_density=1.3,
        ph=generator.uniform(5, 8, count),
    )
    even = Stream(np.full((12, 1), 60.0))
    carbon = {Material(Part.SHOOTS, "winter_wheat"): np.full((12, 1), 0.3)}
    drivers = Drivers(Stream(np.full((12, 1), 11.0)), even, even, even, (CarbonInputs(carbon),))
    results = []
    for name in ("mimics", "millennial"):
        chosen = model(name)
        p = chosen.parameters()
        site, streams = chosen.site(p, soil), chosen.drive(p, drivers)
        mean = chosen.forcing(**{n: s.values.mean() for n, s in streams.items()})
        more = generator.uniform(0.5, 2.0, count)
        mean = mean._replace(**{n: more * getattr(mean, n) for n in chosen.inputs})
        find = chosen.steady
        assert find is not None
        found = timed(lambda find=find, job=(p, site, mean): find(*job))
        speed = count / found.warm
        shown = f"{speed:,.0f} cells a second"
        aim = "at least 20 000" if name == "mimics" else "shown"
        met = speed >= 20_000 if name == "mimics" else None
        results.append(Result(f"{name}: steady state", shown, aim, met))
        job = (chosen, site, find(p, site, mean), streams, 365)
        year = timed(lambda job=job: run(*job, backend="compiled"), 3)
        shown = f"{1e6 * year.warm / count:.1f} us a cell and year of 365 steps"
        results.append(Result(f"{name}: forward", shown, "shown", None))
    return results


def _pyrothc(temperature: Any, rain: Any, pan: Any) -> None:
    from pyRothC.RothC import RothC

    spun = RothC(temperature, rain, pan, years=1000, input_carbon=1.7).compute()
    start = np.asarray(spun)[-1]
    RothC(temperature, rain, pan, years=100, input_carbon=1.7, C0=start).compute()
