"""Carbon inputs by source add up to what the run itself received."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.management import CarbonInput, CoverCrop, CropYear, Schedule, YearOverride
from permil.datasets.project import Run, Uncertainty
from permil.variables import variable
from permil.vocabulary import Residues, Start
from permil.workflows.assess import assess
from permil.workflows.carbon_inputs import carbon_inputs
from workflows.projects import COVERED, MANURED, WHEAT, project, scenario, unit

GIVEN = CarbonInput(plant=(0.1,) * 12, manure=(0.05,) * 12, crop="barley")
BARE = YearOverride((2030, 2031), crop=CropYear("bare_fallow"))
MIXED = replace(
    WHEAT,
    overrides=(BARE, YearOverride((2040,), carbon_input=GIVEN)),
    amendments=MANURED.amendments,
)
BOTH = replace(
    COVERED, cover_crops=(*COVERED.cover_crops, CoverCrop(2.0, None, None, (9, 10), Schedule()))
)


@pytest.fixture(scope="module")
def result():
    return assess(
        project(
            scenario("covered", COVERED, land_units=("field",)),
            scenario("manured", MANURED),
            scenario("mixed", MIXED),
            scenario("both", BOTH),
            land_units=(unit(), unit("hill", 4.0, stock=120.0, stock_sd=2.0)),
            run=Run(draws=80, models=("rothc", "ipcc_tier1")),
            uncertainty=Uncertainty(0.15, 0.1),
        )
    )


def test_the_sources_add_up_to_the_ledgers_carbon_input(result):
    areas = {u.id: u.area for u in result.project.land_units}
    line = result.ledger["project_carbon_input"].sel(model="rothc")
    for name, rows in carbon_inputs(result).items():
        ran = line.sel(scenario=name).values[1:].mean()
        used = sum(row["used"]["rothc"] * areas[row["land_unit"]] for row in rows)
        assert used == pytest.approx(ran, rel=1e-9), name
        for row in rows:
            parts = row["sources"]
            assert sum(p["suggested"] for p in parts) == pytest.approx(row["suggested"])
            assert row["unit"] == variable("plant_carbon_input").unit
            assert {variable(p["variable"]).unit for p in parts} == {row["unit"]}


def test_the_range_of_one_cover_crop_does_not_reach_what_is_stated_of_another(result):
    (ranged, stated) = (
        row for row in carbon_inputs(result)["both"][0]["sources"] if row["kind"] == "cover_crop"
    )
    assert ranged["suggested"] == pytest.approx(1.0)
    assert ranged["used"]["rothc"] != pytest.approx(1.0, rel=1e-3)
    assert stated["used"]["rothc"] == pytest.approx(stated["suggested"]) == pytest.approx(2.0)


def test_residues_and_roots_make_the_crop_and_the_model_without_inputs_has_none(result):
    rows = carbon_inputs(result)["baseline"]
    for part in (p for row in rows for p in row["sources"]):
        assert set(part["used"]) == {"rothc"}
        if part["kind"] == "crop":
            assert part["residues"] + part["roots"] == pytest.approx(part["suggested"])
            assert part["confidence"] == "memory"  # of the crop table's own entries
            assert part["residues"] > 0
            assert part["roots"] > 0
            assert part["years"] == 20  # of forty, in a rotation of two


def test_removed_straw_leaves_stubble_and_roots():
    bare = replace(
        WHEAT,
        rotation=tuple(
            replace(c, residues=Residues.REMOVED, removed_share=1.0) for c in WHEAT.rotation
        ),
    )
    found = carbon_inputs(assess(project(scenario("bare", bare)), draws=10))
    full, less = (
        {p["source"]: p for p in found[name][0]["sources"]} for name in ("baseline", "bare")
    )
    for crop in ("winter_wheat", "barley"):
        assert less[crop]["roots"] == pytest.approx(full[crop]["roots"])
        assert less[crop]["residues"] < 0.5 * full[crop]["residues"]


def test_carbon_that_the_yields_do_not_explain_is_named_and_alike_in_all_scenarios(result):
    found = carbon_inputs(result)
    extra = [
        part["used"]["rothc"]
        for rows in found.values()
        for row in rows
        if row["land_unit"] == "hill"
        for part in row["sources"]
        if part["kind"] == "unexplained"
    ]
    assert len(extra) == len(found)
    assert np.ptp(extra) < 1e-12
    assert extra[0] > 0.5
    assert all(part["suggested"] == 0 for part in found["mixed"][1]["sources"][-1:])


def test_a_scenario_of_one_unit_brings_its_cover_crop_there_alone(result):
    kinds = [{part["kind"] for part in row["sources"]} for row in carbon_inputs(result)["covered"]]
    assert "cover_crop" in kinds[0]
    assert "cover_crop" not in kinds[1]


def test_carbon_as_given_and_single_years_are_sources_of_their_own(result):
    parts = {(p["kind"], p["source"]): p for p in carbon_inputs(result)["mixed"][0]["sources"]}
    assert parts["given", "barley"]["suggested"] == pytest.approx(1.2 / 40)
    assert parts["amendment", ""]["suggested"] == pytest.approx(0.6 / 40)
    assert parts["crop", "winter_wheat"]["years"] < 20
    assert ("crop", "bare_fallow") not in parts


def test_where_nothing_is_held_yields_are_used_as_they_are():
    run = Run(models=("rothc",), draws=10, start=Start.STEADY_STATE)
    fields = (unit(inert_organic_matter=4.0),)
    free = project(run=run, land_units=fields, uncertainty=Uncertainty(0.0, 0.0))
    row = carbon_inputs(assess(free))["baseline"][0]
    assert row["used"]["rothc"] == pytest.approx(row["suggested"])
