"""Stocks under a changed climate beside those under the present one."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    INK,
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

_HEIGHT = 280
_STOCK = "soil_organic_carbon_stock"
_DASH = [6, 3]


def climate_chart(document: dict[str, Any], climate: str, scenario: str, model: str) -> Layer:
    """Return baseline and scenario by year: full lines present, dashed lines changed climate.

    Parameters
    ----------
    document : dict
        The answer document.
    climate, scenario, model : str
        What is shown; a band of 90 % lies around the scenario under the changed climate.

    Returns
    -------
    dict
        Vega-Lite definition.
    """
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    entry, years = document["climate_change"][climate], document["years"]
    lines: list[tuple[str, str, list[Row], list[int]]] = []
    for key in dict.fromkeys((baseline, scenario)):
        colour = BASELINE if key == baseline else CARBON
        present = rows_of(years, document["trajectories"][key][model][_STOCK])
        changed = rows_of(years, entry["results"][key][model]["series"][_STOCK])
        label = text("climate_change.line", {"name": names[key], "climate": entry["name"]})
        lines += [(names[key], colour, present, []), (label, colour, changed, _DASH)]
    band = lines[-1]
    values = [row["q50"] for _, _, rows, _ in lines for row in rows]
    values += [row[name] for row in band[2] for name in ("q05", "q95")]
    low, high = min(values), max(values)
    room = max(0.06 * (high - low), 0.02 * high, 0.1)
    domain = (0.0 if low < 0.2 * high else low - room, high + room)
    title = text("climate_change.axis_cut" if domain[0] > 0 else "climate_change.axis")

    def encoding(field: str, upper: str = "") -> Layer:
        found = {
            "x": year_axis(years[0], years[-1]),
            "y": value_axis(field, domain, title),
        }
        return found | ({"y2": {"field": upper}} if upper else {})

    area = {"type": "area", "color": band[1], "opacity": 0.16}
    layers = [layer(band[2], area, encoding("q05", "q95"))]
    for _, colour, rows, dash in lines:
        mark: Layer = {"type": "line", "color": colour, "strokeWidth": 2}
        layers.append(layer(rows, mark | ({"strokeDash": dash} if dash else {}), encoding("q50")))
    if domain[0] > 0:
        layers.append(words("≈", INK, 0, _HEIGHT - 5, align="center", fontSize=15, angle=90))
    ends = [(label, colour, rows[-1]["q50"]) for label, colour, rows, _ in lines]
    return chart([*layers, *end_labels(ends, domain, _HEIGHT)], _HEIGHT)
