"""All gases as difference to the baseline, added up since the start, with the net line.

Single years swing with the rotation; their sum shows what a plan does to the climate.
"""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    ELSEWHERE,
    FIRE,
    GASES,
    INK,
    LIME,
    LIVESTOCK,
    NUTRIENTS,
    PLOT,
    RICE,
    UPSTREAM,
    Layer,
    Row,
    chart,
    end_labels,
    layer,
    rows_of,
    value_axis,
    words,
    year_axis,
)

_HEIGHT = 240
#: Groups of lines: colour and opacity; lightness differs in grey too.
BALANCE = {
    "soil_carbon": (CARBON, 0.55),
    "n2o": (GASES, 0.95),
    "elsewhere": (ELSEWHERE, 0.38),
    "lime_urea": (LIME, 0.75),
    "leakage": (ELSEWHERE, 0.7),
    "organic_soils": (NUTRIENTS, 0.5),
    "organic_soil_ch4": (NUTRIENTS, 0.95),
    "rice": (RICE, 0.8),
    "livestock": (LIVESTOCK, 0.85),
    "manufacture": (UPSTREAM, 0.6),
    "energy": (UPSTREAM, 0.95),
    "fire": (FIRE, 0.85),
    "biochar": (CARBON, 0.9),
    "biomass": (NUTRIENTS, 0.6),
}


def balance_series(document: dict[str, Any], scenario: str, model: str) -> list[Row]:
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
        A line that is zero in every year is left out.
    """
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    mine = document["fluxes"][scenario][model]
    base = document["fluxes"][baseline][model]
    rows = []
    for group in BALANCE:
        members = [
            (one["line"], document["metric_factors"][one["gas"]])
            for one in document["lines"]
            if one["group"] == group
        ]
        line = []
        for i, year in enumerate(document["years"]):
            parts = [(mine[n]["mean"][i], base[n]["mean"][i], factor) for n, factor in members]
            if parts and all(a is not None and b is not None for a, b, _ in parts):
                value = sum((a - b) * factor for a, b, factor in parts)
                line.append({"year": year, "line": text(f"report.line_{group}"), "value": value})
        if any(abs(row["value"]) > 1e-9 for row in line):
            rows += line
    return sorted(rows, key=lambda row: row["year"])


def net_series(document: dict[str, Any], scenario: str, model: str) -> list[Row]:
    """Return the net of all gases by year; negative is good for the climate.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    list of dict
        ``year`` and ``q05``, ``q50``, ``q95`` [t CO2e/yr].
    """
    rows = rows_of(document["years"], document["fluxes"][scenario][model]["net_benefit"])
    return [{"year": r["year"], "q05": -r["q95"], "q50": -r["q50"], "q95": -r["q05"]} for r in rows]


def cumulative_series(document: dict[str, Any], scenario: str, model: str) -> list[Row]:
    """Return what each gas has added or taken since the start, from zero.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    list of dict
        ``year``, ``line`` and ``value`` [t CO2e], means; negative is good for the climate.
    """
    start = document["years"][0]
    sums: dict[str, float] = {}
    rows = []
    for row in balance_series(document, scenario, model):
        if row["line"] not in sums:
            rows.append({"year": start, "line": row["line"], "value": 0.0})
        sums[row["line"]] = sums.get(row["line"], 0.0) + row["value"]
        rows.append(row | {"value": sums[row["line"]]})
    return sorted(rows, key=lambda row: row["year"])


def cumulative_net(document: dict[str, Any], scenario: str, model: str) -> list[Row]:
    """Return the net of all gases since the start, from zero; negative is good for the climate.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    list of dict
        ``year`` and ``q05``, ``q50``, ``q95`` [t CO2e].
    """
    series = document["fluxes"][scenario][model]["cumulative_net_benefit"]
    rows = [
        {"year": r["year"], "q05": -r["q95"], "q50": -r["q50"], "q95": -r["q05"]}
        for r in rows_of(document["years"], series)
    ]
    return [{"year": document["years"][0], "q05": 0.0, "q50": 0.0, "q95": 0.0}, *rows]


def balance_chart(document: dict[str, Any], scenario: str, model: str) -> Layer:
    """Return the gases added up since the start, stacked, with the net line and its 90 % band.

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
    net = cumulative_net(document, scenario, model)
    stacks = _stacked(cumulative_series(document, scenario, model))
    edges = [row for rows in stacks.values() for row in rows]
    values = [row[n] for row in edges for n in ("from", "to")]
    values += [row[n] for row in net for n in ("q05", "q95")]
    room = 0.08 * max(max(values) - min(values), 1e-6)
    domain = (min(*values, 0.0) - room, max(*values, 0.0) + room)
    first, last = net[0]["year"], net[-1]["year"]

    def encoding(field: str, upper: str = "") -> Layer:
        shown = {
            "x": year_axis(first, last),
            "y": value_axis(field, domain, text("report.axis_balance")),
        }
        return shown | ({"y2": {"field": upper}} if upper else {})

    styles = {text(f"report.line_{group}"): style for group, style in BALANCE.items()}
    layers = [
        layer(
            rows,
            {"type": "area", "color": styles[line][0], "opacity": styles[line][1]},
            encoding("from", "to"),
        )
        for (line, _), rows in stacks.items()
    ]
    zero = [{"year": first, "q50": 0.0}, {"year": last, "q50": 0.0}]
    layers.append(layer(zero, _stroke(BASELINE, 1.0), encoding("q50")))
    layers.append(
        layer(net, {"type": "area", "color": INK, "opacity": 0.22}, encoding("q05", "q95"))
    )
    layers.append(layer(net, _stroke(INK, 1.8), encoding("q50")))
    layers += _directions(domain)
    used = list(dict.fromkeys(line for line, _ in stacks))
    # The key stands in the half in which the net line does not end.
    low_end = net[-1]["q50"] < (domain[0] + domain[1]) / 2
    top = 8.0 if low_end else _HEIGHT - 8.0 - 18 * (len(used) - 1)
    layers += _key([(line, *styles[line]) for line in used], top)
    layers += end_labels([(text("report.line_net"), INK, net[-1]["q50"])], domain, _HEIGHT)
    return chart(layers, _HEIGHT)


def _stroke(colour: str, width: float) -> Layer:
    return {"type": "line", "color": colour, "strokeWidth": width}


def _stacked(rows: list[Row]) -> dict[tuple[str, bool], list[Row]]:
    """Return outlines of the lines piled up from zero, gains and losses apart."""
    top: dict[tuple[int, bool], float] = {}
    stacks: dict[tuple[str, bool], list[Row]] = {}
    order = list(dict.fromkeys(row["line"] for row in rows))
    for row in sorted(rows, key=lambda r: (order.index(r["line"]), r["year"])):
        for up in (True, False):
            value = max(row["value"], 0.0) if up else min(row["value"], 0.0)
            start = top.get((row["year"], up), 0.0)
            top[row["year"], up] = start + value
            edge = {"year": row["year"], "from": start, "to": start + value}
            stacks.setdefault((row["line"], up), []).append(edge)
    return {k: v for k, v in stacks.items() if any(r["from"] != r["to"] for r in v)}


def _directions(domain: tuple[float, float]) -> list[Layer]:
    """Return which side of zero is good for the climate, where there is room to say so."""
    zero = domain[1] / (domain[1] - domain[0]) * _HEIGHT
    names = []
    for key, y, room in (("worse", 8.0, zero), ("better", _HEIGHT - 8.0, _HEIGHT - zero)):
        if room > 40:
            names.append(words(text(f"report.{key}"), INK, PLOT - 4, y, align="right"))
    return names


def _key(lines: list[tuple[str, str, float]], top: float) -> list[Layer]:
    """Return the names of the fills with a patch each, in a column beside the plot."""
    layers = []
    for i, (line, colour, opacity) in enumerate(lines):
        y = top + 18 * i
        layers.append(words("■", colour, PLOT + 8, y, opacity=opacity, fontSize=15))
        layers.append(words(line, INK, PLOT + 25, y))
    return layers
