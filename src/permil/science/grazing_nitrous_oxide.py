"""N2O from dung and urine of grazing animals (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.nitrous_oxide import SoilNitrousOxide


class GrazingFactors(NamedTuple):
    """Factors of tables 11.1 and 11.3 for dung and urine.

    Parameters
    ----------
    ef3 : float or ndarray
        Direct emission, EF3PRP: of cattle, poultry and pigs by climate, of sheep and others for
        all climates [kg N2O-N/kg N].
    frac_gasm : float or ndarray
        Volatilised share, FracGASM [kg N/kg N].
    ef4 : float or ndarray
        Emission from volatilised nitrogen [kg N2O-N/kg N].
    frac_leach : float or ndarray
        Leached share, zero in dry climates without irrigation [kg N/kg N].
    ef5 : float or ndarray
        Emission from leached nitrogen [kg N2O-N/kg N].
    """

    ef3: Any
    frac_gasm: Any
    ef4: Any
    frac_leach: Any
    ef5: Any


def grazing_n2o_ipcc2019(nitrogen: Any, factors: GrazingFactors) -> SoilNitrousOxide:
    r"""Return the N2O-N of what animals leave on pasture (equations 11.1, 11.9 and 11.10).

    .. math:: N_2O\text{-}N = F_{PRP} (EF_{3PRP} + Frac_{GASM} EF_4 + Frac_{LEACH} EF_5)

    Parameters
    ----------
    nitrogen : float or ndarray
        Nitrogen excreted on pasture, range and paddock, F_PRP [kg N/ha/yr].
    factors : GrazingFactors
        Factors of the animals and the climate.

    Returns
    -------
    SoilNitrousOxide
        Emission by pathway [kg N2O-N/ha/yr].

    Notes
    -----
    Groups of animals add up. This nitrogen is no part of F_ON: EF1 does not apply to it.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return SoilNitrousOxide(
        direct=nitrogen * factors.ef3,
        volatilised=nitrogen * factors.frac_gasm * factors.ef4,
        leached=nitrogen * factors.frac_leach * factors.ef5,
    )
