"""The report: one HTML file that works without network or script and prints on A4."""

from __future__ import annotations

import re
from typing import Any

from permil.locale import text
from permil.report import figures, wording
from permil.report.charts import parameter_label
from permil.report.climate import METHODS, climate_views
from permil.report.headline import is_settled
from permil.report.methods import Method, MethodView, method_view, methods
from permil.report.terminal_factors import own_lines
from permil.tables import references
from permil.variables import variable

#: The method whose text stands behind each kind of number; the model's own is added.
METHOD_OF = {
    "rate": "rate_of_change",
    "interval": "interval",
    "likelihood": "likelihood",
    "equilibrium": "periodic_steady_state",
    "time": "time_to_equilibrium",
    "reversal": "reversal",
    "input_factor": "input_for_stock",
    "input_4": "input_for_rate",
    "net": "net_benefit",
    "n2o_share": "n2o_share",
    "crossover": "crossover_year",
    "spread": "spread",
    "line_shares": "line_shares",
    "fit": "fit",
    "soil_co2": "soil_carbon_change_co2",
    "n2o_direct": "direct_n2o_ipcc2019",
    "n2o_volatile": "volatilisation_n2o_ipcc2019",
    "n2o_leached": "leaching_n2o_ipcc2019",
    "lime": "lime_co2_ipcc2019",
    "urea": "urea_co2_ipcc2019",
    "co2e": "co2_equivalent",
    "nutrients": "nutrient_need",
    "residues": "residue_nitrogen_ipcc2019",
    "mineralised": "mineralised_nitrogen_ipcc2019",
    "inputs": "carbon_inputs_bolinder2007",
    "tier1": "annual_stock_change_ipcc2019",
    "zone": "climate_zone_ipcc2019",
    "elsewhere": "transfer",
    "tillage": "tillage",
    "cover_crop": "cover_crop_carbon",
}


def render_html(document: dict[str, Any]) -> str:
    """Return the report of an answer document.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    str
        One HTML file, the same bytes for the same document.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("permil.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": wording.shown,
        "signed": _signed,
        "percent": wording.percent,
        "share_of_draws": wording.share_of_draws,
        "chance": wording.chance,
        "draws": wording.draws,
        "number": wording.number,
        "digits": _digits,
        "tied": _tied,
        "years": wording.years,
    }
    environment.globals["t"] = _sentence
    environment.globals["c"] = _climate_sentence
    environment.globals["f"] = lambda key: text(f"factors.{key}")
    page = environment.get_template("report.html.jinja").render(_context(document))
    return re.sub(r"\n\s*\n+", "\n", page)


def _context(document: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the template reads."""
    together = [m for m in document["models"] if not m["apart"]]
    model = together[0]["name"]
    baseline = next(s for s in document["scenarios"] if s["baseline"])
    alone = None
    if not document["headline"]:
        alone = figures.trajectory_figure(document, baseline["id"], model)
    return {
        "d": document,
        "model": model,
        "together": together,
        "answers": [_answer(document, scenario, model) for scenario in document["headline"]],
        "alone": alone,
        "climates": climate_views(document, model),
        "fit_figure": figures.fit_figure(document, model),
        "fits": _fits(document),
        "method_of": METHOD_OF | {"stock": model} | {name: name for name in METHODS},
        "warned": {"model_misfit": "fit", "input_scale": "input_factor"},
        "units": {u["id"]: u for u in document["project"]["land_units"]},
        "inputs": _inputs(document),
        "unchecked": _unchecked(document),
        "drawn": _drawn_names(document),
        "line_names": {one["line"]: variable(one["line"]).label for one in document["lines"]},
        "own_factors": own_lines(document),
        "methods": _used_methods(document),
        "citations": {key: entry.citation for key, entry in references().items()},
        "names": {s["id"]: s["name"] for s in document["scenarios"]},
        "date": document["provenance"]["time"][:10],
    }


def _sentence(key: str, **fields: Any) -> str:
    return text(f"report.{key}", fields)


def _climate_sentence(key: str, **fields: Any) -> str:
    return text(f"climate_change.{key}", fields)


def _signed(quantity: dict[str, Any] | None, places: int | None = None) -> str:
    return wording.shown(quantity, sign=True, places=places)


def _tied(sentence: str) -> str:
    """Keep a number together with what stands before and after it."""
    return re.sub(r"(?<=[<>]) (?=\d)|(?<=\bn) (?=\d)|(?<=\d) (?=[%‰])", "\u00a0", sentence)


def _digits(value: float | None) -> str:
    """Return a parameter with the digits that its source gives, at most four."""
    return "–" if value is None else f"{value:.4g}".replace("-", "−")


def _answer(document: dict[str, Any], scenario: str, model: str) -> dict[str, Any]:
    """Return everything that the report shows of one scenario."""
    summary = document["summary"][scenario]
    return {
        "scenario": next(s for s in document["scenarios"] if s["id"] == scenario),
        "headline": document["headline"][scenario],
        "settled": is_settled(document["headline"][scenario]["answer"]),
        "summary": summary,
        "trajectory": figures.trajectory_figure(document, scenario, model),
        "balance": figures.balance_figure(document, scenario, model),
        "limits": figures.limits_figure(document, scenario, model),
        "spread": figures.spread_figure(document, scenario, model),
        "metric_places": min(wording.decimals(m["net_benefit"]) for m in summary[model]["metrics"]),
        "crossover": _crossover(summary[model]),
        "n2o": _n2o(summary[model]["n2o_share"]),
    }


def _crossover(summary: dict[str, Any]) -> str:
    if summary["crossover_never"]:
        return text("report.crossover_never")
    if summary["crossover_year"] is not None:
        return text("report.crossover_year", {"year": summary["crossover_year"]})
    return text("report.crossover_none")


def _n2o(share: dict[str, Any] | None) -> str:
    """Return what N2O does to the gain of carbon; nothing where there is no gain or no change."""
    middle = None if share is None else share["q50"]
    if middle is None or abs(middle) < 0.005:
        return ""
    if middle > 1:
        return text("report.n2o_outweighs")
    key = "n2o_takes" if middle > 0 else "n2o_adds"
    return text(f"report.{key}", {"share": wording.percent(abs(middle))})


def _fits(document: dict[str, Any]) -> list[dict[str, Any]]:
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    titles = {m["name"]: m["title"] for m in document["models"]}
    return [
        {"scenario": names[scenario], "model": titles[model], **fit}
        for scenario, models in document["fit"].items()
        for model, fit in models.items()
    ]


def _inputs(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the carbon inputs of every scenario, with names instead of ids."""
    titles = {m["name"]: m["title"] for m in document["models"]}
    units = {u["id"]: u["name"] for u in document["project"]["land_units"]}
    found = []
    for scenario in document["scenarios"]:
        rows = document["carbon_inputs"][scenario["id"]]
        models = list(rows[0]["used"])
        named = [row | {"name": units[row["land_unit"]]} for row in rows]
        columns = [(name, titles[name]) for name in models]
        found.append({"scenario": scenario["name"], "models": columns, "land_units": named})
    return found


def _unchecked(document: dict[str, Any]) -> list[str]:
    """Return the crops whose calendar and dry matter were written down from memory."""
    units = [unit for rows in document["carbon_inputs"].values() for unit in rows]
    sources = [row for unit in units for row in unit["sources"]]
    return list(dict.fromkeys(row["name"] for row in sources if row["confidence"] == "memory"))


def _drawn_names(document: dict[str, Any]) -> dict[str, str]:
    """Return the names for people of all drawn parameters."""
    units = {u["id"]: u["name"] for u in document["project"]["land_units"]}
    names = [drawn["name"] for drawn in document["uncertainty"]["drawn"]]
    return {name: parameter_label(name, units) for name in names}


def _used_methods(document: dict[str, Any]) -> list[tuple[Method, MethodView]]:
    """Return the models' methods first, then the others in the order of the report."""
    known = methods()
    models = [m["name"] for m in document["models"]]
    changed = METHODS if document["climate_change"] else ()
    names = dict.fromkeys([*models, *METHOD_OF.values(), *changed])
    return [(known[name], method_view(known[name])) for name in names]
