"""permil: the open planning engine for soil organic carbon.

The names below are the whole public interface; everything heavy is imported when it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # nothing is imported here, so that the command line heeds signals at once
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"

#: Public names and the modules that hold them.
_PUBLIC = {
    "PermilError": "permil.errors",
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

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'permil' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
