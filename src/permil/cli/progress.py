"""A sign of life for what takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def working(what: str, *, silent: bool = False) -> Iterator[None]:
    """Show a spinner on a terminal while something runs; print nothing elsewhere.

    Parameters
    ----------
    what : str
        What is being done.
    silent : bool
        Whether nothing may be shown at all.

    Yields
    ------
    None
        Control, while the spinner turns.
    """
    if silent or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield
