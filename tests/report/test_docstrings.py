"""Docstrings become what a reader sees: words, equations, symbols."""

import pytest
from markupsafe import Markup

from permil.report.docstrings import entries, inline, prose, sections
from permil.report.mathml import equations, mathml
from permil.report.methods import method, method_view, methods

DOC = """Return a rate.

.. math:: r = \\frac{a}{b}

    s = a + b

with :math:`a < 1`, ``x <y>`` and :func:`other`.

Parameters
----------
a, b : float
    Sums of <this>
    and that.

Returns
-------
float
    Rate.
"""


def test_sections_are_taken_apart_by_their_headings():
    assert list(sections(DOC)) == ["", "Parameters", "Returns"]


def test_prose_holds_equations_of_blocks_and_lines_and_escapes_the_rest():
    shown = prose(sections(DOC)[""])
    assert shown.count('<div class="equation"><math') == 2
    assert shown.count("<math") == 3
    assert "<mfrac>" in shown
    assert "<code>x &lt;y&gt;</code>" in shown
    assert "<code>other</code>" in shown
    assert "math::" not in shown


def test_entries_are_names_and_meaning():
    assert entries(sections(DOC)["Parameters"]) == [
        ("a, b", Markup("Sums of &lt;this&gt; and that."))
    ]


def test_an_unknown_command_is_an_error_and_never_shown_as_it_is():
    assert "<msqrt>" in mathml(r"\sqrt{x}")
    with pytest.raises(ValueError, match="nosuch"):
        inline(r":math:`\nosuch`")
    assert equations("a\n\nb").count("equation") == 2


def test_lines_under_each_other_show_no_marks_of_their_columns():
    shown = equations(r"a &= b \\ c &= d")
    assert shown.count("<mtr>") == 2
    assert "&<" not in shown


@pytest.mark.parametrize("name", sorted(methods()))
def test_every_method_can_be_shown(name):
    entry, view = method(name), method_view(method(name))
    assert view.text or view.validity or view.symbols
    assert not entry.equation or "<math" in view.text + view.validity
    for part in (view.text, view.validity, *(what for _, what in view.symbols)):
        assert "Raises" not in part
        assert "`" not in part
        assert "math::" not in part


def test_steps_of_models_have_no_symbols_and_functions_have():
    assert method_view(method("rothc")).symbols == []
    symbols = dict(method_view(method("direct_n2o_ipcc2019")).symbols)
    assert "F_SN" in symbols["synthetic"]
    assert "kg N2O-N/ha/yr" in symbols["result"]
