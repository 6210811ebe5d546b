import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.enteric_methane import (
    enteric_emission_factor_ipcc2019,
    enteric_methane_ipcc2019,
    methane_yield_gleam,
)
from permil.tables import table


def test_100_dairy_cows_of_western_europe():
    row = table("ipcc2019_enteric").one(
        region="western_europe", animal="dairy_cattle", productivity="mean"
    )
    assert enteric_methane_ipcc2019(100.0, row.value) == pytest.approx(12600.0)


def test_methane_of_a_known_intake():
    assert enteric_emission_factor_ipcc2019(300.0, 0.063, 55.65) == pytest.approx(
        300.0 * 0.063 * 365.0 / 55.65
    )


def test_gleam_lies_between_the_classes_of_the_guidelines():
    assert methane_yield_gleam(0.0) == pytest.approx(0.0975)
    assert methane_yield_gleam(100.0) == pytest.approx(0.0475)
    one = table("ipcc2019_methane_yield").one
    good = one(animal="dairy_cattle", feeding="high_yield").value
    poor = one(animal="other_cattle", feeding="low_quality_forage").value
    assert good < methane_yield_gleam(65.0) < poor


def test_a_calf_on_milk_gives_no_methane():
    row = table("ipcc2019_methane_yield").one(animal="other_cattle", feeding="milk_only")
    assert enteric_emission_factor_ipcc2019(30.0, row.value, 55.65) == 0.0


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.floats(0.0, 200.0))
def test_herds_add_up(one, other, factor):
    both = enteric_methane_ipcc2019(one + other, factor)
    parts = enteric_methane_ipcc2019(one, factor) + enteric_methane_ipcc2019(other, factor)
    assert both == pytest.approx(parts)


def test_trailing_axes_equal_the_scalar_loop():
    energy, share = np.array([[100.0], [300.0]]), np.array([0.03, 0.063, 0.07])
    together = enteric_methane_ipcc2019(
        10.0, enteric_emission_factor_ipcc2019(energy, share, 55.65)
    )
    for i, j in np.ndindex(2, 3):
        alone = enteric_emission_factor_ipcc2019(energy[i, 0], share[j], 55.65)
        assert together[i, j] == enteric_methane_ipcc2019(10.0, alone)
