"""Drivers of a management: carbon and nitrogen inputs, cover and lime, month by month.

Everything here is deterministic and per hectare; draws come later, as factors on these series.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.crop_calendar import Season, month_of, season, sown_months
from permil.datasets.management import Amendment, CarbonInput, CoverCrop, CropYear, Management
from permil.models.streams import Material
from permil.science.lime_urea import urea_from_nitrogen
from permil.science.plant_inputs import PlantCarbon
from permil.tables import parameter_set, table
from permil.vocabulary import AlternativeFate, Fertiliser, Part
from permil.workflows.crops import (
    CropFacts,
    crop_facts,
    crop_nitrogen,
    dry_yield_of,
    residue_fates,
    root_share_entering,
)
from permil.workflows.drivers import FieldDrivers
from permil.workflows.harvest import ELEMENTS, fixed_nitrogen, harvested
from permil.workflows.plant_carbon import SOURCES, Way, assumption_of, crop_carbon

Float = NDArray[np.float64]

#: Fates under which the amendment's carbon would have reached a soil anyway: no gain by moving it.
TRANSFERS = (AlternativeFate.SPREAD_ELSEWHERE, AlternativeFate.SAME_LAND)
#: Manure whose carbon alone is given.
MANURE = Material(Part.AMENDMENT)
#: The way from yields to carbon where nobody names one.
DEFAULT_WAY = Way()


def field_drivers(
    management: Management,
    first_year: int,
    years: int,
    *,
    southern: bool = False,
    before: Management | None = None,
    way: Way = DEFAULT_WAY,
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
        Whether default months are shifted by half a year.
    before : Management, optional
        What was done in the year before, of which a cover crop may still stand in the first.
    way : Way
        How carbon follows from yields.

    Returns
    -------
    FieldDrivers
        Monthly and annual series.
    """
    drivers = FieldDrivers.empty(years, management.tillage)
    if not management.minerals:  # none may have been given because nobody asked
        drivers.unknown |= {("P", "mineral"), ("S", "mineral")}
    for cover_crop in before.cover_crops if before else ():
        if cover_crop.schedule.applies(first_year - 1, first_year):
            _cover(drivers, -1, cover_crop)
    if before:
        plough_in(drivers, 0, before, management, first_year, way)
    for i in range(years):
        crop, given = management.grown(first_year + i, first_year)
        if given is not None:
            _give_carbon(drivers, i, given)
        elif crop is not None:
            goes_on = _goes_on(management, management, first_year + i, first_year)
            _grow(drivers, i, crop, southern, goes_on, way)
        _treat(drivers, i, first_year, management)
    crop, _ = management.grown(first_year + years, first_year)
    if crop is not None:  # a winter crop of the next year stands already
        _stand(drivers, years, crop, southern, False, way)
    return drivers


def _goes_on(management: Management, after: Management, year: int, start: int) -> bool:
    """Say whether the crop of a year stands in the next, too, under what is done then."""
    crop, _ = management.grown(year, start)
    following, _ = after.grown(year + 1, start)
    return crop is not None and following is not None and following.crop == crop.crop


def plough_in(
    drivers: FieldDrivers,
    i: int,
    before: Management,
    after: Management,
    start: int,
    way: Way = DEFAULT_WAY,
) -> None:
    """Add the roots of a perennial that one management would keep and the next one ploughs.

    Parameters
    ----------
    drivers : FieldDrivers
        Series under the management that ploughs; they receive the roots in January of year i.
    i : int
        Index of the first year of that management.
    before, after : Management
        What was done before, and what is done from that year on.
    start : int
        First year of the horizon.
    way : Way
        How carbon follows from yields.
    """
    year = start + i - 1
    crop, _ = before.grown(year, start)
    kept = _goes_on(before, before, year, start) and not _goes_on(before, after, year, start)
    if crop is None or not kept:
        return
    facts = crop_facts(crop.crop)
    carbon = crop_carbon(facts, crop, way)
    if carbon is not None:
        left = carbon.roots * (1.0 - _roots_entering(facts, way, goes_on=True))
        drivers.add("crop", Material(Part.ROOTS, crop.crop), i, 1, left)


def _roots_entering(facts: CropFacts, way: Way, *, goes_on: bool) -> float:
    """Return the share of the roots that a way gives which enters the soil in a year."""
    return root_share_entering(facts, goes_on=goes_on and way.standing_roots)


def lasting_drivers(
    management: Management,
    first_year: int,
    lead: int,
    period: int,
    *,
    southern: bool = False,
    way: Way = DEFAULT_WAY,
) -> FieldDrivers:
    """Return one period of a management that goes on for ever.

    Parameters
    ----------
    management : Management
        A management without single years, as :meth:`Management.lasting` gives it.
    first_year : int
        Calendar year in which the rotation starts.
    lead : int
        Years that have passed since then, at least one: they decide where in the rotation the
        period begins.
    period : int
        Years after which it repeats.
    southern : bool
        Whether default months are shifted by half a year.
    way : Way
        How carbon follows from yields.

    Returns
    -------
    FieldDrivers
        Series of ``period`` years.
    """
    drivers = field_drivers(management, first_year, lead + period, southern=southern, way=way)
    return drivers.part(lead, lead + period)


def _give_carbon(drivers: FieldDrivers, i: int, given: CarbonInput) -> None:
    """Take monthly carbon inputs as the project file states them."""
    span = slice(12 * i, 12 * i + 12)
    plant = Material(Part.PLANT, given.crop, given.dpm_rpm_ratio)
    for month in range(1, 13):
        drivers.add("crop", plant, i, month, given.plant[month - 1])
        drivers.add("manure", MANURE, i, month, given.manure[month - 1])
    drivers.cover[span] = np.maximum(drivers.cover[span], given.cover)
    drivers.unknown |= {(element, "carbon_input") for element in ELEMENTS}
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


def _stand(
    drivers: FieldDrivers, i: int, crop: CropYear, southern: bool, goes_on: bool, way: Way
) -> tuple[PlantCarbon | None, Season]:
    """Cover the soil with a crop harvested in year i and bring its roots; return both.

    What grows through New Year stands in the year before its harvest too.
    """
    grown = season(crop, southern=southern)
    facts = crop_facts(crop.crop)
    carbon, roots = crop_carbon(facts, crop, way), 0.0
    if carbon is not None:
        entering = carbon.roots * _roots_entering(facts, way, goes_on=goes_on) + carbon.exudates
        roots = entering / max(1, len(grown.months))
    drivers.cover_months(i, grown.months)
    for month in grown.months:
        drivers.add("crop", Material(Part.ROOTS, crop.crop), i, month, roots)
    return carbon, grown


def _grow(
    drivers: FieldDrivers, i: int, crop: CropYear, southern: bool, goes_on: bool, way: Way
) -> None:
    """Turn a crop and its yield into carbon, nitrogen and cover."""
    facts = crop_facts(crop.crop)
    carbon, grown = _stand(drivers, i, crop, southern, goes_on, way)
    if not crop.cover and grown.months:
        months = tuple(map(month_of, grown.months))
        drivers.assume("crop_cover_months", "cover", crop=facts.name, months=months)
    if carbon is None:
        return
    source = SOURCES[way.method]
    drivers.assume(assumption_of(crop, way), "run.plant_inputs", source, crop=facts.name)
    if facts.perennial and way.standing_roots:
        share = 100.0 * root_share_entering(facts, goes_on=True)
        drivers.assume("perennial_roots", "rotation", "holos", crop=facts.name, share=share)
    drivers.add_year(drivers.burnt, crop.crop, i, residue_fates(facts, crop)["burnt"])
    drivers.add("crop", Material(Part.SHOOTS, crop.crop), i, grown.harvest, carbon.straw)
    drivers.residue_nitrogen[i] += crop_nitrogen(facts, crop)
    drivers.fixed_nitrogen[i] += fixed_nitrogen(crop)
    kind = "forage" if facts.perennial else "arable"
    drivers.product[kind][i] += dry_yield_of(facts, crop)
    for element, taken in harvested(crop).items():
        drivers.harvested[element][i] += taken or 0.0
        if taken is None:
            drivers.unknown.add((element, facts.name))
    drivers.harvests[crop.crop] = drivers.harvests.get(crop.crop, 0) + 1


def _treat(drivers: FieldDrivers, i: int, start: int, management: Management) -> None:
    """Add amendments, cover crops, fertilisers and what is spread beside them in a year."""
    year = start + i
    for amendment in management.amendments:
        if amendment.schedule.applies(year, start):
            _amend(drivers, i, amendment)
    for cover_crop in management.cover_crops:
        if cover_crop.schedule.applies(year, start):
            _cover(drivers, i, cover_crop)
    _fertilise(drivers, i, start, management)


def _fertilise(drivers: FieldDrivers, i: int, start: int, management: Management) -> None:
    """Add mineral fertilisers and lime of a year."""
    year = start + i
    for use in management.fertilisers:
        if use.schedule.applies(year, start):
            drivers.synthetic_nitrogen[use.type][i] += use.nitrogen
            if use.inhibitor is not None:
                drivers.enhance(use.type, use.inhibitor, i, use.nitrogen)
            if use.type is Fertiliser.UREA:
                drivers.carbonates["urea"][i] += urea_from_nitrogen(use.nitrogen)
    for mineral in management.minerals:
        if mineral.schedule.applies(year, start):
            drivers.minerals["P"][i] += mineral.phosphorus
            drivers.minerals["S"][i] += mineral.sulphur
    _spread(drivers, i, start, management)


def _spread(drivers: FieldDrivers, i: int, start: int, management: Management) -> None:
    """Add lime, pesticides and biochar of a year, which no model receives."""
    year = start + i
    for lime in management.limes:
        if lime.schedule.applies(year, start):
            drivers.carbonates[lime.product][i] += lime.amount
    for pesticide in management.pesticides:
        if pesticide.schedule.applies(year, start):
            drivers.add_year(drivers.pesticides, pesticide.kind, i, pesticide.amount)
    for biochar in management.biochars:
        if biochar.schedule.applies(year, start):
            drivers.add_year(drivers.biochars, biochar, i, biochar.amount)


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
    material = Material(Part.AMENDMENT, amendment.kind)
    drivers.add("manure", material, i, amendment.month, carbon)
    drivers.organic_nitrogen[i] += nitrogen
    for element, amount in (("P", amendment.phosphorus), ("S", amendment.sulphur)):
        drivers.minerals[element][i] += amount or 0.0
        if amount is None:
            drivers.unknown.add((element, kind))
    if amendment.alternative_fate in TRANSFERS:
        drivers.add("elsewhere", material, i, amendment.month, carbon)
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
    """Add a cover crop sown in year i: its months are covered, its carbon enters in the last."""
    months = sown_months(cover_crop.months)
    drivers.cover_months(i, months)
    ends = i + (months[-1] - 1) // 12
    low, high, carbon = cover_crop.low, cover_crop.high, cover_crop.carbon
    ranged = low is not None and high is not None and carbon > 0
    group = "cover_crop" if ranged else "cover_crop_given"
    drivers.add(group, Material(Part.COVER_CROP), i, months[-1], carbon)
    if 0 <= ends < len(drivers.residue_nitrogen):
        row: Any = table("ipcc2019_residues").one(crop="non_n_fixing_forages")
        dry_matter = cover_crop.carbon / _carbon_content()
        drivers.residue_nitrogen[ends] += 1000.0 * dry_matter * row.nitrogen_above
    drivers.assume("cover_crop_nitrogen", source="ipcc2019")
    if low is not None and high is not None and carbon > 0:
        drivers.cover_crop_range = (low / carbon, high / carbon)
