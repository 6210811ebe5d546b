"""Files of an assessment: JSON, CSV, NetCDF, HTML and PDF, all views of the same result."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from permil.datasets.climate_change import UNCHANGED
from permil.variables import variable
from permil.workflows.climate_change import climate_variables
from permil.workflows.files import output_folder
from permil.workflows.statistics import NAMES

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment


def write_outputs(
    assessment: Assessment,
    folder: str | Path,
    *,
    document: dict[str, Any] | None = None,
    pdf: bool = False,
    draws: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write all outputs of an assessment; nothing is left half-written.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    folder : str or Path
        Folder to create or to replace.
    document : dict, optional
        Its answer document, made anew if not given.
    pdf : bool
        Whether to write the report as PDF too.
    draws : bool
        Whether the NetCDF file holds all draws instead of mean and quantiles.
    force : bool
        Whether a folder with other content may be replaced.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FileProblem
        If the folder cannot be written.
    """
    folder, document = Path(folder), document or assessment.document()
    with output_folder(folder, force=force) as out:
        write_json(document, out / "assessment.json")
        write_csv(document, out / "assessment.csv")
        write_netcdf(assessment, out / "ledger.nc", draws=draws)
        _write_report(document, out, pdf=pdf)
        names = sorted(path.name for path in out.iterdir())
    return [folder / name for name in names]


def write_json(document: dict[str, Any], path: Path) -> None:
    """Write the answer document; all but ``provenance`` is the same for the same inputs.

    Parameters
    ----------
    document : dict
        The answer document.
    path : Path
        File to write.
    """
    path.write_text(
        json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        encoding="utf-8",
    )


def write_csv(document: dict[str, Any], path: Path) -> None:
    """Write the yearly series as a long table with headings from the glossary.

    Parameters
    ----------
    document : dict
        The answer document.
    path : Path
        File to write: one row a scenario, model, climate, year and variable.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            [
                "scenario",
                "model",
                "climate",
                variable("year").heading,
                "variable",
                "unit",
                "mean",
                *NAMES,
            ]
        )
        for scenario, model, climate, name, series in _series(document):
            for i, year in enumerate(document["years"]):
                values = [series["mean"][i], *(series[q][i] for q in NAMES)]
                if values[0] is not None:
                    shown = ["" if v is None else repr(v) for v in values]
                    row = [scenario, model, climate, year, name, series["unit"], *shown]
                    writer.writerow(row)


def _series(document: dict[str, Any]) -> list[tuple[str, str, str, str, dict[str, Any]]]:
    """Return scenario, model, climate and name of every series, with the series."""
    rows = []
    for scenario, models in document["trajectories"].items():
        for model, entry in models.items():
            name = "soil_organic_carbon_stock"
            rows.append((scenario, model, UNCHANGED, name, entry[name]))
            fluxes = document["fluxes"][scenario][model]
            rows += [(scenario, model, UNCHANGED, flux, series) for flux, series in fluxes.items()]
    for climate, entry in document["climate_change"].items():
        for scenario, models in entry["results"].items():
            for model, result in models.items():
                found = result["series"].items()
                rows += [(scenario, model, climate, name, series) for name, series in found]
    return rows


def write_netcdf(assessment: Assessment, path: Path, *, draws: bool = False) -> None:
    """Write the ledger as NetCDF-4.

    The ledger is that of the present climate. Stock and net benefit under changed climates stand
    beside it as mean and quantiles, with the dimension ``climate``.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    path : Path
        File to write.
    draws : bool
        Whether to write every draw; by default lines hold mean and quantiles.
    """
    import numpy as np

    from permil.workflows.statistics import quantiles

    ledger = assessment.ledger
    if not draws:
        per_draw = [name for name in ledger if "draw" in ledger[name].dims]
        reduced = ledger.drop_vars(per_draw)
        for name in per_draw:
            line = ledger[name]
            dims = line.dims[:-1]
            spread = quantiles(line.values)
            reduced[str(name)] = ((*dims, "quantile"), spread, line.attrs)
            reduced[f"{name}_mean"] = (dims, np.mean(line.values, axis=-1), line.attrs)
        ledger = reduced
    if assessment.climate_change:
        ledger = ledger.assign(climate_variables(assessment.climate_change))
    encoding = {name: {"zlib": True, "complevel": 1} for name in ledger.data_vars}
    ledger.to_netcdf(path, engine="h5netcdf", encoding=encoding)


def _write_report(document: dict[str, Any], out: Path, *, pdf: bool) -> None:
    from permil.report.html import render_html

    html = render_html(document)
    (out / "report.html").write_text(html, encoding="utf-8")
    if pdf:
        from permil.report.pdf import render_pdf

        (out / "report.pdf").write_bytes(render_pdf(html))
