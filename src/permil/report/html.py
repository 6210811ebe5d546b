"""The report: one HTML file that works without network or script and prints on A4."""

from __future__ import annotations

import re
from typing import Any

from permil.locale import catalogue, text
from permil.report import figures, wording
from permil.report.charts import parameter_label
from permil.report.climate import METHODS, climate_views
from permil.report.headline import is_settled
from permil.report.methods import Method, MethodView, method_view, methods
from permil.report.risks import risk_view
from permil.report.terminal_factors import own_lines
from permil.report.water import water_view
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
    "inputs": "carbon_inputs_bolinder2007",  # or the one that the run takes
    "tier1": "annual_stock_change_ipcc2019",
    "zone": "climate_zone_ipcc2019",
    "elsewhere": "transfer",
    "tillage": "tillage",
    "cover_crop": "cover_crop_carbon",
    "water": "water_balance_fao56",
    "need": "irrigated_water_balance_fao56",
    "difference": "water_difference",
    "held": "available_water_gain_minasny2018",
    "leaching": "leaching_fraction_by_drainage",
    "response": "enhanced_fertiliser_n2o",
}

#: The same of organic soils, where a project has some ...
ORGANIC = {
    "organic_soils": "mosaic_gases",
    "organic_drained": "drained_organic_soil_ipcc2013",
    "organic_rewetted": "rewetted_organic_soil_ipcc2013",
    "organic_mosaic": "wetland_mosaic",
}
#: ... and of methane.
METHANE = {"gwp_star": "warming_equivalent_smith2021"}


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
        "lacking": _lacking,
        "hazard": _hazard,
    }
    environment.globals["t"] = _sentence
    environment.globals["c"] = _climate_sentence
    environment.globals["w"] = lambda key, **fields: text(f"water.{key}", fields)
    environment.globals["r"] = lambda key, **fields: text(f"risks.{key}", fields)
    environment.globals["f"] = lambda key: text(f"factors.{key}")
    page = environment.get_template("report.html.jinja").render(_context(document))
    return re.sub(r"\n\s*\n+", "\n", page)


def _context(document: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the template reads."""
    together = [m for m in document["models"] if not m["apart"]]
    model = together[0]["name"]
    baseline = next(s for s in document["scenarios"] if s["baseline"])
    alone = None
    if not document["headline"] and document["project"]["land_units"]:
        alone = figures.trajectory_figure(document, baseline["id"], model)
    return {
        "d": document,
        "model": model,
        "budget": figures.BUDGET,
        "together": together,
        "answers": [_answer(document, scenario, model) for scenario in document["headline"]],
        "alone": alone,
        "climates": climate_views(document, model),
        "water": water_view(document, model),
        "risks": risk_view(document),
        "fit_figure": figures.fit_figure(document, model),
        "fits": _fits(document),
        "method_of": _method_of(document)
        | ORGANIC
        | METHANE
        | {"stock": model}
        | {name: name for name in METHODS},
        "ways": _ways(document),
        "warned": {"model_misfit": "fit", "input_scale": "input_factor"},
        "units": {u["id"]: u for u in document["project"]["land_units"]},
        "inputs": _inputs(document),
        "manure": _manure(document),
        "unchecked": _unchecked(document),
        "methane": _has_methane(document),
        "drawn": _drawn_names(document),
        "line_names": {one["line"]: variable(one["line"]).label for one in document["lines"]},
        "own_factors": own_lines(document),
        "methods": _used_methods(document),
        "citations": {key: entry.citation for key, entry in references().items()},
        "names": {s["id"]: s["name"] for s in document["scenarios"]},
        "date": document["provenance"]["time"][:10],
    }


def _method_of(document: dict[str, Any]) -> dict[str, str]:
    """Return the method behind each kind of number, those of the plant inputs by their way."""
    plants = document["plant_inputs"]
    found = METHOD_OF | {way["method"]: way["function"] for way in plants["by_method"]}
    return found | {"inputs": found.get(plants["method"], METHOD_OF["inputs"])}


def _ways(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the table of plant inputs by method: a block a scenario, a row a way."""
    plants = document["plant_inputs"]
    if not plants["by_method"]:
        return None
    able = [way for way in plants["by_method"] if not way["lacks"]]
    titles = {m["name"]: m["title"] for m in document["models"]}
    gains = able[0]["scenarios"][document["scenarios"][-1]["id"]]["gain"] if able else {}
    return {
        "taken": plants["method"],
        "title": next(w["title"] for w in able if w["method"] == plants["method"]),
        "models": [(name, titles[name]) for name in gains],
        "able": able,
        "lacking": [way for way in plants["by_method"] if way["lacks"]],
        **{key: plants[key] for key in ("first_year", "last_year")},
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


def _lacking(what: str) -> str:
    """Return the name of what is not known of a nutrient: a crop or an amendment as it is."""
    key = f"report.unknown_{what}"
    return text(key) if key in catalogue() else what


def _hazard(hazard: dict[str, Any]) -> str:
    """Return a hazard as it was given."""
    words = {"cause": hazard["cause"], "rate": wording.percent(hazard["rate"])}
    return text("report.hazard", words | {"share": wording.percent(hazard["share"])})


def _digits(value: float | None) -> str:
    """Return a parameter with the digits that its source gives, at most four."""
    return "–" if value is None else f"{value:.4g}".replace("-", "−")


def _answer(document: dict[str, Any], scenario: str, model: str) -> dict[str, Any]:
    """Return everything that the report shows of one scenario."""
    land = document["project"]["land_units"]
    summary = document["summary"][scenario]
    return {
        "scenario": next(s for s in document["scenarios"] if s["id"] == scenario),
        "headline": document["headline"][scenario],
        "settled": is_settled(document["headline"][scenario]["answer"]),
        "summary": summary,
        "trajectory": figures.trajectory_figure(document, scenario, model) if land else None,
        "balance": figures.balance_figure(document, scenario, model),
        "limits": figures.limits_figure(document, scenario, model) if land else None,
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
        if not rows:
            continue
        models = list(rows[0]["used"])
        named = [row | {"name": units[row["land_unit"]]} for row in rows]
        columns = [(name, titles[name]) for name in models]
        found.append({"scenario": scenario["name"], "models": columns, "land_units": named})
    return found


def _manure(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return manure nitrogen of every scenario: means over the horizon, with the 90 % interval."""
    found = []
    for scenario in document["scenarios"]:
        if scenario["id"] not in document["manure_nitrogen"]:
            continue
        row = document["manure_nitrogen"][scenario["id"]]
        spread = [_yearly(row[source]) for source in ("own", "bought", "unknown")]
        left = "–"
        if row["left"] is not None:
            low, middle, high = (_yearly(row["left"][name]) for name in ("q05", "mean", "q95"))
            left = f"{middle:.0f} ({low:.0f} – {high:.0f})"
        found.append({"name": scenario["name"], "left": left, "spread": spread})
    return found


def _yearly(values: list[float | None]) -> float:
    """Return the mean over the horizon; the year before it holds no flux."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known)


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


def _has_methane(document: dict[str, Any]) -> bool:
    return any("CH4" in line["gas"] for line in document["lines"])


def _used_methods(document: dict[str, Any]) -> list[tuple[Method, MethodView]]:
    """Return the models' methods first, then the others in the order of the report."""
    known = methods()
    models = [m["name"] for m in document["models"] if m["name"] in known]
    others = [*METHODS] if document["climate_change"] else []
    others += ORGANIC.values() if document["organic_soils"] else ()
    others += METHANE.values() if _has_methane(document) else ()
    names = dict.fromkeys([*models, *_method_of(document).values(), *others])
    return [(known[name], method_view(known[name])) for name in names]
