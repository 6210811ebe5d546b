import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.errors import Conflict
from permil.science.adoption import (
    adopted_area,
    linear_adoption,
    logistic_adoption,
    newly_adopted_area,
)
from permil.science.greenhouse_gases import MetricFactors, co2_equivalent
from permil.science.organic_soils_drained import (
    DrainedFactors,
    SoilGases,
    drained_organic_soil_ipcc2013,
)
from permil.science.organic_soils_rewetted import RewettedFactors, rewetted_organic_soil_ipcc2013
from permil.science.wetland_mosaic import drained_cohorts, mosaic_gases, wetland_mosaic
from permil.vocabulary import AdoptionTiming

AR5 = MetricFactors(265.0, 28.0)
DRAINED = drained_organic_soil_ipcc2013(DrainedFactors(7.9, 0.31, 0.0, 1165.0, 0.05, 13.0))
REWETTED = rewetted_organic_soil_ipcc2013(RewettedFactors(-0.23, 0.24, 92.0, 0.0))
NOTHING = np.zeros(20)
shares = st.floats(0.0, 1.0)


def first_year(area):
    return np.array([area, *[0.0] * 19])


def emitted(mosaic):
    gases = mosaic_gases(mosaic, DRAINED, REWETTED)
    return co2_equivalent(gases.co2, gases.n2o, gases.ch4, AR5).sum()


@pytest.mark.parametrize(
    ("drained", "new", "expected"),
    [
        (0.0, 99.0, 71714.0),
        (0.0, 100.0, 72438.0),
        (50.0, 50.0, 73367.0),
        (100.0, 0.0, 74295.81),
    ],
)
def test_draining_a_whole_parcel_emits(drained, new, expected):
    """Not as in EX-ACT 1.20.3, where 0 to 100 ha is nothing and 50 to 100 ha only 37 148 t."""
    mosaic = wetland_mosaic(
        100.0, drained, 0.0, newly_drained=first_year(new), newly_rewetted=NOTHING
    )
    assert emitted(mosaic) == pytest.approx(expected, rel=1e-5)


def test_rewetting_is_counted_once():
    """Not as in EX-ACT 1.20.3, which counts it twice under forest (13 538 t)."""
    mosaic = wetland_mosaic(
        100.0, 100.0, 0.0, newly_drained=NOTHING, newly_rewetted=first_year(100.0)
    )
    wet = mosaic_gases(mosaic, SoilGases(0.0, 0.0, 0.0), REWETTED)
    assert co2_equivalent(wet.co2, wet.n2o, wet.ch4, AR5).sum() == pytest.approx(6769.1, rel=1e-5)
    assert emitted(mosaic) == pytest.approx(6769.1 + 1857.4, rel=1e-5)


def test_undisturbed_wetland_counts_nothing():
    mosaic = wetland_mosaic(100.0, 0.0, 0.0, newly_drained=NOTHING, newly_rewetted=NOTHING)
    assert mosaic.undisturbed.tolist() == [100.0] * 20
    assert emitted(mosaic) == 0.0


@given(
    st.floats(0.0, 1e6),
    shares,
    shares,
    shares,
    shares,
    st.floats(0.5, 15.0),
    st.floats(0.1, 5.0),
    st.sampled_from(list(AdoptionTiming)),
)
def test_no_area_is_lost_or_counted_twice(
    area, dry, wet, more_dry, more_wet, span, steepness, timing
):
    drained = area * dry
    rewetted = (area - drained) * wet
    new = newly_adopted_area(
        adopted_area(0.0, (area - drained - rewetted) * more_dry, linear_adoption(span, 20)), 0.0
    )
    again = newly_adopted_area(
        adopted_area(0.0, drained * more_wet, logistic_adoption(span, 3.0, steepness, 20)), 0.0
    )
    mosaic = wetland_mosaic(
        area, drained, rewetted, newly_drained=new, newly_rewetted=again, timing=timing
    )
    assert mosaic.total == pytest.approx(np.full(20, area), rel=1e-9)
    assert all(np.all(part >= 0.0) for part in mosaic)
    assert mosaic.rewetted[-1] == pytest.approx(rewetted + again.sum(), rel=1e-9)
    assert mosaic.drained[-1] == pytest.approx(drained + new.sum() - again.sum(), abs=1e-9 * area)


def test_what_is_drained_may_be_rewetted_later():
    later = np.zeros(20)
    later[10] = 60.0
    mosaic = wetland_mosaic(100.0, 0.0, 0.0, newly_drained=first_year(60.0), newly_rewetted=later)
    assert mosaic.drained[[0, 5, 10, 19]].tolist() == [30.0, 60.0, 30.0, 0.0]
    assert mosaic.rewetted[[0, 10, 19]].tolist() == [0.0, 30.0, 60.0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((100.0, -1.0, 0.0, 0.0, 0.0), "negative"),
        ((100.0, 0.0, 0.0, -1.0, 0.0), "negative"),
        ((100.0, 70.0, 40.0, 0.0, 0.0), "at the start"),
        ((100.0, 70.0, 0.0, 31.0, 0.0), "more is drained than is undisturbed"),
        ((100.0, 20.0, 70.0, 11.0, 0.0), "more is drained than is undisturbed"),
        ((100.0, 20.0, 0.0, 0.0, 21.0), "more is rewetted than is drained"),
    ],
)
def test_areas_that_cannot_be_are_refused(given, words):
    area, drained, rewetted, new, again = given
    with pytest.raises(Conflict, match=words):
        wetland_mosaic(
            area, drained, rewetted, newly_drained=first_year(new), newly_rewetted=first_year(again)
        )


def test_trailing_axes_equal_the_scalar_loop():
    area, drained = np.array([[100.0], [200.0]]), np.array([50.0, 60.0, 100.0])
    new, again = 5.0 * first_year(1.0), first_year(20.0)[::-1]
    mosaic = wetland_mosaic(area + 10.0, drained, 5.0, newly_drained=new, newly_rewetted=again)
    dry = SoilGases(np.array([10.0, 20.0, 30.0]), 60.0, np.array([[3.0], [4.0]]))
    gases = mosaic_gases(mosaic, dry, REWETTED)
    assert mosaic.undisturbed.shape == (20, 2, 3)
    for i, j in np.ndindex(2, 3):
        one = wetland_mosaic(
            area[i, 0] + 10.0, drained[j], 5.0, newly_drained=new, newly_rewetted=again
        )
        alone = mosaic_gases(one, SoilGases(dry.co2[j], 60.0, dry.n2o[i, 0]), REWETTED)
        assert np.broadcast_to(mosaic.drained, (20, 2, 3))[:, i, j].tolist() == one.drained.tolist()
        assert mosaic.undisturbed[:, i, j].tolist() == one.undisturbed.tolist()
        for gas in ("co2", "ch4", "n2o"):
            whole = np.broadcast_to(getattr(gases, gas), (20, 2, 3))
            assert whole[:, i, j].tolist() == getattr(alone, gas).tolist()


@given(
    st.lists(st.floats(0, 5), min_size=4, max_size=4),
    st.lists(st.floats(0, 5), min_size=4, max_size=4),
    st.sampled_from(AdoptionTiming),
)
def test_cohorts_of_drainage_sum_to_the_drained_area(into, out, timing):
    changes = {"newly_drained": np.array(into), "newly_rewetted": np.array(out)}
    mosaic = wetland_mosaic(60.0, 20.0, 0.0, **changes, timing=timing)
    cohorts = drained_cohorts(20.0, into, out, timing)
    assert cohorts.shape == (5, 4)
    assert cohorts.sum(axis=0) == pytest.approx(mosaic.drained)
    assert cohorts.min() >= 0.0


def test_what_was_drained_first_is_rewetted_first():
    cohorts = drained_cohorts(10.0, [4.0, 0, 0], [0, 12.0, 1.0], AdoptionTiming.START_OF_YEAR)
    assert cohorts.tolist() == [[10, 0, 0], [4, 2, 1], [0, 0, 0], [0, 0, 0]]
    half = drained_cohorts(10.0, [4.0, 0, 0], [0, 12.0, 1.0], AdoptionTiming.MID_YEAR)
    assert half.tolist() == [[10, 5, 0], [2, 3, 1.5], [0, 0, 0], [0, 0, 0]]
