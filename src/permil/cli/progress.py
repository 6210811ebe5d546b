"""A sign of life for what takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def working(what: str, *, silent: bool = False) -> Iterator[Callable[[str], None]]:
    """Show a spinner on a terminal while something runs; print nothing elsewhere.

    Parameters
    ----------
    what : str
        What is being done.
    silent : bool
        Whether nothing may be shown at all.

    Yields
    ------
    callable
        Takes which part is being done, while the spinner turns.
    """
    if silent or not sys.stderr.isatty():
        yield lambda part: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(f"{what} …") as status:
        yield lambda part: status.update(f"{what}: {escape(part)} …")
