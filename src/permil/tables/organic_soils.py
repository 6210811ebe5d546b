"""Which rows of the Wetlands Supplement hold for a place: exactly one each, or a question."""

from __future__ import annotations

from typing import Any

from permil.errors import Ambiguous, NotApplicable
from permil.tables.registry import table
from permil.tables.wetland_categories import (
    Drainage,
    DrainedParameter,
    Nutrients,
    PeatUse,
    PrintedRow,
    RewettedParameter,
    WetlandClimate,
)
from permil.tables.wetland_rows import DrainedOrganicSoilRow, RewettedOrganicSoilRow
from permil.vocabulary import ClimateZone

_CLIMATES = {
    "boreal": WetlandClimate.BOREAL,
    "cool": WetlandClimate.TEMPERATE,
    "warm": WetlandClimate.TEMPERATE,
    "tropical": WetlandClimate.TROPICAL,
}


def wetland_climate(zone: ClimateZone) -> WetlandClimate:
    """Return the climate of the Wetlands Supplement to which a climate zone belongs.

    Parameters
    ----------
    zone : ClimateZone
        IPCC climate zone.

    Returns
    -------
    WetlandClimate
        Boreal, temperate or tropical.

    Raises
    ------
    NotApplicable
        If the source has no factors for the zone, as for the polar ones.
    """
    climate = _CLIMATES.get(zone.partition("_")[0])
    if climate is None:
        raise _missing("", f"the source has no factors for the climate zone '{zone}'")
    return climate


def assumed_nutrients(climate: WetlandClimate) -> Nutrients:
    """Return the nutrient status that the source takes for drained soil of unknown status.

    Parameters
    ----------
    climate : WetlandClimate
        Boreal, temperate or tropical.

    Returns
    -------
    Nutrients
        Poor in boreal, rich in temperate climates; ``all`` in tropical ones, where the source does
        not tell them apart. For rewetted soil the source has no such rule: taking the same there
        is permil's own assumption, to be listed as one.
    """
    known = {WetlandClimate.BOREAL: Nutrients.POOR, WetlandClimate.TEMPERATE: Nutrients.RICH}
    return known.get(climate, Nutrients.ALL)


def drained_rows(
    *,
    land_use: PeatUse,
    climate: WetlandClimate,
    nutrients: Nutrients = Nutrients.ALL,
    drainage: Drainage = Drainage.ALL,
    printed_row: PrintedRow = PrintedRow.FIRST,
    where: str = "",
) -> dict[DrainedParameter, DrainedOrganicSoilRow]:
    """Return the rows of all parameters of a drained organic soil.

    Parameters
    ----------
    land_use : PeatUse
        Use of the drained soil.
    climate : WetlandClimate
        Boreal, temperate or tropical.
    nutrients, drainage : Nutrients, Drainage
        Status; ``all`` for not known.
    printed_row : PrintedRow
        Which row where the source prints two.
    where : str
        Place of the input, for messages.

    Returns
    -------
    dict of DrainedParameter to DrainedOrganicSoilRow
        One row a parameter, each with a value.

    Raises
    ------
    Ambiguous
        If the source tells statuses apart that were not given.
    NotApplicable
        If the source has no factor.
    """
    given = {
        "land_use": land_use,
        "climate": climate,
        "nutrients": nutrients,
        "drainage": drainage,
    }
    found: dict[DrainedParameter, DrainedOrganicSoilRow] = {}
    for parameter in DrainedParameter:
        rows = _matching("drained_organic_soils", parameter, given)
        chosen = [row for row in rows if row.printed_row is printed_row]
        found[parameter] = _only(chosen or rows, parameter, given, where)
    return found


def rewetted_rows(
    *, climate: WetlandClimate, nutrients: Nutrients = Nutrients.ALL, where: str = ""
) -> dict[RewettedParameter, RewettedOrganicSoilRow]:
    """Return the rows of all parameters of a rewetted organic soil.

    Parameters
    ----------
    climate : WetlandClimate
        Boreal, temperate or tropical.
    nutrients : Nutrients
        Nutrient status; ``all`` for not known.
    where : str
        Place of the input, for messages.

    Returns
    -------
    dict of RewettedParameter to RewettedOrganicSoilRow
        One row a parameter, each with a value.

    Raises
    ------
    Ambiguous
        If the source tells statuses apart that were not given.
    NotApplicable
        If the source has no factor.
    """
    given = {"climate": climate, "nutrients": nutrients}
    return {
        parameter: _only(
            _matching("rewetted_organic_soils", parameter, given), parameter, given, where
        )
        for parameter in RewettedParameter
    }


def wetland_row(name: str, *, where: str = "", **keys: Any) -> Any:
    """Return the one row of a table of wetlands that has these keys.

    Parameters
    ----------
    name : str
        Name of the table.
    where : str
        Place of the input, for messages.
    **keys
        Key columns and values.

    Returns
    -------
    table row
        With a value.

    Raises
    ------
    NotApplicable
        If the source has none.
    """
    rows = table(name).select(**keys)
    told = ", ".join(str(value).replace("_", " ") for value in keys.values() if value != "all")
    if not rows or rows[0].value is None:
        raise _missing(where, f"the source has no factor for: {told}")
    return rows[0]


def _matching(name: str, parameter: str, given: dict[str, Any]) -> list[Any]:
    """Rows whose every key is the given one, or which the source does not tell apart by it.

    A status that is not known meets all rows: several of them are a question.
    """

    def fits(row: Any) -> bool:
        return all(
            getattr(row, key) in (value, "all")
            or (value == "all" and key in ("nutrients", "drainage"))
            for key, value in given.items()
        )

    return [row for row in table(name).rows if row.parameter == parameter and fits(row)]


def _only(rows: list[Any], parameter: str, given: dict[str, Any], where: str) -> Any:
    told = ", ".join(str(value) for value in given.values() if value != "all")
    what = f"{parameter} of {told}".replace("_", " ")
    for key in ("nutrients", "drainage"):
        options = {str(getattr(row, key)) for row in rows} if key in given else set()
        if len(options) > 1:
            raise Ambiguous(
                where=where,
                problem=f"the source has several factors for the {what}",
                remedy=f"say which {key}: {' or '.join(sorted(options))}",
            )
    if not rows or rows[0].value is None:
        raise _missing(where, f"the source has no factor for the {what}")
    return rows[0]


def _missing(where: str, problem: str) -> NotApplicable:
    return NotApplicable(
        where=where,
        method="the Wetlands Supplement (Tier 1)",
        problem=problem,
        remedy="describe it by a class that has one, or leave it out and say so",
    )
