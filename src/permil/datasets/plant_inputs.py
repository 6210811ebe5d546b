"""Which crops each way from yields to carbon has, and the check of the one that a project names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from permil.datasets.management import CropYear, Management
from permil.datasets.project_schema import RunSection
from permil.datasets.resolve_context import Context
from permil.errors import NoEffect, NotApplicable
from permil.tables import parameter_set, table
from permil.tables.categories import AmgMaterialKind
from permil.vocabulary import PlantInputs


@cache
def plant_input_row(crop: str, method: PlantInputs) -> Any:
    """Return the row by which a method finds the carbon of a crop.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.
    method : PlantInputs
        The way from yields to carbon.

    Returns
    -------
    Row or None
        A row of the method's own table; None where the method has no numbers for the crop. A crop
        that only stands in for its quality is none.
    """
    row: Any = table("crops").one(crop=crop)
    if not row.residue_crop:
        return None
    if method is PlantInputs.BOLINDER2007:
        return table("bolinder2007_allocation").one(
            crop=row.allocation_crop, condition=row.allocation_condition
        )
    if method is PlantInputs.IPCC2019_RESIDUES:
        residues = table("ipcc2019_residues").one(crop=row.residue_crop)
        return residues if residues.source.startswith("ipcc") else None
    if method is PlantInputs.FIXED_BELOW_GROUND:
        fixed = table("soilmanager_allocation")
        return fixed.one(crop=row.fixed_crop) if row.fixed_crop else None
    chosen = table("amg_materials").select(kind=AmgMaterialKind.CROP, material=crop)
    if not chosen or not chosen[0].own:
        return None
    return table("amg_plants").one(crop_type=chosen[0].crop_type, plant=chosen[0].row)


def crops_with(method: PlantInputs) -> tuple[str, ...]:
    """Return the crops for which a method has numbers.

    Parameters
    ----------
    method : PlantInputs
        The way from yields to carbon.

    Returns
    -------
    tuple of str
        Ids in the order of the table ``crops``.
    """
    rows = table("crops").rows
    return tuple(row.crop for row in rows if plant_input_row(row.crop, method) is not None)


def stubble(crop: str, method: PlantInputs) -> float:
    """Return the share of straw and shoots that stays where they are taken away.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.
    method : PlantInputs
        The way from yields to carbon.

    Returns
    -------
    float
        Share [-]: AMG has one for each plant, the other methods take the same one.
    """
    if method is PlantInputs.AMG:
        return float(plant_input_row(crop, method).returned_if_exported)
    return parameter_set("crop_residues")["stubble"]


def crops_by_yield(managements: Iterable[Management]) -> list[str]:
    """Return the crops of some managements whose carbon follows from a yield.

    Parameters
    ----------
    managements : iterable of Management
        Managements.

    Returns
    -------
    list of str
        Ids, each once.
    """
    found = [crop.crop for one in managements for crop in _crops(one) if crop.crop_yield]
    return list(dict.fromkeys(found))


def _crops(management: Management) -> Iterator[CropYear]:
    yield from management.rotation
    for override in management.overrides:
        if override.crop is not None:
            yield override.crop


def check_plant_inputs(
    run: RunSection, managements: Iterable[Management], context: Context
) -> None:
    """Check that the chosen way from yields to carbon has all crops; note it where none is named.

    Parameters
    ----------
    run : RunSection
        The section ``run``.
    managements : iterable of Management
        What is done in all scenarios and in the history.
    context : Context
        Places and notes of the project file.

    Raises
    ------
    NotApplicable
        If it has no numbers for a crop; the message names those that it has.
    NoEffect
        If it is named where no carbon follows from a yield.
    """
    crops, method = crops_by_yield(managements), run.plant_inputs
    named = "plant_inputs" in run.model_fields_set
    where = context.where("run", "plant_inputs")
    if named and not crops:
        raise NoEffect(
            where=where,
            what="plant_inputs",
            when="where no crop has a yield: all carbon is given",
            remedy="leave it out",
        )
    known = crops_with(method)
    missing = [crop for crop in crops if crop not in known]
    if missing:
        raise NotApplicable(
            where=where,
            method=f'plant_inputs = "{method}"',
            problem=f"it has no numbers for {', '.join(missing)}; it has them for"
            f" {', '.join(known)}",
            remedy=f'choose another way ("{PlantInputs.BOLINDER2007}" has all crops) or give'
            " carbon_input",
        )
    if crops and not named:
        context.note("default_taken", "run.plant_inputs", key="run.plant_inputs", value=str(method))
