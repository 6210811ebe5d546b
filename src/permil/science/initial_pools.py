"""Pools of RothC estimated from total organic carbon and clay."""

from __future__ import annotations

from typing import Any, NamedTuple


class PoolRegression(NamedTuple):
    """Constants of one pool's regression on carbon stock and clay.

    Parameters
    ----------
    slope : float
        Factor of the stock [-].
    intercept : float
        Constant beside it [t C/ha].
    clay_offset : float
        Clay added before the power is taken [%].
    clay_exponent : float
        Power of clay [-].
    """

    slope: float
    intercept: float
    clay_offset: float
    clay_exponent: float


class PoolRegressions(NamedTuple):
    """The three regressions of Weihermüller et al. (2013).

    Parameters
    ----------
    resistant_plant_material, humified_organic_matter, microbial_biomass : PoolRegression
        Constants of RPM, HUM and BIO.
    """

    resistant_plant_material: PoolRegression
    humified_organic_matter: PoolRegression
    microbial_biomass: PoolRegression


class RothCPools(NamedTuple):
    """Pools of RothC.

    Parameters
    ----------
    decomposable_plant_material, resistant_plant_material : float or ndarray
        DPM and RPM [t C/ha].
    microbial_biomass, humified_organic_matter : float or ndarray
        BIO and HUM [t C/ha].
    inert_organic_matter : float or ndarray
        IOM [t C/ha].
    """

    decomposable_plant_material: Any
    resistant_plant_material: Any
    microbial_biomass: Any
    humified_organic_matter: Any
    inert_organic_matter: Any


def inert_organic_matter_falloon1998(
    soil_organic_carbon_stock: Any, coefficient: Any, exponent: Any
) -> Any:
    r"""Return the inert organic matter of a topsoil from its total carbon.

    .. math:: IOM = 0.049 \, SOC^{1.139}

    Parameters
    ----------
    soil_organic_carbon_stock : float or ndarray
        Total organic carbon stock [t C/ha].
    coefficient : float or ndarray
        Coefficient for stocks in t C/ha, 0.049 as published [-].
    exponent : float or ndarray
        Power of the stock, 1.139 as published [-].

    Returns
    -------
    float or ndarray
        Inert organic matter [t C/ha].

    Notes
    -----
    Fitted to topsoils whose inert carbon was known from radiocarbon; a measured age is better
    than this. Not for soils with charcoal, coal or black sand.

    References
    ----------
    falloon1998
    """
    return coefficient * soil_organic_carbon_stock**exponent


def pools_weihermueller2013(
    soil_organic_carbon_stock: Any,
    clay: Any,
    regressions: PoolRegressions,
    inert_organic_matter: Any,
) -> RothCPools:
    r"""Return RothC's pools at equilibrium from total carbon and clay, without a run.

    .. math:: RPM &= (0.1847 \, SOC + 0.1555)(clay + 1.2750)^{-0.1158} \\
              HUM &= (0.7148 \, SOC + 0.5069)(clay + 0.3421)^{0.0184} \\
              BIO &= (0.0140 \, SOC + 0.0075)(clay + 8.8473)^{0.0567} \\
              DPM &= SOC - RPM - HUM - BIO - IOM

    Parameters
    ----------
    soil_organic_carbon_stock : float or ndarray
        Total organic carbon stock [t C/ha].
    clay : float or ndarray
        Clay [%].
    regressions : PoolRegressions
        The published constants of the equations.
    inert_organic_matter : float or ndarray
        IOM [t C/ha], as the authors by inert_organic_matter_falloon1998.

    Returns
    -------
    RothCPools
        The five pools [t C/ha]; they add up to the stock.

    Notes
    -----
    For arable topsoils near equilibrium. DPM is what is left and can be slightly negative (-0.03
    t C/ha at 37 t C/ha and 13 % clay); it is returned as it comes, because a cut at zero would
    create carbon. The exact steady state of the model needs no such regression.

    References
    ----------
    weihermueller2013
    """
    stock = soil_organic_carbon_stock
    resistant = _regression(stock, clay, regressions.resistant_plant_material)
    humified = _regression(stock, clay, regressions.humified_organic_matter)
    biomass = _regression(stock, clay, regressions.microbial_biomass)
    decomposable = stock - resistant - humified - biomass - inert_organic_matter
    return RothCPools(decomposable, resistant, biomass, humified, inert_organic_matter)


def _regression(stock: Any, clay: Any, r: PoolRegression) -> Any:
    return (r.slope * stock + r.intercept) * (clay + r.clay_offset) ** r.clay_exponent
