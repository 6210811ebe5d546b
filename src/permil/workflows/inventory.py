"""The balance by the categories of national inventories: one row a scenario, year and source.

Codes of the 2006 Guidelines, which the 2019 Refinement keeps, and of the common reporting tables
(CRT) of the Paris Agreement. Direct N2O is divided by the source of its nitrogen and indirect N2O
by its way; the parts add up to their line in every draw.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.datasets.project import Project, Scenario
from permil.vocabulary import LandUse, Metric
from permil.workflows.adoption import adopted, cohorts_of
from permil.workflows.climate_change import views_of
from permil.workflows.factor_use import FactorUse
from permil.workflows.factors import metric_factors
from permil.workflows.gases import known_sources
from permil.workflows.land_factors import nitrogen_of
from permil.workflows.lines import Line, lines_in
from permil.workflows.statistics import quantiles

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]

#: Category of the common reporting tables, by that of the Guidelines.
CRT = {
    "1A1a": "1.A.1.a",
    "1A4c": "1.A.4.c",
    "3A1": "3.A",
    "3A2": "3.B",
    "3B": "4",
    "3B1": "4.A",
    "3B2": "4.B",
    "3B2a": "4.B.1",
    "3B2b": "4.B.2",
    "3B3": "4.C",
    "3B3a": "4.C.1",
    "3B3b": "4.C.2",
    "3B4": "4.D",
    "3C1": "3.F",
    "3C2": "3.G",
    "3C3": "3.H",
    "3C4": "3.D.1",
    "3C5": "3.D.2",
    "3C6": "3.B.5",
    "3C7": "3.C",
    "3C8-3C13": "4(II)",
}
#: Lines with a category of the tables that is not that of their category of the Guidelines.
_CRT_OF_LINE = {
    "organic_soil_n2o": "3.D.1.f",
    "grazing_direct_n2o": "3.D.1.c",
    "peat_fire_co2": "4(IV)",
    "peat_fire_ch4": "4(IV)",
}
#: Sources into which a line is divided, with their category of the tables; the last is the rest.
SOURCES = {
    "direct_n2o": {
        "inorganic_fertilisers": "3.D.1.a",
        "organic_nitrogen": "3.D.1.b",
        "crop_residues": "3.D.1.d",
        "mineralisation": "3.D.1.e",
    },
    "indirect_n2o": {"deposition": "3.D.2.a", "leaching": "3.D.2.b"},
}
#: Parts of the ids of factors that a source does not use.
_NOT_USED = {
    "inorganic_fertilisers": ("/EF1/wet_other", "/R_CN_SOM/"),
    "organic_nitrogen": ("/EF1/wet_synthetic", "/R_CN_SOM/", "nitrogen_inhibitors/"),
    "crop_residues": ("/EF1/wet_synthetic", "/R_CN_SOM/", "nitrogen_inhibitors/"),
    "mineralisation": ("/EF1/wet_synthetic", "nitrogen_inhibitors/"),
    "deposition": ("/EF5/", "/FracLEACH/"),
    "leaching": ("/EF4/", "/FracGASF/", "/FracGASM/"),
}
#: Tier of the models that are a method of the Guidelines; the others are Tier 3.
_TIERS = {"ipcc_tier1": "T1", "ipcc_tier2": "T2"}
#: Factors that stand for feed, irrigation or inhibitors of the project: with them a line is Tier 2.
_TIER_2 = ("ipcc2019_cattle_energy/Cf/", "cayuela2017_ef1/", "nitrogen_inhibitors/")
#: Metric in which inventories report under the Paris Agreement.
REPORTED = Metric.AR5_GWP100
HEADINGS = (
    *("scenario", "model", "year", "category_ipcc", "category_crt", "line", "source", "gas"),
    *("amount_t", "low_t", "high_t", "uncertainty_percent", "metric", "co2e_t"),
    *("co2e_ar5_gwp100_t", "method", "factor_kind", "factors"),
)


class InventoryRow(NamedTuple):
    """A source of a line in all years of a scenario.

    Parameters
    ----------
    line : Line
        Line of the balance.
    source : str
        Part of it; the line's own name where it is not divided.
    crt : str
        Category of the common reporting tables; empty for what lies outside the land.
    amount : ndarray, shape (scenario, year, draw)
        Positive to the atmosphere [t gas/yr].
    """

    line: Line
    source: str
    crt: str
    amount: Float


def write_inventory(assessment: Assessment, path: Path) -> None:
    """Write the balance by inventory categories, of the ensemble or of the only model.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    path : Path
        File to write: CSV, one row a scenario, year and source.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(_cells(assessment))


def inventory_rows(a: Assessment) -> list[InventoryRow]:
    """Return the lines of the balance, divided where inventories divide them.

    Parameters
    ----------
    a : Assessment
        The assessment; of several models the ensemble.

    Returns
    -------
    list of InventoryRow
        The parts of a line add up to it in every draw. Where the parts that are known exceed the
        line, something else acts on it, and the line stays whole.
    """
    view = next(iter(views_of(a).values()))
    known, rows = _known(a), []
    for line in lines_in(view.ledger):
        amount = view.line(line.name)[:, 1:]
        parts = _divided(amount, known.get(line.name, {}))
        codes = SOURCES.get(line.name, {})
        if not parts:
            crt = _CRT_OF_LINE.get(line.name, CRT.get(line.category, ""))
            rows.append(InventoryRow(line, line.name, crt, amount))
            continue
        rows += [
            InventoryRow(line, source, crt, part)
            for (source, crt), part in zip(codes.items(), parts, strict=True)
        ]
    return rows


def _divided(amount: Float, known: dict[str, Float]) -> list[Float]:
    """Return the known parts of a line and what is left, or nothing where that is below zero."""
    if not known:
        return []
    left = amount - sum(known.values())
    rounding = 1e-9 * max(float(np.abs(amount).max()), 1e-30)
    if float(left.min()) < -rounding:
        return []
    return [*known.values(), np.where(np.abs(left) <= rounding, 0.0, left)]


def _known(a: Assessment) -> dict[str, dict[str, Float]]:
    """Return the parts of lines that no soil model changes, (scenario, year, draw) of all land."""
    found: dict[str, dict[str, Float]] = {}
    if a.nitrogen is None:  # there is no land unit
        return found
    for unit in a.project.land_units:
        rows = [
            known_sources(row, nitrogen_of(a.project, unit, s, a.nitrogen, a.land[unit.id]))
            for s, row in enumerate(a.rows[unit.id])
        ]
        cohorts = cohorts_of(a.project, unit)
        for line in rows[0]:
            sums = found.setdefault(line, {})
            for source in rows[0][line]:
                part = adopted(np.stack([row[line][source] for row in rows]), cohorts) * unit.area
                sums[source] = sums[source] + part if source in sums else part
    return found


def _cells(a: Assessment) -> Iterator[list[Any]]:
    project, model = a.project, next(iter(views_of(a)))
    reported, first = metric_factors(str(REPORTED)), project.horizon.first_year
    for row in inventory_rows(a):
        low, high = np.moveaxis(quantiles(row.amount, (0.025, 0.975)), -1, 0)
        mean = row.amount.mean(axis=-1)
        tier, kind, factors = _method(a, row, model)
        for s, scenario in enumerate(project.scenarios):
            ipcc, crt = _categories(row, project, scenario)
            for i in range(mean.shape[1]):
                value = float(mean[s, i])
                half = 50.0 * float(high[s, i] - low[s, i])
                yield [
                    *(scenario.id, model, first + i, ipcc, crt, row.line.name, row.source),
                    *(str(row.line.gas), value, float(low[s, i]), float(high[s, i])),
                    half / abs(value) if value else "",
                    *(str(project.run.metric), value * a.metric[row.line.gas]),
                    value * reported[row.line.gas],
                    *(tier, kind, factors),
                ]


def _method(a: Assessment, row: InventoryRow, model: str) -> tuple[str, str, str]:
    """Return tier, kind of factor (default, of the project's own, model) and the factors' ids."""
    uses = [
        use
        for use in a.drawn.book.uses.values()
        if row.line.name in use.lines and not _unused(use, row.source)
    ]
    factors = " ".join(sorted(use.id for use in uses))
    own = any(use.reason for use in uses)
    if row.line.name == "soil_carbon_change_co2":
        tier = _TIERS.get(model, "T3")
        return tier, "M" if tier != "T1" else "CS" if own else "D", factors
    tier = "T2" if any(use.id.startswith(_TIER_2) for use in uses) else row.line.tier
    return tier, "CS" if own else "D", factors


def _unused(use: FactorUse, source: str) -> bool:
    marks = _NOT_USED.get(source, ())
    return all(any(mark in one for mark in marks) for one in use.asked or (use.id,))


def _categories(row: InventoryRow, project: Project, scenario: Scenario) -> tuple[str, str]:
    """Return the category of the Guidelines and of the tables; soil carbon goes by its land use."""
    code = row.line.category
    if row.line.name != "soil_carbon_change_co2":
        return code, row.crt
    code += _land_use(project.scenarios[0], scenario, whole=not scenario.land_units)
    return code, CRT[code]


def _land_use(baseline: Scenario, scenario: Scenario, *, whole: bool) -> str:
    """Return the part of the code that says what the land is and whether it was that before."""
    grass = [s.management.land_use is LandUse.GRASSLAND for s in (baseline, scenario)]
    converted = grass[0] != grass[1]
    if converted and not (whole and not scenario.adoption):
        return ""  # part of the land is still what it was
    return ("3" if grass[1] else "2") + ("b" if converted else "a")
