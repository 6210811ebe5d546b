"""Read project files with the registered models."""

from __future__ import annotations

from pathlib import Path

from permil.datasets import project_file
from permil.datasets.project import Project
from permil.models import MODELS


def read_project(path: str | Path) -> Project:
    """Read a project file; its models must be registered.

    Parameters
    ----------
    path : str or Path
        A TOML file.

    Returns
    -------
    Project
        Complete, in the glossary's units.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be used; the message names file, line, value and expectation.
    """
    return project_file.read_project(path, models=tuple(MODELS))
