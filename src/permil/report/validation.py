"""The skill page: how well models predict measured stocks, in words, tables and charts."""

from __future__ import annotations

import re
from typing import Any

from permil.locale import text
from permil.report import charts, wording
from permil.report.methods import Method, methods

#: Relative error, and bias [t C/ha], from which a model is said to do badly, or to be off.
BADLY, OFF = 0.2, 1.0
#: Factor on the inputs from which it is named.
FAR = 1.5
_METHODS = (
    "bias",
    "root_mean_square_error",
    "modelling_efficiency",
    "trend_sign_right",
    "error_interval",
    "coverage",
    "skill_weights",
    "input_for_stock",
    "carbon_inputs_bolinder2007",
)


def render_validation(document: dict[str, Any]) -> str:
    """Return the skill page of a validation document.

    Parameters
    ----------
    document : dict
        As :func:`permil.workflows.validation_document.validation_document` gives it.

    Returns
    -------
    str
        One HTML file that works without network or script, the same bytes for the same document.
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
        "number": wording.number,
        "share": _share,
        "signed": _signed,
    }
    environment.globals["t"] = _sentence
    page = environment.get_template("validation.html.jinja").render(_context(document))
    return re.sub(r"\n\s*\n+", "\n", page)


def verdict(document: dict[str, Any], model: str) -> list[str]:
    """Return what a reader must know of a model, good and bad.

    Parameters
    ----------
    document : dict
        A validation document.
    model : str
        Name of a model of it.

    Returns
    -------
    list of str
        Sentences.
    """
    runs = {one["calibrated"]: one for one in document["summary"] if one["model"] == model}
    plain = runs[False]
    rmse = wording.number(plain["rmse"], 1)
    efficiency = plain["efficiency"]
    if efficiency is not None and efficiency > 0:
        said = [_sentence("verdict_good", share=_share(efficiency), rmse=rmse)]
    else:
        shown = "–" if efficiency is None else wording.number(efficiency, 1)
        said = [_sentence("verdict_bad", efficiency=shown, rmse=rmse)]
    off = "unbiased" if abs(plain["bias"]) < OFF else "above" if plain["bias"] > 0 else "below"
    fields = {} if off == "unbiased" else {"bias": wording.number(abs(plain["bias"]), 1)}
    said.append(_sentence(f"verdict_{off}", **fields))
    if plain["trends"]:
        said.append(
            _sentence("verdict_trends", right=plain["trends_right"], trends=plain["trends"])
        )
    if plain["marked"]:
        share = _share(plain["coverage_90"])
        said.append(_sentence("verdict_marked", share=share, word=_mark(plain)))
    entry = next(m for m in document["models"] if m["name"] == model)
    if entry["other_depths"]:
        low, high = (f"{end:g}" for end in entry["depths"])
        span = low if low == high else f"{low}-{high}"
        depths = [f"{depth:g}" for depth in entry["other_depths"]]
        said.append(_sentence("verdict_depth", span=span, depths=depths))
    if not entry["linear"]:
        said.append(_sentence("verdict_start"))
    poor = _poor(document, model)
    if poor:
        said.append(_sentence("verdict_poor", places="; ".join(poor)))
    return said + _calibration_words(document, model, runs)


def _poor(document: dict[str, Any], model: str) -> list[str]:
    """Return where a model does badly as published."""
    names, means = _names(document), _means(document)
    found = []
    for one in document["skill"]:
        key = (one["experiment"], one["treatment"])
        wrong = one["trends"] > one["trends_right"]
        poor = wrong or one["rmse"] > BADLY * means[key]
        if poor and one["model"] == model and not one["calibrated"]:
            error = _signed(one["bias"])
            found.append(f"{names[one['experiment']]}, {names[key]} ({error} t C/ha)")
    return found


def _calibration_words(
    document: dict[str, Any], model: str, runs: dict[bool, dict[str, Any]]
) -> list[str]:
    if True not in runs:
        return []
    before, after = runs[False]["rmse"], runs[True]["rmse"]
    key = "verdict_better" if after < before else "verdict_worse"
    fields = {"before": wording.number(before, 1), "after": wording.number(after, 1)}
    said = [_sentence(key, **fields)]
    fits = next(m["calibration"] for m in document["models"] if m["name"] == model)
    names, inputs = _names(document), [fit["inputs"] for fit in fits.values()]
    if min(inputs) > FAR or max(inputs) < 1 / FAR:
        low, high = (wording.number(end, 1) for end in (min(inputs), max(inputs)))
        span = low if low == high else text("report.interval", {"low": low, "high": high})
        said.append(_sentence("verdict_inputs", factor=span))
    bound = [names[site] for site, fit in fits.items() if fit["at_bound"]]
    return said + ([_sentence("verdict_bound", places=", ".join(bound))] if bound else [])


def _context(document: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the template reads."""
    titles = {m["name"]: m["title"] for m in document["models"]}
    scored = [(o["experiment"], o["treatment"]) for o in document["skill"]]
    best = min(
        (one for one in document["summary"] if not one["calibrated"]),
        key=lambda one: one["rmse"],
        default=None,
    )
    band = best["model"] if best else ""
    first = document["skill"][0]["model"] if document["skill"] else ""
    stocks = sum(
        one["n"] for one in document["skill"] if one["model"] == first and not one["calibrated"]
    )
    return {
        "d": document,
        "date": document["time"][:10],
        "titles": titles,
        "names": _names(document),
        "band": titles.get(band, ""),
        "counts": {
            "models": len(titles),
            "stocks": stocks,
            "treatments": len(set(scored)),
            "sites": len({site for site, _ in scored}),
        },
        "verdicts": {name: verdict(document, name) for name in titles},
        "mark": _mark,
        "weights": _weights(document),
        "fitted": list(
            dict.fromkeys(site for m in document["models"] for site in m["calibration"])
        ),
        "sites": [_site(document, site, band, titles) for site in document["sites"]],
        "methods": _used_methods(document),
    }


def _weights(document: dict[str, Any]) -> dict[str, Any]:
    """Return the weights as a table: a row a model and run, a column a site that is left out."""
    columns = list(dict.fromkeys(row["without"] for row in document["weights"]))
    rows: dict[tuple[str, bool], dict[str, float]] = {}
    for row in document["weights"]:
        rows.setdefault((row["model"], row["calibrated"]), {})[row["without"]] = row["weight"]
    return {"columns": columns, "rows": rows}


def _site(
    document: dict[str, Any], site: dict[str, Any], band: str, titles: dict[str, str]
) -> dict[str, Any]:
    """Return a site with the charts and scores of its treatments."""
    return site | {
        "figures": [_figure(document, site, t, band, titles) for t in site["treatments"]],
        "scores": [one for one in document["skill"] if one["experiment"] == site["id"]],
    }


def _figure(
    document: dict[str, Any],
    site: dict[str, Any],
    treatment: dict[str, Any],
    band: str,
    titles: dict[str, str],
) -> dict[str, Any]:
    series = [
        one | {"title": titles[one["model"]]}
        for one in document["stocks"]
        if one["experiment"] == site["id"] and one["treatment"] == treatment["id"]
    ]
    measured = treatment["measured"]
    chart = charts.experiment_chart(series, measured, band)
    ends = {
        "first": wording.number(measured[0]["stock"], 1),
        "last": wording.number(measured[-1]["stock"], 1),
        "first_year": measured[0]["year"],
        "last_year": measured[-1]["year"],
    }
    lead = _sentence("chart_lead", **ends)
    return {
        "title": _sentence("chart_title", treatment=treatment["name"], lead=lead),
        "alt": _sentence("alt_chart", treatment=treatment["name"]),
        "svg": "" if chart is None else charts.render_svg(chart),
        "left_out": treatment["left_out"],
    }


def _names(document: dict[str, Any]) -> dict[Any, str]:
    """Return names of sites by id, and of treatments by site and id."""
    names: dict[Any, str] = {site["id"]: site["name"] for site in document["sites"]}
    for site in document["sites"]:
        names |= {(site["id"], t["id"]): t["name"] for t in site["treatments"]}
    return names


def _means(document: dict[str, Any]) -> dict[tuple[str, str], float]:
    """Return the mean of the scored stocks of every treatment."""
    found = {}
    for site in document["sites"]:
        for treatment in site["treatments"]:
            values = [m["stock"] for m in treatment["measured"] if m["use"] == "score"]
            if values:
                found[site["id"], treatment["id"]] = sum(values) / len(values)
    return found


def _mark(one: dict[str, Any]) -> str:
    """Return the word of an interval that holds too few or too many measurements."""
    if not one["marked"]:
        return ""
    return _sentence("too_narrow" if one["coverage_90"] < 0.9 else "too_wide")


def _used_methods(document: dict[str, Any]) -> list[Method]:
    known = methods()
    return [known[name] for name in [*(m["name"] for m in document["models"]), *_METHODS]]


def _sentence(key: str, **fields: Any) -> str:
    return text(f"validation.{key}", fields)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{wording.number(100 * value, 0)}\u00a0%"


def _signed(value: float) -> str:
    shown = wording.number(value, 1)
    return f"+{shown}" if value > 0 and shown.strip("0.") else shown
