"""The density that a calibration samples: all walkers are the draws of one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from permil.draws import CentralDraws
from permil.errors import NoConvergence, NotApplicable
from permil.workflows.calibration.priors import Prior, log_prior, values_at
from permil.workflows.factors import DrawnFactors, Given
from permil.workflows.measured import Measured, log_likelihood
from permil.workflows.unit_run import Shared, UnitRun

Float = NDArray[np.float64]


@dataclass
class Density:
    """Prior times likelihood of one model's parameters.

    Parameters
    ----------
    shared : Shared
        What all land units share.
    model : str
        Name of the model.
    priors : sequence of Prior
        Parameters.
    measured : sequence of Measured
        Measured stocks; none at all leaves the prior.
    """

    shared: Shared
    model: str
    priors: Sequence[Prior]
    measured: Sequence[Measured]
    runs: dict[str, Callable[[DrawnFactors], Float]] = field(init=False)

    def __post_init__(self) -> None:
        rows = {one.unit: 0 for one in self.measured}
        for one in self.measured:
            rows[one.unit] = max(rows[one.unit], one.row + 1)
        central = replace(self.shared, drawn=DrawnFactors(CentralDraws(0, 1)))
        units = {unit.id: unit for unit in self.shared.project.land_units}
        self.runs = {
            unit: UnitRun(central, units[unit]).stocks(self.model, count, often=True)
            for unit, count in rows.items()
        }

    def __call__(self, scores: Float) -> Float:
        """Return the logarithm of the density of every walker, but for a constant."""
        total = log_prior(scores)
        inside = np.isfinite(total)
        if inside.any() and self.measured:
            likelihood = log_likelihood(self.modelled(scores[inside]), self.measured)
            total[inside] += np.where(np.isnan(likelihood), -np.inf, likelihood)
        return total

    def modelled(self, scores: Float) -> Float:
        """Return what the model says of every measurement, shape (measurement, walker).

        Where the run of all walkers fails, halves of them are run, down to those that fail:
        their parameters the model cannot take, and what it says of them is not a number.
        """
        try:
            return self.run(scores)
        except (NotApplicable, NoConvergence):
            if len(scores) == 1:
                return np.full((len(self.measured), 1), np.nan)
            half = len(scores) // 2
            parts = [self.modelled(part) for part in (scores[:half], scores[half:])]
            return np.concatenate(parts, axis=1)

    def run(self, scores: Float) -> Float:
        """Return what the model says, and raise its error where it cannot."""
        given = Given(self.model, values_at(self.priors, scores))
        drawn = DrawnFactors(CentralDraws(0, len(scores)), given=given)
        stocks = {unit: run(drawn) for unit, run in self.runs.items()}
        found = np.empty((len(self.measured), len(scores)))
        for i, one in enumerate(self.measured):
            found[i] = stocks[one.unit][one.row, one.at]
        return found
