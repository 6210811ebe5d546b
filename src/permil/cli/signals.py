"""Ctrl-C, the stop of a batch system, and a terminal that is closed, while imports go on."""

import os
import signal

#: Exit code of an interrupted command, as shells have it.
INTERRUPTED = 130
MESSAGE = "permil: interrupted; no file is left half-written."


def heeded() -> list[signal.Signals]:
    """Return the signals that end the program tidily: not the hang-up that ``nohup`` ignores."""
    found = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        found.append(hang_up)
    return found


def end_at_once() -> None:
    """Let a signal end the program at once: for the time of the imports, which write nothing.

    An exception would not do: it may fall into a library that takes it for its own.
    """

    def stop(number: int, frame: object) -> None:
        try:
            os.write(2, f"{MESSAGE}\n".encode())
        finally:  # the terminal may be gone
            os._exit(INTERRUPTED)

    for number in heeded():
        signal.signal(number, stop)
