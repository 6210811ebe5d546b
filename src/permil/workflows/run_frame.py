"""What is settled before a run begins: whether it can be held, and when practices stop."""

from __future__ import annotations

from permil.datasets.project import Project
from permil.errors import InputError

#: Values of one ledger line that are allowed; nine lines of this size take about 9 GB.
LARGEST_LINE = 100_000_000
#: Years after which practices stop where nobody said, in a horizon that is longer by five.
UNTIL_REVERSAL = 20


def years_of(project: Project) -> int:
    """Return the years of the horizon."""
    return project.horizon.last_year - project.horizon.first_year + 1


def check_size(project: Project, models: int, draws: int) -> None:
    """Refuse a run that no ordinary machine could hold.

    Parameters
    ----------
    project : Project
        The project.
    models, draws : int
        How many of each.

    Raises
    ------
    InputError
        If a line of the ledger would be too large.
    """
    per_draw = len(project.scenarios) * models * (years_of(project) + 1)
    if project.climate_changes:  # one changed climate is held beside the present one
        per_draw *= 2
    if per_draw * draws > LARGEST_LINE:
        most = LARGEST_LINE // per_draw
        raise InputError(
            where="run.draws",
            value=draws,
            expected=f"at most {most} draws for so many scenarios and years",
        )


def reversal_year(project: Project) -> tuple[int | None, bool]:
    """Return the year in which practices stop, and whether nobody gave it.

    Parameters
    ----------
    project : Project
        The project.

    Returns
    -------
    tuple of int or None and bool
        As given, or after twenty years of a long enough horizon; None where there is no reversal.
    """
    given = project.horizon.practice_stops
    if given is not None:
        return given, False
    if years_of(project) <= UNTIL_REVERSAL + 5 or not project.land_units:
        return None, False
    return project.horizon.first_year + UNTIL_REVERSAL, True
