"""Rows of the rice table."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.rice_categories import (
    AllRice,
    PreSeason,
    RiceAmendment,
    RiceParameter,
    RiceRegion,
    WaterRegime,
)
from permil.tables.rows import FactorRow


@dataclass(frozen=True, kw_only=True)
class RiceRow(FactorRow):
    """Parameter of methane from rice fields.

    Parameters
    ----------
    edition : str
        2019 (Refinement) or 2006 (Guidelines, to reproduce older studies).
    parameter : RiceParameter
        Which parameter.
    level : RiceRegion, WaterRegime, PreSeason, RiceAmendment or AllRice
        Region, water regime or amendment for which it holds.
    """

    edition: str
    parameter: RiceParameter
    level: RiceRegion | WaterRegime | PreSeason | RiceAmendment | AllRice
