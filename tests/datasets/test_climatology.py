import hashlib
import io
import subprocess
import sys
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.datasets.climatology import climatology, climatology_at, climatology_version
from permil.errors import NotApplicable, OutOfBounds

FOLDER = files("permil.datasets").joinpath("data/climatology")


def test_card_names_the_bytes_and_the_attribution():
    card = tomllib.loads(FOLDER.joinpath("card.toml").read_text(encoding="utf-8"))
    content = FOLDER.joinpath("climatology.npz").read_bytes()
    assert card["sha256"] == hashlib.sha256(content).hexdigest() == climatology_version()
    assert "modified Copernicus Climate Change Service information" in card["attribution"]
    with np.load(io.BytesIO(content), allow_pickle=False) as data:
        assert set(card["columns"]) == set(data.files)
    assert len(content) < 2.5e6


def test_cells_are_land_in_order_and_plausible():
    data = climatology()
    keys = data.row * 720 + data.column
    assert (np.diff(keys) > 0).all()
    assert 65_000 < keys.size < 75_000
    assert data.latitude.max() < 84
    assert data.latitude.min() > -60
    assert -50 < data.temperature.min() < data.temperature.max() < 45
    assert data.precipitation.min() == 0
    assert data.precipitation.max() < 3000


def test_land_means_are_those_of_the_earth():
    data = climatology()
    weight = np.cos(np.deg2rad(data.latitude))
    temperature = np.average(data.temperature.mean(axis=0), weights=weight)
    precipitation = np.average(data.precipitation.sum(axis=0), weights=weight)
    assert temperature == pytest.approx(14, abs=1.5)
    assert precipitation == pytest.approx(850, abs=120)


@pytest.mark.parametrize(
    ("latitude", "longitude", "temperature", "precipitation"),
    [
        # Annual mean and sum as the weather services publish them for recent normals.
        (51.81, -0.36, 10.5, 720),
        (52.52, 13.40, 10.0, 580),
        (-1.29, 36.82, 19.0, 950),
        (-34.60, -58.40, 18.0, 1200),
        (28.61, 77.21, 25.0, 750),
    ],
)
def test_known_places(latitude, longitude, temperature, precipitation):
    cell = climatology_at(latitude, longitude)
    assert cell.distance_km == 0
    assert abs(cell.latitude - latitude) <= 0.25
    assert abs(cell.longitude - longitude) <= 0.25
    assert sum(cell.temperature) / 12 == pytest.approx(temperature, abs=2)
    assert sum(cell.precipitation) == pytest.approx(precipitation, rel=0.3)


def test_southern_summer_is_in_january():
    cell = climatology_at(-33.0, 148.0)
    assert cell.temperature[0] > cell.temperature[6] + 10


def test_edges_of_the_grid():
    east, west = climatology_at(-17.0, 180.0), climatology_at(-17.0, -180.0)
    assert (east.latitude, east.longitude) == (west.latitude, west.longitude)
    assert east.distance_km == pytest.approx(west.distance_km)
    inland = climatology_at(66.5, 180.0)
    assert (inland.longitude, inland.distance_km) == (-179.75, 0)


def test_place_off_the_coast_takes_the_nearest_cell():
    cell = climatology_at(50.6, -5.9)
    assert cell.distance_km == pytest.approx(40.3, abs=0.1)
    assert (cell.latitude, cell.longitude) == (50.25, -5.75)


@pytest.mark.parametrize("place", [(0.0, -30.0), (-90.0, 0.0), (90.0, 0.0), (-62.2, -58.9)])
def test_far_from_land_asks_for_the_climate(place):
    with pytest.raises(NotApplicable) as caught:
        climatology_at(*place)
    assert "monthly temperature and precipitation" in caught.value.fields["remedy"]


@pytest.mark.parametrize("place", [(95.0, 0.0), (0.0, 190.0), (float("nan"), 0.0)])
def test_no_coordinates(place):
    with pytest.raises(OutOfBounds):
        climatology_at(*place)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_has_a_near_cell_or_an_error(latitude, longitude):
    try:
        cell = climatology_at(latitude, longitude)
    except NotApplicable:
        return
    assert len(cell.temperature) == len(cell.precipitation) == 12
    assert cell.distance_km <= 75
    assert abs(cell.latitude - latitude) < 1


def test_importing_the_climate_loads_no_numpy():
    code = "import sys, permil.datasets.climate; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
