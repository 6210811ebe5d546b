"""What is zero but for the rounding of sums is written as zero, in the document alone."""

from __future__ import annotations

from typing import Any

from permil.science.greenhouse_gases import carbon_to_co2
from permil.units import SUBSTANCES, UNITS

#: Share of a quantity's scale that sums of float64 over a long run cannot tell from zero.
NOISE = 1e-12
_VALUES = ("mean", "q05", "q25", "q50", "q75", "q95")


def without_noise(node: Any, stock: float, area: float) -> Any:
    """Return a document in which rounding of sums is zero.

    What is a difference of stocks, or follows from one, bears the rounding of the stock and not
    of itself: zero is what lies below :data:`NOISE` of the stock in the quantity's own unit.

    Parameters
    ----------
    node : dict, list or plain value
        The document, or a part of it.
    stock : float
        Largest stock [t C/ha].
    area : float
        Area of the project [ha].

    Returns
    -------
    dict, list or plain value
        The same; values of its quantities that are noise are 0.0.
    """
    if isinstance(node, list):
        return [without_noise(part, stock, area) for part in node]
    if not isinstance(node, dict):
        return node
    if "unit" not in node or "mean" not in node:
        return {name: without_noise(part, stock, area) for name, part in node.items()}
    least = NOISE * _scale(node["unit"], stock, area)
    return {name: _settled(v, least) if name in _VALUES else v for name, v in node.items()}


def _scale(unit: str, stock: float, area: float) -> float:
    """Return one for shares and years, and for masses the CO2 of the stock, in a unit."""
    known = UNITS[unit]
    substance = known.dimension.split(" ")[0] in SUBSTANCES
    land = 1.0 if "per area" in known.dimension else area
    return (carbon_to_co2(stock) * land if substance else 1.0) / known.factor


def _settled(value: Any, least: float) -> Any:
    if isinstance(value, list):
        return [_settled(one, least) for one in value]
    return 0.0 if value is not None and abs(value) < least else value
