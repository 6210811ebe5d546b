"""Crops of which the whole plant is harvested, such as silage maize: nothing can be returned."""

from __future__ import annotations

from typing import Any

from permil.datasets import project_schema as s
from permil.errors import Conflict
from permil.tables import table
from permil.tables.categories import CropGroup
from permil.vocabulary import Residues


def whole_plant_harvested(crop: str) -> bool:
    """Say whether the harvest of a crop is its whole shoot.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.

    Returns
    -------
    bool
        Whether the allocation table has it among the silages.
    """
    row: Any = table("crops").one(crop=crop)
    shares: Any = table("bolinder2007_allocation").one(
        crop=row.allocation_crop, condition=row.allocation_condition
    )
    return bool(shares.group is CropGroup.SILAGE)


def check_no_residues(entry: s.CropEntry | s.YearEntry, name: str, where: str) -> None:
    """Raise an error for residues of a crop that leaves none above ground.

    Parameters
    ----------
    entry : CropEntry or YearEntry
        The crop as written.
    name : str
        Its name for people.
    where : str
        Place in the file.

    Raises
    ------
    Conflict
        If anything is said of its residues but that they are removed.
    """
    if entry.residues not in (None, Residues.REMOVED) or entry.removed_share is not None:
        raise Conflict(
            where=where,
            problem=f"the whole plant of {name} is harvested, no residues are left",
            remedy="leave residues and removed_share out, or name the grain crop",
        )
