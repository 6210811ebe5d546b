"""The closed list of units, with the substance explicit, and their conversion.

General unit libraries read "kg N" as newton and "t C" as coulomb. Here a unit is a name in one
list: it has a dimension (which includes the substance), a factor to that dimension's base and,
for temperature, an offset. Anything else is refused.
"""

from __future__ import annotations

import difflib
import math
import re
from typing import NamedTuple

from permil.errors import MissingUnit, NotANumber, UnknownUnit, UnqualifiedUnit, WrongUnit


class Unit(NamedTuple):
    """A unit of the closed list: ``base = value * factor + offset``."""

    dimension: str
    factor: float
    offset: float = 0.0


def _per_area(substance: str, per: str = "") -> dict[str, Unit]:
    """Mass of a substance per area (base t/ha), with an optional "/yr" or "/month"."""
    dimension = f"{substance} per area{per}"
    tail = {"": "", " per year": "/yr", " per month": "/month"}[per]
    return {
        f"t {substance}/ha{tail}": Unit(dimension, 1.0),
        f"kg {substance}/ha{tail}": Unit(dimension, 1e-3),
        f"kg {substance}/m2{tail}": Unit(dimension, 10.0),
        f"g {substance}/m2{tail}": Unit(dimension, 0.01),
    }


def _mass(substance: str) -> dict[str, Unit]:
    """Mass of a substance (base t), alone and per year."""
    units: dict[str, Unit] = {}
    for tail, per in (("", ""), ("/yr", " per year")):
        units |= {
            f"{prefix} {substance}{tail}": Unit(f"{substance}{per}", factor)
            for prefix, factor in (("t", 1.0), ("kg", 1e-3), ("Mt", 1e6), ("Gt", 1e9))
        }
    return units


_GASES = ("CO2", "CO2-C", "CO2e", "N2O", "N2O-N", "CH4", "CH4-C", "CO", "NOx")
SUBSTANCES = ("C", "N", "P", "S", *_GASES, "DM", "FM", "water")

UNITS: dict[str, Unit] = {
    "-": Unit("ratio", 1.0),
    "%": Unit("ratio", 1e-2),
    "‰": Unit("ratio", 1e-3),
    "1/%": Unit("inverse ratio", 1e2),
    "‰/yr": Unit("relative rate", 1e-3),
    "%/yr": Unit("relative rate", 1e-2),
    "1/yr": Unit("rate", 1.0),
    "1/month": Unit("rate", 12.0),
    "1/week": Unit("rate", 365.25 / 7.0),
    "1/day": Unit("rate", 365.25),
    "1/hour": Unit("rate", 8766.0),
    "1/m": Unit("inverse length", 1.0),
    "kg/g": Unit("inverse mass fraction", 1e3),
    "g/kg": Unit("mass fraction", 1e-3),
    "kg/kg": Unit("mass fraction", 1.0),
    "mg/kg": Unit("mass fraction", 1e-6),
    "% by mass": Unit("mass fraction", 1e-2),
    "% by volume": Unit("volume fraction", 1e-2),
    "m3/m3": Unit("volume fraction", 1.0),
    "kg C/m3": Unit("C per volume", 1.0),
    "g/cm3": Unit("density", 1.0),
    "kg/m3": Unit("density", 1e-3),
    "t/m3": Unit("density", 1.0),
    "cm": Unit("length", 1e-2),
    "m": Unit("length", 1.0),
    "km": Unit("length", 1e3),
    "1/cm": Unit("inverse length", 1e2),
    "1/cm2": Unit("inverse squared length", 1e4),
    "mm": Unit("water depth", 1.0),
    "mm/month": Unit("water depth per month", 1.0),
    "mm/yr": Unit("water depth per year", 1.0),
    "mm/%": Unit("water depth per ratio", 1e2),
    "mm/%2": Unit("water depth per squared ratio", 1e4),
    "ha": Unit("area", 1.0),
    "m2": Unit("area", 1e-4),
    "km2": Unit("area", 100.0),
    "g": Unit("mass", 1.0),
    "kg": Unit("mass", 1e3),
    "kg/day": Unit("mass per day", 1.0),
    "hours/day": Unit("time per day", 1.0),
    "cm3": Unit("volume", 1.0),
    "l": Unit("volume", 1e3),
    "m3": Unit("volume", 1e6),
    "MWh": Unit("energy", 1.0),
    "kWh": Unit("energy", 1e-3),
    "GJ": Unit("energy", 1.0 / 3.6),
    "l/yr": Unit("volume per year", 1e3),
    "m3/yr": Unit("volume per year", 1e6),
    "kg/yr": Unit("mass per year", 1e3),
    "t/yr": Unit("mass per year", 1e6),
    "MWh/yr": Unit("energy per year", 1.0),
    "kWh/yr": Unit("energy per year", 1e-3),
    "GJ/yr": Unit("energy per year", 1.0 / 3.6),
    "kg active ingredient/ha": Unit("active ingredient per area", 1.0),
    "g active ingredient/ha": Unit("active ingredient per area", 1e-3),
    "t/ha": Unit("product per area", 1.0),
    "kg/ha": Unit("product per area", 1e-3),
    "°C": Unit("temperature", 1.0),
    "degC": Unit("temperature", 1.0),
    "K": Unit("temperature", 1.0, -273.15),
    "1/K": Unit("inverse temperature", 1.0),
    "1/K2": Unit("inverse squared temperature", 1.0),
    "J/mol": Unit("molar energy", 1.0),
    "J/mol/K": Unit("molar heat capacity", 1.0),
    "° N": Unit("latitude", 1.0),
    "° E": Unit("longitude", 1.0),
    "yr": Unit("time", 1.0),
    "month": Unit("time", 1.0 / 12.0),
    "week": Unit("time", 7.0 / 365.25),
    "day": Unit("time", 1.0 / 365.25),
    "t CO2e/t DM": Unit("CO2e per DM", 1.0),
    "kg CO2e/kg": Unit("CO2e per mass of gas", 1.0),
    "kg C/kg DM": Unit("C per DM", 1.0),
    "g C/kg DM": Unit("C per DM", 1e-3),
    "kg N/kg DM": Unit("N per DM", 1.0),
    "g N/kg DM": Unit("N per DM", 1e-3),
    "g CO2-C/kg DM": Unit("CO2-C per DM", 1e-3),
    "g P/kg DM": Unit("P per DM", 1e-3),
    "g S/kg DM": Unit("S per DM", 1e-3),
    "kg C/t FM": Unit("C per FM", 1e-3),
    "kg N/t FM": Unit("N per FM", 1e-3),
    "kg C/kg N": Unit("C per N", 1.0),
    "kg N/t C": Unit("N per C", 1e-3),
    "kg P/t C": Unit("P per C", 1e-3),
    "kg S/t C": Unit("S per C", 1e-3),
    "kg N2O-N/kg N": Unit("N2O-N per N", 1.0),
    "kg N/kg N": Unit("N per N", 1.0),
    "t C/t": Unit("C per mass of product", 1.0),
    "t DM/t DM": Unit("DM per DM", 1.0),
    "t DM/t FM": Unit("DM per FM", 1.0),
    "ha/t DM": Unit("area per DM", 1.0),
    "t CO2e/t C": Unit("CO2e per C", 1.0),
    "t CO2/MWh": Unit("CO2 per energy", 1.0),
    "kg CO2e/kg N": Unit("CO2e per N", 1.0),
    "kg CO2e/kg P2O5": Unit("CO2e per P2O5", 1.0),
    "kg CO2e/kg K2O": Unit("CO2e per K2O", 1.0),
    "kg CO2e/kg product": Unit("CO2e per mass of product", 1.0),
    "kg CO2e/kg active ingredient": Unit("CO2e per mass of active ingredient", 1.0),
    "MJ mm/ha/h/yr": Unit("erosivity", 1.0),
    "t h/MJ/mm": Unit("erodibility", 1.0),
    "mg C/cm3": Unit("C per volume", 1.0),
    "g C/m2/day": Unit("C per area per day", 0.01),
    "t C/ha/day": Unit("C per area per day", 1.0),
    "m2/g C/day": Unit("rate per C and area", 100.0),
    "ha/t C/day": Unit("rate per C and area", 1.0),
    "kg CH4/ha/day": Unit("CH4 per area per day", 1e-3),
    "kg CH4/head/yr": Unit("CH4 per animal per year", 1.0),
    "kg N/head/yr": Unit("N per animal per year", 1.0),
    "kg VS/head/yr": Unit("volatile solids per animal per year", 1.0),
    "kg VS/t LW/day": Unit("volatile solids per live weight per day", 1.0),
    "kg N/t LW/day": Unit("N per live weight per day", 1.0),
    "m3 CH4/kg VS": Unit("CH4 by volume per volatile solids", 1.0),
    "kg CH4/kg VS": Unit("CH4 per volatile solids", 1.0),
    "g CH4/kg VS": Unit("CH4 per volatile solids", 1e-3),
    "kg CH4/m3": Unit("density of CH4", 1.0),
    "ha/t FM": Unit("area per FM", 1.0),
    "MJ/day": Unit("energy per day", 1.0),
    "MJ/kg0.75/day": Unit("energy per metabolic weight per day", 1.0),
    "MJ/kg0.75/day/K": Unit("energy per metabolic weight per day and temperature", 1.0),
    "MJ/kg CH4": Unit("energy per CH4", 1.0),
    "MJ/kg DM": Unit("energy per DM", 1.0),
    "kg N2-N/kg N2O-N": Unit("N2-N per N2O-N", 1.0),
    "head": Unit("animals", 1.0),
    "m3/m3 per kg/kg": Unit("volume fraction per mass fraction", 1.0),
    "dS/m": Unit("electrical conductivity", 1.0),
    "% per dS/m": Unit("ratio per electrical conductivity", 1e-2),
    "kPa": Unit("pressure", 1.0),
    "1/kPa": Unit("inverse pressure", 1.0),
}
for _gas in ("CO2", "CH4", "N2O"):
    UNITS |= {
        f"kg {_gas}/l": Unit(f"{_gas} per volume of fuel", 1.0),
        f"kg {_gas}/m3": Unit(f"{_gas} per volume of fuel", 1e-3),
        f"kg {_gas}/kg": Unit(f"{_gas} per mass of fuel", 1.0),
    }
for _gas in ("CO2", "CH4", "N2O", "CO", "NOx"):
    UNITS[f"g {_gas}/kg DM"] = Unit(f"{_gas} per DM", 1e-3)
for _substance in SUBSTANCES:
    UNITS |= _mass(_substance)
    for _per in ("", " per year", " per month"):
        UNITS |= _per_area(_substance, _per)

_QUANTITY = re.compile(
    r"\s*([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*\Z", re.DOTALL
)


def unit(name: str, *, where: str = "") -> Unit:
    """Return the unit of that name.

    Raises
    ------
    UnknownUnit
        If the name is not in the closed list; the error names the nearest ones.
    """
    try:
        return UNITS[name]
    except KeyError:
        nearest = difflib.get_close_matches(name, UNITS, n=3, cutoff=0.5)
        raise UnknownUnit(where=where, value=name, nearest=nearest) from None


def convert(value: float, given: str, wanted: str, *, where: str = "") -> float:
    """Convert a value between two units of the same dimension and substance.

    Parameters
    ----------
    value : float or array
        The number in unit ``given``.
    given, wanted : str
        Names of the closed list.
    where : str
        Place of the value, for the error message.

    Raises
    ------
    UnknownUnit
        If a name is not in the list.
    WrongUnit
        If the dimensions (which include the substance) differ; UnqualifiedUnit if the list has a
        unit that says more than the given one and would fit, as "% by mass" for "%".
    """
    source, target = unit(given, where=where), unit(wanted, where=where)
    if source.dimension != target.dimension:
        fields = {"value": given, "expected": wanted, "dimension": target.dimension}
        meant = _qualified(given, target.dimension)
        if meant:
            raise UnqualifiedUnit(where=where, number=value, meant=meant, **fields)
        raise WrongUnit(where=where, **fields)
    if source == target:
        return value
    return (value * source.factor + source.offset - target.offset) / target.factor


def _qualified(given: str, dimension: str) -> str:
    """Return the unit of a dimension that is the given one in more words, if there is one."""
    longer = (name for name in UNITS if name.startswith(f"{given} "))
    return next((name for name in longer if UNITS[name].dimension == dimension), "")


def parse_quantity(text: str, *, where: str = "") -> tuple[float, str]:
    """Split "1.45 g/cm3" into its number and its unit (empty when none is written).

    Raises
    ------
    NotANumber
        If the text does not start with a finite number.
    """
    match = _QUANTITY.match(text)
    if match is None:
        raise NotANumber(where=where, value=text, expected="a number with its unit")
    number = float(match.group(1).replace("_", ""))
    if not math.isfinite(number):
        raise NotANumber(where=where, value=text, expected="a finite number")
    return number, match.group(2)


def read_quantity(value: object, wanted: str, *, requires_unit: bool, where: str = "") -> float:
    """Read a number or a "number unit" text into the wanted unit.

    Raises
    ------
    MissingUnit
        If a plain number is given where a unit is demanded.
    NotANumber, UnknownUnit, WrongUnit
        As in :func:`parse_quantity` and :func:`convert`.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotANumber(where=where, value=value, expected=f"a number in {wanted}")
    if isinstance(value, str):
        number, given = parse_quantity(value, where=where)
    else:
        number, given = float(value), ""
        if not math.isfinite(number):
            raise NotANumber(where=where, value=value, expected=f"a finite number in {wanted}")
    if given:
        return convert(number, given, wanted, where=where)
    if requires_unit:
        raise MissingUnit(where=where, value=value, expected=wanted)
    return number
