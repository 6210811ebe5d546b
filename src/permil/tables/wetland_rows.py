"""Rows of the tables of the 2013 Wetlands Supplement."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.rows import FactorRow
from permil.tables.wetland_categories import (
    CoastalCondition,
    CoastalParameter,
    CoastalWetland,
    Drainage,
    DrainedParameter,
    MineralWetlandParameter,
    Nutrients,
    PeatFire,
    PeatFireParameter,
    PeatUse,
    PrintedRow,
    RewettedParameter,
    WetlandClimate,
)


@dataclass(frozen=True, kw_only=True)
class DrainedOrganicSoilRow(FactorRow):
    """Parameter of a drained organic soil.

    Parameters
    ----------
    parameter : DrainedParameter
        Which parameter.
    land_use : PeatUse
        Use of the drained soil; ``all`` where the source does not tell uses apart.
    climate : WetlandClimate
        Climate.
    nutrients : Nutrients
        Nutrient status; ``all`` where the source does not tell it apart.
    drainage : Drainage
        Drainage; ``all`` where the source does not tell it apart.
    printed_row : PrintedRow
        Which row where the source prints two for one class.
    n : int or None
        Number of sites.
    """

    parameter: DrainedParameter
    land_use: PeatUse
    climate: WetlandClimate
    nutrients: Nutrients
    drainage: Drainage
    printed_row: PrintedRow
    n: int | None


@dataclass(frozen=True, kw_only=True)
class RewettedOrganicSoilRow(FactorRow):
    """Parameter of a rewetted organic soil.

    Parameters
    ----------
    parameter : RewettedParameter
        Which parameter.
    climate : WetlandClimate
        Climate.
    nutrients : Nutrients
        Nutrient status; ``all`` where the source does not tell it apart.
    n : int or None
        Number of sites.
    """

    parameter: RewettedParameter
    climate: WetlandClimate
    nutrients: Nutrients
    n: int | None


@dataclass(frozen=True, kw_only=True)
class PeatFireRow(FactorRow):
    """Parameter of a fire on organic soil.

    Parameters
    ----------
    parameter : PeatFireParameter
        Fuel consumed, or emission of a gas.
    climate : WetlandClimate
        Climate.
    fire : PeatFire
        Kind of fire; ``all`` where the source does not tell them apart.
    """

    parameter: PeatFireParameter
    climate: WetlandClimate
    fire: PeatFire


@dataclass(frozen=True, kw_only=True)
class MineralWetlandRow(FactorRow):
    """Parameter of an inland wetland mineral soil.

    Parameters
    ----------
    parameter : MineralWetlandParameter
        Stock-change factor of a state, or methane once rewetted.
    climate : WetlandClimate
        Climate; ``all`` where the source does not tell them apart.
    """

    parameter: MineralWetlandParameter
    climate: WetlandClimate


@dataclass(frozen=True, kw_only=True)
class CoastalWetlandRow(FactorRow):
    """Parameter of a coastal wetland.

    Parameters
    ----------
    parameter : CoastalParameter
        Which parameter.
    wetland : CoastalWetland
        Vegetation.
    condition : CoastalCondition
        Soil or salinity for which it holds.
    """

    parameter: CoastalParameter
    wetland: CoastalWetland
    condition: CoastalCondition
