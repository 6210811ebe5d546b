"""Categories of the rice table (2019 Refinement, volume 4, chapter 5)."""

from __future__ import annotations

from enum import StrEnum


class RiceParameter(StrEnum):
    """Parameters of methane from rice fields (equations 5.1 to 5.3)."""

    BASELINE = "EFc"
    SEASON = "season"
    WATER_REGIME = "SFw"
    PRE_SEASON = "SFp"
    AMENDMENT = "CFOA"
    AMENDMENT_EXPONENT = "SFo_exponent"


class RiceRegion(StrEnum):
    """Regions of the baseline emission and of the length of the season."""

    WORLD = "world"
    AFRICA = "africa"
    EAST_ASIA = "east_asia"
    SOUTH_EAST_ASIA = "south_east_asia"
    SOUTH_ASIA = "south_asia"
    EUROPE = "europe"
    NORTH_AMERICA = "north_america"
    SOUTH_AMERICA = "south_america"


class WaterRegime(StrEnum):
    """Water regimes during the season (table 5.12)."""

    CONTINUOUS = "irrigated_continuously_flooded"
    SINGLE_DRAINAGE = "irrigated_single_drainage"
    MULTIPLE_DRAINAGE = "irrigated_multiple_drainage"
    IRRIGATED = "irrigated_aggregated"
    RAINFED = "rainfed_regular"
    DROUGHT_PRONE = "rainfed_drought_prone"
    DEEP_WATER = "deep_water"
    RAINFED_AGGREGATED = "rainfed_aggregated"
    UPLAND = "upland"


class PreSeason(StrEnum):
    """Water regimes before the season (table 5.13)."""

    NOT_FLOODED_SHORT = "not_flooded_under_180_days"
    NOT_FLOODED = "not_flooded_over_180_days"
    FLOODED = "flooded_over_30_days"
    NOT_FLOODED_YEAR = "not_flooded_over_365_days"
    AGGREGATED = "pre_season_aggregated"


class RiceAmendment(StrEnum):
    """Organic amendments (table 5.14): straw by dry weight, all others by fresh weight."""

    STRAW_SHORTLY_BEFORE = "straw_under_30_days"
    STRAW_LONG_BEFORE = "straw_over_30_days"
    COMPOST = "compost"
    FARMYARD_MANURE = "farmyard_manure"
    GREEN_MANURE = "green_manure"


class StrawTiming(StrEnum):
    """How long before the season straw is incorporated."""

    SHORTLY_BEFORE = "under_30_days"
    LONG_BEFORE = "over_30_days"


class AllRice(StrEnum):
    """Level of what holds for all rice."""

    ALL = "all"
