"""Carbon that crops bring to the soil by the residue tables of the IPCC Guidelines."""

from __future__ import annotations

from typing import Any

from permil.science.plant_inputs import PlantCarbon
from permil.science.residue_nitrogen import (
    above_ground_residues_ipcc2019,
    below_ground_residues_ipcc2019,
)


def carbon_inputs_ipcc2019(
    dry_yield: Any,
    *,
    slope: Any,
    intercept: Any,
    root_shoot_ratio: Any,
    straw_returned: Any,
    carbon_content: Any,
) -> PlantCarbon:
    r"""Return the carbon that a crop brings to the soil, from the residues of the IPCC tables.

    .. math:: C_S = (slope \cdot Y + intercept) \, c \, s, \quad
              C_R = (Y + slope \cdot Y + intercept) \, RS \, c

    Parameters
    ----------
    dry_yield : float or ndarray
        Dry matter Y of the harvested product [t DM/ha].
    slope : float or ndarray
        Above-ground residues by yield [t DM/t DM].
    intercept : float or ndarray
        Above-ground residues at zero yield [t DM/ha].
    root_shoot_ratio : float or ndarray
        Below-ground per above-ground biomass, RS [t DM/t DM].
    straw_returned : float or ndarray
        Share s of the above-ground residues that enters the soil [-], see straw_share_returned.
    carbon_content : float or ndarray
        Carbon c of dry matter, 0.42 as published [kg C/kg DM].

    Returns
    -------
    PlantCarbon
        Carbon by part [t C/ha/yr].

    Notes
    -----
    The tables 11.1A and 11.2 are made for the nitrogen of residues. They hold the roots of the
    whole profile and no exudates, so that these are zero; residues do not fall to zero with the
    yield.

    References
    ----------
    ipcc2019_v4_ch11, ipcc2019_v4_ch5
    """
    residues = above_ground_residues_ipcc2019(dry_yield, slope, intercept)
    roots = below_ground_residues_ipcc2019(dry_yield, residues, root_shoot_ratio)
    return PlantCarbon(
        product=dry_yield * carbon_content,
        straw=residues * straw_returned * carbon_content,
        roots=roots * carbon_content,
        exudates=0.0,
    )
