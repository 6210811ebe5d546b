"""Fixed inputs below ground: what depends on the yield and what does not.

The program's own cases are among the reference runs of the balance.
"""

import numpy as np
import pytest

from permil.science.plant_inputs_fixed import FixedCoefficients, carbon_inputs_soilmanager2024
from permil.tables import table


def carbon(crop, dry_yield, straw_returned=1.0, **options):
    row = table("soilmanager_allocation").one(crop=crop)
    plant = FixedCoefficients(*(getattr(row, name) for name in FixedCoefficients._fields))
    return carbon_inputs_soilmanager2024(
        dry_yield, plant, straw_returned=straw_returned, carbon_content=0.45, **options
    )


def test_a_cereal_brings_the_same_below_ground_whatever_its_yield():
    poor, rich = carbon("winter_wheat", 3.0), carbon("winter_wheat", 9.0)
    assert poor.roots + poor.exudates == pytest.approx(0.6, rel=1e-6)
    assert (poor.roots, poor.exudates) == (rich.roots, rich.exudates)
    assert rich.straw > 2 * poor.straw


def test_the_straw_of_a_cereal_by_hand():
    index = 0.344 + 0.015 * 6.0
    assert carbon("winter_wheat", 6.0).straw == pytest.approx(6 * 0.45 * (1 - index) / index)


def test_a_crop_without_fixed_roots_rises_with_its_yield():
    index = 0.18 + 0.046 * 3.0
    found = carbon("winter_rapeseed", 3.0)
    assert found.roots == pytest.approx(3 * 0.45 / (3.203883495 * index))
    assert found.exudates == pytest.approx(0.6504854369 * found.roots)


def test_what_is_lost_of_the_product_stays():
    assert carbon("silage_maize", 16.0).product == pytest.approx(0.05 * 16 * 0.45)
    assert carbon("silage_maize", 16.0).straw == 0
    assert carbon("winter_wheat", 6.0).product == 0


def test_the_harvest_index_ends_at_one():
    assert carbon("spring_pea", 20.0).straw == 0


def test_whole_kilograms_are_those_below_or_nearest():
    cut, plain = (carbon("winter_wheat", 6.3, 0.15, whole_kilograms=b) for b in (True, False))
    for one, other in zip(cut, plain, strict=True):
        assert 1000 * one == pytest.approx(round(1000 * one), abs=1e-9)
        assert one == pytest.approx(other, abs=1.5e-3)


def test_trailing_axes_equal_the_scalar_loop():
    yields = np.linspace(1.0, 9.0, 6).reshape(2, 3)
    together = carbon("winter_wheat", yields)
    for i, j in np.ndindex(yields.shape):
        assert together.straw[i, j] == carbon("winter_wheat", yields[i, j]).straw
