"""N2O from nitrogen in managed soils: direct, volatilised and leached (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.greenhouse_gases import N2O_PER_NITROGEN


class NitrogenInputs(NamedTuple):
    """Nitrogen that reaches or is released in a soil in a year.

    Parameters
    ----------
    synthetic : float or ndarray
        Synthetic fertiliser, F_SN [kg N/ha/yr].
    organic : float or ndarray
        Manure, compost and other amendments, F_ON [kg N/ha/yr].
    residue : float or ndarray
        Crop residues returned, F_CR [kg N/ha/yr].
    mineralised : float or ndarray
        Released where soil carbon is lost, F_SOM [kg N/ha/yr].
    """

    synthetic: Any
    organic: Any
    residue: Any
    mineralised: Any


class SoilNitrousOxide(NamedTuple):
    """Nitrogen that leaves as N2O, by pathway.

    Parameters
    ----------
    direct, volatilised, leached : float or ndarray
        Emission of each pathway [kg N2O-N/ha/yr].
    """

    direct: Any
    volatilised: Any
    leached: Any

    @property
    def indirect(self) -> Any:
        """Both indirect pathways [kg N2O-N/ha/yr]."""
        return self.volatilised + self.leached

    @property
    def total(self) -> Any:
        """All pathways [kg N2O-N/ha/yr]."""
        return self.direct + self.indirect


class NitrousOxideFactors(NamedTuple):
    """Factors of tables 11.1 and 11.3.

    Parameters
    ----------
    ef1_synthetic, ef1_other : float or ndarray
        Direct emission of synthetic fertiliser and of all other inputs [kg N2O-N/kg N].
    frac_gasf, frac_gasm : float or ndarray
        Volatilised share of synthetic and of organic nitrogen [kg N/kg N].
    ef4 : float or ndarray
        Emission from volatilised nitrogen [kg N2O-N/kg N].
    frac_leach : float or ndarray
        Leached share, zero in dry climates without irrigation [kg N/kg N].
    ef5 : float or ndarray
        Emission from leached nitrogen [kg N2O-N/kg N].
    """

    ef1_synthetic: Any
    ef1_other: Any
    frac_gasf: Any
    frac_gasm: Any
    ef4: Any
    frac_leach: Any
    ef5: Any


def mineralised_nitrogen_ipcc2019(carbon_loss: Any, carbon_nitrogen_ratio: Any) -> Any:
    r"""Return the nitrogen released where soil carbon is lost (equation 11.8).

    .. math:: F_{SOM} = \frac{1000}{R} \max(0, \Delta C_{loss})

    Parameters
    ----------
    carbon_loss : float or ndarray
        Loss of the mineral-soil stock, a gain negative [t C/ha/yr].
    carbon_nitrogen_ratio : float or ndarray
        C:N of the organic matter lost: 15 after a change of land use, 10 after a change of
        management on cropland [kg C/kg N].

    Returns
    -------
    float or ndarray
        Nitrogen, never negative [kg N/ha/yr].

    Notes
    -----
    One-sided: a gain of carbon gives no credit.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return np.maximum(0.0, carbon_loss) * 1000.0 / carbon_nitrogen_ratio


def direct_n2o_ipcc2019(synthetic: Any, other: Any, *, ef1_synthetic: Any, ef1_other: Any) -> Any:
    r"""Return the direct N2O-N of nitrogen inputs (equation 11.1).

    .. math:: N_2O\text{-}N = F_{SN} EF_{1s} + (F_{ON} + F_{CR} + F_{SOM}) EF_{1o}

    Parameters
    ----------
    synthetic : float or ndarray
        Synthetic fertiliser, F_SN [kg N/ha/yr].
    other : float or ndarray
        Sum of amendments F_ON, residues F_CR and mineralised nitrogen F_SOM [kg N/ha/yr].
    ef1_synthetic, ef1_other : float or ndarray
        Emission factors [kg N2O-N/kg N]; equal in dry climates and in the aggregated default.

    Returns
    -------
    float or ndarray
        Emission [kg N2O-N/ha/yr].

    Notes
    -----
    Upland mineral soils. Flooded rice, drained organic soils and grazing animals are terms of
    their own and not in here.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return synthetic * ef1_synthetic + other * ef1_other


def volatilised_nitrogen_ipcc2019(
    synthetic: Any, organic: Any, *, frac_gasf: Any, frac_gasm: Any
) -> Any:
    r"""Return the nitrogen lost as NH3 and NOx (inner part of equations 11.9 and 11.11).

    .. math:: N_{ATD} = F_{SN} Frac_{GASF} + F_{ON} Frac_{GASM}

    Parameters
    ----------
    synthetic, organic : float or ndarray
        Fertiliser and amendment nitrogen [kg N/ha/yr].
    frac_gasf, frac_gasm : float or ndarray
        Volatilised shares [kg N/kg N].

    Returns
    -------
    float or ndarray
        Nitrogen [kg N/ha/yr].

    Notes
    -----
    With several types of fertiliser, each with its own share, add up the results of the types
    (equation 11.11) and count the organic nitrogen once.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return synthetic * frac_gasf + organic * frac_gasm


def volatilisation_n2o_ipcc2019(volatilised: Any, *, ef4: Any) -> Any:
    r"""Return the N2O-N of volatilised and redeposited nitrogen (equations 11.9 and 11.11).

    .. math:: N_2O\text{-}N_{ATD} = N_{ATD} \, EF_4

    Parameters
    ----------
    volatilised : float or ndarray
        Nitrogen lost as NH3 and NOx, see volatilised_nitrogen_ipcc2019 [kg N/ha/yr].
    ef4 : float or ndarray
        Emission factor [kg N2O-N/kg N].

    Returns
    -------
    float or ndarray
        Emission [kg N2O-N/ha/yr].

    Notes
    -----
    Counted where the nitrogen was spread, although it is emitted elsewhere.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return volatilised * ef4


def leaching_n2o_ipcc2019(nitrogen: Any, *, frac_leach: Any, ef5: Any) -> Any:
    r"""Return the N2O-N of nitrogen lost by leaching and runoff (equation 11.10).

    .. math:: N_2O\text{-}N_L = (F_{SN} + F_{ON} + F_{CR} + F_{SOM}) Frac_{LEACH} EF_5

    Parameters
    ----------
    nitrogen : float or ndarray
        Sum of all nitrogen inputs, mineralised nitrogen included [kg N/ha/yr].
    frac_leach : float or ndarray
        Leached share [kg N/kg N].
    ef5 : float or ndarray
        Emission factor [kg N2O-N/kg N].

    Returns
    -------
    float or ndarray
        Emission [kg N2O-N/ha/yr].

    Notes
    -----
    The share is zero in dry climates, unless irrigated by other means than drip.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return nitrogen * frac_leach * ef5


def soil_n2o_ipcc2019(inputs: NitrogenInputs, factors: NitrousOxideFactors) -> SoilNitrousOxide:
    r"""Return the direct and indirect N2O-N of a mineral soil (equations 11.1, 11.9 and 11.10).

    .. math:: N_2O\text{-}N = N_2O\text{-}N_{direct} + N_2O\text{-}N_{ATD} + N_2O\text{-}N_L

    Parameters
    ----------
    inputs : NitrogenInputs
        Nitrogen [kg N/ha/yr].
    factors : NitrousOxideFactors
        Emission factors and fractions.

    Returns
    -------
    SoilNitrousOxide
        Emission by pathway [kg N2O-N/ha/yr].

    Notes
    -----
    One fertiliser type; with several, use the functions of the pathways.

    References
    ----------
    ipcc2019_v4_ch11
    """
    synthetic, organic = inputs.synthetic, inputs.organic
    other = organic + inputs.residue + inputs.mineralised
    volatilised = volatilised_nitrogen_ipcc2019(
        synthetic, organic, frac_gasf=factors.frac_gasf, frac_gasm=factors.frac_gasm
    )
    return SoilNitrousOxide(
        direct=direct_n2o_ipcc2019(
            synthetic, other, ef1_synthetic=factors.ef1_synthetic, ef1_other=factors.ef1_other
        ),
        volatilised=volatilisation_n2o_ipcc2019(volatilised, ef4=factors.ef4),
        leached=leaching_n2o_ipcc2019(
            synthetic + other, frac_leach=factors.frac_leach, ef5=factors.ef5
        ),
    )


def n2o_from_n2o_n(n2o_n: Any) -> Any:
    r"""Return the N2O that holds an amount of nitrogen.

    .. math:: N_2O = \frac{44}{28} \, N_2O\text{-}N

    Parameters
    ----------
    n2o_n : float or ndarray
        Nitrogen in N2O [kg N2O-N].

    Returns
    -------
    float or ndarray
        N2O [kg N2O].

    Notes
    -----
    Exact by the molar masses of the Guidelines.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return n2o_n * N2O_PER_NITROGEN
