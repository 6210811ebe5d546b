import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.coarse_fragments import (
    coarse_fragments_mass_in_fine_earth,
    coarse_fragments_mass_in_whole_soil,
    coarse_fragments_volume_in_fine_earth,
    coarse_fragments_volume_in_whole_soil,
)

# 110 g of fine earth and 40 g of stones of 2.6 g/cm3 in 100 cm3.
BY_MASS = 100.0 * 40.0 / 150.0
BY_VOLUME = 40.0 / 2.6
WHOLE = 1.5
FINE = 110.0 / (100.0 - 40.0 / 2.6)

shares = st.floats(0.0, 95.0)
densities = st.floats(0.4, 2.0)


def test_one_sample_in_all_four_directions():
    mass, volume = pytest.approx(BY_MASS), pytest.approx(BY_VOLUME)
    assert coarse_fragments_mass_in_whole_soil(BY_VOLUME, WHOLE, 2.6) == mass
    assert coarse_fragments_volume_in_whole_soil(BY_MASS, WHOLE, 2.6) == volume
    assert coarse_fragments_mass_in_fine_earth(BY_VOLUME, FINE, 2.6) == mass
    assert coarse_fragments_volume_in_fine_earth(BY_MASS, FINE, 2.6) == volume


@given(shares, densities)
def test_there_and_back_with_fine_earth_density(share, density):
    mass = coarse_fragments_mass_in_fine_earth(share, density, 2.65)
    assert 0.0 <= mass <= 100.0
    back = coarse_fragments_volume_in_fine_earth(mass, density, 2.65)
    assert back == pytest.approx(share, rel=1e-9, abs=1e-12)


@given(shares, densities)
def test_there_and_back_with_whole_soil_density(share, density):
    mass = coarse_fragments_mass_in_whole_soil(share, density, 2.65)
    back = coarse_fragments_volume_in_whole_soil(mass, density, 2.65)
    assert back == pytest.approx(share, rel=1e-9, abs=1e-12)
