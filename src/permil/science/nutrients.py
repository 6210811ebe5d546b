"""Nitrogen, phosphorus and sulphur that soil organic matter binds with its carbon."""

from __future__ import annotations

from typing import Any, NamedTuple


class NutrientRatios(NamedTuple):
    """Nutrients per carbon of soil organic matter.

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen [kg N/t C].
    phosphorus : float or ndarray
        Organic phosphorus [kg P/t C].
    sulphur : float or ndarray
        Sulphur [kg S/t C].
    """

    nitrogen: Any
    phosphorus: Any
    sulphur: Any


class NutrientNeed(NamedTuple):
    """Nutrients bound (positive) or released (negative) by a change of soil carbon.

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen [kg N].
    phosphorus : float or ndarray
        Phosphorus [kg P].
    sulphur : float or ndarray
        Sulphur [kg S].
    """

    nitrogen: Any
    phosphorus: Any
    sulphur: Any


def nutrient_ratios_kirkby2011(
    carbon: Any, nitrogen: Any, phosphorus: Any, sulphur: Any
) -> NutrientRatios:
    r"""Return the nutrients per t of carbon from a ratio C:N:P:S by mass.

    .. math:: n_X = 1000 \, \frac{X}{C}

    Parameters
    ----------
    carbon, nitrogen, phosphorus, sulphur : float or ndarray
        The parts by mass, 10000 : 833 : 200 : 143 as published [-].

    Returns
    -------
    NutrientRatios
        Nutrients [kg/t C]: 83.3 N, 20 P and 14.3 S as published.

    Notes
    -----
    Fine fraction of soils from several continents; litter and light fractions hold fewer
    nutrients per carbon.

    References
    ----------
    kirkby2011
    """
    scale = 1000.0 / carbon
    return NutrientRatios(nitrogen * scale, phosphorus * scale, sulphur * scale)


def nutrient_need(stock_change: Any, ratios: NutrientRatios) -> NutrientNeed:
    r"""Return the nutrients that a change of soil carbon binds or releases.

    .. math:: N = \Delta SOC \cdot n_N, \quad P = \Delta SOC \cdot n_P, \quad
              S = \Delta SOC \cdot n_S

    Parameters
    ----------
    stock_change : float or ndarray
        Change of the stock, a gain positive [t C].
    ratios : NutrientRatios
        Nutrients per carbon [kg/t C].

    Returns
    -------
    NutrientNeed
        Nutrients [kg], positive for a need, negative for a release.

    Notes
    -----
    The need is what the carbon will bind wherever it comes from (fertiliser, fixation,
    deposition, amendments, residues); where the supply falls short, the carbon gain does too.

    References
    ----------
    kirkby2011
    """
    return NutrientNeed(
        stock_change * ratios.nitrogen,
        stock_change * ratios.phosphorus,
        stock_change * ratios.sulphur,
    )
