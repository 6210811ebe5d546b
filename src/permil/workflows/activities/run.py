"""What the activities of an assessment get, and the shape of what they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Schedule
from permil.datasets.project import LandUnit, Project
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors
from permil.workflows.place import PlaceFacts

Float = NDArray[np.float64]
Lines = dict[str, Float]


@dataclass(frozen=True)
class ActivityRun:
    """What the activities of an assessment get.

    Parameters
    ----------
    project : Project
        The project.
    place : PlaceFacts
        Climate and zone.
    drawn : DrawnFactors
        Draws by name.
    note : callable
        Takes the assumptions that are met.
    units : tuple of LandUnit and list of FieldDrivers
        Every land unit with the drivers of each scenario, per hectare.
    """

    project: Project
    place: PlaceFacts
    drawn: DrawnFactors
    note: Callable[[Sequence[Assumption]], None]
    units: tuple[tuple[LandUnit, list[FieldDrivers]], ...]

    @property
    def years(self) -> range:
        """Return the calendar years of the horizon."""
        horizon = self.project.horizon
        return range(horizon.first_year, horizon.last_year + 1)

    def applies(self, schedule: Schedule) -> Float:
        """Return 1 in the years in which something is done, else 0, shape (year,)."""
        start = self.years.start
        return np.array([float(schedule.applies(year, start)) for year in self.years])

    def lines_of(self, emitted: Callable[[Any], Lines]) -> Lines:
        """Return the lines of every scenario in one array each.

        Parameters
        ----------
        emitted : callable
            Takes a scenario and returns its lines, (year, draw) or (year, 1); a line that it has
            not is zero.

        Returns
        -------
        dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
            Lines that are not zero throughout.
        """
        return stacked_lines([emitted(s) for s in self.project.scenarios], len(self.years))


def stacked_lines(found: Sequence[Lines], years: int) -> Lines:
    """Return the lines of several scenarios in one array each.

    Parameters
    ----------
    found : sequence of dict
        Lines of each scenario, (year, draw) or (year, 1); one that it has not is zero.
    years : int
        Number of years.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Lines that are not zero throughout.
    """
    names = dict.fromkeys(name for one in found for name in one)
    none = np.zeros((years, 1))
    rows = {n: np.broadcast_arrays(*(one.get(n, none) for one in found)) for n in names}
    stacked = {name: np.stack(values) for name, values in rows.items()}
    return {name: values for name, values in stacked.items() if values.any()}
