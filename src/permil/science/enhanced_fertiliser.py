"""N2O of fertilisers with inhibitors or coatings."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.nitrous_oxide import NitrousOxideFactors, SoilNitrousOxide


class FertiliserResponse(NamedTuple):
    """Relative change of each loss against the same fertiliser without inhibitor or coating.

    Parameters
    ----------
    direct, volatilised, leached : float or ndarray
        Change of the direct N2O, of ammonia and of leaching: -0.38 is 38 % less, positive is
        more [-].
    """

    direct: Any
    volatilised: Any
    leached: Any


def responding_factor_akiyama2010(factor: Any, response: Any, *, share: Any = 1.0) -> Any:
    r"""Return an emission factor or fraction under a relative response.

    .. math:: EF' = EF (1 + s \, r)

    Parameters
    ----------
    factor : float or ndarray
        Factor of the plain fertiliser [-].
    response : float or ndarray
        Relative change r, -1 or more [-].
    share : float or ndarray
        Share s of the nitrogen that has the inhibitor or coating [-].

    Returns
    -------
    float or ndarray
        Factor, in the unit of the given one [-].

    Notes
    -----
    Meta-analyses give such ratios; their interval is that of the mean effect, single fields
    differ by more.

    References
    ----------
    akiyama2010
    """
    return factor * (1.0 + share * response)


def enhanced_fertiliser_n2o(
    synthetic: Any, factors: NitrousOxideFactors, response: FertiliserResponse, *, share: Any = 1.0
) -> SoilNitrousOxide:
    r"""Return the N2O-N of synthetic nitrogen of which a share has an inhibitor or coating.

    .. math:: N_2O\text{-}N = F_{SN} (EF_1' + Frac_{GASF}' EF_4 + Frac_{LEACH}' EF_5)

    Parameters
    ----------
    synthetic : float or ndarray
        Synthetic fertiliser, F_SN [kg N/ha/yr].
    factors : NitrousOxideFactors
        Factors of the plain fertiliser; those of organic nitrogen are not used.
    response : FertiliserResponse
        Relative changes of the three losses.
    share : float or ndarray
        Share of the nitrogen that has the inhibitor or coating [-].

    Returns
    -------
    SoilNitrousOxide
        Emission by pathway [kg N2O-N/ha/yr].

    Notes
    -----
    Add the emission of all other nitrogen, computed without this fertiliser. A nitrification
    inhibitor lowers the direct emission and leaching and raises ammonia, so that a part of the
    gain comes back; a urease inhibitor acts on the ammonia of urea alone.

    References
    ----------
    akiyama2010
    wu2021
    """
    changed = responding_factor_akiyama2010
    frac_gas = changed(factors.frac_gasf, response.volatilised, share=share)
    frac_leach = changed(factors.frac_leach, response.leached, share=share)
    return SoilNitrousOxide(
        direct=synthetic * changed(factors.ef1_synthetic, response.direct, share=share),
        volatilised=synthetic * frac_gas * factors.ef4,
        leached=synthetic * frac_leach * factors.ef5,
    )
