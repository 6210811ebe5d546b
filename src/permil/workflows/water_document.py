"""The answer document's water: balances by scenario and land unit, cover crops, carbon."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.science.crop_water import available_water_gain_minasny2018
from permil.science.water_balance import CUBIC_METRES
from permil.workflows.land_factors import by_bucket, fine_earth_mass, leaching
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import summarise
from permil.workflows.water import UnitWater
from permil.workflows.water_bucket import Bucket, balances_of

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

#: Lines of the ledger for information.
LINES = ("water_evapotranspiration", "water_drainage", "irrigation_need", "available_water_gain")
#: Water below which a difference of two buckets is rounding [mm/yr].
ROUNDING = 1e-9
#: What is shown of a balance: name, and its series by year and scenario [mm/yr].
PARTS: dict[str, Callable[[UnitWater], Any]] = {
    "irrigation": lambda u: u.annual("irrigation"),
    "evapotranspiration": lambda u: u.annual("evapotranspiration"),
    "drainage": lambda u: u.annual("drainage"),
    "runoff": lambda u: u.annual("runoff"),
    "irrigation_need": lambda u: u.need,
    "cover_crop_evapotranspiration": lambda u: u.cover_crops[0],
    "cover_crop_drainage": lambda u: u.cover_crops[1],
    "tree_evapotranspiration": lambda u: u.trees[0],
    "tree_drainage": lambda u: u.trees[1],
}


def water_entries(a: Assessment, views: dict[str, ModelView]) -> dict[str, Any]:
    """Return the answer document's ``water``.

    Parameters
    ----------
    a : Assessment
        The assessment.
    views : dict of str to ModelView
        Draws of each model, the ensemble first.

    Returns
    -------
    dict
        Means over the horizon and the land whose water is known [mm/yr], by scenario and by land
        unit; land units whose water is not known, with the reason; and by model what the carbon
        gained holds [mm].
    """
    water = a.water
    horizon = a.project.horizon
    years = horizon.last_year - horizon.first_year + 1
    return {
        "unit": "mm/yr",
        "area_ha": water.area,
        "unknown": dict(water.unknown),
        "precipitation": float(water.weather.rain.sum()) / years if water.units else None,
        "scenarios": {
            scenario.id: {
                "balance": _mean(a, s) if water.units else None,
                "land_units": [_unit(a, one, s) for one in a.project.land_units],
                "carbon": _carbon(a, views, s),
            }
            for s, scenario in enumerate(a.project.scenarios)
        },
    }


def _mean(a: Assessment, s: int) -> dict[str, float]:
    """Return the balance of a scenario, mean over the horizon and the land [mm/yr]."""
    scale = a.water.area * CUBIC_METRES
    return {
        name: _settled(float(a.water.total(of)[s].mean()) / scale) for name, of in PARTS.items()
    }


def _unit(a: Assessment, unit: Any, s: int) -> dict[str, Any]:
    """Return the water of a land unit under a scenario."""
    entry: dict[str, Any] = {
        "land_unit": unit.id,
        "leaches": leaching(a.project, unit, a.place, a.water)[s],
        "leaching_by": "drainage" if by_bucket(a.project, unit, a.water) else "climate",
        "available_water": None,
        "balance": None,
    }
    if unit.id in a.water.units:
        one = a.water.units[unit.id]
        entry["available_water"] = {"unit": "mm", "value": float(one.bucket.capacity[s])}
        entry["balance"] = {
            name: _settled(float(a.water.adopted(one, of(one))[s].mean()))
            for name, of in PARTS.items()
        }
    return entry


def _carbon(a: Assessment, views: dict[str, ModelView], s: int) -> dict[str, Any] | None:
    """Return what the carbon gained by the end of the horizon holds and does.

    The gain is that of the draws, by model; its effect on the balance that of its mean.
    """
    masses = {unit.id: fine_earth_mass(unit) for unit in a.project.land_units}
    area = sum(unit.area for unit in a.project.land_units if masses[unit.id] is not None)
    if not area:
        return None
    gains = {
        name: view.line("available_water_gain")[s, -1] / (area * CUBIC_METRES)
        for name, view in views.items()
    }
    found: dict[str, Any] = {"gain": {n: summarise(g, "mm") for n, g in gains.items()}}
    effects = _effects(a, s)
    return found | {"unit": "mm/yr", **effects}


def _effects(a: Assessment, s: int) -> dict[str, float | None]:
    """Return what the mean gain by the end changes of evaporation and drainage [mm/yr]."""
    known = [one for one in a.water.units.values() if fine_earth_mass(one.unit) is not None]
    area = sum(one.unit.area for one in known)
    names = ("evapotranspiration", "drainage")
    if not area:
        return dict.fromkeys(names)
    stock = a.ledger["soil_organic_carbon_stock_mean"]
    weights = [a.weights[str(model)] for model in stock["model"].values]
    row = a.drawn.book.row("available_water", ("available_water_gain",), texture_group="all")
    larger = []
    for one in known:
        means = stock.sel(land_unit=one.unit.id).values[s]
        gained = float(np.average(means[:, -1] - means[:, 0], weights=weights))
        depth = one.unit.soil.depth / 100.0
        mass = fine_earth_mass(one.unit)
        more = available_water_gain_minasny2018(gained, mass, depth, row.value)
        capacity = np.maximum(one.bucket.capacity[[s]] + more, 0.0)
        larger.append(_scenario(one.bucket, s)._replace(capacity=capacity))
    total, years = dict.fromkeys(names, 0.0), len(a.water.weather.rain) / 12
    for one, balance in zip(known, balances_of(larger, a.water.weather), strict=True):
        for name in names:
            change = getattr(balance, name).sum() - getattr(one.balance, name)[:, s].sum()
            total[name] += float(change) / years * one.unit.area
    return {name: _settled(value / area) for name, value in total.items()}


def _scenario(bucket: Bucket, s: int) -> Bucket:
    """Return the bucket of one scenario."""
    return Bucket(*(part[..., [s]] for part in bucket))


def _settled(value: float) -> float:
    """Return zero where a difference is rounding."""
    return 0.0 if abs(value) < ROUNDING else value
