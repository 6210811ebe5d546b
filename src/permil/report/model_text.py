"""What ``permil explain`` prints of a model: its step, where it holds, its published parameters."""

from __future__ import annotations

import inspect
import textwrap
from typing import Any

from permil.locale import text
from permil.models import model
from permil.models.protocol import Model
from permil.report.docstrings import plain, sections


def model_text(name: str) -> str:
    """Return the text of a model for a terminal, without its sources.

    Parameters
    ----------
    name : str
        Registered model.

    Returns
    -------
    str
        What a step computes, for which layer and step it is published, every parameter with its
        published value and unit.
    """
    found = model(name)
    doc = inspect.getdoc(found.step) or ""
    doc = doc.partition("\nReferences\n")[0]
    parts = sections(doc)
    validity = textwrap.fill(_validity(found), 92)
    notes = [validity, parts["Notes"].strip()] if "Notes" in parts else [validity]
    blocks = [parts[""], _headed("Validity", "\n\n".join(notes)), _parameters(found)]
    return plain("\n\n".join(blocks))


def _headed(heading: str, body: str) -> str:
    return f"{heading}\n{'-' * len(heading)}\n{body}"


def _validity(found: Model) -> str:
    low, high = found.depths
    span = f"{high:g} cm" if low == high else f"{low:g} to {high:g} cm"
    kind = "linear" if found.linear else "root" if found.steady is not None else "forward"
    said = (
        text("methods.model_layer", {"span": span}),
        text(f"methods.model_step_{found.steps_per_year}"),
        text(f"methods.model_{kind}"),
    )
    return " ".join(said)


def _parameters(found: Model) -> str:
    """Return the list of the parameters, their published values beside their names."""
    values = found.parameters()
    doc = sections(inspect.getdoc(type(values)) or "").get("Parameters", "")
    lines = [
        line if line[:1].isspace() or not line else _valued(line, values)
        for line in doc.splitlines()
    ]
    return _headed("Parameters", "\n".join(lines))


def _valued(line: str, values: Any) -> str:
    names = [name.strip() for name in line.partition(" : ")[0].split(",")]
    shown = [f"{name}~=~{float(getattr(values, name)):.10g}" for name in names]
    return textwrap.fill(", ".join(shown), 92, break_on_hyphens=False).replace("~", " ")
