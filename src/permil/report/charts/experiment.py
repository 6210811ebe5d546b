"""Modelled and measured stocks of one treatment of an experiment."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    ELSEWHERE,
    GASES,
    INK,
    LIME,
    NUTRIENTS,
    PLOT,
    Layer,
    Row,
    chart,
    end_labels,
    layer,
    value_axis,
    words,
    year_axis,
)

_HEIGHT = 240
_COLOURS = (CARBON, GASES, NUTRIENTS, ELSEWHERE, LIME)


def experiment_chart(
    series: list[dict[str, Any]], measured: list[dict[str, Any]], band: str
) -> Layer | None:
    """Return stocks by year: a line for every model, a point for every measurement.

    Parameters
    ----------
    series : list of dict
        Stocks of one treatment: ``title``, ``model``, ``calibrated``, ``first_year``, ``soc``,
        ``error_low`` and ``error_high``.
    measured : list of dict
        Measurements: ``year``, ``stock``, ``sd`` and ``use``.
    band : str
        Model whose 90 % interval is drawn, as published.

    Returns
    -------
    dict or None
        Vega-Lite definition; None where there is nothing to draw.
    """
    if not measured and not series:
        return None
    lines = [(one, _line(one)) for one in series]
    bands = [
        [{"year": r["year"], "low": r["stock"] + low, "high": r["stock"] + high} for r in rows]
        for one, rows in lines
        if one["model"] == band
        and not one["calibrated"]
        and (low := one["error_low"]) is not None
        and (high := one["error_high"]) is not None
    ]
    points = [_point(one) for one in measured]
    domain = _domain([rows for _, rows in lines], points, bands)
    years = [row["year"] for rows in [points, *(r for _, r in lines)] for row in rows]
    x, y = year_axis(min(years), max(years)), value_axis("stock", domain, text("report.axis_stock"))
    layers = [_band(rows, x, domain) for rows in bands]
    colours = _colours(series)
    layers += [_drawn(one, colours[one["model"]], rows, x, y) for one, rows in lines]
    layers += _points(points, x, y)
    labels = [
        (one["title"], colours[one["model"]], rows[-1]["stock"])
        for one, rows in lines
        if not one["calibrated"]
    ]
    layers += end_labels(labels, domain, _HEIGHT) if labels else []
    layers.append(words(text("validation.chart_measured"), INK, PLOT - 4, 6, align="right"))
    return chart(layers, _HEIGHT)


def _colours(series: list[dict[str, Any]]) -> dict[str, str]:
    names = dict.fromkeys(one["model"] for one in series)
    return {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(names)}


def _line(one: dict[str, Any]) -> list[Row]:
    return [{"year": one["first_year"] + i, "stock": v} for i, v in enumerate(one["soc"])]


def _point(one: dict[str, Any]) -> Row:
    sd = one["sd"] or 0.0
    return {
        "year": one["year"],
        "stock": one["stock"],
        "low": one["stock"] - sd,
        "high": one["stock"] + sd,
        "scored": one["use"] == "score",
    }


def _domain(
    lines: list[list[Row]], points: list[Row], bands: list[list[Row]]
) -> tuple[float, float]:
    values = [row["stock"] for rows in [points, *lines] for row in rows]
    values += [row[end] for rows in [points, *bands] for row in rows for end in ("low", "high")]
    room = max(0.05 * (max(values) - min(values)), 1.0)
    return max(0.0, min(values) - room), max(values) + room


def _band(rows: list[Row], x: Layer, domain: tuple[float, float]) -> Layer:
    low, high = domain
    inside = [row | {"low": max(low, row["low"]), "high": min(high, row["high"])} for row in rows]
    y = value_axis("low", domain, text("report.axis_stock"))
    encoding = {"x": x, "y": y, "y2": {"field": "high"}}
    return layer(inside, {"type": "area", "color": BASELINE, "opacity": 0.16}, encoding)


def _drawn(one: dict[str, Any], colour: str, rows: list[Row], x: Layer, y: Layer) -> Layer:
    mark: Layer = {"type": "line", "color": colour, "strokeWidth": 1.8}
    if one["calibrated"]:
        mark |= {"strokeDash": [4, 3], "strokeWidth": 1.2}
    return layer(rows, mark, {"x": x, "y": y})


def _points(points: list[Row], x: Layer, y: Layer) -> list[Layer]:
    """Return measurements: filled where they are scored, open where not; a line over ± sd."""
    spread = [row for row in points if row["high"] > row["low"]]
    layers = []
    if spread:
        rule = {"type": "rule", "color": INK, "strokeWidth": 1}
        ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}
        layers.append(layer(spread, rule, ends))
    for scored in (True, False):
        rows = [row for row in points if row["scored"] is scored]
        mark = {"type": "point", "filled": scored, "color": INK, "size": 42, "opacity": 1}
        if rows:
            layers.append(layer(rows, mark, {"x": x, "y": y}))
    return layers
