"""Limits of the moisture deficit, and the van Genuchten forms of the options."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from permil.science.soil_moisture import (
    MoistureConstants,
    Suctions,
    VanGenuchten,
    bucket_water,
    maximum_moisture_deficit,
    moisture_deficits_farina2013,
    moisture_limits_rothc,
    retention_wosten1999,
    water_content_vangenuchten1980,
)
from permil.tables import parameter_set


def constants():
    values = parameter_set("rothc_26_3")
    return MoistureConstants(*(values[f"moisture_{n}"] for n in MoistureConstants._fields))


def suctions():
    values = parameter_set("farina2013")
    return Suctions(*(values[f"suction_{n}"] for n in Suctions._fields))


def test_the_soil_of_rothamsted():
    # Coleman and Jenkinson (1996): 23 cm with 23.4 % clay hold 44.94 mm.
    limits = moisture_limits_rothc(23.4, 23.0, constants())
    assert limits.wilting == limits.driest == pytest.approx(-44.94, abs=0.005)
    assert limits.one_bar == pytest.approx(0.444 * -44.94, abs=0.005)
    assert limits.bare == pytest.approx(-44.94 / 1.8, abs=0.03)


def test_the_deficit_grows_with_depth_alone():
    shallow = maximum_moisture_deficit(23.4, 23.0, constants())
    assert maximum_moisture_deficit(23.4, 46.0, constants()) == pytest.approx(2 * shallow)


@given(st.floats(0, 100), st.floats(5, 30))
def test_the_limits_are_in_order(clay, depth):
    limits = moisture_limits_rothc(clay, depth, constants())
    assert limits.driest <= limits.wilting < limits.bare < limits.one_bar < 0


def wosten(clay, silt, density, matter):
    """Wösten et al. (1999), continuous functions for a topsoil, written out term by term."""
    saturated = (
        0.7919
        + 0.001691 * clay
        - 0.29619 * density
        - 0.000001491 * silt**2
        + 0.0000821 * matter**2
        + 0.02427 / clay
        + 0.01113 / silt
        + 0.01472 * log(silt)
        - 0.0000733 * matter * clay
        - 0.000619 * density * clay
        - 0.001183 * density * matter
        - 0.0001664 * silt
    )
    alpha = (
        -14.96
        + 0.03135 * clay
        + 0.0351 * silt
        + 0.646 * matter
        + 15.29 * density
        - 0.192
        - 4.671 * density**2
        - 0.000781 * clay**2
        - 0.00687 * matter**2
        + 0.0449 / matter
        + 0.0663 * log(silt)
        + 0.1482 * log(matter)
        - 0.04546 * density * silt
        - 0.4852 * density * matter
        + 0.00673 * clay
    )
    n = (
        -25.23
        - 0.02195 * clay
        + 0.0074 * silt
        - 0.1940 * matter
        + 45.5 * density
        - 7.24 * density**2
        + 0.0003658 * clay**2
        + 0.002885 * matter**2
        - 12.81 / density
        - 0.1524 / silt
        - 0.01958 / matter
        - 0.2876 * log(silt)
        - 0.0709 * log(matter)
        - 44.6 * log(density)
        - 0.02264 * density * clay
        + 0.0896 * density * matter
        + 0.00718 * clay
    )
    return VanGenuchten(exp(alpha), 1 + exp(n), saturated, 0.01)


@pytest.mark.parametrize(
    "soil", [(23.4, 30.0, 1.3, 1.2), (8.0, 12.0, 1.5, 0.7), (45.0, 40.0, 1.15, 3.0)]
)
def test_the_curve_is_that_of_the_paper(soil):
    clay, silt, density, carbon = soil
    found = retention_wosten1999(*soil, parameter_set("wosten1999"))
    assert found == pytest.approx(wosten(clay, silt, density, 1.72 * carbon), rel=1e-12)


def test_soils_may_be_arrays():
    soils = np.array([[23.4, 8.0], [30.0, 12.0], [1.3, 1.5], [1.2, 0.7]])
    found = retention_wosten1999(*soils, parameter_set("wosten1999"))
    for i in range(2):
        one = retention_wosten1999(*soils[:, i], parameter_set("wosten1999"))
        assert [np.broadcast_to(v, 2)[i] for v in found] == pytest.approx(list(one), rel=1e-14)


def test_the_ends_of_the_retention_curve():
    curve = VanGenuchten(alpha=0.02, n=1.3, saturated=0.45, residual=0.01)
    assert water_content_vangenuchten1980(curve, 0.0) == 0.45
    assert water_content_vangenuchten1980(curve, 1e12) == pytest.approx(0.01, abs=1e-3)
    # At the suction 1/alpha the denominator is 2 to the power of 1 - 1/n.
    expected = 0.01 + 0.44 / 2 ** (1 - 1 / 1.3)
    assert water_content_vangenuchten1980(curve, 50.0) == pytest.approx(expected, rel=1e-14)


@given(
    clay=st.floats(5, 60),
    silt=st.floats(5, 35),
    density=st.floats(1.0, 1.7),
    carbon=st.floats(0.3, 4.0),
)
def test_drier_classes_have_larger_deficits(clay, silt, density, carbon):
    curve = retention_wosten1999(clay, silt, density, carbon, parameter_set("wosten1999"))
    one_bar, wilting, driest = moisture_deficits_farina2013(curve, 23.0, suctions())
    assert driest < wilting < one_bar < 0
    assert driest > -10 * 23.0 * curve.saturated


def test_the_bucket_repeats_itself_with_its_record():
    """A dry, a wet and an even record: each begins where it ends."""
    rain = np.array([[0.0, 90.0, 30.0], [80.0, 60.0, 90.0], [10.0, 40.0, 0.0]])
    loss = np.array([[50.0, 10.0, 30.0], [20.0, 90.0, 20.0], [70.0, 20.0, 70.0]])
    found = bucket_water(rain, loss, 100.0)
    assert found.tolist() == [[0.0, 100.0, 30.0], [60.0, 70.0, 100.0], [0.0, 90.0, 30.0]]


@given(
    arrays(float, (12, 3), elements=st.floats(0.0, 300.0)),
    arrays(float, (12, 3), elements=st.floats(0.0, 300.0)),
)
def test_many_repeats_of_a_record_come_to_the_same_water(rain, loss):
    found = bucket_water(rain, loss, 150.0)
    assert found.min() >= 0
    assert found.max() <= 150.0
    water = found[-1]
    for month in range(24):
        water = np.clip(water + rain[month % 12] - loss[month % 12], 0.0, 150.0)
        assert water == pytest.approx(found[month % 12], abs=1e-9)
