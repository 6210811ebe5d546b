"""Which published factors a result used: id, edition, source, value, and who changed it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from permil.assumptions import Assumption
from permil.datasets.factor_override import FactorOverride
from permil.errors import NoEffect, NoFactor, TableError, UnknownName
from permil.tables import EDITION, factor_id, id_of, table
from permil.vocabulary import Edition


@dataclass(frozen=True)
class FactorUse:
    """A factor as a run used it.

    Parameters
    ----------
    id : str
        Table and keys of the row, as ``permil factors show`` takes it.
    edition : str
        Edition of the row, or of its table.
    value : float
        Central value.
    low, high : float or None
        Range that was drawn; None where the factor is taken as exact.
    unit, source, table_number, confidence : str
        As the table says.
    lines : tuple of str
        Lines of the ledger in which it stands.
    reason : str
        Why the project file gives another value than the table; empty where it does not.
    published : float or None
        What the table says where the project file gives another value; None where it says nothing.
    asked : tuple of str
        Ids of finer rows that the edition does not have and for which this row stands.
    """

    id: str
    edition: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    table_number: str
    confidence: str
    lines: tuple[str, ...] = ()
    reason: str = ""
    published: float | None = None
    asked: tuple[str, ...] = ()


def is_of(said: str, edition: str) -> bool:
    """Say whether what a table says of its edition, such as "2006, kept in 2019", names one."""
    return edition in re.findall(r"\w+", said)


def edition_of(name: str, row: Any) -> str:
    """Return the edition of a row, or that of its table."""
    return str(getattr(row, EDITION, table(name).card.edition))


def row_of(name: str, edition: str, keys: Mapping[str, Any], *, coarse: bool = True) -> Any:
    """Return the row of a table in an edition.

    Where the edition tells fewer cases apart, the row that stands for all of them is taken, as the
    card of the table says; where it has none of these either, the row of the table's own edition.
    What is taken says which it is, so that no edition stands in for another unseen.

    Parameters
    ----------
    name : str
        Name of the table.
    edition : str
        Edition of the run; empty for the table's default.
    keys : mapping of str to object
        Key columns and values.
    coarse : bool
        Whether a row that stands for several may be taken.

    Returns
    -------
    table row
        Its ``value`` may be None.

    Raises
    ------
    UnknownName
        If no row has these values.
    """
    found = table(name)
    if not edition or EDITION not in found.card.keys:
        return found.one(**keys)
    if exact := found.select(**keys, edition=edition):
        return exact[0]
    other = found.one(**keys)
    for column, value in found.card.aggregates.items():
        together = found.select(**{**keys, column: value}, edition=edition)
        if together and coarse:
            return together[0]
    return other


def overridden(name: str, row: Any, override: FactorOverride | None) -> Any:
    """Return a row with the value and range that the project file gives, if it gives any.

    A published range without a shape is drawn as the card of its table says; that of a project has
    its ends at 2.5 and 97.5 %.
    """
    if override is None:
        return replace(row, distribution=row.distribution or table(name).card.drawn_as)
    return replace(row, value=override.value, low=override.low, high=override.high)


def use_of(name: str, row: Any, lines: tuple[str, ...], reason: str = "") -> FactorUse:
    """Return what the record of a result holds of a factor.

    Parameters
    ----------
    name : str
        Name of the table.
    row : table row
        As used.
    lines : tuple of str
        Lines of the ledger in which it stands.
    reason : str
        Why the project file gives it.

    Returns
    -------
    FactorUse
        The entry.

    Raises
    ------
    NoFactor
        If the table has no value: it must be given, or what needs it left out.
    """
    identity = factor_id(name, row)
    if row.value is None or (getattr(row, "must_ask", False) and not reason):
        raise NoFactor(where="", factor=identity, source=row.table_number)
    if not row.unit:
        raise TableError(where=name, problem=f"{identity} has no unit", expected="one")
    return FactorUse(
        id=identity,
        edition=edition_of(name, row),
        value=float(row.value),
        low=row.low,
        high=row.high,
        unit=row.unit,
        source=row.source,
        table_number=str(row.table_number),
        confidence=str(row.confidence),
        lines=lines,
        reason=reason,
    )


def edition_notes(book: FactorBook) -> list[Assumption]:
    """Return what a reader must know of a run of an older edition.

    Parameters
    ----------
    book : FactorBook
        The factors of the run.

    Returns
    -------
    list of Assumption
        The factors of which the edition has no row, and those for which a coarser one stands;
        nothing for the present edition.
    """
    if book.edition in ("", Edition.IPCC2019):
        return []
    uses = [use for use in book.uses.values() if not use.reason]
    missing = [f"{u.id} ({u.edition})" for u in uses if not is_of(u.edition, book.edition)]
    together = [f"{one} by {use.id}" for use in uses for one in use.asked]
    notes = []
    for code, found in (("edition_missing", missing), ("edition_together", together)):
        if found:
            fields = {"edition": book.edition, "factors": ", ".join(sorted(found))}
            notes.append(Assumption(code, fields, "run.factor_edition"))
    return notes


@dataclass
class FactorBook:
    """The factors of a run: their edition, what the project overrides, and what was used.

    Parameters
    ----------
    edition : str
        Edition of the IPCC tables; empty for each table's own.
    overrides : mapping of str to FactorOverride
        By factor id, what the project file gives.
    uses : dict of str to FactorUse
        What the run used so far, by id.
    editions : mapping of str to str
        By the id that is asked for, an edition other than the run's.
    taken : dict of str to table row
        By the id that was asked for, the row that was taken, with what the project gives.
    """

    edition: str = ""
    overrides: Mapping[str, FactorOverride] = field(default_factory=dict)
    uses: dict[str, FactorUse] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)
    taken: dict[str, Any] = field(default_factory=dict)

    def row(self, name: str, lines: tuple[str, ...], **keys: Any) -> Any:
        """Return the row of a factor as the run takes it, and record its use.

        Parameters
        ----------
        name : str
            Name of the table.
        lines : tuple of str
            Lines of the ledger in which it stands.
        **keys
            Key columns and values.

        Returns
        -------
        table row
            With a value.

        Raises
        ------
        NoFactor
            If neither the table nor the project file has a value.
        UnknownName
            If no row has these keys.
        """
        asked, published = id_of(name, **keys), self._published(name, keys)
        override = self.overrides.get(factor_id(name, published))
        row = overridden(name, published, override)
        use = use_of(name, row, lines, "" if override is None else override.reason)
        if override is not None and not getattr(published, "must_ask", False):
            use = replace(use, published=published.value)
        known = self.uses.get(use.id)
        both = dict.fromkeys([*(known.lines if known else ()), *lines])
        finer = dict.fromkeys([*(known.asked if known else ()), *(asked,) * (asked != use.id)])
        self.uses[use.id] = replace(use, lines=tuple(both), asked=tuple(finer))
        self.taken[asked] = row
        return row

    def _published(self, name: str, keys: Mapping[str, Any]) -> Any:
        """Return the row that the tables have; what the project gives stands for itself alone."""
        asked = id_of(name, **keys)
        edition = self.editions.get(asked, self.edition)
        return row_of(name, edition, keys, coarse=asked not in self.overrides)

    def check_used(self) -> None:
        """Raise an error for a factor of the project's own that nothing has used.

        Raises
        ------
        NoEffect
            If there is one.
        """
        for unused in self.overrides.keys() - self.uses.keys():
            raise NoEffect(
                where="factor",
                what=f"the factor {unused}",
                when="in this project, where nothing uses it",
                remedy="leave it out; permil factors list shows the ids",
            )

    def has(self, name: str, **keys: Any) -> bool:
        """Say whether there is a value for a factor; a case that no table knows has none."""
        try:
            row = self._published(name, keys)
        except UnknownName:
            return False
        given = factor_id(name, row) in self.overrides
        return given or not (row.value is None or getattr(row, "must_ask", False))
