"""The budget of organic matter: what each field grows and receives, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.management import Amendment, Management
from permil.tables import table
from permil.vocabulary import AlternativeFate
from permil.workflows.adoption import field_cohorts, taken_up
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.crops import crop_facts, residue_fates
from permil.workflows.management import TRANSFERS, amendment_contents

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]
#: Kind, source and alternative fate of a resource.
Key = tuple[str, str, str]
Series = dict[Key, dict[str, Float]]
Sums = dict[Key, dict[str, float]]

#: What is told of each kind of resource.
AMOUNTS = {
    "residues": ("left", "removed", "burnt"),
    "amendment": ("amount", "carbon", "nitrogen"),
}


def organic_resources(a: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return every organic resource of the scenarios, where it comes from and what it replaces.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        By scenario one entry a resource, a year over the horizon, of the whole project as it
        adopts the scenario. Residues
        above ground by crop [t DM/yr]: ``left``, ``removed``, ``burnt``. Amendments by kind and
        fate: ``amount`` [t FM/yr], ``carbon`` [t C/yr], ``nitrogen`` [kg N/yr], what would have
        become of them (``alternative_fate``) and how that ``counts``: ``difference`` for a mere
        transfer, of which only the difference to the other land counts, ``not_counted`` where the
        other fate is no soil, ``unknown`` where nobody said.
    """
    horizon = a.project.horizon
    years = range(horizon.first_year, horizon.last_year + 1)
    sums: list[Sums] = [{} for _ in a.project.scenarios]
    for unit in a.project.land_units:
        cohorts = field_cohorts(a.project, unit)
        fields = [_of_management(m, years) for m in managements_of(a.project, unit)]
        for s, field in enumerate(fields):
            for key in {**field, **fields[0]}:
                known = sums[s].setdefault(key, {})
                for name in AMOUNTS[key[0]]:
                    today = _series(fields[0], key, name, len(years))
                    then = _series(field, key, name, len(years))
                    mean = float(taken_up(today, then, cohorts[s]).mean())
                    known[name] = known.get(name, 0.0) + unit.area * mean
    return {
        scenario.id: [
            _row(*key, amounts) for key, amounts in found.items() if any(amounts.values())
        ]
        for scenario, found in zip(a.project.scenarios, sums, strict=True)
    }


def _series(field: Series, key: Key, name: str, years: int) -> Float:
    none = np.zeros(years)
    return field[key][name] if key in field else none


def _of_management(management: Management, years: range) -> Series:
    """Return what a management grows and receives by year, per hectare."""
    found: Series = {}

    def add(key: Key, i: int, amounts: dict[str, float]) -> None:
        known = found.setdefault(key, {name: np.zeros(len(years)) for name in amounts})
        for name, amount in amounts.items():
            known[name][i] += amount

    for i, year in enumerate(years):
        crop, _ = management.grown(year, years.start)
        if crop is not None:
            add(("residues", crop.crop, ""), i, residue_fates(crop_facts(crop.crop), crop))
        for amendment in management.amendments:
            if amendment.schedule.applies(year, years.start):
                fate = "" if amendment.alternative_fate is None else amendment.alternative_fate
                add(("amendment", amendment.kind, str(fate)), i, _brought(amendment))
    return found


def _brought(amendment: Amendment) -> dict[str, float]:
    carbon, nitrogen = amendment_contents(amendment)
    row: Any = table("organic_amendments").one(amendment=amendment.kind)
    fresh = amendment.amount if amendment.amount is not None else 1000.0 * carbon / row.carbon
    return {"amount": fresh, "carbon": carbon, "nitrogen": nitrogen}


def _row(kind: str, source: str, fate: str, amounts: dict[str, float]) -> dict[str, Any]:
    if kind == "residues":
        return {"kind": kind, "source": source, "name": crop_facts(source).name} | amounts
    row: Any = table("organic_amendments").one(amendment=source)
    return {
        "kind": kind,
        "source": source,
        "name": row.name,
        **amounts,
        "alternative_fate": fate or None,
        "counts": _counts(fate),
    }


def _counts(fate: str) -> str:
    if not fate:
        return "unknown"
    return "difference" if AlternativeFate(fate) in TRANSFERS else "not_counted"
