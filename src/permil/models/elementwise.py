"""The four primitives in which a model's step is written.

A step may use arithmetic, comparisons and these four; nothing else. NumPy runs them as they stand
here; :mod:`permil.models.compiled` puts scalar versions in their place.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def select(condition: Any, yes: Any, no: Any) -> Any:
    """Return ``yes`` where the condition holds, else ``no``."""
    return np.where(condition, yes, no)


def lower(a: Any, b: Any) -> Any:
    """Return the lower of two values."""
    return np.minimum(a, b)


def upper(a: Any, b: Any) -> Any:
    """Return the upper of two values."""
    return np.maximum(a, b)


def decayed(z: Any) -> Any:
    """Return the share ``1 - exp(-z)`` that first-order decay removes, for ``z >= 0``.

    The share itself, not what remains, keeps slow pools exact in single precision.
    """
    return -np.expm1(-z)
