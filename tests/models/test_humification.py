"""Coefficients of humification belong to their model: no other meets its pools."""

import ast
from pathlib import Path

import numpy as np
import pytest

import permil.models
from models.batches import drivers
from permil.datasets.management import CropYear
from permil.datasets.plant_inputs import crops_with
from permil.datasets.project_schema import ProjectFile
from permil.models import MODELS, model
from permil.models.amg import humified_share
from permil.models.streams import CarbonInputs, Material
from permil.science.plant_inputs import PlantCarbon
from permil.vocabulary import Part, PlantInputs
from permil.workflows.crops import crop_facts
from permil.workflows.plant_carbon import Way, crop_carbon

#: Tables with the quality of materials, and the files of models that may read them.
QUALITY = {
    "amg_materials": {"amg"},
    "amg_plants": {"amg"},
    "amg_amendments": {"amg"},
    "icbm_materials": {"icbm_family"},
    "yasso_materials": {"yasso_family"},
    "yasso_litter": {"yasso_family"},
    "litter_quality": {"litter", "mimics"},  # lignin and nitrogen: measured, of no model
}
FOLDER = Path(permil.models.__file__).parent


def _texts(path):
    """Return the names of tables that a file writes as text."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)} & set(QUALITY)


def test_a_table_of_qualities_is_read_by_its_model_alone():
    readers = {name: set() for name in QUALITY}
    for path in FOLDER.glob("*.py"):
        for name in _texts(path):
            readers[name].add(path.stem)
    assert readers == QUALITY


def test_a_way_from_yields_to_carbon_gives_amounts_and_nothing_of_their_quality():
    assert PlantCarbon._fields == ("product", "straw", "roots", "exudates")
    assert Material._fields == ("part", "name", "dpm_rpm_ratio")
    for method in PlantInputs:
        crop = CropYear(crops_with(method)[0], 5.0)
        assert type(crop_carbon(crop_facts(crop.crop), crop, Way(method))) is PlantCarbon


def test_a_project_file_takes_no_coefficient_of_humification():
    def keys(schema):
        for part in (schema, *schema.get("$defs", {}).values()):
            yield from part.get("properties", {})

    found = set(keys(ProjectFile.model_json_schema()))
    assert "dpm_rpm_ratio" in found
    assert not [key for key in found if "humif" in key or "quality" in key]


@pytest.mark.parametrize("name", [name for name in MODELS if model(name).inputs])
def test_the_ratio_of_rothc_reaches_rothc_alone(name):
    chosen, weather = model(name), drivers(np.random.default_rng(3), 24)
    carbon = np.full(24, 0.2)

    def forcing(ratio):
        material = Material(Part.PLANT, "", ratio)
        given = weather._replace(inputs=(CarbonInputs({material: carbon}),))
        return chosen.drive(chosen.parameters(), given)

    plain, resistant = forcing(None), forcing(0.25)
    same = all(np.array_equal(plain[key].values, resistant[key].values) for key in plain)
    assert same == (not name.startswith("rothc"))


@pytest.mark.parametrize("name", [name for name in MODELS if model(name).inputs])
def test_all_carbon_that_is_brought_enters_whatever_a_model_calls_it(name):
    """Each model splits the same carbon into classes of its own, and loses none of it."""
    chosen, weather = model(name), drivers(np.random.default_rng(4), 24)
    brought = {
        Material(Part.SHOOTS, "winter_wheat"): np.full(24, 0.2),
        Material(Part.ROOTS, "winter_wheat"): np.full(24, 0.1),
        Material(Part.AMENDMENT, "compost"): np.full(24, 0.05),
    }
    given = weather._replace(inputs=(CarbonInputs(brought),))
    forcing = chosen.drive(chosen.parameters(), given)
    steps = 2 * chosen.steps_per_year
    entering = sum(
        np.resize(forcing[key].values, (steps,)).sum()
        for key in chosen.inputs
        if forcing[key].values.any()
    )
    assert entering == pytest.approx(24 * 0.35, rel=1e-9)


def test_the_share_that_amg_humifies_is_its_own_by_every_way():
    """The carbon differs by way; what AMG makes of a tonne of it does not."""
    shares = [humified_share(Material(part, "winter_wheat")) for part in (Part.SHOOTS, Part.ROOTS)]
    for method in PlantInputs:
        found = crop_carbon(crop_facts("winter_wheat"), CropYear("winter_wheat", 7.0), Way(method))
        parts = {
            Material(Part.SHOOTS, "winter_wheat"): np.full(12, found.straw / 12),
            Material(Part.ROOTS, "winter_wheat"): np.full(12, (found.roots + found.exudates) / 12),
        }
        weather = drivers(np.random.default_rng(5), 12)._replace(inputs=(CarbonInputs(parts),))
        amg = model("amg")
        humified = amg.drive(amg.parameters(), weather)["humified_input"].values.sum()
        expected = found.straw * shares[0] + (found.roots + found.exudates) * shares[1]
        assert humified == pytest.approx(expected, rel=1e-12)
