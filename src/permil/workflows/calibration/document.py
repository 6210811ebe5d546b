"""The answer of a calibration: plain numbers and texts from which every view is made."""

from __future__ import annotations

from importlib.metadata import version as installed
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.locale import text
from permil.models import model as registered
from permil.report.charts import parameter_label
from permil.tables import references, table_editions
from permil.workflows.calibration.priors import Prior
from permil.workflows.calibration.run import STEPS, Calibration, ModelCalibration
from permil.workflows.provenance import provenance, version
from permil.workflows.statistics import summarise

Float = NDArray[np.float64]

#: Bars of the picture of prior and posterior.
_BARS = 40
#: Above this spread beside the prior's, the measurements say nothing of a parameter.
INFORMED = 0.95
#: Mean squared error over that of the measurements beyond which the model misses them.
MISSES = 2.0


def build_document(found: Calibration) -> dict[str, Any]:
    """Return the answer document of a calibration.

    Parameters
    ----------
    found : Calibration
        The calibration.

    Returns
    -------
    dict
        Plain data; everything but ``provenance`` is the same for the same inputs and seed.
    """
    project = found.project
    units = {unit.id: unit.name for unit in project.land_units}
    known = references()
    notes = [
        {
            "code": note.code,
            "text": text(f"assumptions.{note.code}", note.fields),
            "key": note.key,
            "source": note.source,
        }
        for note in found.assumptions
    ]
    models = [_model(found, one, units) for one in found.models.values()]
    keys = {note["source"] for note in notes} | {m["source"] for m in models}
    keys |= {p["source"] for m in models for p in m["parameters"]}
    keys |= {"foremanmackey2013", "gelman1992", "goodman2010"}
    return {
        "format": 1,
        "kind": "permil calibration",
        "version": version(),
        "input_hash": found.input_hash,
        "seed": found.seed,
        "command": _command(found),
        "project": {
            "name": project.name,
            "illustrative": project.illustrative,
            "description": project.description,
        },
        "converged": found.converged,
        "models": models,
        "left_out": [
            {"model": name, "title": registered(name).title, "why": why}
            for name, why in found.left_out.items()
        ],
        "measurements": len(found.measured),
        "unused": found.unused,
        "assumptions": notes,
        "tables": [{"name": n, **entry} for n, entry in table_editions().items()],
        "sources": [
            {"key": key, "citation": known[key].citation} for key in sorted(keys & set(known))
        ],
        "provenance": provenance() | {"emcee": installed("emcee")},
    }


def _command(found: Calibration) -> str:
    path, run = found.project.path, found.project.run
    command = f"permil calibrate {path.name if path else 'project.toml'}"
    for name in run.models:
        command += f" --model {name}"
    if found.steps != STEPS:
        command += f" --steps {found.steps}"
    if found.walkers is not None:
        command += f" --walkers {found.walkers}"
    return command + f" --seed {found.seed}" * (found.seed != run.seed)


def _model(found: Calibration, one: ModelCalibration, units: dict[str, str]) -> dict[str, Any]:
    """Return what was found of a model."""
    entry, d = registered(one.name), one.diagnostics
    before, after = _misfit(found, one.before), _misfit(found, one.after)
    parameters = [
        _parameter(one, i, prior, units) | {"autocorrelation": _plain(d.autocorrelation[i])}
        for i, prior in enumerate(one.priors)
    ]
    return {
        "name": one.name,
        "title": entry.title,
        "source": entry.source,
        "converged": d.converged,
        "failures": list(d.failures),
        "steps": d.steps,
        "steps_needed": d.needed,
        "discarded": d.discarded,
        "kept_every": d.thin,
        "samples": one.values.shape[1],
        "acceptance": d.acceptance,
        "misfit": {"before": before, "after": after, "misses": after > MISSES},
        "parameters": parameters,
        "observations": _observations(found, one),
    }


def _plain(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _misfit(found: Calibration, modelled: Float) -> float:
    """Return the mean squared error of the median over the variance of the measurement [-]."""
    stock = np.array([seen.stock for seen in found.measured])
    sd = np.array([seen.sd for seen in found.measured])
    return float((((np.median(modelled, axis=1) - stock) / sd) ** 2).mean())


def _parameter(
    one: ModelCalibration, i: int, prior: Prior, units: dict[str, str]
) -> dict[str, Any]:
    """Return prior and posterior of a parameter, as numbers and as a picture of them."""
    places = (np.arange(20_000) + 0.5) / 20_000
    before, after, d = prior.at(places), one.values[i], one.diagnostics
    spread = float(after.std() / before.std())
    return {
        "name": prior.name,
        "label": parameter_label(prior.name.removeprefix(f"{one.name}."), units),
        "unit": prior.unit,
        "distribution": str(prior.kind),
        "source": prior.source,
        "prior": summarise(before, prior.unit),
        "posterior": summarise(after, prior.unit),
        "spread": spread,
        "informed": spread < INFORMED,
        "r_hat": _plain(d.r_hat[i]),
        "effective": float(d.effective[i]),
        "density": _density(before, after),
    }


def _density(before: Float, after: Float) -> dict[str, list[float]]:
    """Return prior and posterior by bars of the same width over where either lies."""
    ends = [np.quantile(values, (0.002, 0.998)) for values in (before, after)]
    edges = np.linspace(min(e[0] for e in ends), max(e[1] for e in ends), _BARS + 1)
    if edges[0] == edges[-1]:
        edges = edges[0] + np.linspace(-0.5, 0.5, _BARS + 1)
    counts = [np.histogram(values, edges)[0] / len(values) for values in (before, after)]
    return {
        "edges": edges.tolist(),
        "prior": counts[0].tolist(),
        "posterior": counts[1].tolist(),
    }


def _observations(found: Calibration, one: ModelCalibration) -> list[dict[str, Any]]:
    names = {s.id: s.name for s in found.project.scenarios}
    return [
        {
            "scenario": seen.scenario,
            "name": names[seen.scenario],
            "land_unit": seen.unit,
            "year": seen.year,
            "stock": seen.stock,
            "sd": seen.sd,
            "sd_given": seen.given,
            "before": summarise(one.before[i], "t C/ha"),
            "after": summarise(one.after[i], "t C/ha"),
        }
        for i, seen in enumerate(found.measured)
    ]
