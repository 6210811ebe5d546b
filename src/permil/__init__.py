"""permil: the open planning engine for soil organic carbon.

The names below are the whole public interface; everything heavy is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from permil.errors import PermilError
from permil.locale import text

__version__ = "0.1.0"

PermilError.formatter = staticmethod(text)

#: Public names and the modules that hold them.
_PUBLIC = {
    "assess": "permil.workflows.assess",
    "Assessment": "permil.workflows.assess",
    "write_outputs": "permil.workflows.export",
    "simulate": "permil.workflows.simulate",
    "read_project": "permil.workflows.projects",
    "explain": "permil.workflows.explain",
    "model": "permil.models",
    "table": "permil.tables",
    "table_names": "permil.tables",
    "variable": "permil.variables",
    "Draws": "permil.draws",
}

__all__ = ["PermilError", "__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'permil' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
