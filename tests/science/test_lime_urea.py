import numpy as np
import pytest

from permil.science.lime_urea import lime_co2_ipcc2019, urea_co2_ipcc2019, urea_from_nitrogen


def test_one_tonne_of_each():
    assert lime_co2_ipcc2019(1.0, 0.12) == pytest.approx(0.44)
    assert lime_co2_ipcc2019(1.0, 0.13) == pytest.approx(0.13 * 44.0 / 12.0)
    assert urea_co2_ipcc2019(1.0, 0.2) == pytest.approx(0.2 * 44.0 / 12.0)


def test_urea_of_its_nitrogen():
    assert urea_from_nitrogen(28.0) == pytest.approx(0.06)
    assert urea_co2_ipcc2019(urea_from_nitrogen(100.0), 0.2) == pytest.approx(0.15714286)


def test_nothing_spread_nothing_emitted():
    assert lime_co2_ipcc2019(0.0, 0.12) == 0.0
    assert urea_co2_ipcc2019(urea_from_nitrogen(0.0), 0.2) == 0.0


def test_trailing_axes_equal_the_scalar_loop():
    amount, factor = np.array([[0.0], [2.0]]), np.array([0.06, 0.12, 0.13])
    lime, urea = lime_co2_ipcc2019(amount, factor), urea_co2_ipcc2019(amount, factor)
    for i, j in np.ndindex(2, 3):
        assert lime[i, j] == lime_co2_ipcc2019(amount[i, 0], factor[j])
        assert urea[i, j] == urea_co2_ipcc2019(amount[i, 0], factor[j])
