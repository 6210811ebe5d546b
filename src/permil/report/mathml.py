"""Equations as MathML, which browsers show without a script; report and documentation share it."""

from __future__ import annotations

import re


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
    from latex2mathml.converter import convert

    if "&" in latex and r"\begin" not in latex:  # lines under each other, as Sphinx reads them
        latex = rf"\begin{{align*}} {latex} \end{{align*}}"
    shown = convert(" ".join(latex.split()), display="block" if display else "inline")
    unknown = re.findall(r"\\[A-Za-z]+", shown)
    if unknown:
        raise ValueError(f"{', '.join(unknown)} cannot be shown in the equation {latex}")
    return str(shown)


def equations(block: str) -> str:
    """Return a block of equations as MathML, each on a line of its own.

    Parameters
    ----------
    block : str
        LaTeX; blank lines part the equations.

    Returns
    -------
    str
        HTML.
    """
    parts = re.split(r"\n\s*\n", block.strip())
    return "\n".join(f'<div class="equation">{mathml(p, display=True)}</div>' for p in parts)
