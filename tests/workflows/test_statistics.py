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
    assert len(rows) == 2
    assert variance_shares(np.ones(10), {"a": a[:10]}) == []


@pytest.mark.parametrize("n", [50, 1000])
def test_parameters_that_cannot_act_are_left_out_but_for_one_in_a_thousand(n):
    generator = np.random.default_rng(1)
    drawn = {f"idle_{i}": draw for i, draw in enumerate(generator.random((2000, n)))}
    result = generator.normal(size=n)
    assert len(variance_shares(result, drawn)) <= 6
    acting = variance_shares(result, drawn | {"acts": result + generator.normal(size=n)})
    assert acting[0]["parameter"] == "acts"


def test_a_choice_of_models_that_does_nothing_is_left_out():
    generator = np.random.default_rng(2)
    found = [
        variance_shares(generator.normal(size=300), {}, generator.integers(0, 5, 300))
        for _ in range(1000)
    ]
    assert sum(map(len, found)) <= 4
    pick = generator.integers(0, 5, 300)
    rows = variance_shares(generator.normal(size=300) + pick, {}, pick)
    assert [row["parameter"] for row in rows] == ["model"]


def test_few_draws_show_no_parameter_that_they_cannot():
    line = np.arange(10.0)
    assert variance_shares(line, {"a": line}) == []
    longer = np.arange(11.0)
    assert variance_shares(longer, {"a": longer}) == [{"parameter": "a", "share": 1.0}]
