"""A sign of life for what takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
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


@contextmanager
def steps(what: str, *, silent: bool = False) -> Iterator[Callable[[str], None]]:
    """Show a spinner that names the step at work, on a terminal; print nothing elsewhere.

    Parameters
    ----------
    what : str
        What is being done.
    silent : bool
        Whether nothing may be shown at all.

    Yields
    ------
    callable
        Takes the name of the next step.
    """
    if silent or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …") as status:
        yield lambda step: status.update(f"{what}: {step} …")
