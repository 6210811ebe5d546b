"""Calibrate models on the measured stocks of a project."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import Project
from permil.errors import Conflict, FileProblem, InputError, MissingKey, NotApplicable
from permil.models import model as registered
from permil.workflows.assess import Assessor
from permil.workflows.calibration.chain import (
    CHAIN,
    UNFINISHED,
    ChainStore,
    prior_draws,
    sample,
    walkers_at_start,
)
from permil.workflows.calibration.diagnostics import Diagnostics, diagnose, samples
from permil.workflows.calibration.posterior import Density
from permil.workflows.calibration.priors import Prior, log_prior, priors_of, values_at
from permil.workflows.gases import nitrogen_factors
from permil.workflows.measured import Measured, note_errors, usable
from permil.workflows.model_choice import why_not
from permil.workflows.projects import read_project
from permil.workflows.provenance import project_hash

Float = NDArray[np.float64]

#: Length of the chain that is run where nobody says more.
STEPS = 1000
#: Fewest steps and walkers; a parameter needs two walkers at least, and gets four.
FEWEST_STEPS, FEWEST_WALKERS, WALKERS = 20, 8, 32
#: Draws of the prior, for each walker, among which it finds its start.
CANDIDATES = 50
#: Samples of prior and posterior that are run to see what the model says of the measurements.
SHOWN = 500

Advance = Callable[[str, int], None]


@dataclass(frozen=True)
class ModelCalibration:
    """What a calibration finds of one model.

    Parameters
    ----------
    name : str
        Name of the model.
    priors : tuple of Prior
        Parameters.
    values : ndarray, shape (parameter, sample)
        Samples of the posterior.
    diagnostics : Diagnostics
        Whether they can be relied on.
    before, after : ndarray, shape (measurement, sample)
        What the model says of the measurements, by prior and posterior [t C/ha].
    """

    name: str
    priors: tuple[Prior, ...]
    values: Float
    diagnostics: Diagnostics
    before: Float
    after: Float


@dataclass(frozen=True)
class Calibration:
    """Result of a calibration.

    Parameters
    ----------
    project : Project
        The project.
    models : dict of str to ModelCalibration
        By name.
    measured : tuple of Measured
        Measurements that were used.
    unused : int
        Measurements outside the horizon or at another depth.
    seed, steps : int
        Seed and length of the chains.
    walkers : int or None
        As asked for.
    left_out : dict of str to str
        Models that could not be calibrated, with the reason.
    assumptions : tuple of Assumption
        What was taken for granted.
    input_hash : str
        Digest of the inputs.
    """

    project: Project
    models: dict[str, ModelCalibration]
    measured: tuple[Measured, ...]
    unused: int
    seed: int
    steps: int
    walkers: int | None
    left_out: dict[str, str]
    assumptions: tuple[Assumption, ...]
    input_hash: str

    @property
    def converged(self) -> bool:
        """Whether the samples of all models can be relied on."""
        return all(found.diagnostics.converged for found in self.models.values())


class Start(NamedTuple):
    """Standard scores from which a calibration begins.

    Parameters
    ----------
    prior : ndarray, shape (draw, parameter)
        Draws of the prior.
    walkers : ndarray, shape (walker, parameter)
        Where the walkers start.
    """

    prior: Float
    walkers: Float


def calibrate(
    project: Project | str | Path,
    *,
    models: Sequence[str] = (),
    steps: int = STEPS,
    walkers: int | None = None,
    seed: int | None = None,
    folder: Path | None = None,
    resume: bool = False,
    force: bool = False,
    advance: Advance = lambda model, step: None,
) -> Calibration:
    """Calibrate models on the measured stocks of a project.

    Parameters
    ----------
    project : Project, str or Path
        A project, or the path of its file.
    models : sequence of str
        Models; those of the project, or the default set, if none is named.
    steps : int
        Length of the chain of each model.
    walkers : int, optional
        Walkers of the ensemble; 32, or four for each parameter.
    seed : int, optional
        Instead of the file's.
    folder : Path, optional
        Folder of the results, in which an unfinished chain is kept.
    resume : bool
        Whether to go on with the chain that lies there.
    force : bool
        Whether an unfinished chain may be thrown away.
    advance : callable
        Takes the model and the number of its steps that are done.

    Returns
    -------
    Calibration
        Posterior of each model and whether it can be relied on.

    Raises
    ------
    permil.errors.InputError
        If the project cannot be calibrated; the message names file, key and expectation.
    """
    if not isinstance(project, Project):
        project = read_project(project)
    models = tuple(models) or project.run.models
    run = replace(project.run, models=models, posterior=None, update=False)
    job = _Job(replace(project, run=run), steps, walkers, seed)
    try:
        densities = job.densities()
        starts = {name: job.start(density) for name, density in densities.items()}
    except InputError as error:
        where = str(error.fields.get("where", ""))
        if project.path is not None and str(project.path) not in where:
            error.fields["where"] = f"{project.path}, {where}".rstrip(", ")
        raise
    with _store(folder, job.manifest(densities), resume=resume, force=force) as store:
        found = {
            name: job.sampled(density, starts[name], store, partial(advance, name))
            for name, density in densities.items()
        }
    return job.result(found)


class _Job:
    """One calibration: what its models share."""

    def __init__(self, project: Project, steps: int, walkers: int | None, seed: int | None) -> None:
        if steps < FEWEST_STEPS:
            expected = f"at least {FEWEST_STEPS} steps"
            raise InputError(where="--steps", value=steps, expected=expected)
        self.project, self.steps, self.walkers = project, steps, walkers
        self.seed = project.run.seed if seed is None else seed
        self.measured = usable(project)
        self.assessor: Assessor
        self.notes: list[Assumption] = []

    def densities(self) -> dict[str, Density]:
        """Return what is to be sampled of each model.

        Raises
        ------
        InputError
            If nothing was measured, or a model that was named cannot be calibrated.
        """
        project = self.project
        if not project.observations:
            raise MissingKey(where="", key="observation", expected="a measured stock at least")
        if not self.measured:
            first, last = project.horizon.first_year, project.horizon.last_year
            raise Conflict(
                where="observation",
                problem=f"no stock was measured from {first - 1} to {last} at the depth of its"
                " land unit",
                remedy="let the horizon begin before the measurements",
            )
        self.assessor = assessor = Assessor(project, 1, self.seed)
        assessor.notes.clear()  # of what a calibration does not look at, such as a reversal
        nitrogen = nitrogen_factors(assessor.drawn, assessor.place.regime, [])
        shared = assessor.shared(nitrogen)
        seen = {one.unit for one in self.measured}
        units = [unit for unit in project.land_units if unit.id in seen]
        found = {}
        for name in assessor.models:
            why = why_not(project, name, assessor.note)
            if why or not registered(name).rates:
                assessor.left_out[name] = why
                self._refuse(name)
                continue
            priors, notes = priors_of(project, registered(name), units)
            self.notes += notes
            self._check_walkers(len(priors))
            found[name] = Density(shared, name, priors, self.measured)
        if not found:
            raise NotApplicable(
                where="",
                method="a calibration",
                problem="no model of the default set knows the soil: "
                + "; ".join(assessor.left_out.values()),
                remedy="name a model, and give what it needs",
            )
        return found

    def _refuse(self, name: str) -> None:
        """Leave a model out; one that was named is an error."""
        why = self.assessor.left_out[name] or "it has no rates of decomposition"
        self.assessor.left_out[name] = why
        if self.project.run.models:
            raise NotApplicable(
                where="",
                method=f"a calibration of {name}",
                problem=why,
                remedy="name other models",
            )

    def _check_walkers(self, parameters: int) -> None:
        least = max(FEWEST_WALKERS, 2 * parameters)
        if self.walkers is not None and self.walkers < least:
            expected = f"at least {least}, two for each parameter"
            raise InputError(where="--walkers", value=self.walkers, expected=expected)

    def manifest(self, densities: dict[str, Density]) -> dict[str, object]:
        """Return what a chain must be of to be gone on with."""
        parameters = {name: [p.name for p in one.priors] for name, one in densities.items()}
        return {
            "input_hash": self._hash(),
            "seed": self.seed,
            "walkers": self.walkers,
            "models": list(densities),
            "parameters": parameters,
        }

    def _hash(self) -> str:
        return project_hash(self.project, (self.project.run.models, self.seed, self.walkers))

    def start(self, density: Density) -> Start:
        """Return draws of a model's prior, and those of them from which the walkers start.

        Raises
        ------
        InputError
            If the model cannot take them.
        """
        names = [prior.name for prior in density.priors]
        walkers = self.walkers or max(WALKERS, 4 * len(names))
        candidates = prior_draws(names, CANDIDATES * walkers, self.seed)
        likelihood = density(candidates) - log_prior(candidates)
        possible = np.isfinite(likelihood)
        if possible.sum() < walkers:
            try:
                density.run(candidates[~possible][:1])  # raises the error of the model
            except InputError as error:
                error.fields["where"] = error.fields.get("where") or f"model {density.model}"
                raise
        start = walkers_at_start(candidates[possible], likelihood[possible], walkers, self.seed)
        return Start(candidates, start)

    def sampled(
        self, density: Density, start: Start, store: ChainStore, advance: Callable[[int], None]
    ) -> ModelCalibration:
        """Sample the posterior of one model, and run the model with it."""
        names = [prior.name for prior in density.priors]
        chain, accepted = sample(
            density, start.walkers, self.steps, store, density.model, self.seed, advance
        )
        diagnostics = diagnose(chain, accepted)
        scores = samples(chain, diagnostics)
        values = values_at(density.priors, scores)
        shown = np.linspace(0, len(scores) - 1, min(SHOWN, len(scores))).astype(int)
        return ModelCalibration(
            name=density.model,
            priors=tuple(density.priors),
            values=np.stack([values[name] for name in names]),
            diagnostics=diagnostics,
            before=_known(density.modelled(start.prior[:SHOWN])),
            after=_known(density.modelled(scores[shown])),
        )

    def result(self, found: dict[str, ModelCalibration]) -> Calibration:
        """Return the result with all that was taken for granted."""
        self.notes += note_errors(self.measured)
        self.notes.append(Assumption("calibration_errors", {}, "observation.sd"))
        self.notes.append(Assumption("calibration_fixed", {}))
        self.assessor.note([*self.project.assumptions, *self.assessor.place.assumptions])
        self.assessor.note(self.notes)
        return Calibration(
            project=self.project,
            models=found,
            measured=tuple(self.measured),
            unused=len(self.project.observations) - len(self.measured),
            seed=self.seed,
            steps=self.steps,
            walkers=self.walkers,
            left_out=self.assessor.left_out,
            assumptions=tuple(self.assessor.notes.values()),
            input_hash=self._hash(),
        )


def _known(modelled: Float) -> Float:
    """Leave out the samples whose parameters the model cannot take."""
    return modelled[:, np.isfinite(modelled).all(axis=0)]


@contextmanager
def _store(
    folder: Path | None, manifest: dict[str, object], *, resume: bool, force: bool
) -> Iterator[ChainStore]:
    """Give the file of the chains: begun anew, or as an earlier run left it."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="permil-") as place:
            store = ChainStore(Path(place))
            store.begin(manifest)
            yield store
        return
    store = ChainStore(folder / UNFINISHED)
    if resume:
        sources = [path for path in (store.path, folder / CHAIN) if path.is_file()]
        if not sources:
            raise FileProblem(
                where=str(folder),
                problem="there is no calibration to go on with",
                remedy="calibrate without --resume",
            )
        store.go_on(sources[0], manifest)
    elif store.path.is_file() and not force:
        raise Conflict(
            where=str(folder),
            problem="an unfinished calibration lies there",
            remedy="go on with --resume, or throw it away with --force",
        )
    else:
        shutil.rmtree(store.folder, ignore_errors=True)
        store.begin(manifest)
    yield store
    store.finish()
