"""Fuel and electricity of a scenario: from the project file to what a year takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from permil.datasets.management import Schedule
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import Amount, quantity
from permil.datasets.schema_section import ScheduleKeys
from permil.errors import Conflict, MissingKey, NoEffect, PermilError, UnknownName, nearest_names
from permil.tables import table
from permil.tables.upstream_categories import Fuel, FuelUse, GridMargin
from permil.variables import variable

Where = tuple[Any, ...]

#: Quantity of a fuel's amount, by the unit of fuel in its factors.
_AMOUNTS = {"l": "fuel_volume", "m3": "fuel_gas", "kg": "fuel_mass"}
_OF_FUEL, _OF_GRID = ("use", "amount"), ("country", "margin")


class EnergyEntry(ScheduleKeys):
    """Fuel that is burnt, or electricity that is taken from a grid, in a year."""

    fuel: Fuel | None = None
    use: FuelUse | None = None
    amount: Amount | None = None
    electricity: quantity("electricity") | None = None  # type: ignore[valid-type]
    country: str | None = None
    margin: GridMargin | None = None


@dataclass(frozen=True)
class FuelBurnt:
    """Fuel that is burnt in a year.

    Parameters
    ----------
    fuel : Fuel
        Which fuel.
    use : FuelUse
        Where it is burnt.
    amount : float
        Amount, in the unit of fuel that the factors have [l/yr, m3/yr or kg/yr].
    schedule : Schedule
        Years in which it is burnt.
    """

    fuel: Fuel
    use: FuelUse
    amount: float
    schedule: Schedule


@dataclass(frozen=True)
class GridElectricity:
    """Electricity that is taken from a grid in a year.

    Parameters
    ----------
    energy : float
        Electricity [kWh/yr].
    country : str
        Country, as the table has it.
    margin : GridMargin
        Which plants follow the demand.
    schedule : Schedule
        Years in which it is taken.
    """

    energy: float
    country: str
    margin: GridMargin
    schedule: Schedule


def resolve_energy(
    entry: EnergyEntry, resolver: ScheduleResolver, where: Where, acts: Acts
) -> FuelBurnt | GridElectricity:
    """Return the energy of one entry.

    Parameters
    ----------
    entry : EnergyEntry
        The entry.
    resolver : ScheduleResolver
        Places, notes and schedules of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    FuelBurnt or GridElectricity
        Fuel or electricity of a year.

    Raises
    ------
    permil.errors.InputError
        For neither or both of fuel and electricity, keys of the other, an amount in a unit that is
        not the fuel's, a use without factors, or a country that the table does not have.
    """
    if (entry.fuel is None) == (entry.electricity is None):
        raise Conflict(
            where=resolver.context.where(*where),
            problem="an entry of energy is either fuel or electricity",
            remedy="give fuel with its amount, or electricity with its country",
        )
    of_other = _OF_GRID if entry.fuel is not None else _OF_FUEL
    for key in of_other:
        if getattr(entry, key) is not None:
            kind = "fuel" if entry.fuel is not None else "electricity"
            raise NoEffect(
                where=resolver.context.where(*where, key),
                what=key,
                when=f"on {kind}",
                remedy="leave it out",
            )
    if entry.fuel is not None:
        return _fuel(entry, entry.fuel, resolver, where, acts)
    return _electricity(entry, resolver, where, acts)


def _fuel(
    entry: EnergyEntry, fuel: Fuel, resolver: ScheduleResolver, where: Where, acts: Acts
) -> FuelBurnt:
    uses = [FuelUse(u) for u in dict.fromkeys(r.use for r in table("fuels").select(fuel=fuel))]
    use = entry.use or _default_use(fuel, uses, resolver, where)
    if use not in uses:
        raise UnknownName(
            where=resolver.context.where(*where, "use"),
            kind=f"use of {fuel}",
            value=str(use),
            nearest=[str(one) for one in uses],
        )
    unit = table("fuels").select(fuel=fuel, use=use)[0].unit.rpartition("/")[2]
    ruled = variable(_AMOUNTS[unit])
    if entry.amount is None:
        raise MissingKey(
            where=resolver.context.where(*where),
            key="amount",
            expected=f"the {fuel} of a year in {ruled.unit}",
        )
    try:
        amount = ruled.read(entry.amount)
    except PermilError as error:
        error.fields["where"] = resolver.context.where(*where, "amount")
        raise
    return FuelBurnt(fuel, use, amount, resolver.effective(entry, where, acts))


def _default_use(
    fuel: Fuel, uses: list[FuelUse], resolver: ScheduleResolver, where: Where
) -> FuelUse:
    """Return the only use that has factors, or that of tractors; else it is asked."""
    if len(uses) == 1:
        return uses[0]
    if FuelUse.OFF_ROAD in uses:
        resolver.context.note("fuel_off_road", "energy.use", fuel=str(fuel))
        return FuelUse.OFF_ROAD
    raise MissingKey(
        where=resolver.context.where(*where),
        key="use",
        expected=f"where the {fuel} is burnt: {' or '.join(uses)}",
    )


def _electricity(
    entry: EnergyEntry, resolver: ScheduleResolver, where: Where, acts: Acts
) -> GridElectricity:
    known = {row.country for row in table("electricity").rows}
    if entry.country is None:
        raise MissingKey(
            where=resolver.context.where(*where),
            key="country",
            expected="the country whose grid it comes from, such as France",
        )
    if entry.country not in known:
        raise UnknownName(
            where=resolver.context.where(*where, "country"),
            kind="country",
            value=entry.country,
            nearest=nearest_names(entry.country, known),
        )
    margin = entry.margin
    if margin is None:
        margin = GridMargin.COMBINED
        resolver.context.note("grid_margin", "energy.margin")
    years = resolver.effective(entry, where, acts)
    return GridElectricity(entry.electricity or 0.0, entry.country, margin, years)
