import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.crop_water import (
    CropStages,
    available_water_gain_minasny2018,
    bare_soil_coefficient_fao56,
    month_coefficient_fao56,
    readily_evaporable_water_fao56,
    salt_yield_maas1977,
    stage_weights_fao56,
    wetting_interval,
)

MAIZE = CropStages(30.0, 40.0, 50.0, 30.0)
months = st.integers(1, 12)
lengths = st.builds(CropStages, *[st.floats(1.0, 200.0)] * 4)


def test_a_season_within_the_year():
    weights = stage_weights_fao56(MAIZE, 5, 10)
    assert weights.growing == pytest.approx([0, 0, 0, 0, 0.5, 1, 1, 1, 1, 0.5, 0, 0])
    assert weights.initial[4] == pytest.approx(0.5)  # the first month of five is initial
    assert weights.mid[7] == pytest.approx(1.0)
    assert weights.mid[9] == pytest.approx(0.125)  # half of the late stage's last half
    assert weights.end[9] == pytest.approx(0.375)


@given(lengths, months, months)
def test_weights_of_a_season(stages, sowing, harvest):
    weights = stage_weights_fao56(stages, sowing, harvest)
    season = (harvest - sowing) % 12 or 12
    assert weights.growing.sum() == pytest.approx(season)
    total = sum(stages)
    assert weights.initial.sum() == pytest.approx(
        season * (stages.initial + stages.development / 2) / total
    )
    assert weights.end.sum() == pytest.approx(season * stages.late / 2 / total)
    assert all(np.all(part >= -1e-12) and np.all(part <= 1 + 1e-12) for part in weights)


def test_a_winter_crop_goes_over_the_new_year():
    weights = stage_weights_fao56(CropStages(160.0, 75.0, 75.0, 25.0), 10, 8)
    assert weights.growing[[9, 0, 6, 7, 8]] == pytest.approx([0.5, 1.0, 1.0, 0.5, 0.0])
    assert weights.initial[[10, 11, 0]] == pytest.approx(1.0)


def test_readily_evaporable_water():
    found = readily_evaporable_water_fao56(np.array([0.1, 1.0, 4.0, 9.0]))
    assert found == pytest.approx([7.0, 6.0, 3.0, 2.5])


def test_bare_soil_is_wet_at_first_and_dries_out():
    def coefficient(interval):
        return bare_soil_coefficient_fao56(4.0, interval, total_evaporable=10.0, largest=1.15)

    assert coefficient(0.5) == pytest.approx(1.15)
    assert coefficient(300.0) == pytest.approx(10.0 / (300.0 * 4.0))
    first = 3.0 / (1.15 * 4.0)
    assert coefficient(first * (1 + 1e-9)) == pytest.approx(1.15)
    # 10 mm rains every tenth day of a summer: about a quarter, as read off the published figure.
    assert 0.2 < coefficient(10.0) < 0.3
    # And once a week in a mild spring about a half.
    spring = bare_soil_coefficient_fao56(2.0, 7.0, total_evaporable=10.0, largest=1.15)
    assert 0.5 < spring < 0.7


@given(st.floats(0.1, 12.0), st.floats(0.1, 60.0), st.floats(1.0, 2.0))
def test_bare_soil_dries_with_the_interval(rate, interval, factor):
    short, long = (
        bare_soil_coefficient_fao56(rate, t, total_evaporable=10.0, largest=1.15)
        for t in (interval, interval * factor)
    )
    assert 0.0 < long <= short + 1e-12 <= 1.15 + 1e-9
    assert short * interval * rate <= 10.0 + 1e-9 or interval < 1.0 or short < 1.15


def test_intervals_of_rain():
    found = wetting_interval(np.array([0.0, 5.0, 50.0, 310.0]), 31.0, 10.0)
    assert found == pytest.approx([31.0, 31.0, 6.2, 1.0])


def test_a_crop_on_wet_ground_takes_no_less_than_the_ground():
    assert month_coefficient_fao56(1.0, 0.4, 1.0) == 1.0
    assert month_coefficient_fao56(1.0, 1.15, 0.3) == 1.15
    assert month_coefficient_fao56(0.5, 1.15, 0.3) == pytest.approx(0.725)
    assert month_coefficient_fao56(0.0, 0.0, 0.3) == 0.3


def test_salt():
    found = salt_yield_maas1977(np.array([2.0, 8.0, 12.0, 40.0]), 8.0, 5.0)
    assert found.tolist() == [1.0, 1.0, 0.8, 0.0]


def test_one_per_cent_of_carbon_in_the_plough_layer_holds_three_millimetres():
    """1 % of 0.3 m at 1.3 g/cm3 is 39 t C/ha."""
    gain = available_water_gain_minasny2018(39.0, 3900.0, 0.3, 1.16)
    assert gain == pytest.approx(3.48)
    assert available_water_gain_minasny2018(-39.0, 3900.0, 0.3, 1.16) == -gain


def test_trailing_axes_equal_the_scalar_loop():
    rate, interval = np.array([[0.5], [3.0]]), np.array([1.0, 4.0, 20.0])
    together = bare_soil_coefficient_fao56(rate, interval, total_evaporable=10.0, largest=1.15)
    water = available_water_gain_minasny2018(rate, 3900.0, interval, 1.16)
    for i, j in np.ndindex(2, 3):
        one = bare_soil_coefficient_fao56(
            rate[i, 0], interval[j], total_evaporable=10.0, largest=1.15
        )
        assert together[i, j] == one
        assert water[i, j] == available_water_gain_minasny2018(
            rate[i, 0], 3900.0, interval[j], 1.16
        )
