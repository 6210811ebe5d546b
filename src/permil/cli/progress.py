"""A sign of life for what takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


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


@contextmanager
def stepping(total: int, *, silent: bool = False) -> Iterator[Callable[[str, int], None]]:
    """Show a bar for each of several runs on a terminal; a line every tenth of it elsewhere.

    Parameters
    ----------
    total : int
        Steps of each run.
    silent : bool
        Whether nothing may be shown at all.

    Yields
    ------
    callable
        Takes the name of the run and the number of its steps that are done.
    """
    if silent:
        yield lambda name, done: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            tasks: dict[str, Any] = {}

            def advance(name: str, done: int) -> None:
                if name not in tasks:
                    tasks[name] = progress.add_task(name, total=total)
                progress.update(tasks[name], completed=done)

            yield advance
    else:
        shown: dict[str, int] = {}

        def line(name: str, done: int) -> None:
            tenth = 10 * done // total
            if tenth > shown.get(name, -1):
                shown[name] = tenth
                print(f"{name}: {done} of {total} steps", file=sys.stderr)

        yield line
