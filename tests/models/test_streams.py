"""Functions of several streams: what drives the same cells keeps its index, the rest is spread."""

import numpy as np
import pytest

from permil.models.streams import Stream, combined

CELLS = 6


def spread(stream):
    """Return a stream by cell, the long way round."""
    values = stream.values if stream.index is None else stream.values[:, stream.index]
    rows = [np.broadcast_to(row, CELLS) for row in values]
    scale = 1.0 if stream.scale is None else stream.scale
    dense = np.array(rows) * scale
    if stream.plus is None:
        return dense
    more = spread(stream.plus)
    length = max(len(dense), len(more))
    return np.tile(dense, (length // len(dense), 1)) + np.tile(more, (length // len(more), 1))


def random_streams(seed):
    generator = np.random.default_rng(seed)
    index, other = generator.integers(0, 3, CELLS), generator.integers(0, 2, CELLS)
    shared = Stream(generator.random((12, 3)), index)
    return {
        "shared": shared,
        "same index": Stream(generator.random((24, 3)), index.copy()),
        "other index": Stream(generator.random((12, 2)), other),
        "one column": Stream(generator.random((4, 1))),
        "constant": Stream(generator.random(1)),
        "by cell": Stream(generator.random((12, CELLS))),
        "never changing by cell": Stream(generator.random((1, CELLS))),
        "scaled": shared._replace(scale=generator.random(CELLS)),
        "added": shared._replace(plus=Stream(generator.random((6, 1)))),
    }


@pytest.mark.parametrize("first", random_streams(0))
@pytest.mark.parametrize("second", random_streams(0))
def test_any_two_streams(first, second):
    one, two = (random_streams(seed)[name] for seed, name in ((1, first), (1, second)))
    found = combined(lambda a, b: a - 2.0 * b, one, two)
    expected = [spread(one), spread(two)]
    length = int(np.lcm(len(expected[0]), len(expected[1])))
    left, right = (np.tile(v, (length // len(v), 1)) for v in expected)
    assert np.tile(spread(found), (length // len(found.values), 1)) == pytest.approx(
        left - 2.0 * right, rel=1e-15
    )


def test_one_index_is_kept():
    streams = random_streams(2)
    shared, columns = streams["shared"], (3, 24)
    for name in ("same index", "one column", "constant"):
        found = combined(np.add, shared, streams[name])
        assert found.index is not None
        assert np.array_equal(found.index, shared.index)
        assert np.shape(found.values) in ((12, columns[0]), (columns[1], columns[0]))
    assert combined(np.add, shared, streams["other index"]).index is None
