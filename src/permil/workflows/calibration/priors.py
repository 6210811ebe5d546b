"""What is uncertain before a calibration: parameters of a model with their priors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import LandUnit, Project
from permil.errors import NotApplicable
from permil.models.protocol import Model
from permil.tables import parameter_rows
from permil.vocabulary import Distribution, Start
from permil.workflows.factors import at_quantile
from permil.workflows.unit_draws import published_ranges

Float = NDArray[np.float64]

#: Standard scores beyond which a walker is out of the prior: less than one in 10^14 of it.
FARTHEST = 8.0


@dataclass(frozen=True)
class Prior:
    """A parameter and what is known of it before.

    Parameters
    ----------
    name : str
        Name that begins with the model's, such as ``rothc.decomposition``.
    kind : Distribution
        Shape.
    low, value, high : float
        Its range and central value.
    unit, source : str
        For the record.
    """

    name: str
    kind: Distribution
    low: float
    value: float
    high: float
    unit: str
    source: str

    def at(self, quantile: Float) -> Float:
        """Return the parameter at quantiles of the prior."""
        return at_quantile(self.kind, quantile, self.low, self.value, self.high)


def priors_of(
    project: Project, model: Model, units: Sequence[LandUnit]
) -> tuple[list[Prior], list[Assumption]]:
    """Return the parameters of a model that are calibrated.

    Parameters
    ----------
    project : Project
        The project.
    model : Model
        The model.
    units : sequence of LandUnit
        Land units in which something was measured.

    Returns
    -------
    tuple
        The parameters with their priors, and what was taken for granted. Those with a published
        range have it as prior. A model without any has one factor on its rates of decomposition
        and one on the plant inputs. The error that the project file states of the plant inputs,
        or of an initial stock from which the run starts, is a prior too.

    Raises
    ------
    permil.errors.NotApplicable
        If there is nothing in the model to calibrate.
    """
    rows = published_ranges(model)
    if not (rows or model.rates):
        raise NotApplicable(
            where="",
            method=f"a calibration of {model.name}",
            problem="it has neither rates of decomposition nor parameters with a published range",
            remedy="calibrate another model",
        )
    found = [
        Prior(
            f"{model.name}.{name}",
            row.distribution or Distribution.TWO_PIECE_NORMAL,
            row.low,
            row.value,
            row.high,
            row.unit,
            row.source,
        )
        for name, row in rows.items()
    ]
    notes = []
    fields: dict[str, object]
    if rows:
        fields = {"model": model.title, "table": model.parameter_set}
        notes.append(Assumption("calibration_prior_published", fields))
    else:
        found.append(_factor(model, "decomposition"))
        fields = {"model": model.title, "low": found[0].low, "high": found[0].high}
        notes.append(Assumption("calibration_prior_factors", fields, "", "keel2017"))
    inputs, stated = _plant_input(project, model, published=bool(rows))
    stocks, noted = _stocks(project, model, units)
    return [*found, *inputs, *stocks], [*notes, *stated, *noted]


def _factor(model: Model, name: str) -> Prior:
    """Return a factor as the table of conventions has it."""
    row = next(row for row in parameter_rows("calibration") if row.parameter == name)
    if row.low is None or row.value is None or row.high is None:
        raise TypeError(f"calibration_priors: {name} has no range")
    kind = row.distribution or Distribution.LOGNORMAL
    return Prior(f"{model.name}.{name}", kind, row.low, row.value, row.high, row.unit, row.source)


def _plant_input(
    project: Project, model: Model, *, published: bool
) -> tuple[list[Prior], list[Assumption]]:
    """Return the factor on plant inputs: as the project states its error, else the convention."""
    sd = project.uncertainty.plant_input
    if sd > 0:
        name, half = f"{model.name}.plant_input", 1.96 * sd
        prior = Prior(name, Distribution.NORMAL, 1 - half, 1.0, 1 + half, "-", "project file")
        fields = {"sd": round(100.0 * sd, 1)}
        key = "uncertainty.plant_input"
        return [prior], [Assumption("calibration_prior_plant_input", fields, key)]
    return ([] if published else [_factor(model, "plant_input")]), []


def _stocks(
    project: Project, model: Model, units: Sequence[LandUnit]
) -> tuple[list[Prior], list[Assumption]]:
    """Return the initial stocks from which the run starts, where their error is stated."""
    if project.run.start is Start.STEADY_STATE:
        return [], []
    found, notes = [], []
    for unit in units:
        stock, sd = unit.soil.stock, unit.soil.stock_sd
        if stock is None or not sd:
            continue
        name, half = f"{model.name}.soil.stock.{unit.id}", 1.96 * sd
        kind, unit_name = Distribution.NORMAL, "t C/ha"
        found.append(
            Prior(name, kind, stock - half, stock, stock + half, unit_name, "project file")
        )
        key = f"land_unit.{unit.id}.organic_carbon_stock_sd"
        notes.append(Assumption("calibration_prior_stock", {"unit": unit.name}, key))
    return found, notes


def values_at(priors: Sequence[Prior], scores: Float) -> dict[str, Float]:
    """Return the parameters at standard scores: the coordinates in which the walkers go.

    Parameters
    ----------
    priors : sequence of Prior
        Parameters.
    scores : ndarray, shape (walker, parameter)
        Standard normal under the prior, whatever its shape.

    Returns
    -------
    dict of str to ndarray, shape (walker,)
        Values by name.
    """
    from scipy.special import ndtr

    quantiles = np.clip(ndtr(scores), 2.0**-53, 1.0 - 2.0**-53)
    return {prior.name: prior.at(quantiles[:, i]) for i, prior in enumerate(priors)}


def log_prior(scores: Float) -> Float:
    """Return the logarithm of the prior at standard scores, but for a constant.

    Parameters
    ----------
    scores : ndarray, shape (walker, parameter)
        Standard scores.

    Returns
    -------
    ndarray, shape (walker,)
        Minus infinity beyond ``FARTHEST``.
    """
    inside = (np.abs(scores) <= FARTHEST).all(axis=1)
    return np.where(inside, -0.5 * (scores**2).sum(axis=1), -np.inf)
