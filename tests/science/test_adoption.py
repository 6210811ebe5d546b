import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import Conflict
from permil.science.adoption import (
    adopted_area,
    area_in_window,
    immediate_adoption,
    linear_adoption,
    logistic_adoption,
    newly_adopted_area,
    tabled_adoption,
    years_before,
)
from permil.vocabulary import AdoptionTiming

YEARS = 30
areas = st.floats(0.0, 1e6)
spans = st.floats(0.5, 25.0)
curves = st.one_of(
    st.just(immediate_adoption(YEARS)),
    st.builds(linear_adoption, spans, st.just(YEARS)),
    st.builds(
        logistic_adoption, spans, st.floats(-5.0, 40.0), st.floats(1e-3, 1e3), st.just(YEARS)
    ),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6).map(
        lambda shares: tabled_adoption(
            2.5 * np.arange(1, len(shares) + 1), [*sorted(shares)[:-1], 1.0], YEARS
        )
    ),
)
TIMINGS = st.sampled_from(list(AdoptionTiming))


def curves_of(years):
    """One curve of each kind that is complete after five years."""
    return {
        "immediate": immediate_adoption(years),
        "linear": linear_adoption(5, years),
        "logistic": logistic_adoption(5, 2.5, 2.0, years),
        "table": tabled_adoption([1, 3, 5], [0.1, 0.7, 1.0], years),
    }


@pytest.mark.parametrize("curve", list(curves_of(1)))
@pytest.mark.parametrize(
    ("initial", "final"), [(50.0, 100.0), (100.0, 0.0), (100.0, 50.0), (0.0, 7.0)]
)
def test_the_area_ends_at_its_target(curve, initial, final):
    """Not as in EX-ACT 1.20.3, whose exponential curve ends at 150, 100 and 150."""
    area = adopted_area(initial, final, curves_of(10)[curve])
    assert area[4:].tolist() == [final] * 6
    assert area.min() >= min(initial, final)
    assert area.max() <= max(initial, final)


@given(curves, areas, areas)
def test_no_area_overshoots_or_turns_back(share, initial, final):
    assert np.all((share >= 0.0) & (share <= 1.0))
    assert np.all(np.diff(share) >= 0.0)
    area = adopted_area(initial, final, share)
    assert np.all((area >= min(initial, final)) & (area <= max(initial, final)))
    assert area[-1] == final


def test_linear_adoption_by_year():
    assert linear_adoption(4, 6).tolist() == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
    assert linear_adoption(1, 3).tolist() == immediate_adoption(3).tolist()


def test_logistic_adoption_meets_its_definition():
    def plain(t):
        return 1.0 / (1.0 + np.exp(-0.8 * (t - 4.0)))

    t = np.arange(1.0, 11.0)
    share = logistic_adoption(10, 4.0, 0.8, 10)
    assert share == pytest.approx((plain(t) - plain(0.0)) / (plain(10.0) - plain(0.0)), rel=1e-12)
    assert share[-1] == 1.0


def test_a_flat_logistic_curve_is_the_straight_line_and_a_steep_one_a_step():
    assert logistic_adoption(8, 4.0, 1e-6, 8) == pytest.approx(linear_adoption(8, 8), abs=1e-6)
    assert logistic_adoption(8, 4.5, 1e3, 8) == pytest.approx([0.0] * 4 + [1.0] * 4, abs=1e-12)


def test_a_table_is_met_at_its_years_and_straight_in_between():
    share = tabled_adoption([2, 5], [0.4, 1.0], 7)
    assert share == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0])
    assert tabled_adoption([2], [0.3], 4)[-1] == 0.3


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: linear_adoption(0, 5), "not above zero"),
        (lambda: logistic_adoption(5, 2.0, -1.0, 5), "steepness"),
        (lambda: tabled_adoption([], [], 5), "one share for each"),
        (lambda: tabled_adoption([1, 2], [0.5], 5), "one share for each"),
        (lambda: tabled_adoption([2, 2], [0.1, 0.5], 5), "do not rise"),
        (lambda: tabled_adoption([0, 2], [0.1, 0.5], 5), "do not rise"),
        (lambda: tabled_adoption([1, 2], [0.5, 0.4], 5), "fall, or leave"),
        (lambda: tabled_adoption([1, 2], [0.5, 1.5], 5), "fall, or leave"),
        (lambda: tabled_adoption([1, 2], [-0.5, 1.0], 5), "fall, or leave"),
    ],
)
def test_what_is_no_curve_is_refused(build, words):
    with pytest.raises(Conflict, match=words):
        build()


def test_cohorts_are_what_is_new_in_a_year():
    area = adopted_area(50.0, 100.0, linear_adoption(2, 4))
    assert newly_adopted_area(area, 50.0).tolist() == [25.0, 25.0, 0.0, 0.0]
    shrinking = adopted_area(100.0, 0.0, linear_adoption(2, 4))
    assert newly_adopted_area(shrinking, 100.0).tolist() == [0.0] * 4


def test_the_half_year_rule_and_the_full_first_year():
    new = np.array([10.0, 0.0, 0.0, 0.0])
    assert area_in_window(new, 0.0, 2.0).tolist() == [5.0, 10.0, 5.0, 0.0]
    full = area_in_window(new, 0.0, 2.0, AdoptionTiming.START_OF_YEAR)
    assert full.tolist() == [10.0, 10.0, 0.0, 0.0]


@given(curves, areas, st.floats(0.5, 10.0), TIMINGS)
def test_windows_divide_the_adopted_area(share, size, width, timing):
    new = newly_adopted_area(adopted_area(0.0, size, share), 0.0)
    bounds = [0.0, width, 2.0 * width, np.inf]
    parts = [area_in_window(new, *bounds[i : i + 2], timing) for i in range(3)]
    whole = area_in_window(new, 0.0, np.inf, timing)
    assert sum(parts) == pytest.approx(whole, rel=1e-9, abs=1e-9)
    assert np.all(whole <= size * (1.0 + 1e-12))
    assert all(np.all(part >= 0.0) for part in parts)


def test_the_half_year_rule_is_the_mean_of_start_and_end():
    area = adopted_area(0.0, 60.0, linear_adoption(3, 5))
    mean = area_in_window(newly_adopted_area(area, 0.0), 0.0, np.inf)
    assert mean == pytest.approx((area + np.concatenate([[0.0], area[:-1]])) / 2.0)


def test_trailing_axes_equal_the_scalar_loop():
    span, steepness = np.array([[3.0], [7.5]]), np.array([0.2, 1.0, 5.0])
    size = np.array([10.0, 20.0, 30.0])
    share = logistic_adoption(span, 2.0, steepness, 12)
    table = tabled_adoption([3, 9], [[0.1, 0.2, 0.3], [0.5, 0.9, 1.0]], 12)
    area = adopted_area(5.0, size, share)
    window = area_in_window(newly_adopted_area(area, 5.0), 1.0, 4.0)
    assert share.shape == area.shape == window.shape == (12, 2, 3)
    for i, j in np.ndindex(2, 3):
        alone = logistic_adoption(span[i, 0], 2.0, steepness[j], 12)
        assert share[:, i, j].tolist() == alone.tolist()
        one = adopted_area(5.0, size[j], alone)
        assert area[:, i, j].tolist() == one.tolist()
        assert window[:, i, j].tolist() == (
            area_in_window(newly_adopted_area(one, 5.0), 1.0, 4.0).tolist()
        )
        assert (
            linear_adoption(span, 12)[:, i, 0].tolist() == linear_adoption(span[i, 0], 12).tolist()
        )
        ends = [0.1 * (j + 1), [0.5, 0.9, 1.0][j]]
        assert table[:, j] == pytest.approx(tabled_adoption([3, 9], ends, 12), rel=1e-15)


def test_years_and_draws_never_share_an_axis():
    share, draws = linear_adoption(2, 3), np.array([10.0, 20.0, 30.0])
    assert adopted_area(0.0, draws, share).tolist() == [
        [5.0, 10.0, 15.0],
        [10.0, 20.0, 30.0],
        [10.0, 20.0, 30.0],
    ]
    assert years_before(np.ones((4, 2)), np.ones((3, 2))).shape == (4, 1, 2)
    assert years_before(np.ones(4), 1.0).shape == (4,)
