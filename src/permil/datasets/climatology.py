"""The bundled climatology: monthly temperature and precipitation of all land at 0.5 degree.

Means of 2000-2025 of the ERA5 reanalysis; ``data/climatology/card.toml`` says where they come
from and what they are good for.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from permil.errors import NotApplicable
from permil.variables import variable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Years that the means cover.
PERIOD = (2000, 2025)

#: Size of a cell [degree].
CELL_SIZE = 0.5

#: Farthest centre of a land cell that may stand in for a place without one [km].
FARTHEST_CELL = 75.0

#: Mean radius of the Earth [km].
EARTH_RADIUS = 6371.0

_COLUMNS = 720
_ROWS = 360


@dataclass(frozen=True)
class ClimatologyCell:
    """Mean year of one land cell.

    Parameters
    ----------
    latitude, longitude : float
        Centre of the cell [° N], [° E].
    distance_km : float
        Great-circle distance from the place to that centre where the place lies in no land cell
        of its own; 0 where it does [km].
    temperature : tuple of float
        Monthly mean of air temperature, January first [°C].
    precipitation : tuple of float
        Monthly precipitation, January first [mm/month].
    """

    latitude: float
    longitude: float
    distance_km: float
    temperature: tuple[float, ...]
    precipitation: tuple[float, ...]


@dataclass(frozen=True)
class Climatology:
    """All land cells, sorted from north to south and from west to east.

    Parameters
    ----------
    row, column : ndarray of int
        Position on the grid of 360 rows from the north and 720 columns from 180° West.
    temperature : ndarray
        Monthly mean of air temperature, month on axis 0 [°C].
    precipitation : ndarray
        Monthly precipitation, month on axis 0 [mm/month].
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    temperature: Array
    precipitation: Array

    @property
    def latitude(self) -> Array:
        """Latitude of the centres [° N]."""
        latitude: Array = 90.0 - CELL_SIZE * (self.row.astype("float64") + 0.5)
        return latitude

    @property
    def longitude(self) -> Array:
        """Longitude of the centres [° E]."""
        longitude: Array = CELL_SIZE * (self.column.astype("float64") + 0.5) - 180.0
        return longitude


def _content() -> bytes:
    return files("permil.datasets").joinpath("data/climatology/climatology.npz").read_bytes()


@cache
def climatology_version() -> str:
    """Return a digest of the bundled data, for the hash of a run's inputs."""
    return hashlib.sha256(_content()).hexdigest()


@cache
def climatology() -> Climatology:
    """Return the whole climatology (about 14 MB, read once)."""
    import numpy as np

    with np.load(io.BytesIO(_content()), allow_pickle=False) as data:
        return Climatology(
            row=data["row"].astype(np.int64),
            column=data["column"].astype(np.int64),
            temperature=data["temperature"] / 10.0,
            precipitation=data["precipitation"].astype(np.float64),
        )


def climatology_at(latitude: float, longitude: float, *, where: str = "place") -> ClimatologyCell:
    """Return the climate of the land cell that contains a place, or of the nearest one.

    Parameters
    ----------
    latitude, longitude : float
        Place, north and east positive [° N], [° E].
    where : str
        What an error names as the origin of the coordinates.

    Returns
    -------
    ClimatologyCell
        The cell; its ``distance_km`` is above zero where the place lies in no land cell.

    Raises
    ------
    OutOfBounds
        If the coordinates are none.
    NotApplicable
        If no land cell has its centre within ``FARTHEST_CELL`` km; the climate must be given.
    """
    variable("latitude").check(latitude, where=where)
    variable("longitude").check(longitude, where=where)
    data = climatology()
    index, distance = _containing(data, latitude, longitude), 0.0
    if index is None:
        index, distance = _nearest(data, latitude, longitude)
    if distance > FARTHEST_CELL:
        raise NotApplicable(
            where=where,
            method="the bundled climatology",
            problem=f"its nearest land cell to {latitude:g}, {longitude:g} is {distance:.0f} km "
            f"away, more than {FARTHEST_CELL:g} km",
            remedy="give monthly temperature and precipitation",
        )
    return ClimatologyCell(
        latitude=float(data.latitude[index]),
        longitude=float(data.longitude[index]),
        distance_km=distance,
        temperature=tuple(data.temperature[:, index].tolist()),
        precipitation=tuple(data.precipitation[:, index].tolist()),
    )


def _containing(data: Climatology, latitude: float, longitude: float) -> int | None:
    """Return the index of the land cell that contains a place, None at sea.

    A place on an edge belongs to the cell south or east of it.
    """
    import numpy as np

    row = min(int((90.0 - latitude) / CELL_SIZE), _ROWS - 1)
    column = int((longitude + 180.0) / CELL_SIZE) % _COLUMNS
    keys = data.row * _COLUMNS + data.column
    index = int(np.searchsorted(keys, row * _COLUMNS + column))
    found = index < keys.size and keys[index] == row * _COLUMNS + column
    return index if found else None


def _nearest(data: Climatology, latitude: float, longitude: float) -> tuple[int, float]:
    """Return the index of the cell whose centre is nearest and its great-circle distance [km]."""
    import numpy as np

    here, there = np.deg2rad(latitude), np.deg2rad(data.latitude)
    east = np.deg2rad(data.longitude - longitude)
    half = np.sin((there - here) / 2) ** 2
    half = half + np.cos(here) * np.cos(there) * np.sin(east / 2) ** 2
    distance = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    index = int(np.argmin(distance))
    return index, float(distance[index])
