"""What a result says of the published factors: behind each line, and those of the project's own."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from permil.workflows.lines import lines_in

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment


def line_entries(a: Assessment) -> list[dict[str, Any]]:
    """Return the lines of the balance: gas, group, inventory category and the factors behind.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    list of dict
        Entries of the answer document's ``lines``.
    """
    uses = [(use, asdict(use) | {"asked": list(use.asked)}) for use in a.drawn.book.uses.values()]
    return [
        {
            "line": line.name,
            "gas": str(line.gas),
            "group": line.group,
            "category": line.category,
            "unit": a.ledger[line.name].attrs["units"],
            "factors": [
                {key: value for key, value in entry.items() if key != "lines"}
                for use, entry in uses
                if line.name in use.lines
            ],
        }
        for line in lines_in(a.ledger)
    ]


def own_factors(a: Assessment) -> list[dict[str, Any]]:
    """Return the factors that the project gives, each with its reason and the published value.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    list of dict
        Entries of the answer document's ``own_factors``; ``published`` is None where nothing is.
    """
    shown = ("id", "value", "low", "high", "unit", "published", "reason")
    uses = [asdict(use) for use in a.drawn.book.uses.values() if use.reason]
    return [{key: use[key] for key in shown} for use in uses]
