"""Lignin and nitrogen of the materials that enter a soil, for the models that ask for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from permil.models.streams import Material, Stream, combined, over_years
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


def lignin_of_the_year(lignin: Stream, structural: Stream, otherwise: Any) -> Stream:
    """Return the lignin in the structural litter that a year brings, by month.

    Parameters
    ----------
    lignin, structural : Stream
        Carbon entering as lignin, and as structural litter with its lignin [t C/ha/month].
    otherwise : float
        Share of a cell in which nothing ever enters [-].

    Returns
    -------
    Stream
        Share, the same in all months of a year [-]; a year in which nothing enters has that of
        the year before, and before the first that brings something, of that one.
    """

    def share(part: Any, whole: Any) -> Any:
        part, whole = np.broadcast_arrays(part, whole)
        empty = whole <= 0.0
        shares = np.where(empty, otherwise, part / np.where(empty, 1.0, whole))
        years = np.arange(len(shares)).reshape(-1, *(1,) * (shares.ndim - 1))
        last = np.maximum.accumulate(np.where(empty, -1, years), axis=0)
        filled = np.where(last < 0, np.argmin(empty, axis=0), last)
        return np.take_along_axis(shares, filled, axis=0)

    by_year = combined(share, over_years(lignin), over_years(structural))
    return by_year._replace(values=np.repeat(by_year.values, 12, axis=0))
