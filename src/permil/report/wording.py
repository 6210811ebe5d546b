"""Words and numbers of the answer: likelihood, rounding, the headline."""

from __future__ import annotations

from math import floor, log10
from typing import Any

from permil.locale import text

#: IPCC calibrated likelihood: words that hold from a probability on upwards ...
LIKELY = ((0.99, "virtually_certain"), (0.90, "very_likely"), (0.66, "likely"))
#: ... and words that hold from a probability on downwards, the least likely first.
UNLIKELY = ((0.01, "exceptionally_unlikely"), (0.10, "very_unlikely"), (0.33, "unlikely"))


def likelihood(probability: float) -> str:
    """Return the calibrated likelihood word of a probability.

    Parameters
    ----------
    probability : float
        Between 0 and 1.

    Returns
    -------
    str
        The word; the number must stand beside it.

    References
    ----------
    ipcc2010_uncertainty
    """
    words = [word for least, word in LIKELY if probability >= least]
    words += [word for most, word in UNLIKELY if probability <= most]
    return text(f"report.{[*words, 'about_as_likely_as_not'][0]}")


def decimals(quantity: dict[str, Any]) -> int:
    """Return how many decimals the 90 % interval supports.

    Half its width is shown with two digits where they begin below 2.5, with one digit above, so
    that intervals of like width have like decimals: 0.31 (0.12 to 0.52), 0.9 (0.6 to 1.2).

    Parameters
    ----------
    quantity : dict
        With ``q05`` and ``q95``.

    Returns
    -------
    int
        Decimals, negative where tens or hundreds are rounded; none for years; three digits of the
        value where the interval has no width.
    """
    if quantity["unit"] == "yr":
        return 0
    low, high = quantity.get("q05"), quantity.get("q95")
    middle = abs(quantity.get("q50") or 0.0)
    width = abs(high - low) if low is not None and high is not None else 0.0
    if width <= 1e-9 * max(middle, 1e-12):
        return _places(middle, 3)
    half = width / 2
    digits = 2 if half < 2.5 * 10.0 ** floor(log10(half)) else 1
    return min(_places(half, digits), 6)


def _places(value: float, digits: int) -> int:
    if value <= 0:
        return 1
    return digits - 1 - floor(log10(value))


def number(value: float | None, places: int) -> str:
    """Return a number rounded to decimals, or to tens where they are negative; a dash for none."""
    if value is None:
        return "–"
    shown = f"{round(value, places):,.{max(places, 0)}f}".replace(",", "\u202f")
    if not shown.strip("-0.\u202f"):
        shown = shown.lstrip("-")
    return shown.replace("-", "−")


def interval(quantity: dict[str, Any]) -> str:
    """Return the 90 % interval, "0.12 to 0.52".

    Parameters
    ----------
    quantity : dict
        With ``q05`` and ``q95``.

    Returns
    -------
    str
        The interval; "no spread" where all draws agree.
    """
    places = decimals(quantity)
    low, high = number(quantity["q05"], places), number(quantity["q95"], places)
    return (
        text("report.no_spread")
        if low == high
        else text("report.interval", {"low": low, "high": high})
    )


def median(quantity: dict[str, Any], *, sign: bool = False) -> str:
    """Return the median with the digits that its interval supports.

    Parameters
    ----------
    quantity : dict
        With ``q50``.
    sign : bool
        Whether a plus is written before a gain.

    Returns
    -------
    str
        The number.
    """
    shown = number(quantity["q50"], decimals(quantity))
    positive = quantity["q50"] is not None and quantity["q50"] > 0
    return f"+{shown}" if sign and positive and shown.strip("0.") else shown


def shown(quantity: dict[str, Any] | None, *, sign: bool = False) -> str:
    """Return "0.31 t C/ha/yr (0.12 to 0.52)", or a dash.

    Parameters
    ----------
    quantity : dict or None
        Unit, median and quantiles.
    sign : bool
        Whether a plus is written before a gain.

    Returns
    -------
    str
        Median, unit and 90 % interval.
    """
    if quantity is None or quantity["q50"] is None:
        return "–"
    unit = "" if quantity["unit"] == "-" else f" {quantity['unit']}"
    return f"{median(quantity, sign=sign)}{unit} ({interval(quantity)})"


def percent(share: float | None) -> str:
    """Return a share or probability in per cent; never 0 or 100 where it is not."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1:
        return "> 99 %"
    return f"{100 * share:.0f} %".replace("-", "−")


def probability(share: float | None) -> str:
    """Return a probability in per cent; a share of draws never proves 0 or 100 %.

    Parameters
    ----------
    share : float or None
        Share of the draws.

    Returns
    -------
    str
        Such as "94 %"; "> 99 %" and "< 1 %" at the ends.
    """
    if share is None:
        return "–"
    if share < 0.01:
        return "< 1 %"
    return "> 99 %" if share > 0.99 else percent(share)


def years(count: int) -> str:
    """Return a number of years, "1 year" or "20 years"."""
    return text("report.one_year") if count == 1 else text("report.some_years", {"years": count})


def _first_years(period: dict[str, Any]) -> str:
    count = period["last_year"] - period["first_year"] + 1
    return text("report.first_year") if count == 1 else text("report.first_years", {"years": count})


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
        likelihood that the climate is better off.
    """
    model = next(m["name"] for m in document["models"] if not m["apart"])
    summary = document["summary"][scenario][model]
    p = summary["probability_net_benefit"]
    none = summary["net_benefit"]["q05"] == summary["net_benefit"]["q95"] == 0
    rate = summary["periods"][0]["stock_change_rate"]
    gains = (rate["q50"] or 0.0) > 0
    fields = {
        "answer": text(f"report.answer_{'none' if none else _answer(p)}"),
        "rate": median(rate, sign=not gains),
        "interval": interval(rate),
        "years": _first_years(summary["periods"][0]),
        "last_year": document["horizon"]["last_year"],
        "net": "" if none else net_amount(summary["periods"][-1]["net_benefit_rate"]),
        "probability": probability(p),
        "word": likelihood(p),
    }
    sentences = [text("report.headline_gain" if gains else "report.headline_loss", fields)]
    transfer = next(s["transfer"] for s in document["scenarios"] if s["id"] == scenario)
    if transfer:
        sentences.append(text("report.headline_transfer"))
    if gains and _mostly_lost(summary["periods"]):
        sentences.append(text("report.headline_lost", fields))
    share = (summary["n2o_share"] or {}).get("q50")
    if share is not None and share > 0.005:
        key = "headline_n2o" if share <= 1 else "headline_n2o_more"
        sentences.append(text(f"report.{key}", {"share": percent(share)}))
    sentences.append(text(f"report.headline_{'none' if none else 'net'}", fields))
    return " ".join(sentences), likelihood(p)


def net_amount(benefit: dict[str, Any]) -> str:
    """Return a net benefit in words: how much less, or more, reaches the atmosphere.

    Parameters
    ----------
    benefit : dict
        Net benefit; positive is good.

    Returns
    -------
    str
        Such as "1.6 t CO2e/ha/yr less to the atmosphere (1.4 to 1.9)"; an interval on both sides
        of zero names both.
    """
    places, good = decimals(benefit), (benefit["q50"] or 0.0) >= 0
    middle = abs(benefit["q50"] or 0.0)
    low, high = sorted((abs(benefit["q05"]), abs(benefit["q95"])))
    fields = {"low": number(low, places), "high": number(high, places)}
    if benefit["q05"] < 0 < benefit["q95"]:
        around = text(
            "report.interval_both",
            {"more": number(-benefit["q05"], places), "less": number(benefit["q95"], places)},
        )
    elif fields["low"] == fields["high"]:
        around = text("report.no_spread")
    else:
        around = text("report.interval", fields)
    words = {"amount": number(middle, places), "unit": _in_words(benefit["unit"])}
    return text(f"report.net_{'less' if good else 'more'}", words | {"interval": around})


def _in_words(unit: str) -> str:
    """Return a unit as it stands in a sentence."""
    rates = {"t CO2e/ha/yr": "report.unit_net_rate"}
    return text(rates[unit]) if unit in rates else unit


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
    if len(together) < 2:
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
