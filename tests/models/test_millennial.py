"""Millennial: the runs of both published codes, and the step against its equations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from models.microbial import added, field, rows, runge_kutta
from permil.errors import MissingKey, NotApplicable
from permil.models import millennial, model
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.streams import Stream
from permil.variables import glossary

SOIL = Soil(40.0, 100.0, silt=40.0, bulk_density=1.0, ph=7.0)
GRAMS = 100.0  # g/m2 in a t/ha
SETS = ("millennial_fit", "millennial_default")
seeds = st.integers(0, 2**32 - 1)


def force(p, temperature, moisture, production):
    """Return the forcing of a day; production in g C/m2/day."""
    carbon, share = np.asarray(production) / GRAMS, p.particulate_input_share
    return millennial.Forcing(
        **millennial.climate_factors(p, temperature, moisture),
        particulate_input=carbon * share,
        dissolved_input=carbon * (1.0 - share),
    )


@pytest.fixture(scope="module")
def published():
    """Parameters, site, tendencies and the forcing by day and half-way to the next day."""
    p = millennial.parameters("millennial_fit")
    site = millennial.site(p, SOIL)
    days = [
        (r["temperature"], r["soil_moisture"], r["production"])
        for r in rows("millennial/forcing.csv")
    ]
    middle = (np.array(days) + np.roll(days, -1, axis=0)) / 2.0
    on, between = ([force(p, *day) for day in series] for series in (days, middle))
    return p, site, on, between


def test_the_r_code_over_ten_years(published):
    """Its integrator: Runge-Kutta of fourth order, one day, forcing linear between days."""
    p, site, on, between = published
    expected = {int(r["day"]): r for r in rows("millennial/runge_kutta_ten_years.csv")}
    x, respired = millennial.State(*[1.0 / GRAMS] * 5), 0.0
    for day in range(1, max(expected)):
        i, j = (day - 1) % 365, day % 365
        x, flux = runge_kutta(
            lambda x, f: millennial.tendencies(p, site, x, f), x, on[i], between[i], on[j]
        )
        respired += flux.respired - flux.leached
        if row := expected.pop(day + 1, None):
            for pool in millennial.State._fields:
                assert GRAMS * getattr(x, pool) == pytest.approx(row[pool], rel=1e-12)
            assert GRAMS * respired == pytest.approx(row["respired_since_start"], rel=1e-12)
    assert not expected


def test_the_fortran_code_over_400_days(published):
    """Its integrator: Euler, one day; the code holds 0.86 in single precision."""
    p, site, on, _ = published
    site = site._replace(capacity=site.capacity * float(np.float32(0.86)) / 0.86)
    expected = {int(r["day"]): r for r in rows("millennial/euler_400_days.csv")}
    x = millennial.State(*[1.0 / GRAMS] * 5)
    for day in range(1, 401):
        change, flux = millennial.tendencies(p, site, x, on[(day - 1) % 365])
        x = added(x, change, 1.0)
        if row := expected.pop(day, None):
            for pool in millennial.State._fields:
                assert GRAMS * getattr(x, pool) == pytest.approx(row[pool], rel=1e-12)
            found = GRAMS * (flux.respired - flux.leached)
            assert found == pytest.approx(row["respired_of_the_day"], rel=1e-12)
    assert not expected


def test_how_far_the_step_is_from_the_r_code(published):
    """With the forcing of the middle of each day: 4e-5 in the stocks, 4e-4 in dissolved carbon."""
    p, site, _, between = published
    bounds = dict.fromkeys(millennial.State._fields, 5e-5) | {"dissolved_carbon": 5e-4}
    expected = {int(r["day"]): r for r in rows("millennial/runge_kutta_ten_years.csv")}
    x, respired = millennial.State(*[1.0 / GRAMS] * 5), 0.0
    for day in range(1, max(expected)):
        x, flux = millennial.step(p, site, x, between[(day - 1) % 365])
        respired += flux.respired - flux.leached
        if row := expected.get(day + 1):
            for pool, bound in bounds.items():
                assert GRAMS * getattr(x, pool) == pytest.approx(row[pool], rel=bound)
            assert GRAMS * respired == pytest.approx(row["respired_since_start"], rel=3e-4)


@pytest.mark.parametrize("name", SETS)
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_steady_state_is_a_fixed_point_of_the_step(name, seed):
    generator = np.random.default_rng(seed)
    p = millennial.parameters(name)
    soil = Soil(
        generator.uniform(1.0, 60.0, 50),
        generator.uniform(20.0, 100.0, 50),
        silt=generator.uniform(0.0, 40.0, 50),
        bulk_density=generator.uniform(0.9, 1.6, 50),
        ph=generator.uniform(4.0, 9.0, 50),
    )
    climate = (generator.uniform(-10.0, 29.0, 50), generator.uniform(0.1, 0.6, 50))
    daily = force(p, *climate, generator.uniform(0.05, 4.0, 50))
    site = millennial.site(p, soil)
    found = millennial.steady(p, site, daily)
    after, flux = millennial.step(p, site, found, daily)
    for before, now in zip(found, after, strict=True):
        assert np.all(before > 0)
        assert now == pytest.approx(before, rel=1e-11)
    assert flux.respired == pytest.approx(daily.particulate_input + daily.dissolved_input, 1e-11)


def test_a_run_settles_at_the_steady_state():
    chosen, site, mean, _ = field("millennial")
    end = millennial.steady(chosen.parameters(), site, mean)
    streams = {n: Stream(np.full((1, 1), v)) for n, v in mean._asdict().items()}
    state = chosen.state(*(0.5 * pool for pool in end))
    result = run(chosen, site, state, streams, 365 * 1500, every=365 * 1500, backend="compiled")
    for pool in chosen.pools:
        assert result.pools[pool][0, 0] == pytest.approx(getattr(end, pool), rel=1e-6)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("hot", [45.0, -25.0])
def test_no_heat_or_frost_makes_a_pool_negative(name, hot):
    """At 45 °C and much biomass dissolved carbon turns over hundreds of times a day."""
    p = millennial.parameters(name)
    site = millennial.site(p, SOIL._replace(depth=np.array([20.0, 30.0, 100.0])))
    daily = force(p, hot, np.array([0.0, 0.3, 0.6]), np.array([0.0, 2.0, 9.0]))
    x = millennial.State(*np.full((5, 3), [1e-12, 10.0, 400.0]))
    fastest = max(np.max(rate) for rate in millennial.rates(p, site, x, x, daily))
    assert fastest > (3.0 if hot > 0 else 0.5)
    before, out = sum(x), 0.0
    for _ in range(2000):
        x, flux = millennial.step(p, site, x, daily)
        out = out + flux.respired
        assert min(np.min(pool) for pool in x) >= 0
    entered = 2000 * (daily.particulate_input + daily.dissolved_input)
    assert sum(x) + out == pytest.approx(before + entered, rel=1e-11)


def test_explicit_steps_of_a_day_fail_where_this_one_does_not():
    p = millennial.parameters("millennial_default")
    site = millennial.site(p, SOIL)
    daily = force(p, 35.0, 0.3, 4.0)
    end = millennial.steady(p, site, daily)
    x = fine = millennial.State(*(np.float64(pool) for pool in end))
    x = fine = x._replace(microbial_carbon=4.0 * x.microbial_carbon)
    lowest = 0.0
    with np.errstate(all="ignore"):
        for _ in range(30):
            x, _ = runge_kutta(
                lambda x, f: millennial.tendencies(p, site, x, f), x, daily, daily, daily
            )
            lowest = min(lowest, *(np.nan_to_num(pool, nan=-np.inf) for pool in x))
    assert lowest < 0
    for _ in range(30):
        fine, _ = millennial.step(p, site, fine, daily)
        assert min(fine) > 0


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_single_precision_closes_over_years(backend):
    chosen, site, state, streams = set_up("millennial", 4, 3 * 365, (10,))
    single = run(chosen, site, state, streams, 3 * 365, backend=backend, dtype=np.float32)
    exact = run(chosen, site, state, streams, 3 * 365, backend=backend)
    assert single.soc == pytest.approx(exact.soc, rel=2e-5)
    assert single.respired == pytest.approx(exact.respired, rel=2e-4)


def test_growth_stops_where_it_would_lose_or_make_carbon():
    p = millennial.parameters("millennial_default")
    found = millennial.climate_factors(p, np.array([-60.0, 15.0, 70.0]), 0.3)["growth_efficiency"]
    assert found == pytest.approx([1.0, 0.6, 0.0], abs=1e-15)
    site = millennial.site(p, SOIL)
    with pytest.raises(NotApplicable, match="too hot"):
        millennial.steady(p, site, force(p, 70.0, 0.3, 1.0))
    with pytest.raises(NotApplicable, match="no carbon enters"):
        millennial.steady(p, site, force(p, 10.0, 0.3, 0.0))


@pytest.mark.parametrize("missing", ["silt", "bulk_density", "ph"])
def test_a_soil_that_lacks_a_property_is_refused(missing):
    p = millennial.parameters()
    with pytest.raises(MissingKey, match=missing):
        millennial.site(p, SOIL._replace(**{missing: None}))


def test_sand_stands_for_silt_and_pure_sand_is_refused():
    p = millennial.parameters()
    sand = millennial.site(p, SOIL._replace(silt=None, sand=20.0))
    assert sand.capacity == pytest.approx(millennial.site(p, SOIL).capacity, rel=1e-14)
    with pytest.raises(NotApplicable, match="clay and silt"):
        millennial.site(p, SOIL._replace(clay=0.0, silt=0.0))


def test_climate_on_different_columns_meets_in_the_cells():
    chosen, _, _, _ = field("millennial")
    p = chosen.parameters()
    t, rain = np.arange(24.0).reshape(12, 2), 40.0 * np.arange(36.0).reshape(12, 3)
    given = set_up_drivers(t, rain)
    warm = given.temperature._replace(index=np.array([0, 1, 1]))
    wet = given.precipitation._replace(index=np.array([2, 0, 1]))
    found = chosen.drive(p, given._replace(temperature=warm, precipitation=wet))
    dense = chosen.drive(p, set_up_drivers(t[:, [0, 1, 1]], rain[:, [2, 0, 1]]))
    for name in chosen.forcing._fields:
        assert np.array_equal(found[name].values, dense[name].values)


def set_up_drivers(temperature, rain):
    from permil.models.protocol import Drivers

    even = Stream(np.full((12, 1), 100.0))
    return Drivers(Stream(temperature), Stream(rain), even, Stream(np.ones((12, 1))))


def test_the_pools_are_in_the_glossary():
    assert set(model("millennial").pools) <= set(glossary())
