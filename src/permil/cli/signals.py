"""Ctrl-C, and the stop of a batch system, while the program is still being imported."""

import os
import signal

#: Exit code of an interrupted command, as shells have it.
INTERRUPTED = 130
MESSAGE = "permil: interrupted; no file is left half-written."


def end_at_once() -> None:
    """Let a signal end the program at once: for the time of the imports, which write nothing.

    An exception would not do: it may fall into a library that takes it for its own.
    """

    def stop(number: int, frame: object) -> None:
        os.write(2, f"{MESSAGE}\n".encode())
        os._exit(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
