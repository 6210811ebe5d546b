"""The report's part on risks of N2O and CH4: why, what helps, what cannot be judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from permil.locale import text
from permil.report import wording

Entry = dict[str, Any]


def risk_view(document: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the report shows of risks, one entry a rule.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    dict
        ``holds``: rules that hold somewhere, with a row for every land unit and scenario and a
        column for every remedy; ``undecided``: rules with what is missing; ``sources``: keys of
        what is cited.
    """
    places = list(_places(document))
    holds = [(where, e) for where, e in places if e["verdict"] == "holds"]
    open_ = [(where, e) for where, e in places if e["verdict"] == "undecided"]
    return {
        "holds": [_held(group) for group in _by_rule(holds)],
        "undecided": [_undecided(group) for group in _by_rule(open_)],
        "sources": [
            source
            for _, entry in holds
            for source in (
                entry["magnitude"]["source"],
                *(measure["effect"]["source"] for measure in entry["helps"]),
            )
        ],
    }


def _places(document: dict[str, Any]) -> Iterable[tuple[dict[str, str], Entry]]:
    """Yield every entry with the names of its land unit and scenario."""
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    units = {u["id"]: u["name"] for u in document["project"]["land_units"]}
    for scenario, entries in document["risks"].items():
        for entry in entries:
            yield {"unit": units[entry["land_unit"]], "scenario": names[scenario]}, entry


def _by_rule(
    places: list[tuple[dict[str, str], Entry]],
) -> list[list[tuple[dict[str, str], Entry]]]:
    found: dict[str, list[tuple[dict[str, str], Entry]]] = {}
    for where, entry in places:
        found.setdefault(entry["rule"], []).append((where, entry))
    return list(found.values())


def _held(group: list[tuple[dict[str, str], Entry]]) -> dict[str, Any]:
    """Return a rule that holds: why, by how much as published, and its remedies by place."""
    first = group[0][1]
    return {
        "name": first["name"],
        "likely": text(f"risks.{first['direction']}", {"gas": first["gas"]}),
        "why": first["why"],
        "published": _published(first["magnitude"]),
        "source": first["magnitude"]["source"],
        "units": list(dict.fromkeys(where["unit"] for where, _ in group)),
        "places": [text("risks.where", where) for where, _ in group],
        "helps": [
            {
                "text": measure["text"],
                "source": measure["effect"]["source"],
                "changes": [entry["helps"][i]["computed"] for _, entry in group],
                "notes": list(
                    dict.fromkeys(
                        entry["helps"][i]["computed"]["note"]
                        for _, entry in group
                        if entry["helps"][i]["computed"] is not None
                    )
                ),
            }
            for i, measure in enumerate(first["helps"])
        ],
    }


def _published(effect: dict[str, Any]) -> str:
    """Return the published size of a rule with what it rests on."""
    size = text("risks.no_size")
    if effect["mid"] is not None:
        sign = "+" if effect["mid"] > 0 else ""
        size = f"{sign}{wording.number(effect['mid'], 1)} {effect['unit']}"
        if effect["low"] is not None:
            ends = (wording.number(effect[name], 1) for name in ("low", "high"))
            size += f" ({' to '.join(ends)})"
        size += "."
    return text("risks.by_published", {"size": size, "basis": effect["basis"]})


def _undecided(group: list[tuple[dict[str, str], Entry]]) -> dict[str, Any]:
    missing = dict.fromkeys(name for _, entry in group for name in entry["missing"])
    units = dict.fromkeys(where["unit"] for where, _ in group)
    return {
        "name": group[0][1]["name"],
        "missing": [text(f"risks.quantity_{name}") for name in missing],
        "units": list(units),
    }


def risk_line(document: dict[str, Any]) -> str:
    """Return the line of a terminal: which rules hold where, and which cannot be judged.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    str
        The line.
    """
    view = risk_view(document)
    names = [
        text("risks.terminal_item", {"name": rule["name"], "units": rule["units"]})
        for rule in view["holds"]
    ]
    line = text("risks.terminal", {"names": names}) if names else text("risks.terminal_none")
    left = [rule["name"] for rule in view["undecided"]]
    return f"{line} {text('risks.terminal_undecided', {'names': left})}" if left else line
