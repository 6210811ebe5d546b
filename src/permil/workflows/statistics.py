"""Quantiles and rank correlations over draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

#: Quantiles of every result: median, 50 % and 90 % interval.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = ("q05", "q25", "q50", "q75", "q95")
#: 99.9 % points of chi-squared with one degree of freedom, two and so on. A parameter that cannot
#: act has a squared rank correlation of about chi-squared over the number of draws.
CHANCE = (10.8, 13.8, 16.3, 18.5, 20.5, 22.5, 24.3, 26.1, 27.9)


def quantiles(draws: Any, probabilities: tuple[float, ...] = QUANTILES) -> Float:
    """Return quantiles over the last axis by linear interpolation, quantile axis last.

    Parameters
    ----------
    draws : ndarray, shape (..., draw)
        Values.
    probabilities : tuple of float
        Between 0 and 1.

    Returns
    -------
    ndarray, shape (..., quantile)
        One sort serves all quantiles, which is what makes it fast.
    """
    ordered = np.sort(draws, axis=-1)
    position = np.asarray(probabilities) * (ordered.shape[-1] - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    weight = position - below
    result: Float = ordered[..., below] * (1.0 - weight) + ordered[..., above] * weight
    return result


def summarise(draws: Any, unit: str) -> dict[str, Any]:
    """Return mean and quantiles of draws as plain numbers with their unit.

    Parameters
    ----------
    draws : ndarray, shape (draw,) or (time, draw)
        Values; times become lists.
    unit : str
        Unit of the closed list.

    Returns
    -------
    dict
        Keys ``unit``, ``mean`` and the names of the quantiles; what is not finite becomes None.
    """
    values = np.asarray(draws, float)
    columns = {"mean": values.mean(axis=-1)}
    columns |= dict(zip(NAMES, np.moveaxis(quantiles(values), -1, 0), strict=True))
    return {"unit": unit} | {name: _plain(column) for name, column in columns.items()}


def _plain(values: Any) -> Any:
    if np.ndim(values) == 0:
        return float(values) if np.isfinite(values) else None
    return [_plain(value) for value in values]


def variance_shares(result: Any, drawn: dict[str, Any], model: Any = None) -> list[dict[str, Any]]:
    r"""Return which drawn parameters carry the spread of a result.

    Squared Spearman rank correlations, scaled to at most one in all; what is left is interaction
    and what the ranks do not show. The choice of the model, which has no order, counts with its
    correlation ratio: the variance of the ranks' means between models over that of all ranks.

    A parameter that cannot act correlates by chance all the same. So what lies below
    :math:`10.8 / n` is left out, the 99.9 % point of chi-squared with one degree of freedom over
    the number of draws; for the choice between k models, that with k - 1 degrees.

    Parameters
    ----------
    result : ndarray, shape (draw,)
        The result.
    drawn : dict of str to ndarray
        Uniforms or values of each drawn parameter.
    model : ndarray of int, shape (draw,), optional
        Which model each draw is of.

    Returns
    -------
    list of dict
        ``parameter`` and ``share``, largest first; what cannot be told from chance is left out.
    """
    values = np.asarray(result)
    if values.size < 3 or np.ptp(values) == 0:
        return []
    ranks = _ranks(values)
    shares = {
        name: float(np.corrcoef(ranks, _ranks(np.asarray(draw)))[0, 1] ** 2)
        for name, draw in drawn.items()
        if np.ptp(draw) > 0
    }
    shares = {name: share for name, share in shares.items() if share * values.size > CHANCE[0]}
    if model is not None and np.ptp(model) > 0:
        ratio, others = _correlation_ratio(ranks, model), len(np.unique(model)) - 1
        if ratio * values.size > CHANCE[min(others, len(CHANCE)) - 1]:
            shares["model"] = ratio
    total = max(1.0, sum(shares.values()))
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return [{"parameter": name, "share": share / total} for name, share in ordered]


def _correlation_ratio(values: Float, group: NDArray[np.intp]) -> float:
    sizes = np.bincount(group)
    means = np.bincount(group, values) / np.maximum(sizes, 1)
    between = float((sizes * (means - values.mean()) ** 2).sum())
    return between / float(((values - values.mean()) ** 2).sum())


def _ranks(values: Any) -> Float:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


#: Beginnings of parameter names by source of uncertainty; what begins with a model is its own.
_SOURCES = {
    "model": ("model",),
    "inputs": ("plant_input", "manure_input", "practice."),
    "stock": ("soil.",),
    "climate": ("climate.",),
    "factors": ("n2o.", "ipcc.", "organic_soil.", "rice.", "livestock."),
}


def shares_by_source(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    r"""Return which source of uncertainty carries the spread: what is worth measuring next.

    A source that is known exactly takes its share :math:`v` of the variance with it and narrows the
    interval by :math:`1 - \sqrt{1 - v}`, where sources add up.

    Parameters
    ----------
    rows : sequence of mapping
        Shares by parameter, as :func:`variance_shares` gives them.

    Returns
    -------
    list of dict
        ``source`` (model, parameters, inputs, stock, climate or factors), ``share`` and
        ``narrowing`` of the interval, largest first; what no parameter carries is in none of them.
    """
    shares: dict[str, float] = {}
    for row in rows:
        name = row["parameter"]
        fits = (source for source, starts in _SOURCES.items() if name.startswith(starts))
        source = next(fits, "parameters")
        shares[source] = shares.get(source, 0.0) + row["share"]
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return [
        {"source": source, "share": share, "narrowing": 1.0 - (1.0 - min(share, 1.0)) ** 0.5}
        for source, share in ordered
    ]
