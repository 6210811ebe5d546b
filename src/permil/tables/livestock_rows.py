"""Rows of the livestock tables."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.livestock_categories import (
    Animal,
    CattleCoefficient,
    Feeding,
    ManureSystem,
    NitrogenLoss,
    Productivity,
    Region,
)
from permil.tables.rows import FactorRow
from permil.vocabulary import ClimateZone


@dataclass(frozen=True, kw_only=True)
class LivestockRow(FactorRow):
    """Factor of an animal in a region.

    Parameters
    ----------
    region : Region
        Region, ``world`` where the source has one value for all.
    animal : Animal
        Animal.
    productivity : Productivity
        Mean of the region, or high and low productivity apart.
    """

    region: Region
    animal: Animal
    productivity: Productivity


@dataclass(frozen=True, kw_only=True)
class MethaneYieldRow(FactorRow):
    """Share of the gross energy of feed that becomes methane, Ym.

    Parameters
    ----------
    animal : Animal
        Animal.
    feeding : Feeding
        Production and feed.
    """

    animal: Animal
    feeding: Feeding


@dataclass(frozen=True, kw_only=True)
class CattleCoefficientRow(FactorRow):
    """Coefficient of the Tier 2 equations of cattle.

    Parameters
    ----------
    coefficient : CattleCoefficient
        Which coefficient.
    condition : str
        State, housing or sex for which it holds, ``all`` otherwise.
    """

    coefficient: CattleCoefficient
    condition: str


@dataclass(frozen=True, kw_only=True)
class ConversionRow(FactorRow):
    """Methane conversion factor of a manure system.

    Parameters
    ----------
    system : ManureSystem
        Manure management system.
    climate_zone : ClimateZone
        IPCC climate zone.
    """

    system: ManureSystem
    climate_zone: ClimateZone


@dataclass(frozen=True, kw_only=True)
class ManureMethaneRow(ConversionRow):
    """Methane per volatile solids in a manure system.

    Parameters
    ----------
    animal : Animal
        Animal or group of animals.
    productivity : Productivity
        High or low; ``mean`` where the source has one value for both.
    """

    animal: Animal
    productivity: Productivity


@dataclass(frozen=True, kw_only=True)
class ManureNitrousOxideRow(FactorRow):
    """Direct N2O of a manure system, EF3.

    Parameters
    ----------
    system : ManureSystem
        Manure management system.
    """

    system: ManureSystem


@dataclass(frozen=True, kw_only=True)
class ManureNitrogenRow(FactorRow):
    """Share of the nitrogen of manure that a system loses.

    Parameters
    ----------
    loss : NitrogenLoss
        By volatilisation or by leaching.
    animal : Animal
        Group of animals, see ``LOSS_GROUP``.
    system : ManureSystem
        Manure management system.
    """

    loss: NitrogenLoss
    animal: Animal
    system: ManureSystem
