"""The command ``permil import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def import_list(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX with a row an activity.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Project file to write.")] = Path(
        "project.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Make a project file from a list of activities at the start, without and with a project."""
    from permil.locale import text
    from permil.workflows.files import write_text
    from permil.workflows.import_activities import import_activities

    found = import_activities(file)
    write_text(output, found.text, force=force)
    typer.echo(f"{output} written. Next: permil assess {output}")
    if found.not_taken:
        typer.echo(text("results.import_not_taken"), err=True)
    for one in found.not_taken:
        typer.echo(f"  {one.where}: {one.what}", err=True)
