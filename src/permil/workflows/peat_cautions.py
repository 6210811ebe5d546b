"""What is said before all else where a project lies on or near peat."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.sign import outweighs
from permil.report.wording import number, shown
from permil.tables import parameter_set

Found = list[tuple[str, dict[str, Any]]]


def peat_cautions(document: dict[str, Any]) -> list[dict[str, str]]:
    """Return what must be known first of organic soils, and of land units that may be such.

    Parameters
    ----------
    document : dict
        The answer document, whose ``peat_first`` and ``project`` are complete.

    Returns
    -------
    list of dict
        Code and text of each caution; empty where nothing is organic.
    """
    found = _first(document) + _like_peat(document)
    return [{"code": code, "text": text(f"results.{code}", fields)} for code, fields in found]


def _first(document: dict[str, Any]) -> Found:
    """Return how drained soil compares with what mineral soil can bring."""
    peat = document["peat_first"]
    if peat is None:
        return []
    found: Found = []
    if peat["emission"] is not None:
        fields = {
            "emission": shown(peat["emission"]),
            "area": f"{peat['drained_ha']:g}",
            "most": number(peat["practices_most"], 1),
            "comparison": _compared(document, peat),
        }
        found.append(("peat_first" if outweighs(peat) else "peat_first_less", fields))
    elif peat["drained_ha"]:
        found.append(("peat_first_unknown", {"area": f"{peat['drained_ha']:g}"}))
    if peat["wet_ha"]:
        found.append(("peat_wet", {"area": f"{peat['wet_ha']:g}"}))
    return found


def _compared(document: dict[str, Any], peat: dict[str, Any]) -> str:
    """Return what the best scenario brings on mineral soil; empty where none gains there."""
    if peat["gain"] is None:
        return ""
    fields = {
        "gain": shown(peat["gain"]),
        "scenario": next(s["name"] for s in document["scenarios"] if s["id"] == peat["scenario"]),
        "ratio": number(peat["ratio"], 0 if peat["ratio"] >= 10 else 1),
    }
    return " " + text("results.peat_compared", fields)


def _like_peat(document: dict[str, Any]) -> Found:
    """Return the land units whose stock is typical of peat."""
    found: Found = []
    for unit in document["project"]["land_units"]:
        density = 10.0 * (unit["initial_stock"]["q50"] or 0.0) / unit["depth_cm"]
        if density >= parameter_set("planning")["peat_like_density"]:
            found.append(("peat_like", {"unit": unit["name"], "density": f"{density:.0f}"}))
    return found
