"""Prose of errors, assumptions and results: one folder a language, keyed by stable codes.

A key is ``file.entry`` (``errors.out_of_bounds`` is the entry ``out_of_bounds`` of
``errors.toml``). :func:`text` is the one formatter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

LANGUAGES = ("en",)


@cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all sentences of a language by key."""
    from importlib.resources import files  # half the time of `import permil`, so when needed

    sentences: dict[str, str] = {}
    for file in files(__name__).joinpath(language).iterdir():
        if file.name.endswith(".toml"):
            prefix = file.name.removesuffix(".toml")
            for key, sentence in _toml(file.read_text(encoding="utf-8")).items():
                sentences[f"{prefix}.{key}"] = sentence
    return sentences


@cache
def project_keys(language: str = "en") -> dict[str, dict[str, str]]:
    """Return the meaning of every key of the project file, by section of its schema.

    Beside the keys, ``_written`` is how the section stands in a file and ``_what`` what it is for.
    """
    from importlib.resources import files

    file = files(__name__).joinpath(f"{language}/keys/project_file.toml")
    return _toml(file.read_text(encoding="utf-8"))


def _toml(content: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(content)


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
