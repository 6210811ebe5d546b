"""Categories of the tables of water and nutrients."""

from __future__ import annotations

from enum import StrEnum


class TextureClass(StrEnum):
    """Classes of the USDA texture triangle."""

    SAND = "sand"
    LOAMY_SAND = "loamy_sand"
    SANDY_LOAM = "sandy_loam"
    LOAM = "loam"
    SILT_LOAM = "silt_loam"
    SILT = "silt"
    SANDY_CLAY_LOAM = "sandy_clay_loam"
    CLAY_LOAM = "clay_loam"
    SILTY_CLAY_LOAM = "silty_clay_loam"
    SANDY_CLAY = "sandy_clay"
    SILTY_CLAY = "silty_clay"
    CLAY = "clay"


class TextureGroup(StrEnum):
    """Groups of texture for which the effect of carbon on available water was looked at."""

    ALL = "all"
    COARSE = "coarse"
    MEDIUM = "medium"
    FINE = "fine"
