"""What every treatment received (``drivers.csv``) and what was measured (``stocks.csv``)."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from permil.datasets.experiments.card import Section, known_crop
from permil.datasets.experiments.records import Measurement, Use
from permil.datasets.experiments.rows import Column, Row, read_rows
from permil.datasets.management import (
    Amendment,
    CarbonInput,
    CropYear,
    Management,
    Schedule,
    YearOverride,
)
from permil.errors import Conflict, InputError, MissingKey, UnknownName
from permil.tables import table
from permil.vocabulary import Residues

#: Columns of the drivers; with ``month`` every span has twelve rows.
DRIVERS = {
    "treatment": Column(required=True),
    "first_year": Column("year", required=True, whole=True),
    "last_year": Column("year", required=True, whole=True),
    "month": Column("month", whole=True),
    "crop": Column(required=True),
    "dry_yield": Column("dry_yield"),
    "removed_share": Column("removed_share"),
    "plant_carbon_input": Column("plant_carbon_input"),
    "amendment": Column(),
    "amendment_carbon": Column("amendment_carbon"),
    "amendment_month": Column("month", whole=True),
    "monthly_plant_carbon_input": Column("monthly_plant_carbon_input"),
    "monthly_manure_carbon_input": Column("monthly_manure_carbon_input"),
    "soil_cover": Column("soil_cover"),
}
STOCKS = {
    "treatment": Column(required=True),
    "year": Column("year", required=True, whole=True),
    "soil_depth": Column("soil_depth", required=True),
    "soil_organic_carbon_stock": Column("soil_organic_carbon_stock", required=True),
    "sd": Column("soil_organic_carbon_stock"),
    "n": Column("sample_count", whole=True),
    "use": Column(required=True),
}
_YEARLY = (
    "dry_yield",
    "removed_share",
    "plant_carbon_input",
    "amendment",
    "amendment_carbon",
    "amendment_month",
)
_MONTHLY = ("monthly_plant_carbon_input", "monthly_manure_carbon_input", "soil_cover")


@dataclass(frozen=True)
class Drivers:
    """Drivers of a site.

    Parameters
    ----------
    management : dict of str to Management
        By treatment.
    first_year, last_year : int
        Years that every treatment covers.
    """

    management: dict[str, Management]
    first_year: int
    last_year: int


def read_drivers(path: Path, treatments: Collection[str]) -> Drivers:
    """Read the drivers of a site.

    Parameters
    ----------
    path : Path
        The file ``drivers.csv``.
    treatments : collection of str
        Treatments that must be there.

    Returns
    -------
    Drivers
        Management by treatment.

    Raises
    ------
    Conflict
        If spans of a treatment overlap, leave years out, or treatments cover other years.
    permil.errors.InputError
        If a value cannot be used; the message names file, line and column.
    """
    rows = read_rows(path, DRIVERS)
    by_treatment: dict[str, list[Row]] = {}
    for row in rows:
        _known(row, "treatment", treatments)
        by_treatment.setdefault(row.text("treatment"), []).append(row)
    for name in treatments:
        if name not in by_treatment:
            raise Conflict(
                where=str(path),
                problem=f"treatment {name} has no rows",
                remedy="say what it received, or leave it out in the card with the reason",
            )
    spans = {name: _spans(found) for name, found in by_treatment.items()}
    ends = {(parts[0][0], parts[-1][1]) for parts in spans.values()}
    if len(ends) > 1:
        raise Conflict(
            where=str(path),
            problem="treatments cover other years than each other",
            remedy="give all treatments the same first and last year",
        )
    first, last = ends.pop()
    return Drivers({name: _management(parts) for name, parts in spans.items()}, first, last)


Span = tuple[int, int, list[Row]]


def _known(row: Row, column: str, names: Collection[str]) -> None:
    value = row.text(column)
    if value not in names:
        nearest = difflib.get_close_matches(value, names, n=3) or list(names)
        raise UnknownName(where=row.where(column), kind=column, value=value, nearest=nearest)


def _spans(rows: list[Row]) -> list[Span]:
    """Return the spans of a treatment in order, complete and without overlap."""
    spans: list[Span] = []
    for row in rows:
        first, last = row.whole("first_year"), row.whole("last_year")
        if "month" in row.cells and spans and spans[-1][:2] == (first, last):
            spans[-1][2].append(row)
            continue
        expected = spans[-1][1] + 1 if spans else first
        if first != expected or last < first:
            raise Conflict(
                where=row.place,
                problem=f"{first} to {last} stands where a span from {expected} is expected",
                remedy="list the years of a treatment in order, each once",
            )
        spans.append((first, last, [row]))
    for _, _, found in spans:
        months = [row.whole("month") for row in found if "month" in row.cells]
        if months and months != list(range(1, 13)):
            raise Conflict(
                where=found[0].place,
                problem=f"the span has the months {', '.join(map(str, months))}",
                remedy="give January to December, one row a month",
            )
    return spans


def _management(spans: list[Span]) -> Management:
    overrides, amendments = [], []
    for first, last, rows in spans:
        years = tuple(range(first, last + 1))
        monthly = "month" in rows[0].cells
        for row in rows:
            _only(row, monthly=monthly)
        if monthly:
            overrides.append(YearOverride(years, carbon_input=_months(rows)))
            continue
        row = rows[0]
        given = row.number("plant_carbon_input")
        if given is None:
            overrides.append(YearOverride(years, crop=_crop_year(row)))
        else:
            overrides.append(YearOverride(years, carbon_input=_spread(row, given)))
        amendments += _amendments(row, years)
    return Management(overrides=tuple(overrides), amendments=tuple(amendments))


def _only(row: Row, *, monthly: bool) -> None:
    """Refuse a cell of the other kind of row, which would have no effect."""
    for column in _YEARLY if monthly else _MONTHLY:
        if column in row.cells:
            kind = "a month" if monthly else "no month"
            raise Conflict(
                where=row.where(column),
                problem=f"{column} stands in a row with {kind}",
                remedy=f"rows with {kind} take {', '.join(_MONTHLY if monthly else _YEARLY)}",
            )


def _crop(row: Row) -> str:
    return known_crop(row.text("crop"), row.where("crop"))


def _crop_year(row: Row) -> CropYear:
    """Return the crop of a yearly row with its yield at the table's moisture."""
    crop = _crop(row)
    facts: Any = table("crops").one(crop=crop)
    dry = row.number("dry_yield")
    if dry is None and facts.allocation_crop != "bare_fallow":
        raise MissingKey(
            where=row.place,
            key="dry_yield",
            expected="a yield, or plant_carbon_input, for every crop but bare_fallow",
        )
    return CropYear(
        crop,
        None if not dry or facts.dry_matter is None else dry / facts.dry_matter,
        residues=Residues.REMOVED if row.number("removed_share") else Residues.RETURNED,
        removed_share=row.number("removed_share") or 0.0,
    )


def _spread(row: Row, carbon: float) -> CarbonInput:
    """Return a year's plant carbon, even over the months in which the crop covers the soil."""
    crop = _crop(row)
    facts: Any = table("crops").one(crop=crop)
    months = facts.cover_months or tuple(range(1, 13))
    plant = tuple(carbon / len(months) if m in months else 0.0 for m in range(1, 13))
    cover = tuple(float(m in facts.cover_months) for m in range(1, 13))
    return CarbonInput(plant, cover=cover, crop=crop)


def _months(rows: list[Row]) -> CarbonInput:
    """Return the carbon of twelve monthly rows."""
    crops = {_crop(row) for row in rows}
    if len(crops) > 1:
        raise Conflict(
            where=rows[0].place,
            problem=f"the span has the crops {', '.join(sorted(crops))}",
            remedy="name one crop a span",
        )
    for row in rows:
        if row.given("soil_cover") not in (0.0, 1.0):
            raise InputError(
                where=row.where("soil_cover"),
                value=row.text("soil_cover"),
                expected="1 (covered) or 0 (bare)",
            )
    return CarbonInput(
        plant=tuple(row.given("monthly_plant_carbon_input") for row in rows),
        manure=tuple(row.number("monthly_manure_carbon_input") or 0.0 for row in rows),
        cover=tuple(row.given("soil_cover") for row in rows),
        crop=crops.pop(),
    )


def _amendments(row: Row, years: tuple[int, ...]) -> list[Amendment]:
    if "amendment" not in row.cells:
        for column in ("amendment_carbon", "amendment_month"):
            if column in row.cells:
                raise MissingKey(where=row.place, key="amendment", expected="which amendment it is")
        return []
    kinds = [entry.amendment for entry in cast(Any, table("organic_amendments").rows)]
    _known(row, "amendment", kinds)
    return [
        Amendment(
            kind=row.text("amendment"),
            amount=None,
            carbon=row.given("amendment_carbon"),
            nitrogen=None,
            month=row.whole("amendment_month"),
            schedule=Schedule(years=years),
        )
    ]


def history(section: Section | None) -> Management | None:
    """Return the management before the experiment.

    Parameters
    ----------
    section : Section or None
        The table ``history`` of a card.

    Returns
    -------
    Management or None
        One crop for ever, with twelve monthly inputs where the card gives them; None without it.

    Raises
    ------
    MissingKey
        If the card gives inputs without the months with cover.
    permil.errors.InputError
        If a value cannot be used.
    """
    if section is None:
        return None
    crop = section.crop()
    plant = section.months("plant", "monthly_plant_carbon_input")
    if plant is None:
        removed = section.quantity("removed_share", "removed_share", required=False) or 0.0
        residues = Residues.REMOVED if removed else Residues.RETURNED
        # The yield of one tonne only shapes the year: its carbon is scaled to the stock.
        return Management(rotation=(CropYear(crop, 1.0, residues, removed),))
    cover = section.months("cover", "soil_cover")
    if cover is None:
        raise MissingKey(where=section.where(), key="cover", expected="twelve times 1 or 0")
    return Management(carbon_input=CarbonInput(plant, cover=cover, crop=crop))


def read_stocks(path: Path, treatments: Collection[str]) -> dict[str, tuple[Measurement, ...]]:
    """Read the measured stocks of a site.

    Parameters
    ----------
    path : Path
        The file ``stocks.csv``.
    treatments : collection of str
        Treatments of the card.

    Returns
    -------
    dict of str to tuple of Measurement
        By treatment, in order of years.

    Raises
    ------
    Conflict
        If a treatment has two stocks in a year, or two to start from.
    permil.errors.InputError
        If a value cannot be used; the message names file, line and column.
    """
    found: dict[str, list[Measurement]] = {name: [] for name in treatments}
    for row in read_rows(path, STOCKS):
        _known(row, "treatment", treatments)
        _known(row, "use", tuple(Use))
        count = row.number("n")
        one = Measurement(
            year=row.whole("year"),
            depth=row.given("soil_depth"),
            stock=row.given("soil_organic_carbon_stock"),
            sd=row.number("sd"),
            n=None if count is None else int(count),
            use=Use(row.text("use")),
        )
        others = found[row.text("treatment")]
        if any(o.year == one.year for o in others):
            raise Conflict(
                where=row.place,
                problem=f"the treatment has two stocks in {one.year}",
                remedy="give their mean, with sd and n",
            )
        if one.use is Use.START and any(o.use is Use.START for o in others):
            raise Conflict(
                where=row.place,
                problem="the treatment has two stocks to start from",
                remedy="keep one",
            )
        others.append(one)
    return {name: tuple(sorted(m, key=lambda one: one.year)) for name, m in found.items()}
