"""Soil carbon and CH4 of inland wetlands on mineral soil (2013 Wetlands Supplement, chapter 5)."""

from __future__ import annotations

from typing import Any

import numpy as np


def rewetted_mineral_stock_ipcc2013(
    soil_reference_stock: Any,
    years_since: Any,
    *,
    before: Any,
    after_first: Any,
    after_second: Any,
    phase: Any,
) -> Any:
    r"""Return the stock of a rewetted mineral soil: two straight phases, then level.

    .. math:: SOC_t = SOC_{REF} \left( F_0 + (F_1 - F_0) \min(1, \tfrac{t}{D})
              + (F_2 - F_1) \min(1, \max(0, \tfrac{t}{D} - 1)) \right)

    Parameters
    ----------
    soil_reference_stock : float or ndarray
        Reference stock of wetland soils, 0-30 cm [t C/ha].
    years_since : float or ndarray
        Years t since rewetting; before it the stock is that of ``before`` [yr].
    before, after_first, after_second : float or ndarray
        Land-use factors F_0 before rewetting (0.71 after long cultivation), F_1 after the first
        phase (0.8) and F_2 after the second (1) [-].
    phase : float or ndarray
        Years D of a phase, 20 by default [yr].

    Returns
    -------
    float or ndarray
        Stock [t C/ha], 0-30 cm.

    Notes
    -----
    The slow half comes first: 0.09 of the reference stock in 20 years, then 0.20. The factor of
    cultivation was published for boreal and temperate climates.

    References
    ----------
    ipcc2013_wetlands
    """
    phases = np.asarray(years_since, dtype=float) / phase
    first = np.clip(phases, 0.0, 1.0)
    second = np.clip(phases - 1.0, 0.0, 1.0)
    factor = before + (after_first - before) * first + (after_second - after_first) * second
    return soil_reference_stock * factor


def rewetted_mineral_stock_change_ipcc2013(
    soil_reference_stock: Any,
    first_phase: Any,
    second_phase: Any,
    *,
    before: Any,
    after_first: Any,
    after_second: Any,
    phase: Any,
) -> Any:
    r"""Return the annual stock change of an area of mineral soil that is rewetted step by step.

    .. math:: \Delta C_t = \frac{SOC_{REF}}{D}
              \left( (F_1 - F_0) A_{0..D} + (F_2 - F_1) A_{D..2D} \right)

    Parameters
    ----------
    soil_reference_stock : float or ndarray
        Reference stock of wetland soils, 0-30 cm [t C/ha].
    first_phase, second_phase : float or ndarray
        Area rewetted less than D years ago, and D to 2 D years ago, see area_in_window [ha].
    before, after_first, after_second : float or ndarray
        Land-use factors as in rewetted_mineral_stock_ipcc2013 [-].
    phase : float or ndarray
        Years D of a phase, 20 by default [yr].

    Returns
    -------
    float or ndarray
        Change, a gain positive [t C/yr].

    Notes
    -----
    Drained wetland soil loses by annual_stock_change_ipcc2019: from the factor 1 to that of its
    use.

    References
    ----------
    ipcc2013_wetlands
    """
    first = (after_first - before) * first_phase
    second = (after_second - after_first) * second_phase
    return soil_reference_stock * (first + second) / phase


def rewetted_mineral_ch4_ipcc2013(wet_area: Any, emission_factor: Any) -> Any:
    r"""Return the methane of rewetted inland wetlands on mineral soil (equation 5.1).

    .. math:: CH_4 = A \, EF_{CH_4} \cdot 10^{-3}

    Parameters
    ----------
    wet_area : float or ndarray
        Area that is wet again [ha].
    emission_factor : float or ndarray
        Factor of table 5.4 [kg CH4/ha/yr].

    Returns
    -------
    float or ndarray
        Methane [t CH4/yr].

    Notes
    -----
    In kg CH4, not CH4-C. In every year that the soil is wet, while the gain of carbon ends after
    two phases: in the first one the methane outweighs the gain in all climates.

    References
    ----------
    ipcc2013_wetlands
    """
    return wet_area * emission_factor / 1000.0
