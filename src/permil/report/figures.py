"""Figures of the report: a chart, the finding as its title, and the table behind it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from math import sqrt
from typing import Any
from urllib.parse import quote

from permil.errors import UnknownName
from permil.locale import text
from permil.report import charts, wording

_STOCK = "soil_organic_carbon_stock"
_QUANTILES = ("q05", "q25", "q50", "q75", "q95")
_INTERVAL = ("q05", "q50", "q95")

Cell = str | int | float | None


@dataclass(frozen=True)
class Figure:
    """A chart with everything that stands around it.

    Parameters
    ----------
    name : str
        Name of the file that its table is saved as, without ending.
    title : str
        What the figure finds.
    alt : str
        The same for who cannot see it.
    svg : Picture
        The picture.
    headings : list of str
        Headings of the table behind it.
    rows : list of list
        Its rows.
    places : int
        Decimals shown in the table; the CSV holds six digits.
    """

    name: str
    title: str
    alt: str
    svg: charts.Picture
    headings: list[str]
    rows: list[list[Cell]]
    places: int = 1

    @property
    def shown(self) -> list[list[str]]:
        """The rows as text for people."""
        return [
            [
                wording.number(c, self.places) if c is None or isinstance(c, float) else str(c)
                for c in r
            ]
            for r in self.rows
        ]

    @property
    def csv_link(self) -> str:
        """The table as a link that holds its own data."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.headings)
        writer.writerows([[_plain(cell) for cell in row] for row in self.rows])
        return "data:text/csv;charset=utf-8," + quote(file.getvalue())


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def trajectory_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    """Return the stock by year, with what was measured.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    Figure
        The picture, and mean and quantiles of scenario and baseline behind it.
    """
    summary = document["summary"][scenario][model]
    chosen = next(s for s in document["scenarios"] if s["id"] == scenario)
    key = "figure_stock" if chosen["baseline"] else "figure_additional"
    change = summary["stock_change" if chosen["baseline"] else "additional_stock"]
    fields = {
        "name": chosen["name"],
        "change": wording.shown(change, sign=True),
        "last_year": document["horizon"]["last_year"],
    }
    title = text(f"report.{key}", fields)
    baseline = next(s for s in document["scenarios"] if s["baseline"])
    mine = document["trajectories"][scenario][model][_STOCK]
    base = document["trajectories"][baseline["id"]][model][_STOCK]
    unit = mine["unit"]
    return Figure(
        name=f"stock_{scenario}",
        title=title,
        alt=text("report.alt_stock", {"title": title}),
        svg=charts.render_svg(charts.trajectory_chart(document, scenario, model)),
        headings=["year", *(f"{n} [{unit}]" for n in _QUANTILES), f"baseline q50 [{unit}]"],
        rows=[
            [year, *(mine[n][i] for n in _QUANTILES), base["q50"][i]]
            for i, year in enumerate(document["years"])
        ],
        places=max(wording.decimals(summary["final_stock"]), 0),
    )


def balance_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    """Return all gases against the baseline: their sum in the picture, every year behind it.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    Figure
        The picture; behind it gases and net of every year, and the net since the start.
    """
    fields = {
        "name": next(s["name"] for s in document["scenarios"] if s["id"] == scenario),
        "metric": document["metric"],
        "net": wording.net_amount(document["summary"][scenario][model]["net_benefit"]),
        "last_year": document["horizon"]["last_year"],
    }
    title = text("report.figure_balance", fields)
    by_year: dict[int, dict[str, float]] = {}
    for row in charts.balance_series(document, scenario, model):
        by_year.setdefault(row["year"], {})[row["line"]] = row["value"]
    lines = list(dict.fromkeys(line for values in by_year.values() for line in values))
    net = charts.net_series(document, scenario, model)
    added = {row["year"]: row for row in charts.cumulative_net(document, scenario, model)}
    last = {"unit": "t CO2e/yr", **net[-1]}
    return Figure(
        name=f"gases_{scenario}",
        title=title,
        alt=text("report.alt_balance", {"title": title}),
        svg=charts.render_svg(charts.balance_chart(document, scenario, model)),
        headings=[
            "year",
            *(f"{line} [t CO2e/yr]" for line in lines),
            *(f"net {n} [t CO2e/yr]" for n in _INTERVAL),
            *(f"net since the start {n} [t CO2e]" for n in _INTERVAL),
        ],
        rows=[
            [
                r["year"],
                *(by_year.get(r["year"], {}).get(n) for n in lines),
                *_interval(r),
                *_interval(added[r["year"]]),
            ]
            for r in net
        ],
        places=min(max(wording.decimals(last), 0), 3),
    )


#: Parts of a nutrient's budget in the table behind its figure.
BUDGET = ("need", "supply", "lost", "removed", "available", "deficit")


def _interval(quantity: dict[str, Any] | None) -> list[Cell]:
    return [None if quantity is None else quantity[name] for name in _INTERVAL]


def limits_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    """Return nutrients that organic matter needs against what is left for it.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    Figure
        The picture and the numbers behind it.
    """
    rows = document["limits"][scenario][model]
    name = next(s["name"] for s in document["scenarios"] if s["id"] == scenario)
    title = _limits_title(rows, name)
    return Figure(
        name=f"limits_{scenario}",
        title=title,
        alt=text("report.alt_limits", {"title": title}),
        svg=charts.render_svg(charts.limits_chart(rows)),
        headings=[
            "nutrient",
            "unit",
            *(f"{kind} {n}" for kind in BUDGET for n in _INTERVAL),
        ],
        rows=[
            [r["nutrient"], r["need"]["unit"], *(c for kind in BUDGET for c in _interval(r[kind]))]
            for r in rows
        ],
    )


def _limits_title(rows: list[dict[str, Any]], name: str) -> str:
    """Return which nutrients are lacking, or that those that are known are not."""
    limiting = [row["nutrient"] for row in rows if row["limited"]]
    if limiting:
        return text("report.figure_limited", {"name": name, "nutrients": limiting})
    nitrogen = next(row for row in rows if row["nutrient"] == "nitrogen")
    if nitrogen["need"]["q50"] <= 0:
        return text("report.figure_nothing_bound", {"name": name})
    known = [row["nutrient"] for row in rows if row["limited"] is not None]
    if not known:
        return text("report.figure_unknown", {"name": name})
    return text("report.figure_not_limited", {"name": name, "nutrients": known})


def spread_figure(document: dict[str, Any], scenario: str, model: str) -> Figure | None:
    """Return what carries the spread of the net benefit; None where nothing was drawn.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    Figure or None
        The picture and all shares behind it.
    """
    units = {unit["id"]: unit["name"] for unit in document["project"]["land_units"]}
    shares = charts.acting(document["summary"][scenario][model]["spread"], units)
    if not shares:
        return None
    fields = {
        "name": next(s["name"] for s in document["scenarios"] if s["id"] == scenario),
        "parameter": shares[0][0],
        "share": wording.percent(shares[0][1]),
    }
    title = text("report.figure_spread", fields)
    return Figure(
        name=f"spread_{scenario}",
        title=title,
        alt=text("report.alt_spread", {"title": title}),
        svg=charts.render_svg(charts.spread_chart(shares)),
        headings=["parameter", "share [%]"],
        rows=[[name, 100 * share] for name, share in shares],
    )


def fit_figure(document: dict[str, Any], model: str) -> Figure | None:
    """Return modelled against measured stocks; None where nothing was measured.

    Parameters
    ----------
    document : dict
        The answer document.
    model : str
        What is shown.

    Returns
    -------
    Figure or None
        The picture and the pairs behind it.
    """
    chart = charts.fit_chart(document, model)
    if chart is None:
        return None
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    seen = [o for o in document["observations"] if model in o["modelled"]]
    square = sum(o["error"][model] ** 2 for o in seen) / len(seen)
    fields = {
        "model": next(m["title"] for m in document["models"] if m["name"] == model),
        "rmse": wording.number(sqrt(square), 1),
        "count": len(seen),
    }
    title = text("report.figure_fit", fields)
    return Figure(
        name=f"measured_{model}",
        title=title,
        alt=text("report.alt_fit", {"title": title}),
        svg=charts.render_svg(chart),
        headings=["scenario", "year", "measured [t C/ha]", "modelled [t C/ha]", "error [t C/ha]"],
        rows=[
            [
                names[o["scenario"]],
                o["year"],
                float(o["stock"]),
                o["modelled"][model],
                o["error"][model],
            ]
            for o in seen
        ],
    )


def figure(kind: str, document: dict[str, Any], scenario: str, model: str) -> charts.Picture:
    """Return the picture of one figure.

    Parameters
    ----------
    kind : str
        ``stock``, ``balance``, ``limits``, ``spread`` or ``fit``.
    document : dict
        The answer document.
    scenario, model : str
        What is shown.

    Returns
    -------
    Picture
        SVG; empty where there is nothing to show, as where nothing was measured.

    Raises
    ------
    UnknownName
        If there is no such figure, the baseline is asked for a difference to itself, or a project
        without land units for a stock.
    """
    compared = {"balance": balance_figure, "spread": spread_figure}
    of_land = {"stock": trajectory_figure, "limits": limits_figure}
    known = (of_land if document["project"]["land_units"] else {}) | compared
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    if kind == "fit":
        found = fit_figure(document, model)
    elif kind in known and not (kind in compared and scenario == baseline):
        found = known[kind](document, scenario, model)
    else:
        nearest = [name for name in (*known, "fit") if name != kind]
        raise UnknownName(where="", kind=f"chart of {scenario}", value=kind, nearest=nearest)
    return charts.Picture("") if found is None else found.svg
