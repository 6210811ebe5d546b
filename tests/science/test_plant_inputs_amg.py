"""AMG's carbon inputs, against the official program's table of carbon supply."""

from pathlib import Path

import pytest

from amg_files import read
from permil.datasets.amg_parameters import read_plants
from permil.science.plant_inputs_amg import carbon_inputs_clivot2019

PLANTS = read_plants(Path("no folder: the tables stand in"), {})


def carbon(kind, name, dry_yield, *, depth=28.0, exported=False):
    plant = PLANTS[kind, name]
    return carbon_inputs_clivot2019(
        dry_yield,
        plant.coefficients,
        depth=depth,
        straw_returned=plant.returned_if_exported if exported else 1.0,
        exudates_per_root=0.65,
    )


@pytest.mark.parametrize("row", read("con_crops.csv"), ids=lambda r: f"{r['year']} {r['crop']}")
def test_every_crop_of_the_official_example(row):
    found = carbon(
        row["crop_type"],
        row["crop"],
        float(row["dry_yield"]),
        exported=row["residues"] == "exported",
    )
    assert found.shoots == pytest.approx(float(row["shoots"]), rel=1e-14)
    assert found.roots == pytest.approx(float(row["roots"]), rel=1e-14)
    humified = found.humified_shoots + found.humified_roots
    assert humified == pytest.approx(float(row["humified"]), rel=1e-14)


def test_a_harvested_cover_crop_is_computed_like_a_main_crop():
    found = carbon("CCH", "Rye (whole-plant)", 6.0)
    assert found.shoots == pytest.approx(6.0 * 0.083 / 0.917 * 0.44, rel=1e-14)
    share = 1.0 - 0.75**28.0
    assert found.roots == pytest.approx(6.0 / 0.917 / 2.692 * 0.4 * 1.65 * share, rel=1e-14)


def test_the_yield_of_a_cover_crop_is_all_its_shoots():
    found = carbon("CC", "Mustard", 5.0)
    assert found.shoots == pytest.approx(5.0 * 0.44, rel=1e-15)
    assert found.humified_shoots == pytest.approx(5.0 * 0.44 * 0.357, rel=1e-15)


def test_deeper_layers_hold_more_roots_and_the_same_straw():
    shallow, deep = (carbon("MC", "Winter wheat", 7.0, depth=d) for d in (20.0, 60.0))
    assert deep.roots > shallow.roots
    assert deep.shoots == shallow.shoots
