"""Where N2O or CH4 is likely to be high, why, and what each remedy would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.rice import Rice
from permil.datasets.project import LandUnit, Project
from permil.library.risk_rules import Effect, Finding, Verdict, judge_risks
from permil.locale import text
from permil.vocabulary import Gas
from permil.workflows.activities.rice import rice_lines
from permil.workflows.field_nitrogen import special_factors
from permil.workflows.gases import NitrogenFactors
from permil.workflows.land_factors import nitrogen_of
from permil.workflows.risk_effects import Field, computed
from permil.workflows.risk_facts import Facts, rice_run, risk_facts
from permil.workflows.statistics import summarise

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]


def risk_entries(a: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return the answer document's ``risks``.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        By scenario the rules that hold on a land unit, with what helps and what it would change
        there [t CO2e/yr], and those that cannot be judged, with what is missing. Every change is
        computed alone; measures overlap, and their changes do not add up.
    """
    found: dict[str, list[dict[str, Any]]] = {s.id: [] for s in a.project.scenarios}
    nitrogen = a.nitrogen
    if nitrogen is None:
        return found
    for unit in a.project.land_units:
        for s, scenario in enumerate(a.project.scenarios):
            facts = risk_facts(a, unit, s)
            field = _field(a, unit, s, nitrogen, facts)
            found[scenario.id] += [
                _entry(unit, finding, facts, field)
                for finding in judge_risks(facts)
                if finding.verdict is not Verdict.FAILS
            ]
    return found


def _field(a: Assessment, unit: LandUnit, s: int, nitrogen: NitrogenFactors, facts: Facts) -> Field:
    """Return a land unit under a scenario, apart from the run's own record of factors."""
    drivers, land, factors = a.rows[unit.id][s], a.land[unit.id], nitrogen

    def paddy(change: Callable[[Rice], Rice]) -> Float:
        run = rice_run(a, _with_rice(a.project, change))
        watered = special_factors(
            run.project, a.place, run.drawn, factors, run.note, by_bucket=True
        )
        of_field = replace(field, drawn=run.drawn)
        emitted = of_field.emitted(factors=nitrogen_of(run.project, unit, s, watered, land))
        methane = rice_lines(run, unit).get("rice_ch4")
        if methane is None:
            return emitted
        total: Float = emitted + methane[s].mean(axis=0) * a.metric[Gas.CH4]
        return total

    field = Field(
        area=unit.area,
        drivers=drivers,
        factors=nitrogen_of(a.project, unit, s, factors, land),
        # The same draws by name: what is asked here is no line of the balance.
        drawn=rice_run(a).drawn,
        metric=a.metric,
        before_drainage=float(facts["nitrogen_before_drainage"] or 0.0),
        paddy=paddy,
    )
    return field


def _with_rice(project: Project, change: Callable[[Rice], Rice]) -> Project:
    """Return a project with another water or straw of its rice."""
    scenarios = tuple(
        replace(
            scenario,
            activities=replace(
                scenario.activities, rice=tuple(change(one) for one in scenario.activities.rice)
            ),
        )
        for scenario in project.scenarios
    )
    return replace(project, scenarios=scenarios)


def sources_of(entry: dict[str, Any]) -> list[str]:
    """Return the sources of an entry: of its rule, and of what helps."""
    return [entry["magnitude"]["source"], *(one["effect"]["source"] for one in entry["helps"])]


def _entry(unit: LandUnit, finding: Finding, facts: Facts, field: Field) -> dict[str, Any]:
    rule, holds = finding.rule, finding.verdict is Verdict.HOLDS
    return {
        "land_unit": unit.id,
        "rule": rule.id,
        "name": rule.name,
        "gas": str(rule.gas),
        "direction": str(rule.direction),
        "verdict": str(finding.verdict),
        "why": rule.why,
        "facts": {c.quantity: facts.get(c.quantity) for c in rule.when},
        "missing": list(finding.missing),
        "magnitude": _effect(rule.magnitude),
        "helps": [_measure(finding, i, field) for i in range(len(rule.helps))] if holds else [],
    }


def _measure(finding: Finding, i: int, field: Field) -> dict[str, Any]:
    """Return a measure, its published effect, and what it would change here."""
    measure = finding.rule.helps[i]
    change = computed(finding.rule, measure, field)
    return {
        "id": measure.id,
        "text": measure.text,
        "effect": _effect(measure.effect),
        "computed": None
        if change is None
        else {
            "change": summarise(change.co2e, "t CO2e/yr"),
            "note": text(f"risks.{change.note}", change.fields),
            "limestone_below": change.bound,
        },
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return asdict(effect) | {"confidence": str(effect.confidence)}
