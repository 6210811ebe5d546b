"""Categories of what changes the N2O of fertilised land: irrigation and inhibitors."""

from __future__ import annotations

from enum import StrEnum


class MediterraneanIrrigation(StrEnum):
    """Irrigation of Mediterranean cropland, as its emission factors tell it apart."""

    RAINFED = "rainfed"
    TRADITIONAL = "traditional"
    DRIP = "drip"
    SPRINKLER = "sprinkler"
    FLOODED = "flooded"
    MEAN = "mean"


class EnhancedFertiliser(StrEnum):
    """Fertilisers that are made to lose less nitrogen."""

    NITRIFICATION_INHIBITOR = "nitrification_inhibitor"
    UREASE_INHIBITOR = "urease_inhibitor"
    DOUBLE_INHIBITOR = "double_inhibitor"
    CONTROLLED_RELEASE = "controlled_release"


class NitrogenPathway(StrEnum):
    """Losses that such a fertiliser changes."""

    DIRECT = "direct_n2o"
    VOLATILISED = "ammonia"
    LEACHED = "leaching"
