"""Carbon in the biomass of agroforestry, hedges, perennial crops and grassland (IPCC, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.greenhouse_gases import carbon_to_co2


class BiomassStock(NamedTuple):
    """Carbon in living biomass.

    Parameters
    ----------
    above_ground, below_ground : float or ndarray
        Stock of each part [t C/ha].
    """

    above_ground: Any
    below_ground: Any

    @property
    def total(self) -> Any:
        """Both parts [t C/ha]."""
        return self.above_ground + self.below_ground


class BiomassGrowth(NamedTuple):
    """Yearly growth of carbon in living biomass.

    Parameters
    ----------
    above_ground, below_ground : float or ndarray
        Growth of each part [t C/ha/yr].
    """

    above_ground: Any
    below_ground: Any


def carbon_from_dry_matter(dry_matter: Any, carbon_fraction: Any) -> Any:
    r"""Return the carbon in dry matter.

    .. math:: C = B \, CF

    Parameters
    ----------
    dry_matter : float or ndarray
        Biomass, dry [t DM/ha].
    carbon_fraction : float or ndarray
        Carbon in it [kg C/kg DM].

    Returns
    -------
    float or ndarray
        Carbon [t C/ha].

    Notes
    -----
    The agroforestry tables are in carbon already, those of grassland and fire in dry matter.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return dry_matter * carbon_fraction


def years_of_growth_ipcc2019(initial: Any, growth: Any, maximum: Any) -> Any:
    r"""Return how long a woody system grows until it reaches its maximum.

    .. math:: t_{max} = \max\left(0, \frac{B_{max} - B_0}{G}\right)

    Parameters
    ----------
    initial : float or ndarray
        Carbon above ground at the start [t C/ha].
    growth : float or ndarray
        Yearly growth above ground [t C/ha/yr].
    maximum : float or ndarray
        Carbon above ground of the grown system [t C/ha].

    Returns
    -------
    float or ndarray
        Time, infinite where nothing grows below the maximum [yr].

    Notes
    -----
    The tables give no age of their own: this is the age at which growth and maximum meet.

    References
    ----------
    ipcc2019_v4_ch5
    """
    room = np.maximum(np.asarray(maximum, dtype=float) - initial, 0.0)
    rate = np.broadcast_to(np.asarray(growth, dtype=float), np.broadcast(room, growth).shape)
    endless = np.where(room > 0.0, np.inf, 0.0)
    return np.where(rate > 0.0, room / np.where(rate > 0.0, rate, 1.0), endless)


def woody_stock_ipcc2019(
    initial: BiomassStock, growth: BiomassGrowth, maximum: Any, years: Any
) -> BiomassStock:
    r"""Return the biomass carbon of a woody system: it grows to a maximum, then stays.

    .. math:: B(t) = B_0 + G \min(t, t_{max})

    Parameters
    ----------
    initial : BiomassStock
        Carbon at the start.
    growth : BiomassGrowth
        Yearly growth of each part [t C/ha/yr].
    maximum : float or ndarray
        Carbon above ground of the grown system [t C/ha].
    years : float or ndarray
        Time since the start, not negative [yr].

    Returns
    -------
    BiomassStock
        Carbon at that time.

    Notes
    -----
    Roots stop when the part above ground has reached its maximum, for the tables hold none for
    roots. A stand that starts above its maximum stays as it is. Per area of the system, trees and
    crop together, but for hedges, which are per area of hedge. Litter and dead wood are not in it.

    References
    ----------
    ipcc2019_v4_ch5
    """
    end = years_of_growth_ipcc2019(initial.above_ground, growth.above_ground, maximum)
    time = np.minimum(years, end)
    return BiomassStock(*(start + rate * time for start, rate in zip(initial, growth, strict=True)))


def felled_stock_ipcc2019(stock: BiomassStock, share: Any) -> BiomassStock:
    r"""Return the biomass carbon that is lost when trees are felled or a hedge is grubbed.

    .. math:: L = f \, B

    Parameters
    ----------
    stock : BiomassStock
        Carbon before.
    share : float or ndarray
        Share of the stand that is taken, one for a clearing [-].

    Returns
    -------
    BiomassStock
        Carbon lost; what stays is the rest.

    Notes
    -----
    Tier 1: all of it counts as CO2 in the year of felling, roots included, whatever becomes of the
    wood. Trimming that grows again is no felling. What a fire adds is methane and N2O only.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return BiomassStock(stock.above_ground * share, stock.below_ground * share)


def conversion_change_ipcc2019(before: Any, after: Any) -> Any:
    r"""Return the change of biomass carbon where land use changes (equation 2.16, per area).

    .. math:: \Delta C = B_{after} - B_{before}

    Parameters
    ----------
    before : float or ndarray
        Carbon in the biomass before, above and below ground [t C/ha].
    after : float or ndarray
        Carbon right after: zero where land is cleared [t C/ha].

    Returns
    -------
    float or ndarray
        Change, a loss negative [t C/ha].

    Notes
    -----
    Of a total the part below ground is the total less what stands above: taking the total of the
    grassland table for roots would count the part above twice, as some tools do.

    References
    ----------
    ipcc2019_v4_ch2, ipcc2006_v4_ch6
    """
    return np.asarray(after, dtype=float) - before


def biomass_co2_ipcc2019(change: Any) -> Any:
    r"""Return a change of biomass carbon as CO2: growth counts negative.

    .. math:: CO_2 = -\frac{44}{12} \, \Delta C

    Parameters
    ----------
    change : float or ndarray
        Change of the stock, growth positive [t C/ha/yr].

    Returns
    -------
    float or ndarray
        CO2, positive to the atmosphere [t CO2/ha/yr].

    Notes
    -----
    The biomass of annual crops is taken as steady and not counted.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return -carbon_to_co2(change)


def hedge_area(length: Any, width: Any) -> Any:
    r"""Return the area of a hedge.

    .. math:: A = \frac{l \, w}{10\,000}

    Parameters
    ----------
    length : float or ndarray
        Length of the hedge [m].
    width : float or ndarray
        Width of its crown; measured hedges were 2.6 to 4.2 m wide [m].

    Returns
    -------
    float or ndarray
        Area [ha].

    Notes
    -----
    Stocks and growth of hedges are per area of hedge: one kilometre, three metres wide, is 0.3 ha.

    References
    ----------
    axe2017, drexler2021
    """
    return np.asarray(length, dtype=float) * width / 10000.0
