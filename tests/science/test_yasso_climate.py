"""Yasso's factors of climate and size: the points that their equations fix."""

import numpy as np
import pytest

from permil.science.yasso_climate import (
    moisture_factor_tuomi2009,
    size_factor_tuomi2009,
    temperature_factor_tuomi2009,
)


def test_temperature_is_one_at_zero_and_has_its_optimum():
    found = temperature_factor_tuomi2009(np.array([0.0, 10.0]), 0.158, -0.002)
    assert found == pytest.approx([1.0, np.exp(1.38)], rel=1e-15)
    optimum = 0.158 / 0.004
    assert temperature_factor_tuomi2009(optimum, 0.158, -0.002) > temperature_factor_tuomi2009(
        optimum + 5.0, 0.158, -0.002
    )


def test_rain_is_in_metres():
    found = moisture_factor_tuomi2009(np.array([0.0, 1000.0]), -1.44)
    assert found == pytest.approx([0.0, 1 - np.exp(-1.44)], rel=1e-15)


def test_only_thick_wood_is_slower():
    """Yasso20: the sum in brackets is even negative for wood of 1 cm."""
    found = size_factor_tuomi2009(np.array([0.0, 1.0, 2.0, 20.0]), -2.55, 1.24, 0.25)
    assert 1 - 2.55 + 1.24 < 0
    thick = (1 - 51.0 + 496.0) ** -0.25
    assert found == pytest.approx([1.0, 1.0, 1.0, thick], rel=1e-14)
    assert size_factor_tuomi2009(20.0, -2.55, 1.24, -0.25) == pytest.approx(thick, rel=1e-15)
