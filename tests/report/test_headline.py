"""The answer: a word, what the soil gains, and what all gases come to."""

import re

import pytest

from permil.report.headline import headline, is_settled, models_line, verdict
from report.sample import document, quantity


def plan(**facts):
    """Return the sample with a plan that moves nothing, or of which other facts hold."""
    answer = document()
    answer["scenarios"][1] |= {"transfer": False} | facts
    return answer


def set_odds(answer, share):
    answer["summary"]["manured"]["rothc"]["probability_net_benefit"] = share
    return answer


def test_the_headline_says_gain_nitrous_oxide_and_likelihood():
    text, word = headline(plan(), "manured")
    assert word == "likely"
    assert text.startswith("Probably yes. On this land the soil gains")
    assert "0.9 t of carbon per hectare and year" in text
    assert "over the first 20 years (0.6 to 1.2)." in text
    assert "other land" not in text
    assert "takes back 14 %" in text
    assert (
        "1900: 0.8 t CO2e per hectare and year less to the atmosphere (0.4 to 1.2); it is" in text
    )
    assert text.endswith("likely (81 %) that the climate is better off.")


@pytest.mark.parametrize("share", [0.66, 0.81, 0.9, 1.0])
def test_a_transfer_never_helps_by_its_count_alone(share):
    answer = set_odds(document(), share)
    text, word = headline(answer, "manured")
    assert verdict(answer, "manured") == "depends_on_land"
    assert text.startswith("It depends on the other land. On this land the soil gains")
    assert "spread on other land, which lacks it now" in text
    assert "as far as they are counted: 0.8 t CO2e per hectare and year less" in text
    assert f"in {'> 99' if share == 1.0 else round(100 * share)} % of the draws" in text
    assert text.endswith(
        "Not counted on the other land are the fertiliser that it buys instead and the straw and "
        "roots that the organic matter would have grown there."
    )
    assert word == ""
    assert not re.search(r"likely|certain|Yes", text)


@pytest.mark.parametrize(
    ("share", "answer"), [(0.65, "unclear"), (0.2, "probably_no"), (0.02, "no")]
)
def test_a_transfer_that_does_not_help_is_no_yes_and_says_what_is_not_counted(share, answer):
    moved = set_odds(document(), share)
    assert verdict(moved, "manured") == answer
    text, word = headline(moved, "manured")
    assert word
    assert "Not counted on the other land" in text


def test_less_tillage_says_which_layer_is_counted():
    answer = plan(less_tillage=True)
    text, word = headline(answer, "manured")
    assert text.startswith("Probably yes.")
    assert (
        "What less tillage keeps counts in 0–23 cm alone: over the whole profile many trials find "
        "about no gain." in text
    )
    assert word == "likely"


def test_tillage_alone_depends_on_the_depth():
    answer = set_odds(plan(less_tillage=True, tillage_alone=True), 1.0)
    text, word = headline(answer, "manured")
    assert verdict(answer, "manured") == "depends_on_depth"
    assert text.startswith("It depends on the depth.")
    assert "as far as they are counted" in text
    assert "other land" not in text
    assert word == ""
    assert verdict(set_odds(answer, 0.05), "manured") == "no"


def test_what_depends_is_not_settled():
    open_ones = [a for a in ("yes", "no", "none", "unclear") if not is_settled(a)]
    assert open_ones == []
    assert not is_settled("depends_on_land")
    assert not is_settled("depends_on_depth")


def test_a_practice_on_a_part_of_the_land_says_over_what_the_mean_is():
    answer = plan(treated_area_ha=5.0)
    answer["project"]["area_ha"] = 13.0
    text, _ = headline(answer, "manured")
    assert "(0.6 to 1.2), averaged over all 13 ha; the practice is on 5 ha of them." in text
    assert "averaged" not in headline(plan(), "manured")[0]


@pytest.mark.parametrize(
    ("share", "answer", "odds"),
    [(1.0, "Yes.", "in 1 of 1 draws"), (0.0, "No.", "in 0 of 1 draws")],
)
def test_a_single_draw_carries_no_likelihood(share, answer, odds):
    one = set_odds(plan(), share) | {"draws": 1}
    text, word = headline(one, "manured")
    assert text.startswith(answer)
    assert f"; {odds} the climate is better off." in text
    assert word == ""
    assert "likely" not in text
    assert "certain" not in text


def test_few_draws_make_nothing_probable():
    assert verdict(plan() | {"draws": 99}, "manured") == "unclear"
    assert verdict(plan() | {"draws": 100}, "manured") == "probably_yes"
    text, _ = headline(plan() | {"draws": 99}, "manured")
    assert "in 80 of 99 draws" in text


def test_more_nitrous_oxide_than_storage_is_said_in_words():
    answer = document()
    answer["summary"]["manured"]["rothc"]["n2o_share"] = quantity("-", 1.7, 0.2)
    text, _ = headline(answer, "manured")
    assert "outweighs what its soil stores" in text
    assert not re.search(r"1[67]\d %", text)


@pytest.mark.parametrize(("left", "said"), [(0.9, False), (0.5, False), (0.1, True), (-0.2, True)])
def test_a_gain_that_is_lost_again_is_said(left, said):
    answer = document()
    periods = answer["summary"]["manured"]["rothc"]["periods"]
    years = periods[1]["last_year"] - periods[1]["first_year"] + 1
    periods[1]["stock_change_rate"] = quantity("t C/ha/yr", 0.9 * 20 * left / years + 1e-9, 0.01)
    text, _ = headline(answer, "manured")
    assert ("More than half of the gain is lost again by 1900." in text) == said


def test_a_loss_is_no_gain():
    answer = set_odds(document(), 0.02)
    period = answer["summary"]["manured"]["rothc"]["periods"][0]
    period["stock_change_rate"] = quantity("t C/ha/yr", -0.2, 0.1)
    text, word = headline(answer, "manured")
    assert text.startswith("No.")
    assert "changes by −0.20" in text
    assert word == "very unlikely"


def test_a_single_year_is_said_in_the_singular():
    answer = document()
    period = answer["summary"]["manured"]["rothc"]["periods"][0]
    period["last_year"] = period["first_year"]
    text, _ = headline(answer, "manured")
    assert "over the first year (0.6 to 1.2)" in text


def test_no_difference_names_no_amount():
    answer = document()
    answer["summary"]["manured"]["rothc"]["net_benefit"] = quantity("t CO2e", 0.0, 0.0)
    text, _ = headline(answer, "manured")
    assert text.startswith("No difference.")
    assert "neither better nor worse off" in text
    assert "to the atmosphere" not in text


def test_the_range_of_several_models_is_one_line():
    answer = document()
    assert models_line(answer, "manured") == ""
    answer["models"][1]["apart"] = False
    other = document()["summary"]["manured"]["rothc"]
    other["periods"][0]["stock_change_rate"] = quantity("t C/ha/yr", 0.234, 0.05)
    answer["summary"]["manured"]["ipcc_tier1"] = other
    assert models_line(answer, "manured") == (
        "Medians of the 2 models over the first 20 years: 0.2 to 0.9 t of carbon per hectare and "
        "year (lowest: IPCC 2019 Tier 1; highest: RothC-26.3)."
    )
    other["periods"][0]["stock_change_rate"] = quantity("t C/ha/yr", 0.91, 0.3)
    assert "0.9 t of carbon per hectare and year in all of them" in models_line(answer, "manured")
