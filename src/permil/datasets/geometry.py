"""Outlines of land units: GeoJSON files, checked and kept for maps."""

from __future__ import annotations

import json
from pathlib import Path

from permil.errors import FileProblem

#: What an outline is, for messages.
OUTLINE = "give a GeoJSON file with polygons, its path relative to the project file"
_TYPES = {"FeatureCollection", "Feature", "Polygon", "MultiPolygon"}


def check_geometry(path: Path, *, where: str) -> None:
    """Raise an error if a file is no GeoJSON outline.

    Parameters
    ----------
    path : Path
        The file.
    where : str
        Place of its name in the project file.

    Raises
    ------
    FileProblem
        If the file is no JSON, or holds no polygon.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileProblem(
            where=where, problem=f"{path.name} is no JSON ({error})", remedy=OUTLINE
        ) from None
    if not isinstance(data, dict) or data.get("type") not in _TYPES:
        raise FileProblem(
            where=where, problem=f"{path.name} holds no GeoJSON outline", remedy=OUTLINE
        )
