"""Whether a project gives what its way to start needs."""

from __future__ import annotations

from collections.abc import Callable

from permil.datasets import project as p
from permil.errors import InputError, MissingKey
from permil.vocabulary import Start

Where = Callable[..., str]


def check_start(project: p.Project, where: Where) -> None:
    """Raise an error if the chosen start lacks what it needs.

    Parameters
    ----------
    project : Project
        The project.
    where : callable
        Place of a path.

    Raises
    ------
    MissingKey
        If a land unit has no measured stock although the start needs one, or the history is
        missing.
    """
    if project.run.start is not Start.STEADY_STATE:
        for unit in project.land_units:
            if unit.soil.stock is None:
                raise MissingKey(
                    where=where("land_unit", unit.id),
                    key="organic_carbon_stock",
                    expected=f'a measured stock, for run.start is "{project.run.start}"',
                )
    if project.run.start is Start.HISTORY and project.history is None:
        raise MissingKey(where=where("run", "start"), key="history", expected="a section [history]")
    first = project.horizon.first_year
    if project.history_until is not None and project.history_until >= first:
        raise InputError(
            where=where("horizon", "history_until"),
            value=project.history_until,
            expected=f"a year before the horizon, which starts in {first}",
        )
    if project.run.start is Start.MEASURED_POOLS:
        for unit in project.land_units:
            if not unit.soil.pools:
                expected = "pools by model, as pools.rothc.humified_organic_matter"
                raise MissingKey(where=where("land_unit", unit.id), key="pools", expected=expected)
