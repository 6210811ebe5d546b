import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.enhanced_fertiliser import (
    FertiliserResponse,
    enhanced_fertiliser_n2o,
    responding_factor_akiyama2010,
)
from permil.science.nitrous_oxide import NitrogenInputs, NitrousOxideFactors, soil_n2o_ipcc2019
from permil.tables import table

WET = NitrousOxideFactors(0.016, 0.006, 0.11, 0.21, 0.014, 0.24, 0.011)
NONE = FertiliserResponse(0.0, 0.0, 0.0)


def response(fertiliser):
    """The responses of the table; where it has none, no change is assumed for the test."""
    one = table("nitrogen_inhibitors").one
    values = [
        one(fertiliser=fertiliser, pathway=p).value for p in ("direct_n2o", "ammonia", "leaching")
    ]
    return FertiliserResponse(*(v or 0.0 for v in values))


def test_a_share_responds_in_proportion():
    assert responding_factor_akiyama2010(0.016, -0.38) == pytest.approx(0.00992)
    assert responding_factor_akiyama2010(0.016, -0.38, share=0.5) == pytest.approx(0.01296)


def test_a_nitrification_inhibitor_by_pathway():
    lost = enhanced_fertiliser_n2o(100.0, WET, response("nitrification_inhibitor"))
    assert lost.direct == pytest.approx(1.6 * 0.62)
    assert lost.volatilised == pytest.approx(0.154 * 1.357)
    assert lost.leached == pytest.approx(0.264 * 0.52)


def test_its_ammonia_gives_a_part_of_the_gain_back():
    plain = soil_n2o_ipcc2019(NitrogenInputs(100.0, 0.0, 0.0, 0.0), WET)
    inhibited = enhanced_fertiliser_n2o(100.0, WET, response("nitrification_inhibitor"))
    assert inhibited.volatilised > plain.volatilised
    assert inhibited.total < plain.total
    assert inhibited.total > plain.total * 0.62


def test_a_urease_inhibitor_changes_ammonia_alone():
    plain = enhanced_fertiliser_n2o(100.0, WET, NONE)
    inhibited = enhanced_fertiliser_n2o(100.0, WET, response("urease_inhibitor"))
    assert inhibited.direct == plain.direct
    assert inhibited.volatilised == pytest.approx(0.46 * plain.volatilised)


@given(st.floats(0.0, 500.0), st.floats(0.0, 1.0))
def test_without_a_response_it_is_the_plain_fertiliser(nitrogen, share):
    plain = soil_n2o_ipcc2019(NitrogenInputs(nitrogen, 0.0, 0.0, 0.0), WET)
    assert enhanced_fertiliser_n2o(nitrogen, WET, NONE, share=share) == plain


@given(st.floats(0.0, 500.0), *[st.floats(-1.0, 1.0)] * 3, st.floats(0.0, 1.0))
def test_shares_mix_linearly_and_emissions_are_never_negative(nitrogen, a, b, c, share):
    change = FertiliserResponse(a, b, c)
    mixed = enhanced_fertiliser_n2o(nitrogen, WET, change, share=share)
    whole = enhanced_fertiliser_n2o(nitrogen, WET, change)
    plain = enhanced_fertiliser_n2o(nitrogen, WET, NONE)
    assert mixed.total == pytest.approx(share * whole.total + (1 - share) * plain.total, abs=1e-12)
    assert min(mixed) >= -1e-15


def test_trailing_axes_equal_the_scalar_loop():
    nitrogen, direct = np.array([[50.0], [150.0]]), np.array([-0.44, -0.38, -0.31])
    together = enhanced_fertiliser_n2o(nitrogen, WET, FertiliserResponse(direct, 0.357, -0.48))
    for i, j in np.ndindex(2, 3):
        change = FertiliserResponse(direct[j], 0.357, -0.48)
        alone = enhanced_fertiliser_n2o(nitrogen[i, 0], WET, change)
        assert together.total[i, j] == pytest.approx(alone.total, rel=1e-14)
