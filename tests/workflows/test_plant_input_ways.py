"""What each way from yields to carbon makes of a plan, beside runs that take it."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import CarbonInput, CropYear
from permil.datasets.project import Run, Uncertainty
from permil.vocabulary import PlantInputs
from permil.workflows.assess import Assessor, assess
from permil.workflows.carbon_inputs import carbon_inputs
from permil.workflows.gases import nitrogen_factors
from permil.workflows.plant_input_ways import by_every_way
from workflows.projects import MANURED, WHEAT, project, scenario, unit

FERTILISED = replace(
    WHEAT, rotation=(CropYear("winter_wheat", 9.0), CropYear("barley", 7.5)), fertilisers=()
)
SOIL = {"stock_sd": None, "sand": 40.0, "organic_carbon": 13.0}
UNITS = (unit(**SOIL), unit("hill", 5.0, **SOIL | {"stock": 40.0}))


def plan(method=PlantInputs.BOLINDER2007, **changes):
    parts = {
        "run": Run(draws=5, models=("rothc", "icbm", "ipcc_tier1"), plant_inputs=method),
        "uncertainty": Uncertainty(0.0, 0.0),
        "land_units": UNITS,
    }
    return project(
        scenario("fertilised", FERTILISED), scenario("manured", MANURED), **(parts | changes)
    )


@pytest.fixture(scope="module")
def result():
    return assess(plan())


@pytest.mark.parametrize("method", list(PlantInputs))
def test_a_way_beside_the_others_is_the_run_that_takes_it(result, method):
    (one,) = (way for way in result.plant_inputs if way.method is method)
    taken = assess(plan(method))
    crops = [
        sum(
            u.area / 15.0 * part["suggested"]
            for u, row in zip(UNITS, rows, strict=True)
            for part in row["sources"]
            if part["kind"] == "crop"
        )
        for rows in carbon_inputs(taken).values()
    ]
    assert one.inputs == pytest.approx(crops, rel=1e-9)
    assert set(one.gain) == {"rothc", "icbm"}  # the Tier 1 method takes no inputs
    for name, gain in one.gain.items():
        outcomes = taken.outcomes[name]
        ran = sum(u.area / 15.0 * outcomes[u.id].gain.mean(axis=1) for u in UNITS)
        assert gain == pytest.approx(ran, abs=1e-9), name


def test_fertiliser_stores_carbon_below_ground_only_where_roots_follow_the_yield(result):
    rise = {way.method: way.inputs[1] - way.inputs[0] for way in result.plant_inputs}
    rows = assess(plan(PlantInputs.FIXED_BELOW_GROUND)).document()["carbon_inputs"]
    roots = {s: sum(p["roots"] or 0.0 for p in rows[s][0]["sources"]) for s in rows}
    assert roots["fertilised"] == pytest.approx(roots["baseline"])
    assert 0 < rise[PlantInputs.FIXED_BELOW_GROUND] < rise[PlantInputs.BOLINDER2007]


def test_the_gain_of_manure_hardly_depends_on_the_way(result):
    gains = np.array([[way.gain["rothc"][s] for way in result.plant_inputs] for s in (1, 2)])
    assert np.ptp(gains[1]) < 0.02 * gains[1].mean()
    assert np.ptp(gains[0]) > 0.1 * gains[0].mean()


def test_a_way_without_a_crop_is_named_with_it_and_not_computed():
    rape = replace(WHEAT, rotation=(*WHEAT.rotation, CropYear("rapeseed", 3.0)))
    found = assess(project(scenario("rape", rape)), draws=5).document()["plant_inputs"]
    (ipcc,) = (way for way in found["by_method"] if way["method"] == "ipcc2019_residues")
    assert (ipcc["lacks"], ipcc["scenarios"]) == (["Winter rapeseed"], {})
    for way in found["by_method"]:
        if way is not ipcc:
            assert way["scenarios"]["baseline"]["additional_input"] is None
            assert way["scenarios"]["rape"]["gain"].keys() == {"rothc"}


def test_models_that_are_not_linear_are_left_to_the_others():
    assessor = Assessor(plan(), 2, None)
    nitrogen = nitrogen_factors(assessor.drawn, assessor.place.regime, [])
    for way in by_every_way(assessor.shared(nitrogen), ("mimics", "rothc")):
        assert way.gain.keys() == {"rothc"}
        assert len(way.inputs) == 3


def test_where_all_carbon_is_given_there_is_no_way_to_choose():
    given = replace(WHEAT, rotation=(), carbon_input=CarbonInput(plant=(0.2,) * 12))
    more = replace(given, carbon_input=CarbonInput(plant=(0.3,) * 12))
    a = assess(project(scenarios=(scenario("baseline", given), scenario("more", more))), draws=5)
    document = a.document()
    assert a.plant_inputs == ()
    assert document["plant_inputs"]["method"] is None
    assert document["plant_inputs"]["by_method"] == []
    codes = {one["code"] for one in document["uncertainty"]["leaves_out"]}
    assert "plant_input_method" not in codes


def test_the_document_says_what_was_taken_and_that_no_interval_holds_the_choice(result):
    document = result.document()
    assert document["plant_inputs"]["method"] == "bolinder2007"
    assert (document["plant_inputs"]["first_year"], document["plant_inputs"]["last_year"]) == (
        2026,
        2045,
    )
    codes = {one["code"] for one in document["uncertainty"]["leaves_out"]}
    assert "plant_input_method" in codes


@pytest.mark.parametrize(
    ("method", "said"), [(PlantInputs.BOLINDER2007, ["AMGv2"]), (PlantInputs.AMG, [])]
)
def test_a_model_with_a_way_of_its_own_says_so_where_another_is_taken(method, said):
    field = unit(stock_sd=None, calcium_carbonate=0.0, ph=6.8, carbon_nitrogen_ratio=10.0)
    run = Run(draws=2, models=("amg", "rothc"), plant_inputs=method)
    notes = assess(plan(run=run, land_units=(field,))).assumptions
    assert [n.fields["model"] for n in notes if n.code == "plant_inputs_own"] == said
