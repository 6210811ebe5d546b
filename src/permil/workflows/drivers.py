"""Series of one management on one hectare: carbon by material, nitrogen, cover, lime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import BiocharUse
from permil.models.streams import Material
from permil.tables.upstream_categories import Pesticide
from permil.vocabulary import Fertiliser, Inhibitor, Tillage

Float = NDArray[np.float64]

#: Where carbon comes from: each group has an error of its own. ``cover_crop`` has the published
#: range, ``cover_crop_given`` is what the project states of cover crops. ``elsewhere`` is the part
#: of the manure that would have been spread on other land.
GROUPS = ("crop", "cover_crop", "cover_crop_given", "manure", "elsewhere")
ANNUAL = ("organic_nitrogen", "elsewhere_nitrogen", "residue_nitrogen", "fixed_nitrogen")
#: Yearly series by kind of what is brought or taken.
_BY_KIND = (
    "synthetic_nitrogen",
    "enhanced_nitrogen",
    "carbonates",
    "minerals",
    "harvested",
    "product",
)
#: Products whose carbonate or carbon leaves as CO2.
CARBONATES = ("limestone", "dolomite", "urea")
#: How the models' drivers encode tillage.
TILLAGE = {Tillage.NO_TILL: 0.0, Tillage.REDUCED: 1.0, Tillage.FULL: 2.0}


@dataclass
class FieldDrivers:
    """Series of one management on one hectare.

    Parameters
    ----------
    carbon : dict of str to dict of Material to ndarray, shape (month,)
        Carbon entering the soil, by group and material [t C/ha/month].
    cover : ndarray, shape (month,)
        1 in months with plant cover [-].
    tillage : ndarray, shape (month,)
        2 full, 1 reduced tillage, 0 none [-].
    synthetic_nitrogen : dict of Fertiliser to ndarray, shape (year,)
        [kg N/ha/yr].
    organic_nitrogen, elsewhere_nitrogen, residue_nitrogen : ndarray, shape (year,)
        Nitrogen [kg N/ha/yr].
    carbonates : dict of str to ndarray, shape (year,)
        Limestone, dolomite and urea [t/ha/yr].
    minerals, harvested : dict of str to ndarray, shape (year,)
        Phosphorus and sulphur brought; nitrogen, phosphorus and sulphur taken by the harvest, by
        element [kg/ha/yr].
    product : dict of str to ndarray, shape (year,)
        Dry matter harvested of arable crops and of forage, which do not replace each other
        [t DM/ha/yr].
    fixed_nitrogen : ndarray, shape (year,)
        Nitrogen fixed from the air [kg N/ha/yr].
    unknown : set of tuple of str
        Element and what of it is not known: a crop's content, an amendment's, a given carbon input.
    burnt : dict of str to ndarray, shape (year,)
        Dry matter of residues that fire consumes, by crop [t DM/ha/yr].
    pesticides : dict of str to ndarray, shape (year,)
        Active ingredient by kind [kg active ingredient/ha/yr].
    biochars : dict of BiocharUse to ndarray, shape (year,)
        Biochar put into the soil [t DM/ha/yr].
    harvests : dict of str to int
        Number of harvests of each crop.
    cover_crop_range : tuple of float
        Published low and high of the cover crop's carbon over its central value [-].
    assumptions : dict of str to Assumption
        Defaults taken on the way.
    enhanced_nitrogen : dict of (Fertiliser, Inhibitor) to ndarray, shape (year,)
        Part of the synthetic nitrogen that has an inhibitor or coating [kg N/ha/yr].
    """

    carbon: dict[str, dict[Material, Float]]
    cover: Float
    tillage: Float
    synthetic_nitrogen: dict[Fertiliser, Float]
    organic_nitrogen: Float
    elsewhere_nitrogen: Float
    residue_nitrogen: Float
    carbonates: dict[str, Float]
    minerals: dict[str, Float]
    harvested: dict[str, Float]
    fixed_nitrogen: Float
    product: dict[str, Float]
    unknown: set[tuple[str, str]] = field(default_factory=set)
    burnt: dict[str, Float] = field(default_factory=dict)
    pesticides: dict[Pesticide, Float] = field(default_factory=dict)
    biochars: dict[BiocharUse, Float] = field(default_factory=dict)
    harvests: dict[str, int] = field(default_factory=dict)
    cover_crop_range: tuple[float, float] = (1.0, 1.0)
    assumptions: dict[str, Assumption] = field(default_factory=dict)
    enhanced_nitrogen: dict[tuple[Fertiliser, Inhibitor], Float] = field(default_factory=dict)

    @classmethod
    def empty(cls, years: int, tillage: Tillage) -> FieldDrivers:
        """Return the series of a bare soil."""
        return cls(
            carbon={group: {} for group in GROUPS},
            cover=np.zeros(12 * years),
            tillage=np.full(12 * years, TILLAGE[tillage]),
            synthetic_nitrogen={kind: np.zeros(years) for kind in Fertiliser},
            organic_nitrogen=np.zeros(years),
            elsewhere_nitrogen=np.zeros(years),
            residue_nitrogen=np.zeros(years),
            carbonates={product: np.zeros(years) for product in CARBONATES},
            minerals={element: np.zeros(years) for element in ("P", "S")},
            harvested={element: np.zeros(years) for element in ("N", "P", "S")},
            fixed_nitrogen=np.zeros(years),
            product={kind: np.zeros(years) for kind in ("arable", "forage")},
        )

    def total(self, group: str) -> Float:
        """Return the carbon of a group, all materials together [t C/ha/month]."""
        return sum(self.carbon[group].values(), np.zeros(len(self.cover)))

    def part(self, first: int, last: int) -> FieldDrivers:
        """Return some years of the series, from the first to before the last."""
        months, years = slice(12 * first, 12 * last), slice(first, last)
        by_kind: dict[str, Any] = {
            name: {kind: v[years] for kind, v in getattr(self, name).items()} for name in _BY_KIND
        }
        return replace(
            self,
            carbon={g: {m: v[months] for m, v in c.items()} for g, c in self.carbon.items()},
            cover=self.cover[months],
            tillage=self.tillage[months],
            burnt={crop: v[years] for crop, v in self.burnt.items()},
            pesticides={kind: v[years] for kind, v in self.pesticides.items()},
            biochars={use: v[years] for use, v in self.biochars.items()},
            **by_kind,
            **{name: getattr(self, name)[years] for name in ANNUAL},
        )

    def until(self, month: int, after: FieldDrivers) -> FieldDrivers:
        """Return what the models see of this management until a month, and then of another."""

        def joined(one: Float, other: Float) -> Float:
            return np.concatenate([one[:month], other[month:]])

        none = np.zeros(len(self.cover))
        carbon = {
            group: {
                material: joined(own.get(material, none), after.carbon[group].get(material, none))
                for material in {**own, **after.carbon[group]}
            }
            for group, own in self.carbon.items()
            if group != "elsewhere"
        }
        return replace(
            self,
            carbon=carbon | {"elsewhere": self.carbon["elsewhere"]},
            cover=joined(self.cover, after.cover),
            tillage=joined(self.tillage, after.tillage),
        )

    def add(self, group: str, material: Material, i: int, month: int, amount: float) -> None:
        """Add carbon in a month of year i, where that lies within the series."""
        at = 12 * i + month - 1
        if amount and 0 <= at < len(self.cover):
            series = self.carbon[group].setdefault(material, np.zeros(len(self.cover)))
            series[at] += amount

    def enhance(self, kind: Fertiliser, inhibitor: Inhibitor, i: int, amount: float) -> None:
        """Say that some of the synthetic nitrogen of year i has an inhibitor or coating."""
        none = np.zeros(len(self.residue_nitrogen))
        self.enhanced_nitrogen.setdefault((kind, inhibitor), none)[i] += amount

    def add_year(self, series: dict[Any, Float], key: Any, i: int, amount: float) -> None:
        """Add an amount to year i of one of the series by year."""
        if amount:
            series.setdefault(key, np.zeros(len(self.residue_nitrogen)))[i] += amount

    def cover_months(self, i: int, months: tuple[int, ...]) -> None:
        """Mark months of year i as covered, where they lie within the series."""
        for month in months:
            if 0 <= 12 * i + month - 1 < len(self.cover):
                self.cover[12 * i + month - 1] = 1.0

    def assume(self, code: str, key: str = "", source: str = "", **fields: Any) -> None:
        """Note a default once."""
        name = f"{code}:{sorted(fields.items())}"
        self.assumptions.setdefault(name, Assumption(code, fields, key, source))


def stacked(rows: Sequence[FieldDrivers], group: str) -> dict[Material, Float]:
    """Return the carbon of a group in several rows.

    Parameters
    ----------
    rows : sequence of FieldDrivers
        Series of the same length.
    group : str
        One of ``GROUPS``.

    Returns
    -------
    dict of Material to ndarray, shape (month, row, 1)
        Carbon of every material that any row receives [t C/ha/month].
    """
    none = np.zeros(len(rows[0].cover))
    materials = {material: None for row in rows for material in row.carbon[group]}
    return {
        material: np.stack([row.carbon[group].get(material, none) for row in rows], axis=1)[
            :, :, None
        ]
        for material in materials
    }
