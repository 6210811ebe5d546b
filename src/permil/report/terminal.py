"""The answer in a terminal: sentence, small table, sparkline, warnings."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from permil.locale import text
from permil.report.climate import terminal_lines
from permil.report.headline import is_settled
from permil.report.risks import risk_line
from permil.report.terminal_factors import own_lines
from permil.report.water import water_line
from permil.report.wording import decimals, draws, interval, median, number, share_of_draws

_BARS = "▁▂▃▄▅▆▇█"
_STOCK = "soil_organic_carbon_stock"
#: Warnings that say what kind of answer this is; they stand above it.
_BANNERS = ("hindcast", "illustrative")


def render_terminal(document: dict[str, Any], console: Console) -> None:
    """Print the answer.

    Parameters
    ----------
    document : dict
        The answer document.
    console : Console
        Where to print; plain lines where it is no terminal.
    """
    model = next(m["name"] for m in document["models"] if not m["apart"])
    _print_head(document, console)
    _print_answers(document, console)
    console.print()
    console.print(_table(document, model))
    console.print()
    _print_climates(document, model, console)
    console.print(Text(water_line(document)))
    console.print(Text(risk_line(document)))
    console.print()
    for warning in document["warnings"]:
        if warning["code"] not in _BANNERS:
            console.print(Text(f"! {warning['text']}", style="yellow"))
    _print_fit(document, console)
    _print_own_factors(document, console)
    count = len(document["assumptions"])
    console.print(Text(text("report.terminal_assumptions", {"count": count}), style="dim"))
    console.print(Text(text("report.terminal_next"), style="dim"))


def _print_head(document: dict[str, Any], console: Console) -> None:
    horizon = document["horizon"]
    fields = {
        "first_year": horizon["first_year"],
        "last_year": horizon["last_year"],
        "draws": draws(document["draws"]),
        "seed": document["seed"],
        "hash": document["input_hash"][:10],
    }
    console.print(Text(document["project"]["name"], style="bold"))
    console.print(Text(text("report.terminal_meta", fields), style="dim"))
    for warning in document["warnings"]:
        if warning["code"] in _BANNERS:
            console.print(Text(f"! {warning['text']}", style="bold yellow"))


def _print_answers(document: dict[str, Any], console: Console) -> None:
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    for scenario, answer in document["headline"].items():
        console.print()
        console.print(Text(names[scenario], style="bold"))
        console.print(Text(answer["text"]))
        if answer["models"]:
            console.print(Text(answer["models"], style="dim"))
    if not document["headline"]:
        console.print(Text(text("report.baseline_alone")))


def _table(document: dict[str, Any], model: str) -> Table:
    """Return stock, gain and net benefit of each scenario with 90 % intervals."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(text("report.scenario"), min_width=14, overflow="fold")
    if not document["project"]["land_units"]:
        return _without_stock(document, model, table)
    for key in ("terminal_stock", "terminal_gain", "terminal_net", "terminal_better"):
        table.add_column(text(f"report.{key}"), no_wrap=True)
    series = {s: models[model][_STOCK] for s, models in document["trajectories"].items()}
    known = [v for line in series.values() for v in line["q50"] if v is not None]
    for scenario in document["scenarios"]:
        summary = document["summary"][scenario["id"]][model]
        line = series[scenario["id"]]["q50"]
        bars = sparkline(line, low=min(known), high=max(known))
        ends = [number(q["q50"], decimals(q)) for q in _ends(summary)]
        row = [f"{ends[0]} {bars} {ends[1]}"]
        if scenario["baseline"]:
            row += [text("report.terminal_baseline"), "", ""]
        else:
            row += [
                _cell(summary["periods"][0]["stock_change_rate"]),
                _cell(summary["net_benefit"]),
                _better(document, scenario["id"], summary),
            ]
        table.add_row(*(Text(cell) for cell in (scenario["name"], *row)))
    return table


def _without_stock(document: dict[str, Any], model: str, table: Table) -> Table:
    """Return the net benefit alone, where no land unit has a stock."""
    for key in ("terminal_net", "terminal_better"):
        table.add_column(text(f"report.{key}"), no_wrap=True)
    for scenario in document["scenarios"]:
        summary = document["summary"][scenario["id"]][model]
        row = [text("report.terminal_baseline"), ""]
        if not scenario["baseline"]:
            row = [_cell(summary["net_benefit"]), _better(document, scenario["id"], summary)]
        table.add_row(*(Text(cell) for cell in (scenario["name"], *row)))
    return table


def _better(document: dict[str, Any], scenario: str, summary: dict[str, Any]) -> str:
    """Return in how many draws the climate is better off, where that is all there is to it."""
    if not is_settled(document["headline"][scenario]["answer"]):
        return text("report.terminal_depends")
    return share_of_draws(summary["probability_net_benefit"], document["draws"])


def _ends(summary: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return summary["initial_stock"], summary["final_stock"]


def _cell(quantity: dict[str, Any]) -> str:
    """Return the median over its interval, in two lines; the unit stands in the heading."""
    if interval(quantity) == text("report.no_spread"):
        return median(quantity, sign=True)
    return f"{median(quantity, sign=True)}\n({interval(quantity)})"


def _print_climates(document: dict[str, Any], model: str, console: Console) -> None:
    lines = terminal_lines(document, model)
    for line in lines:
        console.print(Text(line))
    if lines:
        console.print()


def _print_fit(document: dict[str, Any], console: Console) -> None:
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    titles = {m["name"]: m["title"] for m in document["models"]}
    for scenario, models in document["fit"].items():
        for model, fit in models.items():
            sign = "+" if fit["bias"] > 0 else ""
            fields = {
                "model": titles[model],
                "scenario": names[scenario],
                "bias": sign + number(fit["bias"], 1),
                "rmse": number(fit["rmse"], 1),
                "n": fit["n"],
            }
            console.print(Text(text("report.terminal_fit", fields)))


def _print_own_factors(document: dict[str, Any], console: Console) -> None:
    own = own_lines(document)
    if own:
        console.print(Text(text("factors.own_heading"), style="bold"))
    for one in own:
        console.print(Text("  " + text("factors.own_line", one)))


def sparkline(
    values: list[float | None],
    width: int = 8,
    *,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """Return a row of bars that shows how values go.

    Parameters
    ----------
    values : list of float or None
        Values in time.
    width : int
        Number of bars at most.
    low, high : float, optional
        Values of the lowest and the highest bar, so that several rows share one scale; those of
        ``values`` themselves if not given.

    Returns
    -------
    str
        Bars, the lowest value the lowest bar; level bars where nothing changes.
    """
    known = [v for v in values if v is not None]
    count = min(width, len(known))
    chosen = [known[round(i * (len(known) - 1) / max(count - 1, 1))] for i in range(count)]
    low = min(chosen) if low is None else low
    high = max(chosen) if high is None else high
    if high - low <= 1e-9 * max(abs(high), 1e-12):
        return _BARS[3] * count
    return "".join(_BARS[round((v - low) / (high - low) * 7)] for v in chosen)
