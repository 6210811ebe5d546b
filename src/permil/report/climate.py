"""The report's part on changed climates: what changes, tables, figures, lines of a terminal."""

from __future__ import annotations

from typing import Any

from permil.errors import UnknownName
from permil.locale import text
from permil.report import charts, wording
from permil.report.charts.climate import climate_chart
from permil.report.figures import Figure

_STOCK = "soil_organic_carbon_stock"
#: The methods behind the numbers of this part; they stand in reports that have it.
METHODS = ("delta_change", "share_of_change", "changed_evaporation")


def climate_views(document: dict[str, Any], model: str) -> list[dict[str, Any]]:
    """Return everything that the report shows of each changed climate.

    Parameters
    ----------
    document : dict
        The answer document.
    model : str
        The model, or the ensemble, that leads the answer.

    Returns
    -------
    list of dict
        Sentences, rows of the tables and figures; empty where no climate is changed.
    """
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    others = [s["id"] for s in document["scenarios"] if not s["baseline"]]
    titles = {m["name"]: m["title"] for m in document["models"]}
    return [
        {
            "name": entry["name"],
            "what": what_changes(document, entry),
            "rows": [_row(document, entry, s, model) for s in (baseline, *others)],
            "models": _beside(document, entry, baseline, others),
            "unseen": [titles[name] for name in entry["unseen_by"]],
            "figures": [climate_figure(document, climate, s, model) for s in others or [baseline]],
        }
        for climate, entry in document["climate_change"].items()
    ]


def what_changes(document: dict[str, Any], entry: dict[str, Any]) -> str:
    """Return what a changed climate is, in sentences.

    Parameters
    ----------
    document : dict
        The answer document.
    entry : dict
        One of its changed climates.

    Returns
    -------
    str
        The changes, how they grow, and the mean year before and after.
    """
    before, after, horizon = document["project"]["climate"], entry["climate"], document["horizon"]
    fields = {
        "name": entry["name"],
        "temperature": _span(
            entry["temperature_change"]["months"], ("same_temperature", "warmer", "by_month")
        ),
        "rain": _span(
            entry["precipitation_change"]["months"], ("same_rain", "rain", "rain_by_month")
        ),
        "first_year": horizon["first_year"],
        "reached_in": entry["reached_in"],
        "present_temperature": wording.number(before["annual_temperature"], 1),
        "temperature_mean": wording.number(after["annual_temperature"], 1),
        "present_water": wording.number(before["annual_precipitation"], 0),
        "water": wording.number(after["annual_precipitation"], 0),
        "present_pet": wording.number(before["annual_pet"], 0),
        "pet": wording.number(after["annual_pet"], 0),
        "source": entry["source"],
    }
    sentences = [text("climate_change.what", fields)]
    if entry["share_at_end"] < 1:
        part = {
            "last_year": horizon["last_year"],
            "share": wording.percent(entry["share_at_end"]),
        }
        sentences.append(text("climate_change.partly", part))
    return " ".join(sentences)


def _span(months: list[float], keys: tuple[str, str, str]) -> str:
    """Return twelve changes in words: none, one for all, or their range."""
    none, one, several = keys
    low, high = min(months), max(months)
    if low == high == 0:
        return text(f"climate_change.{none}")
    if low == high:
        return text(f"climate_change.{one}", {"change": _signed(low)})
    return text(f"climate_change.{several}", {"low": _signed(low), "high": _signed(high)})


def _signed(value: float) -> str:
    return f"{value:+.6g}".replace("-", "−") if value else "0"


def _row(document: dict[str, Any], entry: dict[str, Any], s: str, model: str) -> dict[str, Any]:
    """Return a scenario under both climates."""
    scenario = next(one for one in document["scenarios"] if one["id"] == s)
    summary, result = document["summary"][s][model], entry["results"][s][model]
    return {
        "name": scenario["name"],
        "baseline": scenario["baseline"],
        "before": summary,
        "after": result,
    }


def _beside(
    document: dict[str, Any], entry: dict[str, Any], baseline: str, others: list[str]
) -> list[dict[str, Any]]:
    """Return the models beside each other; nothing for a single one."""
    members = [m for m in document["models"] if not m["apart"]]
    if len(members) < 2:
        return []
    return [
        {
            "name": m["name"],
            "title": m["title"],
            "baseline": entry["results"][baseline][m["name"]]["against_unchanged"],
            "gains": [entry["results"][s][m["name"]]["additional_stock"] for s in others],
        }
        for m in members
    ]


def climate_figure(document: dict[str, Any], climate: str, scenario: str, model: str) -> Figure:
    """Return stocks under a changed climate beside those under the present one.

    Parameters
    ----------
    document : dict
        The answer document.
    climate, scenario, model : str
        What is shown, beside the baseline.

    Returns
    -------
    Figure
        The picture, and the numbers behind it.
    """
    chosen = next(s for s in document["scenarios"] if s["id"] == scenario)
    baseline = next(s["id"] for s in document["scenarios"] if s["baseline"])
    entry = document["climate_change"][climate]
    result = entry["results"][scenario][model]
    fields = {
        "name": chosen["name"],
        "last_year": document["horizon"]["last_year"],
        "changed": wording.shown(result["additional_stock"], sign=True),
        "present": wording.shown(
            document["summary"][scenario][model]["additional_stock"], sign=True
        ),
        "change": wording.shown(result["against_unchanged"], sign=True),
    }
    title = text(f"climate_change.{'figure_alone' if chosen['baseline'] else 'figure'}", fields)
    mine = result["series"][_STOCK]
    base = entry["results"][baseline][model]["series"][_STOCK]
    present = document["trajectories"][scenario][model][_STOCK]
    unit = mine["unit"]
    names = ("q05", "q50", "q95")
    return Figure(
        name=f"climate_{climate}_{scenario}",
        title=title,
        alt=text("climate_change.alt", {"title": title}),
        svg=charts.render_svg(climate_chart(document, climate, scenario, model)),
        headings=[
            "year",
            *(f"changed climate {n} [{unit}]" for n in names),
            f"present climate q50 [{unit}]",
            f"baseline, changed climate q50 [{unit}]",
        ],
        rows=[
            [year, *(mine[n][i] for n in names), present["q50"][i], base["q50"][i]]
            for i, year in enumerate(document["years"])
        ],
        places=max(wording.decimals(result["final_stock"]), 0),
    )


def climate_picture(
    document: dict[str, Any], climate: str, scenario: str, model: str
) -> charts.Picture:
    """Return the picture of one changed climate.

    Parameters
    ----------
    document : dict
        The answer document.
    climate : str
        Id of the changed climate; empty for the first.
    scenario, model : str
        What is shown, beside the baseline.

    Returns
    -------
    Picture
        SVG.

    Raises
    ------
    UnknownName
        If the project names no such changed climate.
    """
    known = list(document["climate_change"])
    chosen = climate or next(iter(known), "")
    if chosen not in known:
        raise UnknownName(where="", kind="changed climate", value=chosen, nearest=known)
    return climate_figure(document, chosen, scenario, model).svg


def terminal_lines(document: dict[str, Any], model: str) -> list[str]:
    """Return the lines that a terminal shows of the changed climates.

    Parameters
    ----------
    document : dict
        The answer document.
    model : str
        The model, or the ensemble, that leads the answer.

    Returns
    -------
    list of str
        Of each climate the baseline, then every scenario; none where no climate is changed.
    """
    lines = []
    titles = {m["name"]: m["title"] for m in document["models"]}
    for entry in document["climate_change"].values():
        for scenario in sorted(document["scenarios"], key=lambda s: not s["baseline"]):
            result = entry["results"][scenario["id"]][model]
            before = document["summary"][scenario["id"]][model]
            fields = {
                "climate": entry["name"],
                "last_year": document["horizon"]["last_year"],
                "name": scenario["name"],
                "change": wording.shown(result["against_unchanged"], sign=True),
                "changed": wording.shown(result["additional_stock"], sign=True),
                "present": wording.shown(before["additional_stock"], sign=True),
                "net": wording.shown(result["net_benefit"], sign=True),
            }
            key = "terminal_baseline" if scenario["baseline"] else "terminal_scenario"
            lines.append(text(f"climate_change.{key}", fields))
        if entry["unseen_by"]:
            unseen = [titles[name] for name in entry["unseen_by"]]
            lines.append(text("climate_change.unseen", {"models": unseen}))
    return lines
