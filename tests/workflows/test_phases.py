"""A swing within the rotation is no gain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.workflows.phases import drifted, grown, recent

periods = st.integers(1, 7)
swings = st.lists(st.floats(-5.0, 5.0), min_size=7, max_size=7)


@given(period=periods, swing=swings, slope=st.floats(-1.0, 1.0), year=st.integers(14, 40))
def test_a_straight_line_with_a_swing_gives_the_line(period, swing, slope, year):
    """The swing's own mean stays in a difference to a start without one; its phase does not."""
    phase = np.array(swing[:period]) - np.mean(swing[:period])
    years = np.arange(year + 1)
    line = slope * years
    swung = line + np.where(years > 0, phase[years % period], 0.0)
    assert grown(line, year, period) == pytest.approx(slope * year, abs=1e-9)
    assert grown(swung, year, period) == pytest.approx(slope * year, abs=1e-9)
    assert drifted(swung, year, period) == pytest.approx(slope * year, abs=20.0)
    if period > 1:
        assert drifted(swung, year, period) == pytest.approx(slope * year, abs=1e-9)


@given(period=periods, swing=swings, year=st.integers(14, 40))
def test_a_rotation_that_holds_its_stock_has_not_moved(period, swing, year):
    stock = 50.0 + np.array(swing[:period])[np.arange(year + 1) % period]
    if period > 1:
        assert drifted(stock, year, period) == pytest.approx(0.0, abs=1e-9)


def test_short_horizons_take_single_years():
    series = np.array([0.0, 1.0, 5.0])
    assert recent(series, 2, 4) == 5.0
    assert grown(series, 2, 4) == 5.0
    assert drifted(series, 2, 4) == 5.0
    assert recent(series, 2, 2) == 3.0


def test_draws_keep_their_axis():
    series = np.arange(12.0).reshape(6, 2)
    assert recent(series, 5, 2).shape == (2,)
    assert grown(series, 5, 2).shape == (2,)
    assert drifted(series, 5, 2).shape == (2,)
