"""What a validation finds: stocks of a model on a site, its scores, and what does not run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from permil.science.skill import Interval

Float = NDArray[np.float64]

#: Coverage of a 90 % interval outside which it is marked.
MARKED_BELOW, MARKED_ABOVE = 0.80, 0.97


@dataclass(frozen=True)
class SiteResult:
    """One model on one site, as published or calibrated.

    Parameters
    ----------
    soc : ndarray, shape (year + 1, treatment)
        Stocks from the end of the year before the first on [t C/ha].
    modelled, measured : ndarray, shape (stock,)
        The scored stocks [t C/ha].
    interval : Interval or None
        Errors at the other sites between which 90 % of them lie [t C/ha]; None without others.
    """

    soc: Float
    modelled: Float
    measured: Float
    interval: Interval | None


@dataclass(frozen=True)
class Skill:
    """Scores of a model on some stocks.

    Parameters
    ----------
    model, experiment, treatment : str
        What is scored; experiment and treatment are empty for all together.
    calibrated : bool
        Whether two factors were fitted on the other sites.
    n : int
        Number of stocks.
    bias, rmse : float
        [t C/ha].
    efficiency : float or None
        [-]; None where all measurements are equal.
    trends_right, trends : int
        Treatments with the right sign of the trend, of those with a measured trend.
    coverage_90 : float or None
        Share of the stocks within their 90 % intervals [-]; None without other sites.
    """

    model: str
    experiment: str
    treatment: str
    calibrated: bool
    n: int
    bias: float
    rmse: float
    efficiency: float | None
    trends_right: int
    trends: int
    coverage_90: float | None

    @property
    def marked(self) -> bool:
        """Whether the coverage lies outside 80 to 97 %."""
        if self.coverage_90 is None:
            return False
        return not MARKED_BELOW <= self.coverage_90 <= MARKED_ABOVE


@dataclass(frozen=True)
class LeftOut:
    """A model that does not run on a site.

    Parameters
    ----------
    model, experiment : str
        Which; the experiment is empty for all.
    reason : str
        Why, in words.
    """

    model: str
    experiment: str
    reason: str
