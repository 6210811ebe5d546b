"""Which crops each way from yields to carbon has, and what a project file may say of them."""

import pytest

from permil.datasets.plant_inputs import crops_by_yield, crops_with, plant_input_row, stubble
from permil.datasets.project_file import project_from_dict
from permil.errors import NoEffect, NotApplicable
from permil.tables import table
from permil.vocabulary import PlantInputs

GROWN = {row.crop for row in table("crops").rows if row.residue_crop}


def read(*crops, run=None, **scenario):
    rotation = [{"crop": crop, "yield": "4 t FM/ha"} for crop in crops]
    return project_from_dict(
        {
            "format": 1,
            "project": {"name": "Plain"},
            "run": run or {},
            "land_unit": {
                "field": {
                    "area": "1 ha",
                    "depth": "30 cm",
                    "clay": 20,
                    "organic_carbon_stock": "50 t C/ha",
                }
            },
            "scenario": {"today": {"baseline": True, "rotation": rotation} | scenario},
            "horizon": {"first_year": 2026, "last_year": 2040},
        }
    )


def taken(project):
    return [n.fields["value"] for n in project.assumptions if n.key == "run.plant_inputs"]


def test_the_default_way_has_every_crop():
    assert set(crops_with(PlantInputs.BOLINDER2007)) == GROWN


@pytest.mark.parametrize(
    ("method", "lacks"),
    [
        (PlantInputs.AMG, {"rice", "millet", "clover_ley", "permanent_grass", "unimproved_grass"}),
        (PlantInputs.IPCC2019_RESIDUES, {"rapeseed", "sunflower", "sugar_beet", "silage_maize"}),
        (
            PlantInputs.FIXED_BELOW_GROUND,
            {"rice", "millet", "dry_bean", "lentil", "chickpea", "alfalfa"}
            | {"permanent_grass", "unimproved_grass"},
        ),
    ],
)
def test_what_a_source_does_not_hold_is_lacking(method, lacks):
    assert GROWN - set(crops_with(method)) == lacks
    assert plant_input_row("bare_fallow", method) is None


def test_residues_of_the_ipcc_way_are_those_of_the_ipcc():
    for crop in crops_with(PlantInputs.IPCC2019_RESIDUES):
        row = plant_input_row(crop, PlantInputs.IPCC2019_RESIDUES)
        assert row.source == "ipcc2019_v4_ch11", crop


def test_amg_has_a_stubble_of_its_own_for_each_plant():
    assert stubble("winter_wheat", PlantInputs.AMG) == 0.5
    others = {stubble("winter_wheat", m) for m in PlantInputs if m is not PlantInputs.AMG}
    assert others == {0.15}
    note = [
        n.fields["left"]
        for method in ("amg", "bolinder2007")
        for n in read(
            run={"plant_inputs": method},
            rotation=[{"crop": "winter_wheat", "yield": "7 t FM/ha", "residues": "removed"}],
        ).assumptions
        if n.code == "residues_all"
    ]
    assert note == ["50", "15"]


def test_the_default_is_an_assumption_and_a_choice_is_none():
    assert taken(read("barley")) == ["bolinder2007"]
    assert taken(read("barley", run={"plant_inputs": "fixed_below_ground"})) == []
    chosen = read("barley", run={"plant_inputs": "fixed_below_ground"})
    assert chosen.run.plant_inputs is PlantInputs.FIXED_BELOW_GROUND


def test_where_all_carbon_is_given_there_is_nothing_to_choose():
    given = {"rotation": None, "carbon_input": {"plant": [0.1] * 12, "crop": "barley"}}
    assert taken(read(**given)) == []
    with pytest.raises(NoEffect, match="no crop has a yield"):
        read(**given, run={"plant_inputs": "bolinder2007"})


def test_a_crop_that_a_way_lacks_is_named_beside_those_that_it_has():
    with pytest.raises(NotApplicable) as caught:
        read("lentil", "barley", run={"plant_inputs": "fixed_below_ground"})
    message = str(caught.value)
    assert "no numbers for lentil" in message
    assert all(crop in message for crop in crops_with(PlantInputs.FIXED_BELOW_GROUND))


def test_a_crop_of_a_single_year_counts_too():
    with pytest.raises(NotApplicable, match="rapeseed"):
        read(
            "barley",
            run={"plant_inputs": "ipcc2019_residues"},
            year=[{"years": [2030], "crop": "rapeseed", "yield": "3 t FM/ha"}],
        )
    fallow = read("barley", year=[{"years": [2030], "crop": "bare_fallow"}])
    assert crops_by_yield([s.management for s in fallow.scenarios]) == ["barley"]
