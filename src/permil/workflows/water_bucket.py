"""The buckets of a land unit: what fills and empties them, and whether they close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.datasets.management import Management
from permil.datasets.project import LandUnit
from permil.errors import BudgetError
from permil.science.crop_water import (
    bare_soil_coefficient_fao56,
    month_coefficient_fao56,
    wetting_interval,
)
from permil.science.texture import texture_class_usda
from permil.science.water_balance import (
    WaterBalance,
    depletion_fraction_fao56,
    irrigated_water_balance_fao56,
    total_available_water_fao56,
    water_balance_fao56,
)
from permil.tables import parameter_set, table
from permil.tables.nitrogen_categories import MediterraneanIrrigation
from permil.workflows.place import PlaceFacts, over_horizon
from permil.workflows.unit_draws import soil_of
from permil.workflows.water_demand import BARE, Stand, plant_water

Float = NDArray[np.float64]

DAYS = np.array([31.0, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
#: Share of the year's rain within which a bucket must close.
CLOSED = 1e-9


class Weather(NamedTuple):
    """Climate of the run over the horizon, each of shape (month, 1).

    Parameters
    ----------
    rain, irrigation, reference : ndarray
        Rain and snow, irrigation as given, and reference evapotranspiration [mm/month].
    """

    rain: Float
    irrigation: Float
    reference: Float


class Bucket(NamedTuple):
    """What fills and empties the buckets of a land unit, one a scenario.

    Parameters
    ----------
    demand, fraction, growing : ndarray, shape (month, scenario)
        Crop evapotranspiration without stress [mm/month], depletion fraction [-], and share of the
        month in which something stands [-].
    capacity : ndarray, shape (scenario,)
        Total available water [mm].
    watered : ndarray, shape (scenario,)
        1 where the given irrigation is used, 0 where the land is rainfed [-].
    """

    demand: Float
    fraction: Float
    growing: Float
    capacity: Float
    watered: Float


def weather_of(place: PlaceFacts, first_year: int, years: int) -> Weather:
    """Return the climate of the buckets over the horizon.

    Parameters
    ----------
    place : PlaceFacts
        Climate.
    first_year, years : int
        First year and length of the horizon.

    Returns
    -------
    Weather
        By month.
    """
    monthly, climate = place.monthly, place.climate
    rain, _ = over_horizon(
        np.asarray(monthly.precipitation, float), monthly.first_year, first_year, years
    )
    return Weather(
        rain=rain[:, np.newaxis],
        # What is not rain of the water that the models see is irrigation.
        irrigation=np.maximum(climate.water - rain, 0.0)[:, np.newaxis],
        reference=np.maximum(climate.evaporation, 0.0)[:, np.newaxis],
    )


def hydraulics(unit: LandUnit) -> Any:
    """Return water contents of a land unit's texture class; its sand must be known."""
    soil = soil_of(unit)
    return table("soil_hydraulics").one(texture=texture_class_usda(soil.sand, soil.clay))


def balances_of(
    buckets: Sequence[Bucket], weather: Weather, *, irrigated: bool = False
) -> list[WaterBalance]:
    """Return the balances of several land units' buckets, run at once.

    Parameters
    ----------
    buckets : sequence of Bucket
        At least one.
    weather : Weather
        Climate over the horizon.
    irrigated : bool
        Whether what stands is watered beyond the rain so that it has no stress, in place of the
        given irrigation.

    Returns
    -------
    list of WaterBalance
        Of each, by month and scenario [mm/month].
    """
    parts = (np.concatenate(columns, axis=-1) for columns in zip(*buckets, strict=True))
    whole, share = Bucket(*parts), parameter_set("water_balance")["runoff_share"]
    if irrigated:
        balance = irrigated_water_balance_fao56(
            weather.rain,
            whole.demand,
            whole.capacity,
            depletion_fraction=whole.fraction,
            irrigated=whole.growing > 0,
            runoff_share=share,
        )
    else:
        balance = water_balance_fao56(
            weather.rain,
            whole.demand,
            whole.capacity,
            depletion_fraction=whole.fraction,
            irrigation=weather.irrigation * whole.watered,
            runoff_share=share,
        )
    ends = np.cumsum([len(bucket.capacity) for bucket in buckets])
    return [
        WaterBalance(*(np.asarray(part)[..., end - len(bucket.capacity) : end] for part in balance))
        for bucket, end in zip(buckets, ends, strict=True)
    ]


def bucket_of(
    unit: LandUnit,
    managements: Sequence[Management],
    stands: Sequence[Stand | None],
    weather: Weather,
) -> Bucket:
    """Return what fills and empties the buckets of a land unit.

    Parameters
    ----------
    unit : LandUnit
        The land unit; its sand must be known.
    managements : sequence of Management
        One a scenario: whether it uses the given irrigation.
    stands : sequence of Stand
        What stands on the land, one a scenario; none is unknown.
    weather : Weather
        Climate over the horizon.

    Returns
    -------
    Bucket
        One a scenario, as deep as its deepest roots.
    """
    constants, days = parameter_set("water_balance"), np.resize(DAYS, len(weather.rain))
    rate = weather.reference[:, 0] / days
    wetted = weather.rain[:, 0] + weather.irrigation[:, 0]
    bare = bare_soil_coefficient_fao56(
        rate,
        wetting_interval(wetted, days, constants["rain_of_one_event"]),
        total_evaporable=constants["total_evaporable_water"],
        largest=constants["largest_bare_coefficient"],
    )
    demand, fraction, growing = [], [], []
    standing = [stand for stand in stands if stand is not None]
    for stand in standing:
        share, coefficient, depletion = stand.mean
        wanted = month_coefficient_fao56(share, coefficient, bare) * weather.reference[:, 0]
        tabled = share * depletion + (1.0 - share) * plant_water(BARE).depletion_fraction
        slope = constants["depletion_slope"]
        demand.append(wanted)
        fraction.append(depletion_fraction_fao56(tabled, wanted / days, slope=slope))
        growing.append(share)
    watered = [m.irrigation is not MediterraneanIrrigation.RAINFED for m in managements]
    given = bool(weather.irrigation.any())
    depths = [
        stand.rooting_depth(irrigated=given and w)
        for stand, w in zip(standing, watered, strict=True)
    ]
    return Bucket(
        demand=np.stack(demand, axis=1),
        fraction=np.stack(fraction, axis=1),
        growing=np.stack(growing, axis=1),
        capacity=np.array([available_water(unit, depth) for depth in depths]),
        watered=np.array(watered, float),
    )


def available_water(unit: LandUnit, depth: float) -> float:
    """Return the available water of a land unit to a depth [m], in mm."""
    soil = hydraulics(unit)
    return float(total_available_water_fao56(soil.field_capacity, soil.wilting_point, depth))


def annual(monthly: Any) -> Float:
    """Return sums of the years of a series by month, (year, scenario)."""
    values = np.asarray(monthly)
    total: Float = values.reshape(-1, 12, *values.shape[1:]).sum(axis=1)
    return total


def check_closed(balance: WaterBalance, rain: Any, demand: Any, unit: str) -> None:
    """Raise an error if a bucket does not close, or gives off water that nobody asked for.

    Parameters
    ----------
    balance : WaterBalance
        By month and scenario [mm/month].
    rain, demand : ndarray, shape (month, ...)
        Rain, and evapotranspiration without stress [mm/month].
    unit : str
        Land unit, for the message.

    Raises
    ------
    BudgetError
        If rain and irrigation are not what evaporates, drains, runs off and stays, or if
        evapotranspiration is negative or above the demand, by more than 1e-9 of the rain.
    """
    spent = balance.evapotranspiration + balance.drainage + balance.runoff
    open_ = np.sum(rain + balance.irrigation - spent, axis=0) - balance.change
    over = np.maximum(balance.evapotranspiration - demand, -balance.evapotranspiration)
    worst = max(float(np.max(np.abs(open_))), float(np.max(over)))
    if not worst <= CLOSED * max(float(np.sum(rain)), 1.0):
        raise BudgetError(where=f"land_unit.{unit}", budget="water", amount=worst, unit="mm")
