"""The answer in a terminal: sentence, small table, sparkline, warnings."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from permil.report.wording import percent, shown

_BARS = "▁▂▃▄▅▆▇█"


def render_terminal(document: dict[str, Any], console: Console) -> None:
    """Print the answer.

    Parameters
    ----------
    document : dict
        The answer document.
    console : Console
        Where to print; plain lines where it is no terminal.
    """
    project = document["project"]
    console.print(Text(project["name"], style="bold"))
    horizon = document["horizon"]
    console.print(
        Text(
            f"{horizon['first_year']}-{horizon['last_year']} · {document['draws']} draws · seed "
            f"{document['seed']} · inputs {document['input_hash'][:10]}",
            style="dim",
        )
    )
    for warning in document["warnings"]:
        console.print(Text(f"! {warning['text']}", style="yellow"))
    model = next(m["name"] for m in document["models"] if not m["apart"])
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    for scenario, answer in document["headline"].items():
        console.print()
        console.print(Text(names[scenario], style="bold"))
        console.print(Text(answer["text"]))
    console.print()
    console.print(_table(document, model))
    _print_fit(document, console)
    count = len(document["assumptions"])
    console.print(Text(f"{count} assumptions were taken; the report lists them.", style="dim"))


def _table(document: dict[str, Any], model: str) -> Table:
    """Return stock, rate and net benefit of each scenario with 90 % intervals."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("scenario", "stock over time", "gain, first years", "net benefit", "better"):
        table.add_column(heading)
    for scenario in document["scenarios"]:
        summary = document["summary"][scenario["id"]][model]
        period = summary["periods"][0]
        series = document["trajectories"][scenario["id"]][model]["soil_organic_carbon_stock"]
        ends = f"{series['q50'][0]:.0f} {sparkline(series['q50'])} {series['q50'][-1]:.0f} t C/ha"
        if scenario["baseline"]:
            table.add_row(Text(scenario["name"]), ends, "baseline", "", "")
        else:
            table.add_row(
                Text(scenario["name"]),
                ends,
                shown(period["stock_change_rate"], sign=True),
                shown(summary["net_benefit"], sign=True),
                percent(summary["probability_net_benefit"]),
            )
    return table


def _print_fit(document: dict[str, Any], console: Console) -> None:
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    for scenario, models in document["fit"].items():
        for model, fit in models.items():
            console.print(
                Text(
                    f"Measured against {model}, {names[scenario]}: mean error {fit['bias']:+.1f} "
                    f"t C/ha, RMSE {fit['rmse']:.1f} t C/ha, n {fit['n']}"
                )
            )


def sparkline(values: list[float | None], width: int = 16) -> str:
    """Return a row of bars that shows how values go.

    Parameters
    ----------
    values : list of float or None
        Values in time.
    width : int
        Number of bars at most.

    Returns
    -------
    str
        Bars, the lowest value the lowest bar; level bars where nothing changes.
    """
    known = [v for v in values if v is not None]
    count = min(width, len(known))
    chosen = [known[round(i * (len(known) - 1) / max(count - 1, 1))] for i in range(count)]
    low, high = min(chosen), max(chosen)
    if high - low <= 1e-9 * max(abs(high), 1e-12):
        return _BARS[3] * count
    return "".join(_BARS[round((v - low) / (high - low) * 7)] for v in chosen)
