"""Prior against posterior of a parameter, and what both say of the measurements."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    INK,
    LEFT,
    PLOT,
    Layer,
    Row,
    chart,
    layer,
    value_axis,
    words,
)

_HEIGHT, _ROW, _NAMES, _LETTERS = 130, 22, 190, 22


def posterior_chart(parameter: dict[str, Any]) -> Layer:
    """Return the prior as a grey line and the posterior as a filled area.

    Parameters
    ----------
    parameter : dict
        A parameter of the answer document of a calibration.

    Returns
    -------
    dict
        Vega-Lite definition.
    """
    density = parameter["density"]
    edges = density["edges"]
    rows = [
        {"from": low, "to": high, "prior": before, "posterior": after}
        for low, high, before, after in zip(
            edges[:-1], edges[1:], density["prior"], density["posterior"], strict=True
        )
    ]
    top = 1.1 * max(max(density["prior"]), max(density["posterior"]))
    bars = layer(
        [row | {"zero": 0.0} for row in rows],
        {"type": "rect", "color": CARBON, "opacity": 0.55},
        _bars(edges, top),
    )
    steps = [{"at": edges[0], "prior": 0.0}]
    for row in rows:
        steps += [{"at": row["from"], "prior": row["prior"]}]
        steps += [{"at": row["to"], "prior": row["prior"]}]
    outline = layer(
        [row | {"order": i} for i, row in enumerate(steps)],
        {"type": "line", "color": BASELINE, "strokeWidth": 1.6},
        {
            "x": _values("at", (edges[0], edges[-1])),
            "y": value_axis("prior", (0.0, top), text("calibration.axis_probability")),
            "order": {"field": "order", "type": "quantitative"},
        },
    )
    labels = [
        words("— " + text("calibration.before"), INK, PLOT + 8, 16),
        words("█ " + text("calibration.after"), CARBON, PLOT + 8, 34),
        words(parameter["unit"].strip("-"), INK, PLOT + 8, _HEIGHT + 12),
    ]
    return chart([bars, outline, *labels], _HEIGHT)


def _values(field: str, domain: tuple[float, float]) -> Layer:
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "axis": {"grid": False, "tickCount": 7},
        "scale": {"domain": list(domain), "nice": False, "zero": False},
    }


def _bars(edges: list[float], top: float) -> Layer:
    return {
        "x": _values("from", (edges[0], edges[-1])),
        "x2": {"field": "to"},
        "y": value_axis("posterior", (0.0, top), text("calibration.axis_probability")),
        "y2": {"field": "zero"},
    }


def measured_chart(observations: list[dict[str, Any]]) -> Layer:
    """Return every measured stock with its error, and what the model says before and after.

    Parameters
    ----------
    observations : list of dict
        Of the answer document of a calibration.

    Returns
    -------
    dict
        Vega-Lite definition: one row a measurement.
    """
    ends = [
        value
        for o in observations
        for value in (
            o["stock"] - 2 * o["sd"],
            o["stock"] + 2 * o["sd"],
            *(o[when][q] for when in ("before", "after") for q in ("q05", "q95")),
        )
    ]
    room = 0.03 * (max(ends) - min(ends)) or 1.0
    domain = (max(0.0, min(ends) - room), max(ends) + room)
    height = _ROW * len(observations)
    several = len({o["land_unit"] for o in observations}) > 1
    names = [f"{o['land_unit']}, {o['name']}" if several else o["name"] for o in observations]
    x = _values("value", domain) | {"axis": {"tickCount": 7}, "title": text("report.axis_stock")}
    layers: list[Layer] = []
    for i, seen in enumerate(observations):
        middle = _ROW * (i + 0.5)
        label = f"{_cut(names[i])} {seen['year']}"
        layers.append(words(label, INK, -8, middle, align="right"))
        layers += _interval(seen["before"], BASELINE, middle - 5, x)
        layers += _interval(seen["after"], CARBON, middle, x)
        error = {"low": seen["stock"] - seen["sd"], "high": seen["stock"] + seen["sd"]}
        layers += _measured(error | {"value": seen["stock"]}, middle + 5, x)
    width = LEFT + PLOT - _NAMES
    layers += [
        words("│ " + text("calibration.before"), BASELINE, width + 8, 10),
        words("│ " + text("calibration.after"), CARBON, width + 8, 26),
        words("○ " + text("calibration.measured_error"), INK, width + 8, 42),
    ]
    return chart(layers, height, left=_NAMES, bottom=42, top=8)


def _cut(name: str) -> str:
    """Cut a name that is longer than the room for it; the table behind holds all of it."""
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"


def _interval(quantity: dict[str, Any], colour: str, y: float, x: Layer) -> list[Layer]:
    rows: list[Row] = [{"value": quantity["q05"], "end": quantity["q95"]}]
    place = {"y": {"value": y}}
    rule = layer(
        rows,
        {"type": "rule", "color": colour, "strokeWidth": 3},
        {"x": x, "x2": {"field": "end"}, **place},
    )
    middle = layer(
        [{"value": quantity["q50"]}],
        {"type": "tick", "color": colour, "thickness": 2, "size": 9, "orient": "vertical"},
        {"x": x, **place},
    )
    return [rule, middle]


def _measured(row: Row, y: float, x: Layer) -> list[Layer]:
    place = {"y": {"value": y}}
    return [
        layer(
            [{"value": row["low"], "end": row["high"]}],
            {"type": "rule", "color": INK, "strokeWidth": 0.8},
            {"x": x, "x2": {"field": "end"}, **place},
        ),
        layer(
            [row],
            {"type": "point", "color": INK, "filled": False, "size": 28, "opacity": 1},
            {"x": x, **place},
        ),
    ]
