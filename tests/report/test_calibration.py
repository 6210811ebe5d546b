"""The report of a calibration: what it says first, and that its pictures hold its numbers."""

import re

import pytest

from permil.report.calibration import render_calibration, verdicts
from permil.report.charts import measured_chart, posterior_chart
from permil.workflows.calibration.document import build_document
from permil.workflows.calibration.run import calibrate
from workflows.calibrations import falling


@pytest.fixture(scope="module")
def document():
    return build_document(calibrate(falling(sd=3.0), steps=60))


@pytest.fixture(scope="module")
def page(document):
    return render_calibration(document)


def test_the_page_stands_alone_and_is_the_same_for_the_same_document(document, page):
    assert render_calibration(document) == page
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="https?://', page)
    for section in ("answer", "rothc", "assumptions", "methods"):
        assert f'id="{section}"' in page


def test_the_page_says_first_that_it_has_not_converged(document, page):
    answer = page.partition('id="answer"')[2].partition("</section>")[0]
    assert "Not converged" in answer
    assert document["models"][0]["failures"][0] in answer
    assert "permil calibrate project.toml --model rothc --resume --steps" in answer


def test_prior_and_posterior_of_every_parameter_are_shown_with_the_table_behind(document, page):
    for parameter in document["models"][0]["parameters"]:
        assert f"<code>{parameter['name']}</code>" in page
        density = parameter["density"]
        assert len(density["edges"]) == len(density["prior"]) + 1
        assert sum(density["prior"]) == pytest.approx(1.0, abs=0.01)
        assert sum(density["posterior"]) == pytest.approx(1.0, abs=0.01)
        chart = posterior_chart(parameter)
        bars = chart["layer"][0]["data"]["values"]
        assert [bar["posterior"] for bar in bars] == density["posterior"]
    assert page.count("<figure>") == 3


def test_every_measurement_stands_beside_the_model_before_and_after(document):
    seen = document["models"][0]["observations"]
    assert len(seen) == 10
    drawn = [layer["data"]["values"][0] for layer in measured_chart(seen)["layer"]]
    for one in seen:
        for when in ("before", "after"):
            row = {"value": one[when]["q05"], "end": one[when]["q95"]}
            assert row in drawn
        assert {"value": one["stock"] - one["sd"], "end": one["stock"] + one["sd"]} in drawn


def words(document, **changes):
    model = document["models"][0] | changes
    return dict(verdicts(document, model))


def test_the_verdict_names_what_is_wrong(document):
    good = {"converged": True, "misfit": {"before": 9.0, "after": 1.0, "misses": False}}
    found = words(document, **good)
    assert set(found) == {"converged", "fits"}
    missing = {"misfit": {"before": 9.0, "after": 4.0, "misses": True}}
    assert "more is wrong than its parameters" in words(document, **missing)["misses"]
    silent = [p | {"informed": False} for p in document["models"][0]["parameters"]]
    said = words(document, parameters=silent)["uninformed"]
    assert "Rate of decomposition (factor), Plant carbon input" in said
