"""Equations as MathML at build time, so that the pages need no script."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def setup_math(app: Any) -> None:
    """Register the renderer ``mathml`` with Sphinx."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))


def mathml(latex: str, *, display: bool = False) -> str:
    """Return an equation as MathML.

    Parameters
    ----------
    latex : str
        The equation.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        MathML.

    Raises
    ------
    ValueError
        If it holds a command that the converter does not know, which would be shown as it is.
    """
    shown = convert(" ".join(latex.split()), display="block" if display else "inline")
    unknown = re.findall(r"\\[A-Za-z]+", shown)
    if unknown:
        raise ValueError(f"{', '.join(unknown)} cannot be shown in the equation {latex}")
    return str(shown)


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _display(writer: Any, node: Any) -> None:
    """Write each equation of a block on a line of its own; blank lines part them."""
    for equation in re.split(r"\n\s*\n", node.astext().strip()):
        shown = mathml(equation, display=True)
        writer.body.append(f'<div class="equation">{shown}</div>\n')
    raise nodes.SkipNode
