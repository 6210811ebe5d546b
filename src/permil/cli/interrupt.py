"""Ctrl-C, and the stop of a batch system: one line and code 130, from the first import on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Exit code of an interrupted command, as shells have it.
INTERRUPTED = 130
_MESSAGE = "permil: interrupted; no file is left half-written."


def end_at_once() -> None:
    """Let a signal end the program at once: for the time of the imports, which write nothing.

    An exception would not do: it may fall into a library that takes it for its own.
    """

    def stop(number: int, frame: object) -> None:
        os.write(2, f"{_MESSAGE}\n".encode())
        os._exit(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


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
    came: list[int] = []

    def stop(number: int, frame: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        yield
    except BaseException as error:
        done = isinstance(error, SystemExit) and not error.code
        if not came or done:
            raise
        print(_MESSAGE, file=sys.stderr)
        sys.exit(INTERRUPTED)
