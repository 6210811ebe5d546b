"""From the management keys of a project file to a management, with its defaults noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from permil import library
from permil.datasets import management as m
from permil.datasets import project_schema as s
from permil.datasets.apply_practice import LEY, SCHEDULED, apply_practice
from permil.datasets.cover_crop_room import room_of
from permil.datasets.plant_inputs import plant_input_row, stubble
from permil.datasets.resolve_context import Context
from permil.datasets.resolve_nitrogen import check_amount, check_source, fertiliser_use
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import Harvest
from permil.datasets.whole_plant import check_no_residues, whole_plant_harvested
from permil.errors import (
    Conflict,
    MissingKey,
    NoEffect,
    NotHay,
    OutOfBounds,
    PermilError,
    UnknownName,
)
from permil.tables import parameter_set, table
from permil.variables import variable
from permil.vocabulary import LandUse, PlantInputs, Residues, Tillage

#: Keys that choose the years of something.
_SCHEDULE = frozenset({"first_year", "last_year", "every", "years"})


class ManagementResolver:
    """Turns management sections into managements.

    Parameters
    ----------
    context : Context
        Places, notes and files of the project file.
    latitude : float or None
        Latitude, for the months of the southern hemisphere [° N].
    years : range
        Calendar years of the horizon.
    plant_inputs : PlantInputs
        How carbon follows from yields: it says what stays where straw is taken away.
    areas : mapping of str to float, optional
        Area of every land unit by its id [ha].
    """

    def __init__(
        self,
        context: Context,
        latitude: float | None,
        years: range,
        plant_inputs: PlantInputs = PlantInputs.BOLINDER2007,
        areas: Mapping[str, float] | None = None,
    ) -> None:
        self.context, self.latitude, self.years = context, latitude, years
        self.plant_inputs = plant_inputs
        self.schedules = ScheduleResolver(context, years, areas or {})

    def check_inputs(self, management: m.Management, where: tuple[str, ...]) -> None:
        """Raise an error if a management has neither a rotation nor given carbon."""
        if not management.rotation and management.carbon_input is None:
            raise MissingKey(
                where=self.context.where(*where),
                key="rotation",
                expected="the crops of the rotation, or carbon_input with monthly values",
            )

    def use(self, entry: s.PracticeEntry, where: tuple[Any, ...]) -> m.PracticeUse:
        """Return one practice as a scenario uses it; errors name the place in the file."""
        with self.placed(where):
            return self._practice_use(entry, where)

    def apply(
        self, management: m.Management, use: m.PracticeUse, where: tuple[Any, ...], start: int
    ) -> m.Management:
        """Apply one practice; ``start`` is the first year of the horizon."""
        with self.placed(where):
            southern = (self.latitude or 0.0) < 0
            changed, notes = apply_practice(management, use, southern=southern, start=start)
        self.context.add(notes)
        return changed

    def check_cover_crops(
        self, management: m.Management, places: Sequence[tuple[Any, ...]]
    ) -> None:
        """Note cover crops that share months with a crop; raise an error if one has no room.

        Parameters
        ----------
        management : Management
            With its final rotation.
        places : sequence of tuple
            Place in the file of each of its cover crops.
        """
        southern, years = (self.latitude or 0.0) < 0, self.years
        for cover_crop, where in zip(management.cover_crops, places, strict=True):
            room = room_of(cover_crop, management, years, years.start, southern=southern)
            if room.never:
                free = ", ".join(map(str, room.free))
                raise Conflict(
                    where=self.context.where(*where),
                    problem="the cover crop stands under a crop of the rotation in all its months"
                    f" ({', '.join(map(str, cover_crop.months))}), whenever it is sown",
                    remedy=f"choose among the free months {free}" if free else "leave it out",
                )
            if room.shared:
                self.context.note("cover_crop_shares", "practice.months", months=room.shared)

    @contextmanager
    def placed(self, where: tuple[Any, ...]) -> Iterator[None]:
        """Give errors that name no place the place in the file."""
        try:
            yield
        except PermilError as error:
            if not error.fields.get("where"):
                error.fields["where"] = self.context.where(*where)
            raise

    def _practice_use(self, entry: s.PracticeEntry, where: tuple[Any, ...]) -> m.PracticeUse:
        practice = library.practice(entry.practice)
        allowed = {parameter.name for parameter in practice.parameters}
        if practice.transfer_question:
            allowed |= {"alternative_fate", "source"}
        if "years" in allowed:
            allowed = (allowed - {"years"}) | {"ley_years"}
        allowed |= {"cover_crop": {"before"}, "inhibitors": {"inhibitor"}}.get(practice.id, set())
        given: dict[str, Any] = {}
        for key in entry.model_fields_set - {"practice"} - _SCHEDULE:
            name = "yield" if key == "crop_yield" else key
            if name not in allowed:
                raise UnknownName(
                    where=self.context.where(*where, name),
                    kind=f"key of practice {practice.id}",
                    value=name,
                    nearest=sorted(allowed),
                )
            given[name] = getattr(entry, key)
        if entry.crop_yield is not None:
            given["yield"] = self._fresh(entry.crop_yield, LEY, (*where, "yield"))
        for key in ("amount", "carbon"):  # what they are of depends on the practice
            if key in given:
                ruled = variable(practice.parameter(key).variable)
                given[key] = ruled.read(given[key], where=self.context.where(*where, key))
        self._check_years(practice.id, entry, where)
        if practice.id != "cover_crop":
            check_amount(given.get("amount"), given.get("carbon"), self.context, where)
        if practice.transfer_question:
            check_source(practice.id, entry.source, self.context, where)
        given["schedule"] = self.schedules.schedule(entry, where)
        return m.PracticeUse(practice.id, given)

    def _check_years(self, practice: str, entry: s.PracticeEntry, where: tuple[Any, ...]) -> None:
        """Raise an error for keys on years that change nothing, or that contradict each other."""
        given = sorted(_SCHEDULE & entry.model_fields_set)
        if given and practice not in SCHEDULED:
            raise NoEffect(
                where=self.context.where(*where, given[0]),
                what=given[0],
                when=f"on practice {practice}, which holds in every year",
                remedy="leave it out",
            )
        if entry.before is not None and {"every", "years"} & set(given):
            raise Conflict(
                where=self.context.where(*where, "before"),
                problem="before chooses the years by the rotation, and every or years is given",
                remedy="keep one of them",
            )

    def management(
        self, section: s.ManagementSection, base: m.Management, where: tuple[str, ...]
    ) -> m.Management:
        """Return the base management with what the section names in its place."""
        changes: dict[str, Any] = {}
        acts = Acts.BASELINE if getattr(section, "baseline", False) else Acts.SCENARIO
        acts = Acts.HISTORY if where[-1] == "history" else acts
        if section.rotation is not None and section.carbon_input is not None:
            raise Conflict(
                where=self.context.where(*where, "carbon_input"),
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
        self.schedules.check_singles(bool(section.year), where, acts)
        if section.year:
            changes["overrides"] = self._overrides(section, where)
        for key, default in (("land_use", LandUse.LONG_TERM_CULTIVATED), ("tillage", Tillage.FULL)):
            value = getattr(section, key)
            if value is not None:
                changes[key] = value
            elif acts is Acts.BASELINE:
                dotted = ".".join((*where, key))
                self.context.note("default_taken", dotted, key=dotted, value=str(default))
        for key in ("input_level", "irrigation"):
            if getattr(section, key) is not None:
                changes[key] = getattr(section, key)
        changes |= self._brought(section, where, acts)
        return replace(base, **changes)

    def _brought(
        self, section: s.ManagementSection, where: tuple[str, ...], acts: Acts
    ) -> dict[str, Any]:
        """Return what a section brings to the field, where it names any."""
        changes: dict[str, Any] = {}
        years = self.schedules.effective
        if section.amendment is not None:
            changes["amendments"] = tuple(
                self._amendment(a, (*where, "amendment", i), acts)
                for i, a in enumerate(section.amendment)
            )
        if section.fertiliser is not None:
            changes["fertilisers"] = tuple(
                fertiliser_use(f, self.schedules, (*where, "fertiliser", i), acts)
                for i, f in enumerate(section.fertiliser)
            )
        pesticides = getattr(section, "pesticide", None)
        if pesticides is not None:
            changes["pesticides"] = tuple(
                m.PesticideUse(x.kind, x.amount, years(x, (*where, "pesticide", i), acts))
                for i, x in enumerate(pesticides)
            )
        if section.lime is not None:
            changes["limes"] = tuple(
                m.LimeUse(x.product, x.amount, years(x, (*where, "lime", i), acts))
                for i, x in enumerate(section.lime)
            )
        if section.mineral is not None:
            changes["minerals"] = tuple(
                m.MineralUse(x.phosphorus, x.sulphur, years(x, (*where, "mineral", i), acts))
                for i, x in enumerate(section.mineral)
            )
        return changes

    def _amendment(
        self, entry: s.AmendmentEntry, where: tuple[Any, ...], acts: Acts
    ) -> m.Amendment:
        if (entry.amount is None) == (entry.carbon is None):
            raise MissingKey(
                where=self.context.where(*where),
                key="amount",
                expected='either the fresh matter ("20 t FM/ha") or its carbon ("1.8 t C/ha")',
            )
        check_amount(entry.amount, entry.carbon, self.context, where)
        check_source(entry.kind, entry.source, self.context, where)
        return m.Amendment(
            kind=entry.kind,
            amount=entry.amount,
            carbon=entry.carbon,
            nitrogen=entry.nitrogen,
            month=entry.month,
            schedule=self.schedules.effective(entry, where, acts),
            alternative_fate=entry.alternative_fate,
            phosphorus=entry.phosphorus,
            sulphur=entry.sulphur,
            source=entry.source,
        )

    def _crop(self, entry: s.CropEntry | s.YearEntry, where: tuple[Any, ...]) -> m.CropYear:
        crop = entry.crop or ""
        row: Any = table("crops").one(crop=crop)
        grows = bool(row.residue_crop)
        if grows and entry.crop_yield is None:
            raise MissingKey(
                where=self.context.where(*where),
                key="yield",
                expected=f'the yield of {crop}, such as "7 t FM/ha", from which its carbon follows',
            )
        if not grows and entry.crop_yield is not None:
            raise Conflict(
                where=self.context.where(*where, "yield"),
                problem=f"{crop} has a yield",
                remedy="leave the yield out",
            )
        fresh = None
        if entry.crop_yield is not None:
            fresh = self._fresh(entry.crop_yield, crop, (*where, "yield"))
        if whole_plant_harvested(crop):
            check_no_residues(entry, row.name, self.context.where(*where, "residues"))
            return m.CropYear(crop, fresh, Residues.REMOVED, 1.0, entry.cover)
        residues, share = self._residues(entry, row, where)
        return m.CropYear(crop, fresh, residues, share, entry.cover)

    def _fresh(self, harvest: Harvest, crop: str, where: tuple[Any, ...]) -> float:
        """Return a yield at the crop's usual moisture [t FM/ha]; that of a forage is hay."""
        row: Any = table("crops").one(crop=crop)
        fresh = harvest.amount / row.dry_matter if harvest.dry else harvest.amount
        if not row.perennial:
            return float(fresh)
        dry_matter = 100.0 * row.dry_matter
        hay = variable("hay_yield")
        try:
            hay.check(fresh)
        except OutOfBounds as error:
            fields = error.fields | {"value": harvest.written, "where": self.context.where(*where)}
            raise NotHay(**fields, crop=row.name, dry_matter=dry_matter) from None
        if not harvest.dry:
            self.context.note("forage_as_hay", "yield", crop=row.name, dry_matter=dry_matter)
        return float(fresh)

    def _residues(
        self, entry: s.CropEntry | s.YearEntry, row: Any, where: tuple[Any, ...]
    ) -> tuple[Residues, float]:
        """Return what becomes of a crop's residues and the share of them, with defaults noted."""
        residues = entry.residues or Residues.RETURNED
        if entry.residues is None and row.residue_crop and not row.perennial:
            self.context.note("residues_returned", "residues", crop=row.name)
        share = entry.removed_share
        if residues is Residues.RETURNED and share:
            raise Conflict(
                where=self.context.where(*where, "removed_share"),
                problem="residues are returned, and a share of them is removed",
                remedy='write residues = "removed" or "burnt"',
            )
        if share is None:
            share = 0.0 if residues is Residues.RETURNED else 1.0
            self._note_all(residues, row)
        return residues, share

    def _note_all(self, residues: Residues, row: Any) -> None:
        """Note that all residues go, and what stays where they go."""
        constants = parameter_set("crop_residues")
        if residues is Residues.REMOVED:
            left = f"{100 * self._stubble(row):.0f}"
            self.context.note("residues_all", "removed_share", crop=row.name, left=left)
        elif residues is Residues.BURNT:
            burnt = constants.get(f"combustion_{row.crop}", constants["combustion_other"])
            left = f"{100 * (1 - burnt):.0f}"
            self.context.note("residues_burnt", "removed_share", crop=row.name, left=left)

    def _stubble(self, row: Any) -> float:
        """Return what stays where straw is taken away; a crop without numbers is refused later."""
        known = plant_input_row(row.crop, self.plant_inputs) is not None
        return stubble(row.crop, self.plant_inputs if known else PlantInputs.BOLINDER2007)

    def _carbon_input(self, entry: s.CarbonInputEntry, where: tuple[Any, ...]) -> m.CarbonInput:
        cover = entry.cover
        if cover is None:
            cover = tuple(1.0 if carbon > 0 else 0.0 for carbon in entry.plant)
            self.context.note("cover_from_inputs", ".".join(map(str, (*where, "cover"))))
        if entry.dpm_rpm_ratio is None:
            self.context.note("dpm_rpm_crop", ".".join(map(str, (*where, "dpm_rpm_ratio"))))
        return m.CarbonInput(
            plant=entry.plant,
            manure=entry.manure,
            cover=cover,
            dpm_rpm_ratio=entry.dpm_rpm_ratio,
            crop=entry.crop or "",
        )

    def _overrides(
        self, section: s.ManagementSection, where: tuple[str, ...]
    ) -> tuple[m.YearOverride, ...]:
        """Return the single years that differ; a year may be named once."""
        seen: set[int] = set()
        found = []
        for i, entry in enumerate(section.year):
            here = (*where, "year", i)
            twice = seen & set(entry.years)
            if twice or len(set(entry.years)) < len(entry.years):
                shown = min(twice) if twice else max(entry.years, key=entry.years.count)
                raise Conflict(
                    where=self.context.where(*here, "years"),
                    problem=f"the year {shown} is given twice",
                    remedy="name every year once",
                )
            seen |= set(entry.years)
            self.schedules.check_listed(entry.years, here)
            if (entry.crop is None) == (entry.carbon_input is None):
                raise MissingKey(
                    where=self.context.where(*here),
                    key="crop",
                    expected="either a crop or carbon_input for these years",
                )
            crop = None if entry.crop is None else self._crop(entry, here)
            given = entry.carbon_input
            carbon = None if given is None else self._carbon_input(given, (*here, "carbon_input"))
            found.append(m.YearOverride(entry.years, crop, carbon))
        return tuple(found)
