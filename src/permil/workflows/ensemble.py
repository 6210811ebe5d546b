"""The ensemble: every draw takes one of the models, by their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import Run
from permil.errors import Conflict
from permil.workflows.field import UnitOutcome
from permil.workflows.model_view import ModelView

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

#: Name under which the answer document holds the ensemble, beside the models.
ENSEMBLE = "ensemble"


def ensemble_weights(members: Sequence[str], given: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each member: as given, else equal; the sum is one.

    Parameters
    ----------
    members : sequence of str
        Models that stand together.
    given : mapping of str to float
        Relative weights; empty for equal ones. A member without a weight has none.

    Returns
    -------
    dict of str to float
        Weights [-].

    Raises
    ------
    Conflict
        If none of the members has a weight.
    """
    weights = {name: given.get(name, 0.0) if given else 1.0 for name in members}
    total = sum(weights.values())
    if not total:
        raise Conflict(
            where="run.weights",
            problem=f"none of the models that can be run ({', '.join(members)}) has a weight",
            remedy="give a weight above zero to one of them at least",
        )
    return {name: weight / total for name, weight in weights.items()}


def ensemble_notes(run: Run, weights: Mapping[str, float]) -> list[Assumption]:
    """Return what was taken by default: the models, and how they weigh.

    Parameters
    ----------
    run : Run
        How the project is run.
    weights : mapping of str to float
        Weight of every model that can be run [-].

    Returns
    -------
    list of Assumption
        The default set, equal weights, and models that a table of weights leaves out.
    """
    notes = []
    if not run.models:
        listed = ", ".join(weights)
        notes.append(Assumption("models_default", {"models": listed}, "run.models"))
    if len(weights) > 1 and not run.weights:
        notes.append(Assumption("weights_equal", {}, "run.weights"))
    without = [name for name, weight in weights.items() if not weight]
    if without:
        listed = ", ".join(without)
        notes.append(Assumption("weights_none", {"models": listed}, "run.weights"))
    return notes


class EnsembleView(ModelView):
    r"""The draws of the ensemble: draw i is that of model :math:`m_i`, drawn by the weights.

    Scenarios share the model of a draw, so that differences between them are those of one model.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    weights : dict of str to float
        Weight of every member [-].

    References
    ----------
    bruni2022
    """

    def __init__(self, assessment: Assessment, weights: Mapping[str, float]) -> None:
        self.members = list(weights)
        self.weights = dict(weights)
        edges = np.cumsum(list(weights.values()))
        chance = assessment.draws.uniform("model")
        self.pick: NDArray[np.intp] = np.searchsorted(edges[:-1], chance, side="right")
        super().__init__(assessment, ENSEMBLE)

    def _read(self) -> None:
        self.ledger = self.assessment.ledger
        units = self.assessment.outcomes[self.members[0]]
        self.outcomes = {
            unit: self._outcome([self.assessment.outcomes[m][unit] for m in self.members])
            for unit in units
        }

    @property
    def models(self) -> NDArray[np.intp]:
        """Return the position of each draw's model among the members."""
        return self.pick

    def drawn(self) -> dict[str, Float]:
        """Return everything that was drawn: a parameter of one model acts on its draws alone."""
        return self.assessment.drawn.of_ensemble(self.members, self.pick)

    def line(self, name: str) -> Float:
        """Return a line of the ledger; not a number where a member does not know it."""
        values = self.ledger[name].sel(model=self.members).values
        found = self._of_draws(list(np.moveaxis(values, 1, 0)))
        known = np.isfinite(values[:, :, 1:]).any(axis=(0, 2, 3)).all()
        return found if known else np.full_like(found, np.nan)

    def _of_draws(self, parts: Sequence[Any]) -> Float:
        """Return, of arrays whose last axis is the draw, those of each draw's model."""
        stacked = np.stack([np.asarray(part) for part in parts])
        found: Float = np.empty(stacked.shape[1:])
        picked = self.pick[: stacked.shape[-1]]
        for m, values in enumerate(stacked):
            mine = picked == m
            found[..., mine] = values[..., mine]
        return found

    def _outcome(self, parts: Sequence[UnitOutcome]) -> UnitOutcome:
        """Return one land unit's outcome, each draw from its model."""
        names = ("initial", "scale", "gain", "equilibrium", "time_to_equilibrium")
        changes: dict[str, Any] = {n: self._of_draws([getattr(p, n) for p in parts]) for n in names}
        if all(part.reversal is not None for part in parts):
            changes["reversal"] = self._of_draws([part.reversal for part in parts])
        else:
            changes["reversal"] = None
        return replace(parts[0], factors=None, unit_gain=self._unit_gain(parts), **changes)

    def _unit_gain(self, parts: Sequence[UnitOutcome]) -> Float:
        """Return the weighted mean response to more carbon of the members that know inputs."""
        known = [
            (self.weights[name], part.unit_gain)
            for name, part in zip(self.members, parts, strict=True)
            if len(part.unit_gain) > 1
        ]
        if not known:
            return parts[0].unit_gain
        total = sum(weight for weight, _ in known) or 1.0
        return np.asarray(sum(weight * gain for weight, gain in known) / total)
