"""Files of a simulation: CSV in double precision, with the glossary's headings."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from permil.variables import variable
from permil.workflows.files import output_folder
from permil.workflows.simulation import Simulation

Float = NDArray[np.float64]


def write_simulation(simulation: Simulation, folder: Path, *, force: bool = False) -> list[Path]:
    """Write a simulation as CSV, in double precision and with glossary headings.

    Parameters
    ----------
    simulation : Simulation
        The simulation.
    folder : Path
        Folder to create or to replace.
    force : bool
        Whether a folder with other content may be replaced.

    Returns
    -------
    list of Path
        ``month_results.csv`` (monthly models) and ``year_results.csv``.

    Raises
    ------
    FileProblem
        If the folder cannot be written.
    """
    with output_folder(folder, force=force) as out:
        if simulation.model.steps_per_year == 12:
            _write(simulation.months, out / "month_results.csv")
        _write(simulation.years, out / "year_results.csv")
        names = sorted(path.name for path in out.iterdir())
    return [folder / name for name in names]


def _write(columns: dict[str, Float], path: Path) -> None:
    integers = {"year", "month"}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([variable(name).heading for name in columns])
        for row in zip(*columns.values(), strict=True):
            writer.writerow(
                [
                    "" if np.isnan(v) else str(int(v)) if n in integers else repr(float(v))
                    for n, v in zip(columns, row, strict=True)
                ]
            )
