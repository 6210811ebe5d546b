"""The years of an assessment, from the project file."""

from __future__ import annotations

from permil.datasets import project as p
from permil.datasets import project_schema as s
from permil.datasets.resolve_context import Context
from permil.errors import Conflict


def resolve_horizon(file: s.ProjectFile, context: Context) -> p.Horizon:
    """Return the years of an assessment.

    Parameters
    ----------
    file : ProjectFile
        The file.
    context : Context
        Its places.

    Returns
    -------
    Horizon
        First and last year, and the year in which practices stop.

    Raises
    ------
    Conflict
        If the years contradict each other, or are too many.
    """
    h = file.horizon
    if h.last_year < h.first_year:
        raise Conflict(
            where=context.where("horizon", "last_year"),
            problem=f"the horizon ends in {h.last_year}, before it starts in {h.first_year}",
            remedy="exchange the years",
        )
    if h.last_year - h.first_year >= 1000:
        raise Conflict(
            where=context.where("horizon", "last_year"),
            problem=f"the horizon has {h.last_year - h.first_year + 1} years",
            remedy="give at most 1000 years",
        )
    stops = h.practice_stops
    if stops is not None and not h.first_year < stops <= h.last_year:
        raise Conflict(
            where=context.where("horizon", "practice_stops"),
            problem=f"practices stop in {stops}, outside {h.first_year + 1} to {h.last_year}",
            remedy="choose a year within the horizon",
        )
    return p.Horizon(h.first_year, h.last_year, stops)
