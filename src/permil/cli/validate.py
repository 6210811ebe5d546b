"""The command ``permil validate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from permil.cli.options import Force, Output, list_paths


def validate(
    output: Output = None,
    sites: Annotated[
        Path | None, typer.Option(help="Folder with more experiments, one folder a site.")
    ] = None,
    models: Annotated[
        str, typer.Option(help='Models, such as "rothc,amg"; all that can be driven if not given.')
    ] = "",
    calibration: Annotated[
        bool, typer.Option(help="Fit each model on the other sites, too.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    force: Force = False,
) -> None:
    """Score the models on long-term experiments, against what was measured."""
    from permil.cli.progress import working
    from permil.workflows.files import check_output
    from permil.workflows.validate import validate as run
    from permil.workflows.validation_document import validation_document, write_validation

    if output is not None:
        check_output(output, force=force)
    names = [name.strip() for name in models.split(",") if name.strip()]
    with working("Validating", silent=as_json) as step:
        validation = run(sites=sites, models=names, calibrated=calibration, progress=step)
        document = validation_document(validation)
    written = []
    if output is not None:
        with working("Writing", silent=as_json):
            written = write_validation(document, output, force=force)
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    from rich.console import Console

    from permil.report.terminal_validation import render_validation_terminal

    render_validation_terminal(document, Console())
    list_paths(written)
    if output is None:
        typer.echo("\nFor the page: permil validate --output skill")
