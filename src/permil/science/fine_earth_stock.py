"""Fine earth of a soil layer, by five methods.

Five ways to compute the fine earth of a layer are in use (Poeplau et al. 2017). Two are right,
MB and M4; the other three count stones as soil in one way or another. All five exist here, so
that an older number can be traced; permil itself takes MB or M4 only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

#: t/ha in one g/cm2.
TONNES_PER_HECTARE = 100.0


class SoilSample(NamedTuple):
    """What was measured on a volumetric sample of a layer.

    Parameters
    ----------
    fine_earth_mass : float or ndarray
        Dry mass of the fine earth, up to 2 mm [g].
    coarse_fragment_mass : float or ndarray
        Dry mass of the fragments over 2 mm [g].
    sample_volume : float or ndarray
        Volume of the whole sample [cm3].
    rock_density : float or ndarray
        Density of the fragments [g/cm3]; MB and M1 do not use it.
    """

    fine_earth_mass: Any
    coarse_fragment_mass: Any
    sample_volume: Any
    rock_density: Any

    @property
    def coarse_fragment_volume(self) -> Any:
        """Volume of the fragments over 2 mm [cm3]."""
        return self.coarse_fragment_mass / self.rock_density

    @property
    def bulk_density_whole_soil(self) -> Any:
        """Mass of the whole sample per total volume [g/cm3]."""
        return (self.fine_earth_mass + self.coarse_fragment_mass) / self.sample_volume

    @property
    def bulk_density_fine_earth(self) -> Any:
        """Mass of fine earth per volume of fine earth [g/cm3]."""
        return self.fine_earth_mass / (self.sample_volume - self.coarse_fragment_volume)

    @property
    def coarse_fragments_volume(self) -> Any:
        """Volume of the fragments per total volume [% by volume]."""
        return 100.0 * self.coarse_fragment_volume / self.sample_volume


class StockMethod(NamedTuple):
    """One of the five methods.

    Parameters
    ----------
    function : callable
        Takes a SoilSample and a depth [cm], returns the fine-earth stock [t DM/ha].
    unbiased : bool
        Whether stones are taken out of both mass and volume.
    """

    function: Callable[[SoilSample, Any], Any]
    unbiased: bool


def fine_earth_stock_poeplau2017(
    bulk_density_fine_earth: Any, coarse_fragments_volume: Any, depth: Any
) -> Any:
    r"""Return the fine earth of a layer from its own density and the fragments by volume (M4).

    .. math:: FSS = 100 \, BD_{fine} \left(1 - \frac{CF_v}{100}\right) d

    Parameters
    ----------
    bulk_density_fine_earth : float or ndarray
        Mass of fine earth per volume of fine earth [g/cm3].
    coarse_fragments_volume : float or ndarray
        Fragments over 2 mm [% by volume].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha].

    Notes
    -----
    Unbiased. Identical to the mass balance where the rock density is known without error.

    References
    ----------
    poeplau2017
    """
    fine_share = 1.0 - coarse_fragments_volume / 100.0
    return bulk_density_fine_earth * fine_share * depth * TONNES_PER_HECTARE


def fine_earth_stock_hobley2018(
    bulk_density_whole_soil: Any, coarse_fragments_mass: Any, depth: Any
) -> Any:
    r"""Return the fine earth of a layer from whole-soil density and the fragments by mass (MB).

    .. math:: FSS = 100 \, BD_{whole} \left(1 - \frac{CF_m}{100}\right) d

    Parameters
    ----------
    bulk_density_whole_soil : float or ndarray
        Mass of the whole sample, stones included, per total volume [g/cm3].
    coarse_fragments_mass : float or ndarray
        Fragments over 2 mm [% by mass].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha].

    Notes
    -----
    Unbiased, and free of any assumption on rock density.

    References
    ----------
    hobley2018
    """
    fine_share = 1.0 - coarse_fragments_mass / 100.0
    return bulk_density_whole_soil * fine_share * depth * TONNES_PER_HECTARE


def fine_earth_stock_mb(sample: SoilSample, depth: Any) -> Any:
    r"""Return the fine earth of a layer by mass balance of a volumetric sample (method MB).

    .. math:: FSS = 100 \, \frac{m_{fine}}{V} \, d

    Parameters
    ----------
    sample : SoilSample
        Masses [g] and volume [cm3]; the rock density is not used.
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha].

    Notes
    -----
    Unbiased; the method to take where the masses are known.

    References
    ----------
    poeplau2017, hobley2018
    """
    return sample.fine_earth_mass / sample.sample_volume * depth * TONNES_PER_HECTARE


def fine_earth_stock_m1(sample: SoilSample, depth: Any) -> Any:
    r"""Return method M1: the whole-soil density taken as if all of it were fine earth.

    .. math:: FSS_{M1} = 100 \, BD_{whole} \, d

    Parameters
    ----------
    sample : SoilSample
        Masses [g] and volume [cm3]; the rock density is not used.
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha], too high.

    Notes
    -----
    Biased high by the factor :math:`1 + m_{rock}/m_{fine}`: a sample with 40 g of stones beside
    110 g of fine earth gives 36 % too much. Kept to trace older numbers, never a default.

    References
    ----------
    poeplau2017
    """
    return sample.bulk_density_whole_soil * depth * TONNES_PER_HECTARE


def fine_earth_stock_m2(sample: SoilSample, depth: Any) -> Any:
    r"""Return method M2: the whole-soil density times the volume that is free of stones.

    .. math:: FSS_{M2} = 100 \, BD_{whole} \left(1 - \frac{CF_v}{100}\right) d

    Parameters
    ----------
    sample : SoilSample
        Masses [g], volume [cm3] and rock density [g/cm3].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha], too high.

    Notes
    -----
    Biased by the factor :math:`(1 + m_{rock}/m_{fine})(1 - CF_v/100)`, which is above one while
    stones are denser than fine earth: 15 % too much with 40 g of stones (2.6 g/cm3) beside 110 g
    of fine earth in 100 cm3. Kept to trace older numbers, never a default.

    References
    ----------
    poeplau2017
    """
    fine_share = 1.0 - sample.coarse_fragments_volume / 100.0
    return sample.bulk_density_whole_soil * fine_share * depth * TONNES_PER_HECTARE


def fine_earth_stock_m3(sample: SoilSample, depth: Any) -> Any:
    r"""Return method M3: the fine-earth density as if the stones took no room.

    .. math:: FSS_{M3} = 100 \, BD_{fine} \, d

    Parameters
    ----------
    sample : SoilSample
        Masses [g], volume [cm3] and rock density [g/cm3].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha], too high.

    Notes
    -----
    Biased high by the factor :math:`1/(1 - CF_v/100)`: 18 % too much at 15.4 % of stones by
    volume, more than 100 % above half. Kept to trace older numbers, never a default.

    References
    ----------
    poeplau2017
    """
    return sample.bulk_density_fine_earth * depth * TONNES_PER_HECTARE


def fine_earth_stock_m4(sample: SoilSample, depth: Any) -> Any:
    r"""Return method M4: the fine-earth density times the volume that is free of stones.

    .. math:: FSS_{M4} = 100 \, BD_{fine} \left(1 - \frac{CF_v}{100}\right) d

    Parameters
    ----------
    sample : SoilSample
        Masses [g], volume [cm3] and rock density [g/cm3].
    depth : float or ndarray
        Thickness of the layer, its depth where it starts at the surface [cm].

    Returns
    -------
    float or ndarray
        Fine-earth stock [t DM/ha].

    Notes
    -----
    Unbiased; the rock density cancels out, so that it equals MB.

    References
    ----------
    poeplau2017
    """
    return fine_earth_stock_poeplau2017(
        sample.bulk_density_fine_earth, sample.coarse_fragments_volume, depth
    )


#: The five methods by their published names; only the unbiased ones are ever a default.
METHODS: Mapping[str, StockMethod] = MappingProxyType(
    {
        "M1": StockMethod(fine_earth_stock_m1, unbiased=False),
        "M2": StockMethod(fine_earth_stock_m2, unbiased=False),
        "M3": StockMethod(fine_earth_stock_m3, unbiased=False),
        "M4": StockMethod(fine_earth_stock_m4, unbiased=True),
        "MB": StockMethod(fine_earth_stock_mb, unbiased=True),
    }
)
