"""Ctrl-C, the stop of a batch system, a closed terminal: one line, code 130, all tidied up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from permil.cli.signals import INTERRUPTED, MESSAGE, heeded

_came: list[int] = []


def interrupted() -> bool:
    """Say whether a signal came, whatever error it came out as."""
    return bool(_came)


def heed() -> None:
    """End what goes on although a signal came: a library may have taken the exception for its own.

    Raises
    ------
    KeyboardInterrupt
        If a signal came.
    """
    if interrupted():
        raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[None]:
    """End on a signal with one message and code 130, after everything is tidied up.

    An interrupt that falls into a callback of compiled code comes out as another error; that the
    signal came is what counts.

    Yields
    ------
    None
        Control, while signals are heeded.
    """
    _came.clear()

    def stop(number: int, frame: object) -> None:
        _came.append(number)
        raise KeyboardInterrupt

    for number in heeded():
        signal.signal(number, stop)
    try:
        yield
    except BaseException as error:
        done = isinstance(error, SystemExit) and not error.code
        if not _came or done:
            raise
        with suppress(OSError):  # the terminal may be gone
            print(MESSAGE, file=sys.stderr, flush=True)
        sys.exit(INTERRUPTED)
