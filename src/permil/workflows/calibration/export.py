"""Files of a calibration: posterior, chain, answer and report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from permil.datasets.posterior_file import ModelPosterior, write_posterior
from permil.tables import edition_digest
from permil.workflows.calibration.chain import CHAIN, UNFINISHED
from permil.workflows.calibration.document import build_document
from permil.workflows.calibration.run import Calibration
from permil.workflows.export import write_json
from permil.workflows.files import output_folder
from permil.workflows.provenance import version

#: Name of the file that ``run.posterior`` of a project file takes.
POSTERIOR = "posterior.nc"


def write_calibration(
    found: Calibration,
    folder: Path,
    *,
    document: dict[str, Any] | None = None,
    force: bool = False,
) -> list[Path]:
    """Write all files of a calibration; nothing is left half-written.

    Parameters
    ----------
    found : Calibration
        The calibration.
    folder : Path
        Folder to create or to replace, in which its chain lies unfinished.
    document : dict, optional
        Its answer document, made anew if not given.
    force : bool
        Whether results may go into a folder with other files, which stay.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FileProblem
        If the folder cannot be written.
    """
    from permil.report.calibration import render_calibration

    document = document or build_document(found)
    unfinished = folder / UNFINISHED
    with output_folder(folder, force=force) as out:
        shutil.copyfile(unfinished / CHAIN, out / CHAIN)
        write_json(document, out / "calibration.json")
        _write_posterior(found, out / POSTERIOR)
        (out / "report.html").write_text(render_calibration(document), encoding="utf-8")
        names = sorted(path.name for path in out.iterdir())
    shutil.rmtree(unfinished, ignore_errors=True)
    return [folder / name for name in names]


def _write_posterior(found: Calibration, path: Path) -> None:
    models = {
        name: ModelPosterior(
            names=tuple(prior.name for prior in one.priors),
            units=tuple(prior.unit for prior in one.priors),
            values=one.values,
            converged=one.diagnostics.converged,
        )
        for name, one in found.models.items()
    }
    attributes: dict[str, str | int] = {
        "title": f"Posterior of {found.project.name}",
        "version": version(),
        "input_hash": found.input_hash,
        "tables": edition_digest(),
        "seed": found.seed,
        "steps": found.steps,
        "project": json.dumps(found.project.raw, sort_keys=True, default=str),
    }
    observed = tuple((seen.scenario, seen.unit, seen.year) for seen in found.measured)
    write_posterior(path, models, observed, attributes)
