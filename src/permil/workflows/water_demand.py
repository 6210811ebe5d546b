"""What the plants of a management ask of a soil's water, month by month: coefficients and roots.

Crops, cover crops and trees stand in the months of the project's own calendar; the published
lengths of their stages only divide the season.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.crop_calendar import month_of, season, sown_months
from permil.datasets.management import CarbonInput, CropYear, Management
from permil.science.crop_water import CropStages, StageWeights, stage_weights_fao56
from permil.tables import parameter_set, table
from permil.vocabulary import LandUse

Float = NDArray[np.float64]

#: Rows of the table of crops' water that are no crops of a rotation.
COVER_CROP, BARE, TREES = "cover_crop", "bare_fallow", "deciduous_trees"


@dataclass
class Stand:
    """What stands on the land in each month of consecutive years.

    Parameters
    ----------
    growing : ndarray, shape (month,)
        Share of the month in which something stands; above one where two crops share it [-].
    coefficient : ndarray, shape (month,)
        Sum of the crop coefficients, each by its share of the month [-].
    fraction : ndarray, shape (month,)
        Sum of the depletion fractions at 5 mm a day, likewise [-].
    plants : set of str
        Rows of the table ``fao56_crop_water`` that stand in some month.
    trees : float
        Share of the land under trees, mean of the years [-].
    """

    growing: Float
    coefficient: Float
    fraction: Float
    plants: set[str]
    trees: float = 0.0

    @classmethod
    def empty(cls, years: int) -> Stand:
        """Return bare land."""
        return cls(np.zeros(12 * years), np.zeros(12 * years), np.zeros(12 * years), set())

    def add(self, plant: str, at: int, share: float, coefficient: float) -> None:
        """Let a plant stand in a month for a share of it, where the month lies within the years."""
        if share > 0 and 0 <= at < len(self.growing):
            self.growing[at] += share
            self.coefficient[at] += coefficient
            self.fraction[at] += share * plant_water(plant).depletion_fraction
            self.plants.add(plant)

    @property
    def mean(self) -> tuple[Float, Float, Float]:
        """Return share grown, mean coefficient and mean depletion fraction of what stands."""
        share = np.maximum(self.growing, 1e-12)
        return np.minimum(self.growing, 1.0), self.coefficient / share, self.fraction / share

    def rooting_depth(self, *, irrigated: bool) -> float:
        """Return the depth of the deepest roots of what is not trees, beside that of the trees [m].

        Each counts by its land; bare land is as deep as its evaporation.

        Parameters
        ----------
        irrigated : bool
            Whether the smaller of the two published depths holds, that for irrigated crops.
        """
        name = "rooting_depth_low" if irrigated else "rooting_depth_high"
        others = self.plants - {TREES} or {BARE}
        crops = max(float(getattr(plant_water(plant), name)) for plant in others)
        trees = float(getattr(plant_water(TREES), name))
        return self.trees * trees + (1.0 - self.trees) * crops


@cache
def plant_water(plant: str) -> Any:
    """Return a row of the table of crops' water."""
    return table("fao56_crop_water").one(crop=plant)


def stand_of(
    management: Management,
    first_year: int,
    years: int,
    *,
    southern: bool = False,
    before: Management | None = None,
) -> Stand | None:
    """Return what stands on the land under a management.

    Parameters
    ----------
    management : Management
        Rotation or carbon inputs, and cover crops. Land of perennial tree crops is under trees.
    first_year : int
        Calendar year in which the rotation starts.
    years : int
        Number of years.
    southern : bool
        Whether default months are shifted by half a year.
    before : Management, optional
        What was done in the year before, of which a cover crop may still stand.

    Returns
    -------
    Stand or None
        None where carbon inputs name no crop: nobody knows how much water they need.
    """
    stand = Stand.empty(years)
    if management.land_use is LandUse.PERENNIAL_TREE_CROP:
        return with_trees(stand, np.ones(years), southern=southern)
    for i in range(years + 1):  # a winter crop of the year after the last stands already
        crop, given = management.grown(first_year + i, first_year)
        crop = crop if given is None else _given(given)
        if crop is None:
            return None
        _crop(stand, i, crop, southern)
    if before is not None:
        _cover_crops(stand, -1, before, first_year)
    for i in range(years):
        _cover_crops(stand, i, management, first_year)
    return stand


def with_trees(stand: Stand, shares: Float, *, southern: bool = False) -> Stand:
    """Return what stands on land of which trees take a share.

    Parameters
    ----------
    stand : Stand
        What stands on all of it without them.
    shares : ndarray, shape (year,)
        Share of the land that trees take in each year, in full cover from their planting on [-].
    southern : bool
        Whether their leaves come half a year later.

    Returns
    -------
    Stand
        Means over the land.
    """
    trees = Stand.empty(len(shares))
    for i in range(-1, len(shares)):
        _trees(trees, i, southern)
    share = np.repeat(shares, 12)
    crops, coefficient, fraction = stand.mean
    return Stand(
        growing=(1.0 - share) * crops + share * trees.growing,
        coefficient=(1.0 - share) * crops * coefficient + share * trees.coefficient,
        fraction=(1.0 - share) * crops * fraction + share * trees.fraction,
        plants=stand.plants | {TREES},
        trees=float(shares.mean()),
    )


def without_cover_crops(management: Management) -> Management:
    """Return a management without its cover crops, against which their water is counted."""
    return replace(management, cover_crops=())


def _given(given: CarbonInput) -> CropYear | None:
    """Return the crop of carbon inputs in the months of their cover; None where none is named."""
    months = tuple(m for m in range(1, 13) if given.cover[m - 1] > 0)
    if not months:
        return CropYear(BARE)
    return CropYear(given.crop, cover=months) if given.crop else None


def _crop(stand: Stand, i: int, crop: CropYear, southern: bool) -> None:
    """Let the crop that is harvested in year i stand."""
    row, grown = plant_water(crop.crop), season(crop, southern=southern)
    if row.kc_mid is None or not grown.months:
        return
    if row.stage_mid is None:
        for month in grown.months:
            stand.add(crop.crop, 12 * i + month - 1, 1.0, row.kc_mid)
        return
    _season(stand, crop.crop, 12 * i, _sowing(crop, grown.months, southern), grown.harvest)


def _sowing(crop: CropYear, months: tuple[int, ...], southern: bool) -> int:
    """Return the month of sowing: the table's, or that before the first of the crop's own cover."""
    sown = table("crops").one(crop=crop.crop).sowing
    if crop.cover or sown is None:
        return month_of(months[0] - 1)
    return month_of(sown + 6 * southern)


def _season(stand: Stand, plant: str, january: int, sowing: int, harvest: int) -> None:
    """Let a plant go through its stages up to a harvest; months count from a January."""
    for month, share, coefficient in _months(plant, sowing, harvest):
        stand.add(plant, january + month - 1, share, coefficient)


@cache
def _months(plant: str, sowing: int, harvest: int) -> tuple[tuple[int, float, float], ...]:
    """Return the months of a season, the share of each that is grown and its coefficient."""
    row, length = plant_water(plant), (harvest - sowing) % 12 or 12
    stages = CropStages(row.stage_initial, row.stage_development, row.stage_mid, row.stage_late)
    weights: StageWeights = stage_weights_fao56(stages, sowing, harvest)
    coefficients = (
        weights.initial * row.kc_initial + weights.mid * row.kc_mid + weights.end * row.kc_end
    )
    # After a whole year the first and the last half month are the same month of the calendar.
    months = range(harvest - length + (length == 12), harvest + 1)
    at = [month_of(month) - 1 for month in months]
    return tuple(
        (month, float(weights.growing[i]), float(coefficients[i]))
        for month, i in zip(months, at, strict=True)
    )


def _trees(stand: Stand, i: int, southern: bool) -> None:
    planning = parameter_set("planning")
    leaf, fall = int(planning["leaf_out_month"]), int(planning["leaf_fall_month"])
    shift = 6 * southern
    _season(stand, TREES, 12 * i + shift, leaf, fall)


def _cover_crops(stand: Stand, i: int, management: Management, start: int) -> None:
    """Let the cover crops that are sown in year i stand in their months."""
    for cover_crop in management.cover_crops:
        if cover_crop.schedule.applies(start + i, start):
            for month in sown_months(cover_crop.months):
                coefficient = plant_water(COVER_CROP).kc_mid
                stand.add(COVER_CROP, 12 * i + month - 1, 1.0, coefficient)
