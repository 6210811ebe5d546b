"""What a reader must know before the numbers."""

from dataclasses import replace

import pytest

from permil.datasets.management import CropYear
from permil.datasets.project import Observation
from permil.vocabulary import Residues
from permil.workflows.assess import assess
from permil.workflows.cautions import keeps_straw, misfits
from workflows.projects import WHEAT, project, scenario


@pytest.mark.parametrize(
    ("bias", "rmse", "found"),
    [
        (0.0, 8.0, False),
        (0.0, 8.1, True),
        (4.0, 4.0, False),
        (4.1, 4.1, True),
        (-4.1, 4.1, True),
        (-3.9, 8.1, True),
    ],
)
def test_a_misfit_is_a_tenth_of_the_mean_or_a_fifth_where_errors_cancel(bias, rmse, found):
    wide = {"bias_limit": 99.0, "rmse_limit": 99.0}
    assert misfits({"bias": bias, "rmse": rmse, "mean_observed": 40.0} | wide) == found


@pytest.mark.parametrize(
    ("bias", "rmse", "found"),
    [(1.9, 2.9, False), (2.1, 2.9, True), (-2.1, 2.9, True), (1.9, 3.1, True)],
)
def test_a_misfit_is_what_the_error_of_the_measurements_does_not_explain(bias, rmse, found):
    limits = {"bias_limit": 2.0, "rmse_limit": 3.0}
    assert misfits({"bias": bias, "rmse": rmse, "mean_observed": 40.0} | limits) == found


def _warned(sds):
    seen = [Observation("baseline", None, 2030 + i, 30.0, 56.0, sd) for i, sd in enumerate(sds)]
    document = assess(project(observations=tuple(seen)), draws=10).document()
    fit = document["fit"]["baseline"]["rothc"]
    assert abs(fit["bias"]) < 0.1 * fit["mean_observed"]  # by its size alone no misfit
    return document, "model_misfit" in {w["code"] for w in document["warnings"]}


def test_precise_measurements_and_many_of_them_make_a_misfit_of_the_same_error():
    assert not _warned([8.0])[1]
    assert _warned([0.5])[1]
    assert not _warned([8.0] * 4)[1]
    assert _warned([8.0] * 25)[1]


def test_a_stock_without_error_has_that_of_the_table_and_the_result_says_so():
    document, _ = _warned([None, 4.0])
    fit = document["fit"]["baseline"]["rothc"]
    assert fit["bias_limit"] == pytest.approx(1.96 * (5.6**2 + 4.0**2) ** 0.5 / 2)
    assert fit["rmse_limit"] == pytest.approx(1.96 * ((5.6**2 + 4.0**2) / 2) ** 0.5)
    note = next(n for n in document["assumptions"] if n["code"] == "observation_sd")
    assert "1 of 2 measured stocks" in note["text"]


@pytest.mark.parametrize(
    ("today", "then", "found"),
    [
        (Residues.REMOVED, Residues.RETURNED, True),
        (Residues.REMOVED, Residues.REMOVED, False),
        (Residues.BURNT, Residues.RETURNED, False),
        (Residues.RETURNED, Residues.RETURNED, False),
    ],
)
def test_straw_that_serves_somebody_today_is_named(today, then, found):
    def grown(residues):
        return replace(WHEAT, rotation=(CropYear("winter_wheat", 7.0, residues),))

    assert keeps_straw(scenario("kept", grown(then)), scenario("baseline", grown(today))) == found


def test_the_answer_says_that_the_use_of_kept_straw_is_not_counted():
    rotation = (CropYear("winter_wheat", 7.0, Residues.REMOVED),)
    plan = (scenario("baseline", replace(WHEAT, rotation=rotation)), scenario("kept", WHEAT))
    document = assess(project(scenarios=plan), draws=10).document()
    (text,) = [w["text"] for w in document["warnings"] if w["code"] == "straw_kept"]
    assert "bedding, feed or fuel, is not counted" in text


def test_errors_that_cancel_are_warned_of_with_their_size():
    seen = [Observation("baseline", None, 2030, 30.0, stock) for stock in (37.0, 67.0)]
    document = assess(project(observations=tuple(seen)), draws=10).document()
    fit = document["fit"]["baseline"]["rothc"]
    assert abs(fit["bias"]) < 0.1 * fit["mean_observed"]
    text = next(w["text"] for w in document["warnings"] if w["code"] == "model_misfit")
    assert f"{fit['rmse']:.1f} t C/ha as root mean square" in text
    near = (Observation("baseline", None, 2030, 30.0, 52.0),)
    document = assess(project(observations=near), draws=10).document()
    assert "model_misfit" not in {w["code"] for w in document["warnings"]}
