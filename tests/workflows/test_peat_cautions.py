"""A project on or near peat is told so before all else, with its own numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from permil.datasets.climate import ClimateInput
from permil.datasets.project import Horizon, Place
from permil.report.headline import headline
from permil.tables.wetland_categories import Nutrients, PeatUse
from permil.workflows.assess import assess
from permil.workflows.organic_summary import practices_most
from workflows.peatlands import change, fen, peatland, plan
from workflows.projects import COVERED, WHEAT, project, scenario, unit

RUN = replace(project().run, draws=200)
LAND = {
    "scenarios": (scenario("baseline", WHEAT), scenario("covered", COVERED)),
    "run": RUN,
    "horizon": Horizon(2026, 2045),
}


def first(document):
    return document["warnings"][0]


def test_drained_peat_beside_a_field_is_said_first_with_both_numbers():
    document = assess(project(organic_soils=(fen(),), **LAND)).document()
    peat, warning = document["peat_first"], first(document)
    assert warning["code"] == "peat_first"
    # 8.21 t C as CO2, ditches and 13 kg N2O-N: 37 t CO2e, as against a cover crop.
    assert peat["emission"]["mean"] == pytest.approx(37.3, rel=0.03)
    summary = document["summary"]["covered"]["rothc"]
    rate = summary["net_benefit"]["q50"] / 20 / 10.0
    assert peat["gain"]["q50"] == pytest.approx(rate, rel=1e-9)
    assert peat["ratio"] == pytest.approx(peat["emission"]["q50"] / rate, rel=1e-9)
    assert f"{peat['emission']['q50']:.0f} t CO2e/ha/yr" in warning["text"]
    assert "'Covered'" in warning["text"]
    assert "outweigh any of them" in warning["text"]
    assert "Peat comes first" in headline(document, "covered")[0]
    assert practices_most() < peat["emission"]["q05"]


def test_a_project_without_organic_soil_is_told_nothing():
    document = assess(project(**LAND)).document()
    assert document["peat_first"] is None
    assert not [w for w in document["warnings"] if w["code"].startswith("peat")]
    assert "eat" not in headline(document, "covered")[0].partition("On this land")[0]


def test_where_peat_loses_little_it_is_not_said_to_outweigh_everything():
    """Forest on poor boreal peat loses 0.37 t C a year."""
    cold = ClimateInput(
        temperature=(-15, -15, -10, -4, 3, 9, 12, 10, 5, -1, -7, -12),
        precipitation=(40, 32, 32, 31, 40, 58, 74, 74, 58, 55, 51, 44),
    )
    pines = fen(land_use=PeatUse.FOREST, nutrients=Nutrients.POOR)
    place = Place(64.0, 26.0, 100.0)
    parts = {"soils": (pines,), "climate": cold, "place": place, "confirm": {"climate": "by hand"}}
    document = assess(peatland(plan("baseline"), **parts)).document()
    assert document["project"]["climate"]["zone"].startswith("boreal")
    assert first(document)["code"] == "peat_first_less"
    assert "do not outweigh" not in first(document)["text"]
    assert "does not outweigh every one of them" in first(document)["text"]


def test_the_wet_part_is_told_to_stay_wet():
    document = assess(project(organic_soils=(fen(drained=80.0),), **LAND)).document()
    assert [w["code"] for w in document["warnings"][:2]] == ["peat_first", "peat_wet"]
    assert "20 ha of wetland soil are wet" in document["warnings"][1]["text"]


def test_what_only_acts_on_the_fen_says_nothing_of_carbon_in_the_field():
    activities = plan("wet", change(rewet={0: 50.0}, years=20)).activities
    wet = scenario("wet", WHEAT, activities=activities)
    parts = LAND | {"scenarios": (scenario("baseline", WHEAT), wet)}
    document = assess(project(organic_soils=(fen(),), **parts)).document()
    text = headline(document, "wet")[0]
    assert "On the organic soils, as a mean over their 100 ha:" in text
    assert "On this land the soil" not in text


@pytest.mark.parametrize(("stock", "said"), [(150.0, False), (170.0, True)])
def test_a_stock_typical_of_peat_in_a_land_unit_is_said(stock, said):
    document = assess(project(land_units=(unit(stock=stock),), **LAND)).document()
    codes = {warning["code"] for warning in document["warnings"]}
    assert ("peat_like" in codes) == said
