"""Docstrings in the numpydoc form as a part of a page, equations and sections included."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import Any

from pages.markdown import source_links
from permil.report.docstrings import sections
from permil.tables import references

#: Sections that list things, one entry an unindented line.
_LISTS = ("Parameters", "Returns", "Yields", "Raises")


def rendered(doc: str, *, parameters: str = "Parameters") -> str:
    """Return a docstring as Markdown.

    Its body is reStructuredText already and stays so; the lists of parameters become definition
    lists under the given heading, the keys of sources become links.
    """
    parts = sections(doc)
    sources = parts.pop("References", "")
    blocks = [parts.pop("")]
    for name, text in parts.items():
        title = parameters if name == "Parameters" else name
        blocks += [f"**{title}**" if title else "", _entries(text) if name in _LISTS else text]
    body = "```{eval-rst}\n" + "\n\n".join(blocks) + "\n```"
    keys = [key for key in re.findall(r"\w+", sources) if key in references()]
    return body + (f"\n\n**Sources**: {source_links(keys)}" if keys else "")


def _entries(text: str) -> str:
    """Return a numpydoc list as a definition list."""
    lines = []
    for line in text.splitlines():
        if line[:1].strip():
            lines += ["", _term(line)]
        else:
            lines.append(line)
    return "\n".join(lines).strip("\n")


def _term(line: str) -> str:
    names, colon, kind = line.partition(" : ")
    if not colon:
        return f"*{_plain(names)}*"
    shown = ", ".join(f"``{name.strip()}``" for name in names.split(","))
    return f"{shown}, *{_plain(kind)}*"


def _plain(text: str) -> str:
    return re.sub(r"([\\*`|_])", r"\\\1", text)


def signature(name: str, value: Any) -> str:
    """Return how a function or class is called; types stand in its list of parameters."""
    found = inspect.signature(value)
    empty = inspect.Parameter.empty
    bare = [p.replace(annotation=empty) for p in found.parameters.values() if p.name != "self"]
    shown = found.replace(parameters=bare, return_annotation=inspect.Signature.empty)
    text = f"{name}{shown}"
    if len(text) > 80:
        inside = ",\n".join(str(p) for p in bare)
        text = f"{name}(\n{textwrap.indent(inside, '    ')}\n)"
    return f"```python\n{text}\n```".replace("```python", "```{code-block} python")


def first_sentence(doc: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split())
