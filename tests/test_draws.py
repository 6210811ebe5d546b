"""Draws depend on seed and name alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.draws import (
    QUASI_RANDOM_DIMENSIONS,
    CentralDraws,
    ChosenDraws,
    Draws,
    lognormal,
    normal,
    published_mean,
    triangular,
    two_piece_normal,
    uniform,
)
from permil.tables import table
from permil.vocabulary import Distribution


@pytest.mark.parametrize("sequence", ["random", "sobol"])
@pytest.mark.parametrize("name", ["n2o.ef1_other", "plant_input"])
def test_the_first_thousand_of_ten_thousand_are_the_thousand(sequence, name):
    long = Draws(7, 10_000, sequence).uniform(name)
    assert np.array_equal(long[:1000], Draws(7, 1000, sequence).uniform(name))


def test_names_and_seeds_give_other_draws():
    draws = Draws(1, 1000)
    assert not np.array_equal(draws.uniform("a"), draws.uniform("b"))
    assert not np.array_equal(draws.uniform("a"), Draws(2, 1000).uniform("a"))
    assert np.array_equal(draws.uniform("a"), Draws(1, 1000).uniform("a"))
    assert abs(np.corrcoef(draws.uniform("a"), draws.uniform("b"))[0, 1]) < 0.1


def test_draws_are_the_same_on_every_machine():
    # Written down once: a change here changes every published result.
    first = Draws(1, 3).uniform("plant_input")
    assert first.tolist() == [0.6474396616685353, 0.685475705443086, 0.2341616938806661]


def test_sobol_fills_evenly():
    values = Draws(3, 1024, "sobol").uniform("n2o.ef4")
    counts, _ = np.histogram(values, bins=64, range=(0, 1))
    assert counts.min() == counts.max() == 16


def test_every_quasi_random_name_is_there_once():
    assert len(set(QUASI_RANDOM_DIMENSIONS)) == len(QUASI_RANDOM_DIMENSIONS)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 5))
def test_two_piece_normal_has_the_published_quantiles(a, b, c):
    low, value, high = sorted((a, b, c))
    u = np.array([0.025, 0.5, 0.975])
    assert two_piece_normal(u, low, value, high) == pytest.approx([low, value, high], abs=1e-12)
    drawn = two_piece_normal(np.linspace(0.001, 0.999, 101), low, value, high)
    assert np.all(np.diff(drawn) >= 0)
    assert np.all(drawn >= 0)


MIDDLES = (np.arange(200_000) + 0.5) / 200_000


def wetland_ranges():
    """Every published range of the Wetlands Supplement, of whatever skew."""
    for name in (
        "drained_organic_soils",
        "rewetted_organic_soils",
        "coastal_wetlands",
        "mineral_wetlands",
        "peat_fire",
    ):
        assert table(name).card.drawn_as is Distribution.PUBLISHED_MEAN
        for row in table(name).rows:
            if row.low is not None and row.value > row.low:
                yield pytest.param(
                    row.low, row.value, row.high, id=f"{name} {row.value} [{row.low}-{row.high}]"
                )


@pytest.mark.parametrize(("low", "value", "high"), dict.fromkeys(wetland_ranges()))
def test_the_mean_of_the_draws_is_the_published_mean(low, value, high):
    drawn = published_mean(MIDDLES, low, value, high)
    assert drawn.mean() == pytest.approx(value, rel=5e-3, abs=5e-3)
    assert np.all(np.diff(drawn) >= 0)
    ends = np.quantile(drawn, (0.025, 0.975))
    assert ends[1] == pytest.approx(high, rel=1e-3)
    # The low end gives way where no shape has both ends and the mean, by a few per cent at most.
    assert ends[0] == pytest.approx(low, abs=0.03 * value if low >= 0 else 1e-3)


def test_a_skewed_range_around_a_median_would_be_biased():
    """Methane of rewetted bogs: two half-normals around 92 have a mean 59 % above it."""
    assert two_piece_normal(MIDDLES, 3, 92, 445).mean() == pytest.approx(1.59 * 92, rel=0.01)
    assert published_mean(MIDDLES, 3, 92, 445).mean() == pytest.approx(92, rel=1e-3)


def test_a_mean_too_far_below_its_range_keeps_the_mean():
    drawn = published_mean(MIDDLES, 0.0, 1.0, 50.0)
    assert drawn.mean() == pytest.approx(1.0, rel=0.01)
    assert np.quantile(drawn, 0.975) == pytest.approx(np.exp(1.96**2 / 2), rel=1e-3)
    # At the end of its range a value is no mean: it stands as the median.
    assert np.median(published_mean(MIDDLES, 0.0, 0.0, 40.0)) == pytest.approx(0.0, abs=1e-3)


def test_distributions_match_their_definition():
    u = (np.arange(20_000) + 0.5) / 20_000
    assert normal(u, 3.0, 2.0).mean() == pytest.approx(3.0, abs=1e-3)
    assert normal(u, 3.0, 2.0).std() == pytest.approx(2.0, rel=1e-3)
    assert uniform(u, 2.0, 6.0).mean() == pytest.approx(4.0)
    assert triangular(u, 0.0, 1.0, 4.0).mean() == pytest.approx(5 / 3, rel=1e-4)
    assert triangular(u, 2.0, 2.0, 2.0) == pytest.approx(np.full_like(u, 2.0))


@pytest.mark.parametrize("sequence", ["random", "sobol"])
def test_chosen_draws_stand_for_others(sequence):
    chosen = np.array([3, 3, 0, 1])
    plain = Draws(1, 4, sequence).uniform("plant_input")
    found = ChosenDraws(1, 4, sequence, chosen).uniform("plant_input")
    assert np.array_equal(found, plain[chosen])


def test_central_draws_stand_in_the_middle():
    assert np.array_equal(CentralDraws(1, 3).uniform("anything"), [0.5] * 3)


def test_the_ends_of_a_log_normal_range_are_its_quantiles():
    found = lognormal(np.array([0.025, 0.5, 0.975]), 0.5, 1.0, 2.0)
    assert found == pytest.approx([0.5, 1.0, 2.0], rel=1e-12)
