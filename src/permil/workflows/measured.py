"""Measured stocks that a model can be held against, and how likely a run makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import Project
from permil.tables import parameter_set

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """A measured stock beside the place where a run holds the modelled one.

    Parameters
    ----------
    scenario, unit : str
        Ids of scenario and land unit.
    row : int
        Position of the scenario.
    year, at : int
        Calendar year, and its position in a run whose first stock is that before the horizon.
    stock, sd : float
        Stock and its standard deviation [t C/ha].
    given : bool
        Whether the project file gives the standard deviation.
    """

    scenario: str
    unit: str
    row: int
    year: int
    at: int
    stock: float
    sd: float
    given: bool


def sd_of(stock: float, sd: float | None) -> float:
    """Return the standard deviation of a measured stock.

    Parameters
    ----------
    stock : float
        The stock [t C/ha].
    sd : float or None
        Its standard deviation as the project file gives it [t C/ha].

    Returns
    -------
    float
        As given, else that share of the stock which the table ``calibration_priors`` has
        [t C/ha].
    """
    return sd or parameter_set("calibration")["observation_sd"] * stock


def usable(project: Project) -> list[Measured]:
    """Return the measured stocks that lie within the horizon, at the depth of their land unit.

    Parameters
    ----------
    project : Project
        The project.

    Returns
    -------
    list of Measured
        In the order of the file; a standard deviation that is not given is that share of the
        stock which the table ``calibration_priors`` has.
    """
    horizon, scenarios = project.horizon, [s.id for s in project.scenarios]
    depths = {unit.id: unit.soil.depth for unit in project.land_units}
    found = []
    for seen in project.observations:
        unit, at = seen.land_unit or project.land_units[0].id, seen.year - horizon.first_year + 1
        inside = 0 <= at <= horizon.last_year - horizon.first_year + 1
        if inside and abs(depths[unit] - seen.depth) < 0.5:
            sd, row = sd_of(seen.stock, seen.sd), scenarios.index(seen.scenario)
            found.append(
                Measured(seen.scenario, unit, row, seen.year, at, seen.stock, sd, bool(seen.sd))
            )
    return found


def note_errors(measured: Sequence[Measured]) -> list[Assumption]:
    """Return what was taken for the errors of measurements that came without.

    Parameters
    ----------
    measured : sequence of Measured
        What was measured.

    Returns
    -------
    list of Assumption
        None where every standard deviation is given.
    """
    lacking = sum(not one.given for one in measured)
    if not lacking:
        return []
    share = 100.0 * parameter_set("calibration")["observation_sd"]
    fields = {"count": lacking, "total": len(measured), "share": share}
    return [Assumption("observation_sd", fields, "observation.sd", "permil_conventions")]


def log_likelihood(modelled: Float, measured: Sequence[Measured]) -> Float:
    r"""Return how likely each draw makes what was measured, but for a constant.

    .. math:: \ln L_i = -\frac{1}{2} \sum_o \left( \frac{m_{i,o} - y_o}{s_o} \right)^2

    Parameters
    ----------
    modelled : ndarray, shape (measurement, draw)
        Modelled stocks [t C/ha].
    measured : sequence of Measured
        What was measured.

    Returns
    -------
    ndarray, shape (draw,)
        Logarithm; errors are normal and independent of one another.
    """
    stock, sd = (np.array([getattr(one, n) for one in measured])[:, None] for n in ("stock", "sd"))
    total: Float = -0.5 * (((modelled - stock) / sd) ** 2).sum(axis=0)
    return total
