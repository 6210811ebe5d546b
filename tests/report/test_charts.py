"""Charts: one definition each, the same picture every time, nothing hidden in colour."""

import itertools
import json
import re
from xml.etree import ElementTree

import pytest

from permil.report import charts
from permil.report.charts.marks import PLOT, end_labels, wrapped
from report.sample import document, quantity


@pytest.fixture(scope="module")
def answer():
    return document()


@pytest.fixture(scope="module")
def definitions(answer):
    return {
        "trajectory": charts.trajectory_chart(answer, "manured", "rothc"),
        "baseline": charts.trajectory_chart(answer, "bare", "rothc"),
        "balance": charts.balance_chart(answer, "manured", "rothc"),
        "limits": charts.limits_chart(answer["limits"]["manured"]["rothc"]),
        "spread": charts.spread_chart(
            charts.acting(answer["summary"]["manured"]["rothc"]["spread"], UNITS)
        ),
        "fit": charts.fit_chart(answer, "rothc"),
    }


UNITS = {"field": "Home field"}
NAMES = ("trajectory", "baseline", "balance", "limits", "spread", "fit")


def words(svg):
    return " ".join(ElementTree.fromstring(svg).itertext())


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_plain_data_and_a_well_formed_picture(definitions, name):
    json.dumps(definitions[name], allow_nan=False)
    svg = charts.render_svg(definitions[name])
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "NaN" not in svg
    assert "<script" not in svg
    assert "currentColor" in svg
    assert not re.search(r"\bid=", svg), "ids would clash where charts share a page"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_chart_gives_the_same_bytes(definitions, name):
    assert charts.render_svg(definitions[name]) == charts.render_svg(definitions[name])


@pytest.mark.parametrize("name", NAMES)
def test_all_charts_share_one_frame(definitions, name):
    svg = charts.render_svg(definitions[name])
    assert re.search(r'viewBox="0 0 760 ', svg)


def test_the_trajectory_names_its_lines(definitions):
    text = words(charts.render_svg(definitions["trajectory"]))
    for label in (
        "(baseline)",
        "Manure on barley",
        "if the practice stops",
        "if it stopped in 1872",
        "new steady state",
        "4 ‰ aspiration",
        "does not start at zero",
        "≈",
    ):
        assert label in text


def test_the_stop_of_a_practice_is_a_broken_line(definitions):
    """It is a question that the run asks, not a part of the plan."""
    rules = [
        layer["mark"]
        for layer in definitions["trajectory"]["layer"]
        if layer["mark"]["type"] == "rule" and layer["data"]["values"] == [{"year": 1872}]
    ]
    assert [mark["strokeDash"] for mark in rules] == [[3, 3]]


def test_numbers_of_the_axes_are_written_as_those_of_the_text():
    answer = document()
    lines = answer["fluxes"]["manured"]["rothc"]
    for series in (lines["soil_carbon_change_co2"], lines["cumulative_net_benefit"]):
        for name in ("mean", "q05", "q25", "q50", "q75", "q95"):
            series[name] = [None if v is None else 100 * v for v in series[name]]
    text = words(charts.render_svg(charts.balance_chart(answer, "manured", "rothc")))
    assert "−10\u202f000" in text
    assert not re.search(r"\d,\d|-\d", text)


def test_an_axis_from_zero_has_no_mark_of_a_cut(answer):
    low = document()
    line = low["trajectories"]["bare"]["rothc"]["soil_organic_carbon_stock"]
    line["q50"] = [value - 30 for value in line["q50"]]
    text = words(charts.render_svg(charts.trajectory_chart(low, "manured", "rothc")))
    assert "≈" not in text
    assert "does not start at zero" not in text


def test_measured_stocks_are_hollow_with_error_bars_where_known(definitions):
    points = [x for x in definitions["trajectory"]["layer"] if x["mark"]["type"] == "point"]
    assert {x["mark"]["shape"] for x in points} == {"circle", "square"}
    assert not any(x["mark"]["filled"] for x in points)
    bars = [
        row
        for x in definitions["trajectory"]["layer"]
        if x["mark"]["type"] == "rule"
        for row in x["data"]["values"]
        if "low" in row
    ]
    assert {row["year"] for row in bars} == {1882}


def test_carbon_and_co2_never_share_a_figure(definitions):
    assert "CO2" not in words(charts.render_svg(definitions["trajectory"]))
    assert "t C/ha" not in words(charts.render_svg(definitions["balance"]))


def test_the_lines_of_the_balance_add_up_to_the_net(answer):
    rows = charts.balance_series(answer, "manured", "rothc")
    net = {row["year"]: row["q50"] for row in charts.net_series(answer, "manured", "rothc")}
    total = dict.fromkeys(net, 0.0)
    for row in rows:
        total[row["year"]] += row["value"]
    assert total == pytest.approx(net, abs=0.02)


def test_a_line_without_flux_is_left_out(answer):
    lines = {row["line"] for row in charts.balance_series(answer, "manured", "rothc")}
    assert lines == {"soil carbon as CO2", "N2O", "other land"}


def test_the_balance_includes_zero_and_says_which_side_is_good(definitions):
    text = words(charts.render_svg(definitions["balance"]))
    assert "better for the climate" in text
    for layer in definitions["balance"]["layer"]:
        if "scale" in layer["encoding"]["y"]:
            low, high = layer["encoding"]["y"]["scale"]["domain"]
            assert low < 0 < high


def test_unknown_supply_is_said_to_be_unknown(definitions):
    text = words(charts.render_svg(definitions["limits"]))
    assert text.count("not assessed") == 2
    assert "84 kg N/yr (76 to 92)" in text


def test_a_nutrient_that_is_set_free_is_drawn_left_of_zero(answer):
    rows = [
        row | {"need": quantity("kg N/yr", -20.0, 4.0)} for row in answer["limits"]["bare"]["rothc"]
    ]
    assert "−20" in words(charts.render_svg(charts.limits_chart(rows)))


def test_the_chart_adds_the_years_up_from_zero(answer):
    rows = charts.cumulative_series(answer, "manured", "rothc")
    net = charts.cumulative_net(answer, "manured", "rothc")
    ends = {row["line"]: row["value"] for row in rows if row["year"] == net[-1]["year"]}
    years = charts.balance_series(answer, "manured", "rothc")
    for line, end in ends.items():
        assert end == pytest.approx(sum(r["value"] for r in years if r["line"] == line))
    assert sum(ends.values()) == pytest.approx(net[-1]["q50"], abs=0.5)
    assert {row["value"] for row in rows if row["year"] == 1851} == {0.0}
    assert net[0] == {"year": 1851, "q05": 0.0, "q50": 0.0, "q95": 0.0}


def test_only_what_acts_on_the_spread_is_shown_and_the_bars_add_up(answer, definitions):
    shares = charts.acting(answer["summary"]["manured"]["rothc"]["spread"], UNITS)
    assert [name for name, _ in shares] == [
        "Plant carbon input",
        "N2O from manure and residues (EF1)",
        "Measured initial stock (Home field)",
        "smaller shares and what no single one carries",
    ]
    assert sum(share for _, share in shares) == pytest.approx(1.0)
    assert shares[-1][1] == pytest.approx(0.19)
    text = words(charts.render_svg(definitions["spread"]))
    assert all(name in text for name, _ in shares)


def test_nothing_acts_where_nothing_was_drawn():
    assert charts.acting([], UNITS) == []
    assert charts.acting([{"parameter": "n2o.ef4", "share": 0.004}], UNITS) == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("plant_input", "Plant carbon input"),
        ("soil.stock.home_field", "Measured initial stock (home field)"),
        ("ipcc.f_mg.no_till", "IPCC factor of tillage (no till)"),
        ("some.new_parameter", "some new parameter"),
        ("ipcc_tier2.k_slow", "IPCC 2019 Tier 2 (steady-state method): k slow"),
    ],
)
def test_drawn_parameters_have_names_for_people(name, label):
    assert charts.parameter_label(name) == label
    assert (
        charts.parameter_label("soil.stock.field", UNITS) == "Measured initial stock (Home field)"
    )


def test_nothing_measured_gives_no_fit():
    answer = document()
    answer["observations"] = []
    assert charts.fit_chart(answer, "rothc") is None


def test_end_labels_do_not_overlap_and_stay_in_the_frame():
    labels = [(f"a rather long name of line {i}", "#000000", 50.0 + 0.1 * i) for i in range(5)]
    layers = end_labels(labels, (0.0, 100.0), 300)
    places = [layer["encoding"]["y"]["value"] for layer in layers]
    assert all(below - above >= 26 for above, below in itertools.pairwise(places))
    assert all(layer["encoding"]["x"]["value"] > PLOT for layer in layers)
    low = end_labels([("bottom " * 8, "#000000", 0.0)], (0.0, 100.0), 300)
    assert low[0]["encoding"]["y"]["value"] < 300


def test_long_names_are_cut():
    assert wrapped("x" * 200).endswith("…")
    assert wrapped("word " * 60).count("\n") == 3


def test_a_far_steady_state_does_not_flatten_the_picture():
    answer = document()
    answer["trajectories"]["manured"]["rothc"]["equilibrium"] = quantity("t C/ha", 400.0, 9.0)
    chart = charts.trajectory_chart(answer, "manured", "rothc")
    assert "off the chart: 400 t C/ha" in words(charts.render_svg(chart)).replace("\n", " ")
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"][1] < 100


def test_the_names_of_bars_fit_the_room_for_them():
    shares = [("a long name of a field " * 5, 0.5), ("Plant carbon input", 0.4), ("rest", 0.1)]
    chart = charts.spread_chart(shares)
    names = [
        layer["encoding"]["text"]["value"]
        for layer in chart["layer"]
        if layer["mark"].get("align") == "right"
    ]
    assert names[0].endswith("…")
    assert names[1] == "Plant carbon input"
    assert max(map(len, names)) * 6 < chart["padding"]["left"] - 8
    assert chart["width"] > 200


@pytest.mark.parametrize("above", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_the_aspiration_is_named_where_no_line_runs(above):
    answer = document()
    line = answer["trajectories"]["manured"]["rothc"]["soil_organic_carbon_stock"]
    level = line["q50"][0] * 1.08 + above
    line["q50"] = [line["q50"][0], *[level] * (len(line["q50"]) - 1)]
    chart = charts.trajectory_chart(answer, "manured", "rothc")
    name = next(
        layer["encoding"]
        for layer in chart["layer"]
        if layer["encoding"].get("text") == {"value": "4 ‰ aspiration"}
    )
    low, high = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    height = (high - level) / (high - low) * chart["height"]
    assert abs(name["y"]["value"] - height) >= 9
