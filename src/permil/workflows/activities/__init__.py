"""Lines of the balance that no soil model changes: one file an activity.

An activity is a function from an :class:`ActivityRun` to lines of the balance, as project totals by
scenario, year and draw; what no draw changes has one draw.
"""

from __future__ import annotations

from collections.abc import Callable

from permil.workflows.activities.leakage import leakage
from permil.workflows.activities.organic_soils import organic_soils
from permil.workflows.activities.run import ActivityRun, Float, Lines

__all__ = ["ACTIVITIES", "ActivityRun", "Float", "Lines", "activity_lines"]

#: Every activity.
ACTIVITIES: tuple[Callable[[ActivityRun], Lines], ...] = (leakage, organic_soils)


def activity_lines(run: ActivityRun) -> Lines:
    """Return the lines of all activities; what several add to one line is summed.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Project totals [t gas/yr].
    """
    total: Lines = {}
    for activity in ACTIVITIES:
        for name, values in activity(run).items():
            total[name] = total[name] + values if name in total else values
    return total
