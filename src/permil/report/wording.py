"""Words and numbers of the answer: likelihood, rounding, amounts."""

from __future__ import annotations

from math import floor, log10
from typing import Any

from permil.locale import text

#: IPCC calibrated likelihood: words that hold from a probability on upwards ...
LIKELY = ((0.99, "virtually_certain"), (0.90, "very_likely"), (0.66, "likely"))
#: ... and words that hold from a probability on downwards, the least likely first.
UNLIKELY = ((0.01, "exceptionally_unlikely"), (0.10, "very_unlikely"), (0.33, "unlikely"))
#: Fewer draws carry no likelihood word: they are counted instead.
FEW_DRAWS = 100


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


def interval(quantity: dict[str, Any], *, places: int | None = None) -> str:
    """Return the 90 % interval, "0.12 to 0.52".

    Parameters
    ----------
    quantity : dict
        With ``q05`` and ``q95``.
    places : int, optional
        Decimals; those that the interval supports if not given.

    Returns
    -------
    str
        The interval; "no spread" where all draws agree.
    """
    places = decimals(quantity) if places is None else places
    low, high = number(quantity["q05"], places), number(quantity["q95"], places)
    return (
        text("report.no_spread")
        if low == high
        else text("report.interval", {"low": low, "high": high})
    )


def median(quantity: dict[str, Any], *, sign: bool = False, places: int | None = None) -> str:
    """Return the median with the digits that its interval supports.

    Parameters
    ----------
    quantity : dict
        With ``q50``.
    sign : bool
        Whether a plus is written before a gain.
    places : int, optional
        Decimals; those that the interval supports if not given.

    Returns
    -------
    str
        The number.
    """
    shown = number(quantity["q50"], decimals(quantity) if places is None else places)
    positive = quantity["q50"] is not None and quantity["q50"] > 0
    return f"+{shown}" if sign and positive and shown.strip("0.") else shown


def shown(quantity: dict[str, Any] | None, *, sign: bool = False, places: int | None = None) -> str:
    """Return "0.31 t C/ha/yr (0.12 to 0.52)", or a dash.

    Parameters
    ----------
    quantity : dict or None
        Unit, median and quantiles.
    sign : bool
        Whether a plus is written before a gain.
    places : int, optional
        Decimals, where several stand under each other; those that the interval supports if not
        given.

    Returns
    -------
    str
        Median, unit and 90 % interval.
    """
    if quantity is None or quantity["q50"] is None:
        return "–"
    unit = "" if quantity["unit"] == "-" else f" {quantity['unit']}"
    middle = median(quantity, sign=sign, places=places)
    return f"{middle}{unit} ({interval(quantity, places=places)})"


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


def share_of_draws(share: float | None, draws: int) -> str:
    """Return a probability in per cent, or of few draws how many they are.

    Parameters
    ----------
    share : float or None
        Share of the draws.
    draws : int
        Number of draws.

    Returns
    -------
    str
        Such as "94 %", or "1 of 1".
    """
    if share is None or draws >= FEW_DRAWS:
        return probability(share)
    return text("report.count_of_draws", {"count": round(share * draws), "draws": draws})


def chance(share: float, draws: int, *, settled: bool = True) -> str:
    """Return how likely something is in words and numbers.

    Parameters
    ----------
    share : float
        Share of the draws.
    draws : int
        Number of draws.
    settled : bool
        Whether all that bears on it is counted; else there is no likelihood word.

    Returns
    -------
    str
        Such as "likely (81 %)", or "in 1 of 1 draws"; "in 81 % of the draws, as counted".
    """
    if settled and draws >= FEW_DRAWS:
        return f"{likelihood(share)} ({probability(share)})"
    found = in_draws(share, draws)
    return found if settled else text("report.as_counted", {"chance": found})


def in_draws(share: float, draws: int) -> str:
    """Return in how many of the draws something holds, "in 81 % of the draws"."""
    shown = {"share": share_of_draws(share, draws)}
    return text("report.in_few_draws" if draws < FEW_DRAWS else "report.in_draws", shown)


def draws(count: int) -> str:
    """Return a number of draws, "1 draw" or "1000 draws"."""
    return text("report.one_draw") if count == 1 else text("report.some_draws", {"draws": count})


def years(count: int) -> str:
    """Return a number of years, "1 year" or "20 years"."""
    return text("report.one_year") if count == 1 else text("report.some_years", {"years": count})


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
