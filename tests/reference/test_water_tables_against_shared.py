"""Every cell of the tables of water and fixation against the shared factor files, in place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from permil.tables import table

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FACTORS = SHARED / "factors"

pytestmark = pytest.mark.skipif(not FACTORS.is_dir(), reason="no shared factors here")


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def test_soil_hydraulics() -> None:
    cells = _rows("soil_hydraulic_by_texture.csv")
    assert len(cells) == len(table("soil_hydraulics").rows)
    for c in cells:
        row = table("soil_hydraulics").one(texture=c["usda_texture_class"])
        for name in ("porosity", "field_capacity", "wilting_point"):
            assert getattr(row, name) == float(c[name])
        assert row.confidence == c["confidence"]


def test_fixation() -> None:
    columns = {
        "fixed_share": "ndfa",
        "harvest_index": "n_harvest_index",
        "below_ground_ratio": "below_ground_n_ratio",
        "nonsymbiotic": "nonsymbiotic_base_kg_ha",
        "legume_share": "leguminous_share",
    }
    cells = _rows("biological_n_fixation.csv")
    for row, c in zip(table("nitrogen_fixation").rows, cells, strict=True):
        for ours, theirs in columns.items():
            assert getattr(row, ours) == _number(c[theirs]), (row.plant, ours)
        assert row.confidence == c["confidence"]
