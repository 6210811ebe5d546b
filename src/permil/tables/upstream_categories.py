"""Categories of the tables of energy and manufacture."""

from __future__ import annotations

from enum import StrEnum


class FuelUse(StrEnum):
    """Where a fuel is burnt: methane and nitrous oxide depend on it."""

    STATIONARY = "stationary"
    ROAD = "road"
    OFF_ROAD = "off_road"


class Fuel(StrEnum):
    """Fuels with emission factors of their own."""

    DIESEL = "diesel"
    GASOLINE = "gasoline"
    GASOLINE_2_STROKE = "gasoline_2_stroke"
    GASOLINE_4_STROKE = "gasoline_4_stroke"
    WASTE_OIL = "waste_oil"
    LPG = "lpg"
    NATURAL_GAS = "natural_gas"
    ETHANOL_CARS = "ethanol_cars"
    ETHANOL_TRUCKS = "ethanol_trucks"
    WOOD = "wood"
    PEAT = "peat"
    CHARCOAL = "charcoal"


class GridMargin(StrEnum):
    """Plants whose CO2 a change of demand brings: with new plants among them, or without."""

    COMBINED = "combined"
    OPERATING = "operating"


class Pesticide(StrEnum):
    """Kinds of pesticides that studies of their manufacture tell apart."""

    HERBICIDE = "herbicide"
    INSECTICIDE = "insecticide"
    FUNGICIDE = "fungicide"


class ManufactureStudy(StrEnum):
    """Publications of what making an input emits; one study takes all its rows from one of them."""

    LAL_2004 = "lal2004"
    BRENTRUP_2018 = "brentrup2018"
    GOBLIN = "goblin"
