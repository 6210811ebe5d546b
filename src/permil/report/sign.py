"""Sentences of the answer on organic soils, and on metrics under which its sign turns."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.wording import interval, median, net_amount, number


def peat_sentences(document: dict[str, Any], summary: dict[str, Any]) -> list[str]:
    """Return what organic soils emit, and what a scenario spares there.

    Parameters
    ----------
    document : dict
        The answer document.
    summary : dict
        Summary of the scenario.

    Returns
    -------
    list of str
        Sentences; none where there are no organic soils.
    """
    peat, sentences = document["peat_first"], []
    if peat and peat["emission"] is not None:
        fields = {
            "emission": median(peat["emission"]),
            "interval": interval(peat["emission"]),
            "most": number(peat["practices_most"], 1),
        }
        key = "headline_peat" if outweighs(peat) else "headline_peat_less"
        sentences.append(text(f"report.{key}", fields))
    if document["project"]["land_units"] and _acts(summary):
        fields = {
            "net": net_amount(summary["organic_soils"]["net_benefit_rate"]),
            "area": f"{document['project']['organic_area_ha']:g}",
        }
        sentences.append(text("report.headline_organic", fields))
    return sentences


def _acts(summary: dict[str, Any]) -> bool:
    """Return whether a scenario changes what organic soils emit."""
    organic = summary["organic_soils"]
    return bool(organic and any(organic["net_benefit"][q] for q in ("q05", "q95")))


def is_of_organic_soils_alone(summary: dict[str, Any]) -> bool:
    """Return whether a scenario acts on organic soils and leaves the land units as they are.

    Parameters
    ----------
    summary : dict
        Summary of the scenario.

    Returns
    -------
    bool
        Whether there is nothing to say of carbon in mineral soil.
    """
    rate = summary["periods"][0]["stock_change_rate"]
    return _acts(summary) and not any(rate[q] for q in ("q05", "q95"))


def outweighs(peat: dict[str, Any]) -> bool:
    """Return whether a drained hectare emits more than any practice stores, here or elsewhere.

    Parameters
    ----------
    peat : dict
        The document's ``peat_first``, with an emission.

    Returns
    -------
    bool
        By medians, against the best scenario on mineral soil and the library's most.
    """
    gain = 0.0 if peat["gain"] is None else peat["gain"]["q50"]
    return bool(peat["emission"]["q50"] > max(gain, peat["practices_most"]))


def metric_sentences(document: dict[str, Any], summary: dict[str, Any]) -> list[str]:
    """Return under which metrics the net benefit has the other sign.

    By means: methane of wet soil is so skewed that the median of the draws hides most of it.

    Parameters
    ----------
    document : dict
        The answer document.
    summary : dict
        Summary of the scenario.

    Returns
    -------
    list of str
        One sentence; none where all metrics agree.
    """
    middle = summary["net_benefit"]["mean"] or 0.0
    means = {row["metric"]: row["net_benefit"]["mean"] or 0.0 for row in summary["metrics"]}
    turned = [metric for metric, other in means.items() if other * middle < 0]
    if not turned:
        return []
    key = "headline_turns_worse" if middle > 0 else "headline_turns_better"
    return [text(f"report.{key}", {"metrics": turned, "own": document["metric"]})]
