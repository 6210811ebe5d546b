"""Dry matter and nitrogen of crop residues (IPCC 2019, updated equation 11.6)."""

from __future__ import annotations

from typing import Any, NamedTuple


class ResidueNitrogen(NamedTuple):
    """Nitrogen of the residues that stay on the field.

    Parameters
    ----------
    above_ground, below_ground : float or ndarray
        Nitrogen of shoots and of roots [kg N/ha/yr].
    """

    above_ground: Any
    below_ground: Any

    @property
    def total(self) -> Any:
        """F_CR, shoots and roots [kg N/ha/yr]."""
        return self.above_ground + self.below_ground


def above_ground_residues_ipcc2019(dry_yield: Any, slope: Any, intercept: Any) -> Any:
    r"""Return the above-ground residues of a crop from its yield (tables 11.1A and 11.2).

    .. math:: AG_{DM} = slope \cdot Y_{DM} + intercept

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter of the harvested product [t DM/ha].
    slope : float or ndarray
        Slope of the crop [t DM/t DM].
    intercept : float or ndarray
        Intercept of the crop [t DM/ha].

    Returns
    -------
    float or ndarray
        Residues [t DM/ha/yr].

    Notes
    -----
    For a crop that was grown: the intercept remains at a yield of zero. A crop with a residue
    ratio R_AG only takes it as the slope, with an intercept of zero.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return slope * dry_yield + intercept


def below_ground_residues_ipcc2019(
    dry_yield: Any, above_ground_residues: Any, root_shoot_ratio: Any
) -> Any:
    r"""Return the below-ground residues of a crop.

    .. math:: BG_{DM} = (Y_{DM} + AG_{DM}) \, RS

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter of the harvested product [t DM/ha].
    above_ground_residues : float or ndarray
        Dry matter of the above-ground residues before any removal [t DM/ha/yr].
    root_shoot_ratio : float or ndarray
        Below-ground per above-ground biomass, RS [t DM/t DM].

    Returns
    -------
    float or ndarray
        Residues [t DM/ha/yr].

    Notes
    -----
    Roots of the whole profile, without rhizodeposition.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return (dry_yield + above_ground_residues) * root_shoot_ratio


def residue_nitrogen_ipcc2019(
    dry_yield: Any,
    *,
    slope: Any,
    intercept: Any,
    root_shoot_ratio: Any,
    nitrogen_above_ground: Any,
    nitrogen_below_ground: Any,
    removed: Any = 0.0,
    consumed_by_fire: Any = 0.0,
    renewed: Any = 1.0,
) -> ResidueNitrogen:
    r"""Return the nitrogen of the crop residues that stay on the field (equation 11.6).

    .. math:: F_{CR} = 1000 \, Frac_{renew} \left[ AG_{DM} (1 - Frac_{remove}
              - Frac_{burnt} C_f) N_{AG} + BG_{DM} N_{BG} \right]

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter of the harvested product [t DM/ha].
    slope, intercept : float or ndarray
        Above-ground residues by yield [t DM/t DM] and beside it [t DM/ha]; for a crop with a
        residue ratio only, that ratio and zero.
    root_shoot_ratio : float or ndarray
        Below-ground per above-ground biomass, RS [t DM/t DM].
    nitrogen_above_ground, nitrogen_below_ground : float or ndarray
        Nitrogen content of shoots and of roots [kg N/kg DM].
    removed : float or ndarray
        Share of the above-ground residues that is taken away [-].
    consumed_by_fire : float or ndarray
        Share of the above-ground residues that is burnt, times the combustion factor C_f [-].
    renewed : float or ndarray
        Share of the area renewed in a year [-]: one for annual crops, 1/X for a ley that is
        ploughed every X years.

    Returns
    -------
    ResidueNitrogen
        Nitrogen above and below ground [kg N/ha/yr].

    Notes
    -----
    Cover crops and leys count in the year in which they are ploughed in. The CH4 and N2O of the
    burning itself are no part of this nitrogen: they are lines of fire.

    References
    ----------
    ipcc2019_v4_ch11
    """
    above = above_ground_residues_ipcc2019(dry_yield, slope, intercept)
    below = below_ground_residues_ipcc2019(dry_yield, above, root_shoot_ratio)
    stays = 1.0 - removed - consumed_by_fire
    scale = 1000.0 * renewed
    return ResidueNitrogen(
        scale * above * stays * nitrogen_above_ground, scale * below * nitrogen_below_ground
    )
