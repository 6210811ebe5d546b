"""``permil validate``: every model on long-term experiments, scored against what was measured.

A model is run as published, and again with two factors fitted on all other sites. The 90 %
interval of a site comes from the errors at the other sites, so that nothing of a site is used for
its own score but the stock that it starts from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.experiments import Experiment, Use, bundled_sites, read_sites
from permil.errors import Conflict, InputError, NoConvergence, PermilError
from permil.models import MODELS
from permil.models import model as registered
from permil.models.protocol import Model
from permil.science import skill
from permil.workflows.experiment_fit import (
    Calibration,
    at_scored,
    calibrate,
    response,
    scored,
)
from permil.workflows.experiment_run import Variants, run_experiment
from permil.workflows.validation_scores import LeftOut, SiteResult, Skill

Float = NDArray[np.float64]


@dataclass
class Validation:
    """Models on experiments.

    Parameters
    ----------
    sites : tuple of Experiment
        All sites, those left out included.
    models : tuple of Model
        Models with at least one site.
    results : dict
        Results by model, calibrated or not, and site.
    calibrations : dict
        Factors by model and left-out site.
    left_out : list of LeftOut
        What does not run.
    """

    sites: tuple[Experiment, ...]
    models: tuple[Model, ...] = ()
    results: dict[tuple[str, bool], dict[str, SiteResult]] = field(default_factory=dict)
    calibrations: dict[str, dict[str, Calibration]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def ran(self) -> tuple[Experiment, ...]:
        """Sites that are run."""
        return tuple(site for site in self.sites if site.run)

    def skill(self) -> list[Skill]:
        """Return the scores of every treatment."""
        return [
            _score(key, site, [(site, i, found[site.id])])
            for key, found in self.results.items()
            for site in self.ran
            if site.id in found
            for i in range(len(site.run))
        ]

    def summary(self) -> list[Skill]:
        """Return the scores of every model over all treatments."""
        return [
            _score(
                key,
                None,
                [(s, i, found[s.id]) for s in self.ran if s.id in found for i in range(len(s.run))],
            )
            for key, found in self.results.items()
        ]

    def weights(self) -> list[dict[str, Any]]:
        """Return weights of the models: for every site without it, and from all sites.

        Only sites on which every model runs count, so that all are judged on the same stocks.
        """
        rows = []
        for calibrated in (False, True):
            found = {m: r for (m, c), r in self.results.items() if c is calibrated}
            if not found:
                continue
            common = [s.id for s in self.ran if all(s.id in r for r in found.values())]
            for without in [*common, ""]:
                used = [name for name in common if name != without]
                if not used:
                    continue
                errors = [_rmse(results, used) for results in found.values()]
                for name, weight in zip(found, skill.skill_weights(errors), strict=True):
                    rows.append(
                        {
                            "model": name,
                            "calibrated": calibrated,
                            "without": without,
                            "weight": float(weight),
                        }
                    )
        return rows


def validate(
    *,
    sites: Path | None = None,
    models: Sequence[str] = (),
    calibrated: bool = True,
    progress: Callable[[str], None] = lambda what: None,
) -> Validation:
    """Run models on the bundled experiments and on others, and score them.

    Parameters
    ----------
    sites : Path, optional
        Folder with more sites.
    models : sequence of str
        Names of registered models; all that can be driven by default.
    calibrated : bool
        Whether each is also calibrated on the other sites.
    progress : callable
        Is told what runs.

    Returns
    -------
    Validation
        Results and scores.

    Raises
    ------
    UnknownName
        If a model is not registered.
    permil.errors.InputError
        If a site cannot be read, or a model that was asked for by name runs on no site; the
        message says what it lacks.
    """
    found = bundled_sites() if sites is None else (*bundled_sites(), *read_sites(sites))
    _check_ids(found, sites)
    return validate_sites(found, models=models, calibrated=calibrated, progress=progress)


def validate_sites(
    sites: Sequence[Experiment],
    *,
    models: Sequence[str] = (),
    calibrated: bool = True,
    progress: Callable[[str], None] = lambda what: None,
) -> Validation:
    """Run models on experiments, and score them.

    Parameters
    ----------
    sites : sequence of Experiment
        Experiments, each with an id of its own.
    models, calibrated, progress
        As in :func:`validate`.

    Returns
    -------
    Validation
        Results and scores.

    Raises
    ------
    permil.errors.InputError
        As :func:`validate`.
    """
    validation = Validation(tuple(sites))
    chosen = [registered(name) for name in (models or MODELS)]
    for one in chosen:
        progress(one.title)
        if _validate_model(one, validation, asked=bool(models), calibrated=calibrated):
            validation.models += (one,)
    return validation


def _check_ids(sites: Sequence[Experiment], folder: Path | None) -> None:
    ids = [site.id for site in sites]
    for name in ids:
        if ids.count(name) > 1:
            raise Conflict(
                where=str(folder),
                problem=f"there is a bundled site {name}, too",
                remedy="give the folder another name",
            )


def _validate_model(model: Model, validation: Validation, *, asked: bool, calibrated: bool) -> bool:
    """Run a model on all sites; say whether it ran on any."""
    plain: dict[str, Float] = {}
    errors: dict[str, PermilError] = {}
    one = Variants(np.ones(1), np.ones(1))
    for site in validation.ran:
        try:
            plain[site.id] = run_experiment(model, site, one)[..., 0]
        except (InputError, NoConvergence) as error:
            error.fields["where"] = error.fields.get("where") or site.id
            errors[site.id] = error
    if not plain:
        if asked:
            raise next(iter(errors.values()))
        reason = _reason(next(iter(errors.values())))
        validation.left_out.append(LeftOut(model.name, "", reason))
        return False
    for name, lacking in errors.items():
        validation.left_out.append(LeftOut(model.name, name, _reason(lacking)))
    ran = [site for site in validation.ran if site.id in plain]
    validation.results[model.name, False] = _with_intervals(ran, {s.id: plain for s in ran})
    if calibrated and len(ran) > 1:
        fits, runs = _calibrated(model, ran)
        validation.calibrations[model.name] = fits
        validation.results[model.name, True] = _with_intervals(ran, runs)
    return True


def _reason(error: PermilError) -> str:
    """Return the sentence of an error without its place, which is named beside it."""
    return str(type(error)(**{**error.fields, "where": ""}))


def _calibrated(
    model: Model, sites: Sequence[Experiment]
) -> tuple[dict[str, Calibration], dict[str, dict[str, Float]]]:
    """Fit a model; its inputs alone where its rates have no plain factor.

    A model that is not linear may hold a stock with its own rates and with others not at all.
    """
    if model.rates:
        try:
            return _fitted(model, sites, rates=True)
        except NoConvergence:
            pass
    return _fitted(model, sites, rates=False)


def _fitted(
    model: Model, sites: Sequence[Experiment], *, rates: bool
) -> tuple[dict[str, Calibration], dict[str, dict[str, Float]]]:
    """Fit on all sites but one, for each; run all sites with each fit, the fits side by side."""
    names = [site.id for site in sites]
    responses = {site.id: response(model, site, rates=rates) for site in sites}
    fits = {out: calibrate(responses, [n for n in names if n != out]) for out in names}
    variants = Variants(
        np.array([fits[out].rate for out in names]), np.array([fits[out].inputs for out in names])
    )
    together = {site.id: run_experiment(model, site, variants) for site in sites}
    runs = {
        out: {name: soc[..., i] for name, soc in together.items()} for i, out in enumerate(names)
    }
    return fits, runs


def _with_intervals(
    sites: Sequence[Experiment], runs: Mapping[str, Mapping[str, Float]]
) -> dict[str, SiteResult]:
    """Return results by site; the interval of each from the errors at the others in the same fit.

    ``runs`` holds, for every site that is left out, the stocks of all sites.
    """
    found = {}
    for site in sites:
        fitted = runs[site.id]
        errors = []
        for other in sites:
            if other.id != site.id:
                modelled = at_scored(other, fitted[other.id][..., None])[0]
                errors.append(_measured(other) - modelled)
        soc = fitted[site.id]
        interval = skill.error_interval(np.concatenate(errors)) if errors else None
        modelled = at_scored(site, soc[..., None])[0]
        found[site.id] = SiteResult(soc, modelled, _measured(site), interval)
    return found


def _measured(site: Experiment) -> Float:
    return np.array([one.stock for _, one in scored(site)])


def _rmse(results: Mapping[str, SiteResult], names: Sequence[str]) -> float:
    modelled = np.concatenate([results[name].modelled for name in names])
    measured = np.concatenate([results[name].measured for name in names])
    return skill.root_mean_square_error(modelled, measured)


def _score(
    key: tuple[str, bool],
    site: Experiment | None,
    parts: Sequence[tuple[Experiment, int, SiteResult]],
) -> Skill:
    """Score one treatment, or several together."""
    modelled, measured, covered, trends = [], [], [], []
    for where, i, result in parts:
        mine = np.array([t == i for t, _ in scored(where)])
        modelled.append(result.modelled[mine])
        measured.append(result.measured[mine])
        if result.interval is not None:
            low, high = (result.modelled[mine] + end for end in result.interval)
            covered += [
                skill.coverage(m, a, b) for m, a, b in zip(measured[-1], low, high, strict=True)
            ]
        right = _trend_right(where, i, result)
        if right is not None:
            trends.append(right)
    m, o = np.concatenate(modelled), np.concatenate(measured)
    return Skill(
        model=key[0],
        experiment=site.id if site else "",
        treatment=site.run[parts[0][1]].id if site else "",
        calibrated=key[1],
        n=len(m),
        bias=skill.bias(m, o),
        rmse=skill.root_mean_square_error(m, o),
        efficiency=skill.modelling_efficiency(m, o),
        trends_right=sum(trends),
        trends=len(trends),
        coverage_90=float(np.mean(covered)) if covered else None,
    )


def _trend_right(site: Experiment, i: int, result: SiteResult) -> bool | None:
    """Say whether the sign of a trend is right, from the start on where one was measured."""
    used = [m for m in site.run[i].measured if m.use is not Use.SHOWN]
    years = [m.year for m in used]
    own = [float(result.soc[year - site.first_year + 1, i]) for year in years]
    return skill.trend_sign_right(years, own, [m.stock for m in used])
