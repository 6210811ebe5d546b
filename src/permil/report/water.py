"""The report's part on water: one picture, tables, and the line of a terminal."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report import charts, wording
from permil.report.charts.water import BARS, water_chart
from permil.report.figures import Figure

Balance = dict[str, float]


def water_view(document: dict[str, Any], model: str) -> dict[str, Any]:
    """Return everything that the report shows of water.

    Parameters
    ----------
    document : dict
        The answer document.
    model : str
        The model, or the ensemble, that leads the answer.

    Returns
    -------
    dict
        The picture, a row for every scenario and land unit, and what is not known; no picture
        where no land unit's water is known.
    """
    water = document["water"]
    names = {s["id"]: s["name"] for s in document["scenarios"]}
    units = {u["id"]: u["name"] for u in document["project"]["land_units"]}
    rows = [
        {
            "name": names[s],
            "balance": entry["balance"],
            "held": None if entry["carbon"] is None else entry["carbon"]["gain"][model],
            "carbon": entry["carbon"],
            "units": [u | {"name": units[u["land_unit"]]} for u in entry["land_units"]],
        }
        for s, entry in water["scenarios"].items()
    ]
    return {
        "figure": water_figure(document) if water["precipitation"] is not None else None,
        "rows": rows,
        "trees": any(row["balance"] and row["balance"]["tree_evapotranspiration"] for row in rows),
        "unknown": [
            text("water.unknown", {"units": group, "why": text(f"water.why_{why}")})
            for why, group in _by_reason(water["unknown"], units).items()
        ],
    }


def _by_reason(unknown: dict[str, str], units: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit, why in unknown.items():
        found.setdefault(why, []).append(units[unit])
    return found


def _balances(document: dict[str, Any]) -> dict[str, Balance]:
    """Return the balance of every scenario by its name, the baseline first."""
    ordered = sorted(document["scenarios"], key=lambda s: not s["baseline"])
    return {s["name"]: document["water"]["scenarios"][s["id"]]["balance"] for s in ordered}


def water_figure(document: dict[str, Any]) -> Figure:
    """Return the water balance by scenario.

    Parameters
    ----------
    document : dict
        The answer document; the water of a land unit at least must be known.

    Returns
    -------
    Figure
        The picture, and the numbers behind it.
    """
    balances = _balances(document)
    title = _title(balances, document["water"]["precipitation"])
    parts = [
        *(part for part, _, _ in BARS),
        "cover_crop_drainage",
        "tree_drainage",
        "runoff",
        "irrigation",
    ]
    return Figure(
        name="water",
        title=title,
        alt=text("water.alt", {"title": title}),
        svg=charts.render_svg(water_chart(balances)),
        headings=["scenario", *(f"{part.replace('_', ' ')} [mm/yr]" for part in parts)],
        rows=[[name, *(balance[part] for part in parts)] for name, balance in balances.items()],
        places=0,
    )


def _title(balances: dict[str, Balance], rain: float) -> str:
    """Return what the scenario that changes evaporation most does, or the baseline alone."""
    (_, today), *others = balances.items()
    if not others:
        return text("water.figure_alone", {"rain": _mm(rain)} | _shown(today))

    def more(balance: Balance) -> float:
        return balance["evapotranspiration"] - today["evapotranspiration"]

    name, most = max(others, key=lambda item: abs(more(item[1])))
    less = most["drainage"] - today["drainage"]
    fields = {"name": name, "more": _signed(more(most)), "less": _signed(less)}
    return text("water.figure", fields | _shown(most))


def _mm(value: float) -> str:
    return wording.number(value, 0)


def _signed(value: float) -> str:
    shown = wording.number(value, 0)
    return f"+{shown}" if value > 0 and shown != "0" else shown


def _shown(balance: Balance) -> dict[str, str]:
    return {name: _mm(balance[name]) for name in ("evapotranspiration", "drainage")}


def water_line(document: dict[str, Any]) -> str:
    """Return the line of a terminal.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    str
        The balance of every scenario, or that none is known.
    """
    if document["water"]["precipitation"] is None:
        return text("water.terminal_none")
    items = [
        text("water.terminal_item", {"name": name, "need": _mm(b["irrigation_need"])} | _shown(b))
        for name, b in _balances(document).items()
    ]
    return text("water.terminal", {"scenarios": "; ".join(items)})
