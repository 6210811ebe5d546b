"""Nutrients as a limit: what organic matter binds against what comes in, leaves and is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import Project
from permil.science.nitrous_oxide import NitrousOxideFactors, n2o_from_n2o_n
from permil.science.nutrient_options import (
    NutrientOption,
    legume_option,
    mineral_nitrogen_option,
    mineral_phosphorus_option,
    recycled_nitrogen_option,
)
from permil.science.nutrient_supply import NutrientBudget, nutrient_budget
from permil.tables import parameter_rows, table
from permil.vocabulary import Gas
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors, stoichiometry
from permil.workflows.gases import NitrogenFactors
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import summarise
from permil.workflows.summary import FIRST_PERIOD

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

NUTRIENTS = {"nitrogen": "N", "phosphorus": "P", "sulphur": "S"}
#: Study whose factors of manufacture the options take.
STUDY = "lal2004"


class FieldNitrogen(NamedTuple):
    """Nitrogen over the border of the fields of a scenario, a year over a period.

    Parameters
    ----------
    supply, lost : ndarray, shape (draw,)
        What comes in, and what air and water take of it [kg N/yr].
    parts : dict of str to float
        Supply by source [kg N/yr].
    """

    supply: Float
    lost: Float
    parts: dict[str, float]


def deposition(project: Project, drawn: DrawnFactors) -> Float:
    """Return nitrogen from the air, as given or drawn from the table [kg N/ha/yr], (draw,)."""
    given = project.nitrogen_deposition
    if given is not None or not project.land_units:  # without land there is nothing to fall on
        return np.full(drawn.draws.n, given or 0.0)
    return drawn.of("nutrients.nitrogen_deposition", _deposition_row())


def _deposition_row() -> Any:
    (row,) = (r for r in parameter_rows("nutrient_supply") if r.parameter == "nitrogen_deposition")
    return row


def deposition_notes(project: Project) -> tuple[Assumption, ...]:
    """Return the assumption on deposition, where nothing is given."""
    if project.nitrogen_deposition is not None:
        return ()
    row, key = _deposition_row(), "nutrients.nitrogen_deposition"
    fields = {"amount": row.value, "low": row.low, "high": row.high}
    return (Assumption("nitrogen_deposition", fields, key, str(row.source)),)


def limits(view: ModelView, s: int) -> list[dict[str, Any]]:
    """Return the budget of nitrogen, phosphorus and sulphur of a scenario.

    Parameters
    ----------
    view : ModelView
        Draws of the model.
    s : int
        Position of the scenario.

    Returns
    -------
    list of dict
        By nutrient, a year over the first period, of the whole project: what organic matter binds
        (need), what comes in over the border of the fields (supply), what air and water take
        (lost), what the harvest takes (removed), what is left for organic matter (available), what
        is lacking (deficit), the odds of a lack, the ways to fill it with their gases, and what is
        not known; what is not known is None. Nothing where there is no land unit.
    """
    factors = view.assessment.nitrogen
    if factors is None:
        return []
    years = min(FIRST_PERIOD, view.years)
    gain = view.change(s, years) * view.area / years
    a = view.assessment
    rows = [(area, drivers[s]) for area, drivers in fields_of(a)]
    land = [factors._replace(frac_leach=a.land[u.id].leached[s]) for u in a.project.land_units]
    found = []
    for nutrient, symbol in NUTRIENTS.items():
        unknown = sorted({what for _, row in rows for e, what in row.unknown if e == symbol})
        need = gain * stoichiometry(symbol)
        removed = _removed(rows, symbol, years)
        nitrogen = _nitrogen(a, land, rows, years) if symbol == "N" else None
        if nitrogen is not None:
            budget = nutrient_budget(
                nitrogen.supply, lost=nitrogen.lost, removed=removed, need=need
            )
        else:
            supply = _minerals(rows, symbol, years)
            budget = nutrient_budget(supply, lost=0.0, removed=removed, need=need)
        found.append(
            _entry(nutrient, symbol, budget, unknown)
            | {"parts": nitrogen.parts if nitrogen else {}}
            | {"options": _options(a, _mean(land, rows), symbol, budget) if not unknown else []}
        )
    return found


def fields_of(a: Assessment) -> list[tuple[float, list[FieldDrivers]]]:
    """Return area and drivers of every land unit, each scenario in its place."""
    return [(unit.area, a.rows[unit.id]) for unit in a.project.land_units]


def _entry(
    nutrient: str, symbol: str, budget: NutrientBudget, unknown: list[str]
) -> dict[str, Any]:
    unit = f"kg {symbol}/yr"

    def known(values: Any) -> dict[str, Any] | None:
        size = np.shape(budget.need)
        return None if unknown else summarise(np.broadcast_to(values, size), unit)

    short = np.asarray(budget.rest) < 0
    binds = float(np.median(budget.need)) > 0
    return {
        "nutrient": nutrient,
        "need": summarise(budget.need, unit),
        "supply": known(budget.supply) if symbol != "N" else summarise(budget.supply, unit),
        "lost": known(budget.lost),
        "removed": known(budget.removed),
        "available": known(budget.available),
        "deficit": known(budget.deficit),
        "probability_deficit": None if unknown else float(short.mean()),
        "limited": None if unknown else bool(binds and float(np.median(budget.rest)) < 0),
        "unknown": unknown,
    }


def _removed(rows: Sequence[tuple[float, FieldDrivers]], symbol: str, years: int) -> float:
    return float(sum(area * row.harvested[symbol][:years].mean() for area, row in rows))


def _minerals(rows: Sequence[tuple[float, FieldDrivers]], symbol: str, years: int) -> float:
    return float(sum(area * row.minerals[symbol][:years].mean() for area, row in rows))


def _nitrogen(
    a: Assessment,
    land: Sequence[NitrogenFactors],
    rows: Sequence[tuple[float, FieldDrivers]],
    years: int,
) -> FieldNitrogen:
    """Return supply and losses of nitrogen: what is lost is what the N2O lines count."""
    parts = dict.fromkeys(("fertiliser", "amendments", "fixation"), 0.0)
    lost: Any = np.zeros(a.draws.n)
    area_of_all = sum(area for area, _ in rows)
    for (area, row), f in zip(rows, land, strict=True):
        for kind, amount in row.synthetic_nitrogen.items():
            mean = area * float(amount[:years].mean())
            if mean:
                parts["fertiliser"] += mean
                lost = lost + mean * (f.frac_gasf[kind] + f.frac_leach + f.ef1_synthetic)
        organic = area * float(row.organic_nitrogen[:years].mean())
        parts["amendments"] += organic
        lost = lost + organic * (f.frac_gasm + f.frac_leach + f.ef1_other)
        parts["fixation"] += area * float(row.fixed_nitrogen[:years].mean())
        residues = area * float(row.residue_nitrogen[:years].mean())
        lost = lost + residues * (f.frac_leach + f.ef1_other)
    fallen = a.deposition * area_of_all
    parts["deposition"] = float(fallen.mean())
    supply = fallen + sum(parts[name] for name in ("fertiliser", "amendments", "fixation"))
    return FieldNitrogen(supply, lost, parts)


def _mean(
    land: Sequence[NitrogenFactors], rows: Sequence[tuple[float, FieldDrivers]]
) -> NitrogenFactors:
    """Return the factors of all land together: its leached fraction weighed by area."""
    leached = np.average([f.frac_leach for f in land], axis=0, weights=[area for area, _ in rows])
    return land[0]._replace(frac_leach=leached)


def _options(
    a: Assessment, f: NitrogenFactors, symbol: str, budget: NutrientBudget
) -> list[dict[str, Any]]:
    """Return the ways to fill a lack, with the gases of each; nothing where nothing is lacking."""
    deficit = np.asarray(budget.deficit)
    if not np.median(deficit) > 0:
        return []
    made: Any = table("manufacture")
    if symbol == "P":
        factor = made.one(study=STUDY, product="phosphate").value
        return [_option(a, "mineral", mineral_phosphorus_option(deficit, manufacture=factor), "P")]
    if symbol == "S":
        return []
    any_fertiliser = table("ipcc2019_n2o")
    factors = NitrousOxideFactors(
        ef1_synthetic=f.ef1_synthetic,
        ef1_other=f.ef1_other,
        ef4=f.ef4,
        ef5=f.ef5,
        frac_gasf=any_fertiliser.one(parameter="FracGASF", condition="aggregated").value,
        frac_gasm=f.frac_gasm,
        frac_leach=f.frac_leach,
    )
    per_nitrogen = made.one(study=STUDY, product="nitrogen").value
    return [
        _option(a, "legumes", legume_option(deficit, factors, returned_share=1.0), "N"),
        _option(a, "recycling", recycled_nitrogen_option(deficit, factors), "N"),
        _option(
            a, "mineral", mineral_nitrogen_option(deficit, factors, manufacture=per_nitrogen), "N"
        ),
    ]


def _option(a: Assessment, name: str, option: NutrientOption, symbol: str) -> dict[str, Any]:
    gases = n2o_from_n2o_n(option.n2o_n) * a.metric[Gas.N2O] + option.manufacture
    return {
        "option": name,
        "amount": summarise(np.asarray(option.amount), f"kg {symbol}/yr"),
        "emissions": summarise(
            np.broadcast_to(gases, np.shape(option.amount)) / 1000.0, "t CO2e/yr"
        ),
    }
