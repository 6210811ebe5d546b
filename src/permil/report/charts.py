"""Charts of the report: one Vega-Lite definition each, rendered to SVG without a script.

Colours follow one plan: soil brown-orange for carbon, a cool blue-grey for other gases, green for
nutrients, grey for the baseline. Meaning never rests on colour alone: lines are labelled where
they end.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from permil.report.wording import number

CARBON = "#b3541e"
GASES = "#3a6ea5"
NUTRIENTS = "#4d7c3a"
BASELINE = "#8a8a8a"
INK = "#3d3d3d"
LINES = (CARBON, GASES, "#6b4c9a", NUTRIENTS, "#a0522d", "#2f7f7f")
_WIDTH = 640

_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domainColor": BASELINE,
        "gridColor": BASELINE,
        "gridOpacity": 0.18,
        "tickColor": BASELINE,
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12},
    "legend": {"labelColor": INK, "titleColor": INK, "orient": "bottom"},
    "text": {"fontSize": 11},
}


def _chart(layers: list[dict[str, Any]], height: int = 260, **more: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH,
        "height": height,
        "padding": {"left": 5, "right": 130, "top": 18, "bottom": 5},
        "autosize": {"type": "pad", "contains": "padding"},
        "layer": layers,
        "config": _CONFIG,
        **more,
    }


def _year(title: str = "") -> dict[str, Any]:
    return {
        "field": "year",
        "type": "quantitative",
        "title": title or None,
        "axis": {"format": "d", "grid": False, "tickCount": 8},
        "scale": {"nice": False, "zero": False},
    }


def _rows(years: list[int], series: dict[str, Any], **fixed: Any) -> list[dict[str, Any]]:
    names = ("mean", "q05", "q25", "q50", "q75", "q95")
    return [
        {"year": year, **{n: series[n][i] for n in names}, **fixed}
        for i, year in enumerate(years)
        if series["mean"][i] is not None
    ]


def trajectory_chart(document: dict[str, Any], scenario: str, model: str) -> dict[str, Any]:
    """Return the picture of a scenario's stock against the baseline, with what was measured.

    After Fig. 1 of Rumpel et al. (2020): decline or steady state, adoption, new steady state and
    the fall when the practice stops; the 4 per mille path is a thin dashed line.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    dict
        Vega-Lite definition.

    References
    ----------
    rumpel2020
    """
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    years = document["years"]
    key = "soil_organic_carbon_stock"
    mine = document["trajectories"][scenario][model]
    base = document["trajectories"][baseline][model]
    layers = _band(_rows(years, mine[key]), CARBON)
    layers += _line(_rows(years, base[key]), BASELINE, _name(document, baseline))
    if scenario != baseline:
        layers += _line(_rows(years, mine[key]), CARBON, _name(document, scenario))
    layers += _aspiration(years, mine[key])
    if mine["reversal"] is not None:
        layers += _reversal(mine["reversal"])
    if mine["equilibrium"] is not None:
        layers += _level(years, mine["equilibrium"]["q50"])
    layers += _observed(document, scenario, baseline, model)
    _spread_labels(layers, height=300)
    return _chart(layers, height=300)


def _spread_labels(layers: list[dict[str, Any]], height: int) -> None:
    """Move labels at the right end apart where they would overlap."""
    values = [
        row[name]
        for layer in layers
        for row in layer["data"]["values"]
        for name in ("q05", "q50", "q95", "low", "high")
        if row.get(name) is not None
    ]
    scale = height / max(max(values) - min(values), 1e-9)
    right = max(row["year"] for layer in layers for row in layer["data"]["values"])
    labels = [
        layer
        for layer in layers
        if layer["mark"]["type"] == "text" and layer["data"]["values"][0]["year"] == right
    ]
    labels.sort(key=lambda layer: -layer["data"]["values"][0]["q50"])
    floor = -1e9
    for layer in labels:
        row = layer["data"]["values"][0]
        half = 7 * (row["label"].count("\n") + 1)
        middle = max(-row["q50"] * scale, floor + half)
        layer["mark"]["dy"] = round(middle + row["q50"] * scale, 1)
        floor = middle + half + 2


def _name(document: dict[str, Any], scenario: str) -> str:
    return next(str(s["name"]) for s in document["scenarios"] if s["id"] == scenario)


def _stock_axis() -> dict[str, Any]:
    return {
        "type": "quantitative",
        "title": "t C/ha (axis may not start at zero)",
        "scale": {"zero": False},
        "axis": {"tickCount": 6},
    }


def _band(rows: list[dict[str, Any]], colour: str) -> list[dict[str, Any]]:
    """Return the 90 % band lighter and the 50 % band darker."""
    layers = []
    for low, high, opacity in (("q05", "q95", 0.16), ("q25", "q75", 0.28)):
        layers.append(
            {
                "data": {"values": rows},
                "mark": {"type": "area", "color": colour, "opacity": opacity},
                "encoding": {
                    "x": _year(),
                    "y": {"field": low, **_stock_axis()},
                    "y2": {"field": high},
                },
            }
        )
    return layers


def _line(
    rows: list[dict[str, Any]], colour: str, label: str, *, dash: list[int] | None = None
) -> list[dict[str, Any]]:
    mark: dict[str, Any] = {"type": "line", "color": colour, "strokeWidth": 2}
    if dash:
        mark |= {"strokeDash": dash, "strokeWidth": 1.2}
    return [
        {
            "data": {"values": rows},
            "mark": mark,
            "encoding": {"x": _year(), "y": {"field": "q50", **_stock_axis()}},
        },
        _label(rows[-1], "q50", label, colour),
    ]


def _label(row: dict[str, Any], field: str, label: str, colour: str, dy: int = 0) -> dict[str, Any]:
    return {
        "data": {"values": [row | {"label": _wrapped(label)}]},
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 6,
            "dy": dy,
            "color": colour,
            "lineBreak": "\n",
            "baseline": "middle",
        },
        "encoding": {
            "x": _year(),
            "y": {"field": field, **_stock_axis()},
            "text": {"field": "label"},
        },
    }


def _wrapped(text: str, width: int = 20) -> str:
    """Break a label into lines, so that it fits beside the chart."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line][:4])


def _aspiration(years: list[int], series: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the 4 per mille path over at most twenty years, a goal and no forecast."""
    start, span = series["q50"][0], min(20, len(years) - 1)
    rows = [
        {"year": years[0], "q50": start},
        {"year": years[0] + span, "q50": start * (1 + 0.004 * span)},
    ]
    layers = _line(rows, INK, "4 ‰ aspiration", dash=[4, 3])
    if years[-1] - rows[-1]["year"] > 0:
        layers[1]["mark"] |= {"dx": 4, "dy": -8}
    return layers


def _reversal(reversal: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the hairline of the stop and the fall after it."""
    rows = _rows(reversal["years"], reversal)
    rule = {
        "data": {"values": [{"year": reversal["stop_year"]}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 0.7},
        "encoding": {"x": _year()},
    }
    return [rule, *_line(rows, CARBON, "if the practice stops", dash=[6, 3])]


def _level(years: list[int], value: float | None) -> list[dict[str, Any]]:
    """Return the dotted level of the new steady state."""
    if value is None:
        return []
    rows = [{"year": years[0], "q50": value}, {"year": years[-1], "q50": value}]
    line = _line(rows, BASELINE, "", dash=[1, 3])[0]
    label = _label(rows[0], "q50", "new steady state", BASELINE, dy=-7)
    return [line, label]


def _observed(
    document: dict[str, Any], scenario: str, baseline: str, model: str
) -> list[dict[str, Any]]:
    """Return measured stocks as hollow points with error bars."""
    layers: list[dict[str, Any]] = []
    for name, colour in ((baseline, BASELINE), (scenario, CARBON)):
        rows = [
            {
                "year": seen["year"],
                "q50": seen["stock"],
                "low": seen["stock"] - 1.645 * (seen["sd"] or 0.0),
                "high": seen["stock"] + 1.645 * (seen["sd"] or 0.0),
            }
            for seen in document["observations"]
            if seen["scenario"] == name and model in seen["modelled"]
        ]
        if rows and not (name == baseline == scenario and layers):
            encoding = {
                "x": _year(),
                "y": {"field": "low", **_stock_axis()},
                "y2": {"field": "high"},
            }
            layers.append(
                {
                    "data": {"values": rows},
                    "mark": {"type": "rule", "color": colour},
                    "encoding": encoding,
                }
            )
            layers.append(
                {
                    "data": {"values": rows},
                    "mark": {
                        "type": "point",
                        "shape": "circle" if name == scenario else "square",
                        "filled": False,
                        "color": colour,
                        "size": 46,
                        "strokeWidth": 1.6,
                    },
                    "encoding": {"x": _year(), "y": {"field": "q50", **_stock_axis()}},
                }
            )
    return layers


#: Lines of the balance, their label and colour, as difference to the baseline.
BALANCE = (
    ("soil_carbon_change_co2", "soil carbon", CARBON),
    ("n2o", "N2O", GASES),
    ("elsewhere_co2e", "elsewhere", "#6b4c9a"),
    ("lime_urea_co2", "lime and urea", "#7a7a3a"),
)


def balance_series(document: dict[str, Any], scenario: str, model: str) -> list[dict[str, Any]]:
    """Return what each gas adds to or takes from the climate against the baseline, by year.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    list of dict
        ``year``, ``line`` and ``value`` [t CO2e/yr], means; negative is good for the climate.
    """
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    mine = document["fluxes"][scenario][model]
    base = document["fluxes"][baseline][model]
    gwp = document["gwp_n2o"]
    rows = []
    for i, year in enumerate(document["years"]):
        for key, label, _ in BALANCE:
            names = ("direct_n2o", "indirect_n2o") if key == "n2o" else (key,)
            factor = gwp if key == "n2o" else 1.0
            values = [(mine[n]["mean"][i], base[n]["mean"][i]) for n in names]
            if all(a is not None and b is not None for a, b in values):
                difference = sum(a - b for a, b in values) * factor
                rows.append({"year": year, "line": label, "value": difference})
    return rows


def balance_chart(document: dict[str, Any], scenario: str, model: str) -> dict[str, Any]:
    """Return the stacked gases by year with the net line and its band.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    dict
        Vega-Lite definition; below zero the climate is better off.
    """
    rows = balance_series(document, scenario, model)
    lines = [label for _, label, _ in BALANCE]
    used = [n for n in lines if any(abs(r["value"]) > 1e-9 for r in rows if r["line"] == n)]
    net = document["fluxes"][scenario][model]["net_benefit"]
    turned = [
        {
            "year": r["year"],
            "q50": -r["mean"],
            "q05": -r["q95"],
            "q95": -r["q05"],
        }
        for r in _rows(document["years"], net)
    ]
    axis = {"type": "quantitative", "title": "t CO2e/yr against the baseline; below zero is good"}
    colours = {label: colour for _, label, colour in BALANCE}
    bars = {
        "data": {"values": [r for r in rows if r["line"] in used]},
        "mark": {"type": "area", "opacity": 0.55, "interpolate": "step-after"},
        "encoding": {
            "x": _year(),
            "y": {"field": "value", "stack": "zero", **axis},
            "color": {
                "field": "line",
                "type": "nominal",
                "title": None,
                "scale": {"domain": used, "range": [colours[n] for n in used]},
            },
        },
    }
    band = {
        "data": {"values": turned},
        "mark": {"type": "area", "color": INK, "opacity": 0.15},
        "encoding": {"x": _year(), "y": {"field": "q05", **axis}, "y2": {"field": "q95"}},
    }
    line = {
        "data": {"values": turned},
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.8},
        "encoding": {"x": _year(), "y": {"field": "q50", **axis}},
    }
    label = _label(turned[-1], "q50", "net", INK)
    label["encoding"]["y"] = {"field": "q50", **axis}
    return _chart([bars, band, line, label], height=230)


def limits_chart(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return need against supply of the nutrients.

    Parameters
    ----------
    rows : list of dict
        The document's ``limits`` of a scenario and model.

    Returns
    -------
    dict
        Vega-Lite definition.
    """
    values = []
    for row in rows:
        for kind in ("need", "supply"):
            if row[kind] is not None:
                values.append(
                    {
                        "nutrient": row["nutrient"],
                        "kind": kind,
                        "value": row[kind]["q50"],
                        "low": row[kind]["q05"],
                        "high": row[kind]["q95"],
                    }
                )
    y = {"field": "nutrient", "type": "nominal", "title": None, "sort": None}
    offset = {"field": "kind", "sort": ["need", "supply"]}
    x = {
        "type": "quantitative",
        "title": "kg a year over the first period",
        "axis": {"tickCount": 6},
    }
    bar = {
        "mark": {"type": "bar", "opacity": 0.75},
        "encoding": {
            "y": y,
            "yOffset": offset,
            "x": {"field": "value", **x},
            "color": {
                "field": "kind",
                "type": "nominal",
                "title": None,
                "scale": {"domain": ["need", "supply"], "range": [CARBON, NUTRIENTS]},
            },
        },
    }
    error = {
        "mark": {"type": "rule", "color": INK},
        "encoding": {
            "y": y,
            "yOffset": offset,
            "x": {"field": "low", **x},
            "x2": {"field": "high"},
        },
    }
    return _chart([bar, error], height=40 * len(rows), data={"values": values})


def spread_chart(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what carries the spread of the net benefit.

    Parameters
    ----------
    rows : list of dict
        The document's ``spread``: parameter and share of the variance.

    Returns
    -------
    dict
        Vega-Lite definition, the largest eight.
    """
    values = [
        {"parameter": parameter_label(r["parameter"]), "share": 100 * r["share"]}
        for r in rows[:8]
        if r["share"] >= 0.005
    ]
    y = {
        "field": "parameter",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelLimit": 260},
    }
    x = {"field": "share", "type": "quantitative", "title": "% of the spread of the net benefit"}
    bar = {
        "mark": {"type": "bar", "color": GASES, "opacity": 0.75},
        "encoding": {"y": y, "x": x},
    }
    labels = {
        "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
        "encoding": {"y": y, "x": x, "text": {"field": "label"}},
    }
    for value in values:
        value["label"] = f"{number(value['share'], 0)} %"
    return _chart([bar, labels], height=22 * max(len(values), 1), data={"values": values})


def parameter_label(name: str) -> str:
    """Return a drawn parameter's name for people: "n2o.frac_leach" becomes "N2O: frac leach"."""
    group, _, rest = name.rpartition(".")
    shown = rest.replace("_", " ")
    return f"{group.replace('n2o', 'N2O').replace('ipcc', 'IPCC')}: {shown}" if group else shown


@cache
def _converter() -> Any:
    import vl_convert

    return vl_convert


def render_svg(chart: dict[str, Any]) -> str:
    """Return a chart as SVG text, the same bytes for the same chart.

    Parameters
    ----------
    chart : dict
        Vega-Lite definition.

    Returns
    -------
    str
        SVG without script; its ink follows the page's text colour.
    """
    svg: str = _converter().vegalite_to_svg(json.dumps(chart, sort_keys=True))
    return svg.replace(INK, "currentColor")
