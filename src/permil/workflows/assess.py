"""Assess a project: baseline and scenarios, all draws, one ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import LandUnit, Project
from permil.draws import Draws
from permil.errors import InputError, UnknownName
from permil.models import DEFAULT_SET
from permil.vocabulary import Gas
from permil.workflows.activities import ActivityRun, Lines, activity_lines
from permil.workflows.climate_change import ClimateOutcome, Outcomes, under_change
from permil.workflows.delta_climate import changed_place
from permil.workflows.drivers import FieldDrivers
from permil.workflows.ensemble import ensemble_notes, ensemble_weights
from permil.workflows.factor_use import FactorBook, edition_notes
from permil.workflows.factors import DrawnFactors, metric_factors, stoichiometry
from permil.workflows.field import UnitOutcome
from permil.workflows.gases import NitrogenFactors
from permil.workflows.land_factors import LandFactors, land_factors
from permil.workflows.ledger import (
    LedgerLines,
    Spread,
    UnitResult,
    build_ledger,
    check_ledger,
)
from permil.workflows.measured import note_errors, usable
from permil.workflows.metrics import history_notes
from permil.workflows.model_choice import NO_MODEL, possible_models
from permil.workflows.nutrient_limits import deposition, deposition_notes
from permil.workflows.place import PlaceFacts, place_facts
from permil.workflows.plant_input_ways import WayOutcome, by_every_way, notes_of_own_ways
from permil.workflows.run_frame import check_size, reversal_year
from permil.workflows.unit_run import Shared, UnitRun
from permil.workflows.update import given_of, update_draws
from permil.workflows.water import ProjectWater, project_water
from permil.workflows.zone_factors import check_zone_factors

if TYPE_CHECKING:
    import xarray as xr

    from permil.report.charts import Picture

Float = NDArray[np.float64]


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
    metric : dict of Gas to float
        What the gases weigh in net CO2e [kg CO2e/kg].
    nitrogen : NitrogenFactors or None
        Draws of the N2O factors; None where there is no land unit.
    land : mapping of str to LandFactors
        By land unit what it has of its own: leached fraction, water of carbon.
    deposition : ndarray, shape (draw,)
        Nitrogen from the air [kg N/ha/yr].
    rows : dict of str to list of FieldDrivers
        By land unit the drivers of each scenario, per hectare.
    drawn : DrawnFactors
        What was drawn, with its record.
    draws : Draws
        Seed, number and sequence.
    stop : int or None
        Year from which the practices stop in the reversal.
    models : tuple of str
        Models that were named, or the default set.
    weights : dict of str to float
        Weight in the ensemble of each model that was run [-].
    left_out : dict of str to str
        Models that could not be run, with the reason.
    updates : dict of str to float
        By model the share of the draws that still count after they were weighed by what was
        measured [-]; empty where they were not.
    assumptions : tuple of Assumption
        Defaults taken.
    water : ProjectWater
        The buckets of water under the present climate.
    climate_change : tuple of ClimateOutcome
        Results under each changed climate that the project names.
    plant_inputs : tuple of WayOutcome
        What every published way from yields to carbon makes of the project.
    """

    project: Project
    place: PlaceFacts
    ledger: xr.Dataset
    outcomes: dict[str, dict[str, UnitOutcome]]
    metric: dict[Gas, float]
    nitrogen: NitrogenFactors | None
    land: Mapping[str, LandFactors]
    deposition: Float
    rows: dict[str, list[FieldDrivers]]
    drawn: DrawnFactors
    draws: Draws
    stop: int | None
    models: tuple[str, ...]
    weights: dict[str, float]
    left_out: dict[str, str]
    updates: dict[str, float]
    assumptions: tuple[Assumption, ...]
    water: ProjectWater
    climate_change: tuple[ClimateOutcome, ...] = ()
    plant_inputs: tuple[WayOutcome, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the answer document that JSON, report and terminal show."""
        from permil.workflows.document import build_document

        return build_document(self)

    def chart(
        self, kind: str = "stock", scenario: str = "", model: str = "", *, climate: str = ""
    ) -> Picture:
        """Return a chart of the report, which a notebook draws.

        Parameters
        ----------
        kind : {"stock", "balance", "limits", "spread", "fit", "climate"}
            Stock by year, all gases since the start, nutrients, what carries the spread, modelled
            against measured stocks, stocks under a changed climate.
        scenario : str, optional
            Id of a scenario; the last of the project if not given.
        model : str, optional
            The first of the project if not given.
        climate : str, optional
            Id of a changed climate, for its chart; the first of the project if not given.

        Returns
        -------
        Picture
            SVG text with ``_repr_svg_``; empty where there is nothing to show.

        Raises
        ------
        permil.errors.UnknownName
            If there is no such chart, scenario, model or changed climate.
        """
        from permil.report.climate import climate_picture
        from permil.report.figures import figure

        scenario = scenario or self.project.scenarios[-1].id
        model = model or next(iter(self.outcomes))
        known = {
            "scenario": (scenario, [s.id for s in self.project.scenarios]),
            "model": (model, list(self.outcomes)),
        }
        for name, (value, names) in known.items():
            if value not in names:
                raise UnknownName(where="", kind=name, value=value, nearest=names)
        if kind == "climate":
            return climate_picture(self.document(), climate, scenario, model)
        return figure(kind, self.document(), scenario, model)


def assess(
    project: Project | str | Path,
    *,
    draws: int | None = None,
    seed: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Assessment:
    """Assess a project file: carbon, gases and nutrients of its scenarios against the baseline.

    Parameters
    ----------
    project : Project, str or Path
        A project, or the path of its file.
    draws, seed : int, optional
        Instead of the file's.
    progress : callable, optional
        Takes the name of each changed climate when its run begins.

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
        return Assessor(project, draws or project.run.draws, seed).run(progress)
    except InputError as error:
        where = str(error.fields.get("where", ""))
        if project.path is not None and str(project.path) not in where:
            error.fields["where"] = f"{project.path}, {where}".rstrip(", ")
        raise


class Assessor:
    """One run: what all land units and models share, and the assumptions met on the way."""

    def __init__(self, project: Project, draws: int, seed: int | None) -> None:
        self.project = project
        run = project.run
        self.draws = Draws(run.seed if seed is None else seed, draws, run.sequence)
        edition, factors = str(run.factor_edition), project.factors
        book = FactorBook(edition, factors, editions=run.factor_editions)
        self.drawn = DrawnFactors(self.draws, book=book)
        self.place = place_facts(project)
        self.changed = [
            (change, changed_place(project, self.place, change))
            for change in project.climate_changes
        ]
        self.notes: dict[Assumption | str, Assumption] = {}
        self.horizon = project.horizon
        self.years = self.horizon.last_year - self.horizon.first_year + 1
        self.models = project.run.models or DEFAULT_SET if project.land_units else (NO_MODEL,)
        check_size(project, len(self.models), draws)
        self.stop, assumed = reversal_year(project)
        if assumed:
            self.note([Assumption("reversal_year", {"year": self.stop}, "horizon.practice_stops")])
        self.metric = metric_factors(str(run.metric))
        self.left_out: dict[str, str] = {}
        self.drawn_of: dict[str, DrawnFactors] = {}
        self.updates: dict[str, float] = {}
        self._activities: Lines | None = None

    def note(self, assumptions: Sequence[Assumption]) -> None:
        """Collect assumptions once each, in the order in which they were met."""
        for assumption in assumptions:
            key = f"{assumption.code}{sorted(map(str, assumption.fields.items()))}"
            self.notes.setdefault(key, assumption)

    def run(self, progress: Callable[[str], None] | None = None) -> Assessment:
        """Run all models and land units and close the ledger; then every changed climate."""
        project = self.project
        self.note((*project.assumptions, *self.place.assumptions))
        self.water = project_water(project, self.place)
        models, shared = self._soil()
        weights = ensemble_weights(models, project.run.weights)
        if shared is not None:
            self.note(ensemble_notes(project.run, weights))
            self.note(notes_of_own_ways(project, models))
            self.note(note_errors(usable(project)))
            self.note(deposition_notes(project))
        ledger, outcomes = self._ledger(models, shared)
        self.note(edition_notes(self.drawn.book))
        self.note(history_notes(project, ledger))
        self.drawn.book.check_used()
        for _, place in self.changed:
            self.note(place.assumptions)
        assessment = Assessment(
            project=project,
            place=self.place,
            ledger=ledger,
            outcomes=outcomes,
            metric=self.metric,
            nitrogen=None if shared is None else shared.nitrogen,
            land={} if shared is None else shared.land,
            deposition=deposition(project, self.drawn),
            rows={} if shared is None else self._rows(shared),
            drawn=self.drawn,
            draws=self.draws,
            stop=self.stop,
            models=self.models,
            weights=weights,
            left_out=self.left_out,
            updates=self.updates,
            assumptions=tuple(self.notes.values()),
            water=self.water,
            plant_inputs=() if shared is None else by_every_way(shared, models),
        )
        found = []
        for change, changed in self.changed:
            if progress is not None:
                progress(change.name)
            assert shared is not None  # a project without land units names no changed climate
            found.append(under_change(assessment, change, changed, shared, self._ledger))
        return replace(assessment, climate_change=tuple(found))

    def _rows(self, shared: Shared) -> dict[str, list[FieldDrivers]]:
        """Return the drivers of every scenario by land unit."""
        return {unit.id: UnitRun(shared, unit).rows() for unit in self.project.land_units}

    def _soil(self) -> tuple[list[str], Shared | None]:
        """Return the models that run and what they share; none where there is no land unit."""
        if not (project := self.project).land_units:
            return [NO_MODEL], None
        nitrogen, land = land_factors(project, self.place, self.drawn, self.water, self.note)
        models = possible_models(project, self.models, self.left_out, self.note)
        check_zone_factors(project, self.place, models, self.drawn.book)
        return models, replace(self.shared(nitrogen), land=land)

    def _ledger(self, models: Sequence[str], shared: Shared | None) -> tuple[xr.Dataset, Outcomes]:
        """Run models on all land units; return their ledger, closed, and their outcomes."""
        project = self.project
        shape = (len(project.scenarios), len(models), self.years, self.draws.n)
        lines = LedgerLines(shape, self.metric, self.activities(shared))
        detail: dict[str, dict[str, dict[str, Spread]]] = {}
        outcomes: Outcomes = {}
        for m, name in enumerate(models):
            results = [] if shared is None else self._units(name, shared)
            lines.fill(m, [r[0] for r in results], stoichiometry("N"))
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
                **{f"metric_{gas.name.lower()}": value for gas, value in self.metric.items()},
                "positive": "to the atmosphere",
            },
        )
        check_ledger(ledger, self.metric)
        return ledger, outcomes

    def _units(
        self, name: str, shared: Shared
    ) -> list[tuple[UnitResult, UnitOutcome, dict[str, Spread]]]:
        """Run a model on all land units."""
        mine = replace(shared, drawn=self._drawn_of(name, shared))
        return [self._run(name, unit, mine) for unit in self.project.land_units]

    def activities(self, shared: Shared | None) -> Lines:
        """Return the lines that no soil model changes, which every climate shares too."""
        if self._activities is None:
            land = () if shared is None else self.project.land_units
            units = tuple((u, UnitRun(shared, u).rows()) for u in land if shared is not None)
            run = ActivityRun(self.project, self.place, self.drawn, self.note, units)
            self._activities = activity_lines(run) | self.water.lines()
        return self._activities

    def _drawn_of(self, name: str, shared: Shared) -> DrawnFactors:
        """Return the draws as a model takes them: of its posterior, weighed by measurements.

        A changed climate takes those of the present one, in which the soil was measured.
        """
        if name not in self.drawn_of:
            self.drawn_of[name] = self._draw(name, shared)
        return self.drawn_of[name]

    def _draw(self, name: str, shared: Shared) -> DrawnFactors:
        posterior = self.project.run.posterior
        given = None if posterior is None else given_of(posterior, name, self.draws)
        if not self.project.run.update:
            return self.drawn.of_model(name, given, None)
        apart = DrawnFactors(self.draws, book=self.drawn.book).of_model(name, given, None)
        update = update_draws(replace(shared, drawn=apart), name)
        self.updates[name] = update.effective
        self.note(update.assumptions)
        chosen = None if given is None else given.of_draws(update.chosen)
        return self.drawn.of_model(name, chosen, update.chosen)

    def _run(
        self, name: str, unit: LandUnit, shared: Shared
    ) -> tuple[UnitResult, UnitOutcome, dict[str, Spread]]:
        """Run a model on a land unit; what it refuses names both, and whose stock is held."""
        try:
            return UnitRun(shared, unit).run(name)
        except InputError as error:
            if not error.fields.get("where"):
                held = f"scenario.{self.project.scenarios[0].id} (the baseline)"
                error.fields["where"] = f"land_unit.{unit.id}, {held}, model {name}"
            raise

    def shared(self, nitrogen: NitrogenFactors) -> Shared:
        """Return what the runs of all land units share."""
        return Shared(
            project=self.project,
            place=self.place,
            drawn=self.drawn,
            nitrogen=nitrogen,
            stop=self.stop,
            note=self.note,
        )
