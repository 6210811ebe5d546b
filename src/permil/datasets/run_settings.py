"""How an assessment is run, as the project file says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from permil.datasets.posterior_file import Posterior
from permil.tables.upstream_categories import ManufactureStudy
from permil.vocabulary import Edition, Leaching, Metric, PlantInputs, Start


@dataclass(frozen=True)
class Run:
    """How the assessment is run.

    Parameters
    ----------
    seed, draws : int
        Seed and number of draws.
    sequence : {"random", "sobol"}
        Kind of draws.
    models : tuple of str
        Registered models; empty for the default set.
    weights : dict of str to float
        Relative weights of models in the ensemble; empty for equal ones.
    metric : Metric
        Greenhouse-gas metric of net CO2e.
    start : Start
        How the initial state is found.
    plant_inputs : PlantInputs
        How carbon follows from yields.
    posterior : Posterior or None
        What a calibration knows of the models' parameters.
    update : bool
        Whether draws are weighed by what was measured in the baseline.
    factor_edition : Edition
        Edition of the published factors, where a table holds several.
    factor_editions : dict of str to str
        By factor id, an edition other than that; empty but where editions are compared.
    leaching : Leaching
        What decides whether nitrogen leaches.
    methane_history : tuple of float
        Methane of the 20 years before the horizon, for GWP*; empty for that of the baseline's first
        year [t CH4/yr].
    manufacture_study : ManufactureStudy
        Publication of what making fertiliser, lime and pesticides emits.
    """

    seed: int = 1
    draws: int = 1000
    sequence: Literal["random", "sobol"] = "random"
    models: tuple[str, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    metric: Metric = Metric.AR6_GWP100
    start: Start = Start.MEASURED_STOCK
    plant_inputs: PlantInputs = PlantInputs.BOLINDER2007
    posterior: Posterior | None = None
    update: bool = False
    factor_edition: Edition = Edition.IPCC2019
    factor_editions: dict[str, str] = field(default_factory=dict)
    leaching: Leaching = Leaching.DRAINAGE
    methane_history: tuple[float, ...] = ()
    manufacture_study: ManufactureStudy = ManufactureStudy.LAL_2004
