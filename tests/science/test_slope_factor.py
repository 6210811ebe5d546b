import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.slope_factor import (
    slope_length_factor_renard1997,
    slope_steepness_factor_mccool1987,
)
from permil.tables import parameter_set

CONSTANTS = parameter_set("slope_rusle")


def test_the_unit_plot_is_one():
    assert slope_length_factor_renard1997(22.13, 9.0, 1.0, CONSTANTS) == 1.0
    assert slope_steepness_factor_mccool1987(9.0, CONSTANTS) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("slope", "exponents"),
    [
        (2.0, (0.14, 0.24, 0.39)),
        (5.0, (0.25, 0.40, 0.57)),
        (10.0, (0.35, 0.52, 0.68)),
        (20.0, (0.44, 0.61, 0.76)),
    ],
)
def test_exponents_of_the_handbook(slope, exponents):
    """Table 4-5 of the handbook: soils little, moderately and much prone to rills."""
    rills = np.array([0.5, 1.0, 2.0])
    factors = slope_length_factor_renard1997(221.3, slope, rills, CONSTANTS)
    assert np.log10(factors) == pytest.approx(exponents, abs=0.006)


def test_the_lines_of_steepness_meet():
    gentle, steep = slope_steepness_factor_mccool1987(np.array([9.0 - 1e-9, 9.0]), CONSTANTS)
    assert gentle == pytest.approx(steep, rel=0.01)


@given(st.floats(0.0, 60.0), st.floats(5.0, 300.0), st.floats(5.0, 300.0))
def test_longer_and_steeper_is_worse(slope, one, other):
    short, long = sorted((one, other))
    factors = slope_length_factor_renard1997(np.array([short, long]), slope, 1.0, CONSTANTS)
    assert factors[0] <= factors[1]
    assert slope_steepness_factor_mccool1987(slope, CONSTANTS) > 0.0


def test_rills_make_length_count():
    little, much = slope_length_factor_renard1997(100.0, 8.0, np.array([0.5, 2.0]), CONSTANTS)
    assert 1.0 < little < much


def test_trailing_axes_equal_the_scalar_loop():
    length, slope = np.array([[20.0], [150.0]]), np.array([0.0, 4.0, 30.0])
    factor = slope_length_factor_renard1997(length, slope, 1.0, CONSTANTS)
    steepness = slope_steepness_factor_mccool1987(slope, CONSTANTS)
    for i, j in np.ndindex(2, 3):
        alone = slope_length_factor_renard1997(length[i, 0], slope[j], 1.0, CONSTANTS)
        assert factor[i, j] == pytest.approx(alone, rel=1e-14)
        assert steepness[j] == slope_steepness_factor_mccool1987(slope[j], CONSTANTS)
