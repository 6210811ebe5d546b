"""The file of a calibration's posterior: samples of the parameters of each model, as NetCDF-4."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from permil.errors import FileProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Float = NDArray[np.float64]

#: What the file says that it is, and the version of its form.
KIND, FORMAT = "permil posterior", 1


@dataclass(frozen=True, eq=False)
class ModelPosterior:
    """Samples of one model's parameters.

    Parameters
    ----------
    names, units : tuple of str
        Names, each beginning with the model's, and units of the parameters.
    values : ndarray, shape (parameter, sample)
        Samples; those of one column belong together.
    converged : bool
        Whether the calibration had converged.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    values: Float
    converged: bool


@dataclass(frozen=True)
class Posterior:
    """What a calibration knows.

    Parameters
    ----------
    name : str
        Name of the file.
    digest : str
        SHA-256 of its content.
    models : mapping of str to ModelPosterior
        Samples by model.
    observed : tuple of tuple
        Scenario, land unit and year of the measurements that it used.
    """

    name: str
    digest: str
    models: Mapping[str, ModelPosterior]
    observed: tuple[tuple[str, str, int], ...]


def write_posterior(
    path: Path,
    models: Mapping[str, ModelPosterior],
    observed: tuple[tuple[str, str, int], ...],
    attributes: Mapping[str, str | int],
) -> None:
    """Write a posterior: one group a model, with what it comes from as attributes.

    Parameters
    ----------
    path : Path
        File to write.
    models : mapping of str to ModelPosterior
        Samples by model.
    observed : tuple of tuple
        Measurements that were used.
    attributes : mapping of str to str or int
        Input hash, version, seed and what else a reader must know; the same for the same inputs.
    """
    import xarray as xr

    head = {
        "kind": KIND,
        "format": FORMAT,
        "models": json.dumps(list(models)),
        "observed": json.dumps(observed),
        **attributes,
    }
    xr.Dataset(attrs=head).to_netcdf(path, engine="h5netcdf")
    for name, entry in models.items():
        found = xr.Dataset(
            {
                "values": (("parameter", "sample"), entry.values),
                "units": ("parameter", list(entry.units)),
            },
            {"parameter": list(entry.names)},
            {"converged": int(entry.converged)},
        )
        found.to_netcdf(path, engine="h5netcdf", group=name, mode="a")


def read_posterior(path: Path, where: str) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    path : Path
        The file.
    where : str
        Place of its name in the project file, for messages.

    Returns
    -------
    Posterior
        Its samples.

    Raises
    ------
    FileProblem
        If it is no posterior that this version can read.
    """
    remedy = "give the posterior.nc that permil calibrate wrote, its path relative to this file"
    try:
        head = _group(path, None).attrs
    except (OSError, ValueError) as error:
        problem = f"{path.name} is no NetCDF file"
        raise FileProblem(where=where, problem=problem, remedy=remedy) from error
    if head.get("kind") != KIND or head.get("format") != FORMAT:
        problem = f"{path.name} is no posterior of a calibration"
        raise FileProblem(where=where, problem=problem, remedy=remedy)
    try:
        models = {name: _model(_group(path, name), name) for name in json.loads(head["models"])}
        observed = tuple((s, u, int(y)) for s, u, y in json.loads(head["observed"]))
    except (OSError, ValueError, KeyError) as error:
        problem = f"{path.name} is damaged"
        raise FileProblem(where=where, problem=problem, remedy="calibrate again") from error
    return Posterior(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), models, observed)


def _group(path: Path, name: str | None) -> Any:
    """Return one group of the file, closed."""
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf", group=name) as group:
        return group.load()


def _model(group: Any, name: str) -> ModelPosterior:
    import numpy as np

    values = np.asarray(group["values"].values, np.float64)
    if values.size == 0 or not np.isfinite(values).all():
        raise ValueError(f"the samples of {name} are not all finite numbers")
    return ModelPosterior(
        names=tuple(str(n) for n in group["parameter"].values),
        units=tuple(str(n) for n in group["units"].values),
        values=values,
        converged=bool(group.attrs["converged"]),
    )
