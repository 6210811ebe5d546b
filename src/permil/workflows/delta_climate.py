"""The climate of a place under a climate change: temperature, rain, evaporation by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.climate import MonthlyClimate
from permil.datasets.climate_change import ClimateChange
from permil.datasets.project import Project
from permil.errors import MissingKey
from permil.science.delta_change import changed_evaporation, delta_change, share_of_change
from permil.science.potential_evapotranspiration import (
    hargreaves1985,
    heat_index_thornthwaite1948,
    thornthwaite1948,
)
from permil.workflows.field import Climate
from permil.workflows.place import PlaceFacts, over_horizon

Float = NDArray[np.float64]


@dataclass(frozen=True)
class ChangedPlace:
    """A place under a climate change.

    Parameters
    ----------
    place : PlaceFacts
        With the changed series over the horizon. The mean year, from which the start follows, and
        the IPCC climate zone are those of the present climate.
    annual : dict of str to float
        Annual mean temperature, precipitation and evaporation at full change.
    share_at_end : float
        Share of the change that holds in the last year of the horizon [-].
    assumptions : tuple of Assumption
        What was taken for granted.
    """

    place: PlaceFacts
    annual: dict[str, float]
    share_at_end: float
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True)
class _Weather:
    """Series of some years, each of shape (12, year)."""

    temperature: Float
    rain: Float
    water: Float
    evaporation: Float
    low: Float | None
    high: Float | None


def changed_place(project: Project, place: PlaceFacts, change: ClimateChange) -> ChangedPlace:
    """Return a place under a climate change.

    Parameters
    ----------
    project : Project
        With latitude and horizon.
    place : PlaceFacts
        The place under its present climate.
    change : ClimateChange
        The change.

    Returns
    -------
    ChangedPlace
        Climate over the horizon and at full change.

    Raises
    ------
    MissingKey
        If the latitude is missing, by which evaporation follows the temperature.
    """
    horizon, latitude = project.horizon, project.place.latitude
    if latitude is None and any(change.temperature):
        raise MissingKey(
            where=f"climate_change.{change.id}",
            key="place.latitude",
            expected="the latitude, from which evaporation under the changed temperature follows",
        )
    years = np.arange(horizon.first_year, horizon.last_year + 1)
    shares = share_of_change(years, horizon.first_year, change.reached_in)
    present = _present(place, horizon.first_year, len(years))
    mean = _mean_year(place)
    method = _Evaporation(mean, latitude or 0.0)
    temperature, water, evaporation = _changed(present, change, shares, method)
    full = _changed(mean, change, np.ones(1), method)
    notes = [Assumption("climate_change_kept", {}, "climate_change")]
    if any(change.temperature):
        fields = {"method": method.title}
        notes.append(Assumption("climate_change_evaporation", fields, "climate", method.name))
    climate = replace(
        place.climate,
        temperature=temperature.T.ravel(),
        water=water.T.ravel(),
        evaporation=evaporation.T.ravel(),
    )
    return ChangedPlace(
        place=replace(place, climate=climate),
        annual={
            "annual_temperature": float(full[0].mean()),
            "annual_precipitation": float(full[1].sum()),
            "annual_pet": float(full[2].sum()),
        },
        share_at_end=float(shares[-1]),
        assumptions=tuple(notes),
    )


def _present(place: PlaceFacts, start: int, years: int) -> _Weather:
    """Return the present climate over the horizon."""
    monthly, climate = place.monthly, place.climate

    def over(values: Any) -> Float:
        found, _ = over_horizon(np.asarray(values, float), monthly.first_year, start, years)
        return _by_month(found)

    return _weather(over, monthly, (climate.temperature, climate.water, climate.evaporation))


def _mean_year(place: PlaceFacts) -> _Weather:
    """Return the mean year of the present climate."""
    climate: Climate = place.climate

    def mean(values: Any) -> Float:
        return _by_month(np.asarray(values, float).reshape(-1, 12).mean(axis=0))

    series = (climate.mean_temperature, climate.mean_water, climate.mean_evaporation)
    return _weather(mean, place.monthly, series)


def _weather(of: Any, monthly: MonthlyClimate, series: tuple[Float, Float, Float]) -> _Weather:
    low, high = monthly.minimum_temperature, monthly.maximum_temperature
    temperature, water, evaporation = map(_by_month, series)
    return _Weather(
        temperature=temperature,
        rain=of(monthly.precipitation),
        water=water,
        evaporation=evaporation,
        low=None if low is None else of(low),
        high=None if high is None else of(high),
    )


def _by_month(values: Float) -> Float:
    return values.reshape(-1, 12).T


def _changed(
    weather: _Weather, change: ClimateChange, shares: Float, method: _Evaporation
) -> tuple[Float, Float, Float]:
    """Return temperature, water and evaporation of some years, each with its share of the change.

    What does not change keeps its very numbers: the rain's change is added to the water.
    """
    warming = np.asarray(change.temperature)[:, None]
    more_rain = np.asarray(change.precipitation)[:, None]
    temperature, rain = delta_change(weather.temperature, weather.rain, warming, more_rain, shares)
    water = weather.water + (rain - weather.rain)
    evaporation = weather.evaporation
    if warming.any():
        evaporation = method.changed(weather, shares * warming)
    return temperature, water, evaporation


class _Evaporation:
    """The place's own method of evaporation; Hargreaves where the extremes are given."""

    def __init__(self, mean: _Weather, latitude: float) -> None:
        self.mean, self.latitude = mean, latitude
        hargreaves = mean.low is not None
        self.name = "hargreaves1985" if hargreaves else "thornthwaite1948"
        self.title = "Hargreaves" if hargreaves else "Thornthwaite"
        estimated = float(self._estimate(mean, np.zeros((12, 1))).sum())
        # Where the method gives nothing all year long, the evaporation stays as it is given.
        self.scale = float(mean.evaporation.sum()) / estimated if estimated > 0 else 1.0

    def changed(self, weather: _Weather, warming: Float) -> Float:
        """Return the evaporation of some years under their warming, (12, year) [K]."""
        before = self._estimate(weather, np.zeros_like(warming))
        after = self._estimate(weather, warming)
        changed: Float = changed_evaporation(weather.evaporation, before, after, self.scale)
        return changed

    def _estimate(self, weather: _Weather, warming: Float) -> Float:
        """Return the method's value; Thornthwaite's heat index is that of the warmed mean year."""
        if weather.low is not None and weather.high is not None:
            extremes = weather.low + warming, weather.high + warming
            return np.asarray(hargreaves1985(*extremes, self.latitude))
        index = heat_index_thornthwaite1948(self.mean.temperature + warming)
        warmed = weather.temperature + warming
        return np.asarray(thornthwaite1948(warmed, self.latitude, heat_index=index))
