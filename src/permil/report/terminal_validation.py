"""The scores of a validation in a terminal: one line a model, then what must be known of it."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from permil.locale import text
from permil.report.validation import verdict
from permil.report.wording import number

_HEADS = ("model", "fitted", "stocks", "bias", "rmse", "efficiency", "trends", "coverage")


def render_validation_terminal(document: dict[str, Any], console: Console) -> None:
    """Print the scores over all sites and a verdict on every model.

    Parameters
    ----------
    document : dict
        A validation document.
    console : Console
        Where to print; plain lines where it is no terminal.
    """
    titles = {m["name"]: m["title"] for m in document["models"]}
    table = Table(box=None, pad_edge=False)
    for i, head in enumerate(_HEADS):
        right = "left" if i < 2 else "right"
        table.add_column(text(f"validation.terminal_{head}"), justify=right)  # type: ignore[arg-type]
    for one in document["summary"]:
        share = one["coverage_90"]
        table.add_row(
            titles[one["model"]],
            text("validation.yes" if one["calibrated"] else "validation.no"),
            str(one["n"]),
            number(one["bias"], 1),
            number(one["rmse"], 1),
            number(one["efficiency"], 2),
            text("validation.of", {"right": one["trends_right"], "all": one["trends"]}),
            "–" if share is None else f"{number(100 * share, 0)} %{'!' if one['marked'] else ''}",
        )
    console.print(table)
    console.print(Text(text("validation.terminal_note"), style="dim"))
    for name, title in titles.items():
        console.print()
        console.print(Text(title, style="bold"))
        console.print(Text(" ".join(verdict(document, name))))
    for one in document["left_out"]:
        console.print(Text(f"! {one['model']}: {one['reason']}", style="yellow"))
