import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.rain_erosivity import (
    erosivity_renard1994_annual,
    erosivity_renard1994_fournier,
    modified_fournier_index,
)
from permil.tables import parameter_set

FOURNIER = parameter_set("erosivity_renard1994_fournier")
ANNUAL = parameter_set("erosivity_renard1994_annual")


def test_even_rain_has_a_month_as_its_index():
    assert modified_fournier_index(np.full(12, 60.0)) == pytest.approx(60.0)
    assert modified_fournier_index(np.zeros(12)) == 0.0


@given(st.lists(st.floats(0.0, 500.0), min_size=12, max_size=12))
def test_the_index_lies_between_a_mean_and_the_wettest_month(rain):
    index = modified_fournier_index(np.array(rain))
    assert index <= max(rain) * (1 + 1e-12)
    assert index >= sum(rain) / 12.0 * (1 - 1e-12) or sum(rain) < 1e-100


def test_published_lines():
    assert erosivity_renard1994_fournier(40.0, FOURNIER) == pytest.approx(0.7397 * 40.0**1.847)
    assert erosivity_renard1994_fournier(100.0, FOURNIER) == pytest.approx(4257.67)
    assert erosivity_renard1994_annual(600.0, ANNUAL) == pytest.approx(0.0483 * 600.0**1.61)
    assert erosivity_renard1994_annual(1000.0, ANNUAL) == pytest.approx(3473.8)


@pytest.mark.parametrize(
    ("function", "constants", "at"),
    [
        (erosivity_renard1994_fournier, FOURNIER, 55.0),
        (erosivity_renard1994_annual, ANNUAL, 850.0),
    ],
)
def test_the_two_lines_meet(function, constants, at):
    below, above = function(np.array([at * (1 - 1e-9), at]), constants)
    assert below == pytest.approx(above, rel=0.01)


def test_the_misprint_of_the_power_would_jump_ten_fold():
    misprint = {**FOURNIER, "factor": 0.07397}
    below, above = erosivity_renard1994_fournier(np.array([55.0 - 1e-9, 55.0]), misprint)
    assert above / below > 9.0


@given(st.floats(0.0, 400.0), st.floats(0.0, 400.0))
def test_more_rain_is_more_erosive(one, other):
    low, high = sorted((one, other))
    if not low < 55.0 <= high or high > 56.0:  # the lines meet, but for one per cent
        weak = erosivity_renard1994_fournier(low, FOURNIER)
        assert weak <= erosivity_renard1994_fournier(high, FOURNIER) + 1e-9


def test_trailing_axes_equal_the_scalar_loop():
    rain = np.arange(12.0)[:, None, None] * np.array([[1.0], [9.0]]) + np.array([1.0, 20.0, 50.0])
    index = modified_fournier_index(rain)
    erosivity = erosivity_renard1994_fournier(index, FOURNIER)
    for i, j in np.ndindex(2, 3):
        assert index[i, j] == modified_fournier_index(rain[:, i, j])
        assert erosivity[i, j] == erosivity_renard1994_fournier(index[i, j], FOURNIER)
