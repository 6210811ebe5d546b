"""Rows of the tables of water, fixation and the nutrients of crops."""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.categories import Element
from permil.tables.rows import FactorRow, Row
from permil.tables.water_categories import TextureClass, TextureGroup


@dataclass(frozen=True, kw_only=True)
class CropWaterRow(Row):
    """Water use and roots of a crop.

    Parameters
    ----------
    crop, fao_crop : str
        Id in project files and the row of the source that it takes.
    kc_initial, kc_mid, kc_end : float or None
        Crop coefficients [-]; ``None`` for bare soil, whose own depends on the weather.
    stage_initial, stage_development, stage_mid, stage_late : float or None
        Lengths of the stages [day]; ``None`` where the middle stage holds all year.
    rooting_depth_low, rooting_depth_high : float
        Maximum rooting depths for scheduling irrigation and for rain-fed conditions [m].
    depletion_fraction : float
        Share of the available water taken up without stress at 5 mm a day [-].
    """

    crop: str
    fao_crop: str
    kc_initial: float | None
    kc_mid: float | None
    kc_end: float | None
    stage_initial: float | None
    stage_development: float | None
    stage_mid: float | None
    stage_late: float | None
    rooting_depth_low: float
    rooting_depth_high: float
    depletion_fraction: float


@dataclass(frozen=True, kw_only=True)
class SaltToleranceRow(Row):
    """How a crop bears salt.

    Parameters
    ----------
    crop : str
        Id in project files.
    threshold : float
        Electrical conductivity of the saturation extract above which yield falls [dS/m].
    slope : float
        Loss of yield per unit above it [% per dS/m].
    """

    crop: str
    threshold: float
    slope: float


@dataclass(frozen=True, kw_only=True)
class SoilHydraulicsRow(Row):
    """Water contents of a texture class.

    Parameters
    ----------
    texture : TextureClass
        Class of the texture triangle.
    porosity, field_capacity, wilting_point : float
        Water contents [m3/m3].
    """

    texture: TextureClass
    porosity: float
    field_capacity: float
    wilting_point: float


@dataclass(frozen=True, kw_only=True)
class AvailableWaterRow(FactorRow):
    """Available water per organic carbon.

    Parameters
    ----------
    texture_group : TextureGroup
        Group of texture.
    """

    texture_group: TextureGroup


@dataclass(frozen=True, kw_only=True)
class FixationRow(Row):
    """Biological fixation of nitrogen by a plant.

    Parameters
    ----------
    plant : str
        Plant or sward.
    crops : str
        Ids of project files that take this row, separated by spaces.
    fixed_share, harvest_index, below_ground_ratio : float or None
        Share of nitrogen from the air, nitrogen harvested and nitrogen of the whole plant, the
        last two per nitrogen above ground [kg N/kg N]; ``None`` where nothing fixes in symbiosis.
    nonsymbiotic : float or None
        Nitrogen fixed without legumes [kg N/ha/yr].
    legume_share : float
        Share of legumes in the stand [-].
    """

    plant: str
    crops: str = ""
    fixed_share: float | None
    harvest_index: float | None
    below_ground_ratio: float | None
    nonsymbiotic: float | None
    legume_share: float


@dataclass(frozen=True, kw_only=True)
class CropNutrientRow(FactorRow):
    """Nutrient of the harvested product.

    Parameters
    ----------
    crop : str
        Id in project files.
    element : Element
        Nutrient.
    """

    crop: str
    element: Element
