"""Rows of the default tables of the IPCC Guidelines."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.categories import (
    GrasslandClimate,
    GrasslandLevel,
    NitrousOxideCondition,
    NitrousOxideParameter,
    Status,
    StockChangeFactor,
)
from permil.tables.rows import FactorRow
from permil.vocabulary import ClimateZone, InputLevel, LandUse, SoilType, Tillage


@dataclass(frozen=True, kw_only=True)
class DefaultRow(FactorRow):
    """A cell of an IPCC default table.

    Parameters
    ----------
    status : Status
        Whether the value is published, a placeholder or missing.
    """

    status: Status

    @property
    def must_ask(self) -> bool:
        """Whether the value may not be taken as a default: there is none, or a placeholder."""
        return self.value is None or self.status is Status.PLACEHOLDER


@dataclass(frozen=True, kw_only=True)
class ReferenceStockRow(DefaultRow):
    """Reference soil organic carbon stock under native vegetation, 0-30 cm.

    Parameters
    ----------
    edition : str
        2019 (Refinement) or 2006 (Guidelines, to reproduce older studies).
    soil_type : SoilType
        IPCC mineral soil type.
    climate_zone : ClimateZone
        IPCC climate zone.
    error : float or None
        Half the 95 % range in % of the value [%].
    n : int or None
        Number of profiles.
    """

    edition: str
    soil_type: SoilType
    climate_zone: ClimateZone
    error: float | None
    n: int | None


@dataclass(frozen=True, kw_only=True)
class CroplandFactorRow(DefaultRow):
    """Relative stock change factor of cropland over 20 years.

    Parameters
    ----------
    edition : str
        2019 (Refinement) or 2006 (Guidelines, to reproduce older studies).
    factor : StockChangeFactor
        Land use, management or input.
    level : LandUse, Tillage or InputLevel
        Level of that factor.
    climate_zone : ClimateZone
        IPCC climate zone.
    error : float or None
        Two standard deviations in % of the value [%]; ``None`` for a reference level.
    """

    edition: str
    factor: StockChangeFactor
    level: LandUse | Tillage | InputLevel
    climate_zone: ClimateZone
    error: float | None


@dataclass(frozen=True, kw_only=True)
class GrasslandFactorRow(DefaultRow):
    """Relative stock change factor of grassland over 20 years.

    Parameters
    ----------
    edition : str
        2019 (Refinement) or 2006 (Guidelines, to reproduce older studies).
    factor : StockChangeFactor
        Land use, management or input.
    level : GrasslandLevel
        Level of that factor.
    climate : GrasslandClimate
        Group of climate zones.
    error : float or None
        Two standard deviations in % of the value [%]; ``None`` for a reference level.
    """

    edition: str
    factor: StockChangeFactor
    level: GrasslandLevel
    climate: GrasslandClimate
    error: float | None


@dataclass(frozen=True, kw_only=True)
class NitrousOxideRow(FactorRow):
    """Parameter of direct or indirect N2O from managed soils.

    Parameters
    ----------
    edition : str
        2019 (Refinement) or 2006 (Guidelines, to reproduce older studies).
    parameter : NitrousOxideParameter
        Which parameter.
    condition : NitrousOxideCondition
        Climate, N source or cause for which it holds.
    """

    edition: str
    parameter: NitrousOxideParameter
    condition: NitrousOxideCondition
