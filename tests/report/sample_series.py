"""Series of the sample document: stocks that rise or fall, and a changed climate."""

from __future__ import annotations

from math import exp
from typing import Any

YEARS = list(range(1851, 1901))
MEASURED = {"bare": ((1852, 30.7), (1882, 26.5)), "manured": ((1852, 30.7), (1882, 59.9))}
ENDS = {"bare": 30.0, "manured": 75.0, "stopped": 34.0}


def quantity(unit: str, middle: float, half: float) -> dict[str, Any]:
    """Return a result with a symmetric 90 % interval."""
    spread = {"q05": -half, "q25": -half / 2.5, "q50": 0.0, "q75": half / 2.5, "q95": half}
    return {"unit": unit, "mean": middle, **{name: middle + d for name, d in spread.items()}}


def series(unit: str, middles: list[float | None], half: float) -> dict[str, Any]:
    """Return a series of results; years without a value stay empty."""
    rows = [None if m is None else quantity(unit, m, half) for m in middles]
    names = ("mean", "q05", "q25", "q50", "q75", "q95")
    return {"unit": unit} | {n: [None if r is None else r[n] for r in rows] for n in names}


def stocks(scenario: str) -> list[float]:
    """Return a stock that goes from 34 t C/ha towards the scenario's end."""
    return [ENDS[scenario] + (34.0 - ENDS[scenario]) * exp(-i / 25) for i in range(len(YEARS))]


def climate(ids: tuple[str, ...]) -> dict[str, Any]:
    """Return a changed climate under which every stock ends 2 t C/ha lower."""
    results = {}
    for key in ids:
        lower = [stock - 2.0 * i / (len(YEARS) - 1) for i, stock in enumerate(stocks(key))]
        gain = stocks(key)[-1] - stocks("bare")[-1]
        results[key] = {
            "rothc": {
                "final_stock": quantity("t C/ha", lower[-1], 8.0),
                "stock_change": quantity("t C/ha", lower[-1] - lower[0], 5.0),
                "against_unchanged": quantity("t C/ha", -2.0, 0.5),
                "additional_stock": quantity("t C/ha", gain, 5.0),
                "net_benefit": quantity("t CO2e", 36.0 if key != "bare" else 0.0, 12.0),
                "net_benefit_rate": quantity("t CO2e/ha/yr", 0.7, 0.6),
                "probability_net_benefit": 0.78,
                "series": {"soil_organic_carbon_stock": series("t C/ha", list(lower), 6.0)},
            }
        }
    return {
        "name": "Hot and dry",
        "temperature_change": {"unit": "K", "months": [2.0] * 12},
        "precipitation_change": {"unit": "%", "months": [-10.0] * 6 + [0.0] * 6},
        "reached_in": 1950,
        "share_at_end": 0.5,
        "source": "a table",
        "climate": {
            "annual_temperature": 11.3,
            "annual_precipitation": 670.0,
            "annual_pet": 700.0,
        },
        "unseen_by": [],
        "results": results,
    }
