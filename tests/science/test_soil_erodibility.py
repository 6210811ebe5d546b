import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.soil_erodibility import (
    erodibility_williams1995,
    erodibility_wischmeier1978,
)
from permil.tables import parameter_set

WILLIAMS = parameter_set("erodibility_williams1995")
NOMOGRAPH = parameter_set("erodibility_wischmeier1978")


def test_a_loam():
    """As an independent transcription of InVEST's guide has it (0.0343 t h/MJ/mm)."""
    assert erodibility_williams1995(40, 40, 20, 1.5, WILLIAMS) == pytest.approx(0.0343, abs=5e-4)


def test_the_nomograph_at_its_reference():
    """Silt and very fine sand 65, clay 15, organic matter 2.8 %, structure 2, permeability 4."""
    k = erodibility_wischmeier1978(65, 15, 2.8, 2, 4, NOMOGRAPH)
    points = 2.1e-4 * (65 * 85) ** 1.14 * (12 - 2.8) + 2.5
    assert k == pytest.approx(0.1317 * points / 100)
    assert 0.30 < k / 0.1317 < 0.40  # the nomograph shows 0.31 for a silt loam of this kind


def test_both_equations_are_of_one_magnitude():
    williams = erodibility_williams1995(20, 60, 20, 1.2, WILLIAMS)
    nomograph = erodibility_wischmeier1978(65, 20, 2.1, 3, 3, NOMOGRAPH)
    assert 0.5 < williams / nomograph < 2.0


def test_pure_sand_does_not_divide_by_zero():
    assert erodibility_williams1995(100.0, 0.0, 0.0, 1.0, WILLIAMS) == 0.0


@given(st.floats(0, 100), st.floats(0, 1), st.floats(0, 10), st.floats(0, 10))
def test_it_is_positive_and_organic_carbon_protects(sand, part, one, other):
    silt = (100.0 - sand) * part
    clay = 100.0 - sand - silt
    little, much = sorted((one, other))
    weak = erodibility_williams1995(sand, silt, clay, little, WILLIAMS)
    strong = erodibility_williams1995(sand, silt, clay, much, WILLIAMS)
    assert 0.0 <= strong <= weak + 1e-12
    assert weak <= 0.1


def test_trailing_axes_equal_the_scalar_loop():
    sand, carbon = np.array([[10.0], [60.0]]), np.array([0.5, 2.0, 5.0])
    k = erodibility_williams1995(sand, 30.0, 70.0 - sand, carbon, WILLIAMS)
    n = erodibility_wischmeier1978(60.0, 10.0 + sand / 10, carbon, 2, 3, NOMOGRAPH)
    for i, j in np.ndindex(2, 3):
        s, c = sand[i, 0], carbon[j]
        alone = erodibility_williams1995(s, 30.0, 70.0 - s, c, WILLIAMS)
        assert k[i, j] == pytest.approx(alone, rel=1e-14)
        other = erodibility_wischmeier1978(60.0, 10.0 + s / 10, c, 2, 3, NOMOGRAPH)
        assert n[i, j] == pytest.approx(other, rel=1e-14)
