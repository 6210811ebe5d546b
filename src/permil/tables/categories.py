"""Categories that only tables use; those of the field at large are in ``vocabulary``."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What stands behind a cell of an IPCC default table."""

    PUBLISHED = "published"
    REFERENCE_LEVEL = "reference_level"
    NOMINAL_RANGE = "nominal_range"
    PLACEHOLDER = "placeholder"
    NO_DATA = "no_data"
    NOT_OCCURRING = "not_occurring"


class StockChangeFactor(StrEnum):
    """Factors that multiply the reference stock."""

    LAND_USE = "F_LU"
    MANAGEMENT = "F_MG"
    INPUT = "F_I"


class GrasslandLevel(StrEnum):
    """Levels of the grassland factors (table 6.2 of 2019; moderately degraded in 2006 alone)."""

    ALL = "all"
    NOMINAL = "nominal"
    HIGH_INTENSITY_GRAZING = "high_intensity_grazing"
    MODERATELY_DEGRADED = "moderately_degraded"
    SEVERELY_DEGRADED = "severely_degraded"
    IMPROVED = "improved"
    MEDIUM = "medium"
    HIGH = "high"


class GrasslandClimate(StrEnum):
    """Climates that the grassland factors tell apart."""

    ALL = "all"
    TEMPERATE_BOREAL = "temperate_boreal"
    TROPICAL = "tropical"
    TROPICAL_MONTANE = "tropical_montane"


class NitrousOxideParameter(StrEnum):
    """Parameters of direct and indirect N2O from managed soils."""

    EF1 = "EF1"
    EF1_FLOODED_RICE = "EF1FR"
    EF3_CATTLE_POULTRY_PIGS = "EF3PRP_CPP"
    EF3_SHEEP_OTHER = "EF3PRP_SO"
    EF4 = "EF4"
    EF5 = "EF5"
    FRAC_GASF = "FracGASF"
    FRAC_GASM = "FracGASM"
    FRAC_LEACH = "FracLEACH"
    C_TO_N_OF_LOST_SOM = "R_CN_SOM"


class NitrousOxideCondition(StrEnum):
    """Conditions for which a parameter of the N2O table holds."""

    AGGREGATED = "aggregated"
    WET = "wet"
    WET_SYNTHETIC = "wet_synthetic"
    WET_OTHER = "wet_other"
    DRY = "dry"
    CONTINUOUS_FLOODING = "continuous_flooding"
    DRAINED = "drained"
    UREA = "urea"
    AMMONIUM = "ammonium"
    NITRATE = "nitrate"
    AMMONIUM_NITRATE = "ammonium_nitrate"
    LAND_USE_CHANGE = "land_use_change"
    MANAGEMENT = "management"


class Product(StrEnum):
    """Products that release CO2 when spread (2019 Refinement, chapter 11)."""

    LIMESTONE = "limestone"
    DOLOMITE = "dolomite"
    UREA = "urea"


class Element(StrEnum):
    """Nutrients bound in soil organic matter."""

    N = "N"
    P = "P"
    S = "S"


class Stoichiometry(StrEnum):
    """Named alternatives for the nutrients bound per carbon."""

    FINE_FRACTION = "fine_fraction"
    C_TO_N_12 = "c_to_n_12"
    CROPLAND = "cropland"
    OTHER_LAND = "other_land"


class CropGroup(StrEnum):
    """Groups of the carbon allocation table."""

    NONE = "none"
    SMALL_GRAIN_CEREALS = "small_grain_cereals"
    SILAGE = "silage"
    OILSEEDS = "oilseeds"
    PULSES = "pulses"
    ROOT_CROPS = "root_crops"
    COVER_CROPS = "cover_crops"
    PERENNIAL_FORAGES = "perennial_forages"


class LitterKind(StrEnum):
    """Kinds of plant material with a DPM/RPM ratio of their own in RothC."""

    CROP = "crop"
    UNIMPROVED_GRASS = "unimproved_grass"
    TREE = "tree"


class AmgCropType(StrEnum):
    """Types of crops in AMG's table of plants."""

    MAIN = "main_crop"
    COVER = "cover_crop"
    HARVESTED_COVER = "harvested_cover_crop"


class AmgMaterialKind(StrEnum):
    """Kinds of materials that have a quality class in AMG."""

    CROP = "crop"
    COVER_CROP = "cover_crop"
    AMENDMENT = "amendment"


class ParameterSet(StrEnum):
    """Sets of model parameters, each from one publication."""

    ROTHC_26_3 = "rothc_26_3"
    ROTHC_CONTINUOUS = "rothc_continuous"
    FARINA2013 = "farina2013"
    WOSTEN1999 = "wosten1999"
    FALLOON1998 = "falloon1998"
    WEIHERMUELLER2013 = "weihermueller2013"
    IPCC_TIER1 = "ipcc_tier1"
    CROP_RESIDUES = "crop_residues"
    CALIBRATION = "calibration"
    IPCC_TIER2 = "ipcc_tier2"
    CENTURY = "century"
    CTOOL = "ctool"
    MIMICS_HIRES = "mimics_hires"
    MIMICS_SULMAN2018 = "mimics_sulman2018"
    MIMICS_LIDET2015 = "mimics_lidet2015"
    MILLENNIAL_DEFAULT = "millennial_default"
    MILLENNIAL_FIT = "millennial_fit"
    MILLENNIAL_BUCKET = "millennial_bucket"
    AMG_V2 = "amg_v2"
    AMG_V1 = "amg_v1"
    TEMPERATURE_CENTURY_BURKE2003 = "temperature_century_burke2003"
    TEMPERATURE_CENTURY_ADAIR2008 = "temperature_century_adair2008"
    TEMPERATURE_DAYCENT_KELLY2000 = "temperature_daycent_kelly2000"
    TEMPERATURE_DAYCENT_DELGROSSO2005 = "temperature_daycent_delgrosso2005"
    TEMPERATURE_LLOYD1994 = "temperature_lloyd1994"
    TEMPERATURE_KIRSCHBAUM1995 = "temperature_kirschbaum1995"
    TEMPERATURE_FOLEY1995 = "temperature_foley1995"
    TEMPERATURE_VANTHOFF = "temperature_vanthoff"
    TEMPERATURE_HARMON2001 = "temperature_harmon2001"
    TEMPERATURE_ARRHENIUS = "temperature_arrhenius"
    MOISTURE_CENTURY_ADAIR2008 = "moisture_century_adair2008"
    MOISTURE_DAYCENT_KELLY2000_FINE = "moisture_daycent_kelly2000_fine"
    MOISTURE_DAYCENT_KELLY2000_COARSE = "moisture_daycent_kelly2000_coarse"
    MOISTURE_DAYCENT_DELGROSSO2005 = "moisture_daycent_delgrosso2005"
    MOISTURE_MOYANO2013 = "moisture_moyano2013"
    MOISTURE_SKOPP1990 = "moisture_skopp1990"
    MOISTURE_CANDY_BAUER2008 = "moisture_candy_bauer2008"
    MOISTURE_GOMPERTZ_JANSSENS2003 = "moisture_gompertz_janssens2003"
    MOISTURE_FOLEY1995 = "moisture_foley1995"
    ICBM = "icbm"
    ICBM_1997 = "icbm_1997"
    ICBM_RECALIBRATION = "icbm_recalibration"
    ICBM_RECALIBRATION_PRIORS = "icbm_recalibration_priors"
    ICBM_CLIMATE = "icbm_climate"
    KATTERER2006 = "katterer2006"
    YASSO15 = "yasso15"
    YASSO20_PUBLISHED = "yasso20_published"
    PLANNING = "planning"
    EU_METHANE_OVERSHOOT = "eu_methane_overshoot"
    EROSIVITY_RENARD1994_FOURNIER = "erosivity_renard1994_fournier"
    EROSIVITY_RENARD1994_ANNUAL = "erosivity_renard1994_annual"
    ERODIBILITY_WILLIAMS1995 = "erodibility_williams1995"
    ERODIBILITY_WISCHMEIER1978 = "erodibility_wischmeier1978"
    SLOPE_RUSLE = "slope_rusle"
    ERODED_CARBON = "eroded_carbon"
    INORGANIC_CARBON = "inorganic_carbon"
    NUTRIENT_SUPPLY = "nutrient_supply"
    WATER_BALANCE = "water_balance"
    GWP_STAR = "gwp_star"
    CO2_RESPONSE_AR5 = "co2_response_ar5"
