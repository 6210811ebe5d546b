"""Commands of ``permil``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from permil import __version__
from permil.cli import factors
from permil.cli.calibrate import calibrate
from permil.cli.importing import import_list
from permil.cli.interrupt import heed, interruptible
from permil.cli.options import File, Force, Output, check_written, list_paths
from permil.cli.simulate import simulate
from permil.cli.validate import validate
from permil.errors import InputError, PermilError

app = typer.Typer(
    name="permil",
    help="Plan for soil organic carbon: from a project file to a defensible answer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
tables_app = typer.Typer(help="Published factors and parameters.", no_args_is_help=True)
practices_app = typer.Typer(help="The practice library.", no_args_is_help=True)
app.add_typer(tables_app, name="tables")
app.add_typer(practices_app, name="practices")
app.add_typer(factors.app, name="factors")
app.command()(calibrate)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"permil {__version__}")
        raise typer.Exit


@app.callback()
def permil(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Plan for soil organic carbon: from a project file to a defensible answer."""


@app.command()
def assess(
    file: File,
    output: Output = None,
    draws: Annotated[
        int | None, typer.Option(help="Number of draws, instead of the file's.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed, instead of the file's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write the report as PDF too.")] = False,
    all_draws: Annotated[
        bool, typer.Option("--draws-out", help="Write every draw to the NetCDF file.")
    ] = False,
    force: Force = False,
) -> None:
    """Assess a project file: carbon, gases and limits of its scenarios against the baseline."""
    from permil.cli.progress import working
    from permil.workflows.assess import assess as run
    from permil.workflows.export import write_outputs
    from permil.workflows.files import check_output

    _check_at_least("--draws", draws, 1)
    _check_at_least("--seed", seed, 0)
    check_written(output, {"--pdf": pdf, "--draws-out": all_draws, "--force": force})
    if output is not None:
        check_output(output, force=force)
    with working("Assessing", silent=as_json) as say:
        assessment = run(file, draws=draws, seed=seed, progress=say)
        heed()
        document = assessment.document()
    heed()
    written = []
    if output is not None:
        with working("Writing", silent=as_json):
            written = write_outputs(
                assessment, output, document=document, pdf=pdf, draws=all_draws, force=force
            )
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    from rich.console import Console

    from permil.report.terminal import render_terminal

    render_terminal(document, Console())
    list_paths(written)
    if output is None:
        typer.echo(f"\nFor the report: permil assess {quote(str(file))} --output results")


app.command()(simulate)
app.command()(validate)
app.command("import")(import_list)


@app.command()
def explain(
    method: Annotated[
        str | None,
        typer.Argument(
            help="A method or model as the report names it, or a part of its name; all are listed"
            " if none is given.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print a method: equation, parameters, validity and source. Without a name: list them."""
    if method is None:
        from permil.cli.listing import print_methods

        print_methods()
        return
    from permil.workflows.explain import explain as text_of

    typer.echo(text_of(method))


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="File to write.")] = Path("project.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write a commented project file to start from."""
    from permil.datasets.project_file import project_template
    from permil.workflows.files import write_text

    write_text(file, project_template(), force=force)
    typer.echo(f"{file} written. Next: permil assess {quote(str(file))}")


@app.command()
def migrate(
    file: File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; printed if not given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the output file.")] = False,
) -> None:
    """Lift a project file of an older format to the present one."""
    from permil.datasets.project_file import migrate as lift
    from permil.datasets.project_file import read_text
    from permil.workflows.files import write_text

    check_written(output, {"--force": force})
    lifted = lift(read_text(file), where=str(file))
    if output is None:
        typer.echo(lifted, nl=False)
    else:
        write_text(output, lifted, force=force)
        typer.echo(f"{output} written.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the project file."""
    from permil.datasets.project_file import project_json_schema

    typer.echo(json.dumps(project_json_schema(), indent=2, ensure_ascii=False))


@app.command()
def models() -> None:
    """List the registered models."""
    from permil.models import MODELS, model

    for name in MODELS:
        typer.echo(f"{name:20} {model(name).title}")


@tables_app.command("list")
def list_tables() -> None:
    """List the tables."""
    from permil.tables import table, table_names

    for name in table_names():
        typer.echo(f"{name:32} {table(name).card.title}")


@tables_app.command("show")
def show_table(name: Annotated[str, typer.Argument(help="Name of the table.")]) -> None:
    """Print a table with its card as CSV."""
    import csv
    from dataclasses import asdict

    from permil.tables import table

    found = table(name)
    typer.echo(f"# {found.card.title}. {found.card.citation}")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(found.card.columns)
    for row in found.rows:
        values = asdict(row)
        writer.writerow(["" if values[c] is None else values[c] for c in found.card.columns])


@practices_app.command("list")
def list_practices() -> None:
    """List the practices of the library."""
    from permil import library

    for practice in library.all_practices():
        typer.echo(f"{practice.id:20} {practice.name}")


@practices_app.command("show")
def show_practice(name: Annotated[str, typer.Argument(help="Id of the practice.")]) -> None:
    """Print a practice: what it is, where it works, its evidence and side effects."""
    from permil import library

    practice = library.practice(name)
    evidence = practice.evidence
    typer.echo(f"{practice.name}: {practice.definition}")
    typer.echo(f"Where: {practice.applies}")
    typer.echo(f"Where not: {practice.not_applies}")
    typer.echo(
        f"Measured: {evidence.low:g} to {evidence.high:g} t C/ha/yr (mid {evidence.mid:g}), "
        f"{evidence.depth} cm, {evidence.years} years, grade {evidence.grade}. {evidence.basis}"
    )
    for effect in practice.side_effects:
        typer.echo(f"{effect['on']}: {effect['text']} [{effect['source']}]")
    if practice.transfer_question:
        typer.echo("The project must say what would have happened to the material otherwise.")


def _check_at_least(option: str, value: int | None, least: int) -> None:
    if value is not None and value < least:
        raise InputError(where=option, value=value, expected=f"a whole number from {least}")


def _check_clock() -> None:
    """Refuse a broken SOURCE_DATE_EPOCH before libraries read it; an empty one counts as unset."""
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        return
    from permil.workflows.provenance import assessed_at

    assessed_at()


@contextmanager
def _messages() -> Iterator[None]:
    """Turn errors into one message and an exit code; nobody sees a traceback for an input."""
    try:
        yield
    except InputError as error:
        typer.echo(f"permil: {error}", err=True)
        sys.exit(2)
    except PermilError as error:
        typer.echo(f"permil: {error}", err=True)
        sys.exit(1)
    except MemoryError:
        typer.echo("permil: there is not enough memory; take fewer draws.", err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"permil: the answer cannot be written ({error.strerror}).", err=True)
        sys.exit(1)


def _show_own_warnings() -> None:
    """Print permil's own warnings as a line of its own, without place in the code."""
    others = warnings.showwarning

    def show(message: Any, category: Any, *rest: Any, **more: Any) -> None:
        if category.__module__.startswith("permil."):
            typer.echo(f"permil: {message}", err=True)
        else:
            others(message, category, *rest, **more)

    warnings.showwarning = show


def main() -> None:
    """Run the command line."""
    _show_own_warnings()
    for stream in (sys.stdout, sys.stderr):  # a terminal that knows no ‰ shows a question mark
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    with interruptible(), _messages():
        _check_clock()
        app(standalone_mode=True)
