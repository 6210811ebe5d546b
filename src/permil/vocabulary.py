"""The field's closed vocabularies. Ids are ASCII, stable and never translated."""

from __future__ import annotations

from enum import StrEnum


class ClimateZone(StrEnum):
    """IPCC climate zones (2006/2019 Guidelines, volume 4, chapter 3, annex 3A.5)."""

    TROPICAL_MONTANE = "tropical_montane"
    TROPICAL_WET = "tropical_wet"
    TROPICAL_MOIST = "tropical_moist"
    TROPICAL_DRY = "tropical_dry"
    WARM_TEMPERATE_MOIST = "warm_temperate_moist"
    WARM_TEMPERATE_DRY = "warm_temperate_dry"
    COOL_TEMPERATE_MOIST = "cool_temperate_moist"
    COOL_TEMPERATE_DRY = "cool_temperate_dry"
    BOREAL_MOIST = "boreal_moist"
    BOREAL_DRY = "boreal_dry"
    POLAR_MOIST = "polar_moist"
    POLAR_DRY = "polar_dry"


class MoistureRegime(StrEnum):
    """Wet or dry, as the N2O factors of the 2019 Refinement distinguish them."""

    WET = "wet"
    DRY = "dry"


class SoilType(StrEnum):
    """Mineral soil types of the IPCC default reference stocks."""

    HAC = "HAC"
    LAC = "LAC"
    SAN = "SAN"
    POD = "POD"
    VOL = "VOL"
    WET = "WET"


class LandUse(StrEnum):
    """Land uses with an IPCC land-use factor."""

    LONG_TERM_CULTIVATED = "long_term_cultivated"
    PADDY_RICE = "paddy_rice"
    PERENNIAL_TREE_CROP = "perennial_tree_crop"
    SET_ASIDE = "set_aside_lt20y"
    GRASSLAND = "grassland"


class Tillage(StrEnum):
    """Tillage levels of cropland (2019 Refinement, table 5.5)."""

    FULL = "full_tillage"
    REDUCED = "reduced_tillage"
    NO_TILL = "no_till"


class Part(StrEnum):
    """Where carbon that enters a soil comes from."""

    SHOOTS = "shoots"
    ROOTS = "roots"
    COVER_CROP = "cover_crop"
    PLANT = "plant"
    AMENDMENT = "amendment"


class InputLevel(StrEnum):
    """Carbon-input levels of cropland (2019 Refinement, table 5.5)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH_WITHOUT_MANURE = "high_without_manure"
    HIGH_WITH_MANURE = "high_with_manure"


class Gas(StrEnum):
    """Greenhouse gases of the ledger.

    Methane of living things and of fossil carbon differ in most metrics. CO2e is what is published
    only as a sum of gases: no metric can weigh its parts anew.
    """

    CO2 = "CO2"
    CH4 = "CH4"
    FOSSIL_CH4 = "fossil CH4"
    N2O = "N2O"
    CO2E = "CO2e"


class Edition(StrEnum):
    """Editions of the IPCC Guidelines' factors."""

    IPCC2006 = "2006"
    IPCC2019 = "2019"


class Metric(StrEnum):
    """Greenhouse-gas metrics that the tables hold."""

    AR6_GWP100 = "AR6 GWP100"
    AR6_GWP20 = "AR6 GWP20"
    AR6_GTP100 = "AR6 GTP100"
    AR5_GWP100 = "AR5 GWP100"
    AR5_GWP20 = "AR5 GWP20"
    AR4_GWP100 = "AR4 GWP100"
    AR4_GWP20 = "AR4 GWP20"


class Confidence(StrEnum):
    """How far a tabled value was checked."""

    VERIFIED = "verified"
    SINGLE_SOURCE = "single_source"
    MEMORY = "memory"


class Residues(StrEnum):
    """What happens to the above-ground residues of a crop."""

    RETURNED = "returned"
    REMOVED = "removed"
    BURNT = "burnt"


class Fertiliser(StrEnum):
    """Fertiliser types with a volatilisation fraction of their own (table 11.3)."""

    SYNTHETIC = "synthetic"
    UREA = "urea"
    AMMONIUM = "ammonium"
    NITRATE = "nitrate"
    AMMONIUM_NITRATE = "ammonium_nitrate"


class DrainageClass(StrEnum):
    """How well a soil sheds water, as field studies of N2O group it."""

    GOOD = "good"
    MEDIUM = "medium"
    POOR = "poor"


class Leaching(StrEnum):
    """What decides whether nitrogen leaches: the land's own drainage, or the IPCC's climate."""

    DRAINAGE = "drainage"
    CLIMATE = "climate"


class OrganicSoilKind(StrEnum):
    """Organic and wetland soils with methods of their own in the Wetlands Supplement."""

    INLAND_PEAT = "inland_peat"
    INLAND_MINERAL = "inland_mineral"
    MANGROVE = "mangrove"
    TIDAL_MARSH = "tidal_marsh"
    SEAGRASS = "seagrass"


class Inhibitor(StrEnum):
    """What makes a fertiliser lose less nitrogen: inhibitors, or a coating that releases slowly."""

    NITRIFICATION = "nitrification"
    UREASE = "urease"
    DOUBLE = "double"
    CONTROLLED_RELEASE = "controlled_release"


class AmendmentSource(StrEnum):
    """Where manure comes from: the animals of the project, or others."""

    OWN = "own"
    BOUGHT = "bought"


class AdoptionTiming(StrEnum):
    """When in its year an area adopts a practice; in the middle is the half-year rule."""

    MID_YEAR = "mid_year"
    START_OF_YEAR = "start_of_year"


class AdoptionCurve(StrEnum):
    """How a practice spreads over the land; without a curve all of it begins at once."""

    LINEAR = "linear"
    LOGISTIC = "logistic"
    TABLE = "table"


class ReversalCause(StrEnum):
    """What may undo a gain of carbon beside the end of the practice."""

    DROUGHT = "drought"
    FIRE = "fire"
    PLOUGHING = "ploughing"
    TENURE = "tenure"


class AlternativeFate(StrEnum):
    """What would have happened to an amendment without the project."""

    SPREAD_ELSEWHERE = "spread_elsewhere"
    BURNT = "burnt"
    LANDFILLED = "landfilled"
    DUMPED = "dumped"
    SAME_LAND = "same_land"


class PlantInputs(StrEnum):
    """Published ways from the yield of a crop to the carbon that it brings to the soil."""

    BOLINDER2007 = "bolinder2007"
    AMG = "amg"
    IPCC2019_RESIDUES = "ipcc2019_residues"
    FIXED_BELOW_GROUND = "fixed_below_ground"


class Capability(StrEnum):
    """What the engine gives of a model; each has contract tests that every such model passes."""

    INPUTS = "inputs"
    LINEAR = "linear"
    STEADY_STATE = "steady_state"
    INVERSE_INPUT = "inverse_input"
    INPUT_FOR_RATE = "input_for_rate"
    AGES = "ages"
    RADIOCARBON = "radiocarbon"
    SENSITIVITIES = "sensitivities"
    CALIBRATION = "calibration"
    PRIMING = "priming"
    PEDOTRANSFER = "pedotransfer"
    COMPILED = "compiled"


class Start(StrEnum):
    """How the initial state of a model is found."""

    MEASURED_STOCK = "measured_stock"
    STEADY_STATE = "steady_state"
    HISTORY = "history"
    MEASURED_POOLS = "measured_pools"
    PEDOTRANSFER = "pedotransfer"


class Distribution(StrEnum):
    """Distributions in which a published range may be drawn."""

    NORMAL = "normal"
    TWO_PIECE_NORMAL = "two_piece_normal"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    PUBLISHED_MEAN = "published_mean"


class BulkDensityOf(StrEnum):
    """What a bulk density is the density of."""

    WHOLE_SOIL = "whole_soil"
    FINE_EARTH = "fine_earth"


class CoarseFragmentsBy(StrEnum):
    """What a share of coarse fragments is a share of."""

    MASS = "mass"
    VOLUME = "volume"


class PracticeChange(StrEnum):
    """What kind of effect a practice has."""

    DRIVERS = "drivers"
    STOCK_FACTOR = "stock_factor"
    BIOMASS = "biomass"
    WATER_TABLE = "water_table"
