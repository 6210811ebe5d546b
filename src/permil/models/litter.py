"""Lignin and nitrogen of the materials that enter a soil, for the models that ask for them."""

from __future__ import annotations

from typing import Any

from permil.models.streams import Material
from permil.science.litter_quality import LitterShares, litter_shares_parton1987
from permil.tables import table
from permil.vocabulary import Part

#: Row of the table for a material that has none of its own.
CLASSES = {Part.AMENDMENT: "amendment", Part.COVER_CROP: "cover_crop"}


def litter_shares(material: Material, intercept: Any, slope: Any) -> LitterShares:
    """Return the metabolic, structural and lignin shares of a material's carbon.

    Parameters
    ----------
    material : Material
        Its row in the table ``litter_quality`` is that of its name, else that of its class:
        amendment, cover_crop or plant.
    intercept, slope : float
        Constants of the metabolic share [-].

    Returns
    -------
    LitterShares
        Shares [-].
    """
    rows = table("litter_quality").select(material=material.name) or table("litter_quality").select(
        material=CLASSES.get(material.part, "plant")
    )
    row: Any = rows[0]
    return litter_shares_parton1987(row.lignin, row.nitrogen, intercept, slope)
