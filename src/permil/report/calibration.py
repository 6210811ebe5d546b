"""The report of a calibration: prior against posterior, modelled against measured."""

from __future__ import annotations

import re
from typing import Any

from permil.locale import text
from permil.report import charts, wording
from permil.report.figures import Figure
from permil.report.methods import method, method_view

_NAMES = ("q05", "q50", "q95")


def render_calibration(document: dict[str, Any]) -> str:
    """Return the report of a calibration.

    Parameters
    ----------
    document : dict
        The answer document of a calibration.

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
    environment.filters |= {"shown": wording.shown, "number": wording.number, "percent": _percent}
    environment.globals |= {"t": _sentence, "r": _report_sentence}
    entry = method("calibration")
    page = environment.get_template("calibration.html.jinja").render(
        d=document,
        models=[_model(document, model) for model in document["models"]],
        method=entry,
        method_view=method_view(entry),
        date=document["provenance"]["time"][:10],
    )
    return re.sub(r"\n\s*\n+", "\n", page)


def _sentence(key: str, **fields: Any) -> str:
    return text(f"calibration.{key}", fields)


def _report_sentence(key: str, **fields: Any) -> str:
    return text(f"report.{key}", fields)


def _percent(share: float) -> str:
    return wording.percent(share)


def verdicts(document: dict[str, Any], model: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what must be known of a model's calibration before its numbers.

    Parameters
    ----------
    document : dict
        The answer document of a calibration.
    model : dict
        One of its models.

    Returns
    -------
    list of tuple
        Code and sentence: whether it converged, whether the model now meets the measurements, and
        of what they say nothing.
    """
    fields = {
        "model": model["title"],
        "samples": model["samples"],
        "why": "; ".join(model["failures"]),
        "steps": model["steps_needed"],
        "command": document["command"].split(" --steps")[0],
        "before": f"{model['misfit']['before']:.2g}",
        "after": f"{model['misfit']['after']:.2g}",
    }
    codes = ["converged" if model["converged"] else "not_converged"]
    codes.append("misses" if model["misfit"]["misses"] else "fits")
    found = [(code, text(f"calibration.{code}", fields)) for code in codes]
    silent = [p["label"] for p in model["parameters"] if not p["informed"]]
    if silent:
        sentence = text("calibration.uninformed", {"parameters": silent})
        found.append(("uninformed", sentence))
    return found


def _model(document: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the report shows of one model."""
    return model | {
        "verdicts": verdicts(document, model),
        "figures": [_posterior_figure(p) for p in model["parameters"]],
        "measured": _measured_figure(model),
    }


def _posterior_figure(parameter: dict[str, Any]) -> Figure:
    density = parameter["density"]
    fields = {
        "parameter": parameter["label"],
        "before": wording.shown(parameter["prior"]),
        "after": wording.shown(parameter["posterior"]),
    }
    title = text("calibration.figure_posterior", fields)
    return Figure(
        name=parameter["name"],
        title=title,
        alt=text("calibration.alt_posterior", {"title": title}),
        svg=charts.render_svg(charts.posterior_chart(parameter)),
        headings=["from", "to", "prior", "posterior"],
        rows=[
            list(row)
            for row in zip(
                density["edges"][:-1],
                density["edges"][1:],
                density["prior"],
                density["posterior"],
                strict=True,
            )
        ],
        places=3,
    )


def _measured_figure(model: dict[str, Any]) -> Figure:
    title = text(
        "calibration.figure_measured",
        {
            "model": model["title"],
            "before": f"{model['misfit']['before']:.2g}",
            "after": f"{model['misfit']['after']:.2g}",
        },
    )
    quantiles = [(when, name) for when in ("before", "after") for name in _NAMES]
    return Figure(
        name=f"measured_{model['name']}",
        title=title,
        alt=text("calibration.alt_measured", {"title": title}),
        svg=charts.render_svg(charts.measured_chart(model["observations"])),
        headings=[
            "scenario",
            "land unit",
            "year",
            "measured [t C/ha]",
            "sd [t C/ha]",
            *(f"{when} {name} [t C/ha]" for when, name in quantiles),
        ],
        rows=[
            [o["name"], o["land_unit"], o["year"], float(o["stock"]), float(o["sd"])]
            + [o[when][name] for when, name in quantiles]
            for o in model["observations"]
        ],
    )
