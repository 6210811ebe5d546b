"""The continuous form against the shared runs, read in place.

Those were integrated by a general solver of ordinary differential equations and lie 1e-6 to 9e-5
from the exact solution.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from permil.models import model
from permil.models.ages import age_quantile, mean_age, steady_state
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.rothc_continuous import compartment_matrix
from permil.models.streams import Stream
from permil.science.temperature_response import TemperatureResponse, temperature_factor_rothc
from permil.tables import parameter_set

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "icbm_century"
INPUT, DPM_SHARE = 1.7, 1.44 / 2.44


def table(name: str) -> dict[str, np.ndarray]:
    def number(text: str) -> float:
        return float("nan" if text == "NA" else text)

    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([number(row[column]) for row in rows]) for column in rows[0]}


def constant(value: float) -> Stream:
    return Stream(np.full((1, 1), value))


@pytest.fixture(scope="module")
def chosen():
    rothc = model("rothc_continuous")
    return rothc, rothc.site(rothc.parameters(), Soil(23.4, 23.0, 2.7))


def test_ages_and_transit_times(chosen):
    rothc, site = chosen
    matrix = compartment_matrix(rothc.parameters(), site)
    inputs = np.array([INPUT * DPM_SHARE, INPUT * (1 - DPM_SHARE), 0.0, 0.0])
    pools = steady_state(matrix, inputs)
    expected = {name: values[0] for name, values in table("RothC_age_transit_summary.csv").items()}
    assert mean_age(matrix, pools) == pytest.approx(expected["meanSystemAge"], rel=1e-10)
    assert mean_age(matrix, inputs) == pytest.approx(expected["meanTransitTime"], rel=1e-10)
    for share, label in ((0.05, "q05"), (0.5, "q50"), (0.95, "q95")):
        age, transit = age_quantile(matrix, pools, share), age_quantile(matrix, inputs, share)
        assert age == pytest.approx(expected[f"{label}_age"], rel=1e-4)
        assert transit == pytest.approx(expected[label], rel=2e-3)


def test_five_hundred_years_from_nothing(chosen):
    rothc, site = chosen
    expected = table("RothC_default_t0_500.csv")
    forcing = {
        "temperature_factor": constant(1.0),
        "water_balance": constant(50.0),
        "cover": constant(0.0),
        "dpm_input": constant(INPUT / 12 * DPM_SHARE),
        "rpm_input": constant(INPUT / 12 * (1.0 - DPM_SHARE)),
        "humus_input": constant(0.0),
    }
    result = run(rothc, site, rothc.start(), forcing, 6000)
    for pool, column in zip(rothc.pools, ("X1", "X2", "X3", "X4"), strict=True):
        assert np.abs(np.ravel(result.pools[pool]) - expected[column][1:]).max() < 1e-4
    total = sum(expected[f"X{i}"] for i in range(1, 6))
    assert np.abs(np.ravel(result.soc) - total[1:]).max() < 3e-4


def test_temperature_factor():
    expected = table("fT_functions.csv")
    c = parameter_set("rothc_continuous")
    response = TemperatureResponse(
        *(c[f"temperature_{name}"] for name in TemperatureResponse._fields)
    )
    known = np.isfinite(expected["RothC"])
    assert known.sum() == len(known) - 1
    found = temperature_factor_rothc(expected["T"], response)
    assert found[known] == pytest.approx(expected["RothC"][known], rel=1e-12)
    assert found[~known] == 0.0


@pytest.mark.parametrize(("column", "cover"), [("veg", 1.0), ("bare", 0.0)])
def test_moisture_deficit_and_factor(chosen, column, cover):
    rothc, site = chosen
    expected = table("fW_RothC_Rothamsted.csv")
    state = rothc.start()
    for month in range(12):
        forcing = rothc.forcing(
            temperature_factor=1.0,
            water_balance=expected["P2"][month] - 0.75 * expected["E2"][month],
            cover=cover,
            dpm_input=0.0,
            rpm_input=0.0,
            humus_input=0.0,
        )
        state, fluxes = rothc.step(rothc.parameters(), site, state, forcing)
        deficit, factor = expected[f"{column}.Acc.TSMD"], expected[f"{column}.b"]
        assert state.moisture_deficit == pytest.approx(deficit[month], rel=1e-12, abs=1e-12)
        assert fluxes.moisture_factor == pytest.approx(factor[month], rel=1e-12)
