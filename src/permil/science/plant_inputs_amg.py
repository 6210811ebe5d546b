"""Carbon that crops bring to the soil in AMG: a harvest index and a depth for the roots."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.plant_inputs import root_share_above_depth


class PlantCoefficients(NamedTuple):
    """What AMG must know of a plant to get from its yield to its carbon.

    Parameters
    ----------
    harvest_index : float or None
        Harvested share of the above-ground dry matter [-]; ``None`` where nothing is harvested.
    shoot_root_ratio : float
        Above-ground per root dry matter [-].
    beta : float
        Coefficient of the root profile [-].
    carbon_shoots, carbon_roots : float
        Carbon of dry matter [kg C/kg DM].
    humified_shoots, humified_roots : float
        Share of the above- and of the below-ground input that is humified [-].
    """

    harvest_index: float | None
    shoot_root_ratio: float
    beta: float
    carbon_shoots: float
    carbon_roots: float
    humified_shoots: float
    humified_roots: float


class ResidueCarbon(NamedTuple):
    """Carbon that a crop brings to a layer.

    Parameters
    ----------
    shoots : float or ndarray
        Straw, stubble and other shoots [t C/ha/yr].
    roots : float or ndarray
        Roots, exudates and fine-root turnover [t C/ha/yr].
    humified_shoots, humified_roots : float or ndarray
        What of them is humified [t C/ha/yr].
    """

    shoots: Any
    roots: Any
    humified_shoots: Any
    humified_roots: Any


def carbon_inputs_clivot2019(
    dry_yield: Any,
    plant: PlantCoefficients,
    *,
    depth: Any,
    straw_returned: Any,
    exudates_per_root: Any,
) -> ResidueCarbon:
    r"""Return the carbon that a crop brings to a layer in AMG, from its yield.

    .. math:: C_{AG} = s\, Y \frac{1 - HI}{HI} c_{AG}, \quad
              C_{BG} = (1 + e)\, \frac{Y}{SR \cdot HI} c_{BG}\, (1 - \beta^d)

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter Y of the harvest; of all shoots where nothing is harvested [t DM/ha].
    plant : PlantCoefficients
        Harvest index HI, shoot-to-root ratio SR, beta, carbon contents c and humified shares.
    depth : float or ndarray
        Depth d of the layer [cm].
    straw_returned : float or ndarray
        Share s of straw and stubble that enters the soil [-].
    exudates_per_root : float or ndarray
        Carbon e of exudates per carbon of roots, 0.65 as published [-].

    Returns
    -------
    ResidueCarbon
        Carbon and humified carbon by part [t C/ha/yr].

    Notes
    -----
    Where nothing is harvested, as of a cover crop, all shoots enter: :math:`C_{AG} = s Y c_{AG}`
    and HI is left out below ground. Exudates have the profile of the roots. Everything scales with
    the yield.

    References
    ----------
    clivot2019, bolinder2007, amg_base2024
    """
    if plant.harvest_index is None:
        residues, above = dry_yield, dry_yield
    else:
        residues = dry_yield * (1.0 - plant.harvest_index) / plant.harvest_index
        above = dry_yield / plant.harvest_index
    shoots = straw_returned * residues * plant.carbon_shoots
    roots = above / plant.shoot_root_ratio * plant.carbon_roots * (1.0 + exudates_per_root)
    within = roots * root_share_above_depth(depth, plant.beta)
    return ResidueCarbon(
        shoots, within, shoots * plant.humified_shoots, within * plant.humified_roots
    )
