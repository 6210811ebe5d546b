"""Water and risks of the answer document made by hand."""

from __future__ import annotations

from typing import Any

from report.sample_series import quantity


def balance(evaporates: float, drains: float, cover_crop: float = 0.0) -> dict[str, float]:
    """Return a water balance."""
    return {
        "irrigation": 0.0,
        "evapotranspiration": evaporates,
        "drainage": drains,
        "runoff": 0.0,
        "irrigation_need": 41.0,
        "cover_crop_evapotranspiration": cover_crop,
        "cover_crop_drainage": -cover_crop,
        "tree_evapotranspiration": 0.0,
        "tree_drainage": 0.0,
    }


def water(ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the water of every scenario: one land unit known, the other not."""
    scenarios = {}
    for i, key in enumerate(ids):
        own = balance(520.0 + 9.0 * i, 184.0 - 9.0 * i, 7.0 * i)
        unit = {"leaches": True, "leaching_by": "drainage"}
        scenarios[key] = {
            "balance": own,
            "land_units": [
                {
                    "land_unit": "field",
                    "available_water": {"unit": "mm", "value": 270.0},
                    "balance": own,
                    **unit,
                },
                {
                    "land_unit": "hill",
                    "available_water": None,
                    "balance": None,
                    **(unit | {"leaching_by": "climate"}),
                },
            ],
            "carbon": {
                "gain": {"rothc": quantity("mm", 1.4 * i - 0.4, 0.3)},
                "unit": "mm/yr",
                "evapotranspiration": 0.2 * i,
                "drainage": -0.2 * i,
            },
        }
    return {
        "unit": "mm/yr",
        "area_ha": 1.0,
        "unknown": {"hill": "texture"},
        "precipitation": 704.0,
        "scenarios": scenarios,
    }


def risks(ids: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """Return the risks of every scenario: one that holds and one that cannot be judged."""
    published = {
        "low": None,
        "mid": 12.0,
        "high": None,
        "unit": "%",
        "basis": "A quadratic fit.",
        "source": "qiu2024",
        "confidence": "single_source",
    }
    entry = {
        "land_unit": "field",
        "rule": "acid_soil_n2o",
        "name": "Acid soil",
        "gas": "N2O",
        "direction": "higher",
        "verdict": "holds",
        "why": "Acidity hinders the last step.",
        "facts": {"ph": 5.8},
        "missing": [],
        "magnitude": published,
        "helps": [
            {
                "id": "liming",
                "text": "Lime.",
                "effect": published,
                "computed": {
                    "change": quantity("t CO2e/yr", -0.4, 0.1),
                    "note": "At most.",
                    "limestone_below": 0.16,
                },
            },
            {"id": "nitrate", "text": "Nitrate.", "effect": published, "computed": None},
        ],
    }
    undecided = {
        "rule": "waterlogged_nitrogen_n2o",
        "name": "Waterlogging",
        "verdict": "undecided",
        "missing": ["drainage_class"],
        "helps": [],
    }
    return {key: [entry, entry | undecided] for key in ids}
