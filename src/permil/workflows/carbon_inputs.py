"""Carbon inputs by source: what the yields suggest, and what the run took of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.locale import text
from permil.tables import table
from permil.variables import variable
from permil.vocabulary import Part
from permil.workflows.crops import crop_facts
from permil.workflows.drivers import FieldDrivers
from permil.workflows.field import Factors
from permil.workflows.management import MANURE, field_drivers
from permil.workflows.plant_carbon import Way

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Row = dict[str, Any]


def managements_of(project: Project, unit: LandUnit) -> list[Management]:
    """Return every scenario's management of a land unit.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit; a scenario that leaves it out keeps the baseline's management there.

    Returns
    -------
    list of Management
        One a scenario, the baseline's first.
    """
    baseline = project.scenarios[0].management
    return [
        s.management if not s.land_units or unit.id in s.land_units else baseline
        for s in project.scenarios
    ]


def way_of(project: Project, unit: LandUnit) -> Way:
    """Return how carbon follows from yields on a land unit.

    Parameters
    ----------
    project : Project
        The project, which chooses.
    unit : LandUnit
        The land unit, whose depth counts.

    Returns
    -------
    Way
        The way.
    """
    return Way(project.run.plant_inputs, unit.soil.depth)


def carbon_inputs(a: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return the carbon that enters the soil by scenario, land unit and source.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        By scenario one entry a land unit, with its sources. ``suggested`` is what yields and
        amounts suggest, ``used`` what each model with inputs received, mean of the draws: the
        crops' carbon is scaled to hold a measured stock. Means over the horizon [t C/ha/yr]; the
        sources of a land unit add up to its total. ``years`` are those of the harvests, ``roots``
        hold the exudates; ``confidence`` says how far the crop table's own entries were checked.
    """
    found: dict[str, list[dict[str, Any]]] = {s.id: [] for s in a.project.scenarios}
    for unit in a.project.land_units:
        drivers = [_drivers(a, unit, m) for m in managements_of(a.project, unit)]
        factors = {
            m: units[unit.id].factors
            for m, units in a.outcomes.items()
            if units[unit.id].factors is not None
        }
        for s, scenario in enumerate(a.project.scenarios):
            rows = _sources(drivers[s], drivers[0], factors, s)
            found[scenario.id].append(
                {
                    "land_unit": unit.id,
                    "unit": variable("plant_carbon_input").unit,
                    "sources": rows,
                    "suggested": sum(row["suggested"] for row in rows),
                    "used": {m: sum(row["used"][m] for row in rows) for m in factors},
                }
            )
    return found


def _drivers(a: Assessment, unit: LandUnit, management: Management) -> FieldDrivers:
    """Return the drivers over the horizon, as the run itself makes them."""
    first, last = a.project.horizon.first_year, a.project.horizon.last_year
    before = managements_of(a.project, unit)[0].lasting(first - 1, first)
    years, southern = last - first + 1, a.place.southern
    way = way_of(a.project, unit)
    return field_drivers(management, first, years, southern=southern, before=before, way=way)


def _sources(
    drivers: FieldDrivers, baseline: FieldDrivers, factors: dict[str, Any], s: int
) -> list[Row]:
    """Return the sources of one land unit under one scenario."""
    rows = [
        *_crops(drivers, {m: f.plant.mean() for m, f in factors.items()}),
        *_others(drivers, "cover_crop", {m: f.cover_crop[s].mean() for m, f in factors.items()}),
        *_others(drivers, "cover_crop_given", dict.fromkeys(factors, 1.0)),
        *_others(drivers, "manure", {m: f.manure.mean() for m, f in factors.items()}),
    ]
    if any(f.unexplained is not None for f in factors.values()):
        amount = _mean(baseline.total("crop"))
        used = {m: amount * _unexplained(f) for m, f in factors.items()}
        rows.append(_row("unexplained", "", text("report.inputs_unexplained"), 0.0, used))
    return rows


def _unexplained(factors: Factors) -> float:
    return 0.0 if factors.unexplained is None else float(factors.unexplained.mean())


def _mean(series: Any) -> float:
    """Return the mean of a monthly series [t C/ha/yr]."""
    return float(series.sum()) * 12.0 / len(series)


def _row(kind: str, source: str, name: str, suggested: float, used: dict[str, float]) -> Row:
    variables = {"cover_crop": "cover_crop_carbon", "amendment": "manure_carbon_input"}
    return {
        "kind": kind,
        "source": source,
        "name": name,
        "variable": variables.get(kind, "plant_carbon_input"),
        "years": None,
        "residues": None,
        "roots": None,
        "confidence": None,
        "suggested": suggested,
        "used": used,
    }


def _crops(drivers: FieldDrivers, factor: dict[str, float]) -> Iterator[Row]:
    """Yield every crop with its residues and roots, and carbon that the project file gives."""
    carbon = {m: _mean(series) for m, series in drivers.carbon["crop"].items()}
    for kind, crop in dict.fromkeys((_kind(m.part), m.name) for m in carbon):
        parts = {m.part: v for m, v in carbon.items() if (_kind(m.part), m.name) == (kind, crop)}
        amount = sum(parts.values())
        used = {model: amount * float(mean) for model, mean in factor.items()}
        row = _row(kind, crop, _name(kind, crop), amount, used)
        if kind == "crop":
            row |= {
                "years": drivers.harvests.get(crop, 0),
                "residues": parts.get(Part.SHOOTS, 0.0),
                "roots": parts.get(Part.ROOTS, 0.0),
                "confidence": _confidence(crop),
            }
        yield row


def _confidence(crop: str) -> str:
    """Return how far calendar, dry matter and choice of rows of a crop were checked."""
    row: Any = table("crops").one(crop=crop)
    return str(row.confidence)


def _kind(part: Part) -> str:
    return "given" if part is Part.PLANT else "crop"


def _name(kind: str, crop: str) -> str:
    if kind == "crop":
        return crop_facts(crop).name
    if crop:
        return text("report.inputs_given_crop", {"crop": crop_facts(crop).name})
    return text("report.inputs_given")


def _others(drivers: FieldDrivers, group: str, factor: dict[str, float]) -> Iterator[Row]:
    """Yield cover crops or every kind of amendment."""
    for material, series in drivers.carbon[group].items():
        amount = _mean(series)
        used = {model: amount * float(mean) for model, mean in factor.items()}
        if group.startswith("cover_crop"):
            yield _row("cover_crop", "", text("report.inputs_cover_crop"), amount, used)
        elif material == MANURE:
            yield _row("amendment", "", text("report.inputs_given_manure"), amount, used)
        else:
            found: Any = table("organic_amendments").one(amendment=material.name)
            yield _row("amendment", material.name, found.name, amount, used)
