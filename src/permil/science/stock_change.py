"""Soil carbon of mineral soils by the IPCC Tier 1 stock-change method."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.science.adoption import area_in_window, linear_adoption, newly_adopted_area


def equilibrium_stock_ipcc2019(
    soil_reference_stock: Any, land_use: Any, management: Any, carbon_input: Any
) -> Any:
    r"""Return the stock that a land use and management lead to (equation 2.25, per area).

    .. math:: SOC = SOC_{REF} \cdot F_{LU} \cdot F_{MG} \cdot F_I

    Parameters
    ----------
    soil_reference_stock : float or ndarray
        Reference stock under native vegetation [t C/ha], 0-30 cm.
    land_use, management, carbon_input : float or ndarray
        Stock-change factors F_LU, F_MG and F_I [-].

    Returns
    -------
    float or ndarray
        Stock [t C/ha], 0-30 cm.

    Notes
    -----
    Mineral soils, 0-30 cm; reached 20 years after a change by convention.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return soil_reference_stock * land_use * management * carbon_input


def inventory_stock_change_ipcc2019(
    initial_stock: Any, final_stock: Any, inventory_period: Any, transition: Any
) -> Any:
    r"""Return the mean annual change between two inventories (equation 2.25).

    .. math:: \Delta C = \frac{SOC_0 - SOC_{0-T}}{\max(D, T)}

    Parameters
    ----------
    initial_stock, final_stock : float or ndarray
        Equilibrium stocks at the start and at the end of the inventory period, per area [t C/ha]
        or of a region [t C].
    inventory_period : float or ndarray
        Years T between the inventories [yr].
    transition : float or ndarray
        Years D to the new equilibrium, 20 by default [yr].

    Returns
    -------
    float or ndarray
        Change, a gain positive [t C/ha/yr] or [t C/yr].

    Notes
    -----
    T takes the place of D where it is longer.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return (final_stock - initial_stock) / np.maximum(inventory_period, transition)


def annual_stock_change_ipcc2019(
    initial_stock: Any, final_stock: Any, year: Any, transition: Any
) -> Any:
    r"""Return the change of one cohort in a given year: linear over the transition, then zero.

    .. math:: \Delta C_t = \frac{SOC_1 - SOC_0}{D} \text{ for } 1 \le t \le D, \quad
              \Delta C_t = 0 \text{ otherwise}

    Parameters
    ----------
    initial_stock, final_stock : float or ndarray
        Equilibrium stocks before and after the change [t C/ha].
    year : int or ndarray
        Year t after the change, the first being 1 [yr].
    transition : float or ndarray
        Years D to the new equilibrium, 20 by default [yr].

    Returns
    -------
    float or ndarray
        Change, a gain positive [t C/ha/yr].

    Notes
    -----
    All arguments broadcast; give ``year`` trailing axes of length one for a leading time axis.
    Of a transition that ends within a year that year takes its share, so that the sum over the
    years is always the whole change.

    References
    ----------
    ipcc2019_v4_ch2
    """
    elapsed = np.asarray(year, dtype=float)
    share = np.clip(np.minimum(elapsed, transition - elapsed + 1.0), 0.0, 1.0)
    return (final_stock - initial_stock) / transition * share


def adopted_area_years(area: Any, adoption_years: int, years: int, transition: int) -> Any:
    r"""Return the area that gains carbon in each year of a linear adoption.

    The area adopted in year j counts half in that year and half in year j + D, since adoption
    falls in the middle of a year, fully in between, and not at all afterwards.

    .. math:: A_t = \sum_{j=1}^{n} \frac{A}{n} w_{t-j}, \quad
              w_k = \tfrac12 \text{ for } k \in \{0, D\}, \;
              1 \text{ for } 0 < k < D, \; 0 \text{ otherwise}

    Parameters
    ----------
    area : float or ndarray
        Area on which the practice is new when adoption is complete [ha].
    adoption_years : int
        Years n over which adoption is spread evenly, at least one [yr].
    years : int
        Years to account for: those of adoption and those after it [yr].
    transition : int
        Years D to the new equilibrium, 20 by default [yr].

    Returns
    -------
    ndarray
        Area in transition by year [ha], the years as a new first axis; its sum is the
        area-years [ha yr].

    Notes
    -----
    The half-year rule of the EX-ACT tool of FAO (version 1.20.3). 100 ha adopted in 5 years
    are 1750 area-years within 20 years. The functions of adoption have the other curves.

    References
    ----------
    ipcc2019_v4_ch2
    """
    adopted = newly_adopted_area(linear_adoption(adoption_years, years), 0.0)
    share = area_in_window(adopted, 0.0, transition)
    size = np.asarray(area, dtype=float)
    return share.reshape((years,) + (1,) * size.ndim) * size


def stock_change_with_adoption(
    initial_stock: Any,
    final_stock: Any,
    area: Any,
    *,
    adoption_years: int,
    years: int,
    transition: int,
) -> Any:
    r"""Return the annual stock change of an area that adopts a practice step by step.

    .. math:: \Delta C_t = \frac{SOC_1 - SOC_0}{D} \, A_t

    Parameters
    ----------
    initial_stock, final_stock : float or ndarray
        Equilibrium stocks before and after the change [t C/ha].
    area : float or ndarray
        Area on which the practice is new when adoption is complete [ha].
    adoption_years, years, transition : int
        As in adopted_area_years [yr].

    Returns
    -------
    ndarray
        Change by year, a gain positive [t C/yr], the years as a new first axis.

    Notes
    -----
    Areas and stocks broadcast; the years always come first.

    References
    ----------
    ipcc2019_v4_ch2
    """
    rate = np.asarray((final_stock - initial_stock) / transition)
    shape = np.broadcast_shapes(rate.shape, np.shape(area))
    in_transition = adopted_area_years(
        np.broadcast_to(area, shape), adoption_years, years, transition
    )
    return in_transition * rate
