"""Drivers of a management: carbon and nitrogen inputs, cover and lime, month by month.

Everything here is deterministic and per hectare; draws come later, as factors on these series.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Amendment, CarbonInput, CoverCrop, CropYear, Management
from permil.science.lime_urea import lime_co2_ipcc2019, urea_co2_ipcc2019, urea_from_nitrogen
from permil.science.plant_inputs import (
    PlantCarbon,
    carbon_inputs_bolinder2007,
    straw_share_returned,
)
from permil.science.residue_nitrogen import residue_nitrogen_ipcc2019
from permil.tables import parameter_set, table
from permil.vocabulary import AlternativeFate, Fertiliser, Residues

Float = NDArray[np.float64]

#: Fates under which the amendment's carbon would have reached a soil anyway: no gain by moving it.
TRANSFERS = (AlternativeFate.SPREAD_ELSEWHERE, AlternativeFate.SAME_LAND)


class CropFacts(NamedTuple):
    """What the tables say of a crop."""

    name: str
    dry_matter: float | None
    allocation: Any
    residues: Any
    dpm_rpm_ratio: float
    cover: tuple[int, ...]
    perennial: bool
    combustion: float


@dataclass
class FieldDrivers:
    """Series of one management on one hectare.

    Parameters
    ----------
    crop_input, cover_crop_input, manure_input, elsewhere_input : ndarray, shape (month,)
        Carbon entering the soil [t C/ha/month]; the last is the part of the manure that would
        have been spread elsewhere.
    cover : ndarray, shape (month,)
        1 in months with plant cover [-].
    dpm_rpm_ratio : ndarray, shape (month,)
        Quality of the plant input [-].
    synthetic_nitrogen : dict of Fertiliser to ndarray, shape (year,)
        [kg N/ha/yr].
    organic_nitrogen, elsewhere_nitrogen, residue_nitrogen, lime_urea : ndarray, shape (year,)
        Nitrogen [kg N/ha/yr] and CO2 from lime and urea [t CO2/ha/yr].
    cover_crop_range : tuple of float
        Published low and high of the cover crop's carbon over its central value [-].
    assumptions : dict of str to Assumption
        Defaults taken on the way.
    """

    crop_input: Float
    cover_crop_input: Float
    manure_input: Float
    elsewhere_input: Float
    cover: Float
    dpm_rpm_ratio: Float
    synthetic_nitrogen: dict[Fertiliser, Float]
    organic_nitrogen: Float
    elsewhere_nitrogen: Float
    residue_nitrogen: Float
    lime_urea: Float
    cover_crop_range: tuple[float, float] = (1.0, 1.0)
    assumptions: dict[str, Assumption] = field(default_factory=dict)

    def assume(self, code: str, key: str = "", source: str = "", **fields: Any) -> None:
        """Note a default once."""
        name = f"{code}:{sorted(fields.items())}"
        self.assumptions.setdefault(name, Assumption(code, fields, key, source))


@cache
def crop_facts(crop: str) -> CropFacts:
    """Return what the tables say of a crop.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.

    Returns
    -------
    CropFacts
        Rows of the allocation and residue tables, cover months (northern hemisphere) and quality.
    """
    row: Any = table("crops").one(crop=crop)
    allocation = residues = None
    if row.residue_crop:
        residues = table("ipcc2019_residues").one(crop=row.residue_crop)
        allocation = table("bolinder2007_allocation").one(
            crop=row.allocation_crop, condition=row.allocation_condition
        )
    burning = parameter_set("crop_residues")
    return CropFacts(
        name=row.name,
        dry_matter=row.dry_matter,
        allocation=allocation,
        residues=residues,
        dpm_rpm_ratio=parameter_set("rothc_26_3")[f"dpm_rpm_{row.litter}"],
        cover=row.cover_months,
        perennial=row.perennial,
        combustion=burning.get(f"combustion_{crop}", burning["combustion_other"]),
    )


def field_drivers(
    management: Management, first_year: int, years: int, *, southern: bool = False
) -> FieldDrivers:
    """Return the drivers of a management over consecutive calendar years.

    Parameters
    ----------
    management : Management
        Rotation or carbon inputs, amendments, fertilisers, cover crops and lime.
    first_year : int
        Calendar year in which the rotation starts.
    years : int
        Number of years.
    southern : bool
        Whether default cover months are shifted by half a year.

    Returns
    -------
    FieldDrivers
        Monthly and annual series.
    """
    months = 12 * years
    drivers = FieldDrivers(
        crop_input=np.zeros(months),
        cover_crop_input=np.zeros(months),
        manure_input=np.zeros(months),
        elsewhere_input=np.zeros(months),
        cover=np.zeros(months),
        dpm_rpm_ratio=np.full(months, parameter_set("rothc_26_3")["dpm_rpm_crop"]),
        synthetic_nitrogen={kind: np.zeros(years) for kind in Fertiliser},
        organic_nitrogen=np.zeros(years),
        elsewhere_nitrogen=np.zeros(years),
        residue_nitrogen=np.zeros(years),
        lime_urea=np.zeros(years),
    )
    overrides = {year: o for o in management.overrides for year in o.years}
    for i in range(years):
        override = overrides.get(first_year + i)
        crop = override.crop if override else None
        given = override.carbon_input if override else None
        if crop is None and given is None:
            given = management.carbon_input
            if given is None and management.rotation:
                crop = management.rotation[i % len(management.rotation)]
        if given is not None:
            _give_carbon(drivers, i, given)
        elif crop is not None:
            _grow(drivers, i, crop, southern)
        _treat(drivers, i, first_year, management)
    return drivers


def _give_carbon(drivers: FieldDrivers, i: int, given: CarbonInput) -> None:
    """Take monthly carbon inputs as the project file states them."""
    span = slice(12 * i, 12 * i + 12)
    drivers.crop_input[span] += given.plant
    drivers.manure_input[span] += given.manure
    drivers.cover[span] = np.maximum(drivers.cover[span], given.cover)
    if given.dpm_rpm_ratio is not None:
        drivers.dpm_rpm_ratio[span] = given.dpm_rpm_ratio
    if given.crop and crop_facts(given.crop).residues is not None:
        facts = crop_facts(given.crop)
        nitrogen = 0.5 * (facts.residues.nitrogen_above + facts.residues.nitrogen_below)
        carbon = sum(given.plant)
        drivers.residue_nitrogen[i] += 1000.0 * carbon / _carbon_content() * nitrogen
        drivers.assume(
            "residue_nitrogen_from_carbon", "carbon_input", source="ipcc2019", crop=facts.name
        )


def _carbon_content() -> float:
    return float(parameter_set("crop_residues")["carbon_content"])


def _grow(drivers: FieldDrivers, i: int, crop: CropYear, southern: bool) -> None:
    """Turn a crop and its yield into carbon, nitrogen and cover of a year."""
    facts = crop_facts(crop.crop)
    cover = crop.cover or _months(facts.cover, southern)
    if not crop.cover and facts.cover:
        drivers.assume("crop_cover_months", "cover", crop=facts.name, months=cover)
    for month in cover:
        drivers.cover[12 * i + month - 1] = 1.0
    drivers.dpm_rpm_ratio[12 * i : 12 * i + 12] = facts.dpm_rpm_ratio
    if crop.crop_yield is None or facts.allocation is None or facts.dry_matter is None:
        return
    dry_yield = crop.crop_yield * facts.dry_matter
    carbon = _crop_carbon(facts, crop, dry_yield)
    drivers.assume("crop_carbon_allocation", "rotation", "bolinder2007", crop=facts.name)
    harvest = max(cover) if cover and not facts.perennial else 12
    drivers.crop_input[12 * i + harvest - 1] += carbon.straw
    for month in cover:
        drivers.crop_input[12 * i + month - 1] += (carbon.roots + carbon.exudates) / len(cover)
    drivers.residue_nitrogen[i] += _residue_nitrogen(facts, crop, dry_yield)


def _fates(facts: CropFacts, crop: CropYear) -> dict[str, float]:
    """Return the shares of the above-ground residues that are removed, and that fire consumes."""
    if crop.residues is Residues.BURNT:
        return {"removed": 0.0, "consumed_by_fire": crop.removed_share * facts.combustion}
    return {"removed": crop.removed_share, "consumed_by_fire": 0.0}


def _crop_carbon(facts: CropFacts, crop: CropYear, dry_yield: float) -> PlantCarbon:
    """Return the carbon that a crop's straw, roots and exudates bring to the soil."""
    shares, constants = facts.allocation, parameter_set("crop_residues")
    return carbon_inputs_bolinder2007(
        dry_yield,
        shares.product,
        shares.straw or 0.0,
        shares.roots,
        shares.exudates,
        straw_returned=straw_share_returned(constants["stubble"], **_fates(facts, crop)),
        carbon_content=constants["carbon_content"],
    )


def _months(months: tuple[int, ...], southern: bool) -> tuple[int, ...]:
    return tuple((m + 5) % 12 + 1 for m in months) if southern else tuple(months)


def _residue_nitrogen(facts: CropFacts, crop: CropYear, dry_yield: float) -> float:
    """Return the nitrogen of a crop's residues [kg N/ha]."""
    row = facts.residues
    by_ratio = row.slope is None
    nitrogen = residue_nitrogen_ipcc2019(
        dry_yield,
        slope=row.residue_ratio if by_ratio else row.slope,
        intercept=0.0 if by_ratio else row.intercept,
        root_shoot_ratio=row.root_shoot_ratio,
        nitrogen_above_ground=row.nitrogen_above,
        nitrogen_below_ground=row.nitrogen_below,
        **_fates(facts, crop),
    )
    return float(nitrogen.total)


def _treat(drivers: FieldDrivers, i: int, start: int, management: Management) -> None:
    """Add amendments, cover crops, fertilisers and lime of a year."""
    year = start + i
    for amendment in management.amendments:
        if amendment.schedule.applies(year, start):
            _amend(drivers, i, amendment)
    for cover_crop in management.cover_crops:
        if cover_crop.schedule.applies(year, start):
            _cover(drivers, i, cover_crop)
    for use in management.fertilisers:
        if use.schedule.applies(year, start):
            drivers.synthetic_nitrogen[use.type][i] += use.nitrogen
            if use.type is Fertiliser.UREA:
                drivers.lime_urea[i] += urea_co2_of_nitrogen(use.nitrogen)
    for lime in management.limes:
        if lime.schedule.applies(year, start):
            drivers.lime_urea[i] += lime_co2(lime.product, lime.amount)


def lime_co2(product: str, amount: float) -> float:
    """Return the CO2 of lime.

    Parameters
    ----------
    product : str
        ``limestone`` or ``dolomite``.
    amount : float
        Amount applied [t/ha].

    Returns
    -------
    float
        CO2 [t CO2/ha].
    """
    row: Any = table("lime_urea").one(product=product)
    return float(lime_co2_ipcc2019(amount, row.value))


def urea_co2_of_nitrogen(nitrogen: float) -> float:
    """Return the CO2 of urea given by its nitrogen.

    Parameters
    ----------
    nitrogen : float
        Nitrogen in urea [kg N/ha].

    Returns
    -------
    float
        CO2 [t CO2/ha].
    """
    row: Any = table("lime_urea").one(product="urea")
    return float(urea_co2_ipcc2019(urea_from_nitrogen(nitrogen), row.value))


def amendment_contents(amendment: Amendment) -> tuple[float, float]:
    """Return carbon [t C/ha] and nitrogen [kg N/ha] of one application.

    Parameters
    ----------
    amendment : Amendment
        Given by fresh amount, or by its carbon; nitrogen by the table's ratio where not given.

    Returns
    -------
    tuple of float
        Carbon and nitrogen.
    """
    row: Any = table("organic_amendments").one(amendment=amendment.kind)
    if amendment.carbon is not None:
        carbon = amendment.carbon
    else:
        carbon = (amendment.amount or 0.0) * row.carbon / 1000.0
    nitrogen = amendment.nitrogen
    if nitrogen is None:
        nitrogen = carbon * 1000.0 * row.nitrogen / row.carbon
    return carbon, nitrogen


def _amend(drivers: FieldDrivers, i: int, amendment: Amendment) -> None:
    """Add one application: carbon in its month, nitrogen in its year, and the defaults taken."""
    kind = amendment.kind.replace("_", " ")
    carbon, nitrogen = amendment_contents(amendment)
    month = 12 * i + amendment.month - 1
    drivers.manure_input[month] += carbon
    drivers.organic_nitrogen[i] += nitrogen
    if amendment.alternative_fate in TRANSFERS:
        drivers.elsewhere_input[month] += carbon
        drivers.elsewhere_nitrogen[i] += nitrogen
        drivers.assume("amendment_transfer", "alternative_fate", kind=kind)
    elif amendment.alternative_fate is None:
        drivers.assume("amendment_fate_unknown", "alternative_fate", kind=kind)
    else:
        drivers.assume(
            "amendment_alternative_not_counted",
            "alternative_fate",
            kind=kind,
            fate=str(amendment.alternative_fate).replace("_", " "),
        )
    if amendment.nitrogen is None:
        drivers.assume("amendment_composition", "nitrogen", "grud2017", kind=kind)
    if amendment.kind != "farmyard_manure":
        drivers.assume("amendment_quality", "amendment.kind", "coleman1996", kind=kind)


def _cover(drivers: FieldDrivers, i: int, cover_crop: CoverCrop) -> None:
    """Add a cover crop: its carbon enters when it ends, its months are covered."""
    for month in cover_crop.months:
        drivers.cover[12 * i + month - 1] = 1.0
    last = cover_crop.months[-1] if cover_crop.months else 12
    drivers.cover_crop_input[12 * i + last - 1] += cover_crop.carbon
    row: Any = table("ipcc2019_residues").one(crop="non_n_fixing_forages")
    dry_matter = cover_crop.carbon / _carbon_content()
    drivers.residue_nitrogen[i] += 1000.0 * dry_matter * row.nitrogen_above
    drivers.assume("cover_crop_nitrogen", source="ipcc2019")
    if cover_crop.low is not None and cover_crop.high is not None and cover_crop.carbon > 0:
        drivers.cover_crop_range = (
            cover_crop.low / cover_crop.carbon,
            cover_crop.high / cover_crop.carbon,
        )
