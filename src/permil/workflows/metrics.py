"""The net benefit under several greenhouse-gas metrics, side by side, with GWP* of methane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import Project
from permil.errors import NoEffect
from permil.science.methane_metrics import GwpStar, warming_equivalent_smith2021
from permil.tables import parameter_set, table
from permil.vocabulary import Gas
from permil.workflows.factors import metric_factors
from permil.workflows.lines import lines_in
from permil.workflows.statistics import summarise

if TYPE_CHECKING:
    from permil.workflows.model_view import ModelView

Float = NDArray[np.float64]

#: Metrics under which the sign of the net benefit is shown.
SIGN_METRICS = ("AR6 GWP100", "AR6 GWP20", "AR6 GTP100")
#: Warming-equivalent emissions, which weigh methane by its course and not year by year.
GWP_STAR = "GWP*"
METHANE = (Gas.CH4, Gas.FOSSIL_CH4)


def star_constants() -> GwpStar:
    """Return the constants of GWP*."""
    values = parameter_set("gwp_star")
    return GwpStar(
        values["rate_term"], values["stock_term"], round(values["lag"]), values["gwp100"]
    )


def has_methane(names: Any) -> bool:
    """Say whether a balance, by the names of its lines, has methane."""
    return any(line.gas in METHANE for line in lines_in(names))


def history_notes(project: Project, names: Any) -> list[Assumption]:
    """Return what is taken for the methane before the horizon.

    Parameters
    ----------
    project : Project
        The project.
    names : container of str
        Lines of its ledger.

    Returns
    -------
    list of Assumption
        A constant baseline where there is methane and the project says nothing of it before.

    Raises
    ------
    NoEffect
        If the project gives methane before the horizon and its balance has none.
    """
    given = bool(project.run.methane_history)
    if has_methane(names):
        key, source = "run.methane_history", table("gwp_star").card.source
        return [] if given else [Assumption("methane_history_constant", {}, key, source)]
    if given:
        raise NoEffect(
            where="run.methane_history",
            what="methane_history",
            when="where nothing in the balance is methane",
            remedy="leave it out",
        )
    return []


def benefit_by_metric(view: ModelView, s: int) -> list[dict[str, Any]]:
    """Return the net benefit of a scenario over the horizon under several metrics.

    Parameters
    ----------
    view : ModelView
        Draws of a model.
    s : int
        Position of the scenario.

    Returns
    -------
    list of dict
        Metric, net benefit and its probability; GWP* where the balance has methane.
    """
    found = {metric: view.benefit_at(s, metric_factors(metric)) for metric in SIGN_METRICS}
    if has_methane(view.ledger):
        found[GWP_STAR] = benefit_gwp_star(view, s)
    return [
        {
            "metric": metric,
            "net_benefit": summarise(benefit, "t CO2e"),
            "probability_net_benefit": float((benefit > 0).mean()),
        }
        for metric, benefit in found.items()
    ]


def benefit_gwp_star(view: ModelView, s: int) -> Float:
    """Return the net benefit of a scenario with methane as warming-equivalent emissions.

    CO2 and N2O keep their AR6 GWP100, and fossil methane the CO2 that it becomes. Baseline and
    scenario have the same methane before the horizon, which cancels in their difference.

    Parameters
    ----------
    view : ModelView
        Draws of a model.
    s : int
        Position of the scenario.

    Returns
    -------
    ndarray, shape (draw,)
        [t CO2e].
    """
    gwp = metric_factors("AR6 GWP100")
    becomes = gwp[Gas.FOSSIL_CH4] - gwp[Gas.CH4]
    rest = view.benefit_at(s, gwp | {Gas.CH4: 0.0, Gas.FOSSIL_CH4: becomes})
    methane, constants = methane_by_year(view), star_constants()
    spared = methane[0] - methane[s]
    none = np.zeros((constants.lag, 1))
    weighed = warming_equivalent_smith2021(spared, none, constants)
    return rest + view.total(np.asarray(weighed), s, view.years)


def methane_by_year(view: ModelView) -> Float:
    """Return all methane of the balance, shape (scenario, year, draw) [t CH4/yr]."""
    lines = [line.name for line in lines_in(view.ledger) if line.gas in METHANE]
    return np.asarray(sum(view.line(name)[:, 1:] for name in lines))


def warming_equivalent(view: ModelView, s: int) -> Float:
    """Return the methane of a scenario as warming-equivalent emissions.

    Parameters
    ----------
    view : ModelView
        Draws of a model, whose balance has methane.
    s : int
        Position of the scenario.

    Returns
    -------
    ndarray, shape (year, draw)
        [t CO2e/yr], with the methane before the horizon as the project gives it, or as that of the
        baseline's first year.
    """
    methane, constants = methane_by_year(view), star_constants()
    given = view.assessment.project.run.methane_history
    if given:
        history = np.array(given)[:, None]
    else:
        history = np.repeat(methane[0, :1], constants.lag, axis=0)
    return np.asarray(warming_equivalent_smith2021(methane[s], history, constants))
