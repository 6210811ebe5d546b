"""Modelled against measured stocks."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    ELSEWHERE,
    GASES,
    INK,
    NUTRIENTS,
    PLOT,
    RIGHT,
    Layer,
    chart,
    layer,
    value_axis,
    words,
    wrapped,
)

_SIDE = 270
_STYLES = (
    ("square", BASELINE, "□"),
    ("circle", CARBON, "○"),
    ("triangle-up", GASES, "△"),
    ("diamond", ELSEWHERE, "◇"),
    ("cross", NUTRIENTS, "+"),
)


def fit_chart(document: dict[str, Any], model: str) -> Layer | None:
    """Return modelled against measured stocks with the line where both are equal.

    Parameters
    ----------
    document : dict
        The answer document.
    model : str
        What is shown.

    Returns
    -------
    dict or None
        Vega-Lite definition; None where nothing was measured.
    """
    pairs = {
        s["name"]: [
            {"measured": o["stock"], "modelled": o["modelled"][model], "year": o["year"]}
            for o in document["observations"]
            if o["scenario"] == s["id"] and model in o["modelled"]
        ]
        for s in document["scenarios"]
    }
    pairs = {name: rows for name, rows in pairs.items() if rows}
    if not pairs:
        return None
    values = [row[n] for rows in pairs.values() for row in rows for n in ("measured", "modelled")]
    room = max(0.06 * (max(values) - min(values)), 1.0)
    domain = (max(0.0, min(values) - room), max(values) + room)
    encoding = _encoding(domain)
    ends = [{"measured": value, "modelled": value} for value in domain]
    layers = [layer(ends, {"type": "line", "color": INK, "strokeWidth": 0.8}, encoding)]
    for i, (name, rows) in enumerate(pairs.items()):
        shape, colour, sign = _STYLES[i % len(_STYLES)]
        mark = {"type": "point", "shape": shape, "color": colour, "filled": False, "opacity": 1}
        layers.append(layer(rows, mark | {"size": 46, "strokeWidth": 1.6}, encoding))
        layers.append(words(sign, colour, _SIDE + 22, 10 + 34 * i, fontSize=14))
        layers.append(words(wrapped(name, 34), INK, _SIDE + 40, 10 + 34 * i))
    layers.append(words(text("report.equal_line"), INK, _SIDE - 6, 8, align="right", dx=-22))
    layers.append(words(text("report.axis_measured"), INK, _SIDE, _SIDE + 30, align="right"))
    return chart(layers, _SIDE, right=PLOT + RIGHT - _SIDE, bottom=42)


def _encoding(domain: tuple[float, float]) -> Layer:
    return {
        "x": {
            "field": "measured",
            "type": "quantitative",
            "title": None,
            "axis": {"tickCount": 6},
            "scale": {"domain": list(domain), "nice": False, "zero": False},
        },
        "y": value_axis("modelled", domain, text("report.axis_modelled")),
    }
