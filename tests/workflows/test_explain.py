"""Methods are found by what people call them, and listed whole."""

import pytest

import permil
from permil.errors import UnknownName
from permil.report.html import METHOD_OF
from permil.report.methods import methods
from permil.workflows.explain import explain, find_method, methods_by_theme, one_line


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ("rothc", "rothc"),
        ("#method-rothc", "rothc"),
        ("method-net_benefit", "net_benefit"),
        ("Net benefit for the climate", "net_benefit"),
        ("net benefit", "net_benefit"),
        ("n2o-share", "n2o_share"),
        ("permil.science.plant_inputs.carbon_inputs_bolinder2007", "carbon_inputs_bolinder2007"),
        ("RothC-26.3 (monthly map)", "rothc"),
        ("elsewhere", "transfer"),
        ("elsewhere_co2", "transfer"),
        ("transfer", "transfer"),
        ("tillage", "tillage"),
        ("cover crop", "cover_crop_carbon"),
        ("net_co2e", "net_benefit"),
        ("falloon", "inert_organic_matter_falloon1998"),
    ],
)
def test_a_method_is_found_by_id_title_link_and_by_a_part_that_only_it_has(called, found):
    assert find_method(called) == found
    assert permil.explain(called) == explain(found)


@pytest.mark.parametrize("kind", METHOD_OF)
def test_every_name_of_a_link_of_the_report_works(kind):
    assert find_method(kind) == METHOD_OF[kind]
    assert find_method(f"#method-{METHOD_OF[kind]}") == METHOD_OF[kind]


@pytest.mark.parametrize("name", methods())
def test_every_id_and_title_is_found(name):
    assert find_method(name) == name
    assert find_method(one_line(methods()[name])) == name


@pytest.mark.parametrize(
    ("called", "offered"),
    [
        ("thornthwaite", ["thornthwaite1948", "heat_index_thornthwaite1948"]),
        ("partition_colman1996", ["partition_coleman1996"]),
        ("n2o", ["direct_n2o_ipcc2019", "leaching_n2o_ipcc2019"]),
    ],
)
def test_what_several_or_none_are_called_offers_those_that_hold_it(called, offered):
    with pytest.raises(UnknownName) as error:
        find_method(called)
    assert set(offered) <= set(error.value.fields["nearest"])


@pytest.mark.parametrize("nothing", ["", " ", "#", "xyzzy"])
def test_nothing_is_no_method(nothing):
    with pytest.raises(UnknownName):
        find_method(nothing)


def test_all_methods_are_listed_once_under_a_theme_with_plain_titles():
    themes = methods_by_theme()
    listed = [entry.id for entries in themes.values() for entry in entries]
    assert sorted(listed) == list(methods())
    assert list(themes)[1] == "Models and the engine"
    assert "Nitrous oxide" in themes
    for entries in themes.values():
        for entry in entries:
            assert not set("`\\\n") & set(one_line(entry))
