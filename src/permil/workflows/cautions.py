"""What a reader must know before the numbers: limits of the project, the run and the models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from permil.datasets.project import Scenario
from permil.locale import text
from permil.models import model as registered
from permil.report.wording import FEW_DRAWS, draws, number
from permil.vocabulary import AlternativeFate, Residues, Start, Tillage
from permil.workflows.land_cautions import land_cautions
from permil.workflows.management import TRANSFERS
from permil.workflows.model_view import ModelView
from permil.workflows.paddies import flooded, without_water
from permil.workflows.update import FEW

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

#: Last year of the bundled climatology: a horizon that ends by then lies in the past.
PAST = 2025
#: A model misfits whose mean error is larger than this share of the mean observed stock ...
BIAS = 0.1
#: ... or whose root-mean-square error is larger than this one: errors that cancel are errors too.
RMSE = 0.2
#: A factor on the inputs beyond which inputs and stock contradict each other.
SCALE = 1.5
#: What of a management brings carbon to the soil.
CARBON_KEYS = ("rotation", "carbon_input", "overrides", "amendments", "cover_crops")
#: Tillage from the most to the least.
TILLAGE = (Tillage.FULL, Tillage.REDUCED, Tillage.NO_TILL)


def cautions(
    a: Assessment, views: dict[str, ModelView], errors: dict[str, Any]
) -> list[dict[str, str]]:
    """Return what a reader must know before the numbers.

    Parameters
    ----------
    a : Assessment
        The assessment.
    views : dict of str to ModelView
        Draws of each model.
    errors : dict
        Error of each model against the measurements, by scenario.

    Returns
    -------
    list of dict
        Code and text of each caution.
    """
    found = _circumstances(a) + _unseen(a, views) + _disagreements(a, views) + land_cautions(a)
    for name, why in a.left_out.items():
        found.append(("model_left_out", {"model": registered(name).title, "why": why}))
    for scenario in a.project.scenarios:
        for name, error in errors.get(scenario.id, {}).items():
            if name in views and misfits(error):
                fields = {"model": registered(name).title, "scenario": scenario.name}
                keys = ("rmse", "mean_observed", "bias_limit", "rmse_limit")
                shown = {key: number(error[key], 1) for key in keys}
                bias = ("+" if error["bias"] > 0 else "") + number(error["bias"], 1)
                found.append(("model_misfit", fields | shown | {"bias": bias, "n": error["n"]}))
        if is_transfer(scenario, a.project.scenarios[0]):
            found.append(("transfer", {"scenario": scenario.name}))
            if "ipcc_tier1" in views:
                found.append(("transfer_tier1", {"scenario": scenario.name}))
        if keeps_straw(scenario, a.project.scenarios[0]):
            found.append(("straw_kept", {"scenario": scenario.name}))
    for name, view in views.items():
        scale = float(np.median(view.mean_of("scale")))
        held = a.project.run.start is Start.MEASURED_STOCK and name != "ipcc_tier1"
        if held and not 1 / SCALE <= scale <= SCALE:
            fields = {"model": registered(name).title, "scale": f"{scale:.2f}"}
            found.append(("input_scale", fields))
    return [{"code": code, "text": text(f"results.{code}", fields)} for code, fields in found]


def _circumstances(a: Assessment) -> list[tuple[str, dict[str, Any]]]:
    """Return what the project and its run are, where that limits what the numbers mean."""
    found: list[tuple[str, dict[str, Any]]] = []
    if a.project.horizon.last_year <= PAST:
        found.append(("hindcast", {"last_year": a.project.horizon.last_year}))
    if a.project.illustrative:
        found.append(("illustrative", {}))
    for name, share in a.updates.items():
        if share < FEW:
            title, percent = registered(name).title, round(100.0 * share, 1)
            found.append(("update_few", {"model": title, "share": percent}))
    found += _paddies(a)
    if a.draws.n < FEW_DRAWS:
        found.append(("few_draws", {"draws": draws(a.draws.n), "least": FEW_DRAWS}))
    return found


def _paddies(a: Assessment) -> list[tuple[str, dict[str, Any]]]:
    """Return what the models do not know of paddies, and rice of which nobody said the water."""
    found: list[tuple[str, dict[str, Any]]] = []
    names = [scenario.name for scenario, _ in flooded(a.project)]
    aerobic = [registered(m).title for m in a.weights if m != "ipcc_tier1"] if names else []
    if aerobic:
        found.append(("paddy", {"models": ", ".join(aerobic), "scenarios": ", ".join(names)}))
    if dry := [scenario.name for scenario in without_water(a.project)]:
        found.append(("paddy_without_water", {"scenarios": ", ".join(dry)}))
    return found


def _unseen(a: Assessment, views: dict[str, ModelView]) -> list[tuple[str, dict[str, Any]]]:
    """Return the scenarios whose change of carbon inputs a model does not see at all."""

    def inputs(scenario: Scenario) -> list[Any]:
        return [getattr(scenario.management, name) for name in CARBON_KEYS]

    baseline = inputs(a.project.scenarios[0])
    return [
        ("unseen_change", {"model": registered(name).title, "scenario": scenario.name})
        for name, view in views.items()
        for s, scenario in enumerate(a.project.scenarios[1:], start=1)
        if inputs(scenario) != baseline and np.allclose(view.soc[s], view.soc[0], rtol=1e-9)
    ]


def _disagreements(a: Assessment, views: dict[str, ModelView]) -> list[tuple[str, dict[str, Any]]]:
    """Return the scenarios on which the lowest and the highest model's intervals do not meet.

    Of the additional stock at the end of the horizon; between two models there may be others.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    for s, scenario in enumerate(a.project.scenarios[1:] if views else (), start=1):
        spans = {n: np.quantile(v.additional(s, v.years), (0.05, 0.95)) for n, v in views.items()}
        one = min(spans, key=lambda name: spans[name][1])
        other = max(spans, key=lambda name: spans[name][0])
        if spans[one][1] < spans[other][0]:
            words = {
                key: " to ".join(f"{value:.1f}" for value in spans[name])
                for key, name in (("first", one), ("second", other))
            }
            fields = {"scenario": scenario.name, "last_year": a.project.horizon.last_year}
            titles = {"one": registered(one).title, "other": registered(other).title}
            found.append(("models_disagree", fields | titles | words))
    return found


def misfits(error: dict[str, Any]) -> bool:
    """Say whether a model's error against measured stocks is too large to pass over.

    Parameters
    ----------
    error : dict
        ``bias``, ``rmse``, ``mean_observed``, ``bias_limit`` and ``rmse_limit`` [t C/ha].

    Returns
    -------
    bool
        Whether the mean error exceeds a tenth, or the root-mean-square error a fifth, of the mean
        measured stock, or one of the two what the error of the measurements explains.

    References
    ----------
    smith1997
    """
    mean, bias = error["mean_observed"], abs(error["bias"])
    large = bias > BIAS * mean or error["rmse"] > RMSE * mean
    return bool(large or bias > error["bias_limit"] or error["rmse"] > error["rmse_limit"])


def is_transfer(scenario: Scenario, baseline: Scenario) -> bool:
    """Say whether a scenario uses organic matter that other land would have received.

    Parameters
    ----------
    scenario, baseline : Scenario
        The scenario, and the baseline: what both use is no change.

    Returns
    -------
    bool
        Whether it does.
    """
    mine, today = scenario.management, baseline.management
    moved = any(
        one.alternative_fate in TRANSFERS and one not in today.amendments for one in mine.amendments
    )
    charred = any(
        one.alternative_fate is AlternativeFate.SPREAD_ELSEWHERE and one not in today.biochars
        for one in mine.biochars
    )
    return moved or charred


def keeps_straw(scenario: Scenario, baseline: Scenario) -> bool:
    """Say whether a scenario leaves residues on the field that the baseline takes away.

    Parameters
    ----------
    scenario, baseline : Scenario
        The scenario and the baseline.

    Returns
    -------
    bool
        Whether it does; residues that are burnt today serve nobody.
    """
    today = {c.crop for c in baseline.management.rotation if c.residues is Residues.REMOVED}
    kept = (c for c in scenario.management.rotation if c.residues is not Residues.REMOVED)
    return any(crop.crop in today for crop in kept)


def is_less_tillage(scenario: Scenario, baseline: Scenario) -> bool:
    """Say whether a scenario tills less than the baseline.

    Parameters
    ----------
    scenario, baseline : Scenario
        The scenario and the baseline.

    Returns
    -------
    bool
        Whether it does.
    """
    mine, today = (TILLAGE.index(s.management.tillage) for s in (scenario, baseline))
    return mine > today


def is_tillage_alone(scenario: Scenario, baseline: Scenario) -> bool:
    """Say whether a scenario tills less and changes nothing else.

    Parameters
    ----------
    scenario, baseline : Scenario
        The scenario and the baseline.

    Returns
    -------
    bool
        Whether it does.
    """
    same = replace(scenario.management, tillage=baseline.management.tillage)
    return is_less_tillage(scenario, baseline) and same == baseline.management
