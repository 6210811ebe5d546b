"""Assess a project: baseline and scenarios, all draws, one ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import LandUnit, Management, Project
from permil.draws import Draws, normal
from permil.errors import InputError, MissingKey
from permil.models import model as registered
from permil.models.protocol import Soil as ModelSoil
from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.initial_pools import inert_organic_matter_falloon1998
from permil.tables import parameter_set
from permil.vocabulary import Distribution, Start
from permil.workflows import tier1
from permil.workflows.factors import DrawnFactors, gwp_n2o, stoichiometry
from permil.workflows.gases import (
    NitrogenFactors,
    mineralised_nitrogen,
    nitrogen_factors,
    nitrous_oxide,
    organic_nitrous_oxide,
)
from permil.workflows.ledger import (
    Spread,
    UnitResult,
    build_ledger,
    check_ledger,
    empty_lines,
    fill_lines,
    spread,
)
from permil.workflows.management import FieldDrivers, field_drivers
from permil.workflows.place import PlaceFacts, place_facts
from permil.workflows.trajectories import Factors, Field, Trajectories, run_field

if TYPE_CHECKING:
    import xarray as xr

Float = NDArray[np.float64]


@dataclass(frozen=True)
class UnitOutcome:
    """What the summary needs of one land unit under one model, beside the ledger.

    Parameters
    ----------
    area : float
        [ha].
    initial, scale : ndarray, shape (draw,)
        Initial stock [t C/ha] and factor on the crop inputs [-].
    equilibrium : ndarray, shape (scenario, draw)
        New steady state [t C/ha].
    time_to_equilibrium : ndarray, shape (scenario, long draw)
        Years to 90 % of the way [yr].
    unit_gain : ndarray, shape (year + 1,)
        Stock built by 1 t C/ha/yr of extra plant input [t C/ha].
    reversal : Spread or None
        Stock of each scenario if its practices stop, mean and quantiles [t C/ha].
    reversed_soc : ndarray or None, shape (scenario, draw)
        Stock at the end if the practices stop [t C/ha].
    """

    area: float
    initial: Float
    scale: Float
    equilibrium: Float
    time_to_equilibrium: Float
    unit_gain: Float
    reversal: Spread | None
    reversed_soc: Float | None


@dataclass(frozen=True)
class Assessment:
    """Result of an assessment; every output is a view of it.

    Parameters
    ----------
    project : Project
        The project as read.
    place : PlaceFacts
        Climate and zone.
    ledger : xarray.Dataset
        The ledger.
    outcomes : dict of model to dict of land unit to UnitOutcome
        Equilibria, responses and reversals.
    drawn : DrawnFactors
        What was drawn, with its record.
    draws : Draws
        Seed, number and sequence.
    stop : int or None
        Year from which the practices stop in the reversal.
    left_out : dict of str to str
        Models that could not be run, with the reason.
    assumptions : tuple of Assumption
        Defaults taken.
    """

    project: Project
    place: PlaceFacts
    ledger: xr.Dataset
    outcomes: dict[str, dict[str, UnitOutcome]]
    drawn: DrawnFactors
    draws: Draws
    stop: int | None
    left_out: dict[str, str]
    assumptions: tuple[Assumption, ...]

    def document(self) -> dict[str, Any]:
        """Return the answer document that JSON, report and terminal show."""
        from permil.workflows.document import build_document

        return build_document(self)


def assess(
    project: Project | str | Path, *, draws: int | None = None, seed: int | None = None
) -> Assessment:
    """Assess a project file: carbon, gases and nutrients of its scenarios against the baseline.

    Parameters
    ----------
    project : Project, str or Path
        A project, or the path of its file.
    draws, seed : int, optional
        Instead of the file's.

    Returns
    -------
    Assessment
        Ledger and all that the report shows.

    Raises
    ------
    permil.errors.InputError
        If the project cannot be used; the message names file, key, value and expectation.
    permil.errors.BudgetError
        If carbon or the gases do not add up.
    """
    if not isinstance(project, Project):
        from permil.workflows.projects import read_project

        project = read_project(project)
    try:
        return _Assessor(project, draws or project.run.draws, seed).run()
    except InputError as error:
        where = str(error.fields.get("where", ""))
        if project.path is not None and str(project.path) not in where:
            error.fields["where"] = f"{project.path}, {where}".rstrip(", ")
        raise


class _Assessor:
    """One run: what all land units and models share, and the assumptions met on the way."""

    def __init__(self, project: Project, draws: int, seed: int | None) -> None:
        self.project = project
        run = project.run
        self.draws = Draws(run.seed if seed is None else seed, draws, run.sequence)
        self.drawn = DrawnFactors(self.draws)
        self.place = place_facts(project)
        self.notes: dict[Assumption | str, Assumption] = {}
        self.horizon = project.horizon
        self.years = self.horizon.last_year - self.horizon.first_year + 1
        self.stop = self._reversal_year()
        self.gwp = gwp_n2o(str(run.metric))
        self.left_out: dict[str, str] = {}

    def note(self, assumptions: Sequence[Assumption]) -> None:
        """Collect assumptions once each, in the order in which they were met."""
        for assumption in assumptions:
            key = f"{assumption.code}{sorted(map(str, assumption.fields.items()))}"
            self.notes.setdefault(key, assumption)

    def run(self) -> Assessment:
        """Run all models and land units and close the ledger."""
        project, n = self.project, self.draws.n
        self.note((*project.assumptions, *self.place.assumptions))
        kinds = {f.type for s in project.scenarios for f in s.management.fertilisers}
        nitrogen = nitrogen_factors(self.drawn, self.place.regime, sorted(kinds))
        models = [name for name in project.run.models if self._possible(name)]
        nitrogen_per_carbon = stoichiometry("N")
        lines: dict[str, Float] = {}
        detail: dict[str, dict[str, dict[str, Spread]]] = {}
        outcomes: dict[str, dict[str, UnitOutcome]] = {}
        for m, name in enumerate(models):
            results = [self._unit(name, unit, nitrogen) for unit in project.land_units]
            lines = lines or empty_lines(len(project.scenarios), len(models), self.years, n)
            fill_lines(lines, m, [r[0] for r in results], self.gwp, nitrogen_per_carbon)
            ids = [unit.id for unit in project.land_units]
            outcomes[name] = dict(zip(ids, (r[1] for r in results), strict=True))
            detail[name] = dict(zip(ids, (r[2] for r in results), strict=True))
            del results  # the largest arrays of the run, now summed in the ledger
        ledger = build_ledger(
            lines,
            detail,
            tuple(s.id for s in project.scenarios),
            self.horizon.first_year,
            {
                "metric": str(project.run.metric),
                "gwp_n2o": self.gwp,
                "positive": "to the atmosphere",
            },
        )
        check_ledger(ledger, self.gwp)
        return Assessment(
            project=project,
            place=self.place,
            ledger=ledger,
            outcomes=outcomes,
            drawn=self.drawn,
            draws=self.draws,
            stop=self.stop,
            left_out=self.left_out,
            assumptions=tuple(self.notes.values()),
        )

    def _reversal_year(self) -> int | None:
        """Return the year in which practices stop: as given, or after twenty years."""
        if self.horizon.practice_stops is not None:
            return self.horizon.practice_stops
        if self.years <= 25:
            return None
        year = self.horizon.first_year + 20
        self.note([Assumption("reversal_year", {"year": year}, "horizon.practice_stops")])
        return year

    def _possible(self, name: str) -> bool:
        """Say whether a model is published for the depths of the land units."""
        low, high = registered(name).depths
        depths = {unit.soil.depth for unit in self.project.land_units}
        fits = all(low - 0.5 <= depth <= high + 0.5 for depth in depths)
        if not fits and name == "ipcc_tier1":
            self.left_out[name] = f"it is defined for 0-{high:g} cm only"
            return False
        if not fits:
            self.note([Assumption("model_depth", {"model": name, "low": low, "high": high})])
        return True

    def _unit(
        self, name: str, unit: LandUnit, nitrogen: NitrogenFactors
    ) -> tuple[UnitResult, UnitOutcome, dict[str, Spread]]:
        """Run one model on one land unit."""
        rows = [self._drivers(m) for m in self._managements(unit)]
        stock = self._stock(unit)
        if name == "ipcc_tier1":
            result, reversal = self._tier1(unit, stock)
        else:
            result, reversal = self._compartments(name, unit, stock, rows)
        detail = {"soil_organic_carbon_stock": spread(result.soc)}
        for pool in list(result.pools):  # let go of each pool once it is summarised
            detail[pool] = spread(result.pools.pop(pool))
        gases = self._gases(rows, result, nitrogen)
        outcome = UnitOutcome(
            area=unit.area,
            initial=result.soc[0, 0],
            scale=result.scale,
            equilibrium=result.equilibrium,
            time_to_equilibrium=result.time_to_equilibrium,
            unit_gain=result.unit_gain,
            reversal=None if reversal is None else spread(reversal),
            reversed_soc=None if reversal is None else reversal[:, -1],
        )
        return replace(gases, area=unit.area), outcome, detail

    def _managements(self, unit: LandUnit) -> list[Management]:
        """Return every scenario's management; a unit left out keeps the baseline's."""
        baseline = self.project.scenarios[0].management
        return [
            s.management if not s.land_units or unit.id in s.land_units else baseline
            for s in self.project.scenarios
        ]

    def _drivers(self, management: Management) -> FieldDrivers:
        drivers = field_drivers(
            management, self.horizon.first_year, self.years, southern=self.place.southern
        )
        self.note(tuple(drivers.assumptions.values()))
        return drivers

    def _stock(self, unit: LandUnit) -> Float | None:
        """Return draws of the measured stock, or None."""
        soil = unit.soil
        if soil.stock is None:
            return None
        if not soil.stock_sd:
            return np.full(self.draws.n, soil.stock)
        name = f"soil.stock.{unit.id}"
        u = self.draws.uniform(name)
        drawn = np.maximum(normal(u, soil.stock, soil.stock_sd), 0.1 * soil.stock)
        self.drawn.values[name] = drawn
        self.drawn.record[name] = {
            "name": name,
            "distribution": "normal",
            "low": soil.stock - 1.96 * soil.stock_sd,
            "value": soil.stock,
            "high": soil.stock + 1.96 * soil.stock_sd,
            "unit": "t C/ha",
            "source": "project file",
        }
        return drawn

    def _inert(self, unit: LandUnit, stock: Float | None) -> Any:
        soil = unit.soil
        if soil.inert_organic_matter is not None:
            return soil.inert_organic_matter
        if stock is None:
            raise MissingKey(
                where=f"land_unit.{unit.id}",
                key="inert_organic_matter",
                expected="IOM, or a measured organic_carbon_stock from which it can be estimated",
            )
        self.note(
            [
                Assumption(
                    "inert_organic_matter_falloon1998",
                    {"unit": unit.name},
                    f"land_unit.{unit.id}.inert_organic_matter",
                    "falloon1998",
                )
            ]
        )
        c = parameter_set("falloon1998")
        inert: Any = inert_organic_matter_falloon1998(
            stock, c["iom_coefficient"], c["iom_exponent"]
        )
        return inert if np.ptp(inert) > 0 else float(inert[0])

    def _factors(self, rows: Sequence[FieldDrivers]) -> Factors:
        """Return the draws on the inputs; cover crops only where their range was published."""
        uncertain = self.project.uncertainty
        cover = np.ones((len(rows), self.draws.n))
        for i, row in enumerate(rows):
            low, high = row.cover_crop_range
            if low < high and row.cover_crop_input.any():
                cover[i] = self.drawn.ranged(
                    "practice.cover_crop",
                    low,
                    1.0,
                    high,
                    Distribution.TWO_PIECE_NORMAL,
                    "-",
                    "practice library or project file",
                )
        return Factors(
            self.drawn.relative("plant_input", uncertain.plant_input, "project file"),
            self.drawn.relative("manure_input", uncertain.manure_input, "project file"),
            cover,
        )

    def _compartments(
        self, name: str, unit: LandUnit, stock: Float | None, rows: list[FieldDrivers]
    ) -> tuple[Trajectories, Float | None]:
        """Run a monthly model of compartments, and its reversal."""
        start = self.project.run.start
        if start is not Start.STEADY_STATE and stock is None:
            raise MissingKey(
                where=f"land_unit.{unit.id}",
                key="organic_carbon_stock",
                expected=f'a measured stock for run.start = "{start}"',
            )
        history = self.project.history
        field = Field(
            model=registered(name),
            soil=ModelSoil(
                clay=unit.soil.clay,
                depth=unit.soil.depth,
                inert_organic_matter=self._inert(unit, stock),
            ),
            climate=self.place.climate,
            rows=tuple(rows),
            period=self._period(),
            start=start,
            stock=stock,
            history=None if history is None else self._drivers(history),
        )
        self.note([Assumption(f"start_{start}", {"unit": unit.name}, "run.start")])
        result = run_field(field, self._factors(rows))
        result = self._till(result, unit)
        if self.stop is None or len(rows) == 1:
            return result, None
        stopped = tuple(self._stopped(row, rows[0]) for row in rows[1:])
        reversal = run_field(
            replace(field, rows=(rows[0], *stopped)), self._factors(rows), stocks_of=slice(1, None)
        )
        soc = np.concatenate([result.soc[:1], reversal.soc])
        return result, self._till(replace(reversal, soc=soc), unit, stop=self.stop).soc

    def _stopped(self, row: FieldDrivers, baseline: FieldDrivers) -> FieldDrivers:
        """Return the drivers of a scenario that turns back to the baseline."""
        month = 12 * (self._stop_index())
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(row, name)[:month], getattr(baseline, name)[month:]])
            for name in ("crop_input", "cover_crop_input", "manure_input", "cover", "dpm_rpm_ratio")
        }
        return replace(row, **joined)

    def _stop_index(self) -> int:
        return (self.stop or self.horizon.last_year + 1) - self.horizon.first_year

    def _period(self) -> int:
        """Return the years after which all managements repeat."""
        lengths = [len(s.management.rotation) or 1 for s in self.project.scenarios]
        lengths += [
            a.schedule.every for s in self.project.scenarios for a in s.management.amendments
        ]
        return min(int(np.lcm.reduce(lengths)), self.years)

    def _till(self, result: Trajectories, unit: LandUnit, stop: int | None = None) -> Trajectories:
        """Add the IPCC tillage factor, for which the compartment models have no term."""
        managements = self._managements(unit)
        base = managements[0].tillage
        changed = [m.tillage is not base for m in managements]
        if not any(changed):
            return result
        transition = registered("ipcc_tier1").parameters().transition
        ramp = np.minimum(np.arange(self.years + 1) / transition, 1.0)
        if stop is not None:
            peak = self._stop_index()
            ramp[peak:] = np.maximum(ramp[peak] - np.arange(self.years + 1 - peak) / transition, 0)
        soc, equilibrium = result.soc.copy(), result.equilibrium.copy()
        reference = tier1.tillage_factor(base, self.place.zone, self.drawn)
        for i, management in enumerate(managements):
            if changed[i]:
                factor = tier1.tillage_factor(management.tillage, self.place.zone, self.drawn)
                gain = soc[i, 0] * (factor / reference - 1.0)
                soc[i] += ramp[:, None] * gain
                if stop is None:
                    equilibrium[i] += gain
        self.note([Assumption("tillage_stock_factor", {}, "tillage", "ipcc2019")])
        return replace(result, soc=soc, equilibrium=equilibrium)

    def _tier1(self, unit: LandUnit, stock: Float | None) -> tuple[Trajectories, Float | None]:
        """Run IPCC Tier 1, and its reversal."""
        zone, managements = self.place.zone, self._managements(unit)
        shares = []
        for management in managements:
            share, notes = tier1.relative_stock(management, zone, self.drawn)
            self.note(notes)
            shares.append(share)
        initial = tier1.initial_stock(unit.soil, stock, shares[0], zone, self.drawn)
        relative = [share / shares[0] for share in shares]
        result = tier1.run_tier1(initial, relative, [None] * len(shares), self.years)
        self.note([Assumption("tier1_measured_start", {}, "run.start", "ipcc2019")])
        if self.stop is None:
            return result, None
        stops = [self._stop_index()] * len(shares)
        return result, tier1.run_tier1(initial, relative, stops, self.years).soc

    def _gases(
        self, rows: list[FieldDrivers], result: Trajectories, nitrogen: NitrogenFactors
    ) -> UnitResult:
        """Return carbon and N2O of a land unit, per hectare."""
        mineralised = mineralised_nitrogen(result.soc, self._period(), nitrogen)
        shape = (len(rows), self.years, self.draws.n)
        direct, indirect, elsewhere = (np.empty(shape) for _ in range(3))
        for i, row in enumerate(rows):
            direct[i], indirect[i] = nitrous_oxide(row, mineralised[i], nitrogen)
            avoided: Any = 0.0
            if row.elsewhere_nitrogen.any():
                avoided = organic_nitrous_oxide(row.elsewhere_nitrogen, nitrogen) * self.gwp
            elsewhere[i] = carbon_to_co2(np.diff(result.elsewhere[i], axis=0)) - avoided
        return UnitResult(
            area=1.0,
            soc=result.soc,
            inputs=result.inputs,
            respired=result.respired,
            direct=direct,
            indirect=indirect,
            lime_urea=np.stack([row.lime_urea for row in rows]),
            elsewhere=elsewhere,
            supply=np.stack(
                [
                    np.sum(list(row.synthetic_nitrogen.values()), axis=0)
                    + row.organic_nitrogen
                    + row.residue_nitrogen
                    for row in rows
                ]
            ),
        )
