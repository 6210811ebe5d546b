"""The report: one file, well formed, offline, printable, escaped, the same bytes twice."""

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from permil.report.charts import marks
from permil.report.html import METHOD_OF, render_html
from permil.report.methods import method
from report.sample import document, quantity

HOSTILE = "<script>alert('x')</script><img src=x onerror=y>\"'&</style></title>{{ 7 * 7 }}"
VOID = {"meta", "br", "img", "hr", "link", "input"}
SECTIONS = [
    "answer",
    "carbon",
    "gases",
    "limits",
    "water",
    "risks",
    "certainty",
    "criteria",
    "assumptions",
    "methods",
]


class Page(HTMLParser):
    """Elements, attributes and text of a page; fails where tags do not balance."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.ids, self.words = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def html():
    return render_html(document())


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_tags_balance_and_ids_are_unique(page):
    assert not [name for name, count in Counter(page.ids).items() if count > 1]


def test_sections_stand_in_their_order(page):
    assert [name for name in page.ids if name in SECTIONS] == SECTIONS


def test_nothing_is_fetched_and_nothing_runs(page, html):
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "img", "object", "embed", "form"}
    for name in ("href", "xlink:href", "src"):
        assert all(re.match(r"#|data:text/csv", link) for link in page.attributes(name))
    assert not [a for _, attrs in page.elements for a in attrs if a.startswith("on")]
    assert "@import" not in html
    assert "url(" not in html


def test_every_link_inside_the_page_has_its_target(page):
    targets = [link[1:] for link in page.attributes("href") if link.startswith("#")]
    assert len(targets) > 50
    assert set(targets) <= set(page.ids)


def test_every_kind_of_number_links_to_its_method(page):
    linked = {link.removeprefix("#method-") for link in page.attributes("href")}
    assert set(METHOD_OF.values()) <= linked
    assert "rothc" in linked


def test_every_figure_has_alt_text_a_title_a_table_and_its_csv(page):
    figures = sum(tag == "figure" for tag, _ in page.elements)
    assert figures == 10
    for tag in ("figcaption", "details"):
        assert sum(t == tag for t, _ in page.elements) >= figures
    alts = [a["aria-label"] for _, a in page.elements if a.get("role") == "img"]
    assert len(alts) == sum(tag == "svg" for tag, _ in page.elements) == figures
    assert all(len(alt) > 40 for alt in alts)
    downloads = page.attributes("download")
    assert len(set(downloads)) == figures


def test_the_csv_behind_a_figure_is_plain_numbers(page):
    links = dict((a["download"], a["href"]) for _, a in page.elements if "download" in a)
    content = unquote(links["stock_manured.csv"].partition(",")[2])
    heading, *rows = csv.reader(io.StringIO(content))
    assert heading[:2] == ["year", "q05 [t C/ha]"]
    assert len(rows) == len(document()["years"])
    assert all(float(cell) == float(cell) for row in rows for cell in row)


def test_project_text_is_escaped_everywhere():
    page = Page(render_html(document(name=HOSTILE)))
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert not [a for _, attrs in page.elements for a in attrs if a.startswith("on")]
    assert HOSTILE in " ".join(page.words)


def hostile(value, key=""):
    """Put hostile text before everything that people write or that names hold."""
    if isinstance(value, dict):
        return {name: hostile(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, key) for inner in value]
    free = {"name", "description", "text", "sources", "definition", "title", "why", "command"}
    return HOSTILE + value if isinstance(value, str) and key in free else value


def test_hostile_text_in_every_field_stays_text():
    answer = document()
    models = answer["models"]
    answer = hostile(answer) | {"models": hostile(models)}
    for mine, old in zip(answer["models"], models, strict=True):
        mine["name"] = old["name"]
    for scenario in ("manured", "stopped"):
        for row in answer["summary"][scenario]["rothc"]["spread"]:
            row["parameter"] += f".{HOSTILE}"
    page = Page(render_html(answer))
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert not [a for _, attrs in page.elements for a in attrs if a.startswith("on")]


@pytest.mark.parametrize(
    "name", ["CARBON", "GASES", "NUTRIENTS", "ELSEWHERE", "LIME", "WATER", "BASELINE"]
)
def test_every_colour_of_the_charts_has_one_for_the_dark(name, html):
    dark = html.partition("prefers-color-scheme: dark")[2].partition("\n}")[0]
    assert f'[fill="{getattr(marks, name)}"]' in dark


def test_every_figure_links_to_its_method(html):
    captions = re.findall(r"<figcaption>.*?</figcaption>", html)
    assert len(captions) == 10
    assert all('href="#method-' in caption for caption in captions)


def test_the_same_document_gives_the_same_bytes(html):
    assert render_html(document()) == html


def test_the_only_date_is_that_of_the_document(html):
    assert set(re.findall(r"20\d\d-\d\d-\d\d", html)) == {"2026-11-22"}


def test_it_prints_on_a4_without_cut_figures(html):
    assert re.search(r"@page \{ size: A4;", html)
    assert re.search(r"figure \{[^}]*break-inside: avoid", html)
    assert "prefers-color-scheme: dark" in html


def test_hindcast_and_illustration_are_banners_above_the_answer(page, html):
    assert html.index("This is a hindcast") < html.index('id="answer"')
    banners = [a["class"] for _, a in page.elements if a.get("class", "").startswith("banner")]
    assert banners == ["banner hindcast", "banner illustrative"]


def test_what_is_not_known_is_said(page):
    for sentence in (
        "Criteria",
        "are not assessed in this version",
        "Biomass is not assessed",
        "It leaves out",
        "spread on other land",
        "IPCC 2019 Tier 1 is not shown beside the others: made for 30 cm",
        "a goal",
        "limited by nitrogen",
        "misses the measured stocks by",
    ):
        assert sentence in page.text


def test_the_sign_is_shown_under_three_metrics():
    answer = document()
    answer["headline"]["manured"]["answer"] = "probably_yes"
    page = Page(render_html(answer))
    for metric in ("AR6 GWP100", "AR6 GWP20", "AR6 GTP100"):
        assert metric in page.text
    assert "likely (81 %)" in page.text
    assert "virtually certain (> 99 %)" in page.text
    assert "From about 1891 on" in page.text


def test_what_depends_on_the_other_land_has_no_likelihood_word(page):
    assert page.text.count("It depends on the other land.") == 2
    assert page.text.count("in 81 % of the draws, as counted") == 4
    assert page.text.count("in > 99 % of the draws, as counted") == 2
    assert "virtually certain (" not in page.text
    assert "straw and roots that it would have grown are not counted" in page.text


def test_a_single_draw_is_counted_and_has_no_likelihood_word():
    answer = document() | {"draws": 1}
    page = Page(render_html(answer))
    assert "seed 1 · 1 draw · inputs" in page.text
    assert "in 1 of 1 draws, as counted" in page.text
    assert "virtually certain (" not in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"crossover_year": None}, "no year comes from which the plan costs"),
        ({"crossover_never": True}, "never becomes a benefit"),
        ({"n2o_share": quantity("-", 1.7, 0.1)}, "outweighs what its soil stores"),
        ({"n2o_share": quantity("-", -0.26, 0.1)}, "adds 26 % to what its soil stores"),
        ({"n2o_share": None}, "no year comes"),
    ],
)
def test_the_balance_is_said_in_words(changes, sentence):
    answer = document(alternatives=("manured",))
    answer["summary"]["manured"]["rothc"] |= {"crossover_year": None} | changes
    assert sentence in Page(render_html(answer)).text


def test_how_to_reproduce_is_complete(page):
    answer = document()
    for text in (
        answer["command"],
        answer["input_hash"],
        "seed 1",
        "1000 draws, random",
        "gwp AR6",
    ):
        assert text in page.text


def test_assumptions_name_the_key_that_changes_them_and_their_source(page):
    assert "practice.months" in page.text
    assert "#source-coleman1996" in page.attributes("href")


def test_a_baseline_alone_is_shown_and_says_what_to_do_next():
    page = Page(render_html(document(alternatives=())))
    assert "nothing to compare it with yet" in page.text
    assert "Manure on barley, bare: −2.7 t C/ha" not in page.text
    assert sum(tag == "figure" for tag, _ in page.elements) == 3
    assert "Of 704 mm of rain a year 520 mm evaporate and 184 mm drain" in page.text


def test_nothing_drawn_and_nothing_measured_still_makes_a_report():
    answer = document()
    answer["observations"], answer["fit"] = [], {}
    answer["uncertainty"] |= {"drawn": [], "covers": []}
    for scenario in ("manured", "stopped"):
        answer["summary"][scenario]["rothc"]["spread"] = []
    page = Page(render_html(answer))
    assert "no parameter was drawn" in page.text
    assert "Nothing was measured on this land" in page.text


def test_every_land_unit_has_its_stock_and_gain(page):
    assert page.text.count("By land unit, 1852–1871") == 2
    for part in ("35 t C/ha (29 to 41)", "31 t C/ha (25 to 37)", "+0.70 t C/ha/yr (0.60 to 0.80)"):
        assert part in page.text


def test_a_single_land_unit_is_not_shown_twice():
    answer = document()
    del answer["project"]["land_units"][1]
    for rows in (answer["carbon_inputs"], *answer["land_units"].values()):
        for key in rows:
            del rows[key][1]
    for entry in answer["water"]["scenarios"].values():
        del entry["land_units"][1]
    answer["water"]["unknown"] = {}
    assert "By land unit" not in Page(render_html(answer)).text


def test_carbon_inputs_are_shown_by_source_before_and_after_scaling(page):
    table = page.text.partition("Carbon inputs Carbon that enters")[2]
    assert "Manure on barley, hill 1.80 1.26 Spring barley 49 1.30 0.50 1.80 1.26" in table
    assert "Farmyard manure – – – 3.00 2.10" in table


def test_crops_written_down_from_memory_are_named(page):
    assert page.text.count("dry matter and choice of table rows of Spring barley. They were") == 1
    answer = document()
    for units in answer["carbon_inputs"].values():
        for unit in units:
            unit["sources"][0]["confidence"] = "verified"
    assert "choice of table rows of" not in Page(render_html(answer)).text


def test_the_metrics_are_shown_with_like_digits():
    answer = document(alternatives=("manured",))
    rows = answer["summary"]["manured"]["rothc"]["metrics"]
    for row, half in zip(rows, (240.0, 260.0, 40.0), strict=True):
        row["net_benefit"] = quantity("t CO2e", 1374.0, half)
    text = Page(render_html(answer)).text
    assert "AR6 GWP100 +1 400 t CO2e (1 100 to 1 600)" in text
    assert "AR6 GWP20 +1 400 t CO2e (1 100 to 1 600)" in text
    assert "AR6 GTP100 +1 400 t CO2e (1 300 to 1 400)" in text


def test_mean_and_median_and_exudates_are_named(page):
    assert "the charts and the answer show the median" in page.text
    assert "roots and exudates" in page.text


def test_what_was_measured_has_its_source_and_a_wanted_rate_its_years(page):
    assert "Source of the measurements: rothc_description2025." in page.text
    assert "Plant carbon beyond the baseline that 4 ‰ a year over 20 years would need" in page.text


def test_what_the_line_shows_and_the_numbers_leave_out_is_said_of_stocks_and_of_gases(page):
    assert page.text.count("Where a rotation makes single years swing, the line shows it") == 2


def test_the_warning_to_check_yields_leads_to_the_inputs():
    answer = document()
    answer["warnings"].append({"code": "input_scale", "text": "Check yields."})
    page = Page(render_html(answer))
    assert "#carbon-inputs" in page.attributes("href")
    assert "carbon-inputs" in page.ids


def test_practices_say_evidence_side_effects_and_the_transfer_question(page):
    for part in (
        "Measured elsewhere: 0.1 to 0.7 t C/ha/yr, 0-30 cm, 20 years, grade A.",
        "phosphorus: Phosphorus builds up. maillard2014",
        "Where it does not fit: Where it would only move.",
        "become of the material otherwise? The project file says: spread elsewhere.",
    ):
        assert page.text.count(part) == 2, part
    answer = document()
    answer["scenarios"][1]["practices"][0]["alternative_fate"] = None
    assert "The project file does not say." in Page(render_html(answer)).text


def test_drawn_parameters_are_named_for_people(page):
    assert "N2O from manure and residues (EF1) n2o.ef1_other" in page.text


@pytest.mark.parametrize(
    ("middle", "words"),
    [(0.0, "it rests there already"), (1.0, "about 1 year"), (58.0, "58 years")],
)
def test_the_time_to_the_steady_state_is_said_in_words(middle, words):
    answer = document(alternatives=("manured",))
    answer["summary"]["manured"]["rothc"]["time_to_equilibrium"] = quantity("yr", middle, 0.0)
    assert words in Page(render_html(answer)).text


def test_methods_show_equations_and_no_latex_or_calls(page, html):
    articles = html.partition('<section id="methods">')[2]
    for part in re.findall(r'<article id="method-.*?</article>', articles, re.DOTALL):
        name = re.match(r'<article id="method-(\w+)', part).group(1)
        assert ("<math" in part) == bool(method(name).equation or ":math:" in method(name).doc)
    assert not re.search(r"\\(frac|cdot|text|sum|quad)\b|:math:|Raises|Parameters\n", articles)
    assert "Upland mineral soils." in page.text
    assert "Synthetic fertiliser, F_SN [kg N/ha/yr]." in page.text


@pytest.mark.parametrize(
    ("need", "limited", "words"),
    [
        (
            84.0,
            True,
            "limited by nitrogen, of which losses and harvest leave less than the soil binds",
        ),
        (10.0, False, "losses and harvest leave more than the soil binds of nitrogen"),
        (-6.0, False, "the soil gains no carbon and binds no nitrogen"),
    ],
)
def test_no_nitrogen_is_said_to_be_enough(need, limited, words):
    answer = document(alternatives=("manured",))
    row = answer["limits"]["manured"]["rothc"][0]
    row |= {"need": quantity("kg N/yr", need, 1.0), "limited": limited}
    text = Page(render_html(answer)).text
    assert words in text
    assert "an upper bound of the flow" in text
    assert "Not known for phosphorus: mineral fertiliser (scenario.mineral)." in text


def test_plant_inputs_stand_by_method_with_the_one_that_was_taken(page):
    part = page.text.partition("Plant inputs by method")[2].partition("Model and measurement")[0]
    assert "This run takes: Way bolinder2007." in part
    assert part.count("Way bolinder2007 (taken) ? 3.21") == 3
    assert part.count("Way fixed_below_ground ? 3.21 0.43 0.09") == 2
    assert "Way amg: it has no numbers for Rice." in part
    targets = {link[1:] for link in page.attributes("href") if link.startswith("#")}
    assert "method-carbon_inputs_soilmanager2024" in targets & set(page.ids)


def test_how_inputs_were_computed_leads_to_the_way_that_was_taken():
    answer = document()
    answer["plant_inputs"]["method"] = "fixed_below_ground"
    html = render_html(answer)
    intro = html.partition('<h3 id="carbon-inputs">')[2].partition("</p>")[0]
    assert "#method-carbon_inputs_soilmanager2024" in intro
    assert "#method-carbon_inputs_bolinder2007" not in intro


def test_without_carbon_from_yields_there_is_no_such_part():
    answer = document()
    answer["plant_inputs"] |= {"method": None, "by_method": []}
    assert "Plant inputs by method" not in Page(render_html(answer)).text


def test_the_fit_shows_what_the_error_of_the_measurements_explains(page):
    assert "+3.9 t C/ha (4.0) 4.1 t C/ha (5.6)" in page.text
    assert "what the error of the measurements alone explains" in page.text


def test_every_line_shows_what_it_spares_and_its_share_of_the_spread(page):
    assert "What each line spares until 1900, and its share of the spread of the sum" in page.text
    assert "direct N2O" in page.text
    assert "87 %" in page.text


def test_factors_of_the_projects_own_stand_beside_the_published_value_with_their_reason(page):
    words = "0.004 (0.003 to 0.005) kg N2O-N/kg N 0.006 kg N2O-N/kg N Manure on barley, chambers"
    assert words in page.text
    plain = document()
    plain["own_factors"] = []
    assert 'id="own-factors"' not in render_html(plain)
