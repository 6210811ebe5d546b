"""Nutrients that leave a field with the harvest, and nitrogen that its crops fix."""

from __future__ import annotations

from typing import Any

from permil.datasets.management import CropYear
from permil.datasets.whole_plant import whole_plant_harvested
from permil.science.nutrient_supply import fixed_nitrogen_anglade2015, removed_nutrient
from permil.science.residue_nitrogen import above_ground_residues_ipcc2019
from permil.tables import table
from permil.vocabulary import Residues
from permil.workflows.crops import CropFacts, crop_facts

ELEMENTS = ("N", "P", "S")


def content(crop: str, element: str) -> float | None:
    """Return the nutrient of a harvested product [g/kg DM]; None where no table has it.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.
    element : str
        ``N``, ``P`` or ``S``.

    Returns
    -------
    float or None
        Content of the dry matter.
    """
    rows: Any = table("crop_nutrients").select(crop=crop, element=element)
    return rows[0].value if rows else None


def harvested(crop: CropYear) -> dict[str, float | None]:
    """Return what the harvest of a crop takes away, straw included.

    Parameters
    ----------
    crop : CropYear
        The crop with its yield and what becomes of its residues.

    Returns
    -------
    dict of str to float or None
        By element [kg/ha/yr]; None where no table has the product's content. Of straw the nitrogen
        alone is known.
    """
    facts = crop_facts(crop.crop)
    dry_yield = (crop.crop_yield or 0.0) * (facts.dry_matter or 0.0)
    taken: dict[str, float | None] = {}
    for element in ELEMENTS:
        known = content(crop.crop, element)
        amount = None if known is None else float(removed_nutrient(dry_yield, known))
        taken[element] = 0.0 if not dry_yield else amount
    if taken["N"] is not None:
        taken["N"] += _straw_nitrogen(facts, crop, dry_yield)
    return taken


def _straw_nitrogen(facts: CropFacts, crop: CropYear, dry_yield: float) -> float:
    """Return nitrogen of residues that are removed, or that a fire takes [kg N/ha/yr]."""
    if not dry_yield or facts.perennial or whole_plant_harvested(crop.crop):
        return 0.0
    share = crop.removed_share * (facts.combustion if crop.residues is Residues.BURNT else 1.0)
    row = facts.residues
    slope = row.residue_ratio if row.slope is None else row.slope
    straw = above_ground_residues_ipcc2019(dry_yield, slope, row.intercept or 0.0)
    return float(1000.0 * straw * share * row.nitrogen_above)


def fixed_nitrogen(crop: CropYear) -> float:
    """Return the nitrogen that a crop fixes from the air.

    Parameters
    ----------
    crop : CropYear
        The crop with its yield.

    Returns
    -------
    float
        [kg N/ha/yr]; zero for crops that no table of fixation names.
    """
    facts = crop_facts(crop.crop)
    dry_yield = (crop.crop_yield or 0.0) * (facts.dry_matter or 0.0)
    rows: Any = [row for row in table("nitrogen_fixation").rows if crop.crop in row.crops.split()]
    if not rows or not dry_yield:
        return 0.0
    row, nitrogen = rows[0], content(crop.crop, "N")
    free = row.nonsymbiotic or 0.0
    if row.fixed_share is None or nitrogen is None:
        return float(free)
    fixed = fixed_nitrogen_anglade2015(
        dry_yield,
        nitrogen,
        fixed_share=row.fixed_share,
        harvest_index=row.harvest_index,
        below_ground_ratio=row.below_ground_ratio,
        legume_share=row.legume_share,
        nonsymbiotic=free,
    )
    return float(fixed)
