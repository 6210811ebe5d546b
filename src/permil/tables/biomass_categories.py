"""Categories of the tables of woody biomass, grassland, fire and biochar."""

from __future__ import annotations

from enum import StrEnum


class WorldRegion(StrEnum):
    """Regions of the agroforestry tables."""

    CARIBBEAN = "caribbean"
    CENTRAL_AFRICA = "central_africa"
    CENTRAL_AMERICA = "central_america"
    CENTRAL_ASIA = "central_asia"
    EASTERN_AFRICA = "eastern_africa"
    EASTERN_ASIA = "eastern_asia"
    EUROPE = "europe"
    NORTH_AMERICA = "north_america"
    NORTHERN_AFRICA = "northern_africa"
    OCEANIA = "oceania"
    SOUTH_AMERICA = "south_america"
    SOUTH_EASTERN_ASIA = "south_eastern_asia"
    SOUTHERN_AFRICA = "southern_africa"
    SOUTHERN_ASIA = "southern_asia"
    WESTERN_AFRICA = "western_africa"
    WESTERN_ASIA = "western_asia"


class WoodySystem(StrEnum):
    """Agroforestry systems and perennial crops (2019 Refinement, tables 5.1 to 5.3)."""

    ALLEY_CROPPING = "alley_cropping"
    HEDGEROW = "hedgerow"
    MULTISTRATA = "multistrata"
    PARKLAND = "parkland"
    PERENNIAL_FALLOW = "perennial_fallow"
    SHADED_PERENNIAL = "shaded_perennial"
    SILVOARABLE = "silvoarable"
    SILVOPASTURE = "silvopasture"
    OIL_PALM = "oil_palm"
    OLIVE = "olive"
    ORCHARD = "orchard"
    RUBBER = "rubber"
    SHORT_ROTATION_COPPICE = "short_rotation_coppice"
    TEA = "tea"
    VINE = "vine"


class BiomassPart(StrEnum):
    """Parts of living biomass."""

    ABOVE_GROUND = "above_ground"
    BELOW_GROUND = "below_ground"
    TOTAL = "total"


class BiomassKind(StrEnum):
    """Kinds of biomass with a carbon fraction of their own."""

    WOODY = "woody"
    HERBACEOUS = "herbaceous"


class HedgeStudy(StrEnum):
    """Studies of the biomass of hedges in temperate climates."""

    DREXLER_2021 = "drexler2021"
    DREXLER_2023 = "drexler2023"
    AXE_2017 = "axe2017"


class FireGas(StrEnum):
    """Gases and trace gases of fire."""

    CO2 = "CO2"
    CO = "CO"
    CH4 = "CH4"
    N2O = "N2O"
    NOX = "NOx"


class FireFuel(StrEnum):
    """What burns, as table 2.5 tells it apart."""

    AGRICULTURAL_RESIDUES = "agricultural_residues"
    SAVANNA_AND_GRASSLAND = "savanna_and_grassland"
    TROPICAL_FOREST = "tropical_forest"
    EXTRA_TROPICAL_FOREST = "extra_tropical_forest"
    BIOFUEL = "biofuel"


class BiocharFeedstock(StrEnum):
    """Feedstocks of biochar (2019 Refinement, chapter 2, appendix 4)."""

    ANIMAL_MANURE = "animal_manure"
    WOOD = "wood"
    HERBACEOUS = "herbaceous"
    RICE = "rice"
    SHELLS_AND_STONES = "shells_and_stones"
    BIOSOLIDS = "biosolids"


class BiocharProcess(StrEnum):
    """How biochar is made."""

    PYROLYSIS = "pyrolysis"
    GASIFICATION = "gasification"


class PyrolysisClass(StrEnum):
    """Classes of the highest temperature of pyrolysis: 350 to 450, to 600 and above 600 °C."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class PermanenceMethod(StrEnum):
    """Publications of how much biochar carbon stays; never mixed in one study."""

    IPCC_2019 = "ipcc2019"
    WOOLF_2021 = "woolf2021"
