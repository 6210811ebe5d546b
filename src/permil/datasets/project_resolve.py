"""From the sections of a project file to a project: defaults, inheritance, cross-checks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from permil.datasets import project as p
from permil.datasets import project_schema as s
from permil.datasets.activities import Activities, resolve_activities
from permil.datasets.activities.trees import check_trees, planted
from permil.datasets.apply_inputs import check_biochar
from permil.datasets.apply_practice import PLANTED, REWETTING, SCHEDULED, SETS
from permil.datasets.apply_water_practice import WATER, apply_water_practice
from permil.datasets.climate import ClimateInput
from permil.datasets.management import Management, PracticeUse, Schedule
from permil.datasets.plant_inputs import check_plant_inputs
from permil.datasets.resolve_adoption import adoptions
from permil.datasets.resolve_climate_change import climate_changes
from permil.datasets.resolve_context import Context
from permil.datasets.resolve_factors import factor_overrides, leakage
from permil.datasets.resolve_horizon import resolve_horizon
from permil.datasets.resolve_management import ManagementResolver
from permil.datasets.resolve_organic_soils import check_organic_soils, organic_soils
from permil.datasets.resolve_run import (
    check_models,
    model_weights,
    note_run_defaults,
    posterior,
)
from permil.datasets.resolve_schedule import Acts
from permil.datasets.resolve_soil import SoilResolver
from permil.errors import (
    Conflict,
    MissingKey,
    NoEffect,
    SameName,
    SetTwice,
    UnknownName,
)

Where = Callable[..., str]


@dataclass(frozen=True)
class _Inherited:
    """What a scenario starts from.

    Cover crops that follow the rotation (``before``) are kept apart with their places: each
    scenario places them anew, for its rotation may be another.
    """

    management: Management
    following: tuple[tuple[PracticeUse, tuple[Any, ...]], ...] = ()
    activities: Activities = field(default_factory=Activities)


def _shown(key: str, section: Any) -> str:
    """Return the name of a land unit or scenario that people see."""
    return str(section.name or key.replace("_", " "))


class Resolver:
    """Turns one project file into a project; ``where`` names file and line of a path.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    raw : dict
        Its plain content.
    where : callable
        ``where(*path)`` returns the place of a key for messages.
    folder : Path
        Folder to which file names are relative.
    models : sequence of str
        Names of the registered models.
    """

    def __init__(
        self,
        file: s.ProjectFile,
        raw: dict[str, Any],
        where: Where,
        folder: Path,
        models: Sequence[str],
    ) -> None:
        self.file, self.raw, self.models = file, raw, models
        self.context = Context(where, folder, land_units=tuple(file.land_unit))
        self.soils = SoilResolver(self.context)
        self.years = range(file.horizon.first_year, file.horizon.last_year + 1)
        areas = {name: unit.area for name, unit in file.land_unit.items()}
        self.managements = ManagementResolver(
            self.context, file.place.latitude, self.years, file.run.plant_inputs, areas
        )

    def resolve(self, path: Path | None) -> p.Project:
        """Return the project.

        Raises
        ------
        permil.errors.InputError
            If sections contradict each other or something needed is missing.
        """
        file = self.file
        check_models(self.file, self.context, self.models)
        self._check_names()
        note_run_defaults(file, self.context)
        organic = organic_soils(file, self.context)
        units = tuple(self.soils.land_unit(name, u) for name, u in file.land_unit.items())
        climate = self._climate()
        horizon = resolve_horizon(file, self.context)
        changes = climate_changes(file, self.context)
        scenarios = self._scenarios(horizon)
        check_organic_soils(file, organic, scenarios, self.context)
        history = None
        if file.history is None and file.horizon.history_until is not None:
            raise MissingKey(
                where=self.context.where("horizon", "history_until"),
                key="history",
                expected="a section [history] that ended then",
            )
        if file.history is not None:
            history = self.managements.management(file.history, Management(), ("history",))
            self.managements.check_inputs(history, ("history",))
        managements = [scenario.management for scenario in scenarios]
        check_plant_inputs(
            file.run, managements + ([] if history is None else [history]), self.context
        )
        weights = model_weights(file.run, self.context, self.models)
        return p.Project(
            name=file.project.name,
            description=file.project.description,
            illustrative=file.project.illustrative,
            sources=file.project.sources,
            path=path,
            run=p.Run(
                **file.run.model_dump()
                | {"weights": weights, "posterior": posterior(file.run, self.context, self.models)}
            ),
            place=p.Place(**file.place.model_dump()),
            climate=climate,
            land_units=units,
            history=history,
            scenarios=scenarios,
            observations=self._observations(),
            horizon=horizon,
            uncertainty=p.Uncertainty(**file.uncertainty.model_dump()),
            confirm=dict(file.confirm),
            assumptions=tuple(self.context.notes),
            raw=self.raw,
            files=tuple(self.context.files),
            leakage=leakage(file, self.context),
            permanence=self._permanence(),
            nitrogen_deposition=file.nutrients.nitrogen_deposition,
            factors=factor_overrides(file, self.context),
            history_until=file.horizon.history_until,
            climate_changes=changes,
            organic_soils=organic,
        )

    def _permanence(self) -> p.Permanence:
        section = self.file.permanence
        hazards = {
            cause: p.Hazard(hazard.rate / 100.0, hazard.share)
            for cause, hazard in section.hazard.items()
        }
        for cause, hazard in section.hazard.items():
            if "share" not in hazard.model_fields_set:
                self.context.note(
                    "hazard_takes_all", f"permanence.hazard.{cause}", cause=str(cause)
                )
        return p.Permanence(hazards, section.buffer)

    def _climate(self) -> ClimateInput:
        section = self.file.climate
        values = section.model_dump()
        if section.file is not None:
            values["file"] = self.context.file(section.file, "climate", "file")
        return ClimateInput(**values)

    def _scenarios(self, horizon: p.Horizon) -> tuple[p.Scenario, ...]:
        sections = self.file.scenario
        chosen = [name for name, section in sections.items() if section.baseline]
        if len(chosen) != 1:
            problem = "no scenario is" if not chosen else f"{', '.join(chosen)} are all"
            raise Conflict(
                where=self.context.where("scenario"),
                problem=f"{problem} marked as the baseline",
                remedy="write baseline = true in exactly one scenario",
            )
        start = horizon.first_year
        baseline, inherited = self._scenario(chosen[0], _Inherited(Management()), start)
        others = [
            self._scenario(name, inherited, start)[0] for name in sections if name != chosen[0]
        ]
        for other in others:
            same = other.management == baseline.management
            if same and other.activities == baseline.activities:
                raise Conflict(
                    where=self.context.where("scenario", other.id),
                    problem=f"scenario '{other.id}' changes nothing against the baseline",
                    remedy="name a practice or a key that differs, or leave it out",
                )
        return (baseline, *others)

    def _scenario(
        self, name: str, inherited: _Inherited, start: int
    ) -> tuple[p.Scenario, _Inherited]:
        """Return a scenario, and what the others inherit if it is the baseline."""
        section, where = self.file.scenario[name], ("scenario", name)
        self._check_land_units(section, where)
        self._check_set_once(section, where)
        plain = self.managements.management(section, inherited.management, where)
        uses, following = [], list(inherited.following)
        places: list[tuple[Any, ...]] = [where] * len(plain.cover_crops)
        for i, entry in enumerate(section.practice):
            here = (*where, "practice", i)
            use = self.managements.use(entry, here)
            uses.append(use)
            if use.parameters.get("before"):
                following.append((use, here))
                continue
            plain = self.managements.apply(plain, use, here, start)
            places += [here] * (len(plain.cover_crops) - len(places))
            if use.practice in SCHEDULED:
                self._check_happens([use.parameters["schedule"]], here)
        management = plain
        for use, here in following:  # once the rotation is what it will be
            sown = len(management.cover_crops)
            management = self.managements.apply(management, use, here, start)
            self._check_happens([c.schedule for c in management.cover_crops[sown:]], here)
            places += [here] * (len(management.cover_crops) - sown)
        if self.file.land_unit:
            self.managements.check_inputs(management, where)
        self.managements.check_cover_crops(management, places)
        acts = Acts.BASELINE if section.baseline else Acts.SCENARIO
        check_biochar(management, inherited.management, self.context.where(*where))
        activities = self._activities(section, inherited, uses, where, acts)
        scenario = p.Scenario(
            id=name,
            name=_shown(name, section),
            baseline=section.baseline,
            management=management,
            practices=tuple(uses),
            land_units=section.land_units,
            activities=activities,
            adoption=adoptions(section, self.file.land_unit, self.years, self.context, where),
        )
        return scenario, _Inherited(plain, tuple(following), activities)

    def _activities(
        self,
        section: s.ScenarioSection,
        inherited: _Inherited,
        uses: list[PracticeUse],
        where: tuple[str, str],
        acts: Acts,
    ) -> Activities:
        """Return the activities of a scenario, those of its practices among them."""
        schedules = self.managements.schedules
        found = resolve_activities(section, inherited.activities, schedules, where, acts)
        if any(any(one.rewetted) for one in found.water_table) and section.water_table:
            uses.append(PracticeUse(REWETTING, {}))
        for i, use in enumerate(uses):
            here = (*where, "practice", i)
            if use.practice in WATER:
                with self.managements.placed(here):
                    found = apply_water_practice(found, use.practice)
            if use.practice in PLANTED:
                more = planted(use.parameters, schedules, here)
                found = replace(found, trees=(*found.trees, more))
        today = None if section.baseline else inherited.activities.trees
        check_trees(found.trees, today, schedules, where)
        return found

    def _check_land_units(self, section: s.ScenarioSection, where: tuple[Any, ...]) -> None:
        """Raise an error for land units that do not exist or that choose nothing."""
        for i, unit in enumerate(section.land_units):
            if unit not in self.file.land_unit:
                raise UnknownName(
                    where=self.context.where(*where, "land_units", i),
                    kind="land unit",
                    value=unit,
                    nearest=list(self.file.land_unit),
                )
        given = "land_units" in section.model_fields_set
        if given and (section.baseline or not section.land_units):
            raise NoEffect(
                where=self.context.where(*where, "land_units"),
                what="land_units",
                when="on the baseline, which holds on every land unit"
                if section.baseline
                else "where it names none",
                remedy="leave it out",
            )

    def _check_set_once(self, section: s.ScenarioSection, where: tuple[Any, ...]) -> None:
        """Raise an error for two entries that set the same thing: the last would win unseen."""
        setters = {} if section.tillage is None else {"tillage": f"tillage = {section.tillage}"}
        for i, entry in enumerate(section.practice):
            what = SETS.get(entry.practice)
            if what in setters:
                raise SetTwice(
                    where=self.context.where(*where, "practice", i),
                    one=setters[what],
                    other=f"practice {entry.practice}",
                    what=what,
                )
            if what is not None:
                setters[what] = f"practice {entry.practice}"

    def _check_happens(self, schedules: Sequence[Schedule], where: tuple[Any, ...]) -> None:
        """Raise an error if a practice is scheduled for no year of the horizon."""
        years = self.years
        if not any(one.applies(year, years.start) for one in schedules for year in years):
            raise Conflict(
                where=self.context.where(*where),
                problem=f"it is done in no year from {years.start} to {years[-1]}",
                remedy="choose years within the horizon",
            )

    def _check_names(self) -> None:
        """Raise an error for two land units or scenarios of one name."""
        groups: dict[str, dict[str, Any]] = {
            "land_unit": dict(self.file.land_unit),
            "organic_soil": dict(self.file.organic_soil),
            "scenario": dict(self.file.scenario),
            "climate_change": dict(self.file.climate_change),
        }
        for kind, sections in groups.items():
            seen: dict[str, str] = {}
            for key, section in sections.items():
                name = _shown(key, section)
                first = seen.setdefault(" ".join(name.casefold().split()), key)
                if first != key:
                    raise SameName(
                        where=self.context.where(kind, key),
                        kind=f"the {kind.replace('_', ' ')}s",
                        one=f"{kind}.{first}",
                        other=f"{kind}.{key}",
                        value=name,
                    )

    def _observations(self) -> tuple[p.Observation, ...]:
        seen: set[tuple[Any, ...]] = set()
        found = []
        for i, entry in enumerate(self.file.observation):
            where = ("observation", i)
            for kind, value, known in (
                ("scenario", entry.scenario, self.file.scenario),
                ("land_unit", entry.land_unit, self.file.land_unit),
            ):
                if value is not None and value not in known:
                    raise UnknownName(
                        where=self.context.where(*where, kind),
                        kind=kind.replace("_", " "),
                        value=value,
                        nearest=difflib.get_close_matches(value, known, n=3) or list(known),
                    )
            if entry.land_unit is None and len(self.file.land_unit) > 1:
                raise MissingKey(
                    where=self.context.where(*where),
                    key="land_unit",
                    expected="the land unit that was measured, for there are several",
                )
            key = (entry.scenario, entry.land_unit, entry.year, entry.depth)
            if key in seen:
                raise Conflict(
                    where=self.context.where(*where),
                    problem=f"the stock of {entry.scenario} in {entry.year} is given twice",
                    remedy="keep one, with its n and sd",
                )
            seen.add(key)
            found.append(p.Observation(**entry.model_dump()))
        return tuple(found)
