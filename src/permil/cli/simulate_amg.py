"""``permil simulate amg``: the official AMG program's input folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

from permil.errors import NoEffect
from permil.locale import text
from permil.workflows.files import check_output


def simulate_folder(
    folder: Path,
    output: Path | None,
    *,
    treatment: str | None,
    rounding: str | None,
    refused: Mapping[str, object],
    force: bool,
) -> None:
    """Run AMG on a folder, say where every treatment ends and write the tables."""
    from permil.workflows.simulate_amg import Rounding, simulate_amg, write_amg

    refuse("for amg, whose input folder holds soil and start itself", refused)
    if output is not None:
        check_output(output, force=force)
    found = simulate_amg(folder, treatment=treatment, rounding=rounding or Rounding.NONE)
    for note in found.assumptions:
        typer.echo("Assumed: " + text(f"assumptions.{note.code}", note.fields))
    for run in found.runs:
        stocks, years = run.years["soil_organic_carbon_stock"], run.years["year"]
        typer.echo(
            f"AMGv2, {run.trial} {run.treatment}: {stocks[0]:.2f} t C/ha at the start, "
            f"{stocks[-1]:.2f} t C/ha at the end of {int(years[-1])}."
        )
    if output is None:
        typer.echo("Give --output DIR to write the tables of years and crops.")
        return
    for path in write_amg(found, output, force=force):
        typer.echo(f"  {path}")


def refuse(when: str, options: Mapping[str, object]) -> None:
    """Raise an error for options that would have no effect."""
    for option, value in options.items():
        if value is not None:
            raise NoEffect(where="", what=option, when=when, remedy="leave it out")
