"""What the tables say of a crop, its dry yield, and the nitrogen of its residues."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from permil.datasets.management import CropYear
from permil.datasets.whole_plant import whole_plant_harvested
from permil.science.fire import burnt_dry_matter_ipcc2019
from permil.science.residue_nitrogen import (
    above_ground_residues_ipcc2019,
    residue_nitrogen_ipcc2019,
)
from permil.tables import parameter_set, table
from permil.vocabulary import Residues


class CropFacts(NamedTuple):
    """What the tables say of a crop."""

    name: str
    dry_matter: float | None
    residues: Any
    dpm_rpm_ratio: float
    perennial: bool
    combustion: float


@cache
def crop_facts(crop: str) -> CropFacts:
    """Return what the tables say of a crop.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.

    Returns
    -------
    CropFacts
        Its row of the residue table, quality and dry matter.
    """
    row: Any = table("crops").one(crop=crop)
    residues = table("ipcc2019_residues").one(crop=row.residue_crop) if row.residue_crop else None
    burning = parameter_set("crop_residues")
    return CropFacts(
        name=row.name,
        dry_matter=row.dry_matter,
        residues=residues,
        dpm_rpm_ratio=parameter_set("rothc_26_3")[f"dpm_rpm_{row.litter}"],
        perennial=row.perennial,
        combustion=burning.get(f"combustion_{crop}", burning["combustion_other"]),
    )


def fates(facts: CropFacts, crop: CropYear) -> dict[str, float]:
    """Return the shares of the above-ground residues that are removed, and that fire consumes.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of it.
    crop : CropYear
        The crop and what becomes of its residues.

    Returns
    -------
    dict of str to float
        Shares by name of the argument of the functions that take them [-].
    """
    if crop.residues is Residues.BURNT:
        return {"removed": 0.0, "consumed_by_fire": crop.removed_share * facts.combustion}
    return {"removed": crop.removed_share, "consumed_by_fire": 0.0}


def dry_yield_of(facts: CropFacts, crop: CropYear) -> float:
    """Return the dry matter of a harvest.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of the crop.
    crop : CropYear
        The crop with its yield.

    Returns
    -------
    float
        Dry matter, zero where there is no yield [t DM/ha].
    """
    return (crop.crop_yield or 0.0) * (facts.dry_matter or 0.0)


def root_share_entering(facts: CropFacts, *, goes_on: bool) -> float:
    """Return the share of a crop's roots that enters the soil in a year.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of it.
    goes_on : bool
        Whether the same stand is there in the next year, too.

    Returns
    -------
    float
        One for what is sown every year and in the last year of a stand; else the yearly turnover
        of perennial roots [-].

    References
    ----------
    holos
    """
    if facts.perennial and goes_on:
        return float(parameter_set("crop_residues")["perennial_root_turnover"])
    return 1.0


def residue_fates(facts: CropFacts, crop: CropYear) -> dict[str, float]:
    """Return what becomes of a crop's residues above ground.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of it.
    crop : CropYear
        The crop with its yield and the fate of its residues.

    Returns
    -------
    dict of str to float
        ``left``, ``removed`` and ``burnt`` [t DM/ha/yr], by the equation that gives their nitrogen;
        nothing of a crop whose whole plant is the harvest.
    """
    dry_yield = dry_yield_of(facts, crop)
    if not dry_yield or facts.residues is None or whole_plant_harvested(crop.crop):
        return {"left": 0.0, "removed": 0.0, "burnt": 0.0}
    slope, intercept = _residue_line(facts.residues)
    straw = float(above_ground_residues_ipcc2019(dry_yield, slope, intercept))
    shares = fates(facts, crop)
    burnt = float(burnt_dry_matter_ipcc2019(straw, shares["consumed_by_fire"]))
    removed = straw * shares["removed"]
    return {"left": straw - removed - burnt, "removed": removed, "burnt": burnt}


def _residue_line(row: Any) -> tuple[float, float]:
    """Return slope and intercept of the residues; a crop with a ratio alone has no intercept."""
    return (row.residue_ratio, 0.0) if row.slope is None else (row.slope, row.intercept)


def crop_nitrogen(facts: CropFacts, crop: CropYear) -> float:
    """Return the nitrogen of a crop's residues.

    Parameters
    ----------
    facts : CropFacts
        What the tables say of it.
    crop : CropYear
        The crop with its yield.

    Returns
    -------
    float
        Nitrogen above and below ground [kg N/ha/yr].
    """
    row = facts.residues
    slope, intercept = _residue_line(row)
    nitrogen = residue_nitrogen_ipcc2019(
        dry_yield_of(facts, crop),
        slope=slope,
        intercept=intercept,
        root_shoot_ratio=row.root_shoot_ratio,
        nitrogen_above_ground=row.nitrogen_above,
        nitrogen_below_ground=row.nitrogen_below,
        **fates(facts, crop),
    )
    return float(nitrogen.total)
