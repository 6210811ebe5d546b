"""A project whose measured stocks a model made itself, so that its parameters are known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import ndtri

from permil.datasets.project import Horizon, Observation, Project, Run, Uncertainty
from permil.models import model as registered
from permil.vocabulary import Residues, Start
from permil.workflows.assess import Assessor
from permil.workflows.calibration.posterior import Density
from permil.workflows.calibration.priors import Prior, priors_of
from permil.workflows.gases import nitrogen_factors
from permil.workflows.measured import usable
from workflows.projects import MANURED, WHEAT, project, scenario, unit

YEARS = (1990, 1995, 2000, 2005, 2010)
REMOVED = replace(
    WHEAT,
    rotation=tuple(
        replace(crop, residues=Residues.REMOVED, removed_share=1.0) for crop in WHEAT.rotation
    ),
)


def falling(sd: float | None = 0.5, stock: float = 50.0, **changes: Any) -> Project:
    """Return a project that leaves manure for straw-poor wheat, measured every five years."""
    parts: dict[str, Any] = {
        "land_units": (unit(stock=None, stock_sd=None, inert_organic_matter=3.0),),
        "scenarios": (scenario("baseline", REMOVED), scenario("straw", WHEAT)),
        "history": MANURED,
        "horizon": Horizon(1990, 2010),
        "run": Run(seed=1, draws=60, models=("rothc",), start=Start.STEADY_STATE),
        "uncertainty": Uncertainty(),
        "observations": tuple(
            Observation(name, None, year, 30.0, stock, sd)
            for name in ("baseline", "straw")
            for year in YEARS
        ),
    }
    return project(**(parts | changes))


def density(one: Project, model: str = "rothc") -> Density:
    """Return the density of a model's parameters."""
    assessor = Assessor(one, 1, 1)
    shared = assessor.shared(nitrogen_factors(assessor.drawn, assessor.place.regime, []))
    priors, _ = priors_of(one, registered(model), one.land_units)
    return Density(shared, model, priors, usable(one))


def score(prior: Prior, value: float) -> float:
    """Return the standard score at which a log-normal prior has a value."""
    return float(np.log(value / prior.value) / np.log(prior.high / prior.low) * 2 * ndtri(0.975))


def made_by(truth: dict[str, float], sd: float = 0.5) -> Project:
    """Return the project with the stocks that RothC makes of known parameters."""
    one = falling(sd)
    found = density(one)
    at = np.array([[score(prior, truth[prior.name]) for prior in found.priors]])
    stocks = found.run(at)[:, 0]
    seen = [replace(o, stock=float(s)) for o, s in zip(one.observations, stocks, strict=True)]
    return replace(one, observations=tuple(seen))
