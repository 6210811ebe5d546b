"""Which models a project allows: by depth, by the way to start, by the soil that they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from permil.assumptions import Assumption
from permil.datasets.project import Project
from permil.errors import MissingKey, NotApplicable
from permil.locale import text
from permil.models import model as registered
from permil.models.protocol import Model
from permil.vocabulary import Start
from permil.workflows.unit_draws import mild_year, soil_of

#: A model is still run, with a note, where a depth is off its published ones by less than this.
NEAR = 2.0
#: What stands in the place of a model where a project has no land unit for one to run on.
NO_MODEL = "no_model"


def possible_models(
    project: Project,
    names: Sequence[str],
    left_out: dict[str, str],
    note: Callable[[Sequence[Assumption]], None],
) -> list[str]:
    """Return the models that can be run on all land units.

    Parameters
    ----------
    project : Project
        The project.
    names : sequence of str
        Registered models.
    left_out : dict of str to str
        Takes the models that are left out, with the reason.
    note : callable
        Takes the assumptions that are met.

    Returns
    -------
    list of str
        Names of those that can.

    Raises
    ------
    NotApplicable
        If there is none; the message says why of each.
    MissingKey
        If a model that the project names needs a soil property that it does not give.
    """
    possible = []
    for name in names:
        why = why_not(project, name, note)
        if why:
            left_out[name] = why
        else:
            possible.append(name)
    if not possible:
        reasons = "; ".join(f"{name}: {why}" for name, why in left_out.items())
        raise NotApplicable(
            where="run.models",
            method="the assessment",
            problem=f"no model is left ({reasons})",
            remedy="name another model, or give what they need",
        )
    return possible


def why_not(project: Project, name: str, note: Callable[[Sequence[Assumption]], None]) -> str:
    """Return why a model cannot be run on all land units.

    Parameters
    ----------
    project : Project
        The project.
    name : str
        A registered model.
    note : callable
        Takes the assumptions that are met.

    Returns
    -------
    str
        The reason; empty where it can.

    Raises
    ------
    MissingKey
        If the project names models, and this one needs a soil property that it does not give.
    """
    model = registered(name)
    return _depth(project, model, note) or _start(project, model) or _soil(project, model)


def _depth(project: Project, model: Model, note: Callable[[Sequence[Assumption]], None]) -> str:
    """Return why the depths are none of the model's; nothing where they are, or nearly so."""
    low, high = model.depths
    depths = {unit.soil.depth for unit in project.land_units}
    fits = all(low - 0.5 <= depth <= high + 0.5 for depth in depths)
    near = all(low / NEAR <= depth <= high * NEAR for depth in depths)
    if not fits and (model.name == "ipcc_tier1" or not near):
        return text("results.left_out_depth", {"span": f"0-{high:g} cm"})
    if not fits:
        span = f"{high:g} cm" if low == high else f"{low:g} to {high:g} cm"
        note([Assumption("model_depth", {"model": model.title, "span": span})])
    return ""


def _start(project: Project, model: Model) -> str:
    """Return why the model cannot start in the named way."""
    start = project.run.start
    if start is Start.PEDOTRANSFER and model.pedotransfer is None:
        return text("results.left_out_pedotransfer")
    measured = all(model.name in unit.soil.pools for unit in project.land_units)
    if start is Start.MEASURED_POOLS and not measured:
        return text("results.left_out_pools")
    return ""


def _soil(project: Project, model: Model) -> str:
    """Return which soil property is not known; it is asked for where models are named."""
    for unit in project.land_units:
        soil = soil_of(unit)
        try:
            model.site(model.parameters(), soil)
            if model.name != "ipcc_tier1":
                model.drive(model.parameters(), mild_year(soil))
        except MissingKey as error:
            if project.run.models:
                error.fields["where"] = f"land_unit.{unit.id}, model {model.name}"
                raise
            return text("results.left_out_soil", {"key": error.fields["key"]})
    return ""
