"""Files of an assessment: JSON, CSV, NetCDF, HTML and PDF, all views of the same result."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from permil.datasets.climate_change import UNCHANGED
from permil.locale import text
from permil.variables import variable
from permil.workflows.climate_change import climate_variables
from permil.workflows.files import output_folder
from permil.workflows.inventory import write_inventory
from permil.workflows.statistics import NAMES, quantiles

if TYPE_CHECKING:
    import xarray as xr

    from permil.workflows.assess import Assessment

_STOCK = "soil_organic_carbon_stock"
#: Units of carbon that stands in a layer of the soil.
_STOCKS = ("t C/ha", "t C")


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
        write_csv(document, assessment.ledger, out / "assessment.csv")
        write_netcdf(assessment, out / "ledger.nc", draws=draws)
        write_inventory(assessment, out / "inventory.csv")
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


def write_csv(document: dict[str, Any], ledger: xr.Dataset, path: Path) -> None:
    """Write the yearly series as a long table with headings from the glossary.

    Parameters
    ----------
    document : dict
        The answer document, from which the project's series are.
    ledger : xarray.Dataset
        The ledger, from which the land units' stocks are.
    path : Path
        File to write: one row a scenario, model, climate, land unit, year and variable; the land
        unit is empty for the whole project.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        year = variable("year").heading
        writer.writerow(
            ["scenario", "model", "climate", "land_unit", year, "variable", "unit", "mean", *NAMES]
        )
        writer.writerows(_project_rows(document))
        writer.writerows(_changed_rows(document))
        writer.writerows(_unit_rows(ledger))


def _project_rows(document: dict[str, Any]) -> Iterator[list[Any]]:
    for scenario, models in document["trajectories"].items():
        for model, entry in models.items():
            stocks = {name: entry[name] for name in (_STOCK, "project_soil_organic_carbon")}
            for name, series in (stocks | document["fluxes"][scenario][model]).items():
                yield from _rows([scenario, model, UNCHANGED, ""], document, name, series)


def _changed_rows(document: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield stock and net benefit under changed climates."""
    for climate, entry in document["climate_change"].items():
        for scenario, models in entry["results"].items():
            for model, result in models.items():
                for name, series in result["series"].items():
                    yield from _rows([scenario, model, climate, ""], document, name, series)


def _rows(
    head: list[str], document: dict[str, Any], name: str, series: dict[str, Any]
) -> Iterator[list[Any]]:
    for i, year in enumerate(document["years"]):
        values = [series["mean"][i], *(series[q][i] for q in NAMES)]
        if values[0] is not None:
            yield [*head, year, name, series["unit"], *_shown(values)]


def _unit_rows(ledger: xr.Dataset) -> Iterator[list[Any]]:
    """Yield the stock of every land unit; of the ensemble there is none."""
    for scenario in ledger["scenario"].values:
        for model in ledger["model"].values:
            for unit in ledger["land_unit"].values if "land_unit" in ledger.coords else ():
                where = {"scenario": scenario, "model": model, "land_unit": unit}
                mean = ledger[f"{_STOCK}_mean"].sel(where)
                around = ledger[_STOCK].sel(where).transpose("year", "quantile").values
                head = [str(scenario), str(model), UNCHANGED, str(unit)]
                for year, middle, row in zip(mean["year"].values, mean.values, around, strict=True):
                    values = _shown([float(middle), *map(float, row)])
                    yield [*head, int(year), _STOCK, mean.attrs["units"], *values]


def _shown(values: list[float | None]) -> list[str]:
    return ["" if v is None else repr(v) for v in values]


def write_netcdf(assessment: Assessment, path: Path, *, draws: bool = False) -> None:
    """Write the ledger as NetCDF-4, with the lines that follow from it.

    The ledger is that of the present climate. Stock and net benefit under changed climates stand
    beside it as mean and quantiles, with the dimension ``climate``.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    path : Path
        File to write. Stocks and pools carry the depth of their layer.
    draws : bool
        Whether to write every draw; by default lines hold mean and quantiles.
    """
    ledger = assessment.ledger.assign(_derived(assessment))
    if not draws:
        ledger = _reduced(ledger)
    units = assessment.project.land_units
    depth = units[0].soil.depth if units else None
    for name in ledger.data_vars:
        ledger[name].attrs = _attributes(str(name), ledger[name], depth)
    if assessment.climate_change:
        ledger = ledger.assign(climate_variables(assessment.climate_change))
    encoding = {name: {"zlib": True, "complevel": 1} for name in ledger.data_vars}
    ledger.to_netcdf(path, engine="h5netcdf", encoding=encoding)


def _derived(assessment: Assessment) -> dict[str, Any]:
    """Return what the document has beside the ledger's lines: other nutrients, net benefit."""
    import numpy as np

    from permil.workflows.factors import stoichiometry
    from permil.workflows.model_view import ModelView

    need = assessment.ledger["nitrogen_need"]
    ratios = {"phosphorus_need": stoichiometry("P"), "sulphur_need": stoichiometry("S")}
    lines = {name: need.values * ratio / stoichiometry("N") for name, ratio in ratios.items()}
    views = [ModelView(assessment, str(model)) for model in assessment.ledger["model"].values]
    benefit = np.stack([view.benefit for view in views], axis=1)
    blank = np.full_like(benefit[:, :, :1], np.nan)
    lines["net_benefit"] = np.concatenate([blank, benefit], axis=2)
    lines["cumulative_net_benefit"] = np.concatenate([blank, benefit.cumsum(axis=2)], axis=2)
    return {name: (need.dims, values) for name, values in lines.items()}


def _reduced(ledger: xr.Dataset) -> xr.Dataset:
    """Return quantiles and means instead of the draws."""
    import numpy as np

    per_draw = [str(name) for name in ledger if "draw" in ledger[name].dims]
    reduced = ledger.drop_vars(per_draw)
    for name in per_draw:
        line, dims = ledger[name], ledger[name].dims[:-1]
        reduced[name] = ((*dims, "quantile"), quantiles(line.values))
        reduced[f"{name}_mean"] = (dims, np.mean(line.values, axis=-1))
    return reduced


def _attributes(name: str, values: xr.DataArray, depth: float | None) -> dict[str, Any]:
    """Return name, unit and meaning of a variable from the glossary, and the depth of a stock."""
    entry = variable(name.removesuffix("_mean"))
    part = "mean" if name.endswith("_mean") else "quantiles"
    whole = "draw" in values.dims
    label = entry.label if whole else text(f"results.{part}_of", {"name": entry.label})
    found = {"long_name": label, "units": entry.unit, "description": entry.description}
    return found | ({"depth_cm": float(depth)} if depth and entry.unit in _STOCKS else {})


def _write_report(document: dict[str, Any], out: Path, *, pdf: bool) -> None:
    from permil.report.html import render_html

    html = render_html(document)
    (out / "report.html").write_text(html, encoding="utf-8")
    if pdf:
        from permil.report.pdf import render_pdf

        (out / "report.pdf").write_bytes(render_pdf(html))
