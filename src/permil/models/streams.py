"""What drives a model over time: series over a batch of cells, and carbon by material.

Every model has quality classes of its own: DPM and RPM, young carbon and its humification, AWEN,
lignin over nitrogen. They stay with the model: :func:`pooled` asks it for the share of each
material that enters one of its pools and returns the stream of that pool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.vocabulary import Part

Array = NDArray[np.floating[Any]]


class Stream(NamedTuple):
    """A forcing over time for a batch of cells.

    Parameters
    ----------
    values : ndarray, shape (time, ...)
        One row a time step. What follows the time axis broadcasts against the cells, or, with an
        ``index``, is one axis of length K. A stream shorter than the run repeats from its start.
    index : ndarray of int, optional
        For every cell the column of ``values`` that drives it.
    scale : ndarray, optional
        For every cell a factor on its values: a draw on a shared series.
    plus : Stream, optional
        Another stream that is added to this one.
    """

    values: Array
    index: NDArray[np.intp] | None = None  # type: ignore[assignment]
    scale: Array | None = None
    plus: Stream | None = None


class Material(NamedTuple):
    """What carbon that enters a soil is made of.

    Parameters
    ----------
    part : Part
        Shoots or roots of a crop, or an amendment.
    name : str
        Id of the crop (table ``crops``) or of the amendment (table ``organic_amendments``); empty
        where only the carbon of a plant input is known.
    dpm_rpm_ratio : float, optional
        Decomposable to resistant plant material [-], where it is known of this very material;
        RothC takes it, models with other classes do not.
    """

    part: Part
    name: str = ""
    dpm_rpm_ratio: float | None = None


class CarbonInputs(NamedTuple):
    """Carbon inputs that share one factor.

    Parameters
    ----------
    carbon : mapping of Material to ndarray, shape (month, ...)
        Carbon entering at the end of each month [t C/ha/month]; what follows the first axis
        broadcasts against the cells.
    scale : ndarray, optional
        For every cell a factor on all of them: a draw.
    """

    carbon: Mapping[Material, Array]
    scale: Array | None = None


def pooled(inputs: Iterable[CarbonInputs], share: Callable[[Material], Any]) -> Stream:
    r"""Return the carbon that enters a pool.

    .. math:: u(t) = \sum_g s_g \sum_m f(m) \, c_{g,m}(t)

    Parameters
    ----------
    inputs : iterable of CarbonInputs
        Groups g with their factors :math:`s_g`.
    share : callable
        Share :math:`f` of a material's carbon that enters the pool [-], a number or an array that
        broadcasts against the carbon.

    Returns
    -------
    Stream
        Carbon entering [t C/ha/month]; zero where nothing does.
    """
    total: Stream | None = None
    for group in inputs:
        parts = [np.asarray(carbon) * share(m) for m, carbon in group.carbon.items()]
        values = sum(parts[1:], parts[0]) if parts else np.zeros(1)
        if values.any():
            total = Stream(values, scale=group.scale, plus=total)
    return Stream(np.zeros(1)) if total is None else total


def combined(function: Callable[..., Any], *streams: Stream) -> Stream:
    """Return a function of several streams, step by step.

    Parameters
    ----------
    function : callable
        Function of arrays, one for every stream.
    *streams : Stream
        What it takes; a stream that is shorter than the longest repeats.

    Returns
    -------
    Stream
        Its values. Where the streams share one index, so does the result; where they differ, it
        has one column a cell.
    """
    indices = [s.index for s in streams if s.index is not None]
    same = all(np.array_equal(index, indices[0]) for index in indices[1:])
    shared = [s.scale is None and s.plus is None for s in streams]
    alike = [s.index is not None or np.size(s.values[0]) == 1 for s in streams]
    index = indices[0] if indices and same and all(shared) and all(alike) else None
    values = [s.values if index is not None else _dense(s) for s in streams]
    length = int(np.lcm.reduce([len(v) for v in values]))
    axes = max(np.ndim(v) for v in values)
    return Stream(np.asarray(function(*(_aligned(v, length, axes) for v in values))), index)


def _aligned(values: Array, length: int, axes: int) -> Array:
    """Return values repeated to a length, with cell axes that broadcast against the others."""
    values = values.reshape(len(values), *(1,) * (axes - values.ndim), *values.shape[1:])
    return (
        values if len(values) in (1, length) else np.concatenate([values] * (length // len(values)))
    )


def _dense(stream: Stream) -> Array:
    """Return a stream's values by cell, with its factor and what is added to it."""
    values: Array = np.asarray(stream.values)
    if stream.index is not None:
        values = values[:, stream.index]
    if stream.scale is not None:
        scale = Stream(np.asarray(stream.scale)[None])
        values = combined(np.multiply, Stream(values), scale).values
    if stream.plus is not None:
        values = combined(np.add, Stream(values), stream.plus).values
    return values


#: Days of the months; every fourth year's day more is left out.
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def over_years(stream: Stream, how: Callable[..., Any] = np.sum) -> Stream:
    """Return a monthly stream by year: sums of fluxes (``np.sum``), means of states (``np.mean``).

    Parameters
    ----------
    stream : Stream
        Values of whole years by month.
    how : callable
        Function of an array and its ``axis``.

    Returns
    -------
    Stream
        The same by year, with its factor and index.
    """
    values = _whole_years(stream.values)
    years = how(values.reshape(-1, 12, *values.shape[1:]), axis=1)
    plus = None if stream.plus is None else over_years(stream.plus, how)
    return stream._replace(values=years, plus=plus)


def by_day(stream: Stream, *, flux: bool) -> Stream:
    """Return a monthly stream by day of years of 365 days, constant within each month.

    Parameters
    ----------
    stream : Stream
        Values of whole years by month.
    flux : bool
        Whether the month's value is a sum, which is divided by its days, or a state.

    Returns
    -------
    Stream
        The same by day: monthly means of states and sums of fluxes are kept exactly.
    """
    values = _whole_years(stream.values)
    days = np.tile(DAYS, len(values) // 12)
    if flux:
        values = values / days.reshape(-1, *(1,) * (values.ndim - 1))
    plus = None if stream.plus is None else by_day(stream.plus, flux=flux)
    return stream._replace(values=np.repeat(values, days, axis=0), plus=plus)


def _whole_years(values: Any) -> Array:
    """Return values of whole years; a constant stands for its year."""
    array: Array = np.asarray(values)
    return np.repeat(array, 12, axis=0) if len(array) == 1 else array
