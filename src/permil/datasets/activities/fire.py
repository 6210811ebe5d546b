"""Fire of grass, shrubs and wood by scenario: from the project file to what a year burns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from permil.datasets.management import Schedule
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.datasets.schema_fields import quantity
from permil.datasets.schema_section import ScheduleKeys
from permil.errors import Conflict, InputError, UnknownName, nearest_names
from permil.tables import table
from permil.tables.biomass_categories import FireFuel

Where = tuple[Any, ...]


class FireEntry(ScheduleKeys):
    """Fire on an area in a year, of anything but the residues of crops."""

    fuel: str
    area: quantity("area")  # type: ignore[valid-type]
    biomass: quantity("burnt_biomass")  # type: ignore[valid-type]


@dataclass(frozen=True)
class Fire:
    """Fire on an area in a year.

    Parameters
    ----------
    fuel : str
        What burns, as the table of combustion factors has it.
    burns_as : FireFuel
        Whose gases it gives.
    area : float
        Area [ha].
    biomass : float
        Dry matter that could burn [t DM/ha].
    schedule : Schedule
        Years in which it burns.
    """

    fuel: str
    burns_as: FireFuel
    area: float
    biomass: float
    schedule: Schedule


def resolve_fire(entry: FireEntry, resolver: ScheduleResolver, where: Where, acts: Acts) -> Fire:
    """Return the fire of one entry.

    Parameters
    ----------
    entry : FireEntry
        The entry.
    resolver : ScheduleResolver
        Places, schedules and areas of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    Fire
        What burns.

    Raises
    ------
    permil.errors.InputError
        For a fuel that is not known or that the fields tell themselves, or an area above that of
        all land units.
    """
    rows = {row.fuel: row for row in table("combustion_factor").rows}
    if entry.fuel not in rows:
        raise UnknownName(
            where=resolver.context.where(*where, "fuel"),
            kind="fuel of fire",
            value=entry.fuel,
            nearest=nearest_names(entry.fuel, rows),
        )
    row = rows[entry.fuel]
    if row.burns_as is FireFuel.AGRICULTURAL_RESIDUES:
        raise Conflict(
            where=resolver.context.where(*where, "fuel"),
            problem="the fire of crop residues follows from the rotation, it would count twice",
            remedy='write residues = "burnt" at the crop',
        )
    whole = sum(resolver.areas.values())
    if entry.area > whole * (1.0 + 1e-9):
        raise InputError(
            where=resolver.context.where(*where, "area"),
            value=f"{entry.area:g} ha",
            expected=f"at most the area of all land units, {whole:g} ha",
        )
    resolver.context.note("fire_without_co2", "fire.fuel")
    years = resolver.effective(entry, where, acts)
    return Fire(entry.fuel, row.burns_as, entry.area, entry.biomass, years)
