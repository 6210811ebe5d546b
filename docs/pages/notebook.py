"""The notebook example as a page: its cells, and what they show when they run."""

from __future__ import annotations

import ast
import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from pages import markdown as md

EXAMPLE = Path(__file__).parents[2] / "examples" / "hoosfield_notebook.py"
_CELL = re.compile(r"^# %%(.*)\n", re.MULTILINE)


class Cell(NamedTuple):
    """One cell of a script in the percent format."""

    markdown: bool
    text: str


def cells(script: str) -> list[Cell]:
    """Return the cells of a script in the percent format."""
    pieces = _CELL.split(script)
    found = []
    for kind, body in zip(pieces[1::2], pieces[2::2], strict=True):
        markdown = "[markdown]" in kind
        text = re.sub(r"^# ?", "", body, flags=re.MULTILINE) if markdown else body
        found.append(Cell(markdown, text.strip("\n")))
    return found


class Notebook:
    """Runs the cells of a script one after another, as a notebook does.

    Parameters
    ----------
    path : Path
        The script.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: dict[str, Any] = {"__name__": "__main__", "__file__": str(path)}

    def page(self) -> str:
        """Return the page: texts, code and what each cell shows."""
        shown = []
        for cell in cells(self.path.read_text(encoding="utf-8")):
            shown.append(cell.text if cell.markdown else self._run(cell.text))
        return md.page(*shown)

    def _run(self, code: str) -> str:
        """Run a cell and return it with its output."""
        tree = ast.parse(code)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        value = None
        with redirect_stdout(printed):
            exec(compile(tree, str(self.path), "exec"), self.names)
            if isinstance(last, ast.Expr):
                expression = ast.Expression(last.value)
                value = eval(compile(expression, str(self.path), "eval"), self.names)
        parts = [f"```{{code-block}} python\n{code}\n```"]
        if printed.getvalue().strip():
            parts.append(f"```text\n{printed.getvalue().rstrip()}\n```")
        return md.page(*parts, _picture(value))


def _picture(value: Any) -> str:
    """Return what a notebook would draw of a cell's last value."""
    if not hasattr(value, "_repr_svg_"):
        return ""
    return '```{raw} html\n<div class="chart">\n' + value._repr_svg_() + "\n</div>\n```"


def pages() -> dict[str, str]:
    """Return the page of the example."""
    return {"hoosfield_notebook": Notebook(EXAMPLE).page()}
