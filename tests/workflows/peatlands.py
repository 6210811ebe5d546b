"""Small projects with organic soils for the tests of the workflows."""

from __future__ import annotations

from typing import Any

from permil.datasets.activities import Activities
from permil.datasets.activities.organic_soils import OrganicSoil, WaterTable
from permil.datasets.management import Management
from permil.datasets.project import FactorOverride, Horizon, Project, Run, Scenario
from permil.tables import factor_id, table
from permil.tables.wetland_categories import Nutrients, PeatUse
from permil.vocabulary import OrganicSoilKind
from workflows.projects import project

YEARS = 10


def fen(**facts: Any) -> OrganicSoil:
    """Return 100 ha of rich fen, drained for cropland."""
    known: dict[str, Any] = {
        "id": "fen",
        "name": "Fen",
        "kind": OrganicSoilKind.INLAND_PEAT,
        "area": 100.0,
        "drained": 100.0,
        "land_use": PeatUse.CROPLAND,
        "nutrients": Nutrients.RICH,
    }
    return OrganicSoil(**known | facts)


def change(
    *, drain: dict[int, float] | None = None, rewet: dict[int, float] | None = None, **more: Any
) -> WaterTable:
    """Return areas that are drained or rewetted, by the number of the year."""
    years = more.pop("years", YEARS)
    new = [tuple((one or {}).get(year, 0.0) for year in range(years)) for one in (drain, rewet)]
    return WaterTable(more.pop("soil", "fen"), *new, **more)


def plan(name: str, *changes: WaterTable, fires: tuple[Any, ...] = (), **more: Any) -> Scenario:
    """Return a scenario that changes water tables alone."""
    activities = Activities(water_table=changes, peat_fire=fires)
    return Scenario(
        name, name.title(), name == "baseline", Management(), (), (), activities, **more
    )


def peatland(*scenarios: Scenario, soils: Any = None, **changes: Any) -> Project:
    """Return a project of organic soils alone."""
    parts: dict[str, Any] = {
        "land_units": (),
        "organic_soils": (fen(),) if soils is None else soils,
        "scenarios": scenarios,
        "run": Run(seed=1, draws=60),
        "horizon": Horizon(2026, 2025 + YEARS),
    }
    return project(**parts | changes)


def central(*chosen: tuple[str, dict[str, str]]) -> dict[str, FactorOverride]:
    """Return published values without their ranges, so that results can be computed by hand."""
    found = {}
    for name, keys in chosen:
        for row in table(name).select():
            if all(getattr(row, key) == value for key, value in keys.items()):
                found[factor_id(name, row)] = FactorOverride(row.value, None, None, "by hand")
    return found
