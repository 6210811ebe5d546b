"""Carbon that crops bring to the soil where roots and exudates do not depend on the yield."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class FixedCoefficients(NamedTuple):
    """What SoilManageR must know of a crop to get from its yield to its carbon.

    Parameters
    ----------
    harvest_index : float
        Product in the shoots, where it does not follow from the yield [-].
    harvest_index_intercept, harvest_index_slope : float or None
        Harvest index at zero yield [-] and its rise with the yield [ha/t DM]; ``None`` for none.
    shoot_root_ratio : float or None
        Carbon of shoots per carbon of roots [-]; ``None`` where the roots are fixed.
    exudates_per_root : float
        Carbon of exudates per carbon of roots [-].
    root_input : float or None
        Carbon of roots whatever the yield [kg C/ha]; ``None`` where it follows from the yield.
    product_returned, roots_returned, exudates_returned : float
        Shares that enter the soil [-].
    """

    harvest_index: float
    harvest_index_intercept: float | None
    harvest_index_slope: float | None
    shoot_root_ratio: float | None
    exudates_per_root: float
    root_input: float | None
    product_returned: float
    roots_returned: float
    exudates_returned: float


class ReturnedCarbon(NamedTuple):
    """Carbon of a crop that enters the soil, by part of the plant.

    Parameters
    ----------
    product : float or ndarray
        What is lost or left of the product [t C/ha/yr].
    straw : float or ndarray
        Straw, leaves and stubble [t C/ha/yr].
    roots, exudates : float or ndarray
        Roots and exudates [t C/ha/yr].
    """

    product: Any
    straw: Any
    roots: Any
    exudates: Any


def carbon_inputs_soilmanager2024(
    dry_yield: Any,
    plant: FixedCoefficients,
    *,
    straw_returned: Any,
    carbon_content: Any,
    whole_kilograms: bool = False,
) -> ReturnedCarbon:
    r"""Return the carbon that a crop brings to the soil, with fixed inputs below ground.

    .. math:: HI = a + b \, Y, \quad C_P = Y c, \quad C_S = C_P \frac{1 - HI}{HI}, \quad
              C_R = R, \quad C_E = e \, C_R

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter Y of the harvested product; of all shoots of a cover crop [t DM/ha].
    plant : FixedCoefficients
        Harvest index HI or its line a and b, roots R or ratio of shoots to roots, exudates e, and
        the shares of product, roots and exudates that enter the soil.
    straw_returned : float or ndarray
        Share of the straw that enters the soil [-].
    carbon_content : float or ndarray
        Carbon c of dry matter, 0.45 as published [kg C/kg DM].
    whole_kilograms : bool
        Whether every part is cut to whole kg C/ha, and rounded once its share is taken, as the
        program prints it.

    Returns
    -------
    ReturnedCarbon
        Carbon that enters the soil by part [t C/ha/yr].

    Notes
    -----
    Roots and exudates of a cereal together are 600 kg C/ha, whatever its yield: trials find that
    carbon below ground hardly rises where fertiliser raises the harvest. A crop without fixed
    roots has :math:`C_R = C_P / (SR \cdot HI)`. The harvest index does not go above one. Made for
    temperate fields of Switzerland; roots and exudates count in the layer whatever its depth.

    References
    ----------
    soilmanager2024, hirte2018, taghizadeh2020, fan2017
    """
    cut = np.floor if whole_kilograms else np.asarray
    last = np.round if whole_kilograms else np.asarray
    index: Any = plant.harvest_index
    intercept, slope = plant.harvest_index_intercept, plant.harvest_index_slope
    if intercept is not None and slope is not None:
        index = np.minimum(intercept + slope * dry_yield, 1.0)
    product = dry_yield * carbon_content * 1000.0
    if plant.root_input is None:
        roots = cut(product / (plant.shoot_root_ratio * index))
    else:
        roots = plant.root_input  # the fixed value itself is not cut
    parts = (
        cut(product) * plant.product_returned,
        cut(product * (1.0 - index) / index) * straw_returned,
        roots * plant.roots_returned,
        cut(roots * plant.exudates_per_root) * plant.exudates_returned,
    )
    return ReturnedCarbon(*(last(part) / 1000.0 for part in parts))
