"""Rows of the tables of energy and manufacture."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.rows import FactorRow
from permil.tables.upstream_categories import Fuel, FuelUse, GridMargin, ManufactureStudy
from permil.vocabulary import Gas


@dataclass(frozen=True, kw_only=True)
class FuelRow(FactorRow):
    """Gas from burning a unit of fuel.

    Parameters
    ----------
    use : FuelUse
        Where it is burnt.
    fuel : Fuel
        Which fuel.
    gas : Gas
        Which gas.
    biogenic : bool
        Whether the fuel is biomass: its CO2 is information and in no total.
    """

    use: FuelUse
    fuel: Fuel
    gas: Gas
    biogenic: bool

    @property
    def counts(self) -> bool:
        """Whether the gas is in the total: all but the CO2 of biomass."""
        return not (self.biogenic and self.gas is Gas.CO2)


@dataclass(frozen=True, kw_only=True)
class ElectricityRow(FactorRow):
    """CO2 of electricity from a country's grid.

    Parameters
    ----------
    country : str
        Name of the country, as the source has it.
    margin : GridMargin
        Which plants; ``value`` is ``None`` where the source holds a zero, which there means that it
        has no data: ask, never take zero.
    """

    country: str
    margin: GridMargin


@dataclass(frozen=True, kw_only=True)
class ManufactureRow(FactorRow):
    """What making an input emits up to the factory's gate, gases together.

    Parameters
    ----------
    study : ManufactureStudy
        Publication.
    product : str
        Id of the product.
    name : str
        Name for people.
    nitrogen, phosphate, potash, sulphur : float or None
        N, P2O5, K2O and S in the product [% by mass]; ``None`` where the factor is not per product.
    """

    study: ManufactureStudy
    product: str
    name: str
    nitrogen: float | None
    phosphate: float | None
    potash: float | None
    sulphur: float | None
