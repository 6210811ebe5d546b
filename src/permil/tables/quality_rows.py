"""Rows of tables on the quality of materials, as a model sees it."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.rows import Row
from permil.vocabulary import Part


@dataclass(frozen=True, kw_only=True)
class MaterialClassRow(Row):
    """The class of a model to which a material belongs.

    Parameters
    ----------
    part : Part
        Part of a crop, or amendment.
    material : str
        Id of the crop or amendment; ``any`` for all that have no row of their own.
    quality : str
        Class of the model.
    """

    part: Part
    material: str
    quality: str


@dataclass(frozen=True, kw_only=True)
class SolubilityRow(Row):
    """Chemical composition of a class of litter.

    Parameters
    ----------
    quality : str
        Id of the class.
    name : str
        Name for people.
    acid, water, ethanol, nonsoluble : float
        Shares of the carbon that acid, water, ethanol and none of them dissolves [-].
    """

    quality: str
    name: str
    acid: float
    water: float
    ethanol: float
    nonsoluble: float
