"""The budget of organic matter: what each field grows and receives, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from permil.datasets.management import Amendment, Management
from permil.tables import table
from permil.vocabulary import AlternativeFate
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.crops import crop_facts
from permil.workflows.harvest import residue_fates
from permil.workflows.management import TRANSFERS, amendment_contents

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment


def organic_resources(a: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return every organic resource of the scenarios, where it comes from and what it replaces.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        By scenario one entry a resource, a year over the horizon, of the whole project. Residues
        above ground by crop [t DM/yr]: ``left``, ``removed``, ``burnt``. Amendments by kind and
        fate: ``amount`` [t FM/yr], ``carbon`` [t C/yr], ``nitrogen`` [kg N/yr], what would have
        become of them (``alternative_fate``) and how that ``counts``: ``difference`` for a mere
        transfer, of which only the difference to the other land counts, ``not_counted`` where the
        other fate is no soil, ``unknown`` where nobody said.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    horizon = a.project.horizon
    years = range(horizon.first_year, horizon.last_year + 1)
    for s, scenario in enumerate(a.project.scenarios):
        sums: dict[tuple[str, str, str], dict[str, Any]] = {}
        for unit in a.project.land_units:
            management = managements_of(a.project, unit)[s]
            for key, entry in _of_management(management, years):
                known = sums.setdefault(key, dict.fromkeys(entry, 0.0))
                for name, amount in entry.items():
                    known[name] += amount * unit.area / len(years)
        found[scenario.id] = [_row(*key, amounts) for key, amounts in sums.items()]
    return found


def _of_management(
    management: Management, years: range
) -> Iterator[tuple[tuple[str, str, str], dict[str, float]]]:
    """Yield what each year of a management grows and receives, per hectare."""
    for year in years:
        crop, _ = management.grown(year, years.start)
        if crop is not None and crop_facts(crop.crop).residues is not None:
            fates = residue_fates(crop)
            if any(fates.values()):
                yield ("residues", crop.crop, ""), fates
        for amendment in management.amendments:
            if amendment.schedule.applies(year, years.start):
                fate = "" if amendment.alternative_fate is None else amendment.alternative_fate
                yield ("amendment", amendment.kind, str(fate)), _brought(amendment)


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
