"""Crops of which the whole plant is harvested, such as silage maize: nothing can be returned."""

from __future__ import annotations

from typing import Any

from permil.tables import table
from permil.tables.categories import CropGroup


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
