"""Nutrients that leave a field with the harvest, and nitrogen that its crops fix."""

from __future__ import annotations

from typing import Any

from permil.datasets.management import CropYear
from permil.science.nutrient_supply import fixed_nitrogen_anglade2015, removed_nutrient
from permil.tables import table
from permil.workflows.crops import CropFacts, crop_facts, dry_yield_of, residue_fates

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
    dry_yield = dry_yield_of(facts, crop)
    taken: dict[str, float | None] = {}
    for element in ELEMENTS:
        known = content(crop.crop, element)
        amount = None if known is None else float(removed_nutrient(dry_yield, known))
        taken[element] = 0.0 if not dry_yield else amount
    if taken["N"] is not None:
        taken["N"] += _straw_nitrogen(facts, crop)
    return taken


def _straw_nitrogen(facts: CropFacts, crop: CropYear) -> float:
    """Return nitrogen of residues that are removed, or that a fire takes [kg N/ha/yr]."""
    fates = residue_fates(facts, crop)
    gone = fates["removed"] + fates["burnt"]
    return 1000.0 * gone * float(facts.residues.nitrogen_above) if gone else 0.0


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
    dry_yield = dry_yield_of(facts, crop)
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
