"""A factor that a project gives in place of the published one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FactorOverride:
    """A factor that the project gives in place of the published one.

    Parameters
    ----------
    value : float
        In the unit of the table's row.
    low, high : float or None
        Range; None where it is taken as exact.
    reason : str
        Why, which every result prints.
    """

    value: float
    low: float | None
    high: float | None
    reason: str
