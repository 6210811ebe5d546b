"""Words and numbers: calibrated, never more digits than the interval supports."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.report.wording import (
    chance,
    decimals,
    draws,
    in_draws,
    interval,
    likelihood,
    median,
    net_amount,
    number,
    percent,
    probability,
    share_of_draws,
    shown,
    years,
)
from report.sample import quantity

values = st.floats(min_value=-1e5, max_value=1e5)
widths = st.floats(min_value=1e-4, max_value=1e5)


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1.0, "virtually certain"),
        (0.99, "virtually certain"),
        (0.9, "very likely"),
        (0.66, "likely"),
        (0.5, "about as likely as not"),
        (0.331, "about as likely as not"),
        (0.33, "unlikely"),
        (0.101, "unlikely"),
        (0.1, "very unlikely"),
        (0.011, "very unlikely"),
        (0.01, "exceptionally unlikely"),
        (0.0, "exceptionally unlikely"),
    ],
)
def test_likelihood_words_have_the_meaning_that_the_ipcc_gives_them(share, word):
    assert likelihood(share) == word


@given(values, widths)
def test_never_more_digits_than_two_of_the_interval(middle, width):
    q = quantity("t C/ha", middle, width / 2)
    places = decimals(q)
    step = 10.0**-places
    assert step <= q["q95"] - q["q05"] or places == 6
    assert (q["q95"] - q["q05"]) / step < 100 * (1 + 1e-6)


@given(values, widths)
def test_median_and_interval_show_the_same_decimals(middle, width):
    q = quantity("t C/ha", middle, width / 2)
    texts = [median(q), *interval(q).split(" to ")]
    places = {len(t.partition(".")[2]) for t in texts if not t.startswith("no spread")}
    assert len(places) == 1


@given(values, st.integers(min_value=-3, max_value=5))
def test_a_number_reads_back_as_its_rounding(value, places):
    text = number(value, places).replace("\u202f", "").replace("−", "-")
    assert math.isclose(float(text), round(value, places), abs_tol=1e-12)
    assert text.rstrip("0").rstrip(".") != "-0"


def test_a_quantity_shows_unit_and_interval():
    q = {"unit": "t C/ha/yr", "q05": 0.12, "q50": 0.3134, "q95": 0.52}
    assert shown(q) == "0.31 t C/ha/yr (0.12 to 0.52)"
    assert shown(q, sign=True) == "+0.31 t C/ha/yr (0.12 to 0.52)"
    assert shown(None) == "–"
    assert shown(quantity("-", 0.5, 0.1)) == "0.50 (0.40 to 0.60)"


def test_tens_are_rounded_where_the_interval_is_wide():
    assert shown(quantity("t CO2e", 1147.0, 193.0)) == "1\u202f150 t CO2e (950 to 1\u202f340)"


def test_no_spread_is_said():
    assert "no spread" in shown(quantity("t C/ha", 3.14159, 0.0))


def test_shares_never_look_certain_when_they_are_not():
    assert [percent(s) for s in (0.0, 0.001, 0.14, 0.999, 1.0)] == [
        "0 %",
        "< 1 %",
        "14 %",
        "> 99 %",
        "100 %",
    ]
    assert [probability(s) for s in (0.0, 0.5, 1.0, None)] == ["< 1 %", "50 %", "> 99 %", "–"]


@pytest.mark.parametrize(
    ("middle", "half", "words"),
    [
        (1.61, 0.26, "1.6 t CO2e per hectare and year less to the atmosphere (1.4 to 1.9)"),
        (-1.61, 0.26, "1.6 t CO2e per hectare and year more to the atmosphere (1.4 to 1.9)"),
        (0.2, 0.3, "0.2 t CO2e per hectare and year less to the atmosphere (0.1 more to 0.5 less)"),
        (
            -0.2,
            0.3,
            "0.2 t CO2e per hectare and year more to the atmosphere (0.5 more to 0.1 less)",
        ),
    ],
)
def test_a_net_benefit_says_whether_less_or_more_reaches_the_atmosphere(middle, half, words):
    assert net_amount(quantity("t CO2e/ha/yr", middle, half)) == words


def test_a_net_amount_names_its_unit_and_no_spread():
    assert net_amount(quantity("t CO2e", 1150.0, 190.0)) == (
        "1\u202f150 t CO2e less to the atmosphere (960 to 1\u202f340)"
    )
    assert "no spread" in net_amount(quantity("t CO2e", 2.0, 0.0))


def test_intervals_of_like_width_have_like_decimals():
    shown_ones = [shown(quantity("t C/ha/yr", m, h)) for m, h in ((0.2, 0.0345), (0.46, 0.1))]
    assert shown_ones == ["0.20 t C/ha/yr (0.17 to 0.23)", "0.46 t C/ha/yr (0.36 to 0.56)"]


def test_years_and_draws_know_the_singular():
    assert [years(1), years(2)] == ["1 year", "2 years"]
    assert [draws(1), draws(60)] == ["1 draw", "60 draws"]


@pytest.mark.parametrize(
    ("share", "count", "settled", "words"),
    [
        (0.81, 1000, True, "likely (81 %)"),
        (0.81, 100, True, "likely (81 %)"),
        (1.0, 1, True, "in 1 of 1 draws"),
        (0.75, 60, True, "in 45 of 60 draws"),
        (1.0, 1000, False, "in > 99 % of the draws, as counted"),
        (0.0, 1, False, "in 0 of 1 draws, as counted"),
    ],
)
def test_a_likelihood_has_a_word_where_draws_and_counting_carry_it(share, count, settled, words):
    assert chance(share, count, settled=settled) == words


def test_few_draws_are_counted():
    assert [share_of_draws(0.5, n) for n in (2, 99, 100)] == ["1 of 2", "50 of 99", "50 %"]
    assert share_of_draws(None, 2) == "–"
    assert in_draws(0.5, 200) == "in 50 % of the draws"
