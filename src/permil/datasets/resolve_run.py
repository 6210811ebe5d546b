"""How a project is run: its models, their weights and the defaults taken."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from permil.datasets import project_schema as s
from permil.datasets.posterior_file import Posterior, read_posterior
from permil.datasets.resolve_context import Context
from permil.datasets.skill_table import read_skill_weights
from permil.errors import Conflict, MissingKey, NotApplicable, UnknownName


def check_models(file: s.ProjectFile, context: Context, models: Sequence[str]) -> None:
    """Check the models that are named, against the registered ones and the land units."""
    run, depths = file.run, {u.depth for u in file.land_unit.values()}
    for i, name in enumerate(run.models):
        if models and name not in models:
            nearest = difflib.get_close_matches(name, models, n=3) or list(models)
            raise UnknownName(
                where=context.where("run", "models", i),
                kind="model",
                value=name,
                nearest=nearest,
            )
        if name in run.models[:i]:
            raise Conflict(
                where=context.where("run", "models", i),
                problem=f"the model {name!r} is named twice",
                remedy="name each model once",
            )
    if len(depths) > 1:
        listed = ", ".join(f"{depth:g}" for depth in sorted(depths))
        raise Conflict(
            where=context.where("land_unit"),
            problem=f"land units have different depths ({listed} cm)",
            remedy="stocks of different depths cannot be added: give one depth",
        )
    if "ipcc_tier1" in run.models:
        for name, unit in file.land_unit.items():
            if unit.soil_type is None:
                raise MissingKey(
                    where=context.where("land_unit", name),
                    key="soil_type",
                    expected="the soil type for ipcc_tier1: HAC, LAC, SAN, POD, VOL or WET",
                )
            if abs(unit.depth - 30) > 0.5 and len(run.models) == 1:
                raise NotApplicable(
                    where=context.where("land_unit", name, "depth"),
                    method="ipcc_tier1",
                    problem=f"it is defined for 0-30 cm, the land unit has {unit.depth:g} cm",
                    remedy="give the stock of 30 cm or use another model",
                )


def model_weights(run: s.RunSection, context: Context, models: Sequence[str]) -> dict[str, float]:
    """Return the weights of the models: as given, by a table of their skill, or equal."""
    where = context.where("run", "weights")
    if isinstance(run.weights, str):
        remedy = "give the skill.csv of permil validate, its path relative to the project file"
        weights = read_skill_weights(context.file(run.weights, "run", "weights", remedy=remedy))
        context.note("weights_by_skill", "run.weights", file=run.weights)
    else:
        weights = run.weights
        for name in weights:
            if models and name not in models:
                nearest = difflib.get_close_matches(name, models, n=3)
                raise UnknownName(where=where, kind="model", value=name, nearest=nearest)
    missing = [name for name in run.models if weights and not weights.get(name)]
    if missing and len(missing) == len(run.models):
        raise Conflict(
            where=where,
            problem="no model of run.models has a weight",
            remedy="give a weight above zero to one of them at least",
        )
    return weights


def posterior(run: s.RunSection, context: Context, models: Sequence[str]) -> Posterior | None:
    """Return the posterior of a calibration that the project names, or None."""
    if run.posterior is None:
        return None
    where = context.where("run", "posterior")
    remedy = "give the posterior.nc of permil calibrate, its path relative to the project file"
    path = context.file(run.posterior, "run", "posterior", remedy=remedy)
    found = read_posterior(path, where=where)
    for name in found.models:
        if models and name not in models:
            nearest = difflib.get_close_matches(name, models, n=3)
            raise UnknownName(where=where, kind="model", value=name, nearest=nearest)
    if run.models and not set(found.models) & set(run.models):
        raise Conflict(
            where=where,
            problem=f"{run.posterior} holds {', '.join(found.models)}, of which none is in"
            " run.models",
            remedy="name a model that was calibrated, or leave the posterior out",
        )
    for name, entry in found.models.items():
        code = "posterior" if entry.converged else "posterior_not_converged"
        fields = {"model": name, "file": run.posterior, "hash": found.digest[:12]}
        if not run.models or name in run.models:
            context.note(code, "run.posterior", **fields)
    return found


def note_run_defaults(file: s.ProjectFile, context: Context) -> None:
    """Note the defaults of the run; that of the start where there is soil to start."""
    run = file.run
    for key in ("metric", "start", "draws", "seed"):
        if key not in run.model_fields_set and (key != "start" or file.land_unit):
            value = getattr(run, key)
            shown = ", ".join(value) if isinstance(value, tuple) else str(value)
            context.note("default_taken", f"run.{key}", key=f"run.{key}", value=shown)
