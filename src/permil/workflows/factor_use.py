"""Which published factors a result used: id, edition, source, value, and who changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from permil.datasets.project import FactorOverride
from permil.errors import NoEffect, NoFactor, TableError
from permil.tables import EDITION, factor_id, table


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


def edition_of(name: str, row: Any) -> str:
    """Return the edition of a row, or that of its table."""
    return str(getattr(row, EDITION, table(name).card.edition))


def row_of(name: str, edition: str, keys: Mapping[str, Any]) -> Any:
    """Return the row of a table in an edition; the table's own where it has that one alone.

    Parameters
    ----------
    name : str
        Name of the table.
    edition : str
        Edition of the run; empty for the table's default.
    keys : mapping of str to object
        Key columns and values.

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
    if edition and EDITION in found.card.keys and found.select(**keys, edition=edition):
        return found.one(**keys, edition=edition)
    return found.one(**keys)


def overridden(row: Any, override: FactorOverride | None) -> Any:
    """Return a row with the value and range that the project file gives, if it gives any."""
    if override is None:
        return row
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
    """

    edition: str = ""
    overrides: Mapping[str, FactorOverride] = field(default_factory=dict)
    uses: dict[str, FactorUse] = field(default_factory=dict)

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
        row = row_of(name, self.edition, keys)
        override = self.overrides.get(factor_id(name, row))
        row = overridden(row, override)
        use = use_of(name, row, lines, "" if override is None else override.reason)
        known = self.uses.get(use.id)
        both = dict.fromkeys([*(known.lines if known else ()), *lines])
        self.uses[use.id] = replace(use, lines=tuple(both))
        return row

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
        """Say whether there is a value for a factor."""
        row = row_of(name, self.edition, keys)
        given = factor_id(name, row) in self.overrides
        return given or not (row.value is None or getattr(row, "must_ask", False))
