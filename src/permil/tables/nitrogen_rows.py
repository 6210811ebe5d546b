"""Rows of the tables on irrigation and inhibitors."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.nitrogen_categories import (
    EnhancedFertiliser,
    MediterraneanIrrigation,
    NitrogenPathway,
)
from permil.tables.rows import FactorRow


@dataclass(frozen=True, kw_only=True)
class MediterraneanRow(FactorRow):
    """Direct emission factor of Mediterranean cropland.

    Parameters
    ----------
    irrigation : MediterraneanIrrigation
        How the land is watered.
    """

    irrigation: MediterraneanIrrigation


@dataclass(frozen=True, kw_only=True)
class EnhancedFertiliserRow(FactorRow):
    """Relative change of a loss against the same fertiliser without inhibitor or coating.

    Parameters
    ----------
    fertiliser : EnhancedFertiliser
        Kind of fertiliser.
    pathway : NitrogenPathway
        Loss that changes.
    """

    fertiliser: EnhancedFertiliser
    pathway: NitrogenPathway
