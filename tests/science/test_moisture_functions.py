"""The library of moisture functions: points that the publications' equations fix."""

from math import atan, exp, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science import moisture_functions as library
from permil.science.moisture_response import moisture_factor_adair2008
from permil.tables import parameter_set


def constants(name):
    return parameter_set(f"moisture_{name}")


def century(rain, evaporation):
    c = constants("century_adair2008")
    return moisture_factor_adair2008(rain, evaporation, c["steepness"], c["shift"])


def kelly(texture):
    return lambda w: library.moisture_factor_kelly2000(w, constants(f"daycent_kelly2000_{texture}"))


def candy(theta, pores=0.5):
    return library.moisture_factor_bauer2008(theta, pores, constants("candy_bauer2008"))


FUNCTIONS = {
    "fine": kelly("fine"),
    "coarse": kelly("coarse"),
    "delgrosso2005": lambda w: library.moisture_factor_delgrosso2005(
        100 * w, constants("daycent_delgrosso2005")
    ),
    "moyano2013": lambda w: library.moisture_factor_moyano2013(w, constants("moyano2013")),
    "skopp1990": lambda w: library.moisture_factor_skopp1990(w, constants("skopp1990")),
    "bauer2008": candy,
    "janssens2003": lambda w: library.moisture_factor_janssens2003(
        w, constants("gompertz_janssens2003")
    ),
    "foley1995": lambda w: library.moisture_factor_foley1995(w, constants("foley1995")),
}


def test_century_depends_on_rain_over_evapotranspiration():
    assert century(0.0, 100.0) == pytest.approx(1 / 31, rel=1e-15)
    assert century(50.0, 100.0) == pytest.approx(1 / (1 + 30 * exp(-4.25)), rel=1e-14)
    assert century(10.0, 0.0) == 1.0


@pytest.mark.parametrize(("texture", "best"), [("fine", 0.6), ("coarse", 0.55)])
def test_daycent_of_2000_is_one_at_its_optimum_and_less_elsewhere(texture, best):
    factor = FUNCTIONS[texture]
    assert factor(best) == pytest.approx(1.0, rel=1e-15)
    assert np.all(factor(np.array([0.1, best - 0.1, best + 0.1, 1.0])) < 1.0)
    # Kelly et al. (2000): fine soils decompose nothing below w = 0.0012; coarse ones still do.
    assert (factor(0.0) == 0.0) == (texture == "fine")


def test_daycent_of_2000_written_out_for_fine_soils():
    w = 0.3
    power = 2.84 * (1.27 - 0.6) / (0.6 - 0.0012)
    expected = ((w - 1.27) / (0.6 - 1.27)) ** power * ((w - 0.0012) / (0.6 - 0.0012)) ** 2.84
    assert FUNCTIONS["fine"](w) == pytest.approx(expected, rel=1e-14)


def test_daycent_of_2005_turns_at_its_inflection():
    assert FUNCTIONS["delgrosso2005"](0.1747) == pytest.approx(5 * 0.287, rel=1e-12)
    assert FUNCTIONS["delgrosso2005"](1.0) == pytest.approx(
        5 * (0.287 + atan(pi * 0.74277) / pi), rel=1e-14
    )


def test_moyano_is_a_parabola():
    # The top lies at 3.11 / (2 x 2.42), and there it is 3.11^2 / (4 x 2.42).
    top = 3.11 / 4.84
    assert FUNCTIONS["moyano2013"](top) == pytest.approx(3.11**2 / 9.68, rel=1e-14)
    assert FUNCTIONS["moyano2013"](top - 0.1) == pytest.approx(FUNCTIONS["moyano2013"](top + 0.1))


def test_skopp_takes_the_scarcer_of_substrate_and_oxygen():
    assert FUNCTIONS["skopp1990"](0.3) == pytest.approx(2 * 0.3**1.3, rel=1e-15)
    assert FUNCTIONS["skopp1990"](0.8) == pytest.approx(2 * 0.2**0.8, rel=1e-14)
    assert FUNCTIONS["skopp1990"](np.array([0.0, 1.0])) == pytest.approx([0.0, 0.0])


def test_candy_is_not_limited_beyond_half_of_the_pores():
    assert candy(0.125) == pytest.approx(4 * 0.25 * 0.75, rel=1e-15)
    assert candy(np.array([0.25, 0.3, 0.5])) == pytest.approx([1.0, 1.0, 1.0])


def test_gompertz_and_demeter():
    assert FUNCTIONS["janssens2003"](0.1) == pytest.approx(np.exp(-np.exp(0.824 - 3.08)), rel=1e-14)
    assert FUNCTIONS["foley1995"](np.array([0.0, 1.0])) == pytest.approx([0.25, 1.0])


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.floats(0.0, 1.0))
def test_no_factor_is_negative_at_any_water_content(name, water):
    assert FUNCTIONS[name](water) >= 0.0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_gap_stays_a_gap(name):
    assert np.array_equal(np.isnan(FUNCTIONS[name](np.array([np.nan, 0.3]))), [True, False])
