"""Tier 2 of cattle: from feed and performance to methane of digestion and to volatile solids."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.cattle_feed import Feed
from permil.datasets.activities.livestock import Livestock
from permil.science.cattle_energy import (
    NetEnergies,
    gross_energy_ipcc2019,
    net_energy_activity_ipcc2019,
    net_energy_growth_ipcc2019,
    net_energy_lactation_ipcc2019,
    net_energy_maintenance_ipcc2019,
    net_energy_pregnancy_ipcc2019,
    net_energy_work_ipcc2019,
)
from permil.science.enteric_methane import enteric_emission_factor_ipcc2019
from permil.science.manure_methane import volatile_solids_of_feed_ipcc2019
from permil.tables.livestock_categories import CattleCoefficient
from permil.workflows.activities.run import ActivityRun

Float = NDArray[np.float64]

_COEFFICIENTS = "ipcc2019_cattle_energy"
#: Lines in which the energy of the feed stands.
_ENERGY = ("enteric_ch4", "manure_ch4")


def feed_enteric(run: ActivityRun, entry: Livestock, feed: Feed) -> Float:
    """Return the methane of the digestion of one animal.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    entry : Livestock
        The herd.
    feed : Feed
        Its feed and performance.

    Returns
    -------
    ndarray, shape (draw,)
        [kg CH4/head/yr].
    """
    line = ("enteric_ch4",)
    methane_yield = run.drawn.factor(
        f"livestock.methane_yield.{entry.animal}.{feed.feeding}",
        "ipcc2019_methane_yield",
        line,
        animal=entry.animal,
        feeding=feed.feeding,
    )
    energy = _coefficient(run, CattleCoefficient.ENERGY_OF_METHANE, "all", line)
    gross = gross_energy(run, entry, feed)
    return np.asarray(enteric_emission_factor_ipcc2019(gross, methane_yield, energy))


def feed_solids(run: ActivityRun, entry: Livestock, feed: Feed) -> Float:
    """Return the volatile solids of one animal.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    entry : Livestock
        The herd.
    feed : Feed
        Its feed and performance.

    Returns
    -------
    ndarray, shape (draw,)
        [kg VS/head/yr].
    """
    line = ("manure_ch4",)
    return np.asarray(
        volatile_solids_of_feed_ipcc2019(
            gross_energy(run, entry, feed),
            feed.digestibility,
            urinary_energy=_coefficient(run, CattleCoefficient.URINARY_ENERGY, "all", line),
            ash=_coefficient(run, CattleCoefficient.ASH, "cattle", line),
            feed_energy=_coefficient(run, CattleCoefficient.ENERGY_OF_FEED, "all", line),
        )
    )


def gross_energy(run: ActivityRun, entry: Livestock, feed: Feed) -> Float:
    """Return the gross energy of the feed of one animal.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    entry : Livestock
        The herd.
    feed : Feed
        Its feed and performance.

    Returns
    -------
    ndarray, shape (draw,)
        [MJ/day].
    """

    def coefficient(kind: CattleCoefficient, condition: str = "all") -> Float:
        return _coefficient(run, kind, condition, _ENERGY)

    maintenance = net_energy_maintenance_ipcc2019(
        entry.body_weight, coefficient(CattleCoefficient.MAINTENANCE, feed.state)
    )
    growth: Any = 0.0
    if feed.weight_gain and feed.sex is not None:
        sex = coefficient(CattleCoefficient.GROWTH, feed.sex)
        growth = net_energy_growth_ipcc2019(
            entry.body_weight, feed.mature_weight, feed.weight_gain, sex
        )
    need = NetEnergies(
        maintenance=maintenance,
        activity=net_energy_activity_ipcc2019(
            maintenance, coefficient(CattleCoefficient.ACTIVITY, feed.housing)
        ),
        lactation=net_energy_lactation_ipcc2019(feed.milk_yield, feed.milk_fat),
        work=net_energy_work_ipcc2019(
            maintenance, feed.work, coefficient(CattleCoefficient.WORK) if feed.work else 0.0
        ),
        pregnancy=net_energy_pregnancy_ipcc2019(
            maintenance,
            coefficient(CattleCoefficient.PREGNANCY) if feed.pregnant else 0.0,
            feed.pregnant,
        ),
        growth=growth,
    )
    return np.asarray(gross_energy_ipcc2019(need, feed.digestibility))


def _coefficient(
    run: ActivityRun, kind: CattleCoefficient, condition: str, lines: tuple[str, ...]
) -> Float:
    name = f"livestock.{kind.name.lower()}.{condition}"
    return run.drawn.factor(name, _COEFFICIENTS, lines, coefficient=kind, condition=condition)
