"""Quantiles, summaries and shares of the variance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from permil.workflows.statistics import QUANTILES, quantiles, summarise, variance_shares


@given(arrays(float, (3, 17), elements=st.floats(-1e6, 1e6)))
def test_quantiles_are_numpys(values):
    expected = np.moveaxis(np.quantile(values, QUANTILES, axis=-1), 0, -1)
    assert quantiles(values) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_one_draw_is_all_its_quantiles():
    assert quantiles(np.array([3.0])) == pytest.approx([3.0] * 5)


def test_what_is_not_finite_becomes_none():
    entry = summarise(np.array([[1.0, 3.0], [np.nan, np.nan]]), "t C/ha")
    assert entry["mean"] == [2.0, None]
    assert entry["unit"] == "t C/ha"


def test_shares_find_the_parameter_that_matters():
    generator = np.random.default_rng(0)
    a, b, c = generator.random((3, 4000))
    rows = variance_shares(3 * a + b, {"a": a, "b": b, "c": c})
    assert [row["parameter"] for row in rows][:2] == ["a", "b"]
    assert rows[0]["share"] == pytest.approx(0.9, abs=0.04)
    assert rows[2]["share"] < 0.01
    assert variance_shares(np.ones(10), {"a": a[:10]}) == []
