import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.nitrous_oxide import NitrousOxideFactors
from permil.science.nutrient_options import (
    efficiency_option,
    legume_option,
    mineral_nitrogen_option,
    mineral_phosphorus_option,
    recycled_nitrogen_option,
)

WET = NitrousOxideFactors(0.016, 0.006, 0.11, 0.21, 0.014, 0.24, 0.011)
lacks = st.floats(0.0, 300.0)


def test_fertiliser_for_a_lack_of_63_kilograms():
    found = mineral_nitrogen_option(63.4, WET, manufacture=4.77)
    assert found.amount == pytest.approx(100.0)
    assert found.n2o_n == pytest.approx(2.018)
    assert found.manufacture == pytest.approx(477.0)


def test_indirect_n2o_is_never_left_out():
    """Other tools count fertiliser and compost without volatilisation and leaching."""
    for found, direct in (
        (mineral_nitrogen_option(50.0, WET, manufacture=0.0), WET.ef1_synthetic),
        (recycled_nitrogen_option(50.0, WET), WET.ef1_other),
        (legume_option(50.0, WET, returned_share=1.0), WET.ef1_other),
    ):
        assert found.n2o_n > found.amount * direct


def test_residues_of_a_legume_are_counted_once():
    """Another tool counts organic litter twice: here the residues' nitrogen meets EF1 once."""
    found = legume_option(50.0, WET, returned_share=1.0)
    assert found.n2o_n == pytest.approx(found.amount * (0.006 + 0.24 * 0.011))
    assert found.manufacture == 0.0
    none = legume_option(50.0, WET, returned_share=0.0)
    assert (none.amount, none.n2o_n) == (50.0, 0.0)


def test_efficiency_is_bounded_by_the_losses_and_spares_n2o():
    found = efficiency_option(50.0, volatilised=11.0, leached=24.0, avoidable=0.4, factors=WET)
    assert found.filled == pytest.approx(14.0)
    assert found.n2o_n == pytest.approx(-0.4 * (11.0 * 0.014 + 24.0 * 0.011))
    enough = efficiency_option(5.0, volatilised=11.0, leached=24.0, avoidable=0.4, factors=WET)
    assert enough.filled == 5.0
    nothing = efficiency_option(5.0, volatilised=0.0, leached=0.0, avoidable=0.4, factors=WET)
    assert (nothing.filled, nothing.n2o_n) == (0.0, 0.0)


def test_phosphorus_is_bought_as_oxide():
    found = mineral_phosphorus_option(43.64, manufacture=0.733)
    assert found.manufacture == pytest.approx(100.0 * 0.733, rel=1e-3)
    assert found.n2o_n == 0.0


@given(lacks)
def test_every_option_fills_the_lack_after_its_own_losses(deficit):
    mineral = mineral_nitrogen_option(deficit, WET, manufacture=4.77)
    recycled = recycled_nitrogen_option(deficit, WET)
    assert mineral.amount * (1 - 0.11 - 0.24 - 0.016) == pytest.approx(deficit)
    assert recycled.amount * (1 - 0.21 - 0.24 - 0.006) == pytest.approx(deficit)
    assert legume_option(deficit, WET, returned_share=0.5).amount >= deficit


def test_trailing_axes_equal_the_scalar_loop():
    deficit, share = np.array([[10.0], [60.0]]), np.array([0.2, 0.6, 1.0])
    together = legume_option(deficit, WET, returned_share=share)
    kept = efficiency_option(deficit, volatilised=20.0, leached=30.0, avoidable=share, factors=WET)
    for i, j in np.ndindex(2, 3):
        one = legume_option(deficit[i, 0], WET, returned_share=share[j])
        assert together.n2o_n[i, j] == one.n2o_n
        assert (
            kept.n2o_n[i, j]
            == efficiency_option(
                deficit[i, 0], volatilised=20.0, leached=30.0, avoidable=share[j], factors=WET
            ).n2o_n
        )
