"""What a project does beside the management of its fields, by scenario: one file an activity.

An activity is an entry class (what stands in the file), a frozen class of what the workflows use,
and a function from one to the other. Adding one: its file, a field in each of the two classes here,
and a line in ``RESOLVE``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from permil.datasets.activities.energy import (
    EnergyEntry,
    FuelBurnt,
    GridElectricity,
    resolve_energy,
)
from permil.datasets.activities.fire import Fire, FireEntry, resolve_fire
from permil.datasets.activities.livestock import (
    Livestock,
    LivestockEntry,
    resolve_livestock,
)
from permil.datasets.activities.organic_soils import (
    Burning,
    PeatFireEntry,
    WaterTable,
    WaterTableEntry,
    peat_fire,
    water_table,
)
from permil.datasets.activities.rice import Rice, RiceEntry, resolve_rice
from permil.datasets.activities.trees import Trees, TreesEntry, resolve_trees
from permil.datasets.schema_section import Section


class ActivitySections(Section):
    """The activities of a scenario as written; what a scenario leaves out is the baseline's."""

    water_table: tuple[WaterTableEntry, ...] | None = None
    peat_fire: tuple[PeatFireEntry, ...] | None = None
    rice: tuple[RiceEntry, ...] | None = None
    livestock: tuple[LivestockEntry, ...] | None = None
    energy: tuple[EnergyEntry, ...] | None = None
    fire: tuple[FireEntry, ...] | None = None
    trees: tuple[TreesEntry, ...] | None = None


@dataclass(frozen=True)
class Activities:
    """The activities of a scenario.

    Parameters
    ----------
    water_table : tuple of WaterTable
        Organic soil that is drained or rewetted.
    peat_fire : tuple of Burning
        Fires on organic soil.
    rice : tuple of Rice
        Rice crops with their water.
    livestock : tuple of Livestock
        Herds.
    energy : tuple of FuelBurnt or GridElectricity
        Fuel and electricity.
    fire : tuple of Fire
        Fire of anything but crop residues.
    trees : tuple of Trees
        Trees, hedges and perennial crops.
    """

    water_table: tuple[WaterTable, ...] = ()
    peat_fire: tuple[Burning, ...] = ()
    rice: tuple[Rice, ...] = ()
    livestock: tuple[Livestock, ...] = ()
    energy: tuple[FuelBurnt | GridElectricity, ...] = ()
    fire: tuple[Fire, ...] = ()
    trees: tuple[Trees, ...] = ()


#: By key of the project file: from entry, resolver and place in the file to what workflows use.
RESOLVE: dict[str, Callable[..., Any]] = {
    "water_table": water_table,
    "peat_fire": peat_fire,
    "rice": resolve_rice,
    "livestock": resolve_livestock,
    "energy": resolve_energy,
    "fire": resolve_fire,
    "trees": resolve_trees,
}


def resolve_activities(
    section: ActivitySections, base: Activities, resolver: Any, where: tuple[Any, ...], acts: Any
) -> Activities:
    """Return the activities of the baseline with what a scenario names in their place.

    Parameters
    ----------
    section : ActivitySections
        The scenario as written.
    base : Activities
        Those that it inherits.
    resolver : ScheduleResolver
        Places, notes and schedules of the project file.
    where : tuple
        Place of the scenario in the file.
    acts : Acts
        What the section is heeded for.

    Returns
    -------
    Activities
        Activities in the glossary's units.
    """
    changes = {}
    for key, resolve in RESOLVE.items():
        entries = getattr(section, key)
        if entries is not None:
            places = ((*where, key, i) for i in range(len(entries)))
            changes[key] = tuple(
                resolve(entry, resolver, place, acts)
                for entry, place in zip(entries, places, strict=True)
            )
    return replace(base, **changes)
