"""What a list of activities may hold, and where it goes in a project file: one line an activity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from permil.datasets.activity_list import ActivityRow
from permil.tables import table
from permil.vocabulary import (
    BulkDensityOf,
    Fertiliser,
    InputLevel,
    LandUse,
    Residues,
    SoilType,
    Tillage,
)

#: Section of what the columns start, without and with tell apart; the others hold one value.
PLAN = "plan"


@dataclass(frozen=True)
class Item:
    """An activity of a module.

    Parameters
    ----------
    module : str
        Module of the list.
    activities : tuple of str, or callable that returns one
        Names that the activity may have.
    section : str
        Section of the project file, or ``plan``.
    key : str
        Key there; the activity's own name if empty.
    quantity : str
        Variable of the glossary that the values are; empty for words.
    words : type of StrEnum or None
        Words that the values may be; None for any text.
    whole : bool
        Whether the values are whole numbers.
    entry : callable or None
        Makes an entry of a list of the plan from row and value; an empty value or zero makes none.
    needed : bool
        Whether a list must have it.
    """

    module: str
    activities: tuple[str, ...] | Callable[[], tuple[str, ...]]
    section: str
    key: str = ""
    quantity: str = ""
    words: type[StrEnum] | None = None
    whole: bool = False
    entry: Callable[[ActivityRow, Any], dict[str, Any]] | None = None
    needed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names that the activity may have."""
        return self.activities() if callable(self.activities) else self.activities


def _crops() -> tuple[str, ...]:
    return tuple(row.crop for row in table("crops").rows)


def _amendments() -> tuple[str, ...]:
    return tuple(row.amendment for row in table("organic_amendments").rows)


def _crop(row: ActivityRow, value: Any) -> dict[str, Any]:
    grown: Any = table("crops").one(crop=row.activity)
    return {"crop": row.activity} | ({"yield": value} if grown.residue_crop else {})


def _amendment(row: ActivityRow, value: Any) -> dict[str, Any]:
    entry = {"kind": row.activity, "amount": value, "month": int(row.month)}
    return entry | ({"alternative_fate": row.fate} if row.fate else {})


def _fertiliser(row: ActivityRow, value: Any) -> dict[str, Any]:
    return {"type": row.activity, "nitrogen": value}


def _lime(row: ActivityRow, value: Any) -> dict[str, Any]:
    return {"product": row.activity, "amount": value}


#: Every activity that the project file can express. A line more is an activity more.
ITEMS: tuple[Item, ...] = (
    Item("project", ("name",), "project"),
    Item("project", ("description",), "project"),
    Item("project", ("first_year",), "horizon", whole=True, needed=True),
    Item("project", ("last_year",), "horizon", whole=True, needed=True),
    Item("project", ("latitude",), "place", quantity="latitude", needed=True),
    Item("project", ("longitude",), "place", quantity="longitude", needed=True),
    Item("project", ("elevation",), "place", quantity="elevation"),
    Item("land", ("area",), "land_unit", quantity="area", needed=True),
    Item("land", ("depth",), "land_unit", quantity="soil_depth", needed=True),
    Item("land", ("clay",), "land_unit", quantity="clay", needed=True),
    Item("land", ("silt",), "land_unit", quantity="silt"),
    Item("land", ("sand",), "land_unit", quantity="sand"),
    Item("land", ("ph",), "land_unit", quantity="ph"),
    Item("land", ("soil_type",), "land_unit", words=SoilType),
    Item("land", ("organic_carbon_stock",), "land_unit", quantity="soil_organic_carbon_stock"),
    Item("land", ("organic_carbon_stock_sd",), "land_unit", quantity="soil_organic_carbon_stock"),
    Item("land", ("organic_carbon",), "land_unit", quantity="soil_organic_carbon_concentration"),
    Item("land", ("bulk_density",), "land_unit", quantity="bulk_density_whole_soil"),
    Item("land", ("bulk_density_of",), "land_unit", words=BulkDensityOf),
    Item("land", ("coarse_fragments",), "land_unit"),
    Item("management", ("land_use",), PLAN, words=LandUse),
    Item("management", ("tillage",), PLAN, words=Tillage),
    Item("management", ("input_level",), PLAN, words=InputLevel),
    Item("crop", _crops, PLAN, "rotation", quantity="crop_yield", entry=_crop),
    Item("residues", _crops, PLAN, "residues", words=Residues),
    Item(
        "fertiliser",
        tuple(Fertiliser),
        PLAN,
        "fertiliser",
        quantity="fertiliser_nitrogen",
        entry=_fertiliser,
    ),
    Item("lime", ("limestone", "dolomite"), PLAN, "lime", quantity="lime", entry=_lime),
    Item(
        "amendment", _amendments, PLAN, "amendment", quantity="amendment_amount", entry=_amendment
    ),
)

MODULES = tuple(dict.fromkeys(item.module for item in ITEMS))
