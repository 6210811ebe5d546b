"""What the run of a land unit needs and what it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.models.compartments import Backend
from permil.models.priming import Priming
from permil.models.protocol import Model, Soil
from permil.vocabulary import Start
from permil.workflows.drivers import FieldDrivers

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Factors:
    """Draws that act on the inputs, each of shape (draw,).

    Parameters
    ----------
    plant, manure : ndarray
        Factors on crop and amendment carbon [-].
    cover_crop : ndarray, shape (row, draw)
        Factor on the cover crop's carbon of every row [-].
    unexplained : ndarray, optional
        Crop carbon that the measured stock needs and the yields do not explain, as a factor on
        the baseline's; every row receives it [-].
    """

    plant: Float
    manure: Float
    cover_crop: Float
    unexplained: Float | None = None

    def rows(self, chosen: slice | Sequence[int]) -> Factors:
        """Return the factors of some rows."""
        return replace(self, cover_crop=self.cover_crop[chosen])

    def draws(self, chosen: slice | NDArray[np.intp]) -> Factors:
        """Return the factors of some draws."""
        unexplained = None if self.unexplained is None else self.unexplained[chosen]
        return Factors(
            self.plant[chosen], self.manure[chosen], self.cover_crop[:, chosen], unexplained
        )

    def holding(self, scale: Float) -> Factors:
        """Return the factors under which the baseline receives ``scale`` times its crop carbon.

        A practice must not gain from carbon that nobody recorded: where the stock needs more
        than the yields suggest, the difference is the same in every row; where it needs less,
        the crops of all rows are reduced in proportion.
        """
        credited = np.minimum(scale, 1.0)
        unexplained = self.plant * (scale - credited)
        return replace(
            self,
            plant=self.plant * credited,
            unexplained=unexplained if unexplained.any() else None,
        )


@dataclass(frozen=True)
class Climate:
    """Monthly climate over the horizon and in the mean year, each of shape (month,).

    Parameters
    ----------
    temperature, water, evaporation : ndarray
        [°C], rain and irrigation [mm/month], evaporation as the models take it [mm/month].
    mean_temperature, mean_water, mean_evaporation : ndarray, shape (12,)
        The mean year, which steady states and long runs repeat.
    """

    temperature: Float
    water: Float
    evaporation: Float
    mean_temperature: Float
    mean_water: Float
    mean_evaporation: Float


@dataclass(frozen=True)
class Trajectories:
    """What the model says of one land unit; rows are scenarios, then their reversals.

    Parameters
    ----------
    soc : ndarray, shape (row, year, draw)
        Stock at the end of each year, the initial stock first [t C/ha].
    pools : dict of ndarray, shape (row, year, draw)
        Pools at the end of each year, without the initial state [t C/ha].
    inputs, respired : ndarray, shape (row, year, draw)
        Carbon entering and leaving [t C/ha/yr].
    scale : ndarray, shape (draw,)
        Factor on the crop inputs that holds the measured stock; one where the start is another.
    elsewhere : ndarray, shape (row, year, draw)
        Stock that the amendments would have built elsewhere [t C/ha].
    equilibrium : ndarray, shape (row, draw)
        Steady state of the last management [t C/ha].
    time_to_equilibrium : ndarray, shape (row, long draw)
        Years to 90 % of the way; infinite where not within the long run [yr].
    unit_gain : ndarray, shape (year,)
        Stock built by one t C/ha/yr of extra plant input with the baseline's timing [t C/ha].
    priming : Priming or None
        What carbon added for some years does with and without priming, where a model knows it.
    """

    soc: Float
    pools: dict[str, Float]
    inputs: Float
    respired: Float
    scale: Float
    elsewhere: Float
    equilibrium: Float
    time_to_equilibrium: Float
    unit_gain: Float
    priming: Priming | None = None


@dataclass(frozen=True)
class Field:
    """Everything that a land unit's run needs.

    Parameters
    ----------
    model : Model
        A monthly, linear model.
    parameters : named tuple
        Parameters of the model; those with a published range are arrays over draws.
    soil : Soil
        Soil; inert carbon may differ by draw.
    climate : Climate
        Climate.
    rows : tuple of FieldDrivers
        Drivers of each row over the horizon; row 0 is the baseline.
    baseline : FieldDrivers
        Drivers of the baseline, whose unexplained crop carbon every row receives.
    before : FieldDrivers
        One period of the management that held the initial stock: the history's or the baseline's.
    lasting : tuple of tuple of FieldDrivers
        One period of what goes on after the horizon, of each row, with the baseline's beside it;
        empty where the steady states are not wanted.
    start : Start
        How the initial state is found.
    stock : ndarray or None, shape (draw,)
        Measured stock [t C/ha].
    backend : {"auto", "numpy", "compiled"}
        How the step is run; what is run again and again is compiled.
    pools : mapping of str to float, optional
        Measured pools of the model [t C/ha].
    relaxing : tuple of FieldDrivers and int, optional
        One period of the baseline, and the years for which it was in force after the history.
    shows_priming : bool
        Whether the response to added carbon is run with and without priming.
    """

    model: Model
    parameters: Any
    soil: Soil
    climate: Climate
    rows: tuple[FieldDrivers, ...]
    baseline: FieldDrivers
    before: FieldDrivers
    lasting: tuple[tuple[FieldDrivers, FieldDrivers], ...]
    start: Start
    stock: Float | None
    backend: Backend = "auto"
    pools: Mapping[str, float] | None = None
    relaxing: tuple[FieldDrivers, int] | None = None
    shows_priming: bool = False


@dataclass(frozen=True)
class UnitOutcome:
    """What the summary needs of one land unit under one model, beside the ledger.

    Parameters
    ----------
    area : float
        [ha].
    initial, scale : ndarray, shape (draw,)
        Initial stock [t C/ha] and factor on the crop inputs [-].
    factors : Factors or None
        Factors on the inputs as the run took them; None for a model without inputs.
    gain : ndarray, shape (scenario, draw)
        Stock beyond the baseline's after the first period, a year [t C/ha/yr].
    equilibrium : ndarray, shape (scenario, draw)
        New steady state [t C/ha].
    time_to_equilibrium : ndarray, shape (scenario, long draw)
        Years to 90 % of the way [yr].
    unit_gain : ndarray, shape (year + 1,)
        Stock built by 1 t C/ha/yr of extra plant input [t C/ha].
    reversal : ndarray or None, shape (scenario, year, draw)
        Stock from the year before the practices stop to the end [t C/ha].
    priming : Priming or None
        What added carbon does with and without priming, where the model knows it.
    """

    area: float
    initial: Float
    scale: Float
    factors: Factors | None
    gain: Float
    equilibrium: Float
    time_to_equilibrium: Float
    unit_gain: Float
    reversal: Float | None
    priming: Priming | None = None
