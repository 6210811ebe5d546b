"""Rows of the tables on crops."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.categories import CropGroup, LitterKind
from permil.tables.rows import Row


@dataclass(frozen=True, kw_only=True)
class ResidueRow(Row):
    """Residues of a crop and their nitrogen.

    Parameters
    ----------
    crop : str
        Id of the row.
    name : str
        Name for people.
    slope : float or None
        Above-ground residue per yield [t DM/t DM].
    intercept : float or None
        Above-ground residue at zero yield [t DM/ha].
    residue_ratio : float or None
        Ratio of above-ground residue to yield [t DM/t DM].
    nitrogen_above : float
        N in above-ground residues [kg N/kg DM].
    root_shoot_ratio : float
        Below-ground residue per above-ground biomass [t DM/t DM].
    root_shoot_low, root_shoot_high : float or None
        Range of that ratio [t DM/t DM].
    nitrogen_below : float
        N in below-ground residues [kg N/kg DM].
    dry_matter : float or None
        Dry matter of the fresh product [t DM/t FM].
    renewed_yearly : bool
        Whether the crop is renewed every year; otherwise the share renewed is one over the years
        between renewals.
    """

    crop: str
    name: str
    slope: float | None
    intercept: float | None
    residue_ratio: float | None
    nitrogen_above: float
    root_shoot_ratio: float
    root_shoot_low: float | None
    root_shoot_high: float | None
    nitrogen_below: float
    dry_matter: float | None
    renewed_yearly: bool


@dataclass(frozen=True, kw_only=True)
class AllocationRow(Row):
    """Shares of a crop's net primary production.

    Parameters
    ----------
    crop : str
        Id of the crop.
    condition : str
        Water supply or region for which the row holds.
    group : CropGroup
        Group of crops.
    name : str
        Name for people.
    product, straw, roots, exudates : float or None
        Shares of NPP carbon [-]; straw is ``None`` where product is all above-ground biomass.
    moisture : float
        Water in the fresh product [%].
    nitrogen_product, nitrogen_straw, nitrogen_roots : float or None
        N content [g N/kg DM].
    lignin : float or None
        Lignin content [kg/kg].
    study : str
        Study from which the compilation took the shares.
    """

    crop: str
    condition: str
    group: CropGroup
    name: str
    product: float
    straw: float | None
    roots: float
    exudates: float
    moisture: float
    nitrogen_product: float | None
    nitrogen_straw: float | None
    nitrogen_roots: float | None
    lignin: float | None
    study: str = ""


@dataclass(frozen=True, kw_only=True)
class FixedInputRow(Row):
    """Carbon inputs of a crop whose roots and exudates need not depend on its yield.

    Parameters
    ----------
    crop : str
        Id of the row.
    name : str
        Name for people.
    product_returned, straw_returned, roots_returned, exudates_returned : float
        Shares that enter the soil [-].
    reference_yield : float
        Yield where none is given [t DM/ha].
    harvest_index : float
        Product in the shoots [-].
    harvest_index_intercept, harvest_index_slope : float or None
        Harvest index at zero yield [-] and its rise with the yield [ha/t DM].
    shoot_root_ratio : float or None
        Carbon of shoots per carbon of roots [-].
    exudates_per_root : float
        Carbon of exudates per carbon of roots [-].
    root_input : float or None
        Carbon of roots whatever the yield [kg C/ha].
    """

    crop: str
    name: str
    product_returned: float
    straw_returned: float
    roots_returned: float
    exudates_returned: float
    reference_yield: float
    harvest_index: float
    harvest_index_intercept: float | None
    harvest_index_slope: float | None
    shoot_root_ratio: float | None
    exudates_per_root: float
    root_input: float | None


@dataclass(frozen=True, kw_only=True)
class LitterRow(Row):
    """Composition of plant material or manure that decides how it decomposes.

    Parameters
    ----------
    material : str
        Id of a crop or an amendment, or of a class.
    lignin, nitrogen : float
        Contents of dry matter [kg/kg].
    """

    material: str
    lignin: float
    nitrogen: float


@dataclass(frozen=True, kw_only=True)
class CropRow(Row):
    """A crop of the project file: where its factors are, and its default calendar.

    Parameters
    ----------
    crop : str
        Id in project files.
    name : str
        Name for people.
    residue_crop : str
        Row of the residue table, empty for no crop.
    allocation_crop, allocation_condition : str
        Row of the carbon allocation table.
    fixed_crop : str
        Row of the table with fixed inputs below ground, empty for none.
    litter : LitterKind
        Kind of plant material for the DPM/RPM ratio.
    sowing, harvest : int or None
        Months in the northern temperate zone; ``None`` for perennials.
    cover_months : tuple of int
        Months with plant cover in the northern temperate zone.
    perennial : bool
        Whether it stands for several years.
    dry_matter : float or None
        Dry matter of the fresh product [t DM/t FM].
    """

    crop: str
    name: str
    residue_crop: str = ""
    allocation_crop: str
    allocation_condition: str
    fixed_crop: str = ""
    litter: LitterKind
    sowing: int | None
    harvest: int | None
    cover_months: tuple[int, ...]
    perennial: bool
    dry_matter: float | None
