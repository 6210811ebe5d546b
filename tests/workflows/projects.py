"""Small projects for the tests of the workflows, built without a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from permil.datasets.climate import ClimateInput
from permil.datasets.management import (
    Amendment,
    CoverCrop,
    CropYear,
    FertiliserUse,
    Management,
    Schedule,
)
from permil.datasets.project import (
    Horizon,
    LandUnit,
    Place,
    Project,
    Run,
    Scenario,
    Soil,
    Uncertainty,
)
from permil.vocabulary import AlternativeFate, Fertiliser, SoilType

#: Published monthly means of Rothamsted (RothC description, version 2.0.0, table 2).
ROTHAMSTED = ClimateInput(
    temperature=(3.4, 3.6, 5.1, 7.3, 11.0, 13.9, 16.0, 16.0, 13.5, 10.2, 6.1, 4.6),
    precipitation=(74, 59, 62, 51, 52, 57, 34, 55, 58, 56, 75, 71),
    open_pan_evaporation=(8, 10, 27, 49, 83, 99, 103, 91, 69, 34, 16, 8),
)

WHEAT = Management(
    rotation=(CropYear("winter_wheat", 7.0), CropYear("barley", 5.5)),
    fertilisers=(FertiliserUse(Fertiliser.UREA, 100.0),),
)


def manure(fate: AlternativeFate | None = AlternativeFate.BURNT, **schedule: Any) -> Amendment:
    """Return twenty tonnes of manure each October."""
    return Amendment("farmyard_manure", 20.0, None, None, 10, Schedule(**schedule), fate)


COVERED = replace(WHEAT, cover_crops=(CoverCrop(1.0, 0.5, 1.6, (9, 10, 11, 12)),))
MANURED = replace(WHEAT, amendments=(manure(),))


def scenario(name: str, management: Management, **more: Any) -> Scenario:
    """Return a scenario whose id is its name."""
    return Scenario(name, name.title(), name == "baseline", management, **more)


def unit(name: str = "field", area: float = 10.0, **soil: Any) -> LandUnit:
    """Return a land unit with a measured stock."""
    facts: dict[str, Any] = {
        "depth": 30.0,
        "clay": 22.0,
        "stock": 52.0,
        "stock_sd": 3.0,
        "soil_type": SoilType.HAC,
    }
    return LandUnit(name, name.title(), area, Soil(**(facts | soil)))


def project(*alternatives: Scenario, **changes: Any) -> Project:
    """Return a project with a wheat baseline and the given alternatives."""
    parts: dict[str, Any] = {
        "name": "Test farm",
        "description": "",
        "illustrative": True,
        "sources": (),
        "path": None,
        "run": Run(seed=1, draws=60, models=("rothc",)),
        "place": Place(51.8, -0.37, 128.0),
        "climate": ROTHAMSTED,
        "land_units": (unit(),),
        "history": None,
        "scenarios": (
            scenario("baseline", WHEAT),
            *(alternatives or (scenario("covered", COVERED),)),
        ),
        "observations": (),
        "horizon": Horizon(2026, 2065, 2046),
        "uncertainty": Uncertainty(0.1, 0.1),
        "confirm": {},
        "assumptions": (),
        "raw": {"name": "Test farm"},
    }
    return Project(**(parts | changes))
