"""Published factors and parameters: CSV files with cards, read by a strict typed loader."""

from __future__ import annotations

from permil.tables.bibliography import Reference, references
from permil.tables.card import Card, Column
from permil.tables.factor_ids import EDITION, factor_id, factor_rows, factors, id_of
from permil.tables.loader import Table
from permil.tables.registry import (
    edition_digest,
    parameter_rows,
    parameter_set,
    table,
    table_editions,
    table_names,
)

__all__ = [
    "EDITION",
    "Card",
    "Column",
    "Reference",
    "Table",
    "edition_digest",
    "factor_id",
    "factor_rows",
    "factors",
    "id_of",
    "parameter_rows",
    "parameter_set",
    "references",
    "table",
    "table_editions",
    "table_names",
]
