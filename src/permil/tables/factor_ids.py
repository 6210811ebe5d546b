"""Ids of published factors: the table and the keys of a row, whatever its edition."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any

from permil.errors import UnknownName, nearest_names
from permil.tables.registry import TABLES, table
from permil.tables.rows import FactorRow, ParameterRow

#: Column by which a table tells its editions apart; it is chosen once for a run, not in an id.
EDITION = "edition"


def factor_id(name: str, row: Any) -> str:
    """Return the id of a table's row: the table and the row's keys but the edition.

    Parameters
    ----------
    name : str
        Name of the table.
    row : table row
        One of its rows.

    Returns
    -------
    str
        Such as ``ipcc2019_n2o/EF1/wet_synthetic``.
    """
    return id_of(name, **{key: getattr(row, key) for key in table(name).card.keys})


def id_of(name: str, **keys: Any) -> str:
    """Return the id of the row that has some keys.

    Parameters
    ----------
    name : str
        Name of the table.
    **keys
        Key columns and values; those with a default of the card may be left out.

    Returns
    -------
    str
        As of :func:`factor_id`.
    """
    card = table(name).card
    given = {**card.defaults, **keys}
    return "/".join([name, *(str(given[key]) for key in card.keys if key != EDITION)])


@cache
def factors() -> MappingProxyType[str, tuple[str, tuple[Any, ...]]]:
    """Return every published factor: its table, and its rows, one an edition.

    Returns
    -------
    mapping of str to tuple
        By id. Parameters of models are no factors: they belong to their model.
    """
    found: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, (_, kind) in TABLES.items():
        if issubclass(kind, FactorRow) and not issubclass(kind, ParameterRow):
            for row in table(name).rows:
                key = factor_id(name, row)
                found[key] = (name, (*found.get(key, (name, ()))[1], row))
    return MappingProxyType(found)


def factor_rows(identity: str) -> tuple[str, tuple[Any, ...]]:
    """Return table and rows of a factor.

    Parameters
    ----------
    identity : str
        Id of a factor.

    Returns
    -------
    tuple
        Name of the table, and one row an edition.

    Raises
    ------
    UnknownName
        If there is no such factor; the error names the nearest.
    """
    if identity not in factors():
        near = nearest_names(identity, factors())
        raise UnknownName(where="", kind="factor", value=identity, nearest=near)
    return factors()[identity]
