"""Prose of errors, assumptions and results: one folder a language, keyed by stable codes.

A key is ``file.entry`` (``errors.out_of_bounds`` is the entry ``out_of_bounds`` of
``errors.toml``). :func:`text` is the one formatter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en",)


@cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all sentences of a language by key."""
    sentences: dict[str, str] = {}
    for file in files(__name__).joinpath(language).iterdir():
        if file.name.endswith(".toml"):
            prefix = file.name.removesuffix(".toml")
            for key, sentence in tomllib.loads(file.read_text(encoding="utf-8")).items():
                sentences[f"{prefix}.{key}"] = sentence
    return sentences


def text(key: str, fields: dict[str, Any] | None = None, *, language: str = "en") -> str:
    """Return the sentence of a key with its fields filled in.

    Numbers are written with at most six significant digits; an empty ``where`` is left out; a
    list is joined by commas.

    Raises
    ------
    KeyError
        If the key or one of its fields is missing: that is a defect of permil, never of the input.
    """
    shown = {name: _shown(value) for name, value in (fields or {}).items()}
    where = shown.get("where", "")
    shown["where"] = f"{where}: " if where else ""
    return catalogue(language)[key].format_map(shown).strip()


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return ", ".join(_shown(item) for item in value) or "none"
    return str(value)
