"""Pieces of Markdown that all generated pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_SPECIAL = re.compile(r"([\\|<>*_$\[\]{}`~])")
_ADDRESS = re.compile(r"(https?://[^\s)]*[^\s).,;])")


def escape(text: Any) -> str:
    """Return prose that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def code(text: Any) -> str:
    """Return a name in the type of code."""
    shown = str(text).replace("|", "\\|")
    return f"`{shown}`"


def linked(text: str) -> str:
    """Return prose whose web addresses can be clicked."""
    pieces = _ADDRESS.split(text)
    return "".join(f"<{p}>" if i % 2 else escape_keeping_ends(p) for i, p in enumerate(pieces))


def escape_keeping_ends(text: str) -> str:
    """Return prose as :func:`escape` does, with the spaces around it."""
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() else ""
    return f"{start}{escape(text)}{end}" if text.strip() else text


def heading(text: str, level: int, target: str = "") -> str:
    """Return a heading, with the target by which other pages link to it."""
    anchor = f"({target})=\n" if target else ""
    return f"{anchor}{'#' * level} {text}"


def link(text: str, target: str) -> str:
    """Return a link to a target of this or another page."""
    return f"[{text}](#{target})"


def source_links(keys: Iterable[str]) -> str:
    """Return the keys of sources as links to the page of sources."""
    return ", ".join(link(code(key), f"source-{key}") for key in keys)


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def contents(pages: Iterable[str]) -> str:
    """Return the table of contents of the pages below an index page."""
    return "```{toctree}\n:hidden:\n\n" + "\n".join(pages) + "\n```"


def page(*parts: str) -> str:
    """Return the text of a page from its parts."""
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
