"""What a project's own file and buckets say of a place, for the rules of risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from permil.datasets.activities.rice import Rice
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.science.water_balance import NO_DRAINAGE
from permil.tables import table
from permil.tables.rice_categories import RiceParameter, WaterRegime
from permil.workflows.activities.rice import straw_before_flooding
from permil.workflows.activities.run import ActivityRun
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factor_use import FactorBook
from permil.workflows.factors import DrawnFactors
from permil.workflows.land_factors import fine_earth_mass
from permil.workflows.management import amendment_contents
from permil.workflows.paddies import WATER_MANAGEMENT, is_paddy, seasons_of

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Facts = dict[str, float | str | None]

#: Water regimes of rice as the rules name them; of others they say nothing.
REGIMES = {
    WaterRegime.CONTINUOUS: "continuously_flooded",
    WaterRegime.SINGLE_DRAINAGE: "single_drainage",
    WaterRegime.MULTIPLE_DRAINAGE: "multiple_drainage",
}
DAYS_OF_MONTH = 365.25 / 12.0


def risk_facts(a: Assessment, unit: LandUnit, s: int) -> Facts:
    """Return the quantities of the rules for a land unit under a scenario.

    Parameters
    ----------
    a : Assessment
        The assessment.
    unit : LandUnit
        The land unit.
    s : int
        Position of the scenario.

    Returns
    -------
    dict
        By quantity its value, a mean over the horizon where it differs by year; None where the
        project does not say.
    """
    soil, management = unit.soil, managements_of(a.project, unit)[s]
    water, drivers = a.water.units.get(unit.id), a.rows[unit.id][s]
    return {
        "ph": soil.ph,
        "clay": soil.clay,
        "organic_carbon": _carbon(unit),
        "fertiliser_nitrogen": _synthetic(drivers),
        "nitrogen_surplus": _surplus(drivers),
        "nitrogen_before_drainage": _before_drainage(a, unit, s, management),
        "drainage": None if water is None else float(water.annual("drainage")[:, s].mean()),
        "waterlogged_months": None if water is None else float(water.waterlogged[s]),
        "drainage_class": None if soil.drainage_class is None else str(soil.drainage_class),
        "moisture_regime": str(a.place.regime),
        "tillage": str(management.tillage),
        "fertiliser": _fertiliser(drivers),
        **_paddy(a, unit, s),
    }


def _paddy(a: Assessment, unit: LandUnit, s: int) -> Facts:
    """Return what is known of rice under water."""
    if not is_paddy(a.project, unit, s):
        return {"flooded_months": 0.0, "straw_before_flooding": 0.0, "water_regime": "upland"}
    years = seasons_of(a.project, unit, s)
    wet = [one for year in years for one in year if WATER_MANAGEMENT[one.water_regime] is not None]
    regimes = {REGIMES.get(one.water_regime) for one in wet}
    return {
        "flooded_months": sum(map(_months, wet)) / len(years) if wet else None,
        "straw_before_flooding": straw_before_flooding(rice_run(a), unit, s) if wet else None,
        "water_regime": regimes.pop() if len(regimes) == 1 else None,
    }


def _months(season: Rice) -> float:
    """Return the length of a rice season, that of its region where none is given."""
    days = season.season_length
    if days is None:
        rows = table("ipcc2019_rice")
        days = rows.one(parameter=RiceParameter.SEASON, level=season.region).value
    return float(days) / DAYS_OF_MONTH


def rice_run(a: Assessment, project: Project | None = None) -> ActivityRun:
    """Return what rice is computed from, apart from the record of the run.

    Parameters
    ----------
    a : Assessment
        The assessment.
    project : Project, optional
        Another project in its place, such as one whose rice is drained.

    Returns
    -------
    ActivityRun
        With the same draws by name.
    """
    book = FactorBook(a.drawn.book.edition, a.project.factors, editions=a.drawn.book.editions)
    units = tuple((unit, a.rows[unit.id]) for unit in a.project.land_units)
    drawn = DrawnFactors(a.draws, book=book)
    return ActivityRun(project or a.project, a.place, drawn, lambda _: None, units)


def _carbon(unit: LandUnit) -> float | None:
    """Return the concentration of organic carbon in % of the fine earth."""
    if unit.soil.organic_carbon is not None:
        return unit.soil.organic_carbon / 10.0
    mass = fine_earth_mass(unit)
    known = mass is not None and unit.soil.stock is not None
    return 100.0 * float(unit.soil.stock or 0.0) / float(mass or 1.0) if known else None


def _synthetic(drivers: FieldDrivers) -> float:
    return float(sum(amount.mean() for amount in drivers.synthetic_nitrogen.values()))


def _fertiliser(drivers: FieldDrivers) -> str | None:
    """Return the fertiliser that brings the most nitrogen."""
    amounts = {kind: float(v.mean()) for kind, v in drivers.synthetic_nitrogen.items()}
    most = max(amounts, key=lambda kind: amounts[kind])
    return str(most) if amounts[most] > 0 else None


def _surplus(drivers: FieldDrivers) -> float | None:
    """Return nitrogen that is brought and fixed less that of the harvest; deposition is left out.

    None where the nitrogen of a harvest or an amendment is not known.
    """
    if any(element == "N" for element, _ in drivers.unknown):
        return None
    brought = drivers.organic_nitrogen + drivers.fixed_nitrogen - drivers.harvested["N"]
    return _synthetic(drivers) + float(brought.mean())


def _before_drainage(a: Assessment, unit: LandUnit, s: int, management: Management) -> float | None:
    """Return the nitrogen that is spread in months in which water leaves the roots.

    None where no bucket is known, or nobody said when a fertiliser is spread.
    """
    water = a.water.units.get(unit.id)
    if water is None or any(not f.months for f in management.fertilisers if f.nitrogen):
        return None
    drains = water.drainage_by_month(s) > NO_DRAINAGE
    start, last = a.project.horizon.first_year, a.project.horizon.last_year

    def often(schedule: Any) -> float:
        return float(np.mean([schedule.applies(y, start) for y in range(start, last + 1)]))

    total = 0.0
    for use in management.fertilisers:
        share = np.mean([drains[m - 1] for m in use.months]) if use.months else 0.0
        total += use.nitrogen * often(use.schedule) * float(share)
    for one in management.amendments:
        if drains[one.month - 1]:
            total += amendment_contents(one)[1] * often(one.schedule)
    return total
