"""The same project under another edition of the factors, and which factors make the difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from permil.datasets.project import Project
from permil.errors import NoEffect, UnknownName
from permil.vocabulary import Edition
from permil.workflows.assess import Assessment, assess
from permil.workflows.climate_change import views_of
from permil.workflows.factor_use import is_of
from permil.workflows.lines import lines_in

#: Totals of a run: by scenario and line [t gas; t CO2e for net_co2e and net_benefit].
Totals = dict[str, dict[str, float]]
#: What follows from the lines, shown beside them.
NET = ("net_co2e", "net_benefit")


@dataclass(frozen=True)
class Step:
    """What one factor changes, those before it in the list changed already.

    Parameters
    ----------
    factor : str
        Id that the run asks for.
    before, after : dict
        Id, edition, value, low, high and unit of the rows.
    changes : dict of str to dict of str to float
        By scenario and line [t gas over the horizon].
    """

    factor: str
    before: dict[str, Any]
    after: dict[str, Any]
    changes: Totals


@dataclass(frozen=True)
class EditionDifference:
    """Two runs of one project that differ by the edition of the factors.

    Parameters
    ----------
    editions : tuple of str
        Edition of the project, and the other.
    model : str
        Model, or the ensemble, of which the numbers are.
    metric : str
        Metric of net CO2e.
    first_year, last_year : int
        Horizon over which the lines are added up.
    draws : int
        Number of draws over which they are means.
    scenarios, units : dict of str to str
        Names of the scenarios by id, units of the lines by name.
    before, after : dict of str to dict of str to float
        By scenario and line [t gas over the horizon].
    steps : tuple of Step
        One a factor; the changes add up to ``after`` less ``before``.
    missing : tuple of str
        Factors of which the other edition has no row, so that they stay.
    """

    editions: tuple[str, str]
    model: str
    metric: str
    first_year: int
    last_year: int
    draws: int
    scenarios: dict[str, str]
    units: dict[str, str]
    before: Totals
    after: Totals
    steps: tuple[Step, ...]
    missing: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {"kind": "permil editions", **asdict(self)}


def explain_editions(
    project: Project | str | Path,
    against: str,
    *,
    draws: int | None = None,
    seed: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> EditionDifference:
    r"""Explain line by line what another edition of the factors would change.

    The factors that differ are exchanged one at a time, in the order in which the run asks for
    them; with all the exchanges of before, each adds

    .. math:: d_k = E(f_1' \ldots f_k', f_{k+1} \ldots) - E(f_1' \ldots f_{k-1}', f_k \ldots)

    to a line, so that the parts add up to the whole difference. Where factors multiply one
    another, another order would divide the same whole otherwise.

    Parameters
    ----------
    project : Project, str or Path
        A project, or the path of its file.
    against : str
        The other edition.
    draws, seed : int, optional
        Instead of the file's.
    progress : callable, optional
        Takes the id of each factor when its run begins.

    Returns
    -------
    EditionDifference
        Means over the draws, summed over the horizon.

    Raises
    ------
    UnknownName
        If there is no such edition.
    NoEffect
        If the project is of this edition.
    """
    if not isinstance(project, Project):
        from permil.workflows.projects import read_project

        project = read_project(project)
    project = replace(project, climate_changes=())
    other = _edition(against, project)

    def run(**changes: Any) -> Assessment:
        one = replace(project, run=replace(project.run, **changes))
        return assess(one, draws=draws, seed=seed)

    first, last = run(), run(factor_edition=other)
    before, after = first.drawn.book, last.drawn.book
    differ = [f for f in {**before.taken, **after.taken} if _differ(before, after, f)]
    totals, steps = totals_of(first), []
    for k, factor in enumerate(differ):
        if progress is not None:
            progress(factor)
        exchanged = dict.fromkeys(differ[: k + 1], str(other))
        then = last if k + 1 == len(differ) else run(factor_editions=exchanged)
        now = totals_of(then)
        old, new = (_row(book.taken.get(factor), factor) for book in (before, after))
        steps.append(Step(factor, old, new, _less(now, totals)))
        totals = now
    return _difference(first, last, steps)


def _edition(against: str, project: Project) -> Edition:
    known = [str(edition) for edition in Edition]
    if against not in known:
        raise UnknownName(where="--against", kind="edition", value=against, nearest=known)
    if against == project.run.factor_edition:
        raise NoEffect(
            where="--against",
            what=against,
            when="for a project that is of this edition",
            remedy="name another",
        )
    return Edition(against)


def _differ(before: Any, after: Any, factor: str) -> bool:
    rows = [book.taken.get(factor) for book in (before, after)]
    if None in rows:
        return True
    parts = ("value", "low", "high", "distribution")
    return any(getattr(rows[0], part) != getattr(rows[1], part) for part in parts)


def _row(row: Any, factor: str) -> dict[str, Any]:
    """Return of a row what is shown; nothing of a factor for which only the other run asks."""
    if row is None:
        return {"id": factor, "edition": "", "value": None, "low": None, "high": None, "unit": ""}
    from permil.tables import factor_id

    name = factor.partition("/")[0]
    shown = {part: getattr(row, part) for part in ("value", "low", "high", "unit")}
    return {"id": factor_id(name, row), "edition": str(getattr(row, "edition", "")), **shown}


def totals_of(assessment: Assessment) -> Totals:
    """Return every line added up over the horizon, the mean over the draws.

    Parameters
    ----------
    assessment : Assessment
        The assessment; of several models the ensemble.

    Returns
    -------
    dict of str to dict of str to float
        By scenario and line [t gas], and net CO2e and net benefit [t CO2e].
    """
    view = next(iter(views_of(assessment).values()))
    names = [line.name for line in lines_in(view.ledger)]
    sums = {n: view.line(n)[:, 1:].sum(axis=1).mean(axis=-1) for n in (*names, NET[0])}
    sums[NET[1]] = sums[NET[0]][0] - sums[NET[0]]
    return {
        scenario.id: {name: float(values[s]) for name, values in sums.items()}
        for s, scenario in enumerate(assessment.project.scenarios)
    }


def _less(now: Totals, then: Totals) -> Totals:
    """Return what each line is more; a line that a run has not is zero there."""
    return {
        s: {n: now[s].get(n, 0.0) - then[s].get(n, 0.0) for n in {**then[s], **now[s]}} for s in now
    }


def _difference(first: Assessment, last: Assessment, steps: list[Step]) -> EditionDifference:
    project, edition = first.project, str(last.project.run.factor_edition)
    lines = {str(n): str(first.ledger[n].attrs["units"]) for n in first.ledger}
    lines |= {str(n): str(last.ledger[n].attrs["units"]) for n in last.ledger}
    uses = [use for use in last.drawn.book.uses.values() if not use.reason]
    before, after = totals_of(first), totals_of(last)
    shown = dict.fromkeys(n for run in (before, after) for s in run.values() for n in s)
    units = {n: lines.get(n, "t CO2e/yr").removesuffix("/yr") for n in shown}
    return EditionDifference(
        editions=(str(project.run.factor_edition), edition),
        model=next(iter(views_of(first))),
        metric=str(project.run.metric),
        first_year=project.horizon.first_year,
        last_year=project.horizon.last_year,
        draws=first.draws.n,
        scenarios={s.id: s.name for s in project.scenarios},
        units=units,
        before=before,
        after=after,
        steps=tuple(steps),
        missing=tuple(use.id for use in uses if not is_of(use.edition, edition)),
    )
