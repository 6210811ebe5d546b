"""From the text of a cell to the type that its column declares."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from permil.errors import TableError

_BOOLEANS = {"yes": True, "no": False}


def read_cell(text: str, kind: Any, where: str, *, may_be_empty: bool) -> Any:
    """Convert the text of a cell.

    Parameters
    ----------
    text : str
        Text as in the file.
    kind : type
        Declared type: str, float, int, bool, a StrEnum, tuple of int, or a union of such with or
        without None.
    where : str
        File, line and column, for messages.
    may_be_empty : bool
        Whether the column has a default for an empty text.

    Returns
    -------
    object
        Value of the declared type.

    Raises
    ------
    TableError
        If the text does not fit.
    """
    if text != text.strip():
        raise TableError(where=where, problem="spaces around the value", expected="none")
    options = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if not text:
        return _read_empty(options, where, may_be_empty=may_be_empty)
    wanted = [option for option in options if option is not types.NoneType]
    if all(isinstance(option, type) and issubclass(option, StrEnum) for option in wanted):
        return _read_category(text, wanted, where)
    return _READERS[wanted[0]](text, where)


def is_quantity(kind: Any) -> bool:
    """Return whether a column of this type holds real numbers, which need a unit."""
    return kind is float or float in typing.get_args(kind)


def _read_empty(options: tuple[Any, ...], where: str, *, may_be_empty: bool) -> Any:
    if types.NoneType in options:
        return None
    if options[0] == tuple[int, ...]:
        return ()
    if options[0] is str and may_be_empty:
        return ""
    raise TableError(where=where, problem="an empty cell", expected="a value")


def _read_category(text: str, kinds: list[type[StrEnum]], where: str) -> StrEnum:
    for kind in kinds:
        if text in list(kind):
            return kind(text)
    known = ", ".join(member for kind in kinds for member in kind)
    raise TableError(where=where, problem=f"unknown category '{text}'", expected=f"one of {known}")


def _read_float(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise TableError(
            where=where,
            problem=f"'{text}' is not a number",
            expected="a number with a decimal point",
        ) from None
    if not math.isfinite(number):
        raise TableError(
            where=where,
            problem=f"'{text}' is not finite",
            expected="a finite number, or an empty cell",
        )
    return number


def _read_int(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise TableError(
            where=where, problem=f"'{text}' is not a whole number", expected="a whole number"
        ) from None


def _read_bool(text: str, where: str) -> bool:
    try:
        return _BOOLEANS[text]
    except KeyError:
        raise TableError(
            where=where, problem=f"'{text}' is neither yes nor no", expected="yes or no"
        ) from None


def _read_integers(text: str, where: str) -> tuple[int, ...]:
    return tuple(_read_int(part, where) for part in text.split(" "))


def _read_text(text: str, where: str) -> str:
    return text


_READERS: dict[Any, Callable[[str, str], Any]] = {
    str: _read_text,
    float: _read_float,
    int: _read_int,
    bool: _read_bool,
    tuple[int, ...]: _read_integers,
}
