"""The numbers of the answer: rates, probabilities, equilibrium, reversal, limits and fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.skill import (
    bias,
    bias_limit,
    root_mean_square_error,
    root_mean_square_limit,
)
from permil.vocabulary import Gas
from permil.workflows.line_shares import line_shares
from permil.workflows.measured import sd_of
from permil.workflows.metrics import benefit_by_metric
from permil.workflows.model_view import ModelView
from permil.workflows.organic_summary import organic_result
from permil.workflows.phases import grown, recent
from permil.workflows.statistics import shares_by_source, summarise, variance_shares

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

#: The aspiration of the Initiative [‰/yr]; a goal, never a threshold of success.
ASPIRATION = 4.0
#: Years of the first period for which rates are given.
FIRST_PERIOD = 20
#: Least years over which annual benefits are averaged to tell a trend from weather.
SMOOTHED = 10


def summarise_scenario(view: ModelView, s: int) -> dict[str, Any]:
    """Return the summary of one scenario under one model.

    Parameters
    ----------
    view : ModelView
        Draws of the model.
    s : int
        Position of the scenario; 0 is the baseline.

    Returns
    -------
    dict
        Entries of the answer document's ``summary``.
    """
    initial, years = view.soc[s, 0], view.years
    total = view.net_benefit(s, years)
    spread = variance_shares(total, view.drawn(), view.models)
    first = view.assessment.project.horizon.first_year
    lengths = dict.fromkeys([min(FIRST_PERIOD, view.years), view.years])
    return {
        "initial_stock": summarise(initial, "t C/ha"),
        "final_stock": summarise(initial + view.change(s, years), "t C/ha"),
        "stock_change": summarise(view.change(s, years), "t C/ha"),
        "additional_stock": summarise(view.additional(s, years), "t C/ha"),
        "periods": [_period(view, s, n) | _span(first, n) for n in lengths],
        "net_benefit": summarise(total, "t CO2e"),
        "lines": line_shares(view, s),
        "probability_net_benefit": float((total > 0).mean()),
        "n2o_share": _n2o_share(view, s),
        **_crossover(view, s, first),
        "time_to_equilibrium": _time_to_equilibrium(view, s),
        "equilibrium_stock": summarise(view.mean_of("equilibrium")[s], "t C/ha"),
        "reversal": _reversal(view, s),
        "input_for_4_per_mille": _input_for_aspiration(view),
        "input_scale": summarise(view.mean_of("scale"), "-") if view.outcomes else None,
        "organic_soils": organic_result(view, s),
        "metrics": benefit_by_metric(view, s),
        "spread": spread,
        "spread_by_source": shares_by_source(spread),
    }


def _span(first: int, years: int) -> dict[str, int]:
    return {"first_year": first, "last_year": first + years - 1}


def _period(view: ModelView, s: int, years: int) -> dict[str, Any]:
    """Return rates over the first ``years``, linear, against the own initial stock and baseline."""
    initial = view.soc[s, 0]
    change, additional = view.change(s, years), view.additional(s, years)
    absolute_rate = 1000.0 * change / initial / years
    additional_rate = 1000.0 * additional / initial / years
    benefit = view.net_benefit(s, years)
    return {
        "rate_absolute": summarise(absolute_rate, "‰/yr"),
        "rate_additional": summarise(additional_rate, "‰/yr"),
        "stock_change_rate": summarise(additional / years, "t C/ha/yr"),
        "probability_4_per_mille_absolute": _reached(view, absolute_rate),
        "probability_4_per_mille_additional": _reached(view, additional_rate),
        "net_benefit_rate": summarise(benefit / years / view.whole_area, "t CO2e/ha/yr"),
        "probability_net_benefit": float((benefit > 0).mean()),
    }


def _reached(view: ModelView, rate: Float) -> float | None:
    """Return the share of the draws that reach the aspiration; None without a stock."""
    return float((rate >= ASPIRATION).mean()) if view.outcomes else None


def by_land_unit(view: ModelView, s: int) -> list[dict[str, Any]]:
    """Return initial stock and gain of every land unit, by its own draws.

    Parameters
    ----------
    view : ModelView
        Draws of the model.
    s : int
        Position of the scenario.

    Returns
    -------
    list of dict
        Land unit, initial stock and linear gain beyond the baseline over the first period.
    """
    first = view.assessment.project.horizon.first_year
    return [
        {
            "land_unit": unit,
            "initial_stock": summarise(outcome.initial, "t C/ha"),
            "stock_change_rate": summarise(outcome.gain[s], "t C/ha/yr"),
            **_span(first, min(FIRST_PERIOD, view.years)),
        }
        for unit, outcome in view.outcomes.items()
    ]


def _n2o_share(view: ModelView, s: int) -> dict[str, Any] | None:
    """Return the share of the soil's CO2 benefit that more N2O takes back, where there is one."""
    if s == 0 or not view.outcomes:
        return None
    n2o = view.line("direct_n2o")[:, 1:].sum(axis=1) + view.line("indirect_n2o")[:, 1:].sum(axis=1)
    extra = (n2o[s] - n2o[0]) * view.assessment.metric[Gas.N2O]
    stored = carbon_to_co2(view.additional(s, view.years)) * view.area
    if np.median(stored) <= 0 or np.abs(stored).min() < 1e-9:
        return None
    return summarise(np.where(stored > 0, extra / np.where(stored > 0, stored, 1), np.nan), "-")


def _crossover(view: ModelView, s: int, first: int) -> dict[str, Any]:
    """Return the year from which the annual net benefit is a cost for good."""
    annual = view.benefit[s].mean(axis=-1)
    # Whole rotations: part of one would pass for a trend.
    period = view.period(s)
    window = min(-(-SMOOTHED // period) * period, len(annual))
    smooth = np.convolve(annual, np.ones(window) / window, mode="valid")
    tiny = 1e-9 * max(1e-9, np.abs(annual).max())
    never = bool(np.cumsum(annual).max() <= tiny)
    year = None
    if not never and smooth[-1] < -tiny:
        year = first + int(np.flatnonzero(smooth >= -tiny).max(initial=-1) + window)
    return {"crossover_year": year, "crossover_never": never and s > 0}


def _time_to_equilibrium(view: ModelView, s: int) -> dict[str, Any] | None:
    """Return the years to the new steady state: zero at rest, None where the long run is short."""
    times = view.mean_of("time_to_equilibrium")[s]
    return summarise(times, "yr") if np.isfinite(times).all() else None


def _reversal(view: ModelView, s: int) -> dict[str, Any] | None:
    """Return the share of the additional stock that is lost by the end if practices stop."""
    stop = view.assessment.stop
    if stop is None or s == 0:
        return None
    index, period = stop - view.assessment.project.horizon.first_year, view.period(s)
    stopped = view.mean_of("reversal")[s] - view.soc[0, index:]
    gained = recent(view.soc[s] - view.soc[0], index, period)
    left = recent(stopped, view.years - index, period)
    if np.abs(gained).min() < 1e-9:
        return None
    return {
        "stop_year": stop,
        "years_after": view.years - index,
        "loss_share": summarise(1.0 - left / gained, "-"),
    }


def _input_for_aspiration(view: ModelView) -> dict[str, Any] | None:
    """Return the plant carbon beyond the baseline's for 4 ‰ a year over the first period."""
    years = min(FIRST_PERIOD, view.years)
    gains = view.mean_of("unit_gain") if _has_gain(view) else np.zeros(years + 1)
    gain = float(grown(gains, years, view.period(0)))
    if gain <= 0:
        return None
    wanted = view.soc[0, 0] * (1.0 + ASPIRATION / 1000.0 * years)
    reached = view.soc[0, 0] + view.change(0, years)
    return summarise((wanted - reached) / gain, "t C/ha/yr")


def _has_gain(view: ModelView) -> bool:
    return bool(view.outcomes) and all(len(o.unit_gain) > 1 for o in view.outcomes.values())


def compare(assessment: Assessment, weights: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return every observation beside the models' means of its year.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    weights : mapping of str to float
        Weights of the models in the ensemble.

    Returns
    -------
    list of dict
        One entry an observation; a model at another depth is not compared.
    """
    project = assessment.project
    rows: list[dict[str, Any]] = []
    if not project.land_units:
        return rows
    stock = assessment.ledger["soil_organic_carbon_stock_mean"]
    depths = {unit.id: unit.soil.depth for unit in project.land_units}
    for seen in project.observations:
        unit = seen.land_unit or project.land_units[0].id
        inside = seen.year in stock["year"].values
        modelled = {}
        if inside and abs(depths[unit] - seen.depth) < 0.5:
            chosen = stock.sel(scenario=seen.scenario, land_unit=unit, year=seen.year)
            modelled = {str(m): float(chosen.sel(model=m)) for m in stock["model"].values}
            if len(modelled) > 1:
                mean = sum(weights[name] * value for name, value in modelled.items())
                modelled = {"ensemble": mean, **modelled}
        rows.append(
            {
                "scenario": seen.scenario,
                "land_unit": unit,
                "year": seen.year,
                "depth_cm": seen.depth,
                "stock": seen.stock,
                "sd": seen.sd,
                "n": seen.n,
                "modelled": modelled,
                "error": {name: value - seen.stock for name, value in modelled.items()},
                "source": seen.source,
            }
        )
    return rows


def fit(observations: Sequence[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return bias and root-mean-square error of each model by scenario.

    Parameters
    ----------
    observations : sequence of dict
        As :func:`compare` returns them.

    Returns
    -------
    dict
        By scenario and model: number, bias, RMSE and mean observed, and how large a bias and an
        RMSE the measurements' own error explains [t C/ha].
    """
    found: dict[str, dict[str, list[tuple[float, float, float]]]] = {}
    for row in observations:
        sd = sd_of(row["stock"], row["sd"])
        for name, error in row["error"].items():
            rows = found.setdefault(row["scenario"], {}).setdefault(name, [])
            rows.append((row["stock"], error, sd))
    return {
        scenario: {name: _errors(rows) for name, rows in models.items()}
        for scenario, models in found.items()
    }


def _errors(rows: list[tuple[float, float, float]]) -> dict[str, Any]:
    observed, errors, sd = np.array(rows).T
    return {
        "n": len(rows),
        "bias": bias(errors, 0.0),
        "rmse": root_mean_square_error(errors, 0.0),
        "mean_observed": float(observed.mean()),
        "bias_limit": bias_limit(sd),
        "rmse_limit": root_mean_square_limit(sd),
    }
