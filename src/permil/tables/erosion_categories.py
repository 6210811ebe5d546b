"""Categories of the tables of erosion."""

from __future__ import annotations

from enum import StrEnum


class CoverKind(StrEnum):
    """What a factor of the cover table stands for; those of one field are multiplied."""

    CROP = "crop"
    LAND_COVER = "land_cover"
    TILLAGE = "tillage"
    RESIDUES = "residues"
    COVER_CROP = "cover_crop"


class SupportPractice(StrEnum):
    """Support practices against erosion."""

    NONE = "none"
    CONTOURING = "contouring"
    CONTOUR_STRIP_CROPPING = "contour_strip_cropping"
