"""One land unit in an assessment: stock, drivers, models, tillage and gases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import lcm

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.errors import MissingKey
from permil.models import model as registered
from permil.vocabulary import Start
from permil.workflows import tier1
from permil.workflows.adoption import (
    adopt_lines,
    adopt_trajectories,
    adopted,
    adopted_reversal,
    field_cohorts,
)
from permil.workflows.carbon_inputs import managements_of, way_of
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors
from permil.workflows.field import Field, Trajectories, UnitOutcome
from permil.workflows.gases import (
    NitrogenFactors,
)
from permil.workflows.land_factors import LandFactors
from permil.workflows.ledger import Spread, UnitResult, spread
from permil.workflows.management import field_drivers, lasting_drivers, plough_in
from permil.workflows.phases import grown
from permil.workflows.place import PlaceFacts
from permil.workflows.summary import FIRST_PERIOD
from permil.workflows.tillage import add_tillage
from permil.workflows.trajectories import run_field
from permil.workflows.unit_draws import UnitDraws
from permil.workflows.unit_gases import unit_gases

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Shared:
    """What all land units and models of an assessment share.

    Parameters
    ----------
    project : Project
        The project.
    place : PlaceFacts
        Climate and zone.
    drawn : DrawnFactors
        Draws by name.
    nitrogen : NitrogenFactors
        Draws of the N2O factors.
    stop : int or None
        First year without the practices in the reversal.
    note : callable
        Takes the assumptions that are met.
    lasting : bool
        Whether the steady states after the horizon, and the time to them, are wanted.
    land : mapping of str to LandFactors
        By land unit what it has of its own: leaching, and water held by carbon.
    """

    project: Project
    place: PlaceFacts
    drawn: DrawnFactors
    nitrogen: NitrogenFactors
    stop: int | None
    note: Callable[[Sequence[Assumption]], None]
    lasting: bool = True
    land: Mapping[str, LandFactors] = field(default_factory=dict)


class UnitRun:
    """The run of one land unit.

    Parameters
    ----------
    shared : Shared
        What all runs share.
    unit : LandUnit
        The land unit.
    """

    def __init__(self, shared: Shared, unit: LandUnit) -> None:
        self.shared, self.unit = shared, unit
        self.project, self.drawn = shared.project, shared.drawn
        self.draws = shared.drawn.draws.n
        self.drawing = UnitDraws(shared.project, unit, shared.drawn, shared.note)
        self.horizon = shared.project.horizon
        self.years = self.horizon.last_year - self.horizon.first_year + 1
        self.way = way_of(shared.project, unit)

    def run(self, name: str) -> tuple[UnitResult, UnitOutcome, dict[str, Spread]]:
        """Run one model on the land unit.

        Parameters
        ----------
        name : str
            A registered model.

        Returns
        -------
        tuple
            Carbon and gases per hectare with the area, what the summary needs, and mean and
            quantiles of stock and pools.
        """
        rows = self.rows()
        stock = self.drawing.stock()
        if name == "ipcc_tier1":
            result, reversal = self._tier1(stock)
        else:
            result, reversal = self._compartments(name, stock, rows)
        cohorts = field_cohorts(self.project, self.unit)
        nitrogen, land = self.shared.nitrogen, self.shared.land[self.unit.id]
        gases = unit_gases(self.project, self.unit, self.drawn, nitrogen, land, rows, result)
        gases = replace(
            gases,
            gases=adopt_lines(gases.gases, cohorts),
            supply=adopted(gases.supply, cohorts),
        )
        if reversal is not None:
            reversal = self._reversed(result.soc, reversal, cohorts)
        result = adopt_trajectories(result, cohorts)
        gases = replace(gases, soc=result.soc, inputs=result.inputs, respired=result.respired)
        detail = {"soil_organic_carbon_stock": spread(result.soc)}
        for pool in list(result.pools):  # let go of each pool once it is summarised
            detail[pool] = spread(result.pools.pop(pool))
        years, tier = min(FIRST_PERIOD, self.years), name == "ipcc_tier1"
        outcome = UnitOutcome(
            area=self.unit.area,
            initial=result.soc[0, 0],
            scale=result.scale,
            factors=None if tier else self.drawing.factors(rows).holding(result.scale),
            gain=self.gain(result.soc, years),
            equilibrium=result.equilibrium,
            time_to_equilibrium=result.time_to_equilibrium,
            unit_gain=result.unit_gain,
            reversal=None if reversal is None else reversal[:, self._stop_index() :],
            priming=result.priming,
        )
        return replace(gases, area=self.unit.area), outcome, detail

    def rows(self) -> list[FieldDrivers]:
        """Return the drivers of every scenario on the land unit."""
        return [self.drivers(m) for m in self._managements()]

    def _reversed(self, going_on: Float, stopped: Float, cohorts: Sequence[Float | None]) -> Float:
        """Return the reversal; of a scenario that spreads, from the response of its cohorts."""
        if all(weights is None for weights in cohorts):
            return stopped
        spread = adopted_reversal(going_on, cohorts, self._stop_index())
        none = [weights is None for weights in cohorts]
        spread[none] = stopped[none]
        return spread

    def gain(self, soc: Float, years: int) -> Float:
        """Return the stock beyond the baseline's after some years, a year.

        Parameters
        ----------
        soc : ndarray, shape (scenario, year + 1, draw)
            Stocks [t C/ha].
        years : int
            Years from the start.

        Returns
        -------
        ndarray, shape (scenario, draw)
            Linear gain, without the swing of the rotation [t C/ha/yr].
        """
        periods = [m.period for m in self._managements()]
        return np.stack(
            [
                grown(row - soc[0], years, lcm(periods[0], period)) / years
                for row, period in zip(soc, periods, strict=True)
            ]
        )

    def _managements(self) -> list[Management]:
        """Return every scenario's management of the land unit."""
        return managements_of(self.project, self.unit)

    def drivers(self, management: Management) -> FieldDrivers:
        """Return the drivers of a management over the horizon.

        Parameters
        ----------
        management : Management
            What is done on the land unit.

        Returns
        -------
        FieldDrivers
            Series; defaults taken on the way are noted.
        """
        first = self.horizon.first_year
        drivers = field_drivers(
            management,
            first,
            self.years,
            southern=self.shared.place.southern,
            before=self._managements()[0].lasting(first - 1, first),
            way=self.way,
        )
        self.shared.note(tuple(drivers.assumptions.values()))
        return drivers

    def _before(self) -> FieldDrivers:
        """Return one period of the history, or of the baseline as it stood before the horizon."""
        first = self.horizon.first_year
        history = self.project.history
        if self.project.run.start is Start.MEASURED_STOCK or history is None:
            history = self._managements()[0]
        standing = history.lasting(first - 1, first)
        drivers = self._period_of(standing, standing.period, standing.period)
        self.shared.note(tuple(drivers.assumptions.values()))
        return drivers

    def _relaxing(self) -> tuple[FieldDrivers, int] | None:
        """Return one period of the baseline and the years since the history ended."""
        first, until = self.horizon.first_year, self.project.history_until
        if until is None or until + 1 >= first:
            return None
        standing = self._managements()[0].lasting(first - 1, first)
        return self._period_of(standing, standing.period, standing.period), first - 1 - until

    def _lasting(self, management: Management) -> tuple[FieldDrivers, FieldDrivers]:
        """Return one period of what goes on after the horizon, and of the baseline beside it."""
        first, last = self.horizon.first_year, self.horizon.last_year
        pair = [m.lasting(last, first) for m in (management, self._managements()[0])]
        period = lcm(*(one.period for one in pair))
        row, baseline = (self._period_of(one, self.years, period) for one in pair)
        return row, baseline

    def _period_of(self, management: Management, lead: int, period: int) -> FieldDrivers:
        first, southern = self.horizon.first_year, self.shared.place.southern
        return lasting_drivers(management, first, lead, period, southern=southern, way=self.way)

    def stocks(
        self, name: str, scenarios: int, *, often: bool = False
    ) -> Callable[[DrawnFactors], Float]:
        """Return a function that runs the first scenarios anew for what is drawn.

        Parameters
        ----------
        name : str
            A registered model.
        scenarios : int
            How many of the project's scenarios, the baseline first.
        often : bool
            Whether it is called so often that compiling the model pays.

        Returns
        -------
        callable
            Takes draws and returns the stocks alone [t C/ha], shape (scenario, year + 1, draw).
        """
        if name == "ipcc_tier1":
            return lambda drawn: self._of(drawn)._tier1_stocks(scenarios)
        rows = [self.drivers(m) for m in self._managements()[:scenarios]]
        field = self._field(name, self.drawing.stock(), rows)
        if often and field.model.kernel is not None:
            field = replace(field, backend="compiled")
        return lambda drawn: self._of(drawn)._field_stocks(field)

    def _of(self, drawn: DrawnFactors) -> UnitRun:
        return UnitRun(replace(self.shared, drawn=drawn), self.unit)

    def _tier1_stocks(self, scenarios: int) -> Float:
        return self._tier1(self.drawing.stock())[0].soc[:scenarios]

    def _field_stocks(self, field: Field) -> Float:
        model, stock = field.model, self.drawing.stock()
        field = replace(
            field,
            parameters=self.drawing.parameters(model),
            soil=self.drawing.soil(model, stock),
            stock=stock,
        )
        factors = self.drawing.factors(field.rows)
        result = run_field(field, factors, stocks_of=slice(0, None))
        return (result if model.own_tillage else self._till(result)).soc

    def _field(self, name: str, stock: Float | None, rows: Sequence[FieldDrivers]) -> Field:
        """Return everything that the run of some rows needs."""
        unit, start = self.unit, self.project.run.start
        if start is not Start.STEADY_STATE and stock is None:
            raise MissingKey(
                where=f"land_unit.{unit.id}",
                key="organic_carbon_stock",
                expected=f'a measured stock for run.start = "{start}"',
            )
        self.shared.note([Assumption(f"start_{start}", {"unit": unit.name}, "run.start")])
        return Field(
            model=registered(name),
            parameters=self.drawing.parameters(registered(name)),
            soil=self.drawing.soil(registered(name), stock),
            climate=self.shared.place.climate,
            rows=tuple(rows),
            baseline=rows[0],
            before=self._before(),
            lasting=(),
            start=start,
            stock=stock,
            pools=unit.soil.pools.get(name),
            relaxing=self._relaxing(),
            shows_priming=unit is self.project.land_units[0],  # one soil shows it; it takes seconds
        )

    def _compartments(
        self, name: str, stock: Float | None, rows: list[FieldDrivers]
    ) -> tuple[Trajectories, Float | None]:
        """Run a monthly model of compartments, and its reversal."""
        field = self._field(name, stock, rows)
        lasting = tuple(self._lasting(m) for m in self._managements() if self.shared.lasting)
        field = replace(field, lasting=lasting)
        result = run_field(field, self.drawing.factors(rows))
        if not field.model.own_tillage:
            result = self._till(result)
        if self.shared.stop is None or len(rows) == 1:
            return result, None
        managements = self._managements()
        stopped = tuple(
            self._stopped(row, rows[0], management, managements[0])
            for row, management in zip(rows[1:], managements[1:], strict=True)
        )
        later = replace(field, rows=(rows[0], *stopped))
        reversal = run_field(later, self.drawing.factors(rows), stocks_of=slice(1, None))
        reversal = replace(reversal, soc=np.concatenate([result.soc[:1], reversal.soc]))
        if field.model.own_tillage:
            return result, reversal.soc
        return result, self._till(reversal, stop=self.shared.stop).soc

    def _stopped(
        self, row: FieldDrivers, baseline: FieldDrivers, one: Management, after: Management
    ) -> FieldDrivers:
        """Return the drivers of a scenario that turns back to the baseline."""
        stop = self._stop_index()
        drivers = row.until(12 * stop, baseline)
        plough_in(drivers, stop, one, after, self.horizon.first_year, self.way)
        return drivers

    def _stop_index(self) -> int:
        return (self.shared.stop or self.horizon.last_year + 1) - self.horizon.first_year

    def _till(self, result: Trajectories, stop: int | None = None) -> Trajectories:
        """Add the IPCC tillage factor, for which the compartment models have no term."""
        tillages = [m.tillage for m in self._managements()[: len(result.soc)]]
        if len(set(tillages)) == 1:
            return result
        self.shared.note([Assumption("tillage_stock_factor", {}, "tillage", "ipcc2019")])
        zone = self.shared.place.zone
        factors = [tier1.tillage_factor(tillage, zone, self.drawn) for tillage in tillages]
        relative = [np.asarray(factor / factors[0]) for factor in factors]
        return add_tillage(result, relative, None if stop is None else self._stop_index())

    def _tier1(self, stock: Float | None) -> tuple[Trajectories, Float | None]:
        """Run IPCC Tier 1, and its reversal."""
        zone, managements = self.shared.place.zone, self._managements()
        shares = []
        for management in managements:
            share, notes = tier1.relative_stock(management, zone, self.drawn)
            self.shared.note(notes)
            shares.append(share)
        initial = tier1.initial_stock(self.unit.soil, stock, shares[0], zone, self.drawn)
        relative = [share / shares[0] for share in shares]
        result = tier1.run_tier1(initial, relative, [None] * len(shares), self.years)
        self.shared.note([Assumption("tier1_measured_start", {}, "run.start", "ipcc2019")])
        if self.shared.stop is None:
            return result, None
        stops = [self._stop_index()] * len(shares)
        return result, tier1.run_tier1(initial, relative, stops, self.years).soc
