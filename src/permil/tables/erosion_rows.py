"""Rows of the tables of erosion."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.erosion_categories import CoverKind, SupportPractice
from permil.tables.rows import FactorRow


@dataclass(frozen=True, kw_only=True)
class CoverFactorRow(FactorRow):
    """Soil loss under a cover or management as a share of that from bare, tilled fallow.

    Parameters
    ----------
    kind : CoverKind
        What the factor stands for.
    cover : str
        Id of the crop, land cover or management.
    name : str
        Name for people.
    """

    kind: CoverKind
    cover: str
    name: str


@dataclass(frozen=True, kw_only=True)
class SupportFactorRow(FactorRow):
    """Soil loss with a support practice as a share of that from tillage up and down the slope.

    Parameters
    ----------
    practice : SupportPractice
        Which practice.
    slope_from, slope_to : float
        Slopes for which it holds, the upper one included [%].
    """

    practice: SupportPractice
    slope_from: float
    slope_to: float
