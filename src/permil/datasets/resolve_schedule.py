"""Years in which something is done: from the keys of a section to a schedule that takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from permil.datasets.management import Schedule
from permil.datasets.resolve_context import Context
from permil.datasets.schema_section import ScheduleKeys
from permil.errors import Conflict, NoEffect


class Acts(Enum):
    """What a section is heeded for: years before the horizon, years within it, or both."""

    HISTORY = "before"
    BASELINE = "both"
    SCENARIO = "within"


@dataclass(frozen=True)
class ScheduleResolver:
    """Turns keys on years into schedules; what would be passed over is an error.

    Parameters
    ----------
    context : Context
        Places of the project file.
    years : range
        Calendar years of the horizon.
    areas : mapping of str to float
        Area of every land unit by its id [ha].
    """

    context: Context
    years: range
    areas: Mapping[str, float] = field(default_factory=dict)

    def schedule(
        self, entry: ScheduleKeys, where: tuple[Any, ...], acts: Acts = Acts.SCENARIO
    ) -> Schedule:
        """Return the schedule of an entry, whose keys must not contradict each other.

        Parameters
        ----------
        entry : ScheduleKeys
            The entry.
        where : tuple
            Its place in the file.
        acts : Acts
            What its section is heeded for.

        Returns
        -------
        Schedule
            Years in which it is done.

        Raises
        ------
        Conflict
            If the keys contradict each other, or listed years lie outside the horizon.
        """
        if entry.years and {"first_year", "last_year", "every"} & entry.model_fields_set:
            raise Conflict(
                where=self.context.where(*where, "years"),
                problem="years are listed and a first year, last year or interval is given",
                remedy="use one of the two",
            )
        first, last = entry.first_year, entry.last_year
        if first is not None and last is not None and first > last:
            raise Conflict(
                where=self.context.where(*where, "last_year"),
                problem=f"it ends in {last}, before it starts in {first}",
                remedy="exchange the years",
            )
        if acts is not Acts.HISTORY:
            self.check_listed(entry.years, where)
        return Schedule(first, last, entry.every, entry.years)

    def effective(self, entry: ScheduleKeys, where: tuple[Any, ...], acts: Acts) -> Schedule:
        """Return the schedule of an entry that must be done at some time that counts.

        What is in force in the year before the horizon decides the start, where the section is
        the baseline or the history.

        Parameters
        ----------
        entry : ScheduleKeys
            The entry.
        where : tuple
            Its place in the file.
        acts : Acts
            What its section is heeded for.

        Returns
        -------
        Schedule
            Years in which it is done.

        Raises
        ------
        Conflict
            As :meth:`schedule`, and if it is never done.
        """
        found, start = self.schedule(entry, where, acts), self.years.start
        before = found.lasting(start - 1, start) is not None
        within = any(found.applies(year, start) for year in self.years)
        if acts is Acts.HISTORY and not before:
            raise Conflict(
                where=self.context.where(*where),
                problem=f"it is not in force in {start - 1}, by which the history is taken",
                remedy="give an interval that holds that year, or leave it out",
            )
        if acts is Acts.SCENARIO and not within:
            raise self._never(where)
        if acts is Acts.BASELINE and not (within or before):
            raise self._never(where)
        return found

    def check_listed(self, years: tuple[int, ...], where: tuple[Any, ...]) -> None:
        """Raise an error for listed years that lie outside the horizon."""
        outside = [year for year in years if year not in self.years]
        if outside:
            raise Conflict(
                where=self.context.where(*where, "years"),
                problem=f"{', '.join(map(str, outside))} lies outside the horizon,"
                f" {self.years.start} to {self.years[-1]}",
                remedy="name years within it",
            )

    def check_singles(self, given: bool, where: tuple[Any, ...], acts: Acts) -> None:
        """Raise an error for single years of the history, which is what went on for ever."""
        if given and acts is Acts.HISTORY:
            raise NoEffect(
                where=self.context.where(*where, "year"),
                what="year",
                when="in the history, which is taken as if it had always gone on",
                remedy="leave it out",
            )

    def _never(self, where: tuple[Any, ...]) -> Conflict:
        return Conflict(
            where=self.context.where(*where),
            problem=f"it is done in no year from {self.years.start} to {self.years[-1]}",
            remedy="choose years within the horizon",
        )
