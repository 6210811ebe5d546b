"""Lines of the balance that no soil model changes: one file an activity.

An activity is a function from an :class:`ActivityRun` to lines of the balance, as project totals by
scenario, year and draw; what no draw changes has one draw.
"""

from __future__ import annotations

from collections.abc import Callable

from permil.datasets.project import LandUnit
from permil.workflows.activities.leakage import leakage
from permil.workflows.activities.livestock import livestock_lines
from permil.workflows.activities.manure_balance import check_manure
from permil.workflows.activities.organic_soils import organic_soils
from permil.workflows.activities.rice import check_rice, rice_lines
from permil.workflows.activities.run import ActivityRun, Float, Lines
from permil.workflows.adoption import adopt_lines, cohorts_of

__all__ = ["ACTIVITIES", "LAND_ACTIVITIES", "ActivityRun", "Float", "Lines", "activity_lines"]

#: Every activity of the project as a whole.
ACTIVITIES: tuple[Callable[[ActivityRun], Lines], ...] = (leakage, organic_soils, livestock_lines)
#: Every activity of single land units; a curve of adoption may hold of one of them.
LAND_ACTIVITIES: tuple[Callable[[ActivityRun, LandUnit], Lines], ...] = (rice_lines,)


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
    total: Lines = {}
    everywhere = cohorts_of(run.project, None)
    for activity in ACTIVITIES:
        _add(total, adopt_lines(activity(run), everywhere))
    for land_activity in LAND_ACTIVITIES:
        for unit in run.project.land_units:
            _add(total, adopt_lines(land_activity(run, unit), cohorts_of(run.project, unit)))
    return total


def _add(total: Lines, lines: Lines) -> None:
    for name, values in lines.items():
        total[name] = total[name] + values if name in total else values
