"""Where the rain goes: bars of a water balance, scenario by scenario."""

from __future__ import annotations

from permil.locale import text
from permil.report.charts.marks import BASELINE, INK, LEFT, PLOT, WATER, Layer, chart, layer, words
from permil.report.wording import number

#: Bars of a scenario: part of the balance, and how dark it is filled.
BARS = (
    ("evapotranspiration", "evapotranspiration", 0.85),
    ("cover_crop_evapotranspiration", "cover_crop", 0.55),
    ("tree_evapotranspiration", "tree", 0.55),
    ("drainage", "drainage", 0.4),
    ("irrigation_need", "irrigation_need", 0.0),
)
_ROW, _HEAD, _GAP, _NAMES = 16, 20, 10, 170


def bars_of(balances: dict[str, dict[str, float]]) -> list[tuple[str, str, float]]:
    """Return the bars of a scenario; trees have one where some plan has trees."""
    trees = any(balance["tree_evapotranspiration"] for balance in balances.values())
    return [bar for bar in BARS if trees or bar[1] != "tree"]


def water_chart(balances: dict[str, dict[str, float]]) -> Layer:
    """Return the balance of every scenario.

    Parameters
    ----------
    balances : dict of str to dict
        By name of the scenario the parts of its balance [mm/yr].

    Returns
    -------
    dict
        Vega-Lite definition; what is lacking is an outline, for it is no water that was there.
    """
    bars = bars_of(balances)
    values = [balance[part] for balance in balances.values() for part, _, _ in bars]
    low, high = min([0.0, *values]), max([0.0, *values])
    width = LEFT + PLOT - _NAMES
    scale = width / max(high - low, 1e-9)
    layers: list[Layer] = []
    y, zero = 0, -low * scale
    for name, balance in balances.items():
        heading = {"fontWeight": "bold", "limit": _NAMES + width}
        layers.append(words(name, INK, -_NAMES + 8, y + _HEAD / 2, **heading))
        y += _HEAD
        top = y
        for part, label, fill in bars:
            middle, value = y + _ROW / 2, balance[part]
            layers.append(words(text(f"water.{label}"), INK, -8, middle, align="right"))
            ends = sorted(((0.0 - low) * scale, (value - low) * scale))
            layers.insert(0, _bar(ends, middle, fill))
            shown = f"{number(value, 0)} mm"
            layers.append(words(shown, INK, ends[1] + 6, middle))
            y += _ROW + 2
        # One axis a scenario, so that none runs through a name.
        upright = {"x": {"value": zero}, "y": {"value": top}, "y2": {"value": y}}
        layers.append(layer([{}], {"type": "rule", "color": INK, "strokeWidth": 0.7}, upright))
        y += _GAP
    return chart(layers, y - _GAP, left=_NAMES, top=6, bottom=8)


def _bar(ends: list[float], middle: float, fill: float) -> Layer:
    mark: Layer = {"type": "rect", "color": WATER, "opacity": fill}
    if not fill:
        mark = {"type": "rect", "filled": False, "stroke": BASELINE, "strokeDash": [3, 2]}
    place = {
        "x": {"value": ends[0]},
        "x2": {"value": ends[1]},
        "y": {"value": middle - _ROW / 2 + 1},
        "y2": {"value": middle + _ROW / 2 - 1},
    }
    return layer([{}], mark, place)
