"""Years in which something is done on a field."""

from __future__ import annotations

from dataclasses import dataclass

#: Intervals before its first that count as always.
_LONG_AGO = 10_000


@dataclass(frozen=True)
class Schedule:
    """Years in which something is done.

    Parameters
    ----------
    first_year, last_year : int or None
        First and last calendar year; None for the horizon's.
    every : int
        Interval [yr].
    years : tuple of int
        Single years instead; empty for the interval.
    """

    first_year: int | None = None
    last_year: int | None = None
    every: int = 1
    years: tuple[int, ...] = ()

    def applies(self, year: int, start: int) -> bool:
        """Say whether it is done in a calendar year.

        Parameters
        ----------
        year : int
            Calendar year.
        start : int
            First year of the horizon, from which intervals count if no first year is given.

        Returns
        -------
        bool
            Whether it is done.
        """
        if self.years:
            return year in self.years
        first = start if self.first_year is None else self.first_year
        ended = self.last_year is not None and year > self.last_year
        return year >= first and not ended and (year - first) % self.every == 0

    def lasting(self, year: int, start: int) -> Schedule | None:
        """Return the schedule as if it had always gone on as it does in a year.

        Parameters
        ----------
        year : int
            Calendar year in which it must be in force.
        start : int
            First year of the horizon, from which intervals count if no first year is given.

        Returns
        -------
        Schedule or None
            The same interval without begin and end; None for single years, or where it is not in
            force.
        """
        begun = self.first_year is None or self.first_year <= year
        going_on = self.last_year is None or self.last_year >= year
        if self.years or not (begun and going_on):
            return None
        first = start if self.first_year is None else self.first_year
        return Schedule(first_year=first - _LONG_AGO * self.every, every=self.every)
