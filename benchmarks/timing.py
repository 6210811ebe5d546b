"""Medians of repeated runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Timed(NamedTuple):
    """Seconds of the first call and the median of the following ones."""

    cold: float
    warm: float


def timed(call: Callable[[], Any], repeats: int = 5) -> Timed:
    """Time a call once cold, then several times warm."""
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return Timed(seconds[0], statistics.median(seconds[1:]))


class Result(NamedTuple):
    """One line of the table: what was measured, and whether it meets its target."""

    name: str
    measured: str
    target: str
    met: bool | None
