import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).resolve().parents[2] / "tools/make_climatology.py"
spec = importlib.util.spec_from_file_location("make_climatology", PATH)
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


def box(west, south, east, north):
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return np.array(corners, dtype=float)


def area(share):
    return share.sum() * tool.BOX**2


def test_land_share_of_a_rectangle_with_a_lake():
    share = tool.land_share([box(10, 20, 20.05, 30), box(12, 22, 14, 24)])
    assert area(share) == pytest.approx(10.05 * 10 - 4, rel=1e-3)
    assert share[round((90 - 25) / tool.BOX), round((180 + 15) / tool.BOX)] == pytest.approx(1)


@pytest.mark.parametrize("jump", [170.0, -190.0])
def test_land_across_the_antimeridian(jump):
    ring = box(170, 0, 190, 10)
    ring[:, 0] = (ring[:, 0] - jump) % 360 + jump
    share = tool.land_share([ring])
    assert area(share) == pytest.approx(200, rel=1e-3)
    row = round((90 - 5) / tool.BOX)
    assert share[row, 0] == pytest.approx(1)
    assert share[row, -1] == pytest.approx(1)
    assert share[row, share.shape[1] // 2] == 0


def test_land_around_the_pole():
    longitude = np.append(np.arange(-180.0, 180.0, 10), -180.0)
    ring = np.column_stack([longitude, np.full(longitude.size, -80.0)])
    share = tool.land_share([ring])
    assert area(share) == pytest.approx(3600, rel=1e-3)


def test_islands_between_scan_lines_stay():
    share = tool.land_share([box(5.001, 5.001, 5.002, 5.002)])
    assert (share > 0).sum() == 1


def test_average_weights_by_land():
    source = np.zeros((12, 721, 1440))
    source[:] = np.arange(12)[:, None, None]
    source[:, 360, 720] += 8  # the point at 0, 0: a quarter of its box lies in each cell around
    land = np.zeros((1440, 2880))
    land[716:720, 1440:1444] = 1  # the cell from 0 to 0.5 °N and E
    kept, weights = tool.cells(land)
    assert np.argwhere(kept).tolist() == [[179, 360]]
    mean = tool.average(source, weights)[:, 179, 360]
    # One of the sixteen boxes of the cell belongs to the point at its corner.
    assert mean == pytest.approx(np.arange(12) + 8 / 16, rel=1e-4)


def test_edges_of_the_source_grid_fall_where_they_should():
    latitude = np.broadcast_to(np.linspace(90, -90, 721)[:, None], (721, 1440))
    longitude = np.broadcast_to(np.arange(-180, 180, 0.25), (721, 1440))
    kept, weights = tool.cells(np.ones((1440, 2880)))
    north, east = tool.average(np.stack([latitude, longitude]), weights)
    assert north[1:-1, 5] == pytest.approx(89.25 - 0.5 * np.arange(358), abs=0.04)
    assert east[200, 1:-1] == pytest.approx(-179.25 + 0.5 * np.arange(718), abs=1e-9)
    assert kept.sum() == 300 * 720


def test_topojson_arcs_run_both_ways(tmp_path):
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [-180, -90]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]]]}],
            }
        },
    }
    path = tmp_path / "land.json"
    path.write_text(json.dumps(topology), encoding="utf-8")
    (ring,) = tool.read_rings(path)
    assert ring[0].tolist() == ring[-1].tolist() == [-180.0, -90.0]
    assert ring[2].tolist() == [-179.0, -89.0]


def test_wrong_units_are_noticed():
    kelvin = np.full((12, 721, 1440), 288.0)
    with pytest.raises(AssertionError):
        tool.check_source(kelvin, np.full(kelvin.shape, 0.003))


def test_bytes_depend_on_content_alone():
    arrays = {"a": np.arange(5), "b": np.zeros((2, 3))}
    assert tool.deterministic_npz(arrays) == tool.deterministic_npz(arrays)
