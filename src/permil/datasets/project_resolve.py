"""From the sections of a project file to a project: defaults, inheritance, cross-checks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from permil import library
from permil.assumptions import Assumption
from permil.datasets import project as p
from permil.datasets import project_schema as s
from permil.datasets.apply_practice import apply_practice
from permil.datasets.climate import ClimateInput
from permil.datasets.geometry import check_geometry
from permil.errors import (
    Ambiguous,
    Conflict,
    FileProblem,
    MissingKey,
    NotApplicable,
    PermilError,
    UnknownName,
)
from permil.science.soil_stock import stock_from_description
from permil.tables import table
from permil.units import parse_quantity
from permil.variables import variable
from permil.vocabulary import LandUse, Residues, Start, Tillage

Where = Callable[..., str]


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
        self.file, self.raw, self.where, self.folder = file, raw, where, folder
        self.models = models
        self.notes: list[Assumption] = []
        self.files: list[Path] = []

    def resolve(self, path: Path | None) -> p.Project:
        """Return the project.

        Raises
        ------
        permil.errors.InputError
            If sections contradict each other or something needed is missing.
        """
        file = self.file
        self._check_models()
        self._note_run_defaults()
        units = tuple(self._land_unit(name, u) for name, u in file.land_unit.items())
        climate = self._climate()
        scenarios = self._scenarios()
        history = None
        if file.history is not None:
            history = self._management(file.history, p.Management(), ("history",))
            self._check_inputs(history, ("history",))
        horizon = self._horizon()
        return p.Project(
            name=file.project.name,
            description=file.project.description,
            illustrative=file.project.illustrative,
            sources=file.project.sources,
            path=path,
            run=p.Run(**file.run.model_dump()),
            place=p.Place(**file.place.model_dump()),
            climate=climate,
            land_units=units,
            history=history,
            scenarios=scenarios,
            observations=self._observations(),
            horizon=horizon,
            uncertainty=p.Uncertainty(**file.uncertainty.model_dump()),
            confirm=dict(file.confirm),
            assumptions=tuple(self.notes),
            raw=self.raw,
            files=tuple(self.files),
        )

    def _note(self, code: str, changed_by: str, **fields: Any) -> None:
        note = Assumption(code, fields, changed_by)
        if note not in self.notes:
            self.notes.append(note)

    def _check_models(self) -> None:
        run, depths = self.file.run, {u.depth for u in self.file.land_unit.values()}
        for i, name in enumerate(run.models):
            if self.models and name not in self.models:
                nearest = difflib.get_close_matches(name, self.models, n=3) or list(self.models)
                raise UnknownName(
                    where=self.where("run", "models", i), kind="model", value=name, nearest=nearest
                )
        if len(depths) > 1:
            listed = ", ".join(f"{depth:g}" for depth in sorted(depths))
            raise Conflict(
                where=self.where("land_unit"),
                problem=f"land units have different depths ({listed} cm)",
                remedy="stocks of different depths cannot be added: give one depth",
            )
        if "ipcc_tier1" in run.models:
            for name, unit in self.file.land_unit.items():
                if unit.soil_type is None:
                    raise MissingKey(
                        where=self.where("land_unit", name),
                        key="soil_type",
                        expected="the soil type for ipcc_tier1: HAC, LAC, SAN, POD, VOL or WET",
                    )
                if abs(unit.depth - 30) > 0.5 and len(run.models) == 1:
                    raise NotApplicable(
                        where=self.where("land_unit", name, "depth"),
                        method="ipcc_tier1",
                        problem=f"it is defined for 0-30 cm, the land unit has {unit.depth:g} cm",
                        remedy="give the stock of 30 cm or use another model",
                    )

    def _note_run_defaults(self) -> None:
        for key in ("models", "metric", "start", "draws", "seed"):
            if key not in self.file.run.model_fields_set:
                value = getattr(self.file.run, key)
                shown = ", ".join(value) if isinstance(value, tuple) else str(value)
                self._note("default_taken", f"run.{key}", key=f"run.{key}", value=shown)

    def _climate(self) -> ClimateInput:
        section = self.file.climate
        values = section.model_dump()
        if section.file is not None:
            path = self.folder / section.file
            if not path.is_file():
                raise FileProblem(
                    where=self.where("climate", "file"),
                    problem=f"there is no file {section.file}",
                    remedy="give the path relative to the project file",
                )
            values["file"] = path
            self.files.append(path)
        return ClimateInput(**values)

    def _land_unit(self, name: str, unit: s.LandUnitSection) -> p.LandUnit:
        where = ("land_unit", name)
        geometry = None
        if unit.geometry is not None:
            geometry = self.folder / unit.geometry
            check_geometry(geometry, where=self.where(*where, "geometry"))
            self.files.append(geometry)
        self._check_texture(unit, where)
        stock, method, density = self._stock(unit, where)
        soil = p.Soil(
            depth=unit.depth,
            clay=unit.clay,
            silt=unit.silt,
            sand=unit.sand,
            stock=stock,
            stock_sd=unit.organic_carbon_stock_sd,
            stock_method=method,
            soil_type=unit.soil_type,
            bulk_density=density,
            organic_carbon=unit.organic_carbon,
            inert_organic_matter=unit.inert_organic_matter,
            measured_year=unit.measured_year,
        )
        return p.LandUnit(name, unit.name or name, unit.area, soil, geometry)

    def _check_texture(self, unit: s.LandUnitSection, where: tuple[str, ...]) -> None:
        parts = (unit.clay, unit.silt, unit.sand)
        known = [part for part in parts if part is not None]
        total = sum(known)
        if total > 100.5 or (len(known) == 3 and abs(total - 100) > 1):
            raise Conflict(
                where=self.where(*where, "clay"),
                problem=f"clay, silt and sand add up to {total:g} %",
                remedy="they must make 100 %",
            )

    def _stock(
        self, unit: s.LandUnitSection, where: tuple[str, ...]
    ) -> tuple[float | None, str, float | None]:
        """Return the measured stock, how it was found and the fine-earth density where known."""
        fine = unit.bulk_density if unit.bulk_density_of == "fine_earth" else None
        if unit.organic_carbon_stock is not None:
            if unit.bulk_density is not None and unit.organic_carbon is not None:
                raise Conflict(
                    where=self.where(*where, "organic_carbon_stock"),
                    problem="the stock is given as such and by concentration and density",
                    remedy="give one of the two",
                )
            return self._plausible(unit.organic_carbon_stock, where), "given", fine
        if unit.organic_carbon is None:
            return None, "", fine
        if unit.bulk_density is None:
            raise MissingKey(
                where=self.where(*where, "organic_carbon"),
                key="bulk_density",
                expected='a density such as "1.35 g/cm3", from which the stock follows',
            )
        share, by = self._fragments(unit, where)
        described = stock_from_description(
            unit.organic_carbon,
            unit.depth,
            bulk_density=unit.bulk_density,
            bulk_density_of=unit.bulk_density_of,
            coarse_fragments=share,
            coarse_fragments_by=by,
            rock_density=unit.rock_density,
            where=self.where(*where),
        )
        return self._plausible(float(described.stock), where), described.method, fine

    def _plausible(self, stock: float, where: tuple[str, ...]) -> float:
        return variable("soil_organic_carbon_stock").check(stock, where=self.where(*where))

    def _fragments(
        self, unit: s.LandUnitSection, where: tuple[str, ...]
    ) -> tuple[float, str | None]:
        """Return coarse fragments in % and what they are a share of."""
        if unit.coarse_fragments is None:
            raise MissingKey(
                where=self.where(*where),
                key="coarse_fragments",
                expected='the stones, such as "5 % by volume" or "0 % by mass"',
            )
        place = self.where(*where, "coarse_fragments")
        number, written = parse_quantity(unit.coarse_fragments, where=place)
        for by in ("mass", "volume"):
            if written == f"% by {by}":
                name = f"coarse_fragments_{by}"
                return variable(name).check(number, given=unit.coarse_fragments, where=place), by
        if written in ("%", ""):
            return number, None
        raise Ambiguous(
            where=place,
            problem=f"'{unit.coarse_fragments}' says no share of mass or volume",
            remedy='write it as "5 % by volume" or "5 % by mass"',
        )

    def _scenarios(self) -> tuple[p.Scenario, ...]:
        sections = self.file.scenario
        chosen = [name for name, section in sections.items() if section.baseline]
        if len(chosen) != 1:
            problem = "no scenario is" if not chosen else f"{', '.join(chosen)} are all"
            raise Conflict(
                where=self.where("scenario"),
                problem=f"{problem} marked as the baseline",
                remedy="write baseline = true in exactly one scenario",
            )
        baseline = self._scenario(chosen[0], p.Management())
        others = [self._scenario(n, baseline.management) for n in sections if n != chosen[0]]
        for other in others:
            if other.management == baseline.management:
                raise Conflict(
                    where=self.where("scenario", other.id),
                    problem=f"scenario '{other.id}' changes nothing against the baseline",
                    remedy="name a practice or a key that differs, or leave it out",
                )
        return (baseline, *others)

    def _scenario(self, name: str, base: p.Management) -> p.Scenario:
        section, where = self.file.scenario[name], ("scenario", name)
        for i, unit in enumerate(section.land_units):
            if unit not in self.file.land_unit:
                raise UnknownName(
                    where=self.where(*where, "land_units", i),
                    kind="land unit",
                    value=unit,
                    nearest=list(self.file.land_unit),
                )
        management = self._management(section, base, where)
        uses = []
        for i, entry in enumerate(section.practice):
            management, use = self._practice(management, entry, (*where, "practice", i))
            uses.append(use)
        self._check_inputs(management, where)
        return p.Scenario(
            id=name,
            name=section.name or name.replace("_", " "),
            baseline=section.baseline,
            management=management,
            practices=tuple(uses),
            land_units=section.land_units,
        )

    def _check_inputs(self, management: p.Management, where: tuple[str, ...]) -> None:
        if not management.rotation and management.carbon_input is None:
            raise MissingKey(
                where=self.where(*where),
                key="rotation",
                expected="the crops of the rotation, or carbon_input with monthly values",
            )

    def _practice(
        self, management: p.Management, entry: s.PracticeEntry, where: tuple[Any, ...]
    ) -> tuple[p.Management, p.PracticeUse]:
        """Apply one practice; its errors name the place in the file."""
        try:
            use = self._practice_use(entry, where)
            southern = (self.file.place.latitude or 0.0) < 0
            changed, notes = apply_practice(management, use, southern=southern)
        except PermilError as error:
            if not error.fields.get("where"):
                error.fields["where"] = self.where(*where)
            raise
        self.notes += [note for note in notes if note not in self.notes]
        return changed, use

    def _practice_use(self, entry: s.PracticeEntry, where: tuple[Any, ...]) -> p.PracticeUse:
        practice = library.practice(entry.practice)
        allowed = {parameter.name for parameter in practice.parameters}
        if practice.transfer_question:
            allowed |= {"alternative_fate"}
        if "years" in allowed:
            allowed = (allowed - {"years"}) | {"ley_years"}
        schedule_keys = {"first_year", "last_year", "every", "years"}
        given: dict[str, Any] = {}
        for key in entry.model_fields_set - {"practice"} - schedule_keys:
            name = "yield" if key == "crop_yield" else key
            if name not in allowed:
                raise UnknownName(
                    where=self.where(*where, name),
                    kind=f"key of practice {practice.id}",
                    value=name,
                    nearest=sorted(allowed),
                )
            given[name] = getattr(entry, key)
        if "carbon" in given:
            ruled = practice.parameter("carbon").variable
            given["carbon"] = variable(ruled).read(
                given["carbon"], where=self.where(*where, "carbon")
            )
        given["schedule"] = self._schedule(entry, where)
        return p.PracticeUse(practice.id, given)

    def _schedule(self, entry: s.ScheduleKeys, where: tuple[Any, ...]) -> p.Schedule:
        if entry.years and {"first_year", "last_year", "every"} & entry.model_fields_set:
            raise Conflict(
                where=self.where(*where, "years"),
                problem="years are listed and a first year, last year or interval is given",
                remedy="use one of the two",
            )
        if None not in (entry.first_year, entry.last_year) and entry.first_year > entry.last_year:  # type: ignore[operator]
            raise Conflict(
                where=self.where(*where, "last_year"),
                problem=f"it ends in {entry.last_year}, before it starts in {entry.first_year}",
                remedy="exchange the years",
            )
        return p.Schedule(entry.first_year, entry.last_year, entry.every, entry.years)

    def _management(
        self, section: s.ManagementSection, base: p.Management, where: tuple[str, ...]
    ) -> p.Management:
        """Return the base management with what the section names in its place."""
        changes: dict[str, Any] = {}
        if section.rotation is not None and section.carbon_input is not None:
            raise Conflict(
                where=self.where(*where, "carbon_input"),
                problem="both a rotation and carbon_input are given",
                remedy="the carbon follows from one of the two",
            )
        if section.rotation is not None:
            rotation = tuple(
                self._crop(c, (*where, "rotation", i)) for i, c in enumerate(section.rotation)
            )
            changes |= {"rotation": rotation, "carbon_input": None}
        if section.carbon_input is not None:
            given = self._carbon_input(section.carbon_input, (*where, "carbon_input"))
            changes |= {"carbon_input": given, "rotation": ()}
        if section.year:
            changes["overrides"] = self._overrides(section, where)
        for key, default in (("land_use", LandUse.LONG_TERM_CULTIVATED), ("tillage", Tillage.FULL)):
            value = getattr(section, key)
            if value is not None:
                changes[key] = value
            elif where[-1] != "history" and getattr(section, "baseline", False):
                dotted = ".".join((*where, key))
                self._note("default_taken", dotted, key=dotted, value=str(default))
        if section.input_level is not None:
            changes["input_level"] = section.input_level
        changes |= self._brought(section, where)
        return replace(base, **changes)

    def _brought(self, section: s.ManagementSection, where: tuple[str, ...]) -> dict[str, Any]:
        """Return amendments, fertilisers and lime of a section, where it names any."""
        changes: dict[str, Any] = {}
        if section.amendment is not None:
            changes["amendments"] = tuple(
                self._amendment(a, (*where, "amendment", i))
                for i, a in enumerate(section.amendment)
            )
        if section.fertiliser is not None:
            changes["fertilisers"] = tuple(
                p.FertiliserUse(f.type, f.nitrogen, self._schedule(f, (*where, "fertiliser", i)))
                for i, f in enumerate(section.fertiliser)
            )
        if section.lime is not None:
            changes["limes"] = tuple(
                p.LimeUse(x.product, x.amount, self._schedule(x, (*where, "lime", i)))
                for i, x in enumerate(section.lime)
            )
        return changes

    def _amendment(self, entry: s.AmendmentEntry, where: tuple[Any, ...]) -> p.Amendment:
        if (entry.amount is None) == (entry.carbon is None):
            raise MissingKey(
                where=self.where(*where),
                key="amount",
                expected='either the fresh matter ("20 t FM/ha") or its carbon ("1.8 t C/ha")',
            )
        return p.Amendment(
            kind=entry.kind,
            amount=entry.amount,
            carbon=entry.carbon,
            nitrogen=entry.nitrogen,
            month=entry.month,
            schedule=self._schedule(entry, where),
            alternative_fate=entry.alternative_fate,
        )

    def _crop(self, entry: s.CropEntry | s.YearEntry, where: tuple[Any, ...]) -> p.CropYear:
        crop = entry.crop or ""
        row: Any = table("crops").one(crop=crop)
        grows = bool(row.residue_crop)
        if grows and entry.crop_yield is None:
            raise MissingKey(
                where=self.where(*where),
                key="yield",
                expected=f'the yield of {crop}, such as "7 t FM/ha", from which its carbon follows',
            )
        if not grows and entry.crop_yield is not None:
            raise Conflict(
                where=self.where(*where, "yield"),
                problem=f"{crop} has a yield",
                remedy="leave the yield out",
            )
        residues = entry.residues or Residues.RETURNED
        if entry.residues is None and grows and not row.perennial:
            self._note("residues_returned", "residues", crop=row.name)
        share = entry.removed_share
        if residues is Residues.RETURNED and share:
            raise Conflict(
                where=self.where(*where, "removed_share"),
                problem="residues are returned, and a share of them is removed",
                remedy='write residues = "removed" or "burnt"',
            )
        if share is None:
            share = 0.0 if residues is Residues.RETURNED else 1.0
            if share:
                self._note("residues_all", "removed_share", crop=row.name, fate=str(residues))
        return p.CropYear(crop, entry.crop_yield, residues, share, entry.cover)

    def _carbon_input(self, entry: s.CarbonInputEntry, where: tuple[Any, ...]) -> p.CarbonInput:
        cover = entry.cover
        if cover is None:
            cover = tuple(1.0 if carbon > 0 else 0.0 for carbon in entry.plant)
            self._note("cover_from_inputs", ".".join(map(str, (*where, "cover"))))
        if entry.dpm_rpm_ratio is None:
            self._note("dpm_rpm_crop", ".".join(map(str, (*where, "dpm_rpm_ratio"))))
        return p.CarbonInput(
            plant=entry.plant,
            manure=entry.manure,
            cover=cover,
            dpm_rpm_ratio=entry.dpm_rpm_ratio,
            crop=entry.crop or "",
        )

    def _overrides(
        self, section: s.ManagementSection, where: tuple[str, ...]
    ) -> tuple[p.YearOverride, ...]:
        """Return the single years that differ; a year may be named once."""
        seen: set[int] = set()
        found = []
        for i, entry in enumerate(section.year):
            here = (*where, "year", i)
            twice = seen & set(entry.years)
            if twice or len(set(entry.years)) < len(entry.years):
                shown = min(twice) if twice else max(entry.years, key=entry.years.count)
                raise Conflict(
                    where=self.where(*here, "years"),
                    problem=f"the year {shown} is given twice",
                    remedy="name every year once",
                )
            seen |= set(entry.years)
            if (entry.crop is None) == (entry.carbon_input is None):
                raise MissingKey(
                    where=self.where(*here),
                    key="crop",
                    expected="either a crop or carbon_input for these years",
                )
            crop = None if entry.crop is None else self._crop(entry, here)
            given = entry.carbon_input
            carbon = None if given is None else self._carbon_input(given, (*here, "carbon_input"))
            found.append(p.YearOverride(entry.years, crop, carbon))
        return tuple(found)

    def _horizon(self) -> p.Horizon:
        h = self.file.horizon
        if h.last_year < h.first_year:
            raise Conflict(
                where=self.where("horizon", "last_year"),
                problem=f"the horizon ends in {h.last_year}, before it starts in {h.first_year}",
                remedy="exchange the years",
            )
        if h.last_year - h.first_year >= 1000:
            raise Conflict(
                where=self.where("horizon", "last_year"),
                problem=f"the horizon has {h.last_year - h.first_year + 1} years",
                remedy="give at most 1000 years",
            )
        stops = h.practice_stops
        if stops is not None and not h.first_year < stops <= h.last_year:
            raise Conflict(
                where=self.where("horizon", "practice_stops"),
                problem=f"practices stop in {stops}, outside {h.first_year + 1} to {h.last_year}",
                remedy="choose a year within the horizon",
            )
        return p.Horizon(h.first_year, h.last_year, stops)

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
                        where=self.where(*where, kind),
                        kind=kind.replace("_", " "),
                        value=value,
                        nearest=difflib.get_close_matches(value, known, n=3) or list(known),
                    )
            if entry.land_unit is None and len(self.file.land_unit) > 1:
                raise MissingKey(
                    where=self.where(*where),
                    key="land_unit",
                    expected="the land unit that was measured, for there are several",
                )
            key = (entry.scenario, entry.land_unit, entry.year, entry.depth)
            if key in seen:
                raise Conflict(
                    where=self.where(*where),
                    problem=f"the stock of {entry.scenario} in {entry.year} is given twice",
                    remedy="keep one, with its n and sd",
                )
            seen.add(key)
            found.append(p.Observation(**entry.model_dump()))
        return tuple(found)


def check_start(project: p.Project, where: Where) -> None:
    """Raise an error if the chosen start lacks what it needs.

    Parameters
    ----------
    project : Project
        The project.
    where : callable
        Place of a path.

    Raises
    ------
    MissingKey
        If a land unit has no measured stock although the start needs one, or the history is
        missing.
    """
    if project.run.start is not Start.STEADY_STATE:
        for unit in project.land_units:
            if unit.soil.stock is None:
                raise MissingKey(
                    where=where("land_unit", unit.id),
                    key="organic_carbon_stock",
                    expected=f'a measured stock, for run.start is "{project.run.start}"',
                )
    if project.run.start is Start.HISTORY and project.history is None:
        raise MissingKey(where=where("run", "start"), key="history", expected="a section [history]")
