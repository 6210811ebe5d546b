"""Ctrl-C, and the stop of a batch system: one line and code 130: everything is tidied up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from permil.cli.signals import INTERRUPTED, MESSAGE

_came: list[int] = []


def interrupted() -> bool:
    """Say whether a signal came, whatever error it came out as."""
    return bool(_came)


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

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        yield
    except BaseException as error:
        done = isinstance(error, SystemExit) and not error.code
        if not _came or done:
            raise
        print(MESSAGE, file=sys.stderr)
        sys.exit(INTERRUPTED)
