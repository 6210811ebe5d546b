"""Carbon that crops bring to the soil, from yields and relative allocation."""

from __future__ import annotations

from typing import Any, NamedTuple


class PlantCarbon(NamedTuple):
    """Carbon of a crop by part of the plant.

    Parameters
    ----------
    product : float or ndarray
        What is harvested; it leaves the field [t C/ha/yr].
    straw : float or ndarray
        Straw, stubble and other shoots that enter the soil [t C/ha/yr].
    roots : float or ndarray
        Roots [t C/ha/yr].
    exudates : float or ndarray
        Rhizodeposition besides roots [t C/ha/yr].
    """

    product: Any
    straw: Any
    roots: Any
    exudates: Any

    @property
    def soil_input(self) -> Any:
        """What enters the soil: all but the product [t C/ha/yr]."""
        return self.straw + self.roots + self.exudates


def carbon_inputs_bolinder2007(
    dry_yield: Any,
    product: Any,
    straw: Any,
    roots: Any,
    exudates: Any,
    *,
    straw_returned: Any,
    carbon_content: Any,
) -> PlantCarbon:
    r"""Return the carbon that a crop brings to the soil, from its yield.

    .. math:: C_P = Y \, c, \quad C_S = C_P \frac{R_S}{R_P} S_S, \quad
              C_R = C_P \frac{R_R}{R_P}, \quad C_E = C_P \frac{R_E}{R_P}

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter of the harvested product [t DM/ha].
    product, straw, roots, exudates : float or ndarray
        Relative allocation R_P, R_S, R_R and R_E of the crop's net primary production [-]; R_P
        is above zero.
    straw_returned : float or ndarray
        Share S_S of the straw carbon that enters the soil [-], see straw_share_returned.
    carbon_content : float or ndarray
        Carbon of dry matter, 0.45 as published [kg C/kg DM].

    Returns
    -------
    PlantCarbon
        Carbon by part [t C/ha/yr].

    Notes
    -----
    All roots and exudates stay. They are those of the whole profile; multiply by
    root_share_above_depth for a layer. Everything scales with the yield; long-term experiments
    in Europe fit below-ground inputs that do not depend on it better, so that a rise of the
    input by fertiliser is uncertain.

    References
    ----------
    bolinder2007
    """
    harvested = dry_yield * carbon_content
    per_share = harvested / product
    return PlantCarbon(
        harvested, per_share * straw * straw_returned, per_share * roots, per_share * exudates
    )


def straw_share_returned(stubble: Any, *, removed: Any = 0.0, consumed_by_fire: Any = 0.0) -> Any:
    r"""Return the share of straw carbon that enters the soil.

    .. math:: S_S = 1 - f_{removed} (1 - s) - f_{burnt} C_f

    Parameters
    ----------
    stubble : float or ndarray
        Share s that stays as stubble where straw is taken away, 0.15 as published [-].
    removed : float or ndarray
        Share of the field on which the straw is taken away [-].
    consumed_by_fire : float or ndarray
        Share of the straw that is burnt, times the combustion factor C_f [-].

    Returns
    -------
    float or ndarray
        Share S_S [-].

    Notes
    -----
    One where all straw is returned, the stubble where all is taken away. Char left by burning is
    counted with what is not consumed.

    References
    ----------
    bolinder2007
    """
    return 1.0 - removed * (1.0 - stubble) - consumed_by_fire


def root_share_above_depth(depth: Any, beta: Any) -> Any:
    r"""Return the share of roots between the surface and a depth.

    .. math:: f = 1 - \beta^{d}

    Parameters
    ----------
    depth : float or ndarray
        Lower limit of the layer [cm].
    beta : float or ndarray
        Coefficient of the crop, about 0.93 to 0.98 [-].

    Returns
    -------
    float or ndarray
        Share [-].

    Notes
    -----
    Roots and exudates are taken to follow the same profile.

    References
    ----------
    clivot2019
    """
    return 1.0 - beta**depth
