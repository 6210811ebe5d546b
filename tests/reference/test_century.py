"""Century against the shared weekly example and the published temperature function, in place.

A general solver of ordinary differential equations made the example, which lies up to 9e-5 from the
exact solution.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.streams import Stream
from permil.science.temperature_response import PoissonResponse, temperature_factor_burke2003
from permil.tables import parameter_set

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "icbm_century"
SURFACE, METABOLIC, LIGNIN = 345.0 / 795.0, 0.841, 0.1


def table(name: str) -> dict[str, np.ndarray]:
    def number(text: str) -> float:
        return float("nan" if text == "NA" else text)

    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([number(row[column]) for row in rows]) for column in rows[0]}


@pytest.mark.parametrize("weeks", [1, 4])
def test_a_hundred_years_of_the_weekly_example(weeks):
    century = model("century")
    parameters = century.parameters()._replace(weeks=float(weeks))
    site = century.site(parameters, Soil(clay=20.0, depth=20.0, silt=45.0))
    carbon = [SURFACE * (1 - METABOLIC), SURFACE * METABOLIC]
    carbon += [(1 - SURFACE) * (1 - METABOLIC), (1 - SURFACE) * METABOLIC]
    values = [1.0, 1.0, LIGNIN, LIGNIN, *(weeks * c for c in carbon)]
    forcing = {
        name: Stream(np.full((1, 1), value))
        for name, value in zip(century.forcing._fields, values, strict=True)
    }
    expected = table("Century_example_weekly.csv")
    assert np.array_equal(expected["week"], 52 * np.arange(101))
    result = run(
        century,
        site,
        century.start(),
        forcing,
        5200 // weeks,
        parameters=parameters,
        every=52 // weeks,
        backend="compiled",
    )
    for i, pool in enumerate(century.pools, start=1):
        assert np.abs(result.pools[pool][:, 0] - expected[f"X{i}"][1:]).max() < 1e-4


def test_temperature_factor():
    expected = table("fT_functions.csv")
    c = parameter_set("century")
    response = PoissonResponse(*(c[f"temperature_{name}"] for name in PoissonResponse._fields))
    found = temperature_factor_burke2003(expected["T"], response)
    assert found == pytest.approx(expected["Century1"], rel=1e-13, abs=1e-15)
