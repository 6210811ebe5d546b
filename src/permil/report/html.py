"""The report: one HTML file that works without network or script and prints on A4."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from permil.report import charts, wording
from permil.report.methods import Method, methods

#: The method whose text stands behind each kind of number.
METHOD_OF = {
    "stock": "rothc",
    "rate": "rothc",
    "equilibrium": "periodic_steady_state",
    "inverse": "input_for_stock",
    "input_4": "input_for_rate",
    "soil_co2": "soil_carbon_change_co2",
    "n2o_direct": "direct_n2o_ipcc2019",
    "n2o_volatile": "volatilisation_n2o_ipcc2019",
    "n2o_leached": "leaching_n2o_ipcc2019",
    "co2e": "co2_equivalent",
    "nutrients": "nutrient_need",
    "tier1": "annual_stock_change_ipcc2019",
    "inputs": "carbon_inputs_bolinder2007",
    "residues": "residue_nitrogen_ipcc2019",
    "mineralised": "mineralised_nitrogen_ipcc2019",
    "zone": "climate_zone_ipcc2019",
    "lime": "lime_co2_ipcc2019",
    "urea": "urea_co2_ipcc2019",
}


@dataclass(frozen=True)
class Figure:
    """A chart with everything that stands around it.

    Parameters
    ----------
    title : str
        What the figure finds.
    alt : str
        The same for who cannot see it.
    svg : str
        The picture.
    headings : list of str
        Headings of the table behind it.
    rows : list of list
        Its rows, as text.
    """

    title: str
    alt: str
    svg: str
    headings: list[str]
    rows: list[list[str]]

    @property
    def csv_link(self) -> str:
        """The table as a link that holds its own data."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.headings)
        writer.writerows(self.rows)
        return "data:text/csv;charset=utf-8," + quote(text.getvalue())


def render_html(document: dict[str, Any]) -> str:
    """Return the report of an answer document.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    str
        One HTML file, the same bytes for the same document.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("permil.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": wording.shown,
        "signed": lambda q: wording.shown(q, sign=True),
        "percent": wording.percent,
        "likelihood": wording.likelihood,
        "number": wording.number,
    }
    template = environment.get_template("report.html.jinja")
    model = next(m["name"] for m in document["models"] if not m["apart"])
    return template.render(
        d=document,
        model=model,
        baseline=next(s for s in document["scenarios"] if s["baseline"]),
        answers=[_answer(document, s, model) for s in document["headline"]],
        alone=_baseline_figure(document, model),
        fits=_fits(document),
        observed=_observed(document),
        method_of=METHOD_OF | {"stock": model, "rate": model},
        methods=_used_methods(document),
        titles={m["name"]: m["title"] for m in document["models"]},
        names={s["id"]: s["name"] for s in document["scenarios"]},
        date=document["provenance"]["time"][:10],
    )


def _answer(document: dict[str, Any], scenario: str, model: str) -> dict[str, Any]:
    """Return everything that the report shows of one scenario."""
    summary = document["summary"][scenario]
    mine = summary[model]
    return {
        "scenario": next(s for s in document["scenarios"] if s["id"] == scenario),
        "headline": document["headline"][scenario],
        "summary": summary,
        "trajectory": _trajectory_figure(document, scenario, model),
        "balance": _balance_figure(document, scenario, model),
        "limits": _limits_figure(document, scenario, model),
        "limit_rows": document["limits"][scenario][model],
        "spread": _spread_figure(mine["spread"]),
    }


def _baseline_figure(document: dict[str, Any], model: str) -> Figure | None:
    """Return the baseline's own picture where there is nothing to compare it with."""
    if document["headline"]:
        return None
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    return _trajectory_figure(document, baseline, model)


def _trajectory_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    summary = document["summary"][scenario][model]
    change = summary["additional_stock"]
    name = next(s["name"] for s in document["scenarios"] if s["id"] == scenario)
    title = (
        f"{name}: {wording.shown(change, sign=True)} against the baseline "
        f"by {document['horizon']['last_year']}"
    )
    series = document["trajectories"][scenario][model]["soil_organic_carbon_stock"]
    names = ("mean", "q05", "q25", "q50", "q75", "q95")
    rows = [
        [str(year), *(wording.number(series[n][i], 2) for n in names)]
        for i, year in enumerate(document["years"])
    ]
    return Figure(
        title=title,
        alt=f"Soil organic carbon stock by year with 50 % and 90 % bands. {title}.",
        svg=charts.render_svg(charts.trajectory_chart(document, scenario, model)),
        headings=["year", *(f"{n} [t C/ha]" for n in names)],
        rows=rows,
    )


def _balance_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    summary = document["summary"][scenario][model]
    benefit = wording.shown(summary["net_benefit"], sign=True)
    title = (
        f"All gases, {document['metric']}: net benefit {benefit} "
        f"until {document['horizon']['last_year']}"
    )
    rows = charts.balance_series(document, scenario, model)
    lines = list(dict.fromkeys(row["line"] for row in rows))
    by_year: dict[int, dict[str, float]] = {}
    for row in rows:
        by_year.setdefault(row["year"], {})[row["line"]] = row["value"]
    table = [
        [str(year), *(wording.number(values.get(line), 3) for line in lines)]
        for year, values in by_year.items()
    ]
    return Figure(
        title=title,
        alt=f"Gases by year as difference to the baseline, stacked, with the net line. {title}.",
        svg=charts.render_svg(charts.balance_chart(document, scenario, model)),
        headings=["year", *(f"{line} [t CO2e/yr]" for line in lines)],
        rows=table,
    )


def _limits_figure(document: dict[str, Any], scenario: str, model: str) -> Figure:
    rows = document["limits"][scenario][model]
    nitrogen = next(row for row in rows if row["nutrient"] == "nitrogen")
    title = (
        "Nitrogen limits this plan" if nitrogen["limited"] else "Nitrogen brought covers the need"
    )
    return Figure(
        title=title,
        alt=f"Nutrients bound by the carbon gain against what is brought. {title}.",
        svg=charts.render_svg(charts.limits_chart(rows)),
        headings=["nutrient", "need", "supply"],
        rows=[[r["nutrient"], wording.shown(r["need"]), wording.shown(r["supply"])] for r in rows],
    )


def _spread_figure(rows: list[dict[str, Any]]) -> Figure | None:
    if not rows:
        return None
    first = charts.parameter_label(rows[0]["parameter"])
    title = f"Most of the spread comes from {first} ({wording.percent(rows[0]['share'])})"
    return Figure(
        title=title,
        alt=f"Share of the spread of the net benefit by drawn parameter. {title}.",
        svg=charts.render_svg(charts.spread_chart(rows)),
        headings=["parameter", "share"],
        rows=[[charts.parameter_label(r["parameter"]), wording.percent(r["share"])] for r in rows],
    )


def _observed(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return measurements with the models beside them, one row each."""
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    return [row | {"name": names[row["scenario"]]} for row in document["observations"]]


def _fits(document: dict[str, Any]) -> list[dict[str, Any]]:
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    return [
        {"scenario": names[scenario], "model": model, **fit}
        for scenario, models in document["fit"].items()
        for model, fit in models.items()
    ]


def _used_methods(document: dict[str, Any]) -> list[Method]:
    known = methods()
    models = [m["name"] for m in document["models"]]
    wanted = dict.fromkeys([*models, *METHOD_OF.values()])
    return [known[name] for name in wanted if name in known]
