"""Lines of the balance that no soil model changes: one file an activity.

An activity is a function from an :class:`ActivityRun` to lines of the balance, as project totals by
scenario, year and draw; what no draw changes has one draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from permil.datasets.project import LandUnit
from permil.workflows.activities.biochar import biochar
from permil.workflows.activities.energy import energy_lines
from permil.workflows.activities.fire import fire_lines, residue_fire
from permil.workflows.activities.leakage import leakage
from permil.workflows.activities.livestock import livestock_lines
from permil.workflows.activities.manufacture import manufacture
from permil.workflows.activities.manure_balance import check_manure
from permil.workflows.activities.organic_soils import organic_soils
from permil.workflows.activities.rice import check_rice, rice_lines
from permil.workflows.activities.run import ActivityRun, Float, Lines, stacked_lines
from permil.workflows.activities.trees import woody_lines
from permil.workflows.adoption import adopt_lines, cohorts_of, field_cohorts
from permil.workflows.drivers import FieldDrivers

__all__ = ["ACTIVITIES", "LAND_ACTIVITIES", "ActivityRun", "Float", "Lines", "activity_lines"]

#: Every activity of the project as a whole.
ACTIVITIES: tuple[Callable[[ActivityRun], Lines], ...] = (
    leakage,
    organic_soils,
    livestock_lines,
    energy_lines,
    fire_lines,
)
#: Every activity of single land units; a curve of adoption may hold of one of them.
LAND_ACTIVITIES: tuple[Callable[[ActivityRun, LandUnit], Lines], ...] = (rice_lines, woody_lines)
#: What follows from the management of a field, per hectare.
FIELD_ACTIVITIES: tuple[Callable[[ActivityRun, FieldDrivers], Lines], ...] = (
    manufacture,
    residue_fire,
    biochar,
)


def activity_lines(run: ActivityRun) -> Lines:
    """Return the lines of all activities; what several add to one line is summed.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Project totals [t gas/yr], adopted by and by where a scenario spreads over the land.
    """
    check_rice(run.project)
    check_manure(run)
    everywhere = cohorts_of(run.project, None)
    found = [adopt_lines(activity(run), everywhere) for activity in ACTIVITIES]
    for unit, rows in run.units:
        cohorts = cohorts_of(run.project, unit)
        found += [adopt_lines(activity(run, unit), cohorts) for activity in LAND_ACTIVITIES]
        fields = _fields(run, unit, rows)
        found.append(adopt_lines(fields, field_cohorts(run.project, unit)))
    return added(found)


def _fields(run: ActivityRun, unit: LandUnit, rows: list[FieldDrivers]) -> Lines:
    """Return what follows from the management of the fields of a land unit."""
    found = [added(activity(run, row) for activity in FIELD_ACTIVITIES) for row in rows]
    lines = stacked_lines(found, len(run.years))
    return {name: unit.area * values for name, values in lines.items()}


def added(found: Iterable[Lines]) -> Lines:
    """Return the sum of lines; what several add to one line is summed.

    Parameters
    ----------
    found : iterable of dict of str to ndarray
        Lines.

    Returns
    -------
    dict of str to ndarray
        Their sum by name.
    """
    total: Lines = {}
    for lines in found:
        for name, values in lines.items():
            total[name] = total[name] + values if name in total else values
    return total
