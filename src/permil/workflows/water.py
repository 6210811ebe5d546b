"""The water of the land: a monthly bucket for every land unit and scenario.

Buckets are run over the horizon with the climate of the run, once for each land unit and scenario:
no draw changes them. They start where they repeat themselves, so that no start has to be made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.trees import land_taken
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.science.water_balance import (
    CUBIC_METRES,
    NO_DRAINAGE,
    WaterBalance,
    water_difference,
    waterlogged_months,
)
from permil.workflows.adoption import adopted, cohorts_of
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.paddies import is_paddy
from permil.workflows.place import PlaceFacts
from permil.workflows.unit_draws import soil_of
from permil.workflows.water_bucket import (
    Bucket,
    Weather,
    annual,
    available_water,
    balances_of,
    bucket_of,
    check_closed,
    hydraulics,
    weather_of,
)
from permil.workflows.water_demand import Stand, stand_of, with_trees, without_cover_crops

Float = NDArray[np.float64]


@dataclass(frozen=True)
class UnitWater:
    """The water of one land unit; rows are the scenarios, all beginning at once.

    Parameters
    ----------
    unit : LandUnit
        The land unit.
    bucket : Bucket
        What its buckets are filled by.
    balance : WaterBalance
        Under rain and the irrigation that is given, (month, scenario) [mm/month].
    need : ndarray, shape (year, scenario)
        Irrigation beyond the rain that would spare all stress [mm/yr].
    cover_crops, trees : ndarray, shape (2, year, scenario)
        What cover crops, and trees beside the crops, change of evapotranspiration and of drainage
        [mm/yr].
    drains, rain_drains : ndarray of bool, shape (scenario,)
        Whether the bucket drains in a mean year, and whether rain alone makes it drain.
    waterlogged : ndarray, shape (scenario,)
        Months of a mean year whose drainage the pores do not hold [month].
    """

    unit: LandUnit
    bucket: Bucket
    balance: WaterBalance
    need: Float
    cover_crops: Float
    trees: Float
    drains: NDArray[np.bool_]
    rain_drains: NDArray[np.bool_]
    waterlogged: Float

    def annual(self, name: str) -> Float:
        """Return a flux of the balance by year and scenario [mm/yr]."""
        return annual(getattr(self.balance, name))

    def drainage_by_month(self, s: int) -> Float:
        """Return the drainage of a scenario's mean year by month [mm/month]."""
        months: Float = self.balance.drainage[:, s].reshape(-1, 12).mean(axis=0)
        return months


@dataclass(frozen=True)
class ProjectWater:
    """The water of a project.

    Parameters
    ----------
    project : Project
        The project.
    weather : Weather
        Climate over the horizon.
    units : dict of str to UnitWater
        By land unit, those whose bucket is known.
    unknown : dict of str to str
        Why that of other land units is not: ``texture``, ``crops`` or ``paddy``.
    """

    project: Project
    weather: Weather
    units: dict[str, UnitWater]
    unknown: dict[str, str]

    @property
    def area(self) -> float:
        """Return the area whose water is known [ha]."""
        return sum(one.unit.area for one in self.units.values())

    def adopted(self, one: UnitWater, values: Any) -> Float:
        """Return a series of a land unit as its scenarios spread over it, (scenario, year, 1)."""
        rows: Float = np.asarray(values).T[:, :, np.newaxis]
        return adopted(rows, cohorts_of(self.project, one.unit))

    def total(self, of: Any) -> Float:
        """Return the sum over the land units of a series, in m3/yr, (scenario, year, 1).

        Parameters
        ----------
        of : callable
            Takes a :class:`UnitWater` and returns mm/yr, (year, scenario).
        """
        parts = [
            self.adopted(one, of(one)) * one.unit.area * CUBIC_METRES for one in self.units.values()
        ]
        return np.asarray(sum(parts))

    def lines(self) -> dict[str, Float]:
        """Return the ledger's lines of water; none where no bucket is known."""
        if not self.units:
            return {}
        return {
            "water_evapotranspiration": self.total(lambda u: u.annual("evapotranspiration")),
            "water_drainage": self.total(lambda u: u.annual("drainage")),
            "irrigation_need": self.total(lambda u: u.need),
        }


def project_water(project: Project, place: PlaceFacts) -> ProjectWater:
    """Run the buckets of all land units and scenarios.

    Parameters
    ----------
    project : Project
        Soils, scenarios and horizon.
    place : PlaceFacts
        Climate.

    Returns
    -------
    ProjectWater
        Balances, and why some land units have none.

    Raises
    ------
    BudgetError
        If a bucket does not close.
    """
    horizon = project.horizon
    weather = weather_of(place, horizon.first_year, horizon.last_year - horizon.first_year + 1)
    grown = _Grown(project, place.southern)
    unknown: dict[str, str] = {}
    known: list[tuple[LandUnit, Bucket, list[Bucket]]] = []
    for unit in project.land_units:
        managements = managements_of(project, unit)
        planned = grown.of(unit, managements)
        why = _why_not(project, unit, planned)
        if why:
            unknown[unit.id] = why
            continue
        bucket = bucket_of(unit, managements, planned, weather)
        others = (
            grown.of(unit, managements, cover_crops=False),
            grown.of(unit, managements, trees=False),
        )
        # Against the same root zone without them: what differs is what is left out alone.
        without = [
            bucket_of(unit, managements, other, weather)._replace(capacity=bucket.capacity)
            for other in others
        ]
        known.append((unit, bucket, without))
    return ProjectWater(project, weather, _unit_waters(known, weather), unknown)


class _Grown:
    """What stands on the land under each management, found once for all land units."""

    def __init__(self, project: Project, southern: bool) -> None:
        horizon, self.project = project.horizon, project
        self.first_year, self.southern = horizon.first_year, southern
        self.years = horizon.last_year - horizon.first_year + 1
        baseline = project.scenarios[0].management
        self.before = baseline.lasting(self.first_year - 1, self.first_year)
        self.found: dict[tuple[int, bool], Stand | None] = {}

    def of(
        self,
        unit: LandUnit,
        managements: Sequence[Management],
        *,
        cover_crops: bool = True,
        trees: bool = True,
    ) -> list[Stand | None]:
        """Return the stands of every scenario, with or without its cover crops or its trees."""
        plain = [self._one(management, cover_crops) for management in managements]
        if not trees:
            return plain
        return [self._shaded(unit, s, stand) for s, stand in enumerate(plain)]

    def _shaded(self, unit: LandUnit, s: int, stand: Stand | None) -> Stand | None:
        """Return a stand with the trees of a scenario on a land unit, where it has some."""
        trees = self.project.scenarios[s].activities.trees
        years = range(self.first_year, self.first_year + self.years)
        taken = [land_taken(trees, unit.id, range(year, year + 1)) for year in years]
        if stand is None or not any(taken):
            return stand
        return with_trees(stand, np.array(taken) / unit.area, southern=self.southern)

    def _one(self, management: Management, cover_crops: bool) -> Stand | None:
        key = (id(management), cover_crops)
        if key not in self.found:
            self.found[key] = stand_of(
                management if cover_crops else without_cover_crops(management),
                self.first_year,
                self.years,
                southern=self.southern,
                before=self.before if cover_crops else None,
            )
        return self.found[key]


def _why_not(project: Project, unit: LandUnit, stands: Sequence[Stand | None]) -> str:
    """Return why a land unit has no bucket; its scenarios are compared, so all have one or none."""
    if any(is_paddy(project, unit, s) for s in range(len(project.scenarios))):
        return "paddy"
    if soil_of(unit).sand is None:
        return "texture"
    return "crops" if any(stand is None for stand in stands) else ""


def _unit_waters(
    known: Sequence[tuple[LandUnit, Bucket, list[Bucket]]], weather: Weather
) -> dict[str, UnitWater]:
    """Run the buckets of all land units at once: as planned, without plants, by rain alone."""
    if not known:
        return {}
    planned = [bucket for _, bucket, _ in known]
    plain = [without[i] for i in range(2) for _, _, without in known]
    dry = [bucket._replace(watered=np.zeros_like(bucket.watered)) for bucket in planned]
    balances = balances_of([*planned, *plain, *(dry if weather.irrigation.any() else ())], weather)
    needs = balances_of(planned, weather, irrigated=True)
    size = len(known)
    alone = balances[3 * size :] or balances[:size]
    found = {}
    for i, (unit, bucket, _) in enumerate(known):
        balance, need = balances[i], needs[i]
        for one in (balance, need):
            check_closed(one, weather.rain, bucket.demand, unit.id)
        soil = hydraulics(unit)
        depth = bucket.capacity / available_water(unit, 1.0)
        logged = waterlogged_months(balance.drainage, soil.porosity, soil.field_capacity, depth)
        found[unit.id] = UnitWater(
            unit=unit,
            bucket=bucket,
            balance=balance,
            need=annual(need.irrigation),
            cover_crops=_more(balance, balances[size + i]),
            trees=_more(balance, balances[2 * size + i]),
            drains=_drains(balance),
            rain_drains=_drains(alone[i]),
            waterlogged=12.0 * logged / len(weather.rain),
        )
    return found


def _more(balance: WaterBalance, without: WaterBalance) -> Float:
    """Return what is evaporated and drained more than without something, (2, year, scenario)."""
    more = water_difference(balance, without)
    return np.stack([annual(more.evapotranspiration), annual(more.drainage)])


def _drains(balance: WaterBalance) -> NDArray[np.bool_]:
    """Say of each scenario whether water leaves the roots in a mean year."""
    found: NDArray[np.bool_] = annual(balance.drainage).mean(axis=0) > NO_DRAINAGE
    return found
