"""The answer document: plain numbers and texts from which every view is made."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

import numpy as np

from permil import library
from permil.assumptions import Assumption
from permil.locale import text
from permil.models import model as registered
from permil.tables import references, table_editions
from permil.workflows.activities import ActivityRun
from permil.workflows.activities.manure_balance import manure_nitrogen
from permil.workflows.carbon_inputs import carbon_inputs
from permil.workflows.cautions import (
    PAST,
    cautions,
    is_less_tillage,
    is_tillage_alone,
    is_transfer,
)
from permil.workflows.climate_change import climate_entries, views_of
from permil.workflows.ensemble import ENSEMBLE
from permil.workflows.factor_entries import line_entries, own_factors
from permil.workflows.factors import stoichiometry
from permil.workflows.lines import lines_in
from permil.workflows.metrics import has_methane, warming_equivalent
from permil.workflows.model_choice import NO_MODEL
from permil.workflows.model_view import ModelView
from permil.workflows.nutrient_limits import NUTRIENTS, limits
from permil.workflows.organic_resources import organic_resources
from permil.workflows.organic_summary import organic_entries, peat_first
from permil.workflows.peat_cautions import peat_cautions
from permil.workflows.permanence import permanence
from permil.workflows.plant_input_ways import way_entries
from permil.workflows.provenance import input_hash, provenance, version
from permil.workflows.risks import risk_entries, sources_of
from permil.workflows.rounding import without_noise
from permil.workflows.statistics import summarise
from permil.workflows.summary import by_land_unit, compare, fit, summarise_scenario
from permil.workflows.uncertainty import uncertainty
from permil.workflows.water_document import LINES, water_entries

if TYPE_CHECKING:
    from permil.datasets.project import Scenario
    from permil.workflows.assess import Assessment


def build_document(a: Assessment) -> dict[str, Any]:
    """Return the answer document of an assessment.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        Plain data; everything but ``provenance`` is the same for the same inputs and seed.
    """
    views = views_of(a)
    ids = [s.id for s in a.project.scenarios]
    observations = compare(a, a.weights)
    errors = fit(observations)
    document: dict[str, Any] = {
        "format": 1,
        "kind": "permil assessment",
        "version": version(),
        "input_hash": input_hash(a),
        "seed": a.draws.seed,
        "draws": a.draws.n,
        "sequence": a.draws.sequence,
        "command": _command(a),
        "project": _project(a, views),
        "horizon": _horizon(a),
        "metric": str(a.project.run.metric),
        "metric_factors": {str(gas): value for gas, value in a.metric.items()},
        "factor_edition": str(a.project.run.factor_edition),
        "own_factors": own_factors(a),
        "lines": line_entries(a),
        "models": _models(a),
        "scenarios": [_scenario(a, s) for s in a.project.scenarios],
        "years": [int(year) for year in a.ledger["year"].values],
        "trajectories": {
            s: {m: _trajectory(a, view, i) for m, view in views.items()} for i, s in enumerate(ids)
        },
        "fluxes": {
            s: {m: _fluxes(view, i) for m, view in views.items()} for i, s in enumerate(ids)
        },
        "summary": {
            s: {m: summarise_scenario(view, i) for m, view in views.items()}
            for i, s in enumerate(ids)
        },
        "land_units": {
            s: {m: by_land_unit(view, i) for m, view in views.items()} for i, s in enumerate(ids)
        },
        "organic_soils": organic_entries(a),
        "peat_first": peat_first(a, next(iter(views.values()))),
        "climate_change": climate_entries(a),
        "carbon_inputs": carbon_inputs(a),
        "plant_inputs": way_entries(a.project, a.plant_inputs),
        "manure_nitrogen": _manure(a),
        "priming": _priming(a),
        "observations": observations,
        "fit": errors,
        "limits": _limits(views, ids),
        "water": water_entries(a, views),
        "risks": risk_entries(a),
        "organic_resources": organic_resources(a),
        "permanence": {
            s: {m: permanence(view, i, a.project.permanence) for m, view in views.items()}
            for i, s in enumerate(ids)
            if i and a.project.land_units
        },
        "uncertainty": uncertainty(a),
        "criteria": "not assessed",
        "assumptions": [_assumption(note) for note in a.assumptions],
    }
    stock = max(float(view.soc.max()) for view in views.values()) if a.project.land_units else 0.0
    document = without_noise(document, stock, a.project.land_area)
    members = {name: view for name, view in views.items() if name not in (ENSEMBLE, NO_MODEL)}
    document["warnings"] = [*peat_cautions(document), *cautions(a, members, errors)]
    document["headline"] = _headlines(document, ids)
    document["sources"] = _sources(a, document)
    document["tables"] = [{"name": n, **entry} for n, entry in table_editions().items()]
    document["methods"] = _methods()
    document["provenance"] = provenance()
    return document


def _manure(a: Assessment) -> dict[str, Any]:
    """Return the manure nitrogen of stores and fields; its assumptions are noted already."""
    return manure_nitrogen(ActivityRun(a.project, a.place, a.drawn, lambda _: None, ()))


def _priming(a: Assessment) -> dict[str, Any]:
    """Return what 1 t C/ha/yr more does with and without priming, by model with microbes."""
    found: dict[str, Any] = {}
    for name, units in a.outcomes.items():
        known = [(o.area, o.priming) for o in units.values() if o.priming is not None]
        if known:
            area = sum(size for size, _ in known)
            mean = {
                field: float(sum(size * getattr(p, field)[-1].mean() for size, p in known) / area)
                for field in ("added", "with_priming", "without_priming")
            }
            found[name] = {"unit": "t C/ha", "years": len(known[0][1].added), **mean}
    return found


def _command(a: Assessment) -> str:
    path = a.project.path
    run = a.project.run
    command = f"permil assess {quote(path.name if path else 'project.toml')}"
    if a.draws.n != run.draws:
        command += f" --draws {a.draws.n}"
    if a.draws.seed != run.seed:
        command += f" --seed {a.draws.seed}"
    return command


def _project(a: Assessment, views: dict[str, ModelView]) -> dict[str, Any]:
    project, place = a.project, a.project.place
    outcomes = next(iter(views.values())).outcomes
    return {
        "name": project.name,
        "description": project.description,
        "illustrative": project.illustrative,
        "hindcast": project.horizon.last_year <= PAST,
        "sources": list(project.sources),
        "place": {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "elevation": place.elevation,
        },
        "climate": {
            "zone": str(a.place.zone),
            "moisture_regime": str(a.place.regime),
            **a.place.annual,
            "source": a.place.monthly.source,
        },
        "area_ha": project.land_area,
        "organic_area_ha": project.organic_area,
        "land_units": [
            {
                "id": unit.id,
                "name": unit.name,
                "area_ha": unit.area,
                "depth_cm": unit.soil.depth,
                "clay": unit.soil.clay,
                "initial_stock": summarise(outcomes[unit.id].initial, "t C/ha"),
            }
            for unit in project.land_units
        ],
    }


def _horizon(a: Assessment) -> dict[str, Any]:
    horizon = a.project.horizon
    return {
        "first_year": horizon.first_year,
        "last_year": horizon.last_year,
        "practice_stops": a.stop,
    }


def _models(a: Assessment) -> list[dict[str, Any]]:
    if not a.project.land_units:
        return [_model(NO_MODEL, text("results.no_model"), None, "")]
    depth = a.project.land_units[0].soil.depth
    rows = []
    if len(a.weights) > 1:
        title = text("results.ensemble", {"count": len(a.weights)})
        rows.append(_model(ENSEMBLE, title, depth, "bruni2022", ensemble=True))
    for name in a.models:
        found = registered(name)
        why, weight = a.left_out.get(name, ""), a.weights.get(name)
        rows.append(_model(name, found.title, depth, found.source, why=why, weight=weight))
    return rows


def _model(
    name: str,
    title: str,
    depth: float | None,
    source: str,
    *,
    why: str = "",
    weight: float | None = None,
    ensemble: bool = False,
) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "depth_cm": depth,
        "source": source,
        "apart": bool(why),
        "why": why,
        "ensemble": ensemble,
        "weight": weight,
    }


def _scenario(a: Assessment, scenario: Scenario) -> dict[str, Any]:
    baseline, units = a.project.scenarios[0], scenario.land_units
    practices = []
    for use in scenario.practices:
        entry = library.practice(use.practice)
        fate = use.parameters.get("alternative_fate")
        practices.append(
            {
                "id": entry.id,
                "name": entry.name,
                "definition": entry.definition,
                "not_applies": entry.not_applies,
                "evidence": entry.evidence_summary(),
                "side_effects": [dict(effect) for effect in entry.side_effects],
                "transfer": entry.transfer_question,
                "alternative_fate": None if fate is None else str(fate),
            }
        )
    return {
        "id": scenario.id,
        "name": scenario.name,
        "baseline": scenario.baseline,
        "practices": practices,
        "transfer": is_transfer(scenario, baseline),
        "less_tillage": is_less_tillage(scenario, baseline),
        "tillage_alone": is_tillage_alone(scenario, baseline),
        "treated_area_ha": sum(
            unit.area for unit in a.project.land_units if not units or unit.id in units
        ),
    }


def _trajectory(a: Assessment, view: ModelView, s: int) -> dict[str, Any]:
    return {
        "soil_organic_carbon_stock": summarise(view.soc[s], "t C/ha"),
        "project_soil_organic_carbon": summarise(view.soc[s] * view.area, "t C"),
        "reversal": _reversal_series(a, view, s) if s else None,
        "equilibrium": summarise(view.mean_of("equilibrium")[s], "t C/ha"),
    }


def _reversal_series(a: Assessment, view: ModelView, s: int) -> dict[str, Any] | None:
    """Return the stock after the stop, area-weighted over the land units."""
    if a.stop is None:
        return None
    start = a.stop - a.project.horizon.first_year
    years = [int(year) for year in a.ledger["year"].values[start:]]
    series = summarise(view.mean_of("reversal")[s], "t C/ha")
    return {"stop_year": a.stop, "years": years, **series}


def _fluxes(view: ModelView, s: int) -> dict[str, Any]:
    names = ["project_carbon_input", "project_respiration"]
    names += [line.name for line in lines_in(view.ledger)]
    names += ["net_co2e", "nitrogen_need", "nitrogen_supply"]
    names += [name for name in LINES if name in view.ledger]
    fluxes = {
        name: summarise(view.line(name)[s], view.ledger[name].attrs["units"]) for name in names
    }
    per_carbon = _per_carbon()
    for nutrient in ("phosphorus", "sulphur"):
        ratio = per_carbon[nutrient] / per_carbon["nitrogen"]
        unit = f"kg {NUTRIENTS[nutrient]}/yr"
        fluxes[f"{nutrient}_need"] = _scaled(fluxes["nitrogen_need"], ratio, unit)
    if has_methane(view.ledger):
        star = warming_equivalent(view, s)
        unknown = np.full((1, star.shape[-1]), np.nan)
        series = np.concatenate([unknown, star])
        fluxes["warming_equivalent_ch4"] = summarise(series, "t CO2e/yr")
    if s:
        blank = np.full((1, view.benefit.shape[-1]), np.nan)
        benefit = view.benefit[s]
        fluxes["net_benefit"] = summarise(np.concatenate([blank, benefit]), "t CO2e/yr")
        fluxes["cumulative_net_benefit"] = summarise(
            np.concatenate([blank, np.cumsum(benefit, axis=0)]), "t CO2e"
        )
    return fluxes


def _scaled(series: dict[str, Any], ratio: float, unit: str) -> dict[str, Any]:
    return {
        name: unit if name == "unit" else [None if v is None else v * ratio for v in values]
        for name, values in series.items()
    }


def _per_carbon() -> dict[str, float]:
    return {nutrient: stoichiometry(symbol) for nutrient, symbol in NUTRIENTS.items()}


def _limits(views: dict[str, ModelView], ids: list[str]) -> dict[str, Any]:
    return {s: {m: limits(view, i) for m, view in views.items()} for i, s in enumerate(ids)}


def _assumption(note: Assumption) -> dict[str, str]:
    return {
        "code": note.code,
        "text": text(f"assumptions.{note.code}", note.fields),
        "key": note.key,
        "source": note.source,
    }


def _headlines(document: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    from permil.report.headline import headline, models_line, verdict

    model = next(m["name"] for m in document["models"] if not m["apart"])
    answers = {}
    for scenario in sorted(
        ids[1:], key=lambda s: -(document["summary"][s][model]["net_benefit"]["mean"] or 0.0)
    ):
        sentence, likelihood = headline(document, scenario)
        answers[scenario] = {
            "answer": verdict(document, scenario),
            "text": sentence,
            "likelihood": likelihood,
            "models": models_line(document, scenario),
        }
    return answers


def _sources(a: Assessment, document: dict[str, Any]) -> list[dict[str, str]]:
    """Return the citation of every source that the result names."""
    known = references()
    named = [note.source for note in a.assumptions]
    named += [m["source"] for m in document["models"]]
    named += [d["source"] for d in document["uncertainty"]["drawn"]]
    named += [key for r in document["risks"].values() for entry in r for key in sources_of(entry)]
    named += ["kirkby2011", "ipcc2019"]
    keys = [key for key in dict.fromkeys(named) if key in known]
    return [{"key": key, "citation": known[key].citation} for key in sorted(keys)]


def _methods() -> list[dict[str, str]]:
    from permil.report.methods import methods

    return [{"id": m.id, "title": m.title} for m in methods().values()]
