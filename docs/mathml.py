"""Equations as MathML at build time, by the converter of the report: no page needs a script."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from permil.report.mathml import equations, mathml


def setup_math(app: Any) -> None:
    """Register the renderer ``mathml`` with Sphinx."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _display(writer: Any, node: Any) -> None:
    """Write each equation of a block on a line of its own; blank lines part them."""
    writer.body.append(equations(node.astext()) + "\n")
    raise nodes.SkipNode
