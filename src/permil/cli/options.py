"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from permil.errors import NoEffect

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


def check_written(output: Path | None, options: Mapping[str, bool]) -> None:
    """Raise an error for options about files where no file is written."""
    for option, given in options.items():
        if given and output is None:
            raise NoEffect(
                where="",
                what=option,
                when="without --output",
                remedy="give --output, or leave it out",
            )
