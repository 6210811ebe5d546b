"""Coarse fragments of a soil: from a share by mass to a share by volume and back."""

from __future__ import annotations

from typing import Any


def coarse_fragments_mass_in_whole_soil(
    coarse_fragments_volume: Any, bulk_density_whole_soil: Any, rock_density: Any
) -> Any:
    r"""Return the fragments by mass where the density of the whole soil is known.

    .. math:: CF_m = CF_v \, \frac{\rho_{rock}}{BD_{whole}}

    Parameters
    ----------
    coarse_fragments_volume : float or ndarray
        Fragments over 2 mm [% by volume].
    bulk_density_whole_soil : float or ndarray
        Mass of the whole soil, stones included, per total volume [g/cm3].
    rock_density : float or ndarray
        Density of the fragments [g/cm3].

    Returns
    -------
    float or ndarray
        Fragments over 2 mm [% by mass].

    Notes
    -----
    A result of 100 or more means that the three numbers contradict one another.

    References
    ----------
    poeplau2017
    """
    return coarse_fragments_volume * rock_density / bulk_density_whole_soil


def coarse_fragments_volume_in_whole_soil(
    coarse_fragments_mass: Any, bulk_density_whole_soil: Any, rock_density: Any
) -> Any:
    r"""Return the fragments by volume where the density of the whole soil is known.

    .. math:: CF_v = CF_m \, \frac{BD_{whole}}{\rho_{rock}}

    Parameters
    ----------
    coarse_fragments_mass : float or ndarray
        Fragments over 2 mm [% by mass].
    bulk_density_whole_soil : float or ndarray
        Mass of the whole soil, stones included, per total volume [g/cm3].
    rock_density : float or ndarray
        Density of the fragments [g/cm3].

    Returns
    -------
    float or ndarray
        Fragments over 2 mm [% by volume].

    Notes
    -----
    A result of 100 or more means that the three numbers contradict one another.

    References
    ----------
    poeplau2017
    """
    return coarse_fragments_mass * bulk_density_whole_soil / rock_density


def coarse_fragments_mass_in_fine_earth(
    coarse_fragments_volume: Any, bulk_density_fine_earth: Any, rock_density: Any
) -> Any:
    r"""Return the fragments by mass where the density of the fine earth is known.

    .. math:: CF_m = \frac{100 \, \rho_{rock} CF_v}{\rho_{rock} CF_v + BD_{fine} (100 - CF_v)}

    Parameters
    ----------
    coarse_fragments_volume : float or ndarray
        Fragments over 2 mm [% by volume].
    bulk_density_fine_earth : float or ndarray
        Mass of fine earth per volume of fine earth [g/cm3].
    rock_density : float or ndarray
        Density of the fragments [g/cm3].

    Returns
    -------
    float or ndarray
        Fragments over 2 mm [% by mass].

    Notes
    -----
    Holds for every share from 0 to 100 %.

    References
    ----------
    poeplau2017
    """
    rock = rock_density * coarse_fragments_volume
    return 100.0 * rock / (rock + bulk_density_fine_earth * (100.0 - coarse_fragments_volume))


def coarse_fragments_volume_in_fine_earth(
    coarse_fragments_mass: Any, bulk_density_fine_earth: Any, rock_density: Any
) -> Any:
    r"""Return the fragments by volume where the density of the fine earth is known.

    .. math:: CF_v = \frac{100 \, CF_m / \rho_{rock}}
              {CF_m / \rho_{rock} + (100 - CF_m) / BD_{fine}}

    Parameters
    ----------
    coarse_fragments_mass : float or ndarray
        Fragments over 2 mm [% by mass].
    bulk_density_fine_earth : float or ndarray
        Mass of fine earth per volume of fine earth [g/cm3].
    rock_density : float or ndarray
        Density of the fragments [g/cm3].

    Returns
    -------
    float or ndarray
        Fragments over 2 mm [% by volume].

    Notes
    -----
    Holds for every share from 0 to 100 %.

    References
    ----------
    poeplau2017
    """
    rock = coarse_fragments_mass / rock_density
    return 100.0 * rock / (rock + (100.0 - coarse_fragments_mass) / bulk_density_fine_earth)
