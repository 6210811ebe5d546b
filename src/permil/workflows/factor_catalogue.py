"""The published factors as a person asks for them: listed, shown, and compared by edition."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from permil.errors import NoEffect, UnknownName, nearest_names
from permil.locale import text
from permil.tables import EDITION, factor_id, factor_rows, factors, table
from permil.vocabulary import Edition
from permil.workflows.factor_use import edition_of, is_of, row_of


@dataclass(frozen=True)
class FactorEntry:
    """One edition of a published factor.

    Parameters
    ----------
    id : str
        Id of the row: table and keys.
    edition : str
        Its edition.
    value : float or None
        The number; None where the source has none.
    low, high : float or None
        Published range; None where there is none.
    unit : str
        Unit of all three.
    drawn_as : str
        Distribution in which a range is drawn; empty where nothing is drawn.
    source, table_number, confidence, range_confidence, note : str
        As the table says.
    must_ask : bool
        Whether a run refuses it: there is no value, or a placeholder for one.
    """

    id: str
    edition: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    drawn_as: str
    source: str
    table_number: str
    confidence: str
    range_confidence: str
    note: str
    must_ask: bool


@dataclass(frozen=True)
class FactorDifference:
    """A factor that differs between two editions.

    Parameters
    ----------
    id : str
        Id that is asked for.
    before, after : FactorEntry
        What a run of each edition takes.
    effect : str
        What the difference does, in a sentence.
    """

    id: str
    before: FactorEntry
    after: FactorEntry
    effect: str


def _entry(name: str, row: Any) -> FactorEntry:
    drawn = "" if row.low is None else row.distribution or table(name).card.drawn_as
    return FactorEntry(
        id=factor_id(name, row),
        edition=edition_of(name, row),
        value=row.value,
        low=row.low,
        high=row.high,
        unit=row.unit,
        drawn_as=str(drawn),
        source=row.source,
        table_number=str(row.table_number),
        confidence=str(row.confidence),
        range_confidence=str(row.range_confidence or ""),
        note=row.note,
        must_ask=row.value is None or getattr(row, "must_ask", False),
    )


def list_factors(table_name: str = "", edition: str = "") -> list[FactorEntry]:
    """Return the published factors.

    Parameters
    ----------
    table_name : str
        Of one table alone.
    edition : str
        Of one edition alone.

    Returns
    -------
    list of FactorEntry
        One entry a factor and edition, in the order of the tables.

    Raises
    ------
    UnknownName
        If there is no such table of factors, or no factor of the edition.
    """
    every = [_entry(name, row) for name, rows in factors().values() for row in rows]
    tables = dict.fromkeys(entry.id.partition("/")[0] for entry in every)
    _check("table of factors", table_name, list(tables))
    _check("edition", edition, sorted({w for e in every for w in re.findall(r"\d{4}", e.edition)}))
    return [
        entry
        for entry in every
        if table_name in ("", entry.id.partition("/")[0])
        and (not edition or is_of(entry.edition, edition))
    ]


def _check(kind: str, value: str, known: list[str]) -> None:
    if value and value not in known:
        near = nearest_names(value, known) or known
        raise UnknownName(where="", kind=kind, value=value, nearest=near)


def show_factor(identity: str) -> dict[str, FactorEntry]:
    """Return every edition of a factor.

    Parameters
    ----------
    identity : str
        Its id.

    Returns
    -------
    dict of str to FactorEntry
        By edition of its table what a run of that edition takes. Where the edition has no row of
        its own, the id of the entry is another, or its edition is.

    Raises
    ------
    UnknownName
        If there is no such factor; the error names the nearest.
    """
    name, rows = factor_rows(identity)
    keys = {key: getattr(rows[0], key) for key in table(name).card.keys if key != EDITION}
    if EDITION not in table(name).card.keys:
        only = _entry(name, rows[0])
        return {only.edition: only}
    editions = sorted({str(row.edition) for row in table(name).rows}, reverse=True)
    own = {str(row.edition) for row in rows}
    wanted = editions if Edition.IPCC2019 in own else sorted(own)
    return {edition: _entry(name, row_of(name, edition, keys)) for edition in wanted}


def compare_editions(one: str, other: str) -> list[FactorDifference]:
    """Return every factor of which runs of two editions take different rows.

    Parameters
    ----------
    one, other : str
        Editions, such as 2006 and 2019.

    Returns
    -------
    list of FactorDifference
        Value or range differs. Factors of which one of the editions has no row, not even one that
        stands for several, are left out: see :func:`only_in`.

    Raises
    ------
    UnknownName
        If no table has such an edition.
    NoEffect
        If both are the same.
    """
    _check_editions(one, other)
    found = []
    for identity, (name, rows) in factors().items():
        pair = _pair(name, rows[0], one, other)
        if pair is None:
            continue
        before, after = (_entry(name, row) for row in pair)
        if (before.value, before.low, before.high) != (after.value, after.low, after.high):
            found.append(FactorDifference(identity, before, after, effect(before, after)))
    return found


def only_in(edition: str, other: str) -> dict[str, int]:
    """Return how many factors of each table one edition has and another has not.

    Parameters
    ----------
    edition, other : str
        Editions.

    Returns
    -------
    dict of str to int
        By table.
    """
    _check_editions(edition, other)
    missing: Counter[str] = Counter()
    for name, rows in factors().values():
        own = {str(getattr(row, EDITION, "")) for row in rows}
        if edition in own and _pair(name, rows[0], edition, other) is None:
            missing[name] += 1
    return dict(missing)


def _pair(name: str, row: Any, one: str, other: str) -> tuple[Any, Any] | None:
    """Return the rows that two editions take for the keys of a row, where both have one."""
    found = table(name)
    if EDITION not in found.card.keys:
        return None
    keys = {key: getattr(row, key) for key in found.card.keys if key != EDITION}
    if not found.select(**keys):  # of an edition that is not the table's own alone
        return None
    pair = row_of(name, one, keys), row_of(name, other, keys)
    return pair if [r.edition for r in pair] == [one, other] else None


def _check_editions(one: str, other: str) -> None:
    for edition in (one, other):
        _check("edition", edition, [str(known) for known in Edition])
    if one == other:
        raise NoEffect(
            where="",
            what=f"a comparison of {one} with itself",
            when="for nothing differs",
            remedy="name two editions",
        )


def effect(before: FactorEntry, after: FactorEntry) -> str:
    """Return what a difference between two rows does, in a sentence.

    Parameters
    ----------
    before, after : FactorEntry
        The rows.

    Returns
    -------
    str
        The change of the stock against the reference level, of what the factor multiplies, or of
        the range alone.
    """
    if before.must_ask or after.must_ask or before.value is None or after.value is None:
        return text("factors.effect_no_value")
    if before.value == after.value:
        return text("factors.effect_range")
    if before.id.split("/")[1].startswith("F_"):
        parts = {"before": _percent(before.value - 1), "after": _percent(after.value - 1)}
        return text("factors.effect_stock_change", parts)
    if before.value == 0:
        return text("factors.effect_from_zero")
    return text("factors.effect_share", {"change": _percent(after.value / before.value - 1)})


def _percent(share: float) -> str:
    return f"{100.0 * share:+.0f} %".replace("-", "−")
