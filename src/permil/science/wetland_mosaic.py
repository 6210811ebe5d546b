"""A parcel of organic soil that is in part drained, rewetted and undisturbed, year by year."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.errors import Conflict
from permil.science.adoption import area_in_window, years_before
from permil.science.organic_soils_drained import SoilGases
from permil.vocabulary import AdoptionTiming

#: What rounding may leave of an area, relative to the parcel.
_ROUNDING = 1e-9


class WetlandMosaic(NamedTuple):
    """Area of a parcel by state, as a mean of each year, the years first.

    Parameters
    ----------
    drained, rewetted, undisturbed : ndarray
        Area in each state [ha].
    """

    drained: Any
    rewetted: Any
    undisturbed: Any

    @property
    def total(self) -> Any:
        """Area of the parcel [ha]."""
        return self.drained + self.rewetted + self.undisturbed


class YearlyGases(NamedTuple):
    """Gases of a parcel by year, positive to the atmosphere.

    Parameters
    ----------
    co2, ch4, n2o : ndarray
        Emission of each gas [t CO2/yr], [t CH4/yr] and [t N2O/yr].
    """

    co2: Any
    ch4: Any
    n2o: Any


def wetland_mosaic(
    area: Any,
    drained: Any,
    rewetted: Any,
    *,
    newly_drained: Any,
    newly_rewetted: Any,
    timing: AdoptionTiming = AdoptionTiming.MID_YEAR,
) -> WetlandMosaic:
    r"""Return how much of a parcel is drained, rewetted and undisturbed in each year.

    .. math:: D_t = D_0 + \sum_{j \le t} (n_j - r_j), \quad R_t = R_0 + \sum_{j \le t} r_j, \quad
              U_t = A - D_t - R_t

    Parameters
    ----------
    area : float or ndarray
        Area A of the parcel [ha].
    drained, rewetted : float or ndarray
        Area D_0 drained and R_0 rewetted at the start; the rest is undisturbed [ha].
    newly_drained : ndarray
        Undisturbed area n_j that is drained in each year, the years first [ha].
    newly_rewetted : ndarray
        Drained area r_j that is rewetted in each year, the years first [ha].
    timing : AdoptionTiming
        Whether a change in a year counts half in that year, or in full.

    Returns
    -------
    WetlandMosaic
        Mean areas of each year [ha]; they sum to the parcel's.

    Raises
    ------
    Conflict
        If more is drained than is undisturbed, more rewetted than is drained, or an area negative.

    Notes
    -----
    Every hectare is in one state at a time: what is rewetted has left the drained area, and a
    parcel that is drained as a whole emits as a whole. Rewetted area is not drained again.

    References
    ----------
    ipcc2013_wetlands
    """
    into, out = (np.asarray(change, dtype=float) for change in (newly_drained, newly_rewetted))
    into, out = np.broadcast_arrays(
        years_before(into, area, drained, rewetted, out[0]),
        years_before(out, area, drained, rewetted, into[0]),
    )
    _check(np.asarray(area, dtype=float), drained, rewetted, into, out)
    from_undisturbed = area_in_window(into, 0.0, np.inf, timing)
    from_drained = area_in_window(out, 0.0, np.inf, timing)
    is_drained = np.maximum(drained + from_undisturbed - from_drained, 0.0)
    is_rewetted = rewetted + from_drained
    return WetlandMosaic(
        drained=is_drained,
        rewetted=is_rewetted,
        undisturbed=np.maximum(area - is_drained - is_rewetted, 0.0),
    )


def drained_cohorts(
    drained: float,
    newly_drained: Any,
    newly_rewetted: Any,
    timing: AdoptionTiming = AdoptionTiming.MID_YEAR,
) -> Any:
    r"""Return the drained area by the year in which it was drained: first drained, first rewetted.

    .. math:: A_{c,t} = \max(0, I_c - O_t) - \max(0, I_{c-1} - O_t), \quad
              I_c = D_0 + \sum_{j \le c} n_j, \quad O_t = \sum_{j \le t} r_j

    Parameters
    ----------
    drained : float
        Area D_0 drained at the start, the first cohort [ha].
    newly_drained, newly_rewetted : ndarray, shape (year,)
        Area n_j that is drained and r_j that is rewetted in each year [ha].
    timing : AdoptionTiming
        Whether a change in a year counts half in that year, or in full.

    Returns
    -------
    ndarray, shape (year + 1, year)
        Mean area of each year by cohort, that of the start first [ha]; the cohorts sum to the
        drained area of the mosaic.

    Notes
    -----
    For soils that lose no more than they hold, so that their age counts.

    References
    ----------
    ipcc2013_wetlands
    """
    into, out = (np.asarray(change, dtype=float) for change in (newly_drained, newly_rewetted))
    inflow = drained + np.cumsum(np.concatenate([[0.0], into]))[:, None]
    left = np.maximum(inflow - np.cumsum(out), 0.0)
    ends = np.diff(left, axis=0, prepend=0.0)
    begun = np.arange(len(into)) >= np.arange(-1, len(into))[:, None]
    ends = np.where(begun, ends, 0.0)
    if timing is AdoptionTiming.START_OF_YEAR:
        return ends
    start = np.concatenate([[drained], np.zeros(len(into))])[:, None]
    return (np.concatenate([start, ends[:, :-1]], axis=1) + ends) / 2.0


def mosaic_gases(mosaic: WetlandMosaic, drained: SoilGases, rewetted: SoilGases) -> YearlyGases:
    r"""Return the gases of a parcel from the areas of its states.

    .. math:: E_t = D_t \, e_{drained} + R_t \, e_{rewetted}

    Parameters
    ----------
    mosaic : WetlandMosaic
        Areas by year [ha].
    drained, rewetted : SoilGases
        Gases of a hectare of each state [t CO2/ha/yr], [kg CH4/ha/yr] and [kg N2O/ha/yr].

    Returns
    -------
    YearlyGases
        Gases by year [t CO2/yr], [t CH4/yr] and [t N2O/yr].

    Notes
    -----
    Undisturbed wetland counts nothing: its uptake and its methane are natural. So sparing it is
    worth what draining it would emit.

    References
    ----------
    ipcc2013_wetlands
    """

    def of(gas: str) -> Any:
        dry, wet = getattr(drained, gas), getattr(rewetted, gas)
        return years_before(mosaic.drained, dry) * dry + years_before(mosaic.rewetted, wet) * wet

    return YearlyGases(co2=of("co2"), ch4=of("ch4") / 1000.0, n2o=of("n2o") / 1000.0)


def _check(area: Any, drained: Any, rewetted: Any, into: Any, out: Any) -> None:
    """Refuse changes that would lose area or count it twice."""
    least = -_ROUNDING * area
    undisturbed = area - drained - rewetted - np.cumsum(into, axis=0)
    left = drained + np.cumsum(into - out, axis=0)
    problem = ""
    if any(np.any(np.asarray(part) < 0.0) for part in (area, drained, rewetted, into, out)):
        problem = "an area of the organic soil is negative"
    elif np.any(area - drained - rewetted < least):
        problem = "more is drained and rewetted at the start than there is organic soil"
    elif np.any(undisturbed < least):
        problem = "more is drained than is undisturbed"
    elif np.any(left < least):
        problem = "more is rewetted than is drained"
    if problem:
        raise Conflict(where="", problem=problem, remedy="give areas that add up to the parcel")
