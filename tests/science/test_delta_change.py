"""The delta-change method: how much of a change holds, and what it does to a month."""

import numpy as np
import pytest

from permil.science.delta_change import changed_evaporation, delta_change, share_of_change


def test_the_change_grows_in_equal_steps_and_then_stays():
    shares = share_of_change(np.arange(2026, 2033), 2026, 2029)
    assert shares == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0])


def test_a_change_reached_in_the_first_year_is_full_from_the_start():
    assert list(share_of_change(np.array([2026, 2027]), 2026, 2026)) == [1.0, 1.0]


def test_a_change_reached_after_the_horizon_holds_in_part():
    assert share_of_change(2055, 2026, 2085) == pytest.approx(0.5)


def test_temperature_moves_by_a_difference_and_rain_by_a_share():
    warmer, rain = delta_change(10.0, 80.0, 2.0, -10.0, 0.5)
    assert (warmer, rain) == pytest.approx((11.0, 76.0))


def test_no_change_keeps_the_very_numbers():
    temperature, rain = np.array([0.1, 3.3, 7.7]), np.array([0.3, 71.1, 1e-3])
    warmer, changed = delta_change(temperature, rain, 0.0, 0.0, 0.37)
    assert np.array_equal(warmer, temperature)
    assert np.array_equal(changed, rain)


def test_evaporation_follows_its_estimate_and_is_never_negative():
    # Given evaporation is twice the estimate: its difference is doubled too.
    assert changed_evaporation(60.0, 30.0, 35.0, 2.0) == 70.0
    assert changed_evaporation(1.0, 5.0, 2.0, 1.0) == 0.0
