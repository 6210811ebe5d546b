import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.tonne_years import (
    CarbonDioxideResponse,
    airborne_fraction_joos2013,
    airborne_tonne_years_joos2013,
    stored_tonne_years_sierra2021,
    tonne_year_credit_lashof,
    tonne_year_credit_mouracosta2000,
)

AIR = CarbonDioxideResponse(0.2173, (0.2240, 0.2824, 0.2763), (394.4, 36.54, 4.304))
STORED = np.array([1.0, 10.0, 25.0, 50.0])


def test_all_of_a_pulse_is_there_at_first_and_a_fifth_for_long():
    assert airborne_fraction_joos2013(0.0, AIR) == pytest.approx(1.0)
    assert airborne_fraction_joos2013(100.0, AIR) == pytest.approx(0.41, abs=0.005)
    assert airborne_fraction_joos2013(1e5, AIR) == pytest.approx(0.2173)


def test_the_integral_is_that_of_the_fraction():
    t = np.linspace(0.0, 100.0, 200_001)
    summed = np.trapezoid(airborne_fraction_joos2013(t, AIR), t)
    assert airborne_tonne_years_joos2013(100.0, AIR) == pytest.approx(summed, rel=1e-9)
    assert airborne_tonne_years_joos2013(-5.0, AIR) == 0.0


def test_published_equivalences():
    moura = tonne_year_credit_mouracosta2000(STORED, AIR, horizon=100.0)
    lashof = tonne_year_credit_lashof(STORED, AIR, horizon=100.0)
    assert moura == pytest.approx([0.019, 0.19, 0.48, 0.95], abs=0.006)
    assert lashof == pytest.approx([0.008, 0.08, 0.20, 0.42], abs=0.003)


def test_limits_of_the_two():
    assert tonne_year_credit_mouracosta2000(60.0, AIR, horizon=100.0) > 1.0
    assert tonne_year_credit_lashof(150.0, AIR, horizon=100.0) == 1.0
    assert tonne_year_credit_lashof(0.0, AIR, horizon=100.0) == 0.0


@given(st.integers(1, 99))
def test_a_tonne_that_comes_back_is_the_lashof_equivalence(years):
    course = np.zeros(100)
    course[0], course[years] = 1.0, -1.0
    kept = stored_tonne_years_sierra2021(course, AIR, horizon=100.0)
    credit = tonne_year_credit_lashof(float(years), AIR, horizon=100.0)
    assert kept == pytest.approx(credit * airborne_tonne_years_joos2013(100.0, AIR))


def test_trailing_axes_equal_the_scalar_loop():
    course = np.linspace(-1.0, 2.0, 60).reshape(10, 2, 3)
    together = stored_tonne_years_sierra2021(course, AIR, horizon=100.0)
    for i, j in np.ndindex(2, 3):
        one = stored_tonne_years_sierra2021(course[:, i, j], AIR, horizon=100.0)
        assert together[i, j] == pytest.approx(one, rel=1e-13)
