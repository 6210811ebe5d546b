"""Organic carbon stock of a soil layer, from a sample or from a description of the soil."""

from __future__ import annotations

import difflib
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import numpy as np

from permil.errors import (
    AmbiguousBulkDensity,
    AmbiguousCoarseFragments,
    ImpossibleCoarseFragments,
    MissingKey,
    UnknownName,
)
from permil.science.coarse_fragments import (
    coarse_fragments_mass_in_whole_soil,
    coarse_fragments_volume_in_fine_earth,
)
from permil.science.fine_earth_stock import METHODS as METHODS
from permil.science.fine_earth_stock import (
    fine_earth_stock_hobley2018,
    fine_earth_stock_poeplau2017,
)
from permil.vocabulary import BulkDensityOf, CoarseFragmentsBy

Word = TypeVar("Word", bound=StrEnum)


class DescribedStock(NamedTuple):
    """A stock computed from a description, with the method that was picked.

    Parameters
    ----------
    stock : float or ndarray
        Organic carbon stock [t C/ha].
    fine_earth_stock : float or ndarray
        Fine earth of the layer [t DM/ha].
    method : str
        "MB" or "M4", keys of METHODS.
    """

    stock: Any
    fine_earth_stock: Any
    method: str


def soil_organic_carbon_stock(concentration: Any, fine_earth_stock: Any) -> Any:
    r"""Return the organic carbon stock of a layer from its fine earth.

    .. math:: SOC = C \cdot FSS \cdot 10^{-3}

    Parameters
    ----------
    concentration : float or ndarray
        Organic carbon concentration of the fine earth [g/kg].
    fine_earth_stock : float or ndarray
        Fine earth of the layer [t DM/ha].

    Returns
    -------
    float or ndarray
        Stock [t C/ha] of the depth that the fine-earth stock has.

    Notes
    -----
    Carbon in the fragments over 2 mm is not counted.

    References
    ----------
    poeplau2017
    """
    return concentration * fine_earth_stock * 1e-3


def stock_from_description(
    concentration: Any,
    depth: Any,
    *,
    bulk_density: Any,
    bulk_density_of: str | None,
    coarse_fragments: Any,
    coarse_fragments_by: str | None,
    rock_density: Any = None,
    where: str = "",
) -> DescribedStock:
    r"""Return the stock of a described layer, by mass balance (MB) or fine-earth density (M4).

    A whole-soil density leads to MB, a fine-earth density to M4. Fragments given by the other
    measure are converted first, which needs their density.

    .. math:: SOC = 0.1 \, C \cdot BD_{whole} \left(1 - \frac{CF_m}{100}\right) d
              \quad \text{or} \quad
              SOC = 0.1 \, C \cdot BD_{fine} \left(1 - \frac{CF_v}{100}\right) d

    Parameters
    ----------
    concentration : float or ndarray
        Organic carbon concentration of the fine earth [g/kg].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].
    bulk_density : float or ndarray
        Bulk density [g/cm3].
    bulk_density_of : {"whole_soil", "fine_earth"} or None
        What that density is the density of; None is refused.
    coarse_fragments : float or ndarray
        Fragments over 2 mm [%].
    coarse_fragments_by : {"mass", "volume"} or None
        What they are a share of; None is refused.
    rock_density : float or ndarray, optional
        Density of the fragments [g/cm3]; needed by whole-soil density with fragments by volume
        and by fine-earth density with fragments by mass.
    where : str
        File and key for the error message.

    Returns
    -------
    DescribedStock
        Stock [t C/ha], fine earth [t DM/ha] and method.

    Raises
    ------
    AmbiguousBulkDensity, AmbiguousCoarseFragments
        If it is not said what the density or the share refers to.
    UnknownName
        If it is said in another word than the listed ones.
    MissingKey
        If the rock density is needed and not given.
    ImpossibleCoarseFragments
        If the fragments weigh more than the whole soil.

    Notes
    -----
    The biased methods M1 to M3 are never picked. Nothing is taken for granted: no fragments are
    stated as 0 % by mass or by volume.

    References
    ----------
    poeplau2017, hobley2018
    """
    if bulk_density_of is None:
        raise AmbiguousBulkDensity(where=where, value=bulk_density)
    if coarse_fragments_by is None:
        raise AmbiguousCoarseFragments(where=where, value=coarse_fragments)
    density_of = _word(bulk_density_of, BulkDensityOf, "bulk_density_of", where)
    share_by = _word(coarse_fragments_by, CoarseFragmentsBy, "coarse_fragments_by", where)
    by_mass_balance = density_of is BulkDensityOf.WHOLE_SOIL
    if by_mass_balance != (share_by is CoarseFragmentsBy.MASS) and rock_density is None:
        raise MissingKey(where=where, key="rock_density", expected="the density of the stones")
    if by_mass_balance:
        share = coarse_fragments
        if share_by is CoarseFragmentsBy.VOLUME:
            share = _mass_share(coarse_fragments, bulk_density, rock_density, where)
        fine = fine_earth_stock_hobley2018(bulk_density, share, depth)
        return DescribedStock(soil_organic_carbon_stock(concentration, fine), fine, "MB")
    share = coarse_fragments
    if share_by is CoarseFragmentsBy.MASS:
        share = coarse_fragments_volume_in_fine_earth(coarse_fragments, bulk_density, rock_density)
    fine = fine_earth_stock_poeplau2017(bulk_density, share, depth)
    return DescribedStock(soil_organic_carbon_stock(concentration, fine), fine, "M4")


def _mass_share(volume_share: Any, bulk_density: Any, rock_density: Any, where: str) -> Any:
    """Fragments by mass, refused where nothing would be left for the fine earth."""
    share = coarse_fragments_mass_in_whole_soil(volume_share, bulk_density, rock_density)
    if np.any(np.asarray(share) >= 100.0):
        raise ImpossibleCoarseFragments(
            where=where,
            fragments=volume_share,
            rock_density=rock_density,
            bulk_density=bulk_density,
        )
    return share


def _word(given: str, words: type[Word], kind: str, where: str) -> Word:
    """Return the member of a vocabulary, or say which words there are."""
    try:
        return words(given)
    except ValueError:
        known = [str(word) for word in words]
        nearest = difflib.get_close_matches(given, known, n=1, cutoff=0.3) or known
        raise UnknownName(where=where, kind=kind, value=given, nearest=nearest) from None
