"""ICBM's climate factor, against the daily scheme written out."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science import icbm_climate as science
from permil.science.icbm_climate import DayWeather, SoilState, SoilWater
from permil.tables import parameter_set

C = parameter_set("icbm_climate")
CLAY_LOAM = SoilWater(porosity=0.45, field_capacity=0.30, wilting_point=0.10)


def test_the_water_of_a_soil_written_out():
    clay, sand, carbon = 0.365, 0.225, 1.5
    porosity = 0.4115 + 0.0409 * carbon - 0.6089 * clay * sand
    porosity += -0.0031 * carbon**2 * clay + 0.2276 * clay**3
    capacity = 0.4384 - 0.3839 * sand + 0.0796 * carbon * sand
    wilting = 0.0086 + 0.4473 * clay - 0.0157 * carbon * clay + 0.0123 * carbon * sand
    found = science.soil_water_katterer2006(36.5, 22.5, carbon, parameter_set("katterer2006"))
    assert found == pytest.approx((porosity, capacity, wilting), rel=1e-13)
    assert wilting < capacity < porosity


def test_the_temperature_factor_is_one_at_its_reference_and_zero_in_frost():
    found = science.temperature_factor_katterer1998(np.array([30.0, 5.0, -3.78, -20.0]), C)
    assert found == pytest.approx([1.0, (8.78 / 33.78) ** 2, 0.0, 0.0], rel=1e-14)


def test_the_moisture_factor_between_its_marks():
    optimum = 0.2 + 1.26 * 0.30**2.03
    threshold = 0.0965 * log(0.10) + 0.3
    assert threshold < 0.30 < optimum
    rising, falling = 0.5 * (threshold + 0.30), 0.5 * (optimum + 0.45)
    marks = [threshold - 0.01, rising, 0.30, optimum, falling, 0.45, 0.6]
    found = science.moisture_factor_reclim(np.array(marks), CLAY_LOAM, C)
    assert found == pytest.approx([0.0, 0.5, 1.0, 1.0, 0.75, 0.5, 0.5], abs=1e-12)


def test_the_surface_is_warmer_than_the_air_when_open_and_buffered_in_frost():
    found = science.surface_temperature_katterer2009(np.array([10.0, -10.0]), 0.0, C)
    assert found == pytest.approx([10 * (0.95 + 0.05 * exp(1.2)), -2.0], rel=1e-14)


def test_the_demand_of_a_crop():
    day = DayWeather(temperature=15.0, precipitation=3.0, evaporation=4.0, green_area=2.0)
    intercepted, demand = science.crop_demand_reclim(day, C)
    assert intercepted == pytest.approx(0.4, rel=1e-14)
    assert demand == pytest.approx(4.0 * (1.3 - 0.5 * exp(-0.34)) - 0.4, rel=1e-14)
    dry, asked = science.crop_demand_reclim(day._replace(precipitation=0.0), C)
    assert (dry, asked) == pytest.approx((0.0, demand + 0.4))


def test_the_soil_dries_to_its_end_and_no_further():
    found = science.evaporated_reclim(np.array([0.30, 0.285, 0.07, 0.01]), 5.0, CLAY_LOAM, C)
    assert found == pytest.approx([5.0, 5.0, 0.0, 0.0], abs=1e-12)
    middle = science.evaporated_reclim(0.5 * (0.285 + 0.07), 5.0, CLAY_LOAM, C)
    assert middle == pytest.approx(1.25, rel=1e-12)


def scheme(state, day, days, soil, depth):
    """The published scheme, day by day: temperature and water of the soil, then their factors."""
    t, water = state
    total, layer = 0.0, 10.0 * depth
    for _ in range(days):
        theta = water / layer
        total += (max(t + 3.78, 0.0) / 33.78) ** 2 * wetness(theta, soil) / 0.1056855
        crop = day.evaporation * (1.3 - 0.5 * exp(-0.17 * day.green_area))
        held = min(day.precipitation, crop, 0.2 * day.green_area)
        span = 0.95 * soil.field_capacity - 0.7 * soil.wilting_point
        dry = min(1.0, max(0.0, 1.0 - (0.95 * soil.field_capacity - theta) / span)) ** 2
        bypass = max(0.0, water - soil.field_capacity * layer)
        water = max(0.0, water + day.precipitation - held - (crop - held) * dry - bypass)
        surface = 0.2 * day.temperature
        if day.temperature >= 0.0:
            leaves = 0.8 * day.green_area
            surface = day.temperature * (0.95 + 0.05 * exp(-0.4 * (leaves - 3.0)))
        damping = 0.24 * exp(-0.017 * layer / 20.0) * exp(-0.15 * day.green_area)
        t += (surface - t) * damping
    return total / days, t, water


def wetness(theta, soil):
    optimum = 0.2 + 1.26 * soil.field_capacity**2.03
    threshold = 0.0965 * log(soil.wilting_point) + 0.3
    low, high = sorted((optimum, soil.field_capacity))
    if theta < threshold:
        return 0.0
    if theta < low:
        return (theta - threshold) / (low - threshold)
    if theta <= high:
        return 1.0
    return 1.0 - 0.5 * min(1.0, (theta - high) / (soil.porosity - high))


@given(
    temperature=st.floats(-30, 40),
    rain=st.floats(0, 20),
    evaporation=st.floats(0, 9),
    green=st.floats(0, 6),
    start=st.floats(0.01, 0.45),
)
def test_a_month_is_the_daily_scheme(temperature, rain, evaporation, green, start):
    day, depth = DayWeather(temperature, rain, evaporation, green), 25.0
    state = SoilState(4.0, start * 250.0)
    factor, after = science.climate_factor_andren2004(state, day, 30, CLAY_LOAM, depth, C)
    expected, warmth, water = scheme(state, day, 30, CLAY_LOAM, depth)
    assert float(factor) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert float(after.temperature) == pytest.approx(warmth, rel=1e-9, abs=1e-9)
    assert float(after.water) == pytest.approx(water, rel=1e-9, abs=1e-9)
