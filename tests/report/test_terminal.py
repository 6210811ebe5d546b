"""The answer in a terminal: plain lines where it is none."""

import io

from rich.console import Console

from permil.report.terminal import render_terminal, sparkline
from report.sample import document


def printed(answer, **options):
    file = io.StringIO()
    render_terminal(answer, Console(file=file, **options))
    return file.getvalue()


def test_answer_table_and_warnings_stand_in_that_order():
    text = printed(document(), width=100)
    places = [
        text.rindex(part)
        for part in (
            "hindcast",
            "It depends on the other land.",
            "gain, t C/ha/yr",
            "+0.9",
            "(0.6 to 1.2)",
            "Water, mm/yr",
            "Risks of N2O and CH4: Acid soil",
            "comes from other land",
            "bias +3.9 t C/ha",
            "2 assumptions were taken",
            "permil explain net_benefit",
        )
    ]
    assert places == sorted(places)


def test_the_range_of_several_models_stands_below_the_answer():
    answer = document()
    assert "Medians of the" not in printed(answer, width=100)
    answer["headline"]["manured"]["models"] = "Medians of the 2 models: 0.2 to 0.9."
    text = printed(answer, width=100)
    assert (
        text.index("It depends on the other land.")
        < text.index("Medians of the 2 models")
        < text.index("gain,")
    )


def test_what_depends_is_no_likelihood_and_a_single_draw_is_counted():
    answer = document()
    rows = printed(answer, width=100)
    assert rows.count("depends\n") == 2
    assert "> 99 %" not in rows
    answer["headline"]["manured"]["answer"] = "yes"
    assert " 81 %" in printed(answer, width=100)
    answer["summary"]["manured"]["rothc"]["probability_net_benefit"] = 1.0
    one = printed(answer | {"draws": 1}, width=100)
    assert "1 of 1" in one
    assert "· 1 draw ·" in one


def test_no_colour_codes_where_it_is_no_terminal():
    assert "\x1b" not in printed(document(), width=80)


def test_lines_fit_the_width():
    assert max(map(len, printed(document(), width=80).splitlines())) <= 80


def test_markup_in_names_is_text():
    text = printed(document(name="[red]x[/red] [/]"), width=200)
    assert "[red]x[/red] [/]" in text


def test_a_baseline_alone_says_what_to_do_next():
    assert "nothing to compare it with yet" in printed(document(alternatives=()), width=80)


def test_a_sparkline_goes_from_the_lowest_to_the_highest_bar():
    assert sparkline([1.0, 2.0, 3.0]) == "▁▅█"
    assert sparkline([None, 1.0, 3.0]) == "▁█"
    assert sparkline([5.0] * 40) == "▄" * 8


def test_sparklines_can_share_a_scale():
    assert sparkline([1.0, 2.0], low=0.0, high=7.0) == "▂▃"


def test_factors_of_the_projects_own_are_printed_with_their_reason():
    text = " ".join(printed(document(), width=200).split())
    assert "ipcc2019_n2o/EF1/wet_other: 0.004 (0.003 to 0.005) kg N2O-N/kg N instead of" in text
    assert "0.006 kg N2O-N/kg N. Reason: Manure on barley, chambers" in text
    assert "Factors of the project" not in printed(document() | {"own_factors": []}, width=200)
