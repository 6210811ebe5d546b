"""The cases of Andrén and Kätterer (1997), run half year by half year."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.streams import Stream


class Case(NamedTuple):
    """A treatment: stocks in kg C/m2, input in kg C/m2/yr."""

    climate_factor: float
    young_start: float
    old_start: float
    input: float
    humification: float


def constant(value: float) -> Stream:
    return Stream(np.full((1, 1), value))


def forcing_of(case: Case, years: float = 1.0) -> dict[str, Stream]:
    """Return the forcing of a step of some years: half a year is one of half the rates."""
    carbon = 10.0 * case.input * years
    return {
        "climate_factor": constant(case.climate_factor * years),
        "mineralising_input": constant(carbon * (1.0 - case.humification)),
        "humifying_input": constant(carbon * case.humification),
    }


def start_of(case: Case) -> dict[str, Any]:
    return {
        "young_mineralising_carbon": 10.0 * case.young_start * (1.0 - case.humification),
        "young_humifying_carbon": 10.0 * case.young_start * case.humification,
        "old_carbon": 10.0 * case.old_start,
    }


def half_years(case: Case, steps: int) -> tuple[Any, Any]:
    """Return young and old carbon [kg C/m2] after every half year, the start first."""
    chosen = model("icbm")
    site = chosen.site(chosen.parameters(), Soil(clay=36.5, depth=25.0))
    start = chosen.start(**start_of(case))
    result = run(chosen, site, start, forcing_of(case, 0.5), steps, every=1)
    young = sum(result.pools[name] for name in chosen.pools[:2])
    old = result.pools["old_carbon"]
    first = [case.young_start], [case.old_start]
    found = (np.ravel(young) / 10.0, np.ravel(old) / 10.0)
    return tuple(np.concatenate(pair) for pair in zip(first, found, strict=True))
