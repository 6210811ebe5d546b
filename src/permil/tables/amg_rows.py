"""Rows of AMG's own tables: plants, amendments, and which of them our materials are."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.categories import AmgCropType, AmgMaterialKind
from permil.tables.rows import Row


@dataclass(frozen=True, kw_only=True)
class AmgPlantRow(Row):
    """Carbon inputs of a plant and what of them is humified.

    Parameters
    ----------
    crop_type : AmgCropType
        Main crop, cover crop, or cover crop that is harvested.
    plant : str
        Id of the plant within its type.
    name : str
        Name by which the official input files call it.
    harvest_index : float or None
        Harvested share of the above-ground dry matter [-]; ``None`` where nothing is harvested.
    shoot_root_ratio : float
        Above-ground per root dry matter [-].
    beta : float
        Coefficient of the root profile [-].
    returned_if_exported : float
        Share of straw and stubble that enters the soil where residues are exported [-].
    residue_share, root_share, exudate_share : float
        Shares of net primary production [-].
    humified_shoots, humified_roots : float
        Share of the above- and of the below-ground input that is humified [-].
    carbon_shoots, carbon_roots : float
        Carbon of dry matter [kg C/kg DM].
    """

    crop_type: AmgCropType
    plant: str
    name: str
    harvest_index: float | None
    shoot_root_ratio: float
    beta: float
    returned_if_exported: float
    residue_share: float
    root_share: float
    exudate_share: float
    humified_shoots: float
    humified_roots: float
    carbon_shoots: float
    carbon_roots: float


@dataclass(frozen=True, kw_only=True)
class AmgAmendmentRow(Row):
    """Carbon of an organic amendment and what of it is humified.

    Parameters
    ----------
    amendment : str
        Id of the amendment in AMG.
    name : str
        Name by which the official input files call it.
    carbon : float
        Carbon of fresh matter [kg C/t FM].
    humified : float
        Share of the carbon that is humified [-].
    """

    amendment: str
    name: str
    carbon: float
    humified: float


@dataclass(frozen=True, kw_only=True)
class AmgMaterialRow(Row):
    """Which row of AMG's tables stands for a crop or an amendment of ours.

    Parameters
    ----------
    kind : AmgMaterialKind
        Crop, cover crop or amendment.
    material : str
        Id of the crop or amendment; ``any`` for what has no row of its own.
    crop_type : AmgCropType or None
        Type of the plant; ``None`` for amendments.
    row : str
        Id of the plant or amendment in AMG.
    own : bool or None
        Whether that row is of this crop; ``None`` for what is no crop.
    """

    kind: AmgMaterialKind
    material: str
    crop_type: AmgCropType | None
    row: str
    own: bool | None
