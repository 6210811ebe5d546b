"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="The file to read.", show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Folder for the files; made or replaced whole."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Write into a folder that holds other files; they stay.")
]


def list_paths(paths: list[Path]) -> None:
    """Print what was written."""
    for path in paths:
        if not path.name.startswith("."):
            typer.echo(f"  {path}")
