"""Categories of the tables of the 2013 Wetlands Supplement."""

from __future__ import annotations

from enum import StrEnum


class WetlandClimate(StrEnum):
    """Climates that the Wetlands Supplement tells apart."""

    BOREAL = "boreal"
    TEMPERATE = "temperate"
    TROPICAL = "tropical"
    ALL = "all"


class PeatUse(StrEnum):
    """Uses of drained organic soil with factors of their own (tables 2.1 to 2.5)."""

    FOREST = "forest"
    CROPLAND = "cropland"
    GRASSLAND = "grassland"
    RICE = "rice"
    PLANTATION = "plantation"
    PLANTATION_ACACIA = "plantation_acacia"
    PLANTATION_OIL_PALM = "plantation_oil_palm"
    PLANTATION_SAGO_PALM = "plantation_sago_palm"
    PEAT_EXTRACTION = "peat_extraction"
    ALL = "all"


class Nutrients(StrEnum):
    """Nutrient status of an organic soil: bogs are poor, fens are rich."""

    POOR = "poor"
    RICH = "rich"
    ALL = "all"


class Drainage(StrEnum):
    """Drainage of grassland: shallow where the mean water table stands above 30 cm."""

    SHALLOW = "shallow"
    DEEP = "deep"
    ALL = "all"


class PrintedRow(StrEnum):
    """Which of two rows that the source prints for one class."""

    FIRST = "first"
    SECOND = "second"


class DrainedParameter(StrEnum):
    """Parameters of drained organic soils, by the names that the equations give them."""

    ONSITE_CO2 = "onsite_co2"
    DISSOLVED_CARBON = "dissolved_carbon"
    LAND_CH4 = "land_ch4"
    DITCH_CH4 = "ditch_ch4"
    DITCH_SHARE = "ditch_share"
    N2O_NITROGEN = "n2o_nitrogen"


class RewettedParameter(StrEnum):
    """Parameters of rewetted organic soils, by the names that the equations give them."""

    CO2_CARBON = "co2_carbon"
    DISSOLVED_CARBON = "dissolved_carbon"
    CH4_CARBON = "ch4_carbon"
    N2O_NITROGEN = "n2o_nitrogen"


class PeatFireParameter(StrEnum):
    """Parameters of fires on organic soils (tables 2.6 and 2.7)."""

    FUEL = "fuel"
    CO2_CARBON = "co2_carbon"
    CO = "co"
    CH4 = "ch4"


class PeatFire(StrEnum):
    """Kinds of fires that consume organic soil."""

    WILDFIRE_DRAINED = "wildfire_drained"
    WILDFIRE_UNDRAINED = "wildfire_undrained"
    PRESCRIBED_DRAINED = "prescribed_drained"
    ALL = "all"


class MineralWetlandParameter(StrEnum):
    """Parameters of inland wetland mineral soils (tables 5.3 and 5.4)."""

    CULTIVATED = "F_LU_cultivated"
    REWETTED_20 = "F_LU_rewetted_20"
    REWETTED_40 = "F_LU_rewetted_40"
    CH4 = "ch4"


class CoastalParameter(StrEnum):
    """Parameters of coastal wetlands (tables 4.11 to 4.14)."""

    SOIL_CARBON_STOCK = "soil_carbon_stock_1m"
    REWETTING = "rewetting"
    DRAINAGE = "drainage"
    CH4 = "ch4"


class CoastalWetland(StrEnum):
    """Coastal wetlands by their vegetation."""

    MANGROVE = "mangrove"
    TIDAL_MARSH = "tidal_marsh"
    SEAGRASS = "seagrass"


class CoastalCondition(StrEnum):
    """Soil or salinity for which a parameter of the coastal table holds."""

    ALL = "all"
    MINERAL_SOIL = "mineral_soil"
    ORGANIC_SOIL = "organic_soil"
    FRESH = "below_18_ppt"
    SALINE = "above_18_ppt"
