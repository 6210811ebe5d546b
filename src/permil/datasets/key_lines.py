"""Lines of the keys of a TOML file, so that messages can point at them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?\Z")
_ARRAY = re.compile(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]\s*(#.*)?\Z")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-\"' ]+?)\s*=")

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """Return the line of every table and key of a TOML text.

    Parameters
    ----------
    text : str
        A valid TOML text.

    Returns
    -------
    dict of tuple to int
        Line by path; entries of arrays of tables carry their position. What lies inside inline
        tables and arrays has the line of its key.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if depth == 0:
            if match := _ARRAY.match(line):
                name = _split(match.group(1))
                position = counts.get(name, 0)
                counts[name] = position + 1
                table = (*name, position)
                lines.setdefault(table, number)
                lines.setdefault(name, number)
                continue
            if match := _TABLE.match(line):
                table = _split(match.group(1))
                lines.setdefault(table, number)
                continue
            if match := _KEY.match(line):
                lines.setdefault((*table, *_split(match.group(1))), number)
        depth += _brackets(line)
    return lines


def _split(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _brackets(line: str) -> int:
    """Return how many arrays and inline tables a line opens more than it closes."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", line).split("#")[0]
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")


def line_of(lines: dict[Path, int], path: Sequence[str | int]) -> int | None:
    """Return the line of a path, or of the nearest table around it.

    Parameters
    ----------
    lines : dict
        As :func:`key_lines` returns it.
    path : sequence of str or int
        Keys and positions.

    Returns
    -------
    int or None
        The line; None where nothing around the path is written.
    """
    wanted = tuple(path)
    while wanted:
        if wanted in lines:
            return lines[wanted]
        wanted = wanted[:-1]
    return None
