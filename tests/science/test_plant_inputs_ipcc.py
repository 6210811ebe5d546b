"""Carbon of the residues in the IPCC tables: by hand, and beside the nitrogen of the same ones."""

import pytest

from permil.science.plant_inputs_ipcc import carbon_inputs_ipcc2019
from permil.science.residue_nitrogen import residue_nitrogen_ipcc2019

WHEAT = {"slope": 1.61, "intercept": 0.4, "root_shoot_ratio": 0.23}  # winter wheat, table 11.2


def wheat(dry_yield, straw_returned=1.0):
    return carbon_inputs_ipcc2019(
        dry_yield, **WHEAT, straw_returned=straw_returned, carbon_content=0.42
    )


def test_parts_of_winter_wheat():
    found = wheat(6.0)
    assert found.straw == pytest.approx(10.06 * 0.42)
    assert found.roots == pytest.approx(16.06 * 0.23 * 0.42)
    assert (found.product, found.exudates) == (pytest.approx(2.52), 0.0)


def test_straw_taken_away_leaves_the_roots():
    kept, baled = wheat(6.0), wheat(6.0, 0.15)
    assert baled.straw == pytest.approx(0.15 * kept.straw)
    assert baled.roots == kept.roots


def test_carbon_and_nitrogen_are_of_the_same_residues():
    nitrogen = residue_nitrogen_ipcc2019(
        6.0, **WHEAT, nitrogen_above_ground=0.006, nitrogen_below_ground=0.009
    )
    found = wheat(6.0)
    assert nitrogen.above_ground == pytest.approx(1000 * found.straw / 0.42 * 0.006)
    assert nitrogen.below_ground == pytest.approx(1000 * found.roots / 0.42 * 0.009)
