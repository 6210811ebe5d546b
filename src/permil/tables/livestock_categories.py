"""Categories of the livestock tables (2019 Refinement, volume 4, chapter 10)."""

from __future__ import annotations

from enum import StrEnum


class Region(StrEnum):
    """Regions of the livestock tables; ``world`` where a table has one value for all."""

    NORTHERN_AMERICA = "northern_america"
    WESTERN_EUROPE = "western_europe"
    EASTERN_EUROPE = "eastern_europe"
    OCEANIA = "oceania"
    LATIN_AMERICA = "latin_america"
    AFRICA = "africa"
    MIDDLE_EAST = "middle_east"
    ASIA = "asia"
    INDIAN_SUBCONTINENT = "indian_subcontinent"
    WORLD = "world"


class Animal(StrEnum):
    """Animals and groups of animals, named by what their row of the source is.

    ``swine`` and ``chicken`` are the means over all ages and uses, never growing swine or layers.
    """

    DAIRY_CATTLE = "dairy_cattle"
    OTHER_CATTLE = "other_cattle"
    BUFFALO = "buffalo"
    SWINE = "swine"
    SWINE_FINISHING = "swine_finishing"
    SWINE_BREEDING = "swine_breeding"
    CHICKEN = "chicken"
    HEN = "hen"
    PULLET = "pullet"
    BROILER = "broiler"
    TURKEY = "turkey"
    DUCK = "duck"
    POULTRY = "poultry"
    SHEEP = "sheep"
    GOAT = "goat"
    HORSE = "horse"
    MULE_ASS = "mule_ass"
    CAMEL = "camel"
    DEER = "deer"
    REINDEER = "reindeer"
    OSTRICH = "ostrich"
    LLAMA = "llama"
    OTHER = "other_animals"


class Productivity(StrEnum):
    """Production systems of a region: their mean, or high and low apart (Tier 1a)."""

    MEAN = "mean"
    HIGH = "high"
    LOW = "low"


class ManureSystem(StrEnum):
    """Manure management systems.

    Deep bedding is told apart by its age for methane and by mixing for nitrogen, digesters by
    their leaks and store for methane alone.
    """

    LAGOON = "lagoon"
    SLURRY_CRUST = "slurry_natural_crust"
    SLURRY_OPEN = "slurry_uncovered"
    SLURRY_COVERED = "slurry_covered"
    PIT_SHORT = "pit_up_to_1_month"
    PIT_LONG = "pit_over_1_month"
    DAILY_SPREAD = "daily_spread"
    SOLID = "solid_storage"
    SOLID_COVERED = "solid_storage_covered"
    SOLID_BULKING = "solid_storage_bulking_agent"
    SOLID_ADDITIVES = "solid_storage_additives"
    DRY_LOT = "dry_lot"
    BEDDING = "deep_bedding_unmixed"
    BEDDING_MIXED = "deep_bedding_mixed"
    BEDDING_SHORT = "deep_bedding_up_to_1_month"
    BEDDING_LONG = "deep_bedding_over_1_month"
    COMPOST_VESSEL = "composting_in_vessel"
    COMPOST_PILE = "composting_static_pile"
    COMPOST_INTENSIVE = "composting_intensive_windrow"
    COMPOST_PASSIVE = "composting_passive_windrow"
    POULTRY_LITTER = "poultry_manure_with_litter"
    POULTRY_NO_LITTER = "poultry_manure_without_litter"
    AEROBIC_NATURAL = "aerobic_natural"
    AEROBIC_FORCED = "aerobic_forced"
    BURNED = "burned_for_fuel"
    PASTURE = "pasture"
    DIGESTER = "digester"
    DIGESTER_BEST = "digester_low_leakage_tight_store_best"
    DIGESTER_LOW_LEAK = "digester_low_leakage_leaky_store"
    DIGESTER_LOW_LEAK_OPEN = "digester_low_leakage_open_store"
    DIGESTER_HIGH_LEAK = "digester_high_leakage_tight_store"
    DIGESTER_HIGH_LEAK_LEAKY = "digester_high_leakage_leaky_store"
    DIGESTER_HIGH_LEAK_OPEN = "digester_high_leakage_open_store"


class NitrogenLoss(StrEnum):
    """Ways in which manure loses nitrogen before it reaches a field."""

    VOLATILISED = "FracGasMS"
    LEACHED = "FracLeachMS"


class Feeding(StrEnum):
    """Production and feed that a methane conversion factor belongs to (table 10.12)."""

    HIGH_YIELD = "high_yield"
    HIGH_YIELD_FIBRE = "high_yield_high_fibre"
    MEDIUM_YIELD = "medium_yield"
    LOW_YIELD = "low_yield"
    FORAGE_LOW = "low_quality_forage"
    FORAGE_MODERATE = "moderate_quality_forage"
    FORAGE_HIGH = "high_quality_forage_or_mixed"
    FEEDLOT = "feedlot_grain"
    FEEDLOT_STEAM_FLAKED = "feedlot_steam_flaked_maize"
    MILK = "milk_only"
    ANY = "any"


class CattleState(StrEnum):
    """States of cattle that the maintenance coefficient tells apart (table 10.4)."""

    LACTATING = "lactating"
    NOT_LACTATING = "not_lactating"
    BULL = "bull"


class CattleHousing(StrEnum):
    """How far cattle walk for their feed (table 10.5)."""

    STALL = "stall"
    PASTURE = "pasture"
    LARGE_AREAS = "large_areas"


class CattleSex(StrEnum):
    """Sexes that the growth coefficient tells apart (equation 10.6)."""

    FEMALE = "female"
    CASTRATE = "castrate"
    BULL = "bull"


class CattleCoefficient(StrEnum):
    """Coefficients of the energy that cattle need, and of what they excrete (Tier 2)."""

    MAINTENANCE = "Cf"
    COLD = "cold_correction"
    ACTIVITY = "Ca"
    GROWTH = "C"
    PREGNANCY = "C_pregnancy"
    WORK = "work"
    ENERGY_OF_METHANE = "energy_content_of_methane"
    URINARY_ENERGY = "urinary_energy"
    ASH = "ash"
    ENERGY_OF_FEED = "energy_content_of_feed"
    DENSITY_OF_METHANE = "density_of_methane"
    N2_PER_N2O = "R_N2"


#: Group of the volatilisation and leaching table that an animal belongs to, where it is not itself.
LOSS_GROUP: dict[Animal, Animal] = {
    Animal.SWINE_FINISHING: Animal.SWINE,
    Animal.SWINE_BREEDING: Animal.SWINE,
    **{
        bird: Animal.POULTRY
        for bird in (
            Animal.CHICKEN,
            Animal.HEN,
            Animal.PULLET,
            Animal.BROILER,
            Animal.TURKEY,
            Animal.DUCK,
        )
    },
    **{
        other: Animal.OTHER
        for other in (
            Animal.BUFFALO,
            Animal.SHEEP,
            Animal.GOAT,
            Animal.HORSE,
            Animal.MULE_ASS,
            Animal.CAMEL,
            Animal.DEER,
            Animal.REINDEER,
            Animal.OSTRICH,
            Animal.LLAMA,
        )
    },
}

#: Regions whose factors differ by productivity.
SPLIT_REGIONS = frozenset(
    {
        Region.LATIN_AMERICA,
        Region.AFRICA,
        Region.MIDDLE_EAST,
        Region.ASIA,
        Region.INDIAN_SUBCONTINENT,
    }
)

#: Birds: no methane of their digestion is estimated.
BIRDS = frozenset({a for a, group in LOSS_GROUP.items() if group is Animal.POULTRY}) | {
    Animal.POULTRY
}

#: Group of the tables of manure methane that an animal belongs to, where it is not itself.
METHANE_GROUP = {a: g for a, g in LOSS_GROUP.items() if g in (Animal.SWINE, Animal.POULTRY)}
CAPACITY_GROUP = {
    Animal.SWINE_FINISHING: Animal.SWINE,
    Animal.SWINE_BREEDING: Animal.SWINE,
    Animal.CHICKEN: Animal.HEN,
    Animal.PULLET: Animal.HEN,
    Animal.POULTRY: Animal.HEN,
}
#: Animal whose row of enteric methane holds for another.
ENTERIC_GROUP = {Animal.SWINE_FINISHING: Animal.SWINE, Animal.SWINE_BREEDING: Animal.SWINE}

#: System whose row stands for one that the tables of methane, or of nitrogen, do not tell apart.
METHANE_SYSTEM = {
    ManureSystem.BEDDING: ManureSystem.BEDDING_LONG,
    ManureSystem.BEDDING_MIXED: ManureSystem.BEDDING_LONG,
}
NITROGEN_SYSTEM = {
    ManureSystem.BEDDING_SHORT: ManureSystem.BEDDING,
    ManureSystem.BEDDING_LONG: ManureSystem.BEDDING,
    **{
        system: ManureSystem.DIGESTER
        for system in (
            ManureSystem.DIGESTER_BEST,
            ManureSystem.DIGESTER_LOW_LEAK,
            ManureSystem.DIGESTER_LOW_LEAK_OPEN,
            ManureSystem.DIGESTER_HIGH_LEAK,
            ManureSystem.DIGESTER_HIGH_LEAK_LEAKY,
            ManureSystem.DIGESTER_HIGH_LEAK_OPEN,
        )
    },
}

#: Animals whose grazing has the emission factor EF3PRP_CPP; all others have EF3PRP_SO.
CATTLE_POULTRY_PIGS = frozenset(
    {Animal.DAIRY_CATTLE, Animal.OTHER_CATTLE, Animal.BUFFALO, Animal.SWINE, Animal.POULTRY}
    | {a for a, group in LOSS_GROUP.items() if group in (Animal.SWINE, Animal.POULTRY)}
)
