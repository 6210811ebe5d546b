"""The report's part on changed climates."""

import io
import re
from collections import Counter

import pytest
from rich.console import Console

from permil.report.charts.climate import climate_chart
from permil.report.climate import METHODS, climate_figure, climate_views, terminal_lines
from permil.report.html import render_html
from permil.report.terminal import render_terminal
from report.sample import document
from report.sample_series import YEARS, climate
from report.test_html import HOSTILE, Page


def answer(alternatives=("manured", "stopped"), **changes):
    found = document(alternatives=alternatives)
    entry = climate(("bare", *alternatives)) | changes
    return found | {"climate_change": {"hot": entry}}


@pytest.fixture(scope="module")
def page():
    return Page(render_html(answer()))


def test_a_report_without_a_changed_climate_has_no_such_part():
    page = Page(render_html(document()))
    assert "climate-change" not in page.ids
    assert "A changed climate" not in page.text
    assert not {f"method-{name}" for name in METHODS} & set(page.ids)


def test_the_part_stands_between_gases_and_limits_and_its_links_lead_somewhere(page):
    order = [name for name in page.ids if name in ("gases", "climate-change", "limits")]
    assert order == ["gases", "climate-change", "limits"]
    targets = {link[1:] for link in page.attributes("href") if link.startswith("#")}
    assert targets <= set(page.ids)
    assert {f"method-{name}" for name in METHODS} <= targets
    assert not [name for name, count in Counter(page.ids).items() if count > 1]


def test_it_says_what_changes_and_how_much_of_it_the_horizon_sees(page):
    assert (
        "Hot and dry: +2 K, −10 to 0 % of rain by month, in equal steps from 1852 on and in full "
        "from 1950 on. Mean year at full change: 9.3 → 11.3 °C, 704 → 670 mm of rain and "
        "irrigation, 638 → 700 mm of evaporative demand. Changes from: a table. "
        "In 1900 50 % of it holds."
    ) in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"temperature_change": {"unit": "K", "months": [0.0] * 12}}, "temperature as it is"),
        ({"precipitation_change": {"unit": "%", "months": [0.0] * 12}}, "rain as it is"),
        ({"precipitation_change": {"unit": "%", "months": [5.0] * 12}}, "+5 % of rain,"),
        ({"temperature_change": {"unit": "K", "months": [1.0, 2.5] * 6}}, "+1 to +2.5 K by month"),
    ],
)
def test_changes_are_said_in_words(changes, words):
    (view,) = climate_views(answer(**changes), "rothc")
    assert words in view["what"]


def test_stock_gain_and_benefit_stand_in_both_climates(page):
    part = page.text.partition("A changed climate")[2].partition("Each tonne of carbon")[0]
    assert part.count("−2.0 t C/ha (−2.5 to −1.5)") == 3
    for cell in ("+40 t CO2e (10 to 70)", "+36 t CO2e (24 to 48)", "likely (78 %)"):
        assert part.count(cell) == 2, cell


def test_models_that_see_no_climate_are_named():
    page = Page(render_html(answer(unseen_by=["ipcc_tier1"])))
    assert "IPCC 2019 Tier 1: no term for the climate" in page.text
    assert "IPCC 2019 Tier 1: no term" in " ".join(
        terminal_lines(answer(unseen_by=["ipcc_tier1"]), "rothc")
    )


def test_every_plan_has_its_figure_and_a_baseline_alone_its_own(page):
    assert sum(tag == "figure" for tag, _ in page.elements) == 12
    (view,) = climate_views(answer(alternatives=()), "rothc")
    (figure,) = view["figures"]
    assert "bare: −2.0 t C/ha (−2.5 to −1.5) by 1900 against the present climate" in figure.title
    assert Page(render_html(answer(alternatives=()))).text


def test_the_chart_shows_both_climates_of_baseline_and_plan():
    layers = climate_chart(answer(), "hot", "manured", "rothc")["layer"]
    lines = [one for one in layers if one["mark"]["type"] == "line"]
    assert [bool(one["mark"].get("strokeDash")) for one in lines] == [False, True, False, True]
    ends = [one["data"]["values"][-1]["q50"] for one in lines]
    assert ends[0] - ends[1] == pytest.approx(2.0)
    assert ends[2] - ends[3] == pytest.approx(2.0)
    band = next(one for one in layers if one["mark"]["type"] == "area")
    low, high = band["encoding"]["y"]["scale"]["domain"]
    inside = [row[name] for row in band["data"]["values"] for name in ("q05", "q95")]
    assert low <= min(inside) <= max(inside) <= high
    labels = [one["encoding"]["text"]["value"] for one in layers if one["mark"]["type"] == "text"]
    assert sum("Hot and" in label.replace("\n", " ") for label in labels) == 2


def test_the_table_behind_the_figure_holds_every_year():
    figure = climate_figure(answer(), "hot", "manured", "rothc")
    assert figure.name == "climate_hot_manured"
    assert [row[0] for row in figure.rows] == YEARS
    assert figure.rows[-1][4] - figure.rows[-1][2] == pytest.approx(2.0)
    assert len(figure.headings) == len(figure.rows[0])


def test_names_are_escaped():
    page = Page(render_html(answer(name=HOSTILE, source=HOSTILE)))
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert HOSTILE in " ".join(page.words)


def test_a_terminal_shows_the_baseline_first_and_then_each_plan():
    file = io.StringIO()
    render_terminal(answer(), Console(file=file, width=200))
    lines = [re.sub(r"\s+", " ", line) for line in file.getvalue().splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("Hot and dry: by 1900"))
    assert "'Manure on barley, bare' by −2.0 t C/ha (−2.5 to −1.5)." in lines[start]
    assert lines[start + 1].startswith("- Manure on barley, manured: beyond the baseline +")
    assert "net benefit +36 t CO2e (24 to 48)." in lines[start + 1]
    assert terminal_lines(document(), "rothc") == []
