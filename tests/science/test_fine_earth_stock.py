import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.fine_earth_stock import (
    METHODS,
    SoilSample,
    fine_earth_stock_hobley2018,
    fine_earth_stock_poeplau2017,
)
from permil.science.soil_stock import soil_organic_carbon_stock

# Arithmetic of Poeplau et al. (2017), methods M1 to M4, on 110 g of fine earth and 40 g of stones.
SAMPLE = SoilSample(
    fine_earth_mass=110.0, coarse_fragment_mass=40.0, sample_volume=100.0, rock_density=2.6
)
GOLDEN = {"M1": 90.0, "M2": 76.1538, "M3": 78.0, "M4": 66.0, "MB": 66.0}

samples = st.builds(
    SoilSample,
    fine_earth_mass=st.floats(20.0, 120.0),
    coarse_fragment_mass=st.floats(0.0, 90.0),
    sample_volume=st.just(100.0),
    rock_density=st.floats(2.3, 3.2),
)


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_case(name):
    fine = METHODS[name].function(SAMPLE, 30.0)
    assert soil_organic_carbon_stock(20.0, fine) == pytest.approx(GOLDEN[name], rel=1e-6)


def test_the_biased_methods_are_marked():
    assert [name for name, method in METHODS.items() if method.unbiased] == ["M4", "MB"]


@given(samples)
def test_m4_equals_mass_balance_and_no_method_is_below_it(sample):
    stock = {name: method.function(sample, 30.0) for name, method in METHODS.items()}
    assert stock["M4"] == pytest.approx(stock["MB"], rel=1e-12)
    if sample.rock_density >= sample.bulk_density_fine_earth:
        tolerance = 1.0 + 1e-12
        assert stock["M1"] * tolerance >= stock["M2"]
        assert stock["M1"] * tolerance >= stock["M3"]
        assert stock["M2"] * tolerance >= stock["M4"]
        assert stock["M3"] * tolerance >= stock["M4"]


@given(samples)
def test_all_methods_agree_without_stones(sample):
    bare = sample._replace(coarse_fragment_mass=0.0)
    stocks = [method.function(bare, 30.0) for method in METHODS.values()]
    assert stocks == pytest.approx([stocks[0]] * 5, rel=1e-12)


@given(samples)
def test_descriptions_agree_with_the_sample(sample):
    whole = sample.fine_earth_mass + sample.coarse_fragment_mass
    by_mass = fine_earth_stock_hobley2018(
        sample.bulk_density_whole_soil, 100.0 * sample.coarse_fragment_mass / whole, 30.0
    )
    by_volume = fine_earth_stock_poeplau2017(
        sample.bulk_density_fine_earth, sample.coarse_fragments_volume, 30.0
    )
    expected = METHODS["MB"].function(sample, 30.0)
    assert by_mass == pytest.approx(expected, rel=1e-12)
    assert by_volume == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", GOLDEN)
def test_trailing_axes_equal_the_scalar_loop(name):
    masses = np.linspace(60.0, 120.0, 6).reshape(2, 3)
    depths = np.array([10.0, 20.0, 30.0])
    together = METHODS[name].function(SAMPLE._replace(fine_earth_mass=masses), depths)
    for i, j in np.ndindex(masses.shape):
        one = SAMPLE._replace(fine_earth_mass=masses[i, j])
        assert together[i, j] == METHODS[name].function(one, depths[j])
