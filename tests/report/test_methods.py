"""Every method has a text that names its source."""

import pytest

from permil.errors import UnknownName
from permil.models import MODELS
from permil.report.html import METHOD_OF
from permil.report.methods import method, method_text, methods
from permil.tables import references


def test_models_science_and_answers_have_methods():
    assert set(MODELS) <= set(methods())
    assert {"direct_n2o_ipcc2019", "periodic_steady_state", "rate_of_change"} <= set(methods())


def test_every_kind_of_number_in_the_report_has_a_method():
    assert set(METHOD_OF.values()) <= set(methods())


@pytest.mark.parametrize("name", sorted(methods()))
def test_a_method_is_complete(name):
    entry = method(name)
    assert entry.title
    assert not entry.title.startswith("Return")
    assert entry.body
    assert set(entry.sources) <= set(references())


def test_a_text_holds_equation_parameters_validity_and_the_full_source():
    text = method_text("direct_n2o_ipcc2019")
    assert "EF_{1s}" in text
    assert "synthetic : float or ndarray" in text
    assert "Upland mineral soils" in text
    assert "Intergovernmental Panel on Climate Change (2019)" in text
    assert "permil.science.nitrous_oxide" in text


def test_the_answers_own_methods_say_what_they_are():
    text = method_text("net_benefit")
    assert "GWP_{N_2O}" in text
    assert "without discount" in text
    assert all(len(line) <= 92 for line in text.splitlines() if not line.startswith("    "))


def test_an_unknown_method_names_the_nearest():
    with pytest.raises(UnknownName) as caught:
        method_text("direct_n2o")
    assert "direct_n2o_ipcc2019" in caught.value.fields["nearest"]
