"""Ways to fill a lack of nutrients, each with the gases that it brings."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.nitrous_oxide import NitrogenInputs, NitrousOxideFactors, soil_n2o_ipcc2019
from permil.science.nutrient_supply import retained_nitrogen_share

#: Mass of P2O5 per mass of phosphorus in it [kg P2O5/kg P]: 141.944/61.948.
P2O5_PER_PHOSPHORUS = 141.944 / 61.948


class NutrientOption(NamedTuple):
    """One way to fill a lack.

    Parameters
    ----------
    amount : float or ndarray
        Nutrient that has to come in, or is kept from being lost [kg/ha/yr].
    filled : float or ndarray
        Part of the lack that it fills [kg/ha/yr].
    n2o_n : float or ndarray
        Direct and indirect N2O that comes with it, negative where it spares some
        [kg N2O-N/ha/yr].
    manufacture : float or ndarray
        Emissions of making it [kg CO2e/ha/yr].
    """

    amount: Any
    filled: Any
    n2o_n: Any
    manufacture: Any


def mineral_nitrogen_option(
    deficit: Any, factors: NitrousOxideFactors, *, manufacture: Any
) -> NutrientOption:
    r"""Return the fertiliser that fills a lack of nitrogen, with its N2O and manufacture.

    .. math:: N = \frac{D}{r}, \qquad r = 1 - Frac_{GASF} - Frac_{LEACH} - EF_{1s}

    Parameters
    ----------
    deficit : float or ndarray
        Lack of nitrogen D [kg N/ha/yr].
    factors : NitrousOxideFactors
        Emission factors and fractions.
    manufacture : float or ndarray
        Emissions of making it [kg CO2e/kg N].

    Returns
    -------
    NutrientOption
        Fertiliser nitrogen, what it fills, its N2O and manufacture.

    Notes
    -----
    What is lost on the way has to be bought, too. CO2 of urea is a line of its own. Emissions of
    manufacture are tabled with a GWP100 inside and stay the same under other metrics.

    References
    ----------
    ipcc2019_v4_ch11
    """
    kept = retained_nitrogen_share(
        volatilised=factors.frac_gasf, leached=factors.frac_leach, emitted=factors.ef1_synthetic
    )
    amount = np.asarray(deficit, float) / kept
    emitted = soil_n2o_ipcc2019(NitrogenInputs(amount, 0.0, 0.0, 0.0), factors).total
    return NutrientOption(amount, np.asarray(deficit, float), emitted, amount * manufacture)


def recycled_nitrogen_option(deficit: Any, factors: NitrousOxideFactors) -> NutrientOption:
    r"""Return the organic nitrogen from elsewhere that fills a lack, with its N2O.

    .. math:: N = \frac{D}{r}, \qquad r = 1 - Frac_{GASM} - Frac_{LEACH} - EF_{1o}

    Parameters
    ----------
    deficit : float or ndarray
        Lack of nitrogen D [kg N/ha/yr].
    factors : NitrousOxideFactors
        Emission factors and fractions.

    Returns
    -------
    NutrientOption
        Nitrogen in manure, compost or digestate, what it fills, its N2O; nothing is manufactured.

    Notes
    -----
    A transfer: the land or the treatment from which it comes loses it, and what it would have
    emitted there has to be taken off.

    References
    ----------
    ipcc2019_v4_ch11
    """
    kept = retained_nitrogen_share(
        volatilised=factors.frac_gasm, leached=factors.frac_leach, emitted=factors.ef1_other
    )
    amount = np.asarray(deficit, float) / kept
    emitted = soil_n2o_ipcc2019(NitrogenInputs(0.0, amount, 0.0, 0.0), factors).total
    return NutrientOption(amount, np.asarray(deficit, float), emitted, np.zeros_like(amount))


def legume_option(
    deficit: Any, factors: NitrousOxideFactors, *, returned_share: Any
) -> NutrientOption:
    r"""Return the fixation that fills a lack of nitrogen, with the N2O of its residues.

    .. math:: N = \frac{D}{1 - q\,(Frac_{LEACH} + EF_{1o})}

    Parameters
    ----------
    deficit : float or ndarray
        Lack of nitrogen D [kg N/ha/yr].
    factors : NitrousOxideFactors
        Emission factors and fractions.
    returned_share : float or ndarray
        Share q of the fixed nitrogen that is returned with residues, one for a cover crop [-].

    Returns
    -------
    NutrientOption
        Nitrogen that has to be fixed and stays on the field, what it fills, its N2O.

    Notes
    -----
    Fixation is no source of N2O in the Guidelines, residues are. Nitrogen that leaves with the
    harvest of the legume does not fill anything: count what stays. A legume in the place of
    another crop costs its yield, which is leakage.

    References
    ----------
    ipcc2019_v4_ch11
    """
    lost = np.asarray(returned_share) * (factors.frac_leach + factors.ef1_other)
    amount = np.asarray(deficit, float) / (1.0 - lost)
    residues = NitrogenInputs(0.0, 0.0, amount * returned_share, 0.0)
    emitted = soil_n2o_ipcc2019(residues, factors).total
    return NutrientOption(amount, np.asarray(deficit, float), emitted, np.zeros_like(amount))


def efficiency_option(
    deficit: Any,
    *,
    volatilised: Any,
    leached: Any,
    avoidable: Any,
    factors: NitrousOxideFactors,
) -> NutrientOption:
    r"""Return what keeping nitrogen from being lost fills of a lack, with the N2O that it spares.

    .. math:: K = \min\left(D,\ a\,(N_{gas} + N_{leach})\right), \qquad
              N_2O\text{-}N = -K\,\frac{N_{gas} EF_4 + N_{leach} EF_5}{N_{gas} + N_{leach}}

    Parameters
    ----------
    deficit : float or ndarray
        Lack of nitrogen D [kg N/ha/yr].
    volatilised, leached : float or ndarray
        Nitrogen that is lost today as gas and with water [kg N/ha/yr].
    avoidable : float or ndarray
        Share a of both that timing, placement, inhibitors or catch crops can keep [-].
    factors : NitrousOxideFactors
        Emission factors EF4 and EF5.

    Returns
    -------
    NutrientOption
        Nitrogen kept, the part of the lack that it fills, and N2O spared (negative).

    Notes
    -----
    The only option that lowers emissions and needs nothing made or moved. It is bounded by what
    is lost; where that is not enough, the rest of the lack needs another option.

    References
    ----------
    ipcc2019_v4_ch11
    """
    losses = np.asarray(volatilised, float) + leached
    kept = np.minimum(deficit, avoidable * losses)
    safe = np.where(losses > 0.0, losses, 1.0)
    indirect = (volatilised * factors.ef4 + leached * factors.ef5) / safe
    return NutrientOption(kept, kept, -kept * indirect, np.zeros_like(kept))


def mineral_phosphorus_option(deficit: Any, *, manufacture: Any) -> NutrientOption:
    r"""Return the phosphorus fertiliser that fills a lack, with its manufacture.

    .. math:: E = 2.291\, D\, e

    Parameters
    ----------
    deficit : float or ndarray
        Lack of phosphorus D [kg P/ha/yr].
    manufacture : float or ndarray
        Emissions e of making it [kg CO2e/kg P2O5].

    Returns
    -------
    NutrientOption
        Phosphorus, what it fills, no N2O, its manufacture.

    Notes
    -----
    All of it is counted as available in time; soils that fix phosphorus need more.

    References
    ----------
    lal2004
    """
    amount = np.asarray(deficit, float)
    made = amount * P2O5_PER_PHOSPHORUS * manufacture
    return NutrientOption(amount, amount, np.zeros_like(amount), made)
