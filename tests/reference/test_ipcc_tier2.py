"""The whole worked case of the Guidelines, from its monthly climate, read in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Drivers, Soil
from permil.models.streams import Stream
from permil.science.litter_quality import litter_shares_parton1987
from permil.tables import parameter_set, table

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "ipcc_tier2"
WORKBOOK = FOLDER / "workbook_1970_2017"
FIRST, LAST = 1950, 2016
#: Names of the source's parameter table that ours spell out.
NAMES = {
    "tillfac_ft": "tillage_full",
    "tillfac_rt": "tillage_reduced",
    "tillfac_nt": "tillage_none",
    "wfacpar1": "moisture_intercept",
    "wfacpar2": "moisture_slope",
    "kfaca": "k_active",
    "k3par1": "active_sand_intercept",
    "k3par2": "active_sand_slope",
    "kfacs": "k_slow",
    "kfacp": "k_passive",
    "f2": "f2_unknown",
    "f2_ft": "f2_full",
    "f2_rt": "f2_reduced",
    "f2_nt": "f2_none",
    "f4par1": "f4_intercept",
    "f4par2": "f4_sand",
    "ta": "temperature_rise",
    "tb": "temperature_fall",
    "tmax": "temperature_maximum",
    "topt": "temperature_optimum",
    "sp1": "metabolic_intercept",
    "sp2": "metabolic_slope",
}


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_parameters_are_those_of_the_source():
    ours = {row.parameter: row for row in table("ipcc2019_tier2").rows}
    seen = set()
    for name, _, best, sd, low, high, _ in rows(FOLDER / "model_parameters.csv")[1:]:
        row = ours[NAMES.get(name, "moisture_quadratic" if name == "wfacpar3" else name)]
        seen.add(row.parameter)
        assert row.value == pytest.approx(abs(float(best)), rel=1e-15)
        if float(sd):
            assert (row.low, row.high, row.sd) == (float(low), float(high), float(sd))
        else:
            assert (row.low, row.high, row.sd) == (None, None, None)
    # Equation 5.0D: constants that the source's table leaves to the text.
    assert set(ours) - seen == {"moisture_highest_ratio", "moisture_irrigated", "moisture_scale"}


@pytest.fixture(scope="module")
def months() -> np.ndarray:
    kept = [row for row in rows(WORKBOOK / "Tier2TestData.csv")[1:] if row[0]]
    whole = [row[:9] for row in kept if FIRST <= int(row[0]) <= LAST]
    return np.array(whole, float)


@pytest.fixture(scope="module")
def forcing(months):
    climate = (Stream(months[:, column][:, None]) for column in (3, 4, 5))
    tier2 = model("ipcc_tier2")
    return dict(tier2.drive(tier2.parameters(), Drivers(*climate, Stream(np.ones(12)))))


def test_the_factors_of_all_years(forcing):
    yearly = {
        int(row[15]): row
        for row in rows(WORKBOOK / "Tier2TestData.csv")[1:]
        if row[15:16] not in ([], [""])
    }
    for year in range(FIRST, LAST + 1):
        found = [forcing[name].values[year - FIRST, 0] for name in list(forcing)[:2]]
        assert found[0] == pytest.approx(float(yearly[year][16]), abs=0.00135)
        assert found[1] == pytest.approx(float(yearly[year][17]), abs=5.5e-4)


def test_forty_seven_years_from_the_monthly_climate(forcing):
    head, *lines = rows(WORKBOOK / "outputs.csv")
    expected = {name: np.array([float(row[i]) for row in lines]) for i, name in enumerate(head)}
    tier2 = model("ipcc_tier2")
    p = parameter_set("ipcc_tier2")
    years = slice(1970 - FIRST, None)
    streams = {name: Stream(forcing[name].values[years]) for name in list(forcing)[:2]}
    streams["tillage"] = forcing["tillage"]
    shares = litter_shares_parton1987(0.111, 0.021, p["metabolic_intercept"], p["metabolic_slope"])
    for name, share in zip(tier2.inputs, shares, strict=True):
        streams[name] = Stream(share * expected["CI"][:, None])
    site = tier2.site(tier2.parameters(), Soil(clay=30.0, depth=30.0, sand=25.0))
    result = run(tier2, site, tier2.state(0.34, 3.61, 58.80), streams, 47)
    columns = dict(zip(tier2.pools, ("ACTIVEy", "SLOWy", "PASSIVEy"), strict=True))
    for pool, column in columns.items():
        assert np.abs(result.pools[pool][:, 0] - expected[column]).max() < 0.01
    assert np.abs(result.soc[:, 0] - expected["SOCy"]).max() < 0.01
