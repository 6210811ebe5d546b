"""What a new measurement makes of the draws: each is weighed by how well it foretold it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.posterior_file import Posterior
from permil.datasets.project import LandUnit, Project
from permil.draws import Draws
from permil.errors import Conflict
from permil.models import model as registered
from permil.workflows.factors import Given
from permil.workflows.measured import Measured, log_likelihood, note_errors, usable
from permil.workflows.unit_run import Shared, UnitRun

Float = NDArray[np.float64]

#: Share of the draws that must still count for an answer to rest on them.
FEW = 0.1


@dataclass(frozen=True)
class Update:
    """Draws after a measurement.

    Parameters
    ----------
    chosen : ndarray of int, shape (draw,)
        For every draw the one that stands in its place.
    effective : float
        Share of the draws that still count [-].
    assumptions : tuple of Assumption
        What was done, for the result.
    """

    chosen: NDArray[np.intp]
    effective: float
    assumptions: tuple[Assumption, ...]


def given_of(posterior: Posterior, model: str, draws: Draws) -> Given | None:
    """Return a sample of a model's posterior for every draw; None where it has none.

    Parameters
    ----------
    posterior : Posterior
        Samples by model.
    model : str
        Name of the model.
    draws : Draws
        Draw i takes the sample that the uniform ``posterior.<model>`` points at, with all of its
        parameters, so that what belongs together stays so.

    Returns
    -------
    Given or None
        Values of the parameters.
    """
    if model not in posterior.models:
        return None
    entry = posterior.models[model]
    samples = entry.values.shape[1]
    pick = np.minimum((draws.uniform(f"posterior.{model}") * samples).astype(int), samples - 1)
    values = dict(zip(entry.names, entry.values[:, pick], strict=True))
    return Given(model, values, posterior.name)


def update_draws(shared: Shared, model: str) -> Update:
    r"""Weigh the draws of a model by what was measured in the baseline, and choose among them.

    .. math:: w_i \propto \exp \left( -\frac{1}{2} \sum_o
        \left( \frac{m_{i,o} - y_o}{s_o} \right)^2 \right)

    Parameters
    ----------
    shared : Shared
        What all land units share, with the draws as the model takes them.
    model : str
        Name of the model.

    Returns
    -------
    Update
        Draws chosen by their weights with one random number (systematic resampling), and the
        share that counts, :math:`1 / (n \sum_i w_i^2)`.

    Raises
    ------
    permil.errors.Conflict
        If nothing was measured in the baseline within the horizon that is not used yet.

    References
    ----------
    kitagawa1996
    """
    project, draws = shared.project, shared.drawn.draws
    found = measured_anew(project)
    total = np.zeros(draws.n)
    for unit in project.land_units:
        here = [one for one in found if one.unit == unit.id]
        if here:
            stock = _baseline(shared, unit, model)
            total += log_likelihood(np.stack([stock[one.at] for one in here]), here)
    weights = np.exp(total - total.max())
    weights /= weights.sum()
    start = draws.uniform(f"update.{model}")[0]
    places = (start + np.arange(draws.n)) / draws.n
    chosen = np.searchsorted(np.cumsum(weights), places, side="right")
    effective = float(1.0 / (draws.n * (weights**2).sum()))
    fields = {
        "model": registered(model).title,
        "years": ", ".join(str(year) for year in sorted({one.year for one in found})),
        "share": round(100.0 * effective, 1),
    }
    note = Assumption("update_resampled", fields, "run.update", "kitagawa1996")
    notes = (note, *note_errors(found))
    return Update(np.minimum(chosen, draws.n - 1), effective, notes)


def measured_anew(project: Project) -> list[Measured]:
    """Return the measurements of the baseline by which draws can be weighed.

    Parameters
    ----------
    project : Project
        The project.

    Returns
    -------
    list of Measured
        Those within the horizon, or at its start, that the posterior has not used.

    Raises
    ------
    permil.errors.Conflict
        If there is none.
    """
    baseline, posterior = project.scenarios[0].id, project.run.posterior
    used = set() if posterior is None else set(posterior.observed)
    here = [one for one in usable(project) if one.scenario == baseline]
    found = [one for one in here if (one.scenario, one.unit, one.year) not in used]
    if not found:
        first = project.horizon.first_year - 1
        problem = f"no stock was measured in the baseline from {first} on, at the model's depth"
        if here:
            problem = "the posterior has used every stock that was measured in the baseline"
        raise Conflict(
            where="run.update",
            problem=problem,
            remedy="add an [[observation]] of the baseline, or leave update out",
        )
    return found


def _baseline(shared: Shared, unit: LandUnit, model: str) -> Float:
    stocks: Float = UnitRun(shared, unit).stocks(model, 1)(shared.drawn)[0]
    return stocks
