"""Factors drawn from the tables: the published value or draws over its published range."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.draws import Draws, normal, triangular, two_piece_normal, uniform
from permil.tables import table
from permil.vocabulary import Distribution

Float = NDArray[np.float64]


@dataclass
class DrawnFactors:
    """Draws by stable parameter name, with a record of what was drawn.

    Parameters
    ----------
    draws : Draws
        The uniforms.
    record : dict of str to dict
        For every drawn parameter its distribution, range, unit and source.
    values : dict of str to ndarray
        The draws themselves.
    """

    draws: Draws
    record: dict[str, dict[str, Any]] = field(default_factory=dict)
    values: dict[str, Float] = field(default_factory=dict)

    def of(self, name: str, row: Any) -> Float:
        """Return draws of a table row, or its value where no range was published.

        Parameters
        ----------
        name : str
            Stable parameter name; what has the same name shares its draws.
        row : table row
            With ``value``, ``low``, ``high``, ``distribution``, ``unit`` and ``source``.

        Returns
        -------
        ndarray, shape (draw,)
            Draws in the row's unit.
        """
        if row.low is None or row.high is None:
            return np.full(self.draws.n, float(row.value))
        kind = row.distribution or Distribution.TWO_PIECE_NORMAL
        return self.ranged(name, row.low, row.value, row.high, kind, row.unit, row.source)

    def ranged(
        self,
        name: str,
        low: float,
        value: float,
        high: float,
        kind: Distribution,
        unit: str,
        source: str,
    ) -> Float:
        """Return draws over a range; the range's ends are the 2.5 and 97.5 % quantiles of a normal.

        Parameters
        ----------
        name : str
            Stable parameter name.
        low, value, high : float
            Published range and central value.
        kind : Distribution
            How it is drawn.
        unit, source : str
            For the record.

        Returns
        -------
        ndarray, shape (draw,)
            Draws.
        """
        u = self.draws.uniform(name)
        if kind is Distribution.NORMAL:
            drawn = np.maximum(normal(u, value, (high - low) / 3.92), 0.0)
        elif kind is Distribution.UNIFORM:
            drawn = uniform(u, low, high)
        elif kind is Distribution.TRIANGULAR:
            drawn = triangular(u, low, value, high)
        else:
            drawn = two_piece_normal(u, low, value, high)
        self.record[name] = {
            "name": name,
            "distribution": str(kind),
            "low": low,
            "value": value,
            "high": high,
            "unit": unit,
            "source": source,
        }
        self.values[name] = drawn
        return drawn

    def relative(self, name: str, sd: float, source: str) -> Float:
        """Return factors around one with a relative standard deviation, never below 0.01.

        Parameters
        ----------
        name : str
            Stable parameter name.
        sd : float
            Relative standard deviation [-]; zero draws nothing.
        source : str
            For the record.

        Returns
        -------
        ndarray, shape (draw,)
            Factors [-].
        """
        if sd == 0:
            return np.ones(self.draws.n)
        half = 1.96 * sd
        drawn = self.ranged(name, 1 - half, 1.0, 1 + half, Distribution.NORMAL, "-", source)
        self.values[name] = np.maximum(drawn, 0.01)
        return self.values[name]


def gwp_n2o(metric: str) -> float:
    """Return the metric value of N2O [kg CO2e/kg].

    Parameters
    ----------
    metric : str
        A member of ``Metric``.

    Returns
    -------
    float
        kg CO2e per kg N2O.
    """
    row: Any = table("gwp").one(metric=metric)
    return float(row.n2o)


def stoichiometry(element: str) -> float:
    """Return the mass of an element bound by stable soil organic carbon [kg/t C].

    Parameters
    ----------
    element : str
        ``N``, ``P`` or ``S``.

    Returns
    -------
    float
        kg per t C.

    References
    ----------
    kirkby2011
    """
    row: Any = table("som_stoichiometry").one(basis="fine_fraction", element=element)
    return float(row.value)
