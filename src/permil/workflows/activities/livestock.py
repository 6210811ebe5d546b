"""CH4 and N2O of herds and of their manure until it is spread or falls on pasture (IPCC 2019)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.activities.livestock import Livestock
from permil.datasets.project import Scenario
from permil.errors import InputError
from permil.science.enteric_methane import enteric_methane_ipcc2019
from permil.science.grazing_nitrous_oxide import GrazingFactors, grazing_n2o_ipcc2019
from permil.science.manure_methane import manure_methane_ipcc2019, volatile_solids_ipcc2019
from permil.science.manure_nitrogen import (
    ManureFactors,
    manure_n2o_ipcc2019,
    manure_nitrogen_budget_ipcc2019,
    nitrogen_excretion_ipcc2019,
)
from permil.science.nitrous_oxide import SoilNitrousOxide, n2o_from_n2o_n
from permil.tables.livestock_categories import BIRDS, ManureSystem
from permil.workflows.activities.cattle_feed import feed_enteric, feed_solids
from permil.workflows.activities.livestock_factors import HerdFactors
from permil.workflows.activities.run import ActivityRun

Float = NDArray[np.float64]


class Herd(NamedTuple):
    """What a herd emits in a year, and what its stores leave.

    Parameters
    ----------
    lines : dict of str to ndarray, shape (draw,)
        Lines of the balance [t gas/yr].
    left : ndarray, shape (draw,)
        Nitrogen of manure that is left to be spread [kg N/yr].
    """

    lines: dict[str, Float]
    left: Float


def livestock_lines(run: ActivityRun) -> dict[str, Float]:
    """Return the lines of all herds.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw)
        Enteric methane, methane and N2O of manure, N2O of grazing [t gas/yr].

    Raises
    ------
    permil.errors.InputError
        If the tables hold no factor for an animal, a region, a manure system or the climate.
    """

    def emitted(scenario: Scenario) -> dict[str, Float]:
        total: dict[str, Any] = {}
        for entry in scenario.activities.livestock:
            years = run.applies(entry.schedule)[:, None]
            for name, values in herd(run, entry).lines.items():
                total[name] = total.get(name, 0.0) + years * values
        return total

    return run.lines_of(emitted)


def manure_left(run: ActivityRun, scenario: Scenario) -> Float:
    """Return the nitrogen of manure that the stores of a scenario's herds leave.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    scenario : Scenario
        The scenario.

    Returns
    -------
    ndarray, shape (year, draw) or (year, 1)
        Nitrogen to be spread [kg N/yr].
    """
    left: Any = np.zeros((len(run.years), 1))
    for entry in scenario.activities.livestock:
        left = left + run.applies(entry.schedule)[:, None] * herd(run, entry).left
    return np.asarray(left)


def herd(run: ActivityRun, entry: Livestock) -> Herd:
    """Return what a herd emits in a year.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    entry : Livestock
        The herd.

    Returns
    -------
    Herd
        Lines, and the nitrogen that is left.

    Raises
    ------
    permil.errors.InputError
        If the tables hold no factor; the message names the entry.
    """
    with _placed(entry.where):
        factors = HerdFactors(run, entry)
        excreted = entry.head * nitrogen_excretion_ipcc2019(factors.nitrogen(), entry.body_weight)
        lines = {
            "enteric_ch4": _enteric(run, entry, factors) / 1000.0,
            "manure_ch4": _manure_methane(entry, factors) / 1000.0,
        }
        left: Any = np.zeros(1)
        for system, share in entry.manure:
            if system is ManureSystem.PASTURE:
                emission = _grazing(excreted * share, factors)
                _add(lines, "grazing", emission)
                continue
            stored = factors.stored(system)
            _add(lines, "manure", manure_n2o_ipcc2019(excreted * share, stored))
            # Draws at the ends of all ranges may lose more than there is: nothing is left then.
            left = left + _left(excreted * share, stored)
    return Herd(lines, np.asarray(left))


def _left(nitrogen: Any, stored: ManureFactors) -> Any:
    return np.maximum(manure_nitrogen_budget_ipcc2019(nitrogen, stored).left, 0.0)


def _add(lines: dict[str, Float], group: str, emission: SoilNitrousOxide) -> None:
    """Add N2O to the direct and the indirect line of a group [t N2O/yr]."""
    for part, nitrogen in (("direct", emission.direct), ("indirect", emission.indirect)):
        name = f"{group}_{part}_n2o"
        lines[name] = lines.get(name, np.zeros(1)) + n2o_from_n2o_n(nitrogen) / 1000.0


def _enteric(run: ActivityRun, entry: Livestock, factors: HerdFactors) -> Float:
    """Return the methane of digestion [kg CH4/yr]."""
    if entry.animal in BIRDS:
        run.note([Assumption("enteric_not_estimated", {}, "livestock", "ipcc2019_v4_ch10")])
        return np.zeros(1)
    if entry.feed is None:
        emission = factors.enteric()
    else:
        run.note([Assumption("livestock_tier2", {}, "livestock.feed", "ipcc2019_v4_ch10")])
        emission = feed_enteric(run, entry, entry.feed)
    return np.asarray(enteric_methane_ipcc2019(entry.head, emission))


def _manure_methane(entry: Livestock, factors: HerdFactors) -> Float:
    """Return the methane of manure in all systems, pasture among them [kg CH4/yr]."""
    if entry.feed is None:
        solids = volatile_solids_ipcc2019(factors.solids(), entry.body_weight)
    else:
        solids = feed_solids(factors.run, entry, entry.feed)
    total: Any = np.zeros(1)
    for system, share in entry.manure:
        emission = factors.manure_methane(system)
        total = total + manure_methane_ipcc2019(entry.head * solids, share, emission)
    return np.asarray(total)


def _grazing(nitrogen: Any, factors: HerdFactors) -> SoilNitrousOxide:
    grazed: GrazingFactors = factors.grazed()
    return grazing_n2o_ipcc2019(nitrogen, grazed)


@contextmanager
def _placed(where: str) -> Iterator[None]:
    """Give errors that name no place the place of the entry in the file."""
    try:
        yield
    except InputError as error:
        if not error.fields.get("where"):
            error.fields["where"] = where
        raise
