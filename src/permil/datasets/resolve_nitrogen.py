"""Fertilisers with inhibitors, amounts and sources of manure: what fits, and what has no effect."""

from __future__ import annotations

from typing import Any

from permil.datasets.management import FertiliserUse
from permil.datasets.project_schema import FertiliserEntry
from permil.datasets.resolve_context import Context
from permil.datasets.resolve_schedule import Acts, ScheduleResolver
from permil.errors import NoEffect
from permil.tables import table
from permil.vocabulary import AmendmentSource, Fertiliser, Inhibitor

#: Fertilisers whose nitrogen an inhibitor finds in the form on which it acts; a mix of unknown
#: kinds (synthetic) holds some of each.
ACTS_ON = {
    Inhibitor.NITRIFICATION: set(Fertiliser) - {Fertiliser.NITRATE},
    Inhibitor.UREASE: {Fertiliser.UREA},
    Inhibitor.DOUBLE: {Fertiliser.UREA},
    Inhibitor.CONTROLLED_RELEASE: set(Fertiliser),
}


def fertiliser_use(
    entry: FertiliserEntry, schedules: ScheduleResolver, where: tuple[Any, ...], acts: Acts
) -> FertiliserUse:
    """Return a fertiliser of the project file.

    Parameters
    ----------
    entry : FertiliserEntry
        As written.
    schedules : ScheduleResolver
        Places and schedules of the project file.
    where : tuple
        Its place in the file.
    acts : Acts
        What its section is heeded for.

    Returns
    -------
    FertiliserUse
        In the glossary's units.

    Raises
    ------
    NoEffect
        If the inhibitor finds nothing on which it acts.
    """
    if entry.inhibitor is not None and entry.type not in ACTS_ON[entry.inhibitor]:
        fits = ", ".join(sorted(ACTS_ON[entry.inhibitor]))
        raise NoEffect(
            where=schedules.context.where(*where, "inhibitor"),
            what=f"the inhibitor '{entry.inhibitor}'",
            when=f"on fertiliser of type '{entry.type}'",
            remedy=f"leave it out; it acts on {fits}",
        )
    schedule = schedules.effective(entry, where, acts)
    return FertiliserUse(entry.type, entry.nitrogen, schedule, entry.inhibitor, entry.months)


def check_amount(
    amount: float | None, carbon: float | None, context: Context, where: tuple[Any, ...]
) -> None:
    """Raise an error for an amendment of nothing.

    Parameters
    ----------
    amount : float or None
        Fresh matter [t FM/ha].
    carbon : float or None
        Carbon [t C/ha].
    context : Context
        Places of the project file.
    where : tuple
        Place of the entry in the file.

    Raises
    ------
    NoEffect
        If the one that is given is zero.
    """
    for key, value in (("amount", amount), ("carbon", carbon)):
        if value == 0:
            raise NoEffect(
                where=context.where(*where, key),
                what=key,
                when="where it is zero",
                remedy="leave the entry out; amendment = [] takes away the baseline's",
            )


def check_source(
    kind: str, source: AmendmentSource | None, context: Context, where: tuple[Any, ...]
) -> None:
    """Raise an error if animals are named as the source of what no animal gives.

    Parameters
    ----------
    kind : str
        Id of the table ``organic_amendments``.
    source : AmendmentSource or None
        Where the material comes from.
    context : Context
        Places of the project file.
    where : tuple
        Place of the entry in the file.

    Raises
    ------
    NoEffect
        If it is no manure.
    """
    if source is not None and not of_animals(kind):
        raise NoEffect(
            where=context.where(*where, "source"),
            what="source",
            when=f"on {kind.replace('_', ' ')}, which is no manure",
            remedy="leave it out",
        )


def of_animals(kind: str) -> bool:
    """Say whether an amendment is the manure of animals."""
    row: Any = table("organic_amendments").one(amendment=kind)
    return bool(row.animal_origin)
