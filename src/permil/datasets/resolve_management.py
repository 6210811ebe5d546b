"""From the management keys of a project file to a management, with its defaults noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from permil import library
from permil.datasets import management as m
from permil.datasets import project_schema as s
from permil.datasets.apply_practice import SCHEDULED, apply_practice
from permil.datasets.cover_crop_room import room_of
from permil.datasets.resolve_context import Context
from permil.datasets.whole_plant import whole_plant_harvested
from permil.errors import Conflict, MissingKey, NoEffect, PermilError, UnknownName
from permil.tables import table
from permil.variables import variable
from permil.vocabulary import LandUse, Residues, Tillage

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
    """

    def __init__(self, context: Context, latitude: float | None) -> None:
        self.context, self.latitude = context, latitude

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
        with self._placed(where):
            return self._practice_use(entry, where)

    def apply(
        self, management: m.Management, use: m.PracticeUse, where: tuple[Any, ...], start: int
    ) -> m.Management:
        """Apply one practice; ``start`` is the first year of the horizon."""
        with self._placed(where):
            southern = (self.latitude or 0.0) < 0
            changed, notes = apply_practice(management, use, southern=southern, start=start)
        self.context.add(notes)
        return changed

    def check_cover_crops(
        self,
        management: m.Management,
        places: Sequence[tuple[Any, ...]],
        years: range,
    ) -> None:
        """Note cover crops that share months with a crop; raise an error if one has no room.

        Parameters
        ----------
        management : Management
            With its final rotation.
        places : sequence of tuple
            Place in the file of each of its cover crops.
        years : range
            Calendar years of the horizon.
        """
        southern = (self.latitude or 0.0) < 0
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
    def _placed(self, where: tuple[Any, ...]) -> Iterator[None]:
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
            allowed |= {"alternative_fate"}
        if "years" in allowed:
            allowed = (allowed - {"years"}) | {"ley_years"}
        if practice.id == "cover_crop":
            allowed |= {"before"}
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
        if "carbon" in given:
            ruled = practice.parameter("carbon").variable
            given["carbon"] = variable(ruled).read(
                given["carbon"], where=self.context.where(*where, "carbon")
            )
        self._check_years(practice.id, entry, where)
        given["schedule"] = self._schedule(entry, where)
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

    def _schedule(self, entry: s.ScheduleKeys, where: tuple[Any, ...]) -> m.Schedule:
        if entry.years and {"first_year", "last_year", "every"} & entry.model_fields_set:
            raise Conflict(
                where=self.context.where(*where, "years"),
                problem="years are listed and a first year, last year or interval is given",
                remedy="use one of the two",
            )
        if None not in (entry.first_year, entry.last_year) and entry.first_year > entry.last_year:  # type: ignore[operator]
            raise Conflict(
                where=self.context.where(*where, "last_year"),
                problem=f"it ends in {entry.last_year}, before it starts in {entry.first_year}",
                remedy="exchange the years",
            )
        return m.Schedule(entry.first_year, entry.last_year, entry.every, entry.years)

    def management(
        self, section: s.ManagementSection, base: m.Management, where: tuple[str, ...]
    ) -> m.Management:
        """Return the base management with what the section names in its place."""
        changes: dict[str, Any] = {}
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
        if section.year:
            changes["overrides"] = self._overrides(section, where)
        for key, default in (("land_use", LandUse.LONG_TERM_CULTIVATED), ("tillage", Tillage.FULL)):
            value = getattr(section, key)
            if value is not None:
                changes[key] = value
            elif where[-1] != "history" and getattr(section, "baseline", False):
                dotted = ".".join((*where, key))
                self.context.note("default_taken", dotted, key=dotted, value=str(default))
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
                m.FertiliserUse(f.type, f.nitrogen, self._schedule(f, (*where, "fertiliser", i)))
                for i, f in enumerate(section.fertiliser)
            )
        if section.lime is not None:
            changes["limes"] = tuple(
                m.LimeUse(x.product, x.amount, self._schedule(x, (*where, "lime", i)))
                for i, x in enumerate(section.lime)
            )
        return changes

    def _amendment(self, entry: s.AmendmentEntry, where: tuple[Any, ...]) -> m.Amendment:
        if (entry.amount is None) == (entry.carbon is None):
            raise MissingKey(
                where=self.context.where(*where),
                key="amount",
                expected='either the fresh matter ("20 t FM/ha") or its carbon ("1.8 t C/ha")',
            )
        return m.Amendment(
            kind=entry.kind,
            amount=entry.amount,
            carbon=entry.carbon,
            nitrogen=entry.nitrogen,
            month=entry.month,
            schedule=self._schedule(entry, where),
            alternative_fate=entry.alternative_fate,
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
        if whole_plant_harvested(crop):
            return self._whole_plant(entry, row.name, where)
        residues, share = self._residues(entry, row, where)
        return m.CropYear(crop, entry.crop_yield, residues, share, entry.cover)

    def _whole_plant(
        self, entry: s.CropEntry | s.YearEntry, name: str, where: tuple[Any, ...]
    ) -> m.CropYear:
        """Return a crop that leaves no residues above ground."""
        if entry.residues not in (None, Residues.REMOVED) or entry.removed_share is not None:
            raise Conflict(
                where=self.context.where(*where, "residues"),
                problem=f"the whole plant of {name} is harvested, no residues are left",
                remedy="leave residues and removed_share out, or name the grain crop",
            )
        return m.CropYear(entry.crop or "", entry.crop_yield, Residues.REMOVED, 1.0, entry.cover)

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
            if share:
                self.context.note(
                    "residues_all", "removed_share", crop=row.name, fate=str(residues)
                )
        return residues, share

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
