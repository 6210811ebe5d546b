"""Scenarios under changed climates, beside the present one: results that a document shows.

Each changed climate is a second run of the same project: the same models, management, start and
draws. Of its ledger stocks and net CO2e are kept until its results are summed up, then nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.climate_change import ClimateChange
from permil.variables import variable
from permil.workflows.delta_climate import ChangedPlace
from permil.workflows.ensemble import ENSEMBLE, EnsembleView
from permil.workflows.field import UnitOutcome
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import NAMES, summarise

if TYPE_CHECKING:
    import xarray as xr

    from permil.workflows.assess import Assessment
    from permil.workflows.unit_run import Shared

Float = NDArray[np.float64]
Outcomes = dict[str, dict[str, UnitOutcome]]

#: Lines of a changed climate's ledger that its results need.
KEPT = ("project_soil_organic_carbon", "net_co2e")

#: Variables of the NetCDF ledger by series of the results.
_EXPORTED = {
    "soil_organic_carbon_stock": "changed_climate_stock",
    "net_benefit": "changed_climate_net_benefit",
}


@dataclass(frozen=True)
class ClimateOutcome:
    """Results under one changed climate.

    Parameters
    ----------
    change : ClimateChange
        The change.
    place : ChangedPlace
        The changed climate.
    unseen_by : tuple of str
        Models whose stocks the changed climate leaves as they are: they have no term for it.
    results : dict of str to dict
        By scenario and model, the ensemble first: stocks, gain, net benefit and their series.
    """

    change: ClimateChange
    place: ChangedPlace
    unseen_by: tuple[str, ...]
    results: dict[str, dict[str, dict[str, Any]]]


def views_of(a: Assessment) -> dict[str, ModelView]:
    """Return the draws of the ensemble, where several models stand together, and of each model.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict of str to ModelView
        By name, the ensemble first.
    """
    views = {str(m): ModelView(a, str(m)) for m in a.ledger["model"].values}
    return {ENSEMBLE: EnsembleView(a, a.weights), **views} if len(views) > 1 else views


def under_change(
    a: Assessment,
    change: ClimateChange,
    place: ChangedPlace,
    shared: Shared,
    run: Callable[[Sequence[str], Shared], tuple[xr.Dataset, Outcomes]],
) -> ClimateOutcome:
    """Run an assessed project under a changed climate and sum up what differs.

    Parameters
    ----------
    a : Assessment
        The project under its present climate.
    change : ClimateChange
        The change.
    place : ChangedPlace
        The changed climate.
    shared : Shared
        What the runs of the present climate shared.
    run : callable
        Runs models and returns their ledger and outcomes.

    Returns
    -------
    ClimateOutcome
        Results by scenario and model.
    """
    import xarray as xr

    shared = replace(shared, place=place.place, stop=None, lasting=False)
    parts: list[xr.Dataset] = []
    outcomes: Outcomes = {}
    for name in a.outcomes:  # one at a time, so that only what is kept takes memory
        ledger, found = run([name], shared)
        parts.append(ledger[list(KEPT)])
        outcomes |= found
        del ledger
    changed = replace(a, ledger=xr.concat(parts, dim="model"), outcomes=outcomes)
    before, after = views_of(a), views_of(changed)
    unseen = tuple(n for n in a.outcomes if np.array_equal(before[n].soc, after[n].soc))
    return ClimateOutcome(
        change=change,
        place=place,
        unseen_by=unseen if any(change.temperature) or any(change.precipitation) else (),
        results={
            scenario.id: {name: _result(before[name], view, s) for name, view in after.items()}
            for s, scenario in enumerate(a.project.scenarios)
        },
    )


def _result(before: ModelView, after: ModelView, s: int) -> dict[str, Any]:
    """Return what one model says of a scenario under the changed climate."""
    soc, benefit, years = after.soc[s], after.benefit[s], after.years
    total = after.net_benefit(s, years)
    blank = np.full((1, benefit.shape[-1]), np.nan)
    rate = total / years / after.whole_area
    change = after.change(s, years)
    return {
        "final_stock": summarise(soc[0] + change, "t C/ha"),
        "stock_change": summarise(change, "t C/ha"),
        "against_unchanged": summarise(change - before.change(s, years), "t C/ha"),
        "additional_stock": summarise(after.additional(s, years), "t C/ha"),
        "net_benefit": summarise(total, "t CO2e"),
        "net_benefit_rate": summarise(rate, "t CO2e/ha/yr"),
        "probability_net_benefit": float((total > 0).mean()),
        "series": {
            "soil_organic_carbon_stock": summarise(soc, "t C/ha"),
            "net_benefit": summarise(np.concatenate([blank, benefit]), "t CO2e/yr"),
        },
    }


def climate_entries(a: Assessment) -> dict[str, Any]:
    """Return the answer document's ``climate_change``.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        By id of the changed climate: what changes, the mean year at full change, and the results
        by scenario and model; empty where the project names no changed climate.
    """
    return {outcome.change.id: _entry(outcome) for outcome in a.climate_change}


def _entry(outcome: ClimateOutcome) -> dict[str, Any]:
    change = outcome.change
    return {
        "name": change.name,
        "temperature_change": {"unit": "K", "months": list(change.temperature)},
        "precipitation_change": {"unit": "%", "months": list(change.precipitation)},
        "reached_in": change.reached_in,
        "share_at_end": outcome.place.share_at_end,
        "source": change.source,
        "climate": outcome.place.annual,
        "unseen_by": list(outcome.unseen_by),
        "results": outcome.results,
    }


def climate_variables(outcomes: Sequence[ClimateOutcome]) -> dict[str, Any]:
    """Return the changed climates as variables of the NetCDF ledger.

    Parameters
    ----------
    outcomes : sequence of ClimateOutcome
        One of each changed climate, at least one.

    Returns
    -------
    dict
        Variables with the dimensions climate, scenario, model, year and quantile, their means,
        and the coordinate climate.
    """
    dims = ("climate", "scenario", "model", "year")
    found: dict[str, Any] = {"climate": ("climate", [outcome.change.id for outcome in outcomes])}
    for series, name in _EXPORTED.items():
        entry = variable(name)
        attributes = {
            "long_name": entry.label,
            "units": entry.unit,
            "description": entry.description,
        }
        found[name] = ((*dims, "quantile"), _stacked(outcomes, series, NAMES), attributes)
        mean = _stacked(outcomes, series, ("mean",))[..., 0]
        found[f"{name}_mean"] = (dims, mean, attributes)
    return found


def _stacked(outcomes: Sequence[ClimateOutcome], series: str, names: tuple[str, ...]) -> Float:
    """Return a series of every climate, scenario and model, the names last."""
    return np.array(
        [
            [
                [
                    np.array([result["series"][series][name] for name in names], float).T
                    for model, result in models.items()
                    if model != ENSEMBLE
                ]
                for models in outcome.results.values()
            ]
            for outcome in outcomes
        ]
    )
