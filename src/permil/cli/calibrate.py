"""The command that calibrates models on measured stocks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from permil.cli.interrupt import heed, interrupted
from permil.errors import InputError, NoEffect


def calibrate(
    project: Annotated[Path, typer.Argument(help="The project file.", show_default=False)],
    model: Annotated[
        list[str] | None,
        typer.Option(help="Model to calibrate; may be given again. The project's if not given."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for the files; made or replaced whole."),
    ] = None,
    steps: Annotated[int, typer.Option(help="Length of the chain of each model.")] = 1000,
    walkers: Annotated[
        int | None,
        typer.Option(help="Walkers of the ensemble; 32, or four for each parameter."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed, instead of the file's.")] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the chain that lies in the output folder."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Write into a folder that holds other files, which stay; throw an unfinished"
            " calibration away.",
        ),
    ] = False,
) -> None:
    """Calibrate models on the measured stocks of a project; the posterior serves assess."""
    from permil.cli.progress import stepping
    from permil.workflows.calibration.document import build_document
    from permil.workflows.calibration.export import write_calibration
    from permil.workflows.calibration.run import calibrate as run
    from permil.workflows.files import check_output

    _check(output, resume=resume, force=force, seed=seed)
    if output is not None:
        output = check_output(output, force=force)
    try:
        with stepping(steps, silent=as_json) as show:
            found = run(
                project,
                models=model or (),
                steps=steps,
                walkers=walkers,
                seed=seed,
                folder=output,
                resume=resume,
                force=force,
                advance=_heeding(show),
            )
    except BaseException:
        if output is not None and interrupted():
            typer.echo("permil: the same command with --resume goes on from here.", err=True)
        raise
    document = build_document(found)
    written = []
    if output is not None:
        written = write_calibration(found, output, document=document, force=force)
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    for line in _lines(document):
        typer.echo(line)
    for path in written:
        typer.echo(f"  {path}")
    if output is None:
        typer.echo(f"\nFor posterior and report: permil calibrate {project} --output calibration")


def _check(output: Path | None, *, resume: bool, force: bool, seed: int | None) -> None:
    if seed is not None and seed < 0:
        raise InputError(where="--seed", value=seed, expected="a whole number from 0")
    for option, given in (("--resume", resume), ("--force", force)):
        if given and output is None:
            raise NoEffect(
                where="",
                what=option,
                when="without --output",
                remedy="give --output, or leave it out",
            )
    if resume and force:
        raise NoEffect(where="", what="--force", when="with --resume", remedy="give one of the two")


def _lines(document: dict[str, Any]) -> list[str]:
    """Return the answer as lines: what was found of each model, and its parameters."""
    from permil.locale import text
    from permil.report.calibration import verdicts
    from permil.report.wording import shown

    lines = []
    for model in document["models"]:
        lines.append(model["title"])
        lines += [f"  {sentence}" for _, sentence in verdicts(document, model)]
        for parameter in model["parameters"]:
            fields = {
                "label": parameter["label"],
                "before": shown(parameter["prior"]),
                "after": shown(parameter["posterior"]),
            }
            lines.append("  " + text("calibration.line_parameter", fields))
    for left in document["left_out"]:
        fields = {"model": left["title"], "why": left["why"]}
        lines.append(text("calibration.left_out", fields))
    return lines


def _heeding(show: Callable[[str, int], None]) -> Callable[[str, int], None]:
    """Return a progress that ends the run where a library swallowed the interrupt."""

    def advance(name: str, done: int) -> None:
        heed()
        show(name, done)

    return advance
