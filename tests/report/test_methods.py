"""Every method has a text that names its source."""

import pytest

from permil.errors import UnknownName
from permil.library import practice
from permil.locale import catalogue
from permil.models import MODELS, model
from permil.report.html import METHOD_OF
from permil.report.methods import method, method_text, methods
from permil.tables import parameter_set, references
from permil.vocabulary import Capability


def test_models_science_and_answers_have_methods():
    assert set(MODELS) <= set(methods())
    assert {"direct_n2o_ipcc2019", "periodic_steady_state", "rate_of_change"} <= set(methods())


def test_every_kind_of_number_in_the_report_has_a_method():
    assert set(METHOD_OF.values()) <= set(methods())


@pytest.mark.parametrize("name", MODELS)
def test_the_text_of_a_model_says_what_the_engine_gives_of_it(name):
    text = " ".join(method_text(name).split())
    for capability in Capability:
        said = catalogue()[f"methods.capability_{capability}"]
        assert (said in text) == (capability in model(name).capabilities)


@pytest.mark.parametrize("name", sorted(methods()))
def test_a_method_is_complete(name):
    entry = method(name)
    assert entry.title
    assert not entry.title.startswith("Return")
    assert entry.body
    assert set(entry.sources) <= set(references())


def test_a_text_holds_equation_parameters_validity_and_the_full_source():
    text = method_text("direct_n2o_ipcc2019")
    assert "F_SN EF_1s" in text
    assert "synthetic : float or ndarray" in text
    assert "Upland mineral soils" in text
    assert "Intergovernmental Panel on Climate Change (2019)" in text
    assert "permil.science.nitrous_oxide" in text


@pytest.mark.parametrize("name", MODELS)
def test_a_model_says_where_it_holds_and_every_published_parameter(name):
    text = method_text(name)
    found = model(name)
    assert f"{found.depths[1]:g} cm." in text.replace("\n", " ")
    for parameter, value in found.parameters()._asdict().items():
        assert f"{parameter} = {value:.10g}" in text
    assert "p : Parameters" not in text
    listed = text.partition("\nParameters\n")[2].partition("\nSources\n")[0]
    assert all(len(line) <= 100 for line in listed.splitlines())


def test_rothc_prints_its_rate_constants_with_their_unit():
    text = method_text("rothc")
    assert "k_dpm = 10, k_rpm = 0.3, k_bio = 0.66, k_hum = 0.02\n    Rate constants [1/yr]." in text


def test_the_answers_own_methods_say_what_they_are():
    text = method_text("net_benefit")
    assert "GWP_N₂O E_N₂O" in text
    assert "without discount" in text
    assert all(len(line) <= 92 for line in text.splitlines() if not line.startswith("    "))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("transfer", ("fertiliser that it buys", "straw and roots", "Powlson", "ΔSOC_other")),
        ("tillage", ("whole profile", "topsoil", "Haddaway", "F_MG")),
        ("cover_crop_carbon", ("1.87", "0.5 to 3.0", "Poeplau")),
    ],
)
def test_what_other_land_tillage_and_cover_crops_do_is_explained_with_sources(name, parts):
    text = " ".join(method_text(name).split())
    assert all(part in text for part in parts)


def test_the_texts_name_the_numbers_of_the_library_and_the_tables():
    carbon = practice("cover_crop").parameter("carbon")
    text = " ".join(method("cover_crop_carbon").body.split())
    assert f"{carbon.default} as published" in text
    assert f"{carbon.low} to {carbon.high} t C/ha/yr" in text
    assert f"c = {parameter_set('crop_residues')['carbon_content']} kg C" in text
    transition = model("ipcc_tier1").parameters().transition
    assert f"D = {transition:g} years" in method("tillage").body


def test_an_unknown_method_names_the_nearest():
    with pytest.raises(UnknownName) as caught:
        method_text("direct_n2o")
    assert "direct_n2o_ipcc2019" in caught.value.fields["nearest"]
