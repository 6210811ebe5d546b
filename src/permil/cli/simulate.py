"""The command that runs a model on a table of drivers, or on an official program's own input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from permil.cli.options import Force, Output, check_written, list_paths

if TYPE_CHECKING:
    from permil.assumptions import Assumption

#: Options for the soil and the start, with their names in the glossary.
SOIL = {
    "clay": "clay",
    "depth": "soil_depth",
    "inert_organic_matter": "inert_organic_matter",
    "sand": "sand",
    "silt": "silt",
    "bulk_density": "bulk_density_fine_earth",
    "organic_carbon": "soil_organic_carbon_concentration",
    "ph": "ph",
    "stock": "soil_organic_carbon_stock",
}


def simulate(
    model: Annotated[str, typer.Argument(help="A registered model; see 'permil models'.")],
    file: Annotated[
        Path,
        typer.Argument(help="A driver CSV, a RothC_input.dat, or the input folder of AMG."),
    ],
    output: Output = None,
    clay: Annotated[str | None, typer.Option(help='Clay, such as "23.4 %".')] = None,
    depth: Annotated[str | None, typer.Option(help='Depth, such as "23 cm".')] = None,
    inert_organic_matter: Annotated[
        str | None, typer.Option(help='Inert organic matter, such as "2.7 t C/ha".')
    ] = None,
    sand: Annotated[str | None, typer.Option(help='Sand, such as "40 %".')] = None,
    silt: Annotated[str | None, typer.Option(help='Silt, such as "35 %".')] = None,
    bulk_density: Annotated[
        str | None, typer.Option(help='Density of the fine earth, such as "1.35 g/cm3".')
    ] = None,
    organic_carbon: Annotated[
        str | None, typer.Option(help='Concentration of organic carbon, such as "13.5 g/kg".')
    ] = None,
    ph: Annotated[str | None, typer.Option(help="pH in water, such as 6.5.")] = None,
    stock: Annotated[
        str | None, typer.Option(help='Stock to start from, such as "52 t C/ha".')
    ] = None,
    treatment: Annotated[
        str | None, typer.Option(help="Treatment to run, of AMG; all of them otherwise.")
    ] = None,
    rounding: Annotated[
        str | None,
        typer.Option(help='"official" rounds as the AMG program does; "none" is the default.'),
    ] = None,
    force: Force = False,
) -> None:
    """Run a model on monthly drivers, or RothC and AMG on the official program's own input."""
    from permil.cli.simulate_amg import refuse, simulate_folder
    from permil.variables import variable
    from permil.workflows.files import check_output
    from permil.workflows.simulate import simulate as run
    from permil.workflows.simulation_files import write_simulation

    check_written(output, {"--force": force})
    texture = (clay, depth, inert_organic_matter, sand, silt)
    soil = dict(zip(SOIL, (*texture, bulk_density, organic_carbon, ph, stock), strict=True))
    own = {"treatment": treatment, "rounding": rounding}
    if model == "amg":
        refused = {_option(key): text for key, text in soil.items()}
        return simulate_folder(file, output, **own, refused=refused, force=force)
    refuse("for other models than amg", {_option(name): value for name, value in own.items()})
    if output is not None:
        check_output(output, force=force)
    given = {
        key: variable(SOIL[key]).read(_plain(text), where=_option(key))
        for key, text in soil.items()
        if text is not None
    }
    simulation = run(model, file, **given)
    _say_assumptions(simulation.assumptions)
    years = simulation.years
    stocks = years["soil_organic_carbon_stock"]
    typer.echo(
        f"{simulation.model.title}: {stocks[0]:.2f} t C/ha at the start, "
        f"{stocks[-1]:.2f} t C/ha at the end of {int(years['year'][-1])}."
    )
    if output is not None:
        list_paths(write_simulation(simulation, output, force=force))
    else:
        typer.echo("Give --output DIR to write the monthly and yearly tables.")


def _option(key: str) -> str:
    return "--" + key.replace("_", "-")


def _plain(text: str) -> object:
    """Return a bare number as a number, so that the glossary decides whether it needs a unit."""
    try:
        return float(text)
    except ValueError:
        return text


def _say_assumptions(assumptions: Sequence[Assumption]) -> None:
    from permil.locale import text

    for note in assumptions:
        typer.echo("Assumed: " + text(f"assumptions.{note.code}", note.fields))
