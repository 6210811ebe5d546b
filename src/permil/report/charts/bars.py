"""Bars: nutrients needed against left, and what carries the spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from permil.locale import catalogue, text
from permil.models import MODELS, model
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    GASES,
    INK,
    LEFT,
    NUTRIENTS,
    PLOT,
    Layer,
    Row,
    chart,
    layer,
    words,
)
from permil.report.wording import median, percent, shown

#: Share of the variance above which a parameter is said to act.
ACTS = 0.005
_ROW, _GAP = 16, 18
#: Room for the names [px]: at least, at most, and per letter in a wide typeface.
_NARROW, _WIDE, _LETTER = 150, 380, 6.2


def limits_chart(rows: list[dict[str, Any]]) -> Layer:
    """Return need of the nutrients against what is left for organic matter.

    Parameters
    ----------
    rows : list of dict
        The document's ``limits`` of a scenario and model.

    Returns
    -------
    dict
        Vega-Lite definition: two bars a nutrient, with the 90 % interval.
    """
    bars = []
    for row in rows:
        for kind in ("need", "available"):
            quantity = row[kind]
            bars.append(
                {
                    "name": text(f"report.{kind}_of", {"nutrient": row["nutrient"]}),
                    "value": quantity["q50"] if quantity else None,
                    "low": quantity["q05"] if quantity else None,
                    "high": quantity["q95"] if quantity else None,
                    "label": _amount(quantity),
                    "kind": kind,
                    "group": row["nutrient"],
                }
            )
    return _bars(bars, {"need": CARBON, "available": NUTRIENTS})


def acting(rows: list[dict[str, Any]], units: Mapping[str, str]) -> list[tuple[str, float]]:
    """Return what carries a spread, by name, and what no single parameter carries.

    Parameters
    ----------
    rows : list of dict
        The document's ``spread``: parameter and share of the variance, largest first.
    units : mapping of str to str
        Names of the land units by id.

    Returns
    -------
    list of tuple
        Name and share of every parameter that acts, and the rest up to one: smaller shares,
        interaction, and what ranks do not show. Nothing where nothing acts.
    """
    found = [
        (parameter_label(r["parameter"], units), float(r["share"]))
        for r in rows
        if r["share"] > ACTS
    ]
    rest = max(0.0, 1.0 - sum(share for _, share in found))
    return [*found, (text("report.spread_rest"), rest)] if found else []


def spread_chart(shares: list[tuple[str, float]]) -> Layer:
    """Return what carries the spread of the net benefit.

    Parameters
    ----------
    shares : list of tuple
        Name and share of the variance, the rest last, as :func:`acting` gives them.

    Returns
    -------
    dict
        Vega-Lite definition; the bars add up to 100 %.
    """
    bars = [
        {
            "name": name,
            "value": 100 * share,
            "low": None,
            "high": None,
            "label": percent(share),
            "kind": "rest" if i == len(shares) - 1 else "share",
            "group": "share",
        }
        for i, (name, share) in enumerate(shares)
    ]
    return _bars(bars, {"share": GASES, "rest": BASELINE})


def _amount(quantity: dict[str, Any] | None) -> str:
    if quantity is None:
        return text("report.not_assessed")
    if quantity["q05"] == quantity["q95"]:
        return f"{median(quantity)} {quantity['unit']}"
    return shown(quantity)


def _fitted(name: str) -> str:
    """Cut a name that is longer than the room for it; the table behind holds all of it."""
    most = int((_WIDE - 16) / _LETTER)
    return name if len(name) <= most else name[: most - 1] + "…"


def _bars(bars: list[Row], colours: dict[str, str]) -> Layer:
    """Return horizontal bars with their names left and their numbers right."""
    longest = max((len(_fitted(bar["name"])) for bar in bars), default=0)
    left = max(_NARROW, min(_WIDE, round(_LETTER * longest) + 16))
    width, y, previous = LEFT + PLOT - left, 0, None
    known = [bar for bar in bars if bar["value"] is not None]
    ends = [bar[n] for bar in known for n in ("value", "low", "high") if bar[n] is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    span = max(high - low, 1e-9)
    layers: list[Layer] = []
    for bar in bars:
        if previous not in (None, bar["group"]):
            y += _GAP - _ROW + 8
        previous = bar["group"]
        middle = y + _ROW / 2
        layers.append(words(_fitted(bar["name"]), INK, -8, middle, align="right"))
        reach = (max(0.0, bar["value"] or 0.0, bar["high"] or 0.0) - low) / span * width
        layers.append(words(bar["label"], INK, reach + 6, middle))
        y += _ROW + 2
        if bar["value"] is not None:
            scaled = {n: None if bar[n] is None else (bar[n] - low) / span * width for n in _ENDS}
            layers[:0] = _bar(scaled, -low / span * width, middle, colours[bar["kind"]])
    axis = layer(
        [{}], {"type": "rule", "color": INK, "strokeWidth": 0.7}, _vertical(-low / span * width, y)
    )
    return chart([*layers, axis], max(y, _ROW), left=left, top=6, bottom=8)


_ENDS = ("value", "low", "high")


def _bar(bar: Row, zero: float, middle: float, colour: str) -> list[Layer]:
    """Return a bar and its interval [px]."""
    fill = {"type": "rect", "color": colour, "opacity": 0.75}
    ends = sorted((zero, bar["value"]))
    shape = layer(
        [{}],
        fill,
        {
            "x": {"value": ends[0]},
            "x2": {"value": ends[1]},
            "y": {"value": middle - _ROW / 2 + 1},
            "y2": {"value": middle + _ROW / 2 - 1},
        },
    )
    if bar["low"] is None or bar["high"] - bar["low"] < 1:
        return [shape]
    whisker = layer(
        [{}],
        {"type": "rule", "color": INK},
        {"x": {"value": bar["low"]}, "x2": {"value": bar["high"]}, "y": {"value": middle}},
    )
    return [shape, whisker]


def _vertical(x: float, height: float) -> Layer:
    return {"x": {"value": x}, "y": {"value": 0}, "y2": {"value": height}}


def parameter_label(name: str, units: Mapping[str, str] | None = None) -> str:
    """Return a drawn parameter's name for people.

    Parameters
    ----------
    name : str
        Name of the draw, such as ``n2o.frac_leach``.
    units : mapping of str to str, optional
        Names of the land units by id.

    Returns
    -------
    str
        The name of the locale, or the parts of the name themselves after the model that has them.
    """
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        key = "report.drawn_" + "_".join(parts[:count])
        if key in catalogue():
            rest = ".".join(parts[count:])
            rest = (units or {}).get(rest, rest.replace(".", " ").replace("_", " "))
            return f"{text(key)} ({rest})" if rest else text(key)
    words = " ".join(parts[1:] if parts[0] in MODELS else parts).replace("_", " ")
    return f"{model(parts[0]).title}: {words}" if parts[0] in MODELS else words
