"""The bundled climatology against another derivation of it and against station records."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from permil.datasets.climatology import climatology, climatology_at
from permil.science.potential_evapotranspiration import (
    MONTH_LENGTHS,
    hargreaves1985,
    thornthwaite1948,
)

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))

STATIONS = {
    "tunis": (36.8, 10.2),
    "brussels": (50.8, 4.35),
    "hyderabad": (17.4, 78.5),
    "cordoba": (-31.4, -64.2),
    "champion": (40.4, -101.7),
    "cambridge": (52.2, 0.1),
}


def test_against_the_shared_derivation():
    data = climatology()
    with np.load(SHARED / "world/era5_monthly_climatology_2000_2025_0p5deg.npz") as shared:
        land = shared["land"]
        temperature = shared["t2m_C_x10"] / 10
        precipitation = shared["tp_mm"].astype(float)
    ours = np.zeros_like(land)
    ours[data.row, data.column] = True
    north = land.copy()
    north[300:] = False
    # The shared mask is coarser; what it has and we have not are a few cells of sea.
    assert (north & ~ours).sum() < 0.002 * north.sum()
    both = land[data.row, data.column]
    place = (slice(None), data.row[both], data.column[both])
    warmth = np.abs(data.temperature[:, both] - temperature[place])
    water = np.abs(data.precipitation[:, both] - precipitation[place])
    # Inland they agree to rounding; at coasts ours is the climate of the land alone.
    assert np.median(warmth) <= 0.1
    assert np.quantile(warmth, 0.9) <= 0.2
    assert np.quantile(water, 0.9) <= 2


def station(name):
    """Return mean monthly minimum, maximum [°C], precipitation and ET0 [mm/month]."""
    path = SHARED / f"world/aquacrop_weather/{name}_climate.txt"
    daily = np.genfromtxt(path, skip_header=1)
    months = np.array([np.nanmean(daily[daily[:, 1] == m, 3:7], axis=0) for m in range(1, 13)])
    return months[:, 0], months[:, 1], months[:, 2] * MONTH_LENGTHS, months[:, 3] * MONTH_LENGTHS


@pytest.mark.parametrize("name", STATIONS)
def test_against_daily_weather_records(name):
    low, high, precipitation, _ = station(name)
    cell = climatology_at(*STATIONS[name])
    # The records lie before the climatology's years for the most part.
    warming = np.mean(cell.temperature) - np.mean((low + high) / 2)
    assert -1.3 < warming < 1.8
    assert sum(cell.precipitation) == pytest.approx(precipitation.sum(), rel=0.2)


@pytest.mark.parametrize("name", STATIONS)
def test_evapotranspiration_against_reference_evapotranspiration(name):
    low, high, _, et0 = station(name)
    latitude = STATIONS[name][0]
    hargreaves = hargreaves1985(low, high, latitude)
    thornthwaite = thornthwaite1948((low + high) / 2, latitude)
    assert hargreaves.sum() == pytest.approx(et0.sum(), rel=0.17)
    assert np.corrcoef(hargreaves, et0)[0, 1] > 0.99
    # Thornthwaite is low in dry climates, by half at worst, as its documentation says.
    assert 0.45 < thornthwaite.sum() / et0.sum() < 1.1


def test_hoosfield_weather_of_the_published_run():
    path = SHARED / "reference/rothc/hoosfield_1852_2000/FYM_annual/RothC_input.dat"
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    year = np.array([row[3:5] for row in rows if row[:1] == ["1852"]], dtype=float)
    cell = climatology_at(51.81, -0.37)
    # Means of the 20th century: the climatology is about 1.6 K warmer.
    assert np.mean(cell.temperature) - year[:, 0].mean() == pytest.approx(1.6, abs=0.5)
    assert sum(cell.precipitation) == pytest.approx(year[:, 1].sum(), rel=0.1)
