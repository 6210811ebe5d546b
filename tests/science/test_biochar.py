import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import OutOfBounds
from permil.science.biochar import (
    biochar_carbon_ipcc2019,
    biochar_co2_ipcc2019,
    biochar_permanence_woolf2021,
    coefficient_at_soil_temperature,
)
from permil.tables import table


def coefficients(horizon):
    rows = table("woolf2021_permanence").select(horizon=horizon)
    return (
        np.array([row.soil_temperature for row in rows]),
        np.array([row.intercept for row in rows]),
        np.array([row.slope for row in rows]),
    )


def permanence(ratio, temperature, horizon=100):
    known, intercepts, slopes = coefficients(horizon)
    return biochar_permanence_woolf2021(
        ratio,
        coefficient_at_soil_temperature(temperature, known, intercepts),
        coefficient_at_soil_temperature(temperature, known, slopes),
    )


def test_ten_tonnes_of_wood_char():
    left = biochar_carbon_ipcc2019(10.0, 0.77, 0.8)
    assert left == pytest.approx(6.16)
    assert biochar_co2_ipcc2019(left) == pytest.approx(-22.58666667)


def test_rows_of_woolf_are_met():
    assert permanence(0.35, 14.9) == pytest.approx(1.04 - 0.64 * 0.35)
    assert permanence(0.35, 25.0, 1000) == pytest.approx(0.20 - 0.17 * 0.35)


def test_a_share_is_no_more_than_one():
    assert permanence(0.1, 5.0) == 1.0
    assert permanence(5.0, 25.0) == 0.0


def test_nothing_is_extrapolated():
    known, intercepts, _ = coefficients(100)
    with pytest.raises(OutOfBounds) as caught:
        coefficient_at_soil_temperature(np.array([10.0, 27.5]), known, intercepts)
    assert caught.value.fields["value"] == 27.5
    assert (caught.value.fields["low"], caught.value.fields["high"]) == (5.0, 25.0)
    with pytest.raises(OutOfBounds):
        coefficient_at_soil_temperature(4.9, known, intercepts)


@given(st.floats(0.0, 0.7), st.floats(5.0, 25.0), st.floats(5.0, 25.0))
def test_less_is_left_in_warmer_soil_and_after_longer(ratio, one, other):
    cool, warm = sorted((one, other))
    assert permanence(ratio, warm) <= permanence(ratio, cool) + 1e-12
    years = [float(permanence(ratio, one, horizon)) for horizon in (100, 500, 1000)]
    assert years == sorted(years, reverse=True)


@given(st.floats(0.0, 100.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_more_is_left_than_was_put_in(amount, fraction, share):
    assert 0.0 <= biochar_carbon_ipcc2019(amount, fraction, share) <= amount


def test_the_methods_differ_and_are_kept_apart():
    one = table("biochar_permanence").one
    ipcc = one(method="ipcc2019", pyrolysis="medium", horizon=100)
    woolf = one(method="woolf2021", pyrolysis="medium", horizon=100)
    assert ipcc.value == 0.8
    assert woolf.value == 0.71
    assert ipcc.value > woolf.high


def test_trailing_axes_equal_the_scalar_loop():
    ratio, temperature = np.array([[0.2], [0.6]]), np.array([5.0, 12.0, 25.0])
    left = permanence(ratio, temperature)
    for i, j in np.ndindex(2, 3):
        assert left[i, j] == permanence(ratio[i, 0], temperature[j])
