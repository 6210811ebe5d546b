"""The commands ``permil factors``: published factors, their editions, and what these change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Published factors by edition.", no_args_is_help=True)

Edition = Annotated[str, typer.Argument(help="An edition, such as 2006.", show_default=False)]


@app.command("list")
def list_factors(
    table: Annotated[str, typer.Option(help="Of one table alone; see 'permil tables'.")] = "",
    edition: Annotated[str, typer.Option(help="Of one edition alone, such as 2006.")] = "",
) -> None:
    """List the factors: id, value, range, unit and edition."""
    from permil.report.terminal_factors import listed
    from permil.workflows.factor_catalogue import list_factors as entries

    for line in listed(entries(table, edition)):
        typer.echo(line)


@app.command("show")
def show_factor(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="Id of the factor.", show_default=False)
    ],
) -> None:
    """Print every edition of a factor: value, range, source, table, confidence, how it is drawn."""
    from permil.report.terminal_factors import shown
    from permil.workflows.factor_catalogue import show_factor as entries

    for line in shown(identity, entries(identity)):
        typer.echo(line)


@app.command("diff")
def compare(one: Edition, other: Edition) -> None:
    """Print every factor that differs between two editions, and what the difference does."""
    from permil.report.terminal_factors import compared
    from permil.workflows.factor_catalogue import compare_editions, only_in

    differences = compare_editions(one, other)
    for line in compared(differences, (one, other), (only_in(one, other), only_in(other, one))):
        typer.echo(line)


@app.command("explain")
def explain(
    file: Annotated[Path, typer.Argument(help="The project file.", show_default=False)],
    against: Annotated[str, typer.Option(help="The other edition.", show_default=False)],
    draws: Annotated[
        int | None, typer.Option(help="Number of draws, instead of the file's.", min=1)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed, instead of the file's.", min=0)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Run a project under another edition and explain the difference line by line."""
    from permil.cli.progress import working
    from permil.report.terminal_factors import explained
    from permil.workflows.edition_difference import explain_editions

    with working("Comparing", silent=as_json) as say:
        found = explain_editions(file, against, draws=draws, seed=seed, progress=say)
    if as_json:
        typer.echo(json.dumps(found.document(), indent=1, ensure_ascii=False))
        return
    for line in explained(found.document()):
        typer.echo(line)
