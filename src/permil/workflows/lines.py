"""The lines of the net balance: which gas, which group of the report, which inventory category.

A line is one entry here and one in the glossary. Everything that sums, weighs, shows or exports
gases goes over this table, so that no gas can be forgotten in one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from permil.vocabulary import Gas


@dataclass(frozen=True)
class Line:
    """A line of the net balance.

    Parameters
    ----------
    name : str
        Key of the glossary; its unit is t of the gas a year.
    gas : Gas
        What is emitted; CO2e for what is known only as a sum of gases.
    group : str
        Lines that the report shows together; its name is ``report.line_<group>``.
    category : str
        Category of the IPCC Guidelines' inventory; empty for what lies outside the land.
    always : bool
        Whether a ledger has it even where it is zero throughout.
    tier : str
        Tier of its method in an inventory; that of soil carbon is the model's.
    own_time : bool
        Whether what makes it says itself which area changes in which year, so that the curve by
        which a scenario spreads over the land must not shift it a second time.
    """

    name: str
    gas: Gas
    group: str
    category: str = ""
    always: bool = False
    tier: str = "T1"
    own_time: bool = False


LINES: tuple[Line, ...] = (
    Line("soil_carbon_change_co2", Gas.CO2, "soil_carbon", "3B", always=True),
    Line("direct_n2o", Gas.N2O, "n2o", "3C4", always=True),
    Line("indirect_n2o", Gas.N2O, "n2o", "3C5", always=True),
    Line("lime_co2", Gas.CO2, "lime_urea", "3C2"),
    Line("urea_co2", Gas.CO2, "lime_urea", "3C3"),
    Line("rice_ch4", Gas.CH4, "rice", "3C7"),
    Line("enteric_ch4", Gas.CH4, "livestock", "3A1"),
    Line("manure_ch4", Gas.CH4, "livestock", "3A2"),
    Line("manure_direct_n2o", Gas.N2O, "livestock", "3A2"),
    Line("manure_indirect_n2o", Gas.N2O, "livestock", "3C6"),
    Line("grazing_direct_n2o", Gas.N2O, "livestock", "3C4"),
    Line("grazing_indirect_n2o", Gas.N2O, "livestock", "3C5"),
    Line("manufacture_co2e", Gas.CO2E, "manufacture"),
    Line("energy_co2", Gas.CO2, "energy", "1A4c"),
    Line("energy_ch4", Gas.FOSSIL_CH4, "energy", "1A4c"),
    Line("energy_biogenic_ch4", Gas.CH4, "energy", "1A4c"),
    Line("energy_n2o", Gas.N2O, "energy", "1A4c"),
    Line("electricity_co2", Gas.CO2, "energy", "1A1a"),
    Line("fire_ch4", Gas.CH4, "fire", "3C1"),
    Line("fire_n2o", Gas.N2O, "fire", "3C1"),
    Line("biochar_co2", Gas.CO2, "biochar", "3B"),
    Line("biomass_carbon_change_co2", Gas.CO2, "biomass", "3B"),
    Line("elsewhere_co2", Gas.CO2, "elsewhere"),
    Line("elsewhere_n2o", Gas.N2O, "elsewhere"),
    Line("leakage_co2e", Gas.CO2E, "leakage", own_time=True),
    Line("organic_soil_co2", Gas.CO2, "organic_soils", "3B", own_time=True),
    Line("organic_soil_n2o", Gas.N2O, "organic_soils", "3C4", own_time=True),
    Line("organic_soil_ch4", Gas.CH4, "organic_soil_ch4", "3C8-3C13", own_time=True),
    Line("peat_fire_co2", Gas.CO2, "organic_soils", "3C1", own_time=True),
    Line("peat_fire_ch4", Gas.CH4, "organic_soil_ch4", "3C1", own_time=True),
)

_BY_NAME = {line.name: line for line in LINES}


def line_of(name: str) -> Line:
    """Return a line by its name."""
    return _BY_NAME[name]


def lines_in(names: Any) -> tuple[Line, ...]:
    """Return the lines of the balance among names, in their fixed order.

    Parameters
    ----------
    names : container of str
        Names of a ledger, a document or the like.

    Returns
    -------
    tuple of Line
        A project has only the lines that it needs.
    """
    return tuple(line for line in LINES if line.name in names)


def in_co2e(lines: Mapping[str, Any], factors: Mapping[Gas, float]) -> Any:
    """Return the sum of the balance's lines in CO2 equivalents of a metric.

    Parameters
    ----------
    lines : mapping of str to array
        Lines of a ledger [t gas/yr]; others are passed over.
    factors : mapping of Gas to float
        Factors of the metric [kg CO2e/kg].

    Returns
    -------
    array
        [t CO2e/yr].
    """
    total: Any = 0.0
    for line in lines_in(lines):
        weight = factors[line.gas]
        total = total + (lines[line.name] if weight == 1.0 else lines[line.name] * weight)
    return total
