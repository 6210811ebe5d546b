"""Where the carbon of decomposed organic matter goes: CO2, microbial biomass and humus."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class PartitionConstants(NamedTuple):
    """Constants of the CO2 to (BIO + HUM) ratio and the BIO share of what stays.

    Parameters
    ----------
    scale, base, amplitude : float
        Constants of the ratio [-].
    clay_decay : float
        Decay of the ratio with clay [1/%].
    biomass : float
        Share of BIO in the carbon that stays [-].
    """

    scale: float
    base: float
    amplitude: float
    clay_decay: float
    biomass: float


class Partition(NamedTuple):
    """Shares of the decomposed carbon; they add up to one.

    Parameters
    ----------
    respired, biomass, humus : float or ndarray
        Shares that become CO2, BIO and HUM [-].
    """

    respired: Any
    biomass: Any
    humus: Any


def partition_coleman1996(clay: Any, constants: PartitionConstants) -> Partition:
    r"""Return the shares of CO2, BIO and HUM in decomposed carbon as a function of clay.

    .. math:: x = 1.67 \, (1.85 + 1.60 \, e^{-0.0786\,clay}), \quad
              f_{CO2} = \frac{x}{x+1}, \; f_{BIO} = \frac{0.46}{x+1}, \; f_{HUM} = \frac{0.54}{x+1}

    Parameters
    ----------
    clay : float or ndarray
        Clay [%].
    constants : PartitionConstants
        The published constants of the equation.

    Returns
    -------
    Partition
        Shares [-].

    Notes
    -----
    Derived from experiments on arable topsoils; x is 3.51 at 23.4 % clay.

    References
    ----------
    coleman1996
    """
    x = constants.scale * (
        constants.base + constants.amplitude * np.exp(-constants.clay_decay * np.asarray(clay))
    )
    kept = 1.0 / (x + 1.0)
    biomass = constants.biomass * kept
    return Partition(x * kept, biomass, (1.0 - constants.biomass) * kept)
