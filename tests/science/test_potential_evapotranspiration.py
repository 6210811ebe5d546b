import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from permil.science.potential_evapotranspiration import (
    HOT_MONTH,
    MID_MONTH_DAYS,
    MONTH_LENGTHS,
    daylight_hours_fao56,
    extraterrestrial_radiation_fao56,
    hargreaves1985,
    hargreaves1985_daily,
    heat_index_thornthwaite1948,
    solar_declination_fao56,
    sunset_hour_angle_fao56,
    thornthwaite1948,
    unadjusted_thornthwaite1948,
)

# Aberdeen, Scotland, in 2014: the worked example in the documentation of PyETo (Richards 2015),
# https://pyeto.readthedocs.io, with the mean daylight of each month and a February of 28 days.
ABERDEEN_TEMPERATURE = [3.1, 3.5, 5.0, 6.7, 9.3, 12.1, 14.3, 14.1, 11.8, 8.9, 5.5, 3.8]
ABERDEEN_DAYLIGHT = [
    7.182842574993897,
    9.13512841264262,
    11.523002734356053,
    14.035348256722466,
    16.277003584884323,
    17.505213218539176,
    16.891449464611544,
    14.861767363416547,
    12.394150156712453,
    9.88498386070613,
    7.658250142104072,
    6.489516585536734,
]
ABERDEEN_PET = [
    11.04590543317501,
    14.225860424373405,
    27.802870598091953,
    43.178869424774305,
    70.47694909766452,
    93.99420906995957,
    109.69881616481408,
    95.24491684988213,
    64.9945211942068,
    41.06371810827504,
    19.562094545836995,
    12.090183352107148,
]

temperatures = st.lists(st.floats(-40, 45), min_size=12, max_size=12).map(np.array)
latitudes = st.floats(-90, 90)


def test_sun_of_fao56_example_8():
    # Allen et al. 1998, example 8: 20 degrees South on 3 September (day 246).
    assert solar_declination_fao56(246) == pytest.approx(0.120, abs=5e-4)
    assert sunset_hour_angle_fao56(-20, 246) == pytest.approx(1.527, abs=5e-4)
    assert extraterrestrial_radiation_fao56(-20, 246) == pytest.approx(32.2, abs=0.05)


def test_daylight_of_fao56_example_9():
    # Allen et al. 1998, example 9: the same place and day have 11.7 hours of daylight.
    assert daylight_hours_fao56(-20, 246) == pytest.approx(11.7, abs=0.05)


def test_hargreaves_of_fao56_example_20():
    # Allen et al. 1998, example 20: Lyon in July, extremes 14.8 and 26.6 °C, 40.6 MJ/m2/day.
    assert hargreaves1985_daily(14.8, 26.6, 40.6) == pytest.approx(5.0, abs=0.05)


def test_polar_night_and_midnight_sun():
    assert daylight_hours_fao56(80, 355) == 0
    assert daylight_hours_fao56(80, 172) == pytest.approx(24)
    assert extraterrestrial_radiation_fao56(80, 355) == 0
    assert extraterrestrial_radiation_fao56(80, 172) > 40


def test_middle_days_are_those_of_fao56():
    assert MID_MONTH_DAYS.tolist() == [15, 45, 76, 106, 137, 167, 197, 228, 258, 289, 319, 349]
    assert MONTH_LENGTHS.sum() == 365.25


def test_thornthwaite_worked_example_with_its_own_daylight():
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    index = heat_index_thornthwaite1948(ABERDEEN_TEMPERATURE)
    unadjusted = unadjusted_thornthwaite1948(ABERDEEN_TEMPERATURE, index)
    pet = unadjusted * np.array(ABERDEEN_DAYLIGHT) / 12 * days / 30
    np.testing.assert_allclose(pet, ABERDEEN_PET, rtol=1e-12)


def test_thornthwaite_worked_example_with_the_daylight_of_the_middle_of_the_month():
    pet = thornthwaite1948(ABERDEEN_TEMPERATURE, 57.1526)
    np.testing.assert_allclose(pet, ABERDEEN_PET, rtol=0.02)


def test_thornthwaite_meets_his_table_of_hot_months():
    # Thornthwaite 1948: the lines of all heat indices meet at 26.5 °C and 135 mm; his table of
    # hot months ends with 185 mm at 38 °C. Willmott et al. 1985 fit it within a few mm.
    assert unadjusted_thornthwaite1948(26.5, 100) == pytest.approx(135, abs=2)
    for index in (20, 60, 100, 140):
        assert unadjusted_thornthwaite1948(26.49, index) == pytest.approx(135, abs=6)
    assert unadjusted_thornthwaite1948(38, 150) == pytest.approx(185, abs=4)
    assert unadjusted_thornthwaite1948(45, 150) == unadjusted_thornthwaite1948(38, 150)


def test_frozen_year_evaporates_nothing():
    assert not thornthwaite1948(np.full(12, -5.0), 60).any()
    assert not thornthwaite1948(np.zeros(12), 60).any()


def test_trailing_axes_equal_single_places():
    rng = np.random.default_rng(1)
    temperature = rng.uniform(-20, 35, (12, 3, 4))
    latitude = rng.uniform(-60, 80, (3, 4))
    pet = thornthwaite1948(temperature, latitude)
    radiation = hargreaves1985(temperature - 5, temperature + 5, latitude)
    for i, j in np.ndindex(3, 4):
        single = thornthwaite1948(temperature[:, i, j], latitude[i, j])
        np.testing.assert_allclose(pet[:, i, j], single, rtol=1e-12)
        months = temperature[:, i, j]
        single = hargreaves1985(months - 5, months + 5, latitude[i, j])
        np.testing.assert_allclose(radiation[:, i, j], single, rtol=1e-12)


def test_given_heat_index_replaces_that_of_the_year():
    year = np.array(ABERDEEN_TEMPERATURE)
    index = heat_index_thornthwaite1948(year)
    years = np.stack([year, year + 1], axis=1)
    pet = thornthwaite1948(years, 57.0, heat_index=index)
    np.testing.assert_allclose(pet[:, 0], thornthwaite1948(year, 57.0), rtol=1e-12)
    assert (pet[:, 1] > pet[:, 0]).all()


@given(temperatures)
def test_thornthwaite_rises_with_the_temperature_of_the_month(temperature):
    index = heat_index_thornthwaite1948(temperature)
    assume(index > 5)
    order = np.sort(temperature)
    pet = unadjusted_thornthwaite1948(order, index)
    # At the seam of power function and parabola (26.5 °C) the step may go down by a little.
    steps = np.diff(pet)
    seam = (order[:-1] < HOT_MONTH) & (order[1:] >= HOT_MONTH)
    assert (steps[~seam] >= -1e-9).all()
    assert (steps[seam] > -5).all()


@given(temperatures, latitudes)
def test_thornthwaite_is_finite_and_plausible(temperature, latitude):
    assume(heat_index_thornthwaite1948(temperature) > 5)
    pet = thornthwaite1948(temperature, latitude)
    assert ((pet >= 0) & (pet < 600)).all()


@given(temperatures, st.floats(0, 30), latitudes)
def test_hargreaves_is_finite_and_plausible(temperature, span, latitude):
    pet = hargreaves1985(temperature - span / 2, temperature + span / 2, latitude)
    assert ((pet >= 0) & (pet < 600)).all()


def test_hargreaves_without_daily_range_or_below_its_zero():
    assert not hargreaves1985(np.full(12, 10.0), np.full(12, 10.0), 45).any()
    assert not hargreaves1985(np.full(12, 11.0), np.full(12, 10.0), 45).any()
    assert not hargreaves1985(np.full(12, -40.0), np.full(12, -20.0), 45).any()
