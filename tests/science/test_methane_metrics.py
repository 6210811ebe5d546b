import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import WrongLength
from permil.science.methane_metrics import GwpStar, warming_equivalent_smith2021

STAR = GwpStar(4.53, 4.25, 20, 28.0)
flows = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=60).map(np.array)


def test_constant_methane_counts_little():
    found = warming_equivalent_smith2021(np.full(30, 2.0), np.full(20, 2.0), STAR)
    assert found == pytest.approx(0.28 * 28.0 * 2.0)


def test_a_step_up_counts_much_for_twenty_years():
    found = warming_equivalent_smith2021(np.ones(40), np.zeros(20), STAR)
    assert found[:20] == pytest.approx(4.53 * 28.0)
    assert found[20:] == pytest.approx(0.28 * 28.0)


def test_a_step_down_is_a_removal():
    found = warming_equivalent_smith2021(np.zeros(40), np.ones(20), STAR)
    assert found[:20] == pytest.approx(-4.25 * 28.0)
    assert found[20:] == pytest.approx(0.0)


def test_the_history_matters():
    now = np.full(20, 5.0)
    none, same = (
        warming_equivalent_smith2021(now, np.full(20, before), STAR).sum() for before in (0.0, 5.0)
    )
    assert none > 10.0 * same


@given(flows, flows)
def test_scenarios_of_one_history_differ_as_their_difference_does(one, other):
    n = min(len(one), len(other))
    history = np.linspace(0.0, 3.0, 20)
    apart = warming_equivalent_smith2021(one[:n], history, STAR) - warming_equivalent_smith2021(
        other[:n], history, STAR
    )
    difference = warming_equivalent_smith2021(one[:n] - other[:n], np.zeros(20), STAR)
    assert apart == pytest.approx(difference, abs=1e-8)


@given(flows)
def test_a_pulse_adds_up_to_a_quarter_of_its_gwp(flow):
    done = np.concatenate([flow, np.zeros(20)])
    found = warming_equivalent_smith2021(done, np.zeros(20), STAR)
    assert found.sum() == pytest.approx(0.28 * 28.0 * flow.sum(), abs=1e-7)


@pytest.mark.parametrize("history", [np.ones(19), np.ones(21), 1.0])
def test_a_history_of_another_length_is_refused(history):
    with pytest.raises(WrongLength, match="20"):
        warming_equivalent_smith2021(np.ones(5), history, STAR)


def test_trailing_axes_equal_the_scalar_loop():
    flow = np.linspace(0.0, 8.0, 25)[:, np.newaxis, np.newaxis] * np.array([[1.0], [2.0]])
    history = np.ones((20, 1, 3)) * np.array([0.0, 1.0, 4.0])
    together = warming_equivalent_smith2021(flow, history, STAR)
    for i, j in np.ndindex(2, 3):
        one = warming_equivalent_smith2021(flow[:, i, 0], history[:, 0, j], STAR)
        assert together[:, i, j] == pytest.approx(one, rel=1e-14)
