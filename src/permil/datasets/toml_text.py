"""Project files as text: the few shapes of TOML that one needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def toml_text(sections: Mapping[str, Mapping[str, Any]], comments: Sequence[str] = ()) -> str:
    """Return a TOML text of one level of sections.

    Parameters
    ----------
    sections : mapping of str to mapping
        By dotted name what stands in a section: texts, numbers, lists of entries; the empty name
        is the top of the file.
    comments : sequence of str
        Lines above it.

    Returns
    -------
    str
        The text.
    """
    parts = ["".join(f"# {_one_line(line)}\n" for line in comments)]
    for name, values in sections.items():
        if values:
            head = f"[{name}]\n" if name else ""
            parts.append(head + "".join(f"{k} = {_value(v)}\n" for k, v in values.items()))
    return "\n".join(part for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        inner = "".join(f"    {_value(one)},\n" for one in value)
        return f"[\n{inner}]" if inner else "[]"
    # JSON's strings are TOML's, but for a delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
