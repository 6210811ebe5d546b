"""The answer in one sentence, and the word that it begins with."""

from __future__ import annotations

from typing import Any

from permil.locale import text
from permil.report.sign import is_of_organic_soils_alone, metric_sentences, peat_sentences
from permil.report.wording import (
    FEW_DRAWS,
    chance,
    decimals,
    in_draws,
    interval,
    likelihood,
    median,
    net_amount,
    number,
    percent,
    probability,
)

#: Answers that say yes; what they rest on must be counted.
_YES = ("yes", "probably_yes")
#: Answers that leave open what the numbers cannot settle.
_OPEN = ("depends_on_land", "depends_on_depth")


def verdict(document: dict[str, Any], scenario: str) -> str:
    """Return the answer to the question whether a scenario helps the climate.

    Organic matter that other land would have received, and carbon that less tillage keeps in the
    layer that is counted, are no gain that the numbers can settle: there no answer says yes. With
    few draws no answer is a likely one.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario : str
        Id of a scenario that is not the baseline.

    Returns
    -------
    str
        ``yes``, ``probably_yes``, ``unclear``, ``probably_no``, ``no``, ``none`` where nothing
        differs, ``depends_on_land`` or ``depends_on_depth``.
    """
    summary = _summary(document, scenario)
    if _no_difference(summary):
        return "none"
    answer = _answer(summary["probability_net_benefit"])
    facts = _facts(document, scenario)
    if answer in _YES and facts["transfer"]:
        return "depends_on_land"
    if answer in _YES and facts["tillage_alone"]:
        return "depends_on_depth"
    if document["draws"] < FEW_DRAWS and answer.startswith("probably"):
        return "unclear"
    return answer


def is_settled(answer: str) -> bool:
    """Return whether an answer stands on what is counted, so that a likelihood has a word."""
    return answer not in _OPEN


def headline(document: dict[str, Any], scenario: str) -> tuple[str, str]:
    """Return the one-sentence answer for a scenario and its likelihood word.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario : str
        Id of a scenario that is not the baseline.

    Returns
    -------
    tuple of str
        The sentence that a farmer understands, with its uncertainty in words and numbers, and the
        likelihood that the climate is better off; empty where the draws are too few for a word, or
        where the answer depends on what is not counted.
    """
    summary = _summary(document, scenario)
    answer, facts = verdict(document, scenario), _facts(document, scenario)
    sentences = [text(f"report.answer_{answer}"), *peat_sentences(document, summary)]
    if not is_of_organic_soils_alone(summary):
        sentences.append(_gain(document, summary, facts))
    if facts["less_tillage"]:
        depth = f"{document['models'][0]['depth_cm']:g}"
        sentences.append(text("report.headline_tillage", {"depth": depth}))
    if facts["transfer"]:
        sentences.append(text("report.headline_transfer"))
    if _gains(summary) and _mostly_lost(summary["periods"]):
        last_year = document["horizon"]["last_year"]
        sentences.append(text("report.headline_lost", {"last_year": last_year}))
    share = (summary["n2o_share"] or {}).get("q50")
    if share is not None and share > 0.005:
        key = "headline_n2o" if share <= 1 else "headline_n2o_more"
        sentences.append(text(f"report.{key}", {"share": percent(share)}))
    sentences.append(_net(document, summary, answer))
    sentences += metric_sentences(document, summary)
    if facts["transfer"]:
        sentences.append(text("report.headline_not_counted"))
    return " ".join(sentences), _word(document, summary, answer)


def models_line(document: dict[str, Any], scenario: str) -> str:
    """Return the range of the models' medians of the gain, where several stand together.

    Parameters
    ----------
    document : dict
        The answer document.
    scenario : str
        Id of a scenario that is not the baseline.

    Returns
    -------
    str
        One sentence; empty for a single model.
    """
    members = [m for m in document["models"] if not (m["apart"] or m["ensemble"])]
    together = {m["name"]: m["title"] for m in members}
    if len(together) < 2 or is_of_organic_soils_alone(_summary(document, scenario)):
        return ""
    periods = {m: document["summary"][scenario][m]["periods"][0] for m in together}
    rates = {m: period["stock_change_rate"] for m, period in periods.items()}
    ordered = sorted(rates, key=lambda m: rates[m]["q50"] or 0.0)
    places = min(decimals(rate) for rate in rates.values())
    fields = {
        "count": len(together),
        "low": number(rates[ordered[0]]["q50"], places),
        "high": number(rates[ordered[-1]]["q50"], places),
        "lowest": together[ordered[0]],
        "highest": together[ordered[-1]],
        "years": _first_years(next(iter(periods.values()))),
    }
    same = fields["low"] == fields["high"]
    return text("report.headline_models_agree" if same else "report.headline_models", fields)


def _summary(document: dict[str, Any], scenario: str) -> dict[str, Any]:
    """Return the summary of the model that leads the answer."""
    model = next(m["name"] for m in document["models"] if not m["apart"])
    found: dict[str, Any] = document["summary"][scenario][model]
    return found


def _facts(document: dict[str, Any], scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = next(s for s in document["scenarios"] if s["id"] == scenario)
    return found


def _no_difference(summary: dict[str, Any]) -> bool:
    return bool(summary["net_benefit"]["q05"] == summary["net_benefit"]["q95"] == 0)


def _gains(summary: dict[str, Any]) -> bool:
    return bool((summary["periods"][0]["stock_change_rate"]["q50"] or 0.0) > 0)


def _gain(document: dict[str, Any], summary: dict[str, Any], facts: dict[str, Any]) -> str:
    """Return what the soil gains or loses, and of how much land that is the mean."""
    period, gains = summary["periods"][0], _gains(summary)
    rate, area = period["stock_change_rate"], document["project"]["area_ha"]
    words = {"area": f"{area:g}", "treated": f"{facts['treated_area_ha']:g}"}
    whole = words["area"] == words["treated"]
    fields = {
        "rate": median(rate, sign=not gains),
        "interval": interval(rate),
        "years": _first_years(period),
        "land": "" if whole else text("report.headline_part", words),
    }
    return text("report.headline_gain" if gains else "report.headline_loss", fields)


def _net(document: dict[str, Any], summary: dict[str, Any], answer: str) -> str:
    """Return what all gases come to, and how sure that is."""
    fields = {"last_year": document["horizon"]["last_year"]}
    if answer == "none":
        return text("report.headline_none", fields)
    p, draws = summary["probability_net_benefit"], document["draws"]
    fields["net"] = net_amount(summary["periods"][-1]["net_benefit_rate"])
    if not is_settled(answer):
        return text("report.headline_net_counted", fields | {"chance": in_draws(p, draws)})
    if draws < FEW_DRAWS:
        return text("report.headline_net_few", fields | {"chance": chance(p, draws)})
    words = {"word": likelihood(p), "probability": probability(p)}
    return text("report.headline_net", fields | words)


def _word(document: dict[str, Any], summary: dict[str, Any], answer: str) -> str:
    if document["draws"] < FEW_DRAWS or not is_settled(answer):
        return ""
    return likelihood(summary["probability_net_benefit"])


def _first_years(period: dict[str, Any]) -> str:
    count = period["last_year"] - period["first_year"] + 1
    return text("report.first_year") if count == 1 else text("report.first_years", {"years": count})


def _mostly_lost(periods: list[dict[str, Any]]) -> bool:
    """Return whether less than half of the first period's gain is left at the end."""
    gains = [
        (p["stock_change_rate"]["q50"] or 0.0) * (p["last_year"] - p["first_year"] + 1)
        for p in (periods[0], periods[-1])
    ]
    return bool(gains[1] < 0.5 * gains[0])


def _answer(probability: float) -> str:
    if probability >= 0.9:
        return "yes"
    if probability >= 0.66:
        return "probably_yes"
    if probability > 0.33:
        return "unclear"
    return "probably_no" if probability > 0.1 else "no"
