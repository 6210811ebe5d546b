"""The picture of a plan: Fig. 1 of Rumpel et al. (2020) with this project's numbers."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.charts.marks import (
    BASELINE,
    CARBON,
    INK,
    PLOT,
    TEXT,
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
from permil.report.wording import number

_HEIGHT = 300
_STOCK = "soil_organic_carbon_stock"
#: Half the width of a 90 % interval in standard deviations.
_NINETY = 1.645
#: The aspiration of the Initiative, per year, and the years over which it is drawn.
_ASPIRATION, _YEARS = 0.004, 20
#: Width of a letter [px].
_LETTER = 6.2


def trajectory_chart(document: dict[str, Any], scenario: str, model: str) -> Layer:
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
    return _Trajectory(document, scenario, model).chart()


class _Trajectory:
    """Layers of the picture; the frame is known first, so that labels can be placed."""

    def __init__(self, document: dict[str, Any], scenario: str, model: str) -> None:
        self.baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
        self.names = {s["id"]: s["name"] for s in document["scenarios"]}
        self.scenario = scenario
        years = document["years"]
        self.first, self.last = years[0], years[-1]
        entry = document["trajectories"][scenario][model]
        base = document["trajectories"][self.baseline][model][_STOCK]
        self.mine, self.base = rows_of(years, entry[_STOCK]), rows_of(years, base)
        self.level = entry["equilibrium"]["q50"] if entry["equilibrium"] else None
        self.reversal = entry["reversal"]
        self.fall = rows_of(entry["reversal"]["years"], entry["reversal"]) if self.reversal else []
        self.goal = self._goal()
        self.seen = {
            name: _seen(document, name, model) for name in dict.fromkeys((self.baseline, scenario))
        }
        self.domain = self._domain()

    def _goal(self) -> list[Row]:
        """Return the 4 per mille path over at most twenty years: a goal and no forecast."""
        start, span = self.mine[0]["q50"], min(_YEARS, self.last - self.first)
        return [
            {"year": self.first, "q50": start},
            {"year": self.first + span, "q50": start * (1 + _ASPIRATION * span)},
        ]

    def _domain(self) -> tuple[float, float]:
        seen = [row for rows in self.seen.values() for row in rows]
        rows = [*self.mine, *self.base, *self.fall, *self.goal, *seen]
        names = ("q05", "q50", "q95", "low", "high")
        values = [row[name] for row in rows for name in names if row.get(name) is not None]
        low, high = min(values), max(values)
        if self.level is not None and low - (high - low) <= self.level <= high + (high - low):
            low, high = min(low, self.level), max(high, self.level)
        room = max(0.06 * (high - low), 0.02 * high, 0.1)
        return (0.0 if low < 0.2 * high else low - room, high + room)

    def chart(self) -> Layer:
        """Return the whole picture."""
        layers = [*self._bands(), self._line(self.base, BASELINE)]
        labels = [(text("report.baseline_name", {"name": self.names[self.baseline]}), BASELINE)]
        ends = [self.base[-1]["q50"]]
        if self.scenario != self.baseline:
            layers.append(self._line(self.mine, CARBON))
            labels.append((self.names[self.scenario], CARBON))
            ends.append(self.mine[-1]["q50"])
        if self.fall:
            layers += self._stop()
            labels.append((text("report.if_stopped"), CARBON))
            ends.append(self.fall[-1]["q50"])
        if self.level is not None:
            inside = self.domain[0] <= self.level <= self.domain[1]
            layers += [self._line(self._steady(), INK, width=1.2, dash=[1, 4])] if inside else []
            key = "steady_state" if inside else "steady_state_beyond"
            labels.append((text(f"report.{key}", {"stock": number(self.level, 0)}), INK))
            ends.append(min(max(self.level, self.domain[0]), self.domain[1]))
        layers += [*self._aspiration(), *self._measured(), *self._cut()]
        named = [(name, colour, end) for (name, colour), end in zip(labels, ends, strict=True)]
        return chart([*layers, *end_labels(named, self.domain, _HEIGHT)], _HEIGHT)

    def _encoding(self, field: str, upper: str = "") -> Layer:
        cut = self.domain[0] > 0
        title = text("report.axis_stock_cut" if cut else "report.axis_stock")
        encoding = {
            "x": year_axis(self.first, self.last),
            "y": value_axis(field, self.domain, title),
        }
        return encoding | ({"y2": {"field": upper}} if upper else {})

    def _bands(self) -> list[Layer]:
        """Return the 90 % band lighter and the 50 % band darker."""
        colour = BASELINE if self.scenario == self.baseline else CARBON
        return [
            layer(
                self.mine,
                {"type": "area", "color": colour, "opacity": opacity},
                self._encoding(low, high),
            )
            for low, high, opacity in (("q05", "q95", 0.16), ("q25", "q75", 0.28))
        ]

    def _line(
        self, rows: list[Row], colour: str, *, width: float = 2, dash: list[int] | None = None
    ) -> Layer:
        mark: Layer = {"type": "line", "color": colour, "strokeWidth": width}
        return layer(rows, mark | ({"strokeDash": dash} if dash else {}), self._encoding("q50"))

    def _steady(self) -> list[Row]:
        return [{"year": year, "q50": self.level} for year in (self.first, self.last)]

    def _place(self, year: float, value: float) -> tuple[float, float]:
        """Return where a value of a year stands in the plot [px]."""
        low, high = self.domain
        x = (year - self.first) / max(self.last - self.first, 1) * PLOT
        return x, (high - value) / (high - low) * _HEIGHT

    def _stop(self) -> list[Layer]:
        """Return the hairline of a stop, its name and the fall after it: a question, no plan."""
        year = self.reversal["stop_year"]
        rule = layer(
            [{"year": year}],
            {"type": "rule", "color": INK, "strokeWidth": 0.7, "strokeDash": [3, 3]},
            {"x": year_axis(self.first, self.last)},
        )
        x, _ = self._place(year, 0.0)
        late = x > 0.7 * PLOT
        name = words(
            text("report.practice_stops", {"year": year}),
            INK,
            x + (-4 if late else 4),
            6,
            align="right" if late else "left",
        )
        return [rule, name, self._line(self.fall, CARBON, width=1.4, dash=[6, 3])]

    def _aspiration(self) -> list[Layer]:
        line = self._line(self.goal, INK, width=1.2, dash=[4, 3])
        label = text("report.aspiration")
        x, y = self._place(self.goal[-1]["year"], self.goal[-1]["q50"])
        late = x > 0.8 * PLOT
        left = x - 4 - _LETTER * len(label) if late else x + 5
        stop = self._place(self.reversal["stop_year"], 0.0)[0] if self.fall else -1.0
        if not late and x <= stop < left + _LETTER * len(label):
            left = stop + 5
        y = self._free(left, left + _LETTER * len(label), y)
        return [line, words(label, INK, left, round(y, 1))]

    def _free(self, left: float, right: float, wanted: float) -> float:
        """Return the height near the wanted one at which words lie farthest from all lines."""
        spots = [
            self._place(row["year"], row["q50"])
            for row in (*self.mine, *self.base, *self.fall, *self.goal)
        ]
        heights = [y for x, y in spots if left - 8 <= x <= right + 8]
        # The words still belong to their line: three lines of text away at most.
        tried = [wanted + step for step in (1, 13, -13, 19, -19, 25, -25, 31, -31)]
        inside = [y for y in tried if TEXT <= y <= _HEIGHT - TEXT]
        # Farther than a line of text away is free; of free heights the first, the nearest, wins.
        return max(inside or tried, key=lambda y: min([TEXT - 2.0, *(abs(y - h) for h in heights)]))

    def _measured(self) -> list[Layer]:
        """Return measured stocks as hollow points with 90 % error bars."""
        layers = []
        for name, rows in self.seen.items():
            planned = name != self.baseline
            colour = CARBON if planned else BASELINE
            bars = [row for row in rows if row["high"] > row["low"]]
            if bars:
                rule = {"type": "rule", "color": colour}
                layers.append(layer(bars, rule, self._encoding("low", "high")))
            if rows:
                point = {
                    "type": "point",
                    "shape": "circle" if planned else "square",
                    "filled": False,
                    "color": colour,
                    "opacity": 1,
                    "size": 46,
                    "strokeWidth": 1.6,
                }
                layers.append(layer(rows, point, self._encoding("q50")))
        return layers

    def _cut(self) -> list[Layer]:
        """Return the mark of an axis that does not start at zero."""
        if self.domain[0] <= 0:
            return []
        return [words("≈", INK, 0, _HEIGHT - 5, align="center", fontSize=15, angle=90)]


def _seen(document: dict[str, Any], scenario: str, model: str) -> list[Row]:
    return [
        {
            "year": seen["year"],
            "q50": seen["stock"],
            "low": seen["stock"] - _NINETY * (seen["sd"] or 0.0),
            "high": seen["stock"] + _NINETY * (seen["sd"] or 0.0),
        }
        for seen in document["observations"]
        if seen["scenario"] == scenario and model in seen["modelled"]
    ]
