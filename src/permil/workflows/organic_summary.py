"""What a document says of organic soils: areas by year, what a hectare emits, what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil import library
from permil.datasets.activities.organic_soils import COASTAL, OrganicSoil
from permil.errors import InputError
from permil.science.coastal_wetlands import coastal_soil_co2_ipcc2013
from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.organic_soils_drained import SoilGases
from permil.tables.organic_soils import wetland_climate, wetland_row
from permil.vocabulary import Gas, OrganicSoilKind, PracticeChange
from permil.workflows.activities.organic_soils import drained_gases, rewetted_gases
from permil.workflows.activities.wetland_factors import plan_of, published
from permil.workflows.factor_use import FactorBook
from permil.workflows.factors import DrawnFactors
from permil.workflows.lines import lines_in
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import summarise

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

RATE = "t CO2e/ha/yr"


def organic_entries(a: Assessment) -> list[dict[str, Any]]:
    """Return the answer document's ``organic_soils``.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    list of dict
        By soil: name, kind, area, areas by state and year of every scenario [ha], and what a
        hectare emits once drained and once rewetted, where that is known.
    """
    years = a.project.horizon.last_year - a.project.horizon.first_year + 1
    found = []
    for soil in a.project.organic_soils:
        areas = {
            scenario.id: {
                state: [float(area) for area in values]
                for state, values in plan_of(soil, scenario, years).mosaic._asdict().items()
            }
            for scenario in a.project.scenarios
        }
        found.append(
            {
                "id": soil.id,
                "name": soil.name,
                "kind": str(soil.kind),
                "area_ha": soil.area,
                "areas_ha": areas,
                **{
                    f"{state}_emission": None if rate is None else summarise(rate, RATE)
                    for state, rate in _emissions(a, soil).items()
                },
            }
        )
    return found


def _emissions(a: Assessment, soil: OrganicSoil) -> dict[str, Float | None]:
    """Return what a hectare emits drained and rewetted [t CO2e/ha/yr]; None where not known.

    Drawn anew by the same names, so that what no scenario needs is in no record of the run.
    """
    own = a.drawn.book
    drawn = DrawnFactors(a.draws, book=FactorBook(own.edition, own.overrides))
    return {"drained": _drained(a, soil, drawn), "rewetted": _rewetted(a, soil, drawn)}


def _drained(a: Assessment, soil: OrganicSoil, drawn: DrawnFactors) -> Float | None:
    try:
        if soil.kind is OrganicSoilKind.INLAND_PEAT and soil.land_use is not None:
            climate = wetland_climate(a.place.zone)
            return _co2e(drained_gases(soil, climate, drawn), a.metric, a.draws.n)
        if soil.kind in COASTAL:
            keys = {"parameter": "drainage", "wetland": soil.kind}
            rate = published(drawn, "coastal_wetlands", wetland_row("coastal_wetlands", **keys), ())
            return np.broadcast_to(coastal_soil_co2_ipcc2013(1.0, rate), (a.draws.n,))
    except InputError:  # no factor, or a status that no scenario needs
        return None
    return None


def _rewetted(a: Assessment, soil: OrganicSoil, drawn: DrawnFactors) -> Float | None:
    if soil.kind is not OrganicSoilKind.INLAND_PEAT:
        return None
    try:
        climate = wetland_climate(a.place.zone)
        return _co2e(rewetted_gases(soil, climate, drawn), a.metric, a.draws.n)
    except InputError:
        return None


def _co2e(gases: SoilGases, metric: Mapping[Gas, float], draws: int) -> Float:
    """Return the gases of a hectare in CO2 equivalents [t CO2e/ha/yr], (draw,)."""
    others = gases.ch4 * metric[Gas.CH4] + gases.n2o * metric[Gas.N2O]
    return np.broadcast_to(gases.co2 + others / 1000.0, (draws,))


def organic_benefit(view: ModelView, s: int) -> Float:
    """Return what a scenario spares on organic soils over the horizon [t CO2e], (draw,)."""
    metric = view.assessment.metric
    parts = [
        metric[line.gas] * view.line_benefit(line.name, s)
        for line in lines_in(view.ledger)
        if line.group.startswith("organic_soil")
    ]
    return np.asarray(sum(parts, np.zeros(view.benefit.shape[-1])))


def organic_result(view: ModelView, s: int) -> dict[str, Any] | None:
    """Return what a scenario spares on organic soils, in all and per hectare of them.

    Parameters
    ----------
    view : ModelView
        Draws of a model.
    s : int
        Position of the scenario.

    Returns
    -------
    dict or None
        Net benefit over the horizon and its rate; None where there are no organic soils.
    """
    area = view.assessment.project.organic_area
    if not area:
        return None
    benefit = organic_benefit(view, s)
    return {
        "net_benefit": summarise(benefit, "t CO2e"),
        "net_benefit_rate": summarise(benefit / view.years / area, RATE),
    }


def peat_first(a: Assessment, view: ModelView) -> dict[str, Any] | None:
    """Return what drained organic soil emits against the best that mineral soil brings.

    Parameters
    ----------
    a : Assessment
        The assessment.
    view : ModelView
        Draws that lead the answer.

    Returns
    -------
    dict or None
        ``emission`` of a drained hectare, mean over what the baseline's first year has drained, or
        None where nothing is or no factor is known; ``drained_ha`` and ``wet_ha`` of that year;
        ``gain`` of a hectare of mineral soil under the best ``scenario``, and ``ratio`` of the
        medians, None where none gains; what practices on mineral soil store at most elsewhere. None
        altogether where there are no organic soils.
    """
    soils = a.project.organic_soils
    if not soils:
        return None
    years = view.years
    mosaics = [plan_of(soil, a.project.scenarios[0], years).mosaic for soil in soils]
    rates = [_emissions(a, soil)["drained"] for soil in soils]
    known = [
        (float(mosaic.drained[0]), rate)
        for mosaic, rate in zip(mosaics, rates, strict=True)
        if mosaic.drained[0] and rate is not None
    ]
    area = sum(size for size, _ in known)
    total = sum((size * rate for size, rate in known), np.zeros(a.draws.n))
    emission = total / area if area else None
    gains = _gains(view)
    best = max(gains, key=lambda s: float(np.median(gains[s])), default=None)
    gain = None if best is None or np.median(gains[best]) <= 0 else gains[best]
    ratio = None
    if emission is not None and gain is not None:
        ratio = float(np.median(emission) / np.median(gain))
    return {
        "drained_ha": float(sum(mosaic.drained[0] for mosaic in mosaics)),
        "wet_ha": float(sum(mosaic.total[0] - mosaic.drained[0] for mosaic in mosaics)),
        "emission": None if emission is None else summarise(emission, RATE),
        "gain": None if gain is None else summarise(gain, RATE),
        "scenario": None if gain is None or best is None else a.project.scenarios[best].id,
        "ratio": ratio,
        "practices_most": practices_most(),
    }


def practices_most() -> float:
    """Return the most that a practice of the library stores in mineral soil [t CO2/ha/yr]."""
    kinds = (PracticeChange.DRIVERS, PracticeChange.STOCK_FACTOR)
    found = [p.evidence.high for p in library.all_practices() if p.changes in kinds]
    return float(carbon_to_co2(max(found)))


def _gains(view: ModelView) -> dict[int, Float]:
    """Return what each scenario brings on a hectare of land units, a year [t CO2e/ha/yr]."""
    if not view.area:
        return {}
    return {
        s: (view.net_benefit(s, view.years) - organic_benefit(view, s)) / view.years / view.area
        for s in range(1, len(view.assessment.project.scenarios))
    }
