"""The layout of a run: everything flat, one value a cell or shared by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from permil.models.protocol import Model
from permil.models.streams import Stream


@dataclass(frozen=True)
class Batch:
    """A run laid out flat: scalars or one value a cell, streams as (period, K) with an index."""

    model: Model
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    parameters: Any
    site: Any
    state: Any
    streams: dict[str, Stream]

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(np.prod(self.shape, dtype=np.int64))


def lay_out(
    model: Model,
    parameters: Any,
    site: Any,
    state: Any,
    forcing: Mapping[str, Stream],
    dtype: Any,
) -> Batch:
    """Broadcast everything to one shape of cells and flatten it."""
    dtype = np.dtype(dtype)
    fields = [np.shape(v) for group in (parameters, site, state) for v in group]
    streams = [shape for stream in forcing.values() for shape in _stream_shapes(stream)]
    shape = np.broadcast_shapes(*fields, *streams)

    def flat(value: Any) -> Any:
        if np.size(value) == 1:
            return dtype.type(np.asarray(value).reshape(()))
        return np.ascontiguousarray(np.broadcast_to(value, shape), dtype=dtype).reshape(-1)

    return Batch(
        model=model,
        shape=shape,
        dtype=dtype,
        parameters=type(parameters)(*map(flat, parameters)),
        site=type(site)(*map(flat, site)),
        state=type(state)(*map(flat, state)),
        streams={
            name: _flat_stream(forcing[name], shape, dtype)
            for name in model.forcing._fields  # type: ignore[attr-defined]
        },
    )


def _stream_shapes(stream: Stream) -> list[tuple[int, ...]]:
    """Return the shapes that a stream and what is added to it bring to the cells."""
    cells = np.shape(stream.values)[1:] if stream.index is None else np.shape(stream.index)
    more = [] if stream.plus is None else _stream_shapes(stream.plus)
    return [cells, np.shape(stream.scale) if stream.scale is not None else (), *more]


def _flat_stream(stream: Stream, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Stream:
    """Return the stream as (period, K): K = 1, K = cells without index, or K with an index."""
    values = np.asarray(stream.values)
    columns = values.shape[1:]
    flat = np.ascontiguousarray(values.reshape(len(values), -1), dtype=dtype)
    count, cells = flat.shape[1], int(np.prod(shape, dtype=np.int64))

    def spread(array: Any, kind: Any) -> Any:
        return np.ascontiguousarray(np.broadcast_to(array, shape), dtype=kind).reshape(-1)

    index = stream.index
    if index is None and count not in (1, cells):
        index = np.arange(count).reshape(columns)
    return Stream(
        flat,
        None if index is None else spread(index, np.intp),
        None if stream.scale is None else spread(stream.scale, dtype),
        None if stream.plus is None else _flat_stream(stream.plus, shape, dtype),
    )


def forcing_at(batch: Batch, time: int, cells: slice) -> Any:
    """Return the forcing named tuple of a time step for a slice of the cells."""
    return batch.model.forcing(*(_at(stream, time, cells) for stream in batch.streams.values()))


def _at(stream: Stream, time: int, cells: slice) -> Any:
    values: Any = stream.values[time % len(stream.values)]
    if stream.index is not None:
        values = values[stream.index[cells]]
    else:
        values = values[cells] if len(values) > 1 else values[0]
    if stream.scale is not None:
        values = values * stream.scale[cells]
    return values if stream.plus is None else values + _at(stream.plus, time, cells)
