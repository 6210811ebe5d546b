"""What a practice of the library changes in a management."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from permil import library
from permil.assumptions import Assumption
from permil.datasets.apply_inputs import add_biochar, add_lime
from permil.datasets.apply_water_practice import WATER
from permil.datasets.before_crop import schedules_before
from permil.datasets.crop_calendar import southern_months
from permil.datasets.management import (
    Amendment,
    CoverCrop,
    CropYear,
    Management,
    PracticeUse,
    Schedule,
)
from permil.datasets.resolve_nitrogen import ACTS_ON
from permil.datasets.whole_plant import whole_plant_harvested
from permil.errors import MissingKey, NotApplicable
from permil.vocabulary import Inhibitor, LandUse, Residues, Tillage

#: Months that a cover crop covers where nobody said: September to December, northern hemisphere.
COVER_MONTHS = (9, 10, 11, 12)
#: Crop that a ley adds to the rotation.
LEY = "grass_clover_ley"
#: Practices that are done in some years; the others hold throughout.
SCHEDULED = ("cover_crop", "farmyard_manure", "compost", "biochar", "lime")
#: Practices that plant trees on a land unit; they leave the management of its field as it is.
PLANTED = ("agroforestry", "hedge")
#: What is done to organic soils, in a section of its own.
REWETTING = "rewetting"
#: Tillage that a practice stands for.
TILLAGE = {"no_till": Tillage.NO_TILL, "reduced_tillage": Tillage.REDUCED}
#: What a practice sets for the whole management, so that a second one would undo it.
SETS = (
    dict.fromkeys(TILLAGE, "tillage")
    | {"residue_return": "residues"}
    | dict.fromkeys(WATER, "the water of rice")
)

Applied = tuple[Management, tuple[Assumption, ...]]


def apply_practice(
    management: Management, use: PracticeUse, *, southern: bool = False, start: int = 0
) -> Applied:
    """Return a management with a practice applied, and the defaults taken.

    Parameters
    ----------
    management : Management
        The management without the practice.
    use : PracticeUse
        Practice and parameters in the glossary's units.
    southern : bool
        Whether default months are those of the southern hemisphere.
    start : int
        First year of the horizon, in which the rotation begins.

    Returns
    -------
    tuple of Management and assumptions
        The changed management.

    Raises
    ------
    UnknownName
        If there is no such practice.
    MissingKey
        If a parameter without default, or the answer to the transfer question, is missing.
    NotApplicable
        If the practice finds nothing to change.
    """
    library.practice(use.practice)
    if use.practice in PLANTED or use.practice in WATER:  # activities, and no management
        return management, ()
    if use.practice in TILLAGE:
        return replace(management, tillage=TILLAGE[use.practice]), ()
    if use.practice == "cover_crop":
        return _cover_crop(management, use, southern, start)
    return _APPLY[use.practice](management, use)


def _rewetting(management: Management, use: PracticeUse) -> Applied:
    raise NotApplicable(
        where="",
        method=use.practice,
        problem="it changes no field but the water table of an organic soil",
        remedy="write it as [[scenario.ID.water_table]] with organic_soil and rewet",
    )


def _cover_crop(management: Management, use: PracticeUse, southern: bool, start: int) -> Applied:
    """Add a cover crop; its carbon and range are the library's where nobody gave them."""
    published = library.practice("cover_crop").parameter("carbon")
    notes = []
    carbon = use.parameters.get("carbon")
    low = high = None
    if carbon is None:
        carbon, low, high = published.default, published.low, published.high
        notes.append(
            Assumption("cover_crop_carbon", {"carbon": carbon}, "practice.carbon", published.source)
        )
    months = tuple(use.parameters.get("months") or ())
    if not months:
        months = southern_months(COVER_MONTHS) if southern else COVER_MONTHS
        notes.append(Assumption("cover_crop_months", {"months": months}, "practice.months"))
    schedules: tuple[Schedule, ...] = (_schedule(use),)
    if before := use.parameters.get("before"):
        schedules = schedules_before(
            before, management, months, _schedule(use), start, southern=southern
        )
        if sum(entry.crop == before for entry in management.rotation) > len(schedules):
            notes.append(Assumption("cover_crop_left_out", {"crop": before}, "practice.months"))
    added = tuple(CoverCrop(float(carbon or 0.0), low, high, months, one) for one in schedules)
    return replace(management, cover_crops=(*management.cover_crops, *added)), tuple(notes)


def _amendment(management: Management, use: PracticeUse) -> Management:
    """Add manure or compost; the transfer question must be answered."""
    given = use.parameters
    if given.get("alternative_fate") is None:
        raise MissingKey(
            where="",
            key="alternative_fate",
            expected="what would have happened to the material otherwise: spread_elsewhere, burnt,"
            " landfilled, dumped or same_land",
        )
    if given.get("amount") is None and given.get("carbon") is None:
        raise MissingKey(where="", key="amount", expected='fresh matter such as "20 t FM/ha"')
    if given.get("month") is None:
        raise MissingKey(where="", key="month", expected="the month of application, 1 to 12")
    added = Amendment(
        kind=use.practice,
        amount=given.get("amount"),
        carbon=given.get("carbon"),
        nitrogen=given.get("nitrogen"),
        month=given["month"],
        schedule=_schedule(use),
        alternative_fate=given["alternative_fate"],
        source=given.get("source"),
    )
    return replace(management, amendments=(*management.amendments, added))


def _grass_ley(management: Management, use: PracticeUse) -> Management:
    """Add years of ley at the end of the rotation; a ley is cropland with high input."""
    years, harvest = use.parameters.get("ley_years"), use.parameters.get("yield")
    if years is None or harvest is None:
        key = "ley_years" if years is None else "yield"
        raise MissingKey(where="", key=key, expected='as in ley_years = 2, yield = "8 t FM/ha"')
    if not management.rotation:
        raise NotApplicable(
            where="",
            method="grass_ley",
            problem="the management has no rotation",
            remedy="give a rotation to which the ley is added",
        )
    ley = (CropYear(LEY, harvest),) * int(years)
    return replace(management, rotation=(*management.rotation, *ley))


def _residue_return(management: Management) -> Management:
    rotation = tuple(
        crop
        if whole_plant_harvested(crop.crop)
        else replace(crop, residues=Residues.RETURNED, removed_share=0.0)
        for crop in management.rotation
    )
    if rotation == management.rotation or management.land_use is LandUse.GRASSLAND:
        raise NotApplicable(
            where="",
            method="residue_return",
            problem="no crop of the rotation has residues that are removed or burnt",
            remedy='write residues = "removed" where they leave the field today',
        )
    return replace(management, rotation=rotation)


def _inhibitors(management: Management, use: PracticeUse) -> Applied:
    """Give every fertiliser an inhibitor that finds something on which it acts."""
    given = use.parameters.get("inhibitor")
    inhibitor = given or Inhibitor.NITRIFICATION
    fertilisers = tuple(
        replace(one, inhibitor=inhibitor)
        if one.inhibitor is None and one.type in ACTS_ON[inhibitor]
        else one
        for one in management.fertilisers
    )
    if fertilisers == management.fertilisers:
        kind = str(inhibitor).replace("_", " ")
        raise NotApplicable(
            where="",
            method="inhibitors",
            problem=f"no fertiliser of the management holds what '{kind}' acts on",
            remedy="name the fertilisers, or another inhibitor",
        )
    notes = () if given else (Assumption("inhibitor_nitrification", {}, "practice.inhibitor"),)
    return replace(management, fertilisers=fertilisers), notes


def _schedule(use: PracticeUse) -> Schedule:
    found = use.parameters.get("schedule")
    return found if isinstance(found, Schedule) else Schedule()


#: What a practice does to a management, where it needs no more than its own parameters.
_APPLY: dict[str, Callable[[Management, PracticeUse], Applied]] = {
    "farmyard_manure": lambda management, use: (_amendment(management, use), ()),
    "compost": lambda management, use: (_amendment(management, use), ()),
    "grass_ley": lambda management, use: (_grass_ley(management, use), ()),
    "residue_return": lambda management, _: (_residue_return(management), ()),
    "biochar": lambda management, use: add_biochar(management, use, _schedule(use)),
    "lime": lambda management, use: (add_lime(management, use, _schedule(use)), ()),
    "inhibitors": _inhibitors,
    REWETTING: _rewetting,
}
