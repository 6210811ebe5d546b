"""Gases of fire on fields, grassland and cleared land (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple


class FireGases(NamedTuple):
    """Gases of fire other than CO2.

    Parameters
    ----------
    ch4 : float or ndarray
        Methane, biogenic [t CH4/ha].
    n2o : float or ndarray
        N2O [t N2O/ha].
    co : float or ndarray
        Carbon monoxide, information: no metric here has a factor for it [t CO/ha].
    """

    ch4: Any
    n2o: Any
    co: Any


class FireFactors(NamedTuple):
    """Gases of fire by dry matter burnt, for one kind of fuel.

    Parameters
    ----------
    ch4 : float or ndarray
        Methane [g CH4/kg DM].
    n2o : float or ndarray
        N2O [g N2O/kg DM].
    co : float or ndarray
        Carbon monoxide [g CO/kg DM].
    """

    ch4: Any
    n2o: Any
    co: Any


def burnt_dry_matter_ipcc2019(fuel: Any, combustion_factor: Any) -> Any:
    r"""Return the dry matter that a fire consumes (a term of equation 2.27).

    .. math:: B = M_B \, C_f

    Parameters
    ----------
    fuel : float or ndarray
        Dry matter that could burn: biomass, litter, dead wood or residues [t DM/ha].
    combustion_factor : float or ndarray
        Share of it that burns [-].

    Returns
    -------
    float or ndarray
        Dry matter burnt [t DM/ha].

    Notes
    -----
    The rows of table 2.4 (``fuel_consumption``) are this product: they take no combustion factor.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return fuel * combustion_factor


def fire_gases_ipcc2019(burnt: Any, factors: FireFactors) -> FireGases:
    r"""Return methane, N2O and CO from a fire (equation 2.27, per area).

    .. math:: L_{gas} = \frac{B \, G_{ef}}{1000}

    Parameters
    ----------
    burnt : float or ndarray
        Dry matter burnt [t DM/ha].
    factors : FireFactors
        Factors of what burns [g/kg DM].

    Returns
    -------
    FireGases
        Emission of each gas.

    Notes
    -----
    No CO2: the carbon of residues and grass grows again within the year and is not counted, that of
    woody biomass is in the loss of its stock, where it would count twice. CO is no greenhouse gas
    of the metrics; a "GWP of 2" that a tool gives it is not taken.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return FireGases(*(burnt * factor / 1000.0 for factor in factors))
