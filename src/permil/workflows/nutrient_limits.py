"""Nutrients as a limit: what organic matter binds against what comes in, leaves and is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from permil.workflows.activities.manufacture import making_of
from permil.workflows.adoption import field_cohorts, taken_up
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
    land = _land(a, factors, s, years)
    found = []
    supply: Any
    lost: Any
    for nutrient, symbol in NUTRIENTS.items():
        unknown = sorted({what for part in land for e, what in part.row.unknown if e == symbol})
        need = gain * stoichiometry(symbol)
        removed = sum(part.a_year(part.row.harvested[symbol]) for part in land)
        if symbol == "N":
            supply, lost, parts = _nitrogen(a, land)
        else:
            supply = sum(part.a_year(part.row.minerals[symbol]) for part in land)
            lost, parts = 0.0, {}
        budget = nutrient_budget(supply, lost=lost, removed=removed, need=need)
        options = [] if unknown else _options(a, _mean(land), symbol, budget)
        found.append(
            _entry(nutrient, symbol, budget, unknown) | {"parts": parts, "options": options}
        )
    return found


@dataclass(frozen=True)
class Part:
    """Land of one unit under one management: what has adopted a scenario, or what has not.

    Parameters
    ----------
    area : float
        Area of the whole land unit [ha].
    row : FieldDrivers
        Drivers of the management.
    factors : NitrogenFactors
        Factors of its nitrogen.
    adopts : bool
        Whether it is the land that adopts.
    cohorts : ndarray or None, shape (year,)
        Share that adopts in each year; None where all of it does in the first.
    years : int
        Years of the period.
    """

    area: float
    row: FieldDrivers
    factors: NitrogenFactors
    adopts: bool
    cohorts: Float | None
    years: int

    def a_year(self, series: Float) -> float:
        """Return what a series of the management [1/ha/yr] makes on this land, a year [1/yr]."""
        none = np.zeros_like(series)
        today, then = (none, series) if self.adopts else (series, none)
        return self.area * float(taken_up(today, then, self.cohorts)[: self.years].mean())


def _land(a: Assessment, factors: NitrogenFactors, s: int, years: int) -> list[Part]:
    """Return the land of a scenario, that which stays with the baseline apart."""
    found = []
    for unit in a.project.land_units:
        cohorts = field_cohorts(a.project, unit)[s]
        for which in (s,) if cohorts is None else (0, s):
            own = factors._replace(frac_leach=a.land[unit.id].leached[which])
            row = a.rows[unit.id][which]
            found.append(Part(unit.area, row, own, which == s, cohorts, years))
    return found


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


def _nitrogen(a: Assessment, land: Sequence[Part]) -> FieldNitrogen:
    """Return supply and losses of nitrogen: what is lost is what the N2O lines count."""
    parts = dict.fromkeys(("fertiliser", "amendments", "fixation"), 0.0)
    lost: Any = np.zeros(a.draws.n)
    for part in land:
        f, row = part.factors, part.row
        for kind, amount in row.synthetic_nitrogen.items():
            if amount.any():
                mean = part.a_year(amount)
                parts["fertiliser"] += mean
                lost = lost + mean * (f.frac_gasf[kind] + f.frac_leach + f.ef1_synthetic)
        organic = part.a_year(row.organic_nitrogen)
        parts["amendments"] += organic
        lost = lost + organic * (f.frac_gasm + f.frac_leach + f.ef1_other)
        parts["fixation"] += part.a_year(row.fixed_nitrogen)
        lost = lost + part.a_year(row.residue_nitrogen) * (f.frac_leach + f.ef1_other)
    fallen = a.deposition * sum(unit.area for unit in a.project.land_units)
    parts["deposition"] = float(fallen.mean())
    supply = fallen + sum(parts[name] for name in ("fertiliser", "amendments", "fixation"))
    return FieldNitrogen(supply, lost, parts)


def _mean(land: Sequence[Part]) -> NitrogenFactors:
    """Return the factors of the land that adopts: its leached fraction weighed by area."""
    mine = [part for part in land if part.adopts]
    weights = [part.area for part in mine]
    leached = np.average([part.factors.frac_leach for part in mine], axis=0, weights=weights)
    return mine[0].factors._replace(frac_leach=leached)


def _options(
    a: Assessment, f: NitrogenFactors, symbol: str, budget: NutrientBudget
) -> list[dict[str, Any]]:
    """Return the ways to fill a lack, with the gases of each; nothing where nothing is lacking."""
    deficit = np.asarray(budget.deficit)
    if not np.median(deficit) > 0:
        return []
    book, study = a.drawn.book, a.project.run.manufacture_study
    if symbol == "P":
        factor = making_of(book, study, "phosphate")
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
    per_nitrogen = making_of(book, study, "nitrogen")
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
