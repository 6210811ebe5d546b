"""What the parts of the project reader share: places, notes of defaults, files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from permil.assumptions import Assumption
from permil.errors import FileProblem


@dataclass
class Context:
    """Places, notes and files of one project file.

    Parameters
    ----------
    where : callable
        ``where(*path)`` returns file and line of a key, for messages.
    folder : Path
        Folder to which file names are relative.
    notes : list of Assumption
        Defaults taken so far.
    files : list of Path
        Files that the project names.
    land_units : tuple of str
        Land units of the project.
    """

    where: Callable[..., str]
    folder: Path
    notes: list[Assumption] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    land_units: tuple[str, ...] = ()

    def note(self, code: str, changed_by: str, **fields: Any) -> None:
        """Note a default once, with the key that changes it."""
        self.add([Assumption(code, fields, changed_by)])

    def file(self, name: str, *key: Any, remedy: str = "") -> Path:
        """Return a file that the project names; the input hash covers it.

        Parameters
        ----------
        name : str
            Path relative to the project file.
        *key : str or int
            Key that names it, for the message.
        remedy : str, optional
            What else to give; by default a path relative to the project file.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        FileProblem
            If there is no such file.
        """
        path = self.folder / name
        if not os.path.isfile(path):  # a name too long is no file either
            raise FileProblem(
                where=self.where(*key),
                problem=f"there is no file {name}",
                remedy=remedy or "give the path relative to the project file",
            )
        self.files.append(path)
        return path

    def add(self, notes: Iterable[Assumption]) -> None:
        """Note defaults once each."""
        self.notes += [note for note in notes if note not in self.notes]
