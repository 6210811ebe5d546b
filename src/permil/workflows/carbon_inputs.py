"""Carbon inputs by source: what the yields suggest, and what the run took of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from permil.datasets.management import CarbonInput, CropYear, Management
from permil.datasets.project import LandUnit, Project
from permil.locale import text
from permil.tables import table
from permil.variables import variable
from permil.workflows.crops import crop_carbon, crop_facts
from permil.workflows.field import Factors
from permil.workflows.management import FieldDrivers, field_drivers

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Row = dict[str, Any]

#: Crops and carbon of a year, each of which is a source.
Grown = CropYear | CarbonInput


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
        sources of a land unit add up to its total. ``years`` are those of the harvests.
    """
    found: dict[str, list[dict[str, Any]]] = {s.id: [] for s in a.project.scenarios}
    for unit in a.project.land_units:
        managements = managements_of(a.project, unit)
        factors = {m: units[unit.id].factors for m, units in a.outcomes.items()}
        for s, scenario in enumerate(a.project.scenarios):
            series = _Series(a, managements[0])
            rows = [
                *_crops(series, managements[s], factors),
                *_cover_crops(series, managements[s], factors, s),
                *_amendments(series, managements[s], factors),
                *_unexplained(series, managements[0], factors),
            ]
            found[scenario.id].append(
                {
                    "land_unit": unit.id,
                    "unit": variable("plant_carbon_input").unit,
                    "sources": rows,
                    "suggested": sum(row["suggested"] for row in rows),
                    "used": {
                        m: sum(row["used"][m] for row in rows)
                        for m, factor in factors.items()
                        if factor is not None
                    },
                }
            )
    return found


class _Series:
    """Drivers of a part of a management over the horizon, as the run itself makes them."""

    def __init__(self, a: Assessment, baseline: Management) -> None:
        horizon = a.project.horizon
        self.first, self.years = horizon.first_year, horizon.last_year - horizon.first_year + 1
        self.southern = a.place.southern
        self.before = baseline.lasting(self.first - 1, self.first)

    def of(self, part: Management) -> FieldDrivers:
        return field_drivers(
            part, self.first, self.years, southern=self.southern, before=self.before
        )

    def mean(self, series: Any) -> float:
        """Return the mean of a monthly series [t C/ha/yr]."""
        return float(series.sum()) / self.years


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
        "suggested": suggested,
        "used": used,
    }


def _used(factors: dict[str, Factors | None], name: str, amount: float) -> dict[str, float]:
    """Return an amount times the mean of a factor, by model."""
    return {
        m: amount * float(getattr(factor, name).mean())
        for m, factor in factors.items()
        if factor is not None
    }


def _crops(
    series: _Series, management: Management, factors: dict[str, Factors | None]
) -> Iterator[Row]:
    """Yield every crop with its residues and roots, and carbon that the project file gives."""
    for kind, crop in dict.fromkeys(_key(one) for one in _grown(management)):
        suggested = residues = 0.0
        harvests = 0
        for entry in dict.fromkeys(one for one in _grown(management) if _key(one) == (kind, crop)):
            drivers = series.of(_only(management, entry))
            suggested += series.mean(drivers.crop_input)
            if isinstance(entry, CropYear):
                # Straw brings its nitrogen in the year of harvest; roots may lie in the one before.
                years = int(np.count_nonzero(drivers.residue_nitrogen))
                residues += _straw(entry) * years / series.years
                harvests += years
        used = _used(factors, "plant", suggested)
        row = _row(kind, crop, _name(kind, crop), suggested, used)
        if kind == "crop":
            row |= {"years": harvests, "residues": residues, "roots": suggested - residues}
        if suggested:
            yield row


def _name(kind: str, crop: str) -> str:
    if kind == "crop":
        return crop_facts(crop).name
    if crop:
        return text("report.inputs_given_crop", {"crop": crop_facts(crop).name})
    return text("report.inputs_given")


def _grown(management: Management) -> list[Grown]:
    """Return the crops and the carbon of all years, single years included."""
    every = (*management.rotation, management.carbon_input)
    single = (part for one in management.overrides for part in (one.crop, one.carbon_input))
    return [one for one in (*every, *single) if one is not None]


def _key(one: Grown) -> tuple[str, str]:
    return ("crop", one.crop) if isinstance(one, CropYear) else ("given", one.crop)


def _only(management: Management, entry: Grown | None) -> Management:
    """Return the management with the carbon of one source alone: it is linear in the sources."""

    def keep(one: Any) -> Any:
        if one is None or one == entry:
            return one
        if isinstance(one, CropYear):
            return replace(one, crop_yield=None)
        return replace(one, plant=(0.0,) * 12, manure=(0.0,) * 12)

    return replace(
        management,
        rotation=tuple(keep(one) for one in management.rotation),
        carbon_input=keep(management.carbon_input),
        overrides=tuple(
            replace(one, crop=keep(one.crop), carbon_input=keep(one.carbon_input))
            for one in management.overrides
        ),
        amendments=(),
        cover_crops=(),
    )


def _straw(crop: CropYear) -> float:
    """Return straw, stubble and other shoots of one harvest [t C/ha]."""
    carbon = crop_carbon(crop_facts(crop.crop), crop)
    return 0.0 if carbon is None else float(carbon.straw)


def _unexplained(
    series: _Series, baseline: Management, factors: dict[str, Factors | None]
) -> Iterator[Row]:
    """Yield the carbon that a measured stock needs and the yields do not explain."""
    if any(f is not None and f.unexplained is not None for f in factors.values()):
        amount = series.mean(series.of(replace(baseline, cover_crops=())).crop_input)
        used = {
            m: 0.0 if f.unexplained is None else amount * float(f.unexplained.mean())
            for m, f in factors.items()
            if f is not None
        }
        yield _row("unexplained", "", text("report.inputs_unexplained"), 0.0, used)


def _cover_crops(
    series: _Series, management: Management, factors: dict[str, Factors | None], s: int
) -> Iterator[Row]:
    amount = series.mean(series.of(management).cover_crop_input)
    if amount:
        used = {
            m: amount * float(f.cover_crop[s].mean()) for m, f in factors.items() if f is not None
        }
        yield _row("cover_crop", "", text("report.inputs_cover_crop"), amount, used)


def _amendments(
    series: _Series, management: Management, factors: dict[str, Factors | None]
) -> Iterator[Row]:
    """Yield every kind of amendment, and manure that the project file gives month by month."""
    bare = _only(management, None)
    for kind in dict.fromkeys(one.kind for one in management.amendments):
        some = tuple(one for one in management.amendments if one.kind == kind)
        amount = series.mean(series.of(replace(bare, amendments=some)).manure_input)
        found: Any = table("organic_amendments").one(amendment=kind)
        yield _row("amendment", kind, found.name, amount, _used(factors, "manure", amount))
    given = series.mean(series.of(replace(management, amendments=())).manure_input)
    if given:
        name = text("report.inputs_given_manure")
        yield _row("amendment", "", name, given, _used(factors, "manure", given))
