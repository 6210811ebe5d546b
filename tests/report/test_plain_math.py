"""Equations in a terminal: no LaTeX, no lost bracket."""

import re
import textwrap

import pytest

from permil.report.docstrings import _MATH, plain
from permil.report.methods import method_text, methods
from permil.report.plain_math import plain_equations, plain_math


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"a + b", "a + b"),
        (r"-a - b", "−a − b"),
        (r"x = -(a - b)", "x = −(a − b)"),
        (r"e^{-\rho k/12}", "e^(−ρk/12)"),
        (r"CO_2 = \frac{44}{12} C", "CO₂ = (44 / 12) C"),
        (r"r = \frac{SOC_n - SOC_0}{n}", "r = (SOC_n − SOC₀) / n"),
        (r"\frac{a}{b} \cdot \frac{c}{d}", "a / b · c / d"),
        (r"\frac{a}{b} \frac{c}{d}", "(a / b) (c / d)"),
        (r"\frac{(a + b)(c + d)}{x}", "((a + b)(c + d)) / x"),
        (r"\frac{1}{\max(D, T)}", "1 / max(D, T)"),
        (r"\sum_{i=1}^{n} B_i", "∑_(i = 1)^n B_i"),
        (r"N_2O \, EF_4", "N₂O EF₄"),
        (r"C_P \, R_S", "C_P R_S"),
        (r"\omega_s\sin\varphi", "ω_s sin φ"),
        (r"\sqrt{a - b}\,c", "√(a − b) c"),
        (r"\bar{T} x^2", "T̄ x²"),
        (r"10^{-3}", "10^(−3)"),
        (r"a \text{ or } b", "a or b"),
        (r"a = 1, \quad b = 2", "a = 1,   b = 2"),
    ],
)
def test_an_equation_reads_as_it_is_meant(latex, shown):
    assert plain_math(latex) == shown


def test_lines_under_each_other_are_parted():
    assert plain_math(r"a &= b \\ c &= d") == "a = b; c = d"
    assert plain_equations("a = b\n\nc = d") == "a = b\nc = d"


def test_words_and_code_lose_their_marks():
    doc = "Return :math:`\\rho^2`.\n\n.. math:: a = \\frac{b}{c}\n\nwith ``x`` and :func:`~other`."
    assert plain(doc) == "Return ρ².\n\n    a = b / c\n\nwith x and other."


@pytest.mark.parametrize("name", sorted(methods()))
def test_no_method_shows_latex_and_every_bracket_closes(name):
    text = method_text(name)
    assert not re.search(r"\\[A-Za-z]|:math:|math::|``|\{\{", text)
    for block in _MATH.findall(methods()[name].doc):
        line = plain_equations(textwrap.dedent(block).strip())
        assert line.count("(") == line.count(")"), line
        assert "  =" not in line
