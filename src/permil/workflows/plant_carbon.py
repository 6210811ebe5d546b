"""Carbon of crops from their yields, by the published way that a project chooses.

A way gives amounts of carbon by part of the plant and no more. What of it is humified is asked of
the model that receives it (:mod:`permil.models.streams`): a coefficient of one model never meets
the pools of another.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from permil.datasets.management import CropYear
from permil.datasets.plant_inputs import plant_input_row, stubble
from permil.science.plant_inputs import (
    PlantCarbon,
    carbon_inputs_bolinder2007,
    straw_share_returned,
)
from permil.science.plant_inputs_amg import PlantCoefficients, carbon_inputs_clivot2019
from permil.science.plant_inputs_fixed import FixedCoefficients, carbon_inputs_soilmanager2024
from permil.science.plant_inputs_ipcc import carbon_inputs_ipcc2019
from permil.tables import parameter_set
from permil.vocabulary import PlantInputs
from permil.workflows.crops import CropFacts, dry_yield_of, fates


class Way(NamedTuple):
    """The way from yields to carbon of one land unit.

    Parameters
    ----------
    method : PlantInputs
        Its name.
    depth : float
        Depth of the layer, for a way that counts the roots within it [cm].
    """

    method: PlantInputs = PlantInputs.BOLINDER2007
    depth: float = inf

    @property
    def standing_roots(self) -> bool:
        """Whether the roots of a perennial are those that stand, not those of a year."""
        return self.method in (PlantInputs.BOLINDER2007, PlantInputs.IPCC2019_RESIDUES)


#: Function that a way computes with, by which a reader finds its text.
FUNCTIONS: dict[PlantInputs, Callable[..., Any]] = {
    PlantInputs.BOLINDER2007: carbon_inputs_bolinder2007,
    PlantInputs.AMG: carbon_inputs_clivot2019,
    PlantInputs.IPCC2019_RESIDUES: carbon_inputs_ipcc2019,
    PlantInputs.FIXED_BELOW_GROUND: carbon_inputs_soilmanager2024,
}
#: Source of each way.
SOURCES = {
    PlantInputs.BOLINDER2007: "bolinder2007",
    PlantInputs.AMG: "clivot2019",
    PlantInputs.IPCC2019_RESIDUES: "ipcc2019_v4_ch11",
    PlantInputs.FIXED_BELOW_GROUND: "soilmanager2024",
}


def crop_carbon(facts: CropFacts, crop: CropYear, way: Way) -> PlantCarbon | None:
    """Return the carbon of a crop's straw, roots and exudates.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of it.
    crop : CropYear
        The crop with its yield.
    way : Way
        The way from yields to carbon; it must have the crop.

    Returns
    -------
    PlantCarbon or None
        Carbon [t C/ha]; None where there is no yield, as on a fallow.
    """
    dry_yield = dry_yield_of(facts, crop)
    if not dry_yield or facts.residues is None:
        return None
    row = plant_input_row(crop.crop, way.method)
    straw = straw_share_returned(stubble(crop.crop, way.method), **fates(facts, crop))
    return _CARBON[way.method](row, dry_yield, straw, way)


def assumption_of(crop: CropYear, way: Way) -> str:
    """Return the code of what is taken for granted of a crop's carbon.

    Parameters
    ----------
    crop : CropYear
        The crop.
    way : Way
        The way from yields to carbon.

    Returns
    -------
    str
        Code of an assumption.
    """
    if way.method is PlantInputs.BOLINDER2007:
        return "crop_carbon_allocation"
    if way.method is PlantInputs.FIXED_BELOW_GROUND:
        fixed = plant_input_row(crop.crop, way.method).root_input is not None
        return "crop_carbon_fixed" if fixed else "crop_carbon_not_fixed"
    return f"crop_carbon_{way.method}"


def _bolinder(row: Any, dry_yield: float, straw: float, way: Way) -> PlantCarbon:
    return carbon_inputs_bolinder2007(
        dry_yield,
        row.product,
        row.straw or 0.0,
        row.roots,
        row.exudates,
        straw_returned=straw,
        carbon_content=parameter_set("crop_residues")["carbon_content"],
    )


def _amg(row: Any, dry_yield: float, straw: float, way: Way) -> PlantCarbon:
    exudates = parameter_set("amg_v2")["exudates_per_root"]
    plant = PlantCoefficients(*(getattr(row, name) for name in PlantCoefficients._fields))
    found = carbon_inputs_clivot2019(
        dry_yield,
        plant,
        depth=way.depth,
        straw_returned=straw,
        exudates_per_root=exudates,
    )
    roots = found.roots / (1.0 + exudates)
    return PlantCarbon(dry_yield * row.carbon_shoots, found.shoots, roots, found.roots - roots)


def _ipcc(row: Any, dry_yield: float, straw: float, way: Way) -> PlantCarbon:
    by_ratio = row.slope is None
    return carbon_inputs_ipcc2019(
        dry_yield,
        slope=row.residue_ratio if by_ratio else row.slope,
        intercept=0.0 if by_ratio else row.intercept,
        root_shoot_ratio=row.root_shoot_ratio,
        straw_returned=straw,
        carbon_content=parameter_set("crop_residues")["carbon_content_ipcc2019"],
    )


def _fixed(row: Any, dry_yield: float, straw: float, way: Way) -> PlantCarbon:
    carbon_content = parameter_set("crop_residues")["carbon_content"]
    plant = FixedCoefficients(*(getattr(row, name) for name in FixedCoefficients._fields))
    found = carbon_inputs_soilmanager2024(
        dry_yield, plant, straw_returned=straw, carbon_content=carbon_content
    )
    harvested = dry_yield * carbon_content - found.product
    return PlantCarbon(harvested, found.straw + found.product, found.roots, found.exudates)


_CARBON: dict[PlantInputs, Callable[[Any, float, float, Way], PlantCarbon]] = {
    PlantInputs.BOLINDER2007: _bolinder,
    PlantInputs.AMG: _amg,
    PlantInputs.IPCC2019_RESIDUES: _ipcc,
    PlantInputs.FIXED_BELOW_GROUND: _fixed,
}
