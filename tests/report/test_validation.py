"""The skill page: well formed, offline, in words, the same bytes twice."""

import copy
import io

import pytest
from rich.console import Console

from permil.report.terminal_validation import render_validation_terminal
from permil.report.validation import render_validation, verdict
from permil.workflows.validate import validate
from permil.workflows.validation_document import validation_document
from report.test_html import HOSTILE, Page


@pytest.fixture(scope="module")
def document():
    return validation_document(validate(models=["rothc"]))


@pytest.fixture(scope="module")
def html(document):
    return render_validation(document)


def test_the_page_is_well_formed_offline_and_the_same_twice(document, html):
    page = Page(html)
    assert html == render_validation(document)
    assert len(page.ids) == len(set(page.ids))
    for tag, attributes in page.elements:
        assert tag not in ("script", "iframe", "link")
        assert not attributes.get("src")
    for link in (a["href"] for t, a in page.elements if t == "a" and "href" in a):
        assert link.startswith("https://doi.org/") or link.removeprefix("#") in page.ids, link


def test_every_site_and_treatment_has_its_chart_sources_and_assumptions(document, html):
    page = Page(html)
    for site in document["sites"]:
        assert f"site-{site['id']}" in page.ids
        assert site["name"] in page.text
        assert site["attribution"] in page.text
        for note in site["assumptions"]:
            assert " ".join(note.split()) in page.text
        for source in site["sources"]:
            assert source["doi"] in html or source["url"] in html
        for treatment in site["treatments"]:
            assert treatment["name"] in page.text
    count = sum(len(site["treatments"]) for site in document["sites"])
    assert html.count("<svg") == count


def test_what_is_not_scored_says_why(document, html):
    text = Page(html).text
    for site in document["sites"]:
        assert site["left_out"] in text
        for treatment in site["treatments"]:
            assert treatment["left_out"] in text
    reasons = [s for s in document["sites"] if s["left_out"]]
    assert text.count("This site is shown and not scored") == len(reasons) == 3


def test_where_the_model_does_badly_the_page_says_so(document, html):
    said = " ".join(verdict(document, "rothc"))
    assert "It does badly (error above a fifth of the mean stock" in said
    assert "Broadbalk winter wheat, N3 PK (plot 8) (−16.8 t C/ha)" in said
    assert "Hoosfield" not in said
    assert "9 of 10 measured trends" in said
    assert "too narrow" in said
    assert "is multiplied by 3.8 to 6.8" in said
    assert " ".join(said.split()) in Page(html).text


def changed(document, **scores):
    other = copy.deepcopy(document)
    for one in other["summary"]:
        if not one["calibrated"]:
            one |= scores
    return " ".join(verdict(other, "rothc"))


def test_the_words_follow_the_scores(document):
    assert "does badly: over all sites" in changed(document, efficiency=-0.2)
    assert "explains 90" in changed(document, efficiency=0.9)
    assert "neither above nor below" in changed(document, bias=-0.4)
    assert "3.0 t C/ha above" in changed(document, bias=3.0)
    assert "Its 90 % interval" not in changed(document, marked=False)
    assert "too wide" in changed(document, marked=True, coverage_90=1.0)
    assert "does not help: its error goes from 5.0" in changed(document, rmse=5.0)
    assert "trends" not in changed(document, trends=0)


def test_depth_and_start_of_a_model_are_said(document):
    other = copy.deepcopy(document)
    assert "published for" not in " ".join(verdict(other, "rothc"))
    other["models"][0] |= {"depths": [30.0, 30.0], "other_depths": [23.0], "linear": False}
    said = " ".join(verdict(other, "rothc"))
    assert "It is published for 30 cm and was run on stocks to 23 cm." in said
    assert "More than one input may hold a stock" in said


def test_hostile_names_stay_text(document):
    other = copy.deepcopy(document)
    other["sites"][0]["name"] = other["sites"][0]["treatments"][0]["name"] = HOSTILE
    page = Page(render_validation(other))
    assert "<script>alert('x')</script>" in page.text
    assert not [t for t, _ in page.elements if t in ("script", "img")]


def test_the_terminal_shows_scores_and_verdict(document):
    file = io.StringIO()
    render_validation_terminal(document, Console(file=file, width=120))
    shown = file.getvalue()
    assert "RothC-26.3 (monthly map)" in shown
    assert "75 %!" in shown
    assert "It does badly" in shown


def test_nothing_run_is_said_and_no_page_breaks(document):
    other = copy.deepcopy(document)
    for key in ("models", "skill", "summary", "weights", "stocks"):
        other[key] = []
    assert "0 models on 0 measured stocks" in Page(render_validation(other)).text
