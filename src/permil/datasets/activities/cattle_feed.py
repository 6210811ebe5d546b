"""Feed and performance of cattle: what Tier 2 needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from permil.datasets.resolve_context import Context
from permil.datasets.schema_fields import Share, quantity
from permil.datasets.schema_section import Section
from permil.errors import Conflict, MissingKey, NotApplicable
from permil.tables import table
from permil.tables.livestock_categories import (
    Animal,
    CattleHousing,
    CattleSex,
    CattleState,
    Feeding,
)

#: Animals of the Tier 2 equations.
CATTLE = (Animal.DAIRY_CATTLE, Animal.OTHER_CATTLE)


class FeedEntry(Section):
    """Feed and performance of cattle."""

    digestibility: quantity("feed_digestibility")  # type: ignore[valid-type]
    feeding: Feeding
    state: CattleState
    housing: CattleHousing
    milk_yield: quantity("milk_yield") | None = None  # type: ignore[valid-type]
    milk_fat: quantity("milk_fat") | None = None  # type: ignore[valid-type]
    pregnant: Share = 0.0
    weight_gain: quantity("weight_gain") | None = None  # type: ignore[valid-type]
    mature_weight: quantity("body_weight") | None = None  # type: ignore[valid-type]
    sex: CattleSex | None = None
    work: quantity("draught_work") | None = None  # type: ignore[valid-type]


@dataclass(frozen=True)
class Feed:
    """Feed and performance of one animal, means of the year.

    Parameters
    ----------
    digestibility : float
        Digestible share of the gross energy of the feed [%].
    feeding : Feeding
        Production and feed, which decide the methane of its energy.
    state : CattleState
        For the maintenance coefficient.
    housing : CattleHousing
        For the activity coefficient.
    milk_yield : float
        Milk [kg/day].
    milk_fat : float
        Its fat [%].
    pregnant : float
        Share of the animals that give birth in the year [-].
    weight_gain : float
        Gain of weight [kg/day].
    mature_weight : float
        Weight of an adult animal [kg].
    sex : CattleSex or None
        For the growth coefficient.
    work : float
        Work [hours/day].
    """

    digestibility: float
    feeding: Feeding
    state: CattleState
    housing: CattleHousing
    milk_yield: float = 0.0
    milk_fat: float = 0.0
    pregnant: float = 0.0
    weight_gain: float = 0.0
    mature_weight: float = 0.0
    sex: CattleSex | None = None
    work: float = 0.0


def resolve_feed(
    entry: FeedEntry, animal: Animal, context: Context, where: tuple[Any, ...]
) -> Feed:
    """Return the feed of a herd.

    Parameters
    ----------
    entry : FeedEntry
        As written.
    animal : Animal
        The animal.
    context : Context
        Places of the project file.
    where : tuple
        Its place in the file.

    Returns
    -------
    Feed
        In the glossary's units.

    Raises
    ------
    NotApplicable
        If the animal is no cattle.
    Conflict
        If the feeding has no methane yield for the animal, or a dry cow gives milk.
    MissingKey
        If milk has no fat, or growth no adult weight or sex.
    """
    if animal not in CATTLE:
        raise NotApplicable(
            where=context.where(*where),
            method="Tier 2 by feed",
            problem=f"the equations are those of cattle, not of {animal.replace('_', ' ')}",
            remedy="leave feed out; Tier 1 is taken",
        )
    kinds = [str(row.feeding) for row in table("ipcc2019_methane_yield").select(animal=animal)]
    if entry.feeding not in kinds:
        raise Conflict(
            where=context.where(*where, "feeding"),
            problem=f"{animal.replace('_', ' ')} have no methane yield for '{entry.feeding}'",
            remedy=f"choose among {', '.join(kinds)}",
        )
    if entry.milk_yield and entry.state is not CattleState.LACTATING:
        raise Conflict(
            where=context.where(*where, "milk_yield"),
            problem=f"animals that are {entry.state.replace('_', ' ')} give milk",
            remedy="write state = lactating, or leave the milk out",
        )
    for given, key in (("milk_yield", "milk_fat"), ("weight_gain", "mature_weight")):
        _check_together(entry, given, key, context, where)
    _check_together(entry, "weight_gain", "sex", context, where)
    return Feed(
        digestibility=entry.digestibility,
        feeding=entry.feeding,
        state=entry.state,
        housing=entry.housing,
        milk_yield=entry.milk_yield or 0.0,
        milk_fat=entry.milk_fat or 0.0,
        pregnant=entry.pregnant,
        weight_gain=entry.weight_gain or 0.0,
        mature_weight=entry.mature_weight or 0.0,
        sex=entry.sex,
        work=entry.work or 0.0,
    )


def _check_together(
    entry: FeedEntry, given: str, needed: str, context: Context, where: tuple[Any, ...]
) -> None:
    if getattr(entry, given) and getattr(entry, needed) is None:
        raise MissingKey(
            where=context.where(*where),
            key=needed,
            expected=f"it beside {given}, for the energy of both goes together",
        )
