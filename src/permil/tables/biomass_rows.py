"""Rows of the tables of woody biomass, grassland, fire and biochar."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.biomass_categories import (
    BiocharFeedstock,
    BiocharProcess,
    BiomassKind,
    BiomassPart,
    FireFuel,
    FireGas,
    HedgeStudy,
    PermanenceMethod,
    PyrolysisClass,
    WoodySystem,
    WorldRegion,
)
from permil.tables.ipcc_rows import DefaultRow
from permil.tables.rows import FactorRow, Row
from permil.vocabulary import ClimateZone

#: What a row of the growth table says when it holds in every region.
ALL_REGIONS = "all"


@dataclass(frozen=True, kw_only=True)
class WoodyGrowthRow(DefaultRow):
    """Yearly growth of the biomass carbon of a woody system, until its maximum.

    Parameters
    ----------
    part : BiomassPart
        Above or below ground.
    system : WoodySystem
        Agroforestry system or perennial crop.
    climate_zone : ClimateZone
        IPCC climate zone.
    regions : str
        Regions that share the value, separated by spaces, or ``all``.
    """

    part: BiomassPart
    system: WoodySystem
    climate_zone: ClimateZone
    regions: str

    def holds_in(self, region: WorldRegion | str) -> bool:
        """Return whether the value is that of a region."""
        return self.regions == ALL_REGIONS or region in self.regions.split(" ")


@dataclass(frozen=True, kw_only=True)
class WoodyMaximumRow(DefaultRow):
    """Above-ground biomass carbon at which a woody system stops growing.

    Parameters
    ----------
    system : WoodySystem
        Agroforestry system or perennial crop.
    climate_zone : ClimateZone
        IPCC climate zone.
    """

    system: WoodySystem
    climate_zone: ClimateZone


@dataclass(frozen=True, kw_only=True)
class GrasslandBiomassRow(Row):
    """Living biomass of grassland.

    Parameters
    ----------
    climate_zone : ClimateZone
        IPCC climate zone.
    above_ground, total : float
        Biomass above ground, and above and below ground together [t DM/ha].
    """

    climate_zone: ClimateZone
    above_ground: float
    total: float

    @property
    def below_ground(self) -> float:
        """Biomass below ground [t DM/ha]: the total less what stands above."""
        return self.total - self.above_ground


@dataclass(frozen=True, kw_only=True)
class CarbonFractionRow(FactorRow):
    """Carbon in the dry matter of biomass.

    Parameters
    ----------
    kind : BiomassKind
        Kind of biomass.
    """

    kind: BiomassKind


@dataclass(frozen=True, kw_only=True)
class HedgeRow(FactorRow):
    """Biomass carbon of grown hedges, per area of hedge.

    Parameters
    ----------
    study : HedgeStudy
        Which study.
    part : BiomassPart
        Part of the biomass.
    """

    study: HedgeStudy
    part: BiomassPart


@dataclass(frozen=True, kw_only=True)
class FireEmissionRow(FactorRow):
    """Gas from burning a mass of dry matter.

    Parameters
    ----------
    fuel : FireFuel
        What burns.
    gas : FireGas
        Which gas.
    sd : float or None
        Published standard deviation, in the unit of ``value``.
    """

    fuel: FireFuel
    gas: FireGas
    sd: float | None


@dataclass(frozen=True, kw_only=True)
class CombustionRow(FactorRow):
    """Share of the fuel that burns.

    Parameters
    ----------
    fuel : str
        Id of the fuel.
    name : str
        Name for people.
    burns_as : FireFuel
        Whose gases its fire gives.
    """

    fuel: str
    name: str
    burns_as: FireFuel


@dataclass(frozen=True, kw_only=True)
class BiocharCarbonRow(FactorRow):
    """Organic carbon in biochar.

    Parameters
    ----------
    feedstock : BiocharFeedstock
        What it was made of.
    process : BiocharProcess
        How it was made.
    """

    feedstock: BiocharFeedstock
    process: BiocharProcess


@dataclass(frozen=True, kw_only=True)
class BiocharPermanenceRow(FactorRow):
    """Share of biochar carbon that is left after a horizon, by class of pyrolysis temperature.

    Parameters
    ----------
    method : PermanenceMethod
        Publication.
    pyrolysis : PyrolysisClass
        Class of temperature.
    horizon : int
        Years after which it is left [yr].
    """

    method: PermanenceMethod
    pyrolysis: PyrolysisClass
    horizon: int


@dataclass(frozen=True, kw_only=True)
class BiocharRegressionRow(Row):
    """Line of the carbon that is left over the molar ratio of hydrogen to organic carbon.

    Parameters
    ----------
    soil_temperature : float
        Mean annual temperature of the soil [°C].
    horizon : int
        Years after which it is left [yr].
    intercept, slope : float
        Constants of the line [-].
    """

    soil_temperature: float
    horizon: int
    intercept: float
    slope: float
