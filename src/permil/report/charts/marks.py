"""Paper, ink and marks that all charts share.

Every chart has a fixed frame, so that labels can be placed in pixels and nothing is cut. Meaning
never rests on colour alone: lines are named where they end, and fills differ in lightness.
"""

from __future__ import annotations

from typing import Any

CARBON = "#b3541e"
GASES = "#3a6ea5"
NUTRIENTS = "#4d7c3a"
ELSEWHERE = "#8a6fb5"
WATER = "#2a7f9e"
LIME = "#8f8a3c"
RICE = "#2f8f8b"
LIVESTOCK = "#7a4b6b"
FIRE = "#9e3d4f"
UPSTREAM = "#56707a"
BASELINE = "#808080"
INK = "#3d3d3d"

#: Frame of every chart [px]: room for the axis, the plot, and the names at the line ends.
LEFT, PLOT, RIGHT, TOP, BOTTOM = 46, 570, 144, 34, 26
#: Height of a line of text [px].
TEXT = 13

Layer = dict[str, Any]
Row = dict[str, Any]

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
        "labelOverlap": True,
    },
    "text": {"fontSize": 11, "lineHeight": TEXT, "lineBreak": "\n"},
}


def chart(
    layers: list[Layer],
    height: int,
    *,
    left: int = LEFT,
    right: int = RIGHT,
    top: int = TOP,
    bottom: int = BOTTOM,
) -> Layer:
    """Return a Vega-Lite definition of a fixed frame around layers.

    Parameters
    ----------
    layers : list of dict
        Layers, the lowest first.
    height : int
        Height of the plot [px].
    left, right, top, bottom : int
        Room for axis labels and names [px]; the plot gives way, the frame keeps its width.

    Returns
    -------
    dict
        Vega-Lite definition.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": LEFT + PLOT + RIGHT - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "autosize": "none",
        "layer": layers,
        "config": _CONFIG,
    }


def year_axis(first: float, last: float, field: str = "year") -> Layer:
    """Return the horizontal encoding of years."""
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "axis": {"format": "d", "grid": False, "tickCount": 8, "tickMinStep": 1},
        "scale": {"domain": [first, last], "nice": False, "zero": False},
    }


def value_axis(field: str, domain: tuple[float, float], title: str) -> Layer:
    """Return a vertical encoding whose title stands above the axis."""
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "axis": {
            "tickCount": 6,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": -LEFT + 6,
            "titleY": -22,
        },
        "scale": {"domain": list(domain), "nice": False, "zero": False},
    }


def layer(rows: list[Row], mark: Layer, encoding: Layer) -> Layer:
    """Return one layer with its own data."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def words(label: str, colour: str, x: float, y: float, **mark: Any) -> Layer:
    """Return a text at a place of the plot [px]."""
    return layer(
        [{}],
        {"type": "text", "align": "left", "baseline": "middle", "color": colour, **mark},
        {"x": {"value": x}, "y": {"value": y}, "text": {"value": label}},
    )


def rows_of(years: list[int], series: dict[str, Any]) -> list[Row]:
    """Return a series of the answer document as rows; years without a value are left out."""
    names = ("mean", "q05", "q25", "q50", "q75", "q95")
    return [
        {"year": year, **{name: series[name][i] for name in names}}
        for i, year in enumerate(years)
        if series["mean"][i] is not None
    ]


def wrapped(label: str, width: int = 22) -> str:
    """Break a label into at most four lines, so that it fits beside the chart."""
    lines, line = [], ""
    for word in label.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    cut = [part if len(part) <= width + 4 else part[: width + 3] + "…" for part in lines[:4]]
    return "\n".join([*cut[:3], f"{cut[3]} …"] if len(lines) > 4 else cut)


def end_labels(
    labels: list[tuple[str, str, float]], domain: tuple[float, float], height: int
) -> list[Layer]:
    """Return the names at the right end of lines, moved apart where they would overlap.

    Parameters
    ----------
    labels : list of tuple
        Text, colour and value at which the line ends.
    domain : tuple of float
        Lowest and highest value of the axis.
    height : int
        Height of the plot [px].

    Returns
    -------
    list of dict
        One text layer each.
    """
    low, high = domain
    ordered = sorted(labels, key=lambda item: -item[2])
    texts = [wrapped(label) for label, _, _ in ordered]
    tall = [TEXT * (shown.count("\n") + 1) + 2.0 for shown in texts]
    wanted = [(high - end) / (high - low) * height for _, _, end in ordered]
    tops = [y - (size - TEXT) / 2 for y, size in zip(wanted, tall, strict=True)]
    for i in range(1, len(tops)):
        tops[i] = max(tops[i], tops[i - 1] + tall[i - 1])
    limit = float(height + TEXT)
    for i in reversed(range(len(tops))):
        tops[i] = min(tops[i], limit - tall[i])
        limit = tops[i]
    return [
        words(shown, colour, PLOT + 6, round(y, 1))
        for shown, (_, colour, _), y in zip(texts, ordered, tops, strict=True)
    ]
