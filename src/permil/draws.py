"""Draws: uniforms by stable parameter name, and the distributions made of them.

A parameter's draws depend on the seed and on its name alone. A new line, model or scenario
changes no other draw; scenarios and models share what has the same name; and the first 1 000 of
10 000 draws are the 1 000-draw run.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Dimension of each parameter in the quasi-random sequence. Append only: a moved line changes
#: every quasi-random result.
QUASI_RANDOM_DIMENSIONS: tuple[str, ...] = (
    "plant_input",
    "manure_input",
    "practice.cover_crop",
    "n2o.ef1_synthetic",
    "n2o.ef1_other",
    "n2o.ef1_dry",
    "n2o.ef4",
    "n2o.ef5",
    "n2o.frac_gasm",
    "n2o.frac_leach",
    "n2o.carbon_to_nitrogen",
    "n2o.frac_gasf.synthetic",
    "n2o.frac_gasf.urea",
    "n2o.frac_gasf.ammonium",
    "n2o.frac_gasf.nitrate",
    "n2o.frac_gasf.ammonium_nitrate",
    "ipcc.soc_reference",
    "ipcc.f_lu.long_term_cultivated",
    "ipcc.f_lu.paddy_rice",
    "ipcc.f_lu.perennial_tree_crop",
    "ipcc.f_lu.set_aside_lt20y",
    "ipcc.f_mg.reduced_tillage",
    "ipcc.f_mg.no_till",
    "ipcc.f_i.low",
    "ipcc.f_i.high_without_manure",
    "ipcc.f_i.high_with_manure",
    "model",
    "ipcc_tier2.k_slow",
    "ipcc_tier2.k_passive",
    "ipcc_tier2.tillage_full",
    "ipcc_tier2.tillage_reduced",
    "ipcc_tier2.f1",
    "ipcc_tier2.f2_full",
    "ipcc_tier2.f2_reduced",
    "ipcc_tier2.f2_none",
    "ipcc_tier2.f2_unknown",
    "ipcc_tier2.f3",
    "ipcc_tier2.f5",
    "ipcc_tier2.f6",
    "ipcc_tier2.temperature_optimum",
    "ipcc_tier2.moisture_slope",
    "n2o.ef1_aggregated",
    "nutrients.nitrogen_deposition",
    "water.per_carbon",
)

#: Fixed width of the Sobol table: scrambling depends on it, so it never changes.
_SOBOL_WIDTH = 128


@dataclass(frozen=True)
class Draws:
    """Uniform draws on (0, 1) by parameter name.

    Parameters
    ----------
    seed : int
        Any non-negative integer.
    n : int
        Number of draws, at least 1.
    sequence : {"random", "sobol"}
        Counter-based random numbers (Philox, keyed by a hash of seed and name), or a scrambled
        Sobol sequence whose dimension of each name is fixed in ``QUASI_RANDOM_DIMENSIONS``.
    """

    seed: int
    n: int
    sequence: Literal["random", "sobol"] = "random"

    def uniform(self, name: str) -> Array:
        """Return ``n`` uniforms for the parameter ``name``.

        A name without a Sobol dimension of its own, such as the stock of a land unit, has
        counter-based numbers.
        """
        if self.sequence == "sobol" and name in QUASI_RANDOM_DIMENSIONS:
            return self._sobol(QUASI_RANDOM_DIMENSIONS.index(name))
        import numpy as np

        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        generator = np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))
        drawn: Array = generator.random(self.n)
        return drawn

    def _sobol(self, dimension: int) -> Array:
        import numpy as np
        from scipy.stats import qmc

        engine = qmc.Sobol(d=_SOBOL_WIDTH, scramble=True, rng=self.seed)
        power = max(self.n - 1, 0).bit_length()
        column = engine.random_base2(power)[: self.n, dimension]
        clipped: Array = np.clip(column, 2.0**-53, 1.0 - 2.0**-53)
        return clipped


@dataclass(frozen=True)
class ChosenDraws(Draws):
    """Draws of which some stand for others: those that a measurement makes likely.

    Parameters
    ----------
    chosen : ndarray of int, shape (n,)
        For every draw the one that stands in its place.
    """

    chosen: NDArray[np.intp] | None = None

    def uniform(self, name: str) -> Array:
        """Return the uniforms of the chosen draws for the parameter ``name``."""
        drawn = super().uniform(name)
        return drawn if self.chosen is None else drawn[self.chosen]


@dataclass(frozen=True)
class CentralDraws(Draws):
    """Draws that all stand in the middle: what is not drawn has its central value."""

    def uniform(self, name: str) -> Array:
        """Return one half ``n`` times, whatever the parameter."""
        import numpy as np

        return np.full(self.n, 0.5)


def normal(u: Array, mean: float, sd: float) -> Array:
    """Return normal draws from uniforms ``u``."""
    from scipy.special import ndtri

    drawn: Array = mean + sd * ndtri(u)
    return drawn


def two_piece_normal(u: Array, low: float, value: float, high: float) -> Array:
    """Return draws whose 2.5 %, 50 % and 97.5 % quantiles are a published range and its value.

    Two half-normals meet at the published value: ``x = value + z/z975 * (high - value)`` above it
    and ``value + z/z975 * (value - low)`` below it, with ``z`` standard normal. Draws below zero
    are cut to zero when the range starts at or above zero.
    """
    import numpy as np
    from scipy.special import ndtri

    z = ndtri(u) / ndtri(0.975)
    x: Array = value + z * np.where(z > 0, high - value, value - low)
    return np.maximum(x, 0.0) if low >= 0 else x


def published_mean(u: Array, low: float, value: float, high: float) -> Array:
    """Return draws over a range whose mean, not whose median, is the published value.

    Two half-normals between the same 2.5 % and 97.5 % quantiles meet at the median that makes the
    mean the value: with ``k = 1 / (z975 sqrt(2 pi))`` that is
    ``(value - k (low + high)) / (1 - 2 k)``. A positive value far down its range, as 92 of 3 to
    445, has no such median; there the draws are log-normal with that mean and the range's upper
    end, or the widest that has the mean where the end lies beyond (6.8 times the value). Draws
    below zero are cut to zero when the range starts at or above zero, which moves the mean by half
    a per cent at most; a value of zero at the end of its range is no mean of it and stands as the
    median.
    """
    import numpy as np
    from scipy.special import ndtri

    z975 = float(ndtri(0.975))
    k = 1.0 / (z975 * np.sqrt(2.0 * np.pi))
    middle = (value - k * (low + high)) / (1.0 - 2.0 * k)
    if low <= middle <= high:
        return two_piece_normal(u, low, middle, high)
    if low < 0.0 or value <= 0.0:
        return two_piece_normal(u, low, value, high)
    sd = z975 - np.sqrt(max(z975**2 - 2.0 * np.log(high / value), 0.0))
    drawn: Array = value * np.exp(sd * ndtri(u) - sd**2 / 2.0)
    return drawn


def lognormal(u: Array, low: float, value: float, high: float) -> Array:
    """Return log-normal draws: the ratio of the 97.5 % and 2.5 % quantiles is that of a range."""
    import numpy as np
    from scipy.special import ndtri

    drawn: Array = value * np.exp(ndtri(u) / (2.0 * ndtri(0.975)) * np.log(high / low))
    return drawn


def uniform(u: Array, low: float, high: float) -> Array:
    """Return draws spread evenly between two bounds."""
    return low + u * (high - low)


def triangular(u: Array, low: float, mode: float, high: float) -> Array:
    """Return triangular draws: the inverse of the triangular distribution function."""
    import numpy as np

    if high == low:
        return np.full_like(u, mode)
    cut = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < cut, rising, falling)
