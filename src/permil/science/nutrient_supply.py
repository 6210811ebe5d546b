"""Nitrogen, phosphorus and sulphur that reach a field, leave it, and are left for organic matter.

The budget is that of a field's border: residues that stay on it are neither supply nor loss.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from permil.science.nutrients import NutrientRatios


class NutrientBudget(NamedTuple):
    """The budget of one nutrient over the border of a field.

    Parameters
    ----------
    supply : float or ndarray
        All that comes in [kg/ha/yr].
    lost : float or ndarray
        What leaves with water and gases [kg/ha/yr].
    removed : float or ndarray
        What leaves with the harvest and with residues that are taken away [kg/ha/yr].
    need : float or ndarray
        What organic matter binds, or releases where negative [kg/ha/yr].
    rest : float or ndarray
        What remains, negative where more is bound and taken than came in [kg/ha/yr].
    """

    supply: Any
    lost: Any
    removed: Any
    need: Any
    rest: Any

    @property
    def available(self) -> Any:
        """Left for organic matter [kg/ha/yr]; negative where the harvest mines the soil."""
        return self.supply - self.lost - self.removed

    @property
    def deficit(self) -> Any:
        """Lacking for the carbon gain and the harvest together [kg/ha/yr], never negative."""
        return np.maximum(-np.asarray(self.rest), 0.0)

    @property
    def surplus(self) -> Any:
        """Left over [kg/ha/yr], never negative."""
        return np.maximum(self.rest, 0.0)


class CarbonGain(NamedTuple):
    """Carbon that the nutrients in hand can bind.

    Parameters
    ----------
    by_nitrogen, by_phosphorus, by_sulphur : float or ndarray
        Gain that each nutrient alone allows [t C/ha/yr].
    """

    by_nitrogen: Any
    by_phosphorus: Any
    by_sulphur: Any

    @property
    def least(self) -> Any:
        """Gain that all of them allow [t C/ha/yr]."""
        return np.minimum(np.minimum(self.by_nitrogen, self.by_phosphorus), self.by_sulphur)


def fixed_nitrogen_anglade2015(
    dry_yield: Any,
    nitrogen_content: Any,
    *,
    fixed_share: Any,
    harvest_index: Any,
    below_ground_ratio: Any,
    legume_share: Any = 1.0,
    nonsymbiotic: Any = 0.0,
) -> Any:
    r"""Return the nitrogen that a stand fixes from the air.

    .. math:: N_{fix} = \frac{Y\,n}{NHI}\, r\, Ndfa\, s + N_0

    Parameters
    ----------
    dry_yield : float or ndarray
        Harvest Y in dry matter [t DM/ha/yr].
    nitrogen_content : float or ndarray
        Nitrogen n of the harvest [g N/kg DM].
    fixed_share : float or ndarray
        Share Ndfa of the plant's nitrogen that comes from the air [kg N/kg N].
    harvest_index : float or ndarray
        Nitrogen harvested per nitrogen above ground, NHI [kg N/kg N].
    below_ground_ratio : float or ndarray
        Nitrogen of the whole plant per nitrogen above ground, r [kg N/kg N].
    legume_share : float or ndarray
        Share s of legumes in the stand [-].
    nonsymbiotic : float or ndarray
        Nitrogen N0 fixed without legumes [kg N/ha/yr].

    Returns
    -------
    float or ndarray
        Fixed nitrogen [kg N/ha/yr].

    Notes
    -----
    The share from the air falls where the soil is rich in mineral nitrogen; the tabled one is a
    mean. Fixation itself is no source of N2O in the Guidelines; the residues of legumes are.

    References
    ----------
    anglade2015
    """
    plant = np.asarray(dry_yield) * nitrogen_content / harvest_index * below_ground_ratio
    return plant * fixed_share * legume_share + nonsymbiotic


def removed_nutrient(dry_matter: Any, content: Any) -> Any:
    r"""Return the nutrient that leaves a field with a harvest.

    .. math:: X = Y\,x

    Parameters
    ----------
    dry_matter : float or ndarray
        Product, straw or forage taken away, Y [t DM/ha/yr].
    content : float or ndarray
        Nutrient x of it, as element [g/kg DM].

    Returns
    -------
    float or ndarray
        Nutrient [kg/ha/yr].

    Notes
    -----
    Element, not oxide: phosphorus is 0.436 of P2O5.
    """
    return np.asarray(dry_matter) * content


def retained_nitrogen_share(*, volatilised: Any, leached: Any, emitted: Any) -> Any:
    r"""Return the share of a nitrogen input that neither air nor water takes away.

    .. math:: r = 1 - Frac_{GAS} - Frac_{LEACH} - EF_1

    Parameters
    ----------
    volatilised : float or ndarray
        Share lost as NH3 and NOx: FracGASF of fertiliser, FracGASM of manure, none of residues,
        fixation and deposition [kg N/kg N].
    leached : float or ndarray
        Share leached [kg N/kg N].
    emitted : float or ndarray
        Direct emission factor EF1 [kg N2O-N/kg N].

    Returns
    -------
    float or ndarray
        Share that plants and organic matter can bind [-].

    Notes
    -----
    The same factors as in the N2O lines, so that nothing is lost twice. N2 from denitrification
    has no factor in the Guidelines and is not taken off: the supply is an upper bound.

    References
    ----------
    ipcc2019_v4_ch11
    """
    return 1.0 - np.asarray(volatilised) - leached - emitted


def nutrient_budget(supply: Any, *, lost: Any, removed: Any, need: Any) -> NutrientBudget:
    r"""Return the budget of a nutrient; it closes by its rest.

    .. math:: S = L + H + B + R

    Parameters
    ----------
    supply : float or ndarray
        Fertiliser, manure and other amendments from outside, fixation, deposition, S [kg/ha/yr].
    lost : float or ndarray
        Losses L to water and air [kg/ha/yr].
    removed : float or ndarray
        Harvest and residues taken away, H [kg/ha/yr].
    need : float or ndarray
        Bound by the gain of organic matter, B; negative where its loss releases nutrients
        [kg/ha/yr].

    Returns
    -------
    NutrientBudget
        The parts and the rest R [kg/ha/yr].

    Notes
    -----
    Residues returned to the field they grew on are no supply here: what they hold came in with the
    other parts, and they are left out of what the harvest removes. Residues from elsewhere are.
    The rest is what mineral nitrogen, soil phosphorus, weathering and N2 would have to explain.

    References
    ----------
    kirkby2011
    """
    rest = np.asarray(supply) - lost - removed - need
    return NutrientBudget(supply, lost, removed, need, rest)


def supported_carbon_gain(
    nitrogen: Any, phosphorus: Any, sulphur: Any, ratios: NutrientRatios
) -> CarbonGain:
    r"""Return the carbon gain that the available nutrients can bind.

    .. math:: \Delta SOC_X = \frac{\max(0, X)}{n_X}, \qquad
              \Delta SOC \le \min_X \Delta SOC_X

    Parameters
    ----------
    nitrogen, phosphorus, sulphur : float or ndarray
        Available nutrients, see ``NutrientBudget.available``; infinite where a nutrient is not
        looked at [kg/ha/yr].
    ratios : NutrientRatios
        Nutrients per carbon [kg/t C].

    Returns
    -------
    CarbonGain
        Gain by nutrient [t C/ha/yr].

    Notes
    -----
    A gain beyond it is limited by nutrients: it needs them from one of the options, or does not
    happen. Phosphorus that long fertilising has built up in a soil is not in the yearly budget.

    References
    ----------
    kirkby2011
    """
    parts = zip((nitrogen, phosphorus, sulphur), ratios, strict=True)
    return CarbonGain(*(np.maximum(amount, 0.0) / ratio for amount, ratio in parts))
